// Time zones as tables, from the host's database: the engine looks none up.

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** No zone changes its offset back within so short a time. */
const STEP = 7 * DAY;
/** Credits that remain at the end may expire later. */
const MARGIN = 366 * DAY;
/** Longer scenarios are refused. */
const LONGEST = 36_600 * DAY;
const UNITS = { minute: 60 * SECOND, hour: 3600 * SECOND, day: DAY, week: 7 * DAY };
const MONTHS = { month: 1, year: 12 };

/** The table of a zone for an interval. */
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
    if (at >= end) break;
    ahead = clock(at);
    offsets.push({ from: iso(at), seconds: ahead });
  }
  return { name, offsets, until: iso(end) };
}

/** A scenario whose account has its zone as a table, if it was a name. */
export function withZone(scenario) {
  const name = scenario?.account?.zone;
  if (typeof name !== "string" || name === "UTC") return scenario;
  const [from, until] = horizon(scenario);
  // Leave an invalid date to the engine.
  const table = Number.isNaN(from + until) ? "UTC" : remembered(name, from, until);
  return { ...scenario, account: { ...scenario.account, zone: table } };
}

const tables = new Map();

/** The last tables are cached: a page asks for the same one at each change of an input. */
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

/** As in Rust: from the opening of the account to a year after the end. */
function horizon({ start, until, account, for: span = "12 months" }) {
  const from = Date.parse(start);
  const since = Math.min(from, account.since ? Date.parse(account.since) : from);
  const end = until ? Date.parse(until) : after(from, span);
  return [since, Math.min(end, from + LONGEST) + MARGIN];
}

/** An instant a span after another, in UTC; the day is clamped to the month's end. */
function after(from, span) {
  const [, count, unit] = /^(\d+) ([a-z]+?)s?$/.exec(span) ?? [];
  if (!(unit in MONTHS)) return from + Number(count) * (UNITS[unit] ?? DAY);
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + Number(count) * MONTHS[unit], 1);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, days));
}

/** The first second after `at` at which the offset is no longer `ahead`, at most `until`. */
function firstChange(clock, at, until, ahead) {
  let [before, after] = [at / SECOND, until / SECOND];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (clock(middle * SECOND) === ahead) before = middle;
    else after = middle;
  }
  return after * SECOND;
}

/** The offset of a zone's wall clock in seconds, as a function of the instant. */
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
