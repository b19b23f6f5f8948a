// A plain request is taken apart without JSON; the answer, or the error, is that by JSON.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog } from "drawdown";
import { Catalog as Prices } from "drawdown/prices";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const text = await read("benches/data/bench.json");
const catalogs = [new Catalog(text), new Prices(text)];

/** What comes of a request: the answer's text, in which the order of keys counts, or the error. */
function outcome(catalog, request) {
  try {
    return JSON.stringify(catalog.estimate(request));
  } catch (error) {
    return JSON.stringify([error.name, error.message, error.code, error.path, error.errors]);
  }
}

const clip = (settings, rest) => ({ operation: "clip", settings, ...rest });

/** Of a kind that is not a plain object: only JSON says how to read it. */
const byJson = (request) => ({ toJSON: () => request });

const requests = {
  plain: clip({ seconds: 12, resolution: "1080p", audio: true }),
  "with all of its fields": clip({ seconds: 12 }, { runs: 3, at: "2026-11-01T09:30:00+02:00", balance: 500.25 }),
  "without settings": { operation: "tiers" },
  "null and undefined": clip({ seconds: null, resolution: undefined }, { runs: null, plan: undefined, at: null, balance: null }),
  "null as its settings": clip(null),
  "an unknown key": { operation: "clip", settings: {}, run: 2 },
  "an unknown setting": clip({ second: 12 }),
  "an unknown plan": clip({}, { plan: "pro" }),
  "the plan none": clip({}, { plan: "none" }),
  "an unknown operation": { operation: "clop" },
  "no operation": { settings: {} },
  "an empty operation": { operation: "" },
  "no text as its operation": { operation: 1 },
  "a number as text": clip({ seconds: "12" }),
  "a number where there is a choice": clip({ resolution: 720 }),
  "an empty text": clip({ resolution: "" }),
  "other characters": clip({ resolution: "1080p\u00d7" }, { plan: "\u00fc" }),
  "half a character": clip({ resolution: "\ud800" }),
  "a list": clip({ seconds: [1, 2] }),
  "an object": clip({ seconds: {} }),
  "a date": clip({}, { at: new Date(0) }),
  "a day": clip({}, { at: "2026-11-01" }),
  "no date": clip({}, { at: "soon" }),
  "runs below one": clip({}, { runs: 0 }),
  "part of a run": clip({}, { runs: 1.5 }),
  "very many runs": clip({}, { runs: 2 ** 32 }),
  "runs as text": clip({}, { runs: "2" }),
  "a balance with its date": clip({}, { balance: { amount: "10", as_of: "2026-11-01" } }),
  "a balance as text": clip({}, { balance: "10" }),
  "a big integer": clip({ seconds: 12n }),
  "a function": clip({ seconds: () => 1 }),
  "a symbol": clip({ seconds: Symbol("s") }),
  "a long text": clip({ resolution: "p".repeat(600) }),
  "many settings": clip(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`s${i}`, i]))),
  "a list for a request": [],
  "nothing for a request": null,
  "a text for a request": "clip",
};
for (const number of [0, -0, 0.1, 0.1 + 0.2, 1e-12, 1e-13, 1e15, 1e21, 123456789.123456, NaN, Infinity, -3, 2 ** 53]) {
  requests[`the number ${Object.is(number, -0) ? "-0" : number}`] = { operation: "tiers", settings: { units: number } };
  requests[`the balance ${number}`] = clip({}, { balance: number });
}

for (const [name, request] of Object.entries(requests)) {
  test(name, () => {
    for (const catalog of catalogs) assert.equal(outcome(catalog, request), outcome(catalog, byJson(request)));
  });
}

test("one answer after another, of several operations and catalogs", async () => {
  const other = await read("catalogs/imagineart.json");
  const all = [...catalogs, new Catalog(other), new Prices(other)];
  const asked = Object.values(requests);
  asked.push({ operation: "nano-banana-2", settings: { resolution: "4K" } }, { operation: "nano-banana-2" });
  for (const request of [...asked, ...asked.reverse()]) {
    for (const catalog of all) assert.equal(outcome(catalog, request), outcome(catalog, byJson(request)));
  }
});

test("an accessor that asks for another estimate, and makes memory grow", () => {
  for (const catalog of catalogs) {
    const inner = clip({ seconds: 30, audio: true });
    const expected = outcome(catalog, inner);
    const kept = [];
    const request = clip({
      resolution: "1080p",
      get seconds() {
        assert.equal(outcome(catalog, inner), expected);
        for (let i = 0; i < 20; i += 1) kept.push(new catalog.constructor(text));
        return 12;
      },
    });
    assert.equal(outcome(catalog, request), outcome(catalog, clip({ seconds: 12, resolution: "1080p" })));
    for (const one of kept) one.free();
  }
});

test("a getter that throws is what JSON has no form for", () => {
  const request = Object.defineProperty({}, "operation", { enumerable: true, get: () => { throw new Error("no"); } });
  for (const catalog of catalogs) assert.throws(() => catalog.estimate(request), { code: "type" });
});

test("an answer is a plain object of its own", () => {
  for (const catalog of catalogs) {
    const [one, two] = [catalog.estimate(requests.plain), catalog.estimate(requests.plain)];
    assert.deepEqual(structuredClone(one), two);
    one.lines[0].label = one.settings.resolution = "changed";
    assert.equal(outcome(catalog, requests.plain), JSON.stringify(two));
  }
});
