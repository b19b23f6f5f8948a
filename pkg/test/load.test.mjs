// The package as Node loads it, by its own name: all entries answer alike.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import * as node from "drawdown";
import * as prices from "drawdown/prices";
import * as webPrices from "drawdown/prices/web";
import * as web from "drawdown/web";

const catalog = await readFile(new URL("clip.json", import.meta.url), "utf8");
const request = { operation: "clip-2", settings: { seconds: 12, resolution: "1080p" } };

test("the entry for Node is ready when imported", () => {
  const estimate = new node.Catalog(catalog).estimate(request);
  assert.equal(estimate.state, "exact");
  assert.equal(estimate.total, 294);
  assert.deepEqual(estimate.lines.map((line) => line.amount), [288, 6]);
});

for (const [entry, file] of [["drawdown", "pkg/index.js"], ["drawdown/prices", "pkg/prices/index.js"]]) {
  test(`${entry}: the entry with the module inside is ready when imported, and answers the same`, () => {
    const script = `
      import { Catalog } from "${entry}";
      console.log(import.meta.resolve("${entry}"));
      console.log(JSON.stringify(new Catalog(${JSON.stringify(catalog)}).estimate(${JSON.stringify(request)})));`;
    // Without the condition under which Node has an entry of its own.
    const options = ["--no-addons", "--input-type=module", "--eval", script];
    const [found, estimate] = execFileSync(process.execPath, options, { cwd: import.meta.dirname, encoding: "utf8" }).split("\n");
    assert.ok(found.endsWith(file), found);
    assert.deepEqual(JSON.parse(estimate), new node.Catalog(catalog).estimate(request));
  });
}

test("a setting may be called what objects have already", () => {
  const named = catalog.replaceAll("seconds", "__proto__");
  const settings = JSON.parse('{ "__proto__": 12, "resolution": "1080p" }');
  const estimate = new node.Catalog(named).estimate({ ...request, settings });
  assert.deepEqual(Object.entries(estimate.settings)[0], ["__proto__", 12]);
  assert.equal(estimate.total, 294);
});

for (const [module, entry] of [["drawdown/drawdown_bg.wasm", web], ["drawdown/prices/drawdown_bg.wasm", webPrices]]) {
  test(`${module}: the streaming entry is ready after init, and answers the same`, async () => {
    await entry.init(await readFile(new URL(import.meta.resolve(module))));
    const expected = new node.Catalog(catalog).estimate(request);
    assert.deepEqual(new entry.Catalog(catalog).estimate(request), expected);
  });
}

test("prices alone find the same errors, and preview the same", () => {
  const thrownBy = (act) => {
    try {
      act();
    } catch ({ name, message, code, path, errors }) {
      return { name, message, code, path, errors };
    }
    assert.fail("nothing was thrown");
  };
  const wrong = [
    ({ Catalog }) => new Catalog(catalog.replace('"operations"', '"plans": [{}], "top_ups": [{ "id": "a" }], "operation"')),
    ({ Catalog }) => new Catalog("{"),
    ({ Catalog }) => new Catalog(() => {}),
    ({ Catalog }) => new Catalog(catalog).estimate({ operation: "clip" }),
    ({ Catalog }) => new Catalog(catalog).affordable(request, "much"),
    ({ Catalog }) => new Catalog(catalog).preview("clip"),
    ({ Catalog }) => new Catalog(catalog).verify(() => {}),
  ];
  for (const act of wrong) assert.deepEqual(thrownBy(() => act(prices)), thrownBy(() => act(node)));
  const [told, same] = [prices, node].map(({ Catalog }) => new Catalog(catalog).verify({}));
  assert.equal(told.verdict, "malformed");
  assert.deepEqual(told, same);
  const [preview, expected] = [prices, node].map(({ Catalog }) => new Catalog(catalog).preview("clip-2"));
  for (const handle of [preview, expected]) {
    handle.set(handle.slot("seconds"), 12);
    handle.pick(handle.slot("resolution"), 1);
  }
  assert.equal(preview.total(), expected.total());
});

test("prices alone hold prices alone", () => {
  assert.deepEqual(Object.keys(prices).sort(), ["Catalog", "DrawdownError", "Preview", "explain", "format", "provenance", "semantics", "version"]);
  assert.equal(prices.Catalog.prototype.simulate, undefined);
  assert.equal(prices.version(), node.version());
  assert.equal(prices.semantics(), node.semantics());
});

test("the entries for Node and for others export the same", async () => {
  const everywhere = await import("../index.js");
  assert.deepEqual(Object.keys(node).sort(), Object.keys(everywhere).sort());
});

test("the version is the package's", async () => {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  assert.equal(node.version(), manifest.version);
});
