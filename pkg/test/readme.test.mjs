// The JavaScript of both READMEs runs, and prints what its comments say; the package has what it needs.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import test from "node:test";

const root = new URL("../../", import.meta.url);

for (const page of ["README.md", "pkg/README.md"]) test(`the example of ${page} prints what it says`, async () => {
  const readme = await readFile(new URL(page, root), "utf8");
  const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => match[1]);
  assert.equal(blocks.length, 1);
  const shown = [...blocks[0].matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
  assert.ok(shown.length > 1);

  // Inside the package, so that its own name is found.
  const file = new URL(`.${page.replace("/", "-")}-${process.pid}.mjs`, import.meta.url);
  try {
    await writeFile(file, blocks[0]);
    const printed = execFileSync(process.execPath, [fileURLToPath(file)], { cwd: root, encoding: "utf8" });
    assert.deepEqual(printed.trimEnd().split("\n"), shown);
  } finally {
    await rm(file, { force: true });
  }
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
