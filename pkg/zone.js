// Time zones as tables, from what the host knows about them: the engine itself looks none up.

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** No zone changes twice within so short a time and back again. */
const STEP = 7 * DAY;
/** Credits that are left at the end may expire later. */
const MARGIN = 2 * 366 * DAY;
const CENTURY = 36_600 * DAY;
const UNITS = { minute: 60 * SECOND, hour: 3600 * SECOND, day: DAY, week: 7 * DAY, month: 31 * DAY, year: 366 * DAY };

/** The table of a zone from one instant to another. */
export function zone(name, from, until) {
  const clock = clockOf(name);
  const end = instant(until);
  let at = instant(from);
  let ahead = clock(at);
  const offsets = [{ from: iso(at), seconds: ahead }];
  while (at < end) {
    const next = Math.min(at + STEP, end);
    if (clock(next) === ahead) {
      at = next;
      continue;
    }
    at = firstChange(clock, at, next, ahead);
    ahead = clock(at);
    offsets.push({ from: iso(at), seconds: ahead });
  }
  return { name, offsets };
}

/** A scenario in which the account's zone is a table, if it was a name. */
export function withZone(scenario) {
  const name = scenario?.account?.zone;
  if (typeof name !== "string" || name === "UTC") return scenario;
  const [from, until] = horizon(scenario);
  // What is no date is for the engine to tell.
  const table = Number.isNaN(from + until) ? "UTC" : remembered(name, from, until);
  return { ...scenario, account: { ...scenario.account, zone: table } };
}

const tables = new Map();

/** The last tables are kept: a page asks for the same one at each change of an input. */
function remembered(name, from, until) {
  const key = `${name} ${from} ${until}`;
  let table = tables.get(key);
  if (!table) {
    table = named(name, from, until);
    if (tables.size >= 16) tables.clear();
    tables.set(key, table);
  }
  return table;
}

function named(name, from, until) {
  try {
    return zone(name, from, until);
  } catch {
    const found = { code: "unknown_name", path: "/account/zone", message: `there is no time zone \`${name}\` here` };
    const error = new Error(`${found.path}: ${found.message}`);
    throw Object.assign(error, { name: "DrawdownError", code: found.code, path: found.path, errors: [found] });
  }
}

/** From the first instant that the scenario names to some time after its end. */
function horizon(scenario) {
  const start = Date.parse(scenario.start);
  const [, count = "12", unit = "month"] = /^(\d+) ([a-z]+?)s?$/.exec(scenario.for ?? "") ?? [];
  const end = scenario.until ? Date.parse(scenario.until) : start + Number(count) * (UNITS[unit] ?? DAY);
  const dates = JSON.stringify(scenario).match(/"\d{4}-\d\d-\d\d[^"]*"/g) ?? [];
  const first = Math.min(start, ...dates.map((date) => Date.parse(date.slice(1, -1)) || start));
  return [Math.max(first, start - CENTURY), Math.min(end, start + CENTURY) + MARGIN];
}

/** The first second after `at` from which the clock is no longer `ahead`, as at `until`. */
function firstChange(clock, at, until, ahead) {
  let [before, after] = [at / SECOND, until / SECOND];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (clock(middle * SECOND) === ahead) before = middle;
    else after = middle;
  }
  return after * SECOND;
}

/** By how many seconds a zone's wall clock is ahead of UTC, as a function of the instant. */
function clockOf(timeZone) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone, hourCycle: "h23",
    year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  });
  return (at) => {
    const [month, day, year, hour, minute, second] = format.format(at).match(/\d+/g).map(Number);
    return (Date.UTC(year, month - 1, day, hour, minute, second) - at) / SECOND;
  };
}

/** Milliseconds of an instant, cut to the second. */
function instant(value) {
  const at = typeof value === "number" ? value : new Date(value).valueOf();
  if (Number.isNaN(at)) throw new RangeError(`expected an instant such as 2026-11-01T09:00:00Z, found ${value}`);
  return Math.floor(at / SECOND) * SECOND;
}

function iso(at) {
  return `${new Date(at).toISOString().slice(0, -5)}Z`;
}
