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
    { id: "image", settings: { size: { choice: ["1K", "4K"], default: "1K", tradable: true } }, price: [{ line: "image", rate: { by: "size", "1K": "24", "4K": "48" } }] },
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
  assert.equal(fit.verdict, "basic, paid monthly with 8 top-ups: 184.00 USD for 12 months, 15.33 USD a month on average, 200.00 USD with the margin");
  assert.deepEqual(
    [best.plan, best.term, best.state, best.cost, best.per_month, best.need, best.buffer_high],
    ["basic", "month", "covers", 184, 15.33, 1440, true],
  );
  assert.equal(best.top_ups.length, 8);
  const { cost, per_month: month, top_ups: more } = best.with_margin;
  assert.deepEqual([cost, month, more.length], [200, 16.67, 10]);
  assert.deepEqual(Object.keys(best.top_ups[0]), ["at", "top_up", "name", "count", "credits", "price"]);
  assert.deepEqual(best.generations, [{ standard: 69, actual: 69 }]);
  assert.deepEqual(others.map(({ plan, term, state }) => [plan, term, state]), [
    ["pro", "year", "covers"], ["pro", "month", "covers"], [undefined, undefined, "short"], ["team", undefined, "unknown"],
  ]);
  assert.match(others[0].reason, /^costs 104\.00 USD more in 12 months than basic/);
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

test("break-even, sensitivity, savings and seasons rest on many fits", () => {
  const { need: whole, steps, up_to: most } = catalog.breakEven(need);
  assert.deepEqual([whole, most], [1440, 200]);
  assert.deepEqual([steps[0].from, steps.at(-1).until], [0.1, 200]);
  const here = steps.find(({ from, until }) => from <= 100 && until >= 100);
  assert.deepEqual([here.plan, here.term], ["basic", "month"]);
  assert.equal(catalog.breakEven(need, { upTo: 50 }).up_to, 50);
  for (const upTo of [5000, 0, -1, 1.5, "x"]) assert.throws(() => catalog.breakEven(need, { upTo }), { code: "out_of_range", path: "/up_to" });

  const { steps: changes, holds_from: from, holds_until: until, chance } = catalog.sensitivity(need);
  assert.deepEqual(changes.map(({ change }) => change), [-50, -40, -30, -20, -10, 0, 10, 20, 30, 40, 50]);
  assert.ok(from <= 0 && until >= 0);
  assert.equal(chance.paths, 200);
  assert.equal(catalog.sensitivity(need, { paths: 20, seed: "7" }).chance.seed, "7");
  assert.throws(() => catalog.sensitivity(need, { paths: 0 }), { code: "out_of_range", path: "/paths" });

  const large = { ...need, lines: [{ ...images, request: { operation: "image", settings: { size: "4K" } } }] };
  const [saving] = catalog.savings(large);
  assert.deepEqual([saving.line, saving.credits, saving.request.settings], [0, 1440, { size: "1K" }]);
  assert.equal(saving.cost, 184);
  assert.equal(catalog.fit(large).options[0].cost - saving.cost, saving.money);

  // Two busy months: a plan that is held for these alone, or none that pays.
  const season = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 4];
  const plan = catalog.seasonalPlan({ ...need, season });
  assert.equal(plan.pays, plan.months.length > 0);
  assert.equal(plan.complete, true);
  assert.throws(() => catalog.seasonalPlan({ ...need, plans: ["basic", "pro"], account: { plan: "pro" } }), { code: "no_answer", path: "/account" });
  assert.throws(() => catalog.savings({ lines: [] }), { code: "missing", path: "/lines" });
});

test("what was made so far is a need as well", () => {
  const runs = [{ at: "2026-08-03T10:00:00Z", request: { operation: "image" }, count: 182 }, { at: "2026-09-01", request: { operation: "image" } }];
  const { need: estimate } = catalog.fit({ history: { from: "2026-08-01", until: "2026-10-31", runs } });
  assert.deepEqual(estimate.lines.map(({ count }) => count), [61.167582417582]);
  assert.throws(() => catalog.fit({ history: { from: "2026-08-01", until: "2026-08-01", runs } }), { code: "out_of_range", path: "/history/until" });
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
