// The scenarios and forecasts of the corpus through the package: the native answers, byte for byte.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog, forecastAsync } from "drawdown";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");

const texts = new Map();
for (const folder of ["catalogs/", "tests/corpus/catalogs/"]) {
  for (const name of (await readdir(new URL(folder, root))).filter((name) => name.endsWith(".json"))) {
    texts.set(name.slice(0, -5), await read(folder + name));
  }
}
const opened = (id) => new Catalog(texts.get(id));

/** `{"id":...,"projection":<the exact text>}`, laid out over lines that are further in. */
const rows = (await read("tests/corpus/projections.json")).replace(/\n +/g, "").split("\n").slice(1, -2).map((line) => line.replace(/,$/, ""));

test("every scenario has its row", async () => {
  const names = (await readdir(new URL("tests/corpus/scenarios/", root))).map((name) => name.slice(0, -5)).sort();
  assert.deepEqual(rows.map((row) => JSON.parse(row).id).sort(), names);
  assert.ok(names.length >= 14);
});

for (const row of rows) {
  const { id, error } = JSON.parse(row);
  test(`${id}: the text is the native one`, async () => {
    const text = await read(`tests/corpus/scenarios/${id}.json`);
    const scenario = JSON.parse(text);
    const catalog = opened(scenario.catalog);
    const run = () => catalog.simulate(scenario, { ledger: true });
    if (error !== undefined) return assert.throws(run, { name: "DrawdownError", message: error });
    assert.equal(`{"id":"${id}","projection":${run().toJSON()}}`, row);
  });
}

/** An amount is a number where JavaScript holds it, and text natively. */
function assertSame(found, native, place = "") {
  if (typeof found === "number" && typeof native === "string") return assert.equal(found, Number(native), place);
  if (found === null || typeof found !== "object") return assert.equal(found, native, place);
  assert.deepEqual(Object.keys(found), Object.keys(native), place);
  for (const key of Object.keys(found)) assertSame(found[key], native[key], `${place}/${key}`);
}

for (const { id, catalog, scenario, options, forecast } of JSON.parse(await read("tests/corpus/forecast.json"))) {
  test(`forecast ${id}: at once, in steps and without blocking, it is the native one`, async () => {
    const handle = opened(catalog.slice(0, -5));
    const found = handle.forecast(scenario, options);
    assertSame(found, forecast);
    const steps = handle.forecasting(scenario, options);
    let left = forecast.paths;
    while (left > 0) {
      const next = steps.run(7);
      assert.equal(next, Math.max(left - 7, 0));
      left = next;
    }
    assert.deepEqual(steps.finish(), found);
    assert.throws(() => steps.finish(), { name: "DrawdownError", message: /has been finished/ });
    const shares = [];
    const later = await forecastAsync(texts.get(catalog.slice(0, -5)), scenario, { ...options, onProgress: (share) => shares.push(share) });
    assert.deepEqual(later, found);
    assert.ok(shares.length === forecast.paths && shares.at(-1) === 1);
  });
}

test("a forecast is stopped, and says what is wrong with it", async () => {
  const catalog = opened("krea");
  const scenario = { start: "2026-11-01", account: { plan: "basic", zone: "Europe/Berlin" }, demand: [{ request: { operation: "nano-banana-pro" }, per_day: 4 }] };
  const control = new AbortController();
  const run = forecastAsync(catalog, scenario, { paths: 100_000, signal: control.signal, onProgress: () => control.abort() });
  await assert.rejects(run, { name: "AbortError" });
  const fails = (change, options, path, code) =>
    assert.throws(() => catalog.forecast({ ...scenario, ...change }, options), { name: "DrawdownError", path, code });
  fails({ account: { plan: "nope" } }, {}, "/account/plan", "unknown_name");
  fails({}, { paths: 0 }, "/paths", "out_of_range");
  fails({}, { distribution: "normal" }, "/distribution", "unknown_name");
  fails({}, { path: 3 }, "/path", "unknown_key");
  assert.equal(catalog.forecast(scenario).paths, 1000);
});
