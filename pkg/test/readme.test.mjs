// The JavaScript of the README runs, and prints what its comments say.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import test from "node:test";

const root = new URL("../../", import.meta.url);

test("the example of the README prints what it says", async () => {
  const readme = await readFile(new URL("README.md", root), "utf8");
  const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => match[1]);
  assert.equal(blocks.length, 1);
  const shown = [...blocks[0].matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
  assert.ok(shown.length > 1);

  // Inside the package, so that its own name is found.
  const file = new URL(`.readme-${process.pid}.mjs`, import.meta.url);
  try {
    await writeFile(file, blocks[0]);
    const printed = execFileSync(process.execPath, [fileURLToPath(file)], { cwd: root, encoding: "utf8" });
    assert.deepEqual(printed.trimEnd().split("\n"), shown);
  } finally {
    await rm(file, { force: true });
  }
});
