// What JSON has no form for is an error with its place, wherever something goes in; dates are taken.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog } from "drawdown";
import { Catalog as Prices } from "drawdown/prices";

const text = await readFile(new URL("../../benches/data/bench.json", import.meta.url), "utf8");
const krea = new Catalog(await readFile(new URL("../../catalogs/krea.json", import.meta.url), "utf8"));
const catalogs = [new Catalog(text), new Prices(text)];

const circle = {};
circle.self = circle;
/** Each with what it is called. */
const odd = [
  [NaN, "NaN"], [Infinity, "Infinity"], [-Infinity, "-Infinity"], [new Number(NaN), "NaN"],
  [1n, "a bigint"], [() => 1, "a function"], [Symbol("s"), "a symbol"], [new Date(NaN), "an invalid date"],
  [new Map(), "a Map"], [circle, "an object that holds itself"],
];

function refusedAt(path, act, what) {
  assert.throws(act, (error) => {
    assert.equal(error.name, "DrawdownError", `${what} at ${path}: ${error}`);
    assert.equal(error.path, path, `${what}: ${error.message}`);
    assert.ok(error.message.includes(what), `${error.message} does not say ${what}`);
    return true;
  });
}

test("what JSON has no form for is refused in requests", () => {
  for (const catalog of catalogs) {
    for (const [value, what] of odd) {
      const self = value === circle ? "/self" : "";
      const clip = (rest) => ({ operation: "clip", ...rest });
      for (const [path, request] of [
        ["/settings/seconds", clip({ settings: { seconds: value } })],
        ["/settings/seconds/1", clip({ settings: { seconds: [1, value] } })],
        ["/runs", clip({ runs: value })],
        ["/balance", clip({ balance: value })],
        ["/balance/amount", clip({ balance: { amount: value } })],
        ["/used/searches", clip({ used: { searches: value } })],
        ["/operation", { operation: value }],
        ["/plan", clip({ plan: value })],
        ["/at", clip({ at: value })],
        ["/a~1b~0", clip({ "a/b~": value })],
      ]) {
        refusedAt(path + self, () => catalog.estimate(request), what);
        refusedAt(path + self, () => catalog.total(request), what);
        refusedAt(path + self, () => catalog.sold(request), what);
        refusedAt(path + self, () => catalog.affordable(request, 10), what);
        refusedAt(path + self, () => catalog.cheaper(request), what);
        refusedAt(path + self, () => catalog.quote(request), what);
      }
      refusedAt(`/budget${self}`, () => catalog.affordable(clip({}), value), what);
      refusedAt(`/estimate/total${self}`, () => catalog.verify({ estimate: { total: value } }), what);
      refusedAt(`/operations/0/price${self}`, () => new Catalog({ operations: [{ price: value }] }), what);
    }
  }
});

test("and in scenarios, forecasts and needs", () => {
  const scenario = { start: "2026-11-22", for: "1 month", account: { plan: "basic" } };
  const need = { lines: [{ request: { operation: "flux" }, per_day: 1 }] };
  for (const [value, what] of odd) {
    const self = value === circle ? "/self" : "";
    const demand = [{ request: { operation: "flux" }, per_day: value }];
    refusedAt(`/demand/0/per_day${self}`, () => krea.simulate({ ...scenario, demand }), what);
    refusedAt(`/paths${self}`, () => krea.forecast(scenario, { paths: value }), what);
    refusedAt(`/buffer${self}`, () => krea.fit({ ...need, buffer: value }), what);
    refusedAt(`/lines/0/per_day${self}`, () => krea.fit({ lines: demand }), what);
    refusedAt(`/months${self}`, () => krea.savings({ ...need, months: value }), what);
    refusedAt(`/up_to${self}`, () => krea.breakEven(need, { upTo: value }), what);
    refusedAt(`/seed${self}`, () => krea.sensitivity(need, { seed: value }), what);
    refusedAt(`/dispersion${self}`, () => krea.forecast(scenario, { dispersion: value }), what);
    refusedAt(`/more${self}`, () => krea.fitProjection(need, {}, { more: value }), what);
    refusedAt(`/actions/0/count${self}`, () => krea.simulate({ ...scenario, actions: [{ at: "2026-12-01", do: "buy", top_up: "compute-pack", count: value }] }), what);
  }
});

test("a slider takes numbers alone", () => {
  for (const catalog of catalogs) {
    const preview = catalog.preview("clip");
    const seconds = preview.slot("seconds");
    preview.set(seconds, 12);
    const total = preview.total();
    for (const value of [NaN, Infinity, undefined, null, "12", true, [12], {}]) {
      assert.throws(() => preview.set(seconds, value), { name: "DrawdownError", path: "/settings/seconds" });
      assert.throws(() => preview.set(value, 12), { name: "DrawdownError", path: "/settings" });
      assert.throws(() => preview.pick(value, 0), { name: "DrawdownError", path: "/settings" });
      assert.throws(() => preview.clear(value), { name: "DrawdownError", path: "/settings" });
    }
    assert.equal(preview.total(), total);
    assert.throws(() => preview.used("a/b", NaN), { name: "DrawdownError", path: "/used/a~1b" });
    assert.throws(() => preview.used("nope", 1), { name: "DrawdownError", code: "unknown_name", path: "/used/nope" });
    preview.free();
  }
});

test("a slider counts on from what was used of a meter", () => {
  const metered = {
    catalog: "m", version: "1", as_of: "2026-11-01", credit: { name: "credit", step: "0.01" },
    meters: { searches: { per: "month" } },
    operations: [{ id: "search", settings: { queries: { number: { min: 1 } } }, price: [
      { line: "searches", quantity: "queries", meter: "searches", included: "100", rate: "2" },
    ] }],
  };
  for (const catalog of [new Catalog(metered), new Prices(metered)]) {
    const preview = catalog.preview("search");
    const slot = preview.slot("queries");
    for (const [used, queries, total] of [[0, 10, 0], [95, 10, 10], [100, 10, 20], [100, 1, 2], [95, 1, 0]]) {
      preview.used("searches", used);
      preview.set(slot, queries);
      assert.equal(preview.total(), total, `${queries} after ${used}`);
      assert.equal(catalog.estimate({ operation: "search", settings: { queries }, used: { searches: used } }).total, total);
    }
    preview.free();
  }
});

/** What is no text where one stands alone, and what is said of it. */
const noTexts = [...odd, [5, "5"], [-1, "-1"], [1.5, "1.5"], [true, "true"], [[], "a list"], [{}, "an object"]];

test("ids and names that stand alone are texts", () => {
  for (const catalog of catalogs) {
    const preview = catalog.preview("clip");
    for (const [value, what] of noTexts) {
      const self = value === circle ? "/self" : "";
      refusedAt(`/operation${self}`, () => catalog.preview(value), what);
      refusedAt(`/plan${self}`, () => catalog.preview("clip", value), what);
      refusedAt(`/settings${self}`, () => preview.slot(value), what);
    }
    refusedAt("/operation", () => catalog.preview(), "undefined");
    refusedAt("/operation", () => catalog.preview(null), "null");
    refusedAt("/settings", () => preview.slot(), "undefined");
    assert.equal(catalog.preview("clip", null).slot("seconds"), preview.slot("seconds"));
    preview.free();
  }
  const projection = krea.simulate({ start: "2026-11-22", for: "1 month", account: { plan: "basic" } }, { ledger: true });
  for (const [value, what] of noTexts) {
    const self = value === circle ? "/self" : "";
    refusedAt(self, () => projection.column(value, "closing"), what);
    refusedAt(self, () => projection.column("*", value), what);
  }
  assert.ok(projection.column("*", "closing")[0] > 0);
});

test("counts that stand alone are whole numbers", () => {
  const scenario = { start: "2026-11-22", for: "1 month", account: { plan: "basic" } };
  const projection = krea.simulate(scenario, { ledger: true });
  const forecasting = krea.forecasting(scenario, { paths: 5 });
  for (const [value, what] of [...odd, [-1, "-1"], [1.5, "1.5"], ["x", "x"], [{}, "an object"], [2 ** 33, "8589934592"]]) {
    const self = value === circle ? "/self" : "";
    refusedAt(`/from${self}`, () => projection.entries(value), what);
    refusedAt(`/until${self}`, () => projection.entries(0, value), what);
    refusedAt(`/paths${self}`, () => forecasting.run(value), what);
  }
  assert.equal(projection.entries().length, projection.entryCount);
  assert.equal(projection.entries(null, undefined).length, projection.entryCount);
  assert.equal(projection.entries(1, 3).length, 2);
  assert.equal(forecasting.run(2), 3);
  refusedAt("/paths", () => forecasting.run(), "undefined");
});

test("dates and fractions of a second are instants", () => {
  const at = "2026-11-22T10:00:00Z";
  for (const catalog of catalogs) {
    const expected = JSON.stringify(catalog.estimate({ operation: "clip", at }));
    for (const other of [
      new Date("2026-11-22T10:00:00.123Z"), "2026-11-22T10:00:00.123Z", "2026-11-22T10:00:00.123456+00:00",
      "2026-11-22T11:00:00.9+01:00",
    ]) {
      assert.equal(JSON.stringify(catalog.estimate({ operation: "clip", at: other })), expected);
      assert.equal(catalog.preview("clip", undefined, other).total(), catalog.preview("clip", undefined, at).total());
    }
    refusedAt("/at", () => catalog.preview("clip", undefined, new Date(NaN)), "an invalid date");
    refusedAt("/at", () => catalog.preview("clip", undefined, 5), "found 5");
  }
  const scenario = (start) => ({ start, for: "1 month", account: { plan: "basic", zone: "Europe/Berlin" } });
  const used = { from: new Date("2026-11-01T00:00:00.9Z"), until: new Date("2026-11-30T00:00:00.1Z"), runs: [{ at: new Date("2026-11-03T10:00:00.5Z"), request: { operation: "flux" } }] };
  assert.deepEqual(krea.fit({ history: used }), krea.fit({ history: { from: "2026-11-01", until: "2026-11-30", runs: [{ at: "2026-11-03T10:00:00Z", request: { operation: "flux" } }] } }));
  const steps = krea.simulation(scenario(at));
  assert.equal(steps.runUntil(new Date("2026-12-01T00:00:00.7Z")), true);
  for (const odd of [NaN, 5, "soon", new Date(NaN), () => 1]) assert.throws(() => steps.runUntil(odd), { name: "DrawdownError", path: "/at" });
  steps.free();
  const days = (start) => [...krea.simulate(scenario(start)).days()];
  assert.deepEqual(days(new Date("2026-11-22T10:00:00.500Z")), days(at));
});

test("undefined is left out of objects, and nothing in lists", () => {
  const [catalog] = catalogs;
  catalog.estimate({ operation: "clip", runs: undefined, settings: { seconds: undefined } });
  refusedAt("/settings/seconds/0", () => catalog.estimate({ operation: "clip", settings: { seconds: [undefined] } }), "undefined");
});
