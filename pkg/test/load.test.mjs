// The package as Node loads it, by its own name: all entries answer alike.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import * as node from "drawdown";
import * as web from "drawdown/web";

const catalog = await readFile(new URL("clip.json", import.meta.url), "utf8");
const request = { operation: "clip-2", settings: { seconds: 12, resolution: "1080p" } };

test("the entry for Node is ready when imported", () => {
  const estimate = new node.Catalog(catalog).estimate(request);
  assert.equal(estimate.state, "exact");
  assert.equal(estimate.total, 294);
  assert.deepEqual(estimate.lines.map((line) => line.amount), [288, 6]);
});

test("the entry with the module inside is ready when imported, and answers the same", () => {
  const script = `
    import { Catalog } from "drawdown";
    console.log(import.meta.resolve("drawdown"));
    console.log(JSON.stringify(new Catalog(${JSON.stringify(catalog)}).estimate(${JSON.stringify(request)})));`;
  // Without the condition under which Node has an entry of its own.
  const options = ["--no-addons", "--input-type=module", "--eval", script];
  const [entry, estimate] = execFileSync(process.execPath, options, { cwd: import.meta.dirname, encoding: "utf8" }).split("\n");
  assert.match(entry, /index\.js$/);
  assert.deepEqual(JSON.parse(estimate), new node.Catalog(catalog).estimate(request));
});

test("a setting may be called what objects have already", () => {
  const named = catalog.replaceAll("seconds", "__proto__");
  const settings = JSON.parse('{ "__proto__": 12, "resolution": "1080p" }');
  const estimate = new node.Catalog(named).estimate({ ...request, settings });
  assert.deepEqual(Object.entries(estimate.settings)[0], ["__proto__", 12]);
  assert.equal(estimate.total, 294);
});

test("the streaming entry is ready after init, and answers the same", async () => {
  await web.init(await readFile(new URL(import.meta.resolve("drawdown/drawdown_bg.wasm"))));
  const expected = new node.Catalog(catalog).estimate(request);
  assert.deepEqual(new web.Catalog(catalog).estimate(request), expected);
});

test("the version is the package's", async () => {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  assert.equal(node.version(), manifest.version);
});
