// Every way into the package: by import and by require, for Node and for hosts without its file system.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import vm from "node:vm";

import * as everything from "drawdown";
import * as prices from "drawdown/prices";
import * as usage from "drawdown/usage";
import * as wallet from "drawdown/wallet";
import { catalogs } from "drawdown/catalogs";

const require = createRequire(import.meta.url);
const text = await readFile(new URL("clip.json", import.meta.url), "utf8");
const request = { operation: "clip-2", settings: { seconds: 12, resolution: "1080p" } };
const expected = JSON.stringify(new everything.Catalog(text).estimate(request));
const names = (entry) => Object.keys(entry).filter((name) => name !== "init" && name !== "default").sort();

for (const [entry, same] of [["drawdown", everything], ["drawdown/prices", prices], ["drawdown/usage", usage], ["drawdown/wallet", wallet], ["drawdown/web", everything], ["drawdown/prices/web", prices], ["drawdown/usage/web", usage], ["drawdown/wallet/web", wallet]]) {
  test(`${entry} can be required, and answers the same`, async () => {
    const required = require(entry);
    await required.init?.();
    assert.deepEqual(names(required), names(same));
    assert.equal(JSON.stringify(new required.Catalog(text).estimate(request)), expected);
    assert.ok(new required.DrawdownError("type", "x") instanceof same.DrawdownError);
  });
}

for (const [file, same] of [["cjs/index.cjs", everything], ["cjs/prices/index.cjs", prices], ["cjs/usage/index.cjs", usage], ["cjs/wallet/index.cjs", wallet]]) {
  test(`${file} needs nothing of Node, and no coder of text`, async () => {
    const code = await readFile(new URL(`../generated/${file}`, import.meta.url), "utf8");
    assert.doesNotMatch(code, /require\(|\beval\(|new Function|node:/);
    // What jsdom has: no TextDecoder, no TextEncoder, no Buffer.
    const module = { exports: {} };
    vm.runInNewContext(code, { module, exports: module.exports, atob, console, performance, URL });
    const { Catalog } = module.exports;
    assert.deepEqual(names(module.exports), names(same));
    const named = JSON.parse(text);
    named.operations[0].name = "Ünïcödé \u{1F3AC}";
    named.notes = ["lone X half"];
    const catalog = new Catalog(JSON.stringify(named).replace("lone X", "lone \ud800"));
    assert.equal(JSON.stringify(catalog.estimate(request)), expected);
    assert.equal(catalog.info().operations[0].name, "Ünïcödé \u{1F3AC}");
    assert.equal(catalog.info().notes[0], "lone \ufffd half");
  });
}

test("the module says what it is", async () => {
  for (const [{ provenance, version, semantics }, path] of [[everything, "generated/drawdown_bg.wasm"], [prices, "generated/prices/drawdown_bg.wasm"], [usage, "generated/usage/drawdown_bg.wasm"], [wallet, "generated/wallet/drawdown_bg.wasm"]]) {
    const digest = createHash("sha256").update(await readFile(new URL(`../${path}`, import.meta.url))).digest("hex");
    assert.deepEqual({ ...provenance }, { version: version(), semantics: semantics(), digest: `sha256:${digest}` });
  }
});

test("modules tell nothing of where they were built", async () => {
  for (const path of ["drawdown_bg.wasm", "prices/drawdown_bg.wasm", "usage/drawdown_bg.wasm", "wallet/drawdown_bg.wasm"]) {
    const module = await readFile(new URL(`../generated/${path}`, import.meta.url), "latin1");
    assert.doesNotMatch(module, /\/(home|root|work|Users|build)\/|\.cargo|registry\/src/);
  }
});

test("catalogs come as JSON, as modules, by require and through the list of all", async () => {
  const files = await readdir(new URL("../../catalogs", import.meta.url));
  const ids = files.map((name) => name.replace(/\.json$/, "")).sort();
  assert.ok(ids.includes("krea") && ids.length > 20, ids.join(", "));
  assert.deepEqual(catalogs.map(({ id }) => id), ids);
  assert.deepEqual(require("drawdown/catalogs").catalogs.map(({ load, ...facts }) => facts), catalogs.map(({ load, ...facts }) => facts));
  for (const { id, name, version, as_of, digest, load } of catalogs) {
    const { default: catalog } = await import(`drawdown/catalogs/${id}`);
    const file = JSON.parse(await readFile(new URL(`../../catalogs/${id}.json`, import.meta.url), "utf8"));
    for (const other of [await load(), require(`drawdown/catalogs/${id}`), require(`drawdown/catalogs/${id}.json`), file]) assert.deepEqual(other, catalog);
    const info = new everything.Catalog(catalog).info();
    assert.deepEqual([info.id, info.name, info.version, info.as_of, info.digest], [id, name, version, as_of, digest]);
  }
});

test("two copies of the package work side by side", () => {
  const script = `
    const entries = [await import("drawdown"), await import(import.meta.resolve("drawdown") + "?copy"), await import("drawdown/prices")];
    const catalogs = entries.map(({ Catalog }) => new Catalog(${JSON.stringify(text)}));
    const request = ${JSON.stringify(request)};
    const [first, ...others] = catalogs.map((catalog) => JSON.stringify(catalog.quote(request)));
    console.log(others.every((other) => other === first), catalogs[1].verify(JSON.parse(first)).verdict);`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: import.meta.dirname, encoding: "utf8" });
  assert.equal(printed.trim(), "true verified");
});

test("no entry that a bundler follows names a module of Node", async () => {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  const followed = new Set();
  const targets = ({ ...conditions }) => Object.entries(conditions).flatMap(([condition, target]) =>
    condition === "node-addons" || condition === "types" ? [] : typeof target === "string" ? [target] : targets(target));
  const follow = async (file) => {
    if (followed.has(file) || !/\.c?js$/.test(file)) return;
    followed.add(file);
    const code = await readFile(new URL(`../${file}`, import.meta.url), "utf8");
    assert.doesNotMatch(code, /node:|from "fs"|require\("(?!\.|react"|drawdown\/)/, file);
    for (const [, next] of code.matchAll(/(?:from|import|import\(|require\() ?"(\.[^"]*)"/g)) await follow(new URL(next, `file:///${file}`).pathname.slice(1));
  };
  for (const entry of Object.values(manifest.exports)) {
    for (const target of typeof entry === "string" ? [entry] : targets(entry)) {
      if (!target.includes("*")) await follow(target.slice(2));
    }
  }
  assert.ok(followed.size > 20, [...followed].join("\n"));
});
