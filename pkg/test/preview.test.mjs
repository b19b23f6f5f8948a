// The handle of a slider shows what an estimate says, whatever it looked up instead of asking.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import * as everything from "drawdown";
import * as prices from "drawdown/prices";

const text = await readFile(new URL("clip.json", import.meta.url), "utf8");
const OPERATION = "clip-2";
const RESOLUTIONS = ["720p", "1080p"];

/** The same numbers in every run. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What a person does to a handle, and to the request it stands for. */
function step(handle, request, slots, next) {
  const { settings } = request;
  switch (next(8)) {
    case 0: {
      const place = next(RESOLUTIONS.length);
      handle.pick(slots.resolution, place);
      settings.resolution = RESOLUTIONS[place];
      break;
    }
    case 1:
      request.runs = 1 + next(3);
      handle.set(0, request.runs);
      break;
    case 2:
      assert.throws(() => handle.set(slots.seconds, 1e9), { code: "out_of_range" });
      break;
    default:
      settings.seconds = 3 + next(6);
      handle.set(slots.seconds, settings.seconds);
  }
}

for (const [entry, { Catalog }] of Object.entries({ everything, prices })) {
  test(`${entry}: any walk over the slots shows what an estimate of the same request says`, () => {
    const catalog = new Catalog(text);
    const next = random(7);
    for (let walk = 0; walk < 40; walk += 1) {
      const handle = catalog.preview(OPERATION);
      const slots = { seconds: handle.slot("seconds"), resolution: handle.slot("resolution") };
      const request = { operation: OPERATION, settings: { seconds: 5, resolution: RESOLUTIONS[0] } };
      handle.set(slots.seconds, 5);
      handle.pick(slots.resolution, 0);
      for (let n = 0; n < 60; n += 1) {
        step(handle, request, slots, next);
        if (next(4) > 0) assert.equal(handle.total(), catalog.estimate(request).total);
      }
      handle.free();
    }
  });
}

test("what is known of one slot is forgotten when another is left open", () => {
  const handle = new prices.Catalog(text).preview(OPERATION);
  const [seconds, resolution] = [handle.slot("seconds"), handle.slot("resolution")];
  handle.pick(resolution, 0);
  const totals = [5, 6, 5].map((value) => (handle.set(seconds, value), handle.total()));
  assert.equal(totals[0], totals[2]);
  assert.notEqual(totals[0], totals[1]);
  handle.clear(resolution);
  assert.equal(handle.total(), NaN);
  handle.set(seconds, 5);
  assert.equal(handle.total(), NaN);
  handle.pick(resolution, 0);
  assert.equal(handle.total(), totals[0]);
});

test("what is refused throws, also where the slider was before", async () => {
  const file = new URL("../../tests/corpus/catalogs/p-limits.json", import.meta.url);
  for (const { Catalog } of [everything, prices]) {
    const handle = new Catalog(await readFile(file, "utf8")).preview("resolutions");
    const [model, resolution, seconds] = ["model", "resolution", "seconds"].map((s) => handle.slot(s));
    handle.pick(model, 0);
    handle.pick(resolution, 2);
    handle.pick(seconds, 0);
    for (let again = 0; again < 2; again += 1) {
      assert.throws(() => handle.total(), { name: "DrawdownError", code: "out_of_range" });
    }
    handle.pick(resolution, 0);
    assert.equal(handle.total(), 10);
  }
});

test("only numbers are looked up", () => {
  const handle = new prices.Catalog(text).preview(OPERATION);
  const seconds = handle.slot("seconds");
  handle.pick(handle.slot("resolution"), 0);
  for (const value of [5, 6]) {
    handle.set(seconds, value);
    handle.total();
  }
  for (const value of ["length", Number.NaN, -1, 5.5e300]) {
    assert.throws(() => handle.set(seconds, value), { code: /number|out_of_range/ });
  }
  const total = handle.total();
  handle.set(seconds, 6);
  assert.equal(handle.total(), total);
});

test("a handle works behind a proxy, as frameworks keep objects", () => {
  const handle = new Proxy(new everything.Catalog(text).preview(OPERATION), {});
  handle.pick(handle.slot("resolution"), 0);
  handle.set(handle.slot("seconds"), 7);
  assert.equal(handle.total(), 84);
});

test("a freed handle answers nothing that it knew", () => {
  const handle = new prices.Catalog(text).preview(OPERATION);
  const seconds = handle.slot("seconds");
  handle.pick(handle.slot("resolution"), 0);
  handle.set(seconds, 5);
  handle.total();
  handle.free();
  assert.throws(() => handle.set(seconds, 5), { code: "freed" });
  assert.throws(() => handle.total(), { code: "freed" });
});
