// What fits a need, through the package: amounts, reasons, errors, and the projection of an option.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog } from "drawdown";

const root = new URL("../../", import.meta.url);
const json = async (path) => JSON.parse(await readFile(new URL(path, root), "utf8"));

/** A plan that is too small without packs, one that is large enough, and one that nobody describes. */
const catalog = new Catalog({
  catalog: "example", version: "1", as_of: "2026-11-01", currency: "USD",
  credit: { name: "credit", plural: "credits", step: "1" },
  operations: [
    { id: "image", settings: { size: { choice: ["1K", "4K"], default: "1K" } }, price: [{ line: "image", rate: { by: "size", "1K": "24", "4K": "48" } }] },
    { id: "clip", price: [{ line: "clip", rate: "210" }], gates: [{ requires: { plan: ["pro"] }, reason: "Clips are for Pro" }] },
    { id: "train", price: "unpriced" },
  ],
  classes: { plan: {}, extra: {} },
  plans: [
    { id: "basic", price: { month: "10.00" }, grants: ["small"] },
    { id: "pro", price: { month: "30.00", year: "288.00" }, grants: ["large"] },
    { id: "team", price: { month: null }, grants: ["shared"] },
  ],
  grants: [
    { id: "small", class: "plan", amount: "1000", every: "cycle", expires: "cycle_end" },
    { id: "large", class: "plan", amount: "5000", every: "cycle", expires: "cycle_end" },
    { id: "shared", class: "plan", amount: null, every: "cycle", expires: "cycle_end" },
  ],
  top_ups: [{ id: "pack", class: "extra", credits: "1000", price: "8.00", requires: { plan: ["basic", "pro"] } }],
});
const images = { request: { operation: "image" }, per_day: 3, days: 20 };
const need = { lines: [images], buffer: "25%" };

test("the cheapest way that covers need and margin comes first, the others with their reasons", () => {
  const fit = catalog.fit(need);
  const [best, ...others] = fit.options;
  assert.equal(fit.found, true);
  assert.equal(fit.verdict, "basic, paid monthly with 10 top-ups: 200.00 USD for 12 months, 16.67 USD a month on average");
  assert.deepEqual(
    [best.plan, best.term, best.state, best.cost, best.per_month, best.need, best.buffer_high],
    ["basic", "month", "covers", 200, 16.67, 1440, true],
  );
  assert.equal(best.top_ups.length, 10);
  assert.deepEqual(Object.keys(best.top_ups[0]), ["at", "top_up", "name", "count", "credits", "price"]);
  assert.deepEqual(best.generations, [{ standard: 76, actual: 76 }]);
  assert.deepEqual(others.map(({ plan, term, state }) => [plan, term, state]), [
    ["pro", "year", "covers"], ["pro", "month", "covers"], [undefined, undefined, "short"], ["team", undefined, "unknown"],
  ]);
  assert.match(others[0].reason, /^costs 88\.00 USD more in 12 months than basic/);
  assert.deepEqual(others[3].assume, ["/account/assume/grants/shared"]);
  assert.deepEqual(fit.longer_terms.map(({ plan, pays_off_in: month }) => [plan, month]), [["pro", 10]]);
});

test("what is assumed is judged, what is not open is blocked, and a choice of terms is kept to", () => {
  const assume = { grants: { shared: "2000.5" }, plans: { team: { month: 5 } } };
  const [best] = catalog.fit({ ...need, account: { assume } }).options;
  assert.deepEqual([best.plan, best.cost], ["team", 60]);
  const clips = { ...need, lines: [{ request: { operation: "clip" }, per_week: "1.5" }] };
  const blocked = catalog.fit(clips).options.find(({ plan }) => plan === "basic");
  assert.equal(blocked.state, "blocked");
  assert.deepEqual(blocked.blocked, [{ operation: "clip", reason: "Clips are for Pro" }]);
  const yearly = catalog.fit({ ...need, plans: ["pro"], terms: ["year"] }).options;
  assert.deepEqual(yearly.map(({ plan, term }) => [plan, term]), [["pro", "year"]]);
});

test("the need of the guide: 62,040 credits, 74,448 to 80,652 with the margin", async () => {
  const guide = new Catalog(await json("catalogs/imagineart.json"));
  const fit = guide.fit(await json("examples/needs/imagineart-month.json"));
  assert.deepEqual(fit.need.need, { low: 62040, high: 62040 });
  assert.deepEqual(fit.need.with_buffer, { low: 74448, high: 80652 });
  assert.deepEqual(fit.need.lines.map(({ count, amount }) => [count, amount.high]), [[660, 15840], [220, 46200]]);
  assert.deepEqual(fit.need.buffer, { low: 20, high: 30, unit: "percent" });
});

test("an option is projected as it was judged, in the account's zone and with more than the need", () => {
  const zoned = { ...need, account: { zone: "America/New_York" } };
  const [best] = catalog.fit(zoned).options;
  const projection = catalog.fitProjection(zoned, best);
  const { totals, run_out: runOut } = projection.summary();
  assert.deepEqual([totals.billed, totals.spent, runOut], [best.cost, best.spent, null]);
  // The clocks go back on the first morning.
  assert.deepEqual([1, 2].map((day) => new Date(projection.days()[day]).getUTCHours()), [4, 5]);
  const more = (percent) => catalog.fitProjection(zoned, best, { more: percent, ledger: true });
  assert.equal(more(best.headroom).summary().run_out, null);
  assert.notEqual(more(best.headroom + 1).summary().run_out, null);
  assert.ok(more(0).entryCount > 100);
  // An option needs no more than its plan, its term and its purchases.
  const { plan, term, top_ups: bought } = best;
  assert.equal(catalog.fitProjection(zoned, { plan, term, top_ups: bought }).toJSON(), projection.toJSON());
  assert.equal(catalog.fitProjection(need, {}).summary().totals.made, 0);
});

test("errors have a code and a path into the need", () => {
  const fails = (change, code, path) =>
    assert.throws(() => catalog.fit({ ...need, ...change }), { name: "DrawdownError", code, path });
  fails({ lines: [] }, "missing", "/lines");
  fails({ lines: [images, { request: { operation: "imge" }, per_day: 1 }] }, "unknown_name", "/lines/1/request/operation");
  fails({ lines: [{ ...images, per_week: 2 }] }, "missing", "/lines/0");
  fails({ lines: [{ request: { operation: "train" }, per_day: 1 }] }, "no_answer", "/lines/0/request");
  fails({ buffer: "a lot" }, "type", "/buffer");
  fails({ months: 121 }, "out_of_range", "/months");
  fails({ plans: ["base"] }, "unknown_name", "/plans/0");
  fails({ surplus: 1 }, "unknown_key", "/surplus");
  fails({ account: { zone: "Mars/Olympus" } }, "unknown_name", "/account/zone");
  assert.throws(() => catalog.fit(5), { code: "type", path: "" });
  assert.throws(() => catalog.fitProjection(need, { plan: "base" }), { code: "unknown_name", path: "/account/plan" });
  assert.throws(() => catalog.fitProjection(need, {}, { more: "much" }), { code: "type", path: "/more" });
});
