// The JavaScript of both READMEs runs, and prints what its comments say; the package has what it needs.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { assertPrints, examplesOf } from "./examples.mjs";

const root = new URL("../../", import.meta.url);

for (const [page, count] of [["README.md", 1], ["pkg/README.md", 2]]) test(`the examples of ${page} print what they say`, async () => {
  const examples = await examplesOf(page, "drawdown[/a-z]*");
  assert.equal(examples.length, count);
  for (const code of examples) await assertPrints(code);
});

test("the package has its README and licences, and nothing for tests", () => {
  const [packed] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: new URL("pkg", root), encoding: "utf8" }));
  const names = packed.files.map(({ path }) => path);
  for (const name of ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "index.d.ts", "generated/drawdown_bg.wasm"]) {
    assert.ok(names.includes(name), name);
  }
  assert.deepEqual(names.filter((name) => /test|node_modules|tsconfig|lock/.test(name)), []);
});

test("both say the same sizes, and the licences are those of the repository", async () => {
  const text = (name) => readFile(new URL(name, root), "utf8");
  const sizes = (page) => [...page.matchAll(/^\| .*\| (\d+ kB) \|$/gm)].map((match) => match[1]);
  const [whole, own] = [sizes(await text("README.md")), sizes(await text("pkg/README.md"))];
  assert.ok(own.length === 4);
  assert.deepEqual(own, whole);
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) assert.equal(await text(`pkg/${name}`), await text(name));
});

test("what a page loads is what was measured", async () => {
  const text = (name) => readFile(new URL(name, root), "utf8");
  const measured = [...(await text("docs/figures.md")).matchAll(/^\| `drawdown\/prices(?:\/web)?`, Vite .*\| (\d+) \|$/gm)];
  const said = /costs\n(\d+) kB of brotli in a page .* loads (\d+) kB in two files/.exec(await text("docs/javascript.md"));
  assert.deepEqual(said?.slice(1), measured.map(([, size]) => size));
});
