// The package as Node loads it, by its own name: both entries answer alike.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import * as inline from "drawdown";
import * as web from "drawdown/web";

const catalog = await readFile(new URL("clip.json", import.meta.url), "utf8");
const request = { operation: "clip-2", settings: { seconds: 12, resolution: "1080p" } };

test("the entry with the module inside is ready when imported", () => {
  const estimate = new inline.Catalog(catalog).estimate(request);
  assert.equal(estimate.state, "exact");
  assert.equal(estimate.total, 294);
  assert.deepEqual(estimate.lines.map((line) => line.amount), [288, 6]);
});

test("the streaming entry is ready after init, and answers the same", async () => {
  await web.init(await readFile(new URL(import.meta.resolve("drawdown/drawdown_bg.wasm"))));
  const expected = new inline.Catalog(catalog).estimate(request);
  assert.deepEqual(new web.Catalog(catalog).estimate(request), expected);
});

test("the version is the package's", async () => {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  assert.equal(inline.version(), manifest.version);
});
