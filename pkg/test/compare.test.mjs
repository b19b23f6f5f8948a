// Platforms compared through the package: the corpus's answers, names, progress, errors, freed handles.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog, compare, compareRun } from "drawdown";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const corpus = async (name) => JSON.parse(await read(`tests/corpus/${name}.json`));

const files = (await readdir(new URL("catalogs/", root))).filter((name) => name.endsWith(".json"));
// In the order of their ids, as on every host.
const ids = files.map((name) => name.slice(0, -".json".length)).sort();
const catalogs = (await Promise.all(ids.map((id) => read(`catalogs/${id}.json`)))).map((text) => new Catalog(text));
const by = (id) => catalogs.find((catalog) => catalog.id === id);

/** Amounts are numbers where they print back, and texts where they do not. */
const texts = (value) => JSON.parse(JSON.stringify(value), (_, one) => (typeof one === "number" ? String(one) : one));

const asked = await corpus("comparisons-asked");
const answers = await corpus("comparisons");
for (const [place, { id, ask }] of asked.entries()) {
  test(`${id} has the answer of every host`, () => {
    const { answer, error } = answers[place];
    const found = () => (ask.request ? compareRun(catalogs, ask) : compare(catalogs, ask));
    if (error === undefined) return assert.deepEqual(texts(found()), texts(answer));
    assert.throws(found, (thrown) => {
      assert.equal(error, thrown.path ? `${thrown.path}: ${thrown.errors[0].message}` : thrown.message);
      return true;
    });
  });
}

const run = { request: { model: "kling-3-0", settings: { seconds: 5 } } };
const need = { lines: [{ ...run, per_month: 20 }], months: 2 };

test("platforms may come from any iterable, and names of models from the caller", () => {
  const two = new Set([by("kling"), by("runway")]);
  assert.deepEqual(compareRun(two, run), compareRun([...two], run));
  const models = { "kling-3-0": { label: "Kling", aliases: ["k3"] } };
  const found = compareRun(two, { request: { model: "K3", settings: { seconds: 5 } } }, { models });
  assert.deepEqual(found.platforms, compareRun(two, run).platforms);
});

test("a comparison tells its progress and can be stopped", () => {
  const shares = [];
  const options = { onProgress: (share) => shares.push(share) };
  assert.deepEqual(compare([by("kling"), by("runway")], need, options), compare([by("kling"), by("runway")], need));
  assert.deepEqual(shares, [0.5, 1]);
  const stop = new AbortController();
  const stopped = { signal: stop.signal, onProgress: () => stop.abort() };
  assert.throws(() => compare(catalogs, need, stopped), { name: "AbortError" });
  const fault = new Error("mine");
  assert.throws(() => compare(catalogs, need, { onProgress: () => { throw fault; } }), fault);
});

test("an account's zone may be a name", () => {
  const accounts = { kling: { zone: "Europe/Berlin", plan: "pro", since: "2026-10-01" } };
  const [kling] = compare([by("kling")], { ...need, start: "2026-11-01", accounts }).platforms;
  assert.equal(kling.state, "covers");
});

test("what is wrong is said, and the catalogs stay usable", () => {
  for (const none of [[], undefined, null, 3, {}])
    assert.throws(() => compare(none, need), /expected at least one catalog/);
  assert.throws(() => compare([by("kling")], { ...need, season: ["1"] }), { code: "out_of_range", path: "/season" });
  assert.throws(() => compareRun([by("kling"), "kling"], run), { code: "type", path: "/catalogs/1" });
  const zoned = { ...need, accounts: { kling: { zone: "Europe/Berlin" } } };
  assert.throws(() => compare([by("kling"), "kling"], zoned), { code: "type", path: "/catalogs/1" });
  assert.throws(() => compareRun([by("kling")], { request: {} }), { code: "missing", path: "/request" });
  const twice = { a: { aliases: ["x"] }, b: { aliases: ["x"] } };
  assert.throws(() => compareRun([by("kling")], run, { models: twice }), { code: "duplicate", path: "/models/b/aliases/0" });
  assert.throws(() => compareRun([by("kling")], run, { models: 3 }), { path: "/models" });
  const gone = new Catalog({ catalog: "gone", version: "1", as_of: "2026-11-01", credit: { name: "c", step: "1" }, operations: [] });
  gone.free();
  assert.throws(() => compareRun([gone], run), { code: "freed" });
  assert.equal(compareRun([by("kling")], run).platforms[0].state, "priced");
});

test("handles behind proxies are compared too", () => {
  const proxied = new Proxy(by("kling"), {});
  assert.deepEqual(compareRun([proxied], run), compareRun([by("kling")], run));
});
