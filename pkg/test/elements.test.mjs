// What docs/elements.md says of the elements is what they have.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";

const PKG = join(import.meta.dirname, "..");
const page = await readFile(join(PKG, "../docs/elements.md"), "utf8");
const manifest = JSON.parse(await readFile(join(PKG, "generated/elements/custom-elements.json"), "utf8"));
const elements = manifest.modules.flatMap(({ declarations }) => declarations);
const [, common] = page.match(/^## What all of them have$(.*?)^## /ms);

/** What a form calls by itself. */
const OF_FORMS = /^form(Associated|\w+Callback)$/;

for (const { tagName, members, attributes, cssParts = [], slots = [], events = [] } of elements) {
  const start = page.indexOf(`## \`<${tagName}>\``);
  const section = page.slice(start, page.indexOf("\n## ", start + 1)) + common;
  const isNamed = (name) => section.includes(`\`${name}\``) || section.includes(`\`${name}()\``);

  test(`the page names all of <${tagName}>`, () => {
    assert.ok(start >= 0);
    const names = [
      ...members.filter(({ name }) => !OF_FORMS.test(name)).map(({ name }) => name),
      ...attributes.map(({ name }) => name),
      ...cssParts.map(({ name }) => name),
      ...slots.map(({ name }) => name).filter(Boolean),
      ...events.map(({ name }) => name),
    ];
    assert.deepEqual(names.filter((name) => !isNamed(name)), []);
  });

  test(`the page names no other parts of <${tagName}>`, () => {
    const [, listed = ""] = /^Parts?: (.*?)\.$/ms.exec(section) ?? [];
    assert.deepEqual([...listed.matchAll(/`([\w-]+)`/g)].map(([, name]) => name), cssParts.map(({ name }) => name));
  });
}

test("the page names every custom property, and no other", async () => {
  const tokens = await readFile(join(PKG, "elements/parts/tokens.ts"), "utf8");
  const used = new Set([...tokens.matchAll(/--drawdown-[\w-]+/g)].map(([name]) => name));
  const [, table] = page.match(/^\| property \| what it colours \|$(.*?)\n\n/ms);
  const named = new Set([...table.matchAll(/--drawdown-[\w-]+/g)].map(([name]) => name));
  for (const place of [2, 3, 4, 5]) named.add(`--drawdown-series-${place}`);
  assert.deepEqual([...named].sort(), [...used].sort());
});

test("the manifest's modules are files of the package", async () => {
  for (const { path } of manifest.modules) await readFile(join(PKG, path));
});
