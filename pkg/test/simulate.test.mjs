// Projections through the package: columns and scalars agree with the exact text, a run in steps
// ends as a run at once, and zones are what the host says they are.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog, simulateAsync, zone } from "drawdown";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const krea = await read("catalogs/krea.json");
const catalog = new Catalog(krea);

const COLUMNS = [
  "opened", "issued", "spent", "refunded", "held", "expired",
  "rolled_in", "rolled_out", "forfeited", "revoked", "closing", "withheld",
];

const scenario = {
  start: "2026-01-01",
  for: "12 months",
  account: { plan: "basic", assume: { top_ups: { "compute-pack": { credits: "1000.333", price: "9.99" } } } },
  demand: [{ id: "d", request: { operation: operationOf(catalog) }, per_day: 7, fails: 3 }],
  actions: [{ at: "2026-03-05T10:00:00Z", do: "buy", top_up: "compute-pack", count: 3 }],
};

/** The first operation that has an exact price by itself. */
function operationOf(catalog) {
  const exact = ({ id }) => catalog.estimate({ operation: id }).state === "exact" && catalog.estimate({ operation: id }).total > 10;
  return catalog.info().operations.find(exact).id;
}

test("the rules are told in sentences, the same that the simulation follows", () => {
  const { plans, account } = catalog.terms();
  assert.equal(plans[0].plan, undefined);
  const basic = plans.find(({ plan }) => plan === "basic").lines.map(({ text }) => text);
  assert.ok(basic.some((text) => text.startsWith("4,000 compute units each month")), basic.join("\n"));
  assert.ok(account.some(({ topic }) => topic === "burn_order"));
});

test("columns are the exact amounts, each as the nearest number", () => {
  const projection = catalog.simulate(scenario);
  const exact = JSON.parse(projection.toJSON());
  const starts = exact.days.start.map((at) => Date.parse(at));
  assert.deepEqual([...projection.days()], starts);
  assert.equal(starts.length, 365);
  assert.deepEqual(projection.classes(), Object.keys(exact.days.classes));
  for (const id of projection.classes()) {
    for (const name of COLUMNS) {
      const expected = exact.days.classes[id][name]?.map(Number) ?? starts.map(() => 0);
      assert.deepEqual([...projection.column(id, name)], expected, `${id} ${name}`);
    }
  }
  const all = projection.column("*", "closing");
  assert.deepEqual(projection.column(null, "closing"), all);
  const last = exact.classes.reduce((sum, row) => sum + Number(row.closing), 0);
  assert.ok(Math.abs(all.at(-1) - last) < 1e-6);
  projection.free();
});

test("numbers that no float holds are rounded as the text would be", () => {
  const tiny = new Catalog({
    catalog: "t", version: "1", as_of: "2026-01-01",
    credit: { name: "c", plural: "c", step: "0.000000000001" },
    operations: [{ id: "o", price: [{ line: "l", rate: "0.000000000001" }] }],
    classes: { a: {} }, plans: [], grants: [],
  });
  const amounts = [
    "9007199254740993", "9007199254740992.5", "0.1", "9007.199254740993", "123456789.123456789012",
    "999999999999999999999.999999999999", "72057594037927937.000000000001", "0.000000000003", "4503599627370497.5",
    "9007.199254740992", "36028797018963972", "18014398509481987.999999999999",
  ];
  for (const amount of amounts) {
    const projection = tiny.simulate({ start: "2026-01-01", for: "1 day", account: { lots: [{ class: "a", amount }] } });
    assert.equal(projection.column("a", "closing")[0], Number(amount), amount);
  }
});

test("the summary is the exact answer without its series and its ledger", () => {
  const projection = catalog.simulate(scenario, { ledger: true });
  const { days, ledger, ...rest } = JSON.parse(projection.toJSON());
  const same = (found, exact) => {
    if (typeof found === "number" && typeof exact === "string") return assert.equal(found, Number(exact));
    if (found === null || typeof found !== "object") return assert.equal(found, exact);
    assert.deepEqual(Object.keys(found), Object.keys(exact));
    for (const key of Object.keys(found)) same(found[key], exact[key]);
  };
  same(projection.summary(), rest);
  assert.equal(days.start.length, 365);
  assert.equal(projection.entryCount, ledger.length);
  assert.ok(ledger.length > 700);
  same(projection.entries(), ledger);
  same(projection.entries(5, 9), ledger.slice(5, 9));
  assert.deepEqual(projection.entries(9, 5), []);
  assert.equal(catalog.simulate(scenario).entryCount, 0);
});

test("months add up to the totals, on the account's wall clock", () => {
  const account = { ...scenario.account, zone: "Pacific/Auckland" };
  const projection = catalog.simulate({ ...scenario, account });
  const { totals, start, until } = projection.summary();
  const months = projection.months();
  assert.equal(months.length, 13);
  assert.equal(months[0].start, start);
  assert.equal(months[1].start, "2026-01-31T11:00:00Z");
  assert.equal(months.at(-1).until, until);
  const sum = (name) => months.reduce((sum, month) => sum + Number(month[name]), 0);
  assert.equal(sum("spent"), Number(totals.spent));
  assert.ok(Math.abs(sum("lost") - Number(totals.wasted)) < 1e-6);
  assert.ok(Math.abs(sum("billed") - Number(totals.billed)) < 1e-6);
  assert.equal(months.at(-1).closing, totals.closing);
  for (const [i, { closing, opened, until, ...month }] of months.entries()) {
    assert.equal(until, months[i + 1]?.start ?? projection.summary().until);
    const left = [opened, month.issued, month.refunded].reduce((a, b) => a + Number(b), 0)
      - [month.spent, month.held, month.lost, month.revoked].reduce((a, b) => a + Number(b), 0);
    assert.ok(Math.abs(left - Number(closing)) < 1e-6, month.start);
  }
});

test("a run in steps ends as a run at once", () => {
  const whole = catalog.simulate(scenario, { ledger: true });
  const steps = catalog.simulation(scenario, { ledger: true });
  assert.equal(steps.start, Date.parse("2026-01-01"));
  assert.equal(steps.end, Date.parse("2027-01-01"));
  assert.equal(steps.runUntil("2026-04-01"), true);
  assert.equal(steps.runUntil("2026-04-01T00:00:01Z"), true);
  assert.equal(steps.runUntil("2030-01-01"), false);
  assert.equal(steps.finish().toJSON(), whole.toJSON());
  assert.throws(() => steps.finish(), { name: "DrawdownError", message: /has been finished/ });
  assert.throws(() => steps.runUntil("2026-05-01"), { name: "DrawdownError" });
  steps.free();

  const half = catalog.simulation(scenario);
  half.runUntil("2026-04-01");
  const { spent } = half.finish().summary().totals;
  assert.ok(spent > 0 && spent < whole.summary().totals.spent);
});

test("errors have their place", () => {
  const fails = (change, path, code) =>
    assert.throws(() => catalog.simulate({ ...scenario, ...change }), { name: "DrawdownError", path, code });
  fails({ account: { plan: "nope" } }, "/account/plan", "unknown_name");
  fails({ account: { zone: "Mars/Olympus" } }, "/account/zone", "unknown_name");
  fails({ for: "12 moons" }, "/for", "type");
  fails({ demand: [{ request: { operation: "x" }, per_day: 1 }] }, "/demand/0/request/operation", "unknown_name");
  const secret = new Catalog({
    catalog: "s", version: "1", as_of: "2026-01-01", credit: { name: "c", plural: "c", step: "1" },
    operations: [{ id: "o", price: [{ line: "l", rate: "1" }] }],
    classes: { a: {} }, plans: [{ id: "p", grants: ["g"] }],
    grants: [{ id: "g", class: "a", amount: null, every: "cycle", expires: "cycle_end" }],
  });
  const held = (assume) => () => secret.simulate({ start: "2026-01-01", account: { plan: "p", ...assume } });
  assert.throws(held(), { path: "/account/assume/grants/g", code: "no_answer" });
  assert.equal(held({ assume: { grants: { g: 10 } } })().summary().totals.issued, 120);
  const projection = catalog.simulate(scenario);
  assert.throws(() => projection.column("*", "closign"), { code: "unknown_name", message: /did you mean `closing`/ });
  assert.throws(() => projection.column("nope", "closing"), { code: "unknown_name" });
  assert.throws(() => catalog.simulation(scenario).runUntil("soon"), { code: "out_of_range" });
});

test("without blocking it is the same, and says how far it is", async () => {
  const long = { ...scenario, for: "100 years" };
  const shares = [];
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const projection = await simulateAsync(krea, long, { onProgress: (share) => shares.push(share) });
  clearInterval(timer);
  assert.equal(projection.toJSON(), catalog.simulate(long).toJSON());
  assert.ok(shares.length > 3 && shares.at(-1) === 1 && shares.every((share, i) => i === 0 || share >= shares[i - 1]));
  assert.ok(turns > 0, "the event loop turned meanwhile");
  const { for: _, ...open } = scenario;
  const none = await simulateAsync(catalog, { ...open, until: scenario.start, actions: [] });
  assert.deepEqual([...none.days()], [Date.parse(scenario.start)]);
});

test("a run that is aborted leaves the catalog usable", async () => {
  const control = new AbortController();
  const onProgress = () => control.abort();
  const run = simulateAsync(catalog, { ...scenario, for: "100 years" }, { signal: control.signal, onProgress });
  await assert.rejects(run, { name: "AbortError" });
  await assert.rejects(simulateAsync(catalog, scenario, { signal: AbortSignal.abort() }), { name: "AbortError" });
  const late = simulateAsync(catalog, { ...scenario, for: "100 years" }, { signal: AbortSignal.timeout(5) });
  await assert.rejects(late, { name: "TimeoutError" });
  await assert.rejects(simulateAsync(catalog, { ...scenario, account: { plan: "nope" } }), { path: "/account/plan" });
  assert.equal(catalog.simulate(scenario).summary().totals.wanted, 7 * 365);
});

const ZONES = [
  "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi",
  "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota", "America/Chicago",
  "America/Denver", "America/Havana", "America/Los_Angeles", "America/Mexico_City", "America/New_York",
  "America/Nuuk", "America/Phoenix", "America/Santiago", "America/Sao_Paulo", "America/St_Johns",
  "Asia/Amman", "Asia/Dubai", "Asia/Gaza", "Asia/Karachi", "Asia/Kathmandu",
  "Asia/Kolkata", "Asia/Shanghai", "Asia/Tehran", "Asia/Tokyo", "Atlantic/Azores",
  "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/Dublin",
  "Europe/London", "Europe/Moscow", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
];

/** By another way than the package's: the host's own name of the offset. */
function hosts(name) {
  const format = new Intl.DateTimeFormat("en", { timeZone: name, timeZoneName: "longOffset" });
  return (at) => {
    const text = format.formatToParts(at).find(({ type }) => type === "timeZoneName").value;
    const [, sign, hours, minutes, seconds = 0] = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
    return sign ? Number(`${sign}1`) * (3600 * hours + 60 * minutes + Number(seconds)) : 0;
  };
}

test("a table of a zone is what the host says, at a thousand instants and around each change", () => {
  const [from, until] = [Date.parse("2024-01-01"), Date.parse("2031-01-01")];
  for (const name of ZONES) {
    const table = zone(name, "2024-01-01", new Date(until));
    const expected = hosts(name);
    const ahead = (at) => table.offsets.findLast((offset) => Date.parse(offset.from) <= at).seconds;
    assert.equal(table.name, name);
    assert.equal(table.offsets[0].from, "2024-01-01T00:00:00Z");
    for (let i = 0; i < 1000; i += 1) {
      const at = from + Math.floor(((until - from) * i) / 1000);
      assert.equal(ahead(at), expected(at), `${name} ${new Date(at).toISOString()}`);
    }
    for (const [i, { from, seconds }] of table.offsets.entries()) {
      const at = Date.parse(from);
      assert.equal(expected(at), seconds, `${name} ${from}`);
      if (i > 0) assert.notEqual(expected(at - 1000), seconds, `${name} changes at ${from}`);
    }
  }
  assert.deepEqual(zone("Europe/Berlin", "2026-01-01", "2027-01-01").offsets, [
    { from: "2026-01-01T00:00:00Z", seconds: 3600 },
    { from: "2026-03-29T01:00:00Z", seconds: 7200 },
    { from: "2026-10-25T01:00:00Z", seconds: 3600 },
  ]);
  assert.throws(() => zone("Mars/Olympus", "2026-01-01", "2027-01-01"), RangeError);
  assert.throws(() => zone("Asia/Tokyo", "soon", "2027-01-01"), RangeError);
});

test("zones are the native ones, to the second", async () => {
  const { from, until, zones } = JSON.parse(await read("tests/corpus/zones.json"));
  assert.ok(zones.length > 30);
  for (const native of zones) assert.deepEqual(zone(native.name, from, until), native);
});

test("a zone by name is the same as its table", () => {
  const inZone = (zone) => catalog.simulate({ ...scenario, account: { ...scenario.account, since: "2025-06-15", zone } }).toJSON();
  const table = zone("Pacific/Auckland", "2025-06-15", "2028-01-02");
  assert.equal(inZone("Pacific/Auckland"), inZone(table));
  assert.notEqual(inZone("Pacific/Auckland"), inZone("UTC"));
  // What went in is left as it was.
  assert.equal(scenario.account.zone, undefined);
});
