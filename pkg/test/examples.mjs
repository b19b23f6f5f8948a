// The examples of pages, run as they stand there.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);

/** The JavaScript of a page that imports an entry. */
export async function examplesOf(page, entry) {
  const text = await readFile(new URL(page, root), "utf8");
  const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
  return blocks.filter((code) => new RegExp(`^import .* from "${entry}";$`, "m").test(code));
}

/** An example prints what its comments say. */
export async function assertPrints(code) {
  const shown = [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
  assert.ok(shown.length > 0);
  // Inside the package, so that its own name is found.
  const file = new URL(`.example-${randomUUID()}.mjs`, import.meta.url);
  try {
    await writeFile(file, code);
    const printed = execFileSync(process.execPath, [fileURLToPath(file)], { cwd: root, encoding: "utf8" });
    assert.deepEqual(printed.trimEnd().split("\n"), shown);
  } finally {
    await rm(file, { force: true });
  }
}
