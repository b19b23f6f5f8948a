// Errors can be caught by their class and told apart by their code, whichever copy threw them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import * as everything from "drawdown";
import * as prices from "drawdown/prices";

const text = await readFile(new URL("clip.json", import.meta.url), "utf8");
const entries = [everything, prices];

function thrownBy(act) {
  try {
    act();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

test("every entry's class knows the errors of all, and nothing else", () => {
  for (const { Catalog } of entries) {
    const errors = [
      thrownBy(() => new Catalog("{")),
      thrownBy(() => new Catalog(text).estimate({ operation: "clip" })),
      thrownBy(() => { const catalog = new Catalog(text); catalog.free(); return catalog.id; }),
    ];
    for (const { DrawdownError } of entries) {
      for (const error of errors) assert.ok(error instanceof DrawdownError && error instanceof Error, error);
      assert.ok(!(new Error("other") instanceof DrawdownError));
      assert.ok(!(undefined instanceof DrawdownError) && !({} instanceof DrawdownError));
      class Own extends DrawdownError {}
      assert.ok(!(errors[0] instanceof Own) && new Own("type", "own") instanceof Own && new Own("type", "own") instanceof DrawdownError);
    }
  }
});

test("one made by hand is like those of the engine", () => {
  const made = new everything.DrawdownError("type", "expected a number", "/settings/seconds");
  const thrown = thrownBy(() => new everything.Catalog(text).estimate({ operation: "clip-2", settings: { seconds: true } }));
  assert.deepEqual(Object.keys(made).sort(), Object.keys(thrown).sort());
  assert.equal(made.message, "/settings/seconds: expected a number");
  assert.deepEqual(made.errors, [{ code: "type", path: "/settings/seconds", message: "expected a number" }]);
});

for (const { Catalog } of entries) {
  test("common mistakes are named", async () => {
    const catalog = new Catalog(text);
    const said = (act) => thrownBy(act).message;
    assert.match(said(() => new Catalog(Promise.resolve(text))), /a Promise: await it first/);
    assert.match(said(() => new Catalog(undefined)), /found undefined/);
    assert.match(said(() => new Catalog()), /found undefined/);
    assert.match(said(() => catalog.estimate(Promise.resolve({}))), /a Promise: await it first/);
    assert.match(said(() => catalog.estimate({ operation: Promise.resolve("clip-2") })), /^\/operation: .*a Promise: await it first/);
    assert.match(said(() => catalog.estimate()), /found undefined/);
    assert.match(said(() => catalog.estimate({ operation: "clip2" })), /^\/operation: .*`clip-2`/);
    assert.match(said(() => catalog.estimate({ operation: "clip-2", settings: { secnds: 12 } })), /^\/settings\/secnds: .*`seconds`/);
    assert.match(said(() => catalog.estimate({ operation: "clip-2", settings: { seconds: "twelve" } })), /^\/settings\/seconds: .*twelve/);
    assert.match(said(() => catalog.estimate({ operation: "clip-2", settings: { seconds: 12, resolution: "1080" } })), /^\/settings\/resolution: .*`1080p`/);
  });
}

test("a catalog says what it leaves open, where a scenario assumes it", async () => {
  const catalog = new everything.Catalog(await readFile(new URL("../../catalogs/imagineart.json", import.meta.url), "utf8"));
  const open = catalog.unpublished();
  assert.ok(open.length > 0);
  for (const { path } of open) assert.match(path, /^\/account\/assume\/(grants|plans|top_ups)\/./);
  assert.ok(open.some(({ plan }) => plan !== undefined));
});
