// Amounts and estimates as people read them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog, explain, format } from "drawdown";
import * as prices from "drawdown/prices";

const clip = JSON.parse(await readFile(new URL("clip.json", import.meta.url), "utf8"));
const plain = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ");

test("every digit of an amount is shown, by the customs of the place", () => {
  for (const [amount, unit, options, expected] of [
    [72, "credits", { locale: "en" }, "72 credits"],
    ["1234.5", "credits", { locale: "en" }, "1,234.5 credits"],
    ["1234.5", "Credits", { locale: "de" }, "1.234,5 Credits"],
    [1234567, undefined, { locale: "fr" }, "1 234 567"],
    ["12345678901234567890.123456789012", "credits", { locale: "en" }, "12,345,678,901,234,567,890.123456789012 credits"],
    ["0.1", undefined, { locale: "en" }, "0.1"],
    [1e-7, undefined, { locale: "en" }, "0.0000001"],
    [1.5e-7, undefined, { locale: "en" }, "0.00000015"],
    [1.25e21, undefined, { locale: "en" }, "1,250,000,000,000,000,000,000"],
    [-3, "credits", { locale: "en" }, "-3 credits"],
    [-0, undefined, { locale: "en" }, "0"],
    [1, { unit: "credit", units: "credits" }, { locale: "en" }, "1 credit"],
    ["1.0", { unit: "credit", units: "credits" }, { locale: "en" }, "1.0 credit"],
    [2, { unit: "credit", units: "credits" }, { locale: "en" }, "2 credits"],
    [1234567, "credits", { locale: "en", compact: true }, "1.23M credits"],
    [9.5, "USD", { locale: "en-US" }, "$9.50"],
    ["0.0015", "USD", { locale: "en-US" }, "$0.0015"],
    [1200, "JPY", { locale: "en-US" }, "¥1,200"],
    [9.5, "EUR", { locale: "de" }, "9,50 €"],
    ["1250000", "USD", { locale: "en-US", compact: true }, "$1.25M"],
    [0.5, "USD", { locale: "en-US", compact: true }, "$0.50"],
    ["999.75", "credits", { locale: "en", compact: true }, "999.75 credits"],
    ["1234.5", undefined, { locale: new Intl.Locale("de") }, "1.234,5"],
    ["1234.5", undefined, { locale: new Intl.Locale("en") }, "1,234.5"],
    ["1234.5", undefined, { locale: ["de", "en"] }, "1.234,5"],
    [5, "USD credits", { locale: "en" }, "5 USD credits"],
  ]) assert.equal(plain(format(amount, unit, options)), expected.replace("1.0 ", "1 "));
});

test("what is no amount is refused", () => {
  for (const value of [undefined, null, NaN, Infinity, "", "12 credits", "1,5", {}, true, 12n]) {
    assert.throws(() => format(value, "credits"), { name: "DrawdownError", code: "number" });
    assert.throws(() => prices.format(value), prices.DrawdownError);
  }
});

test("an estimate is told in sentences", () => {
  const { seconds, resolution: { choice } } = clip.operations[0].settings;
  const operations = [{ ...clip.operations[0], settings: { seconds, resolution: { choice } } }];
  const catalog = new Catalog({ ...clip, operations });
  const told = (request, options) => explain(catalog.estimate(request), { locale: "en", ...options });
  const settings = { seconds: 12, resolution: "1080p" };
  assert.deepEqual(told({ operation: "clip-2", settings }), [
    "This costs 294 credits.", "That is footage 288, over 10 s 6.", "Price as of 2026-10-30.",
  ]);
  assert.equal(told({ operation: "clip-2", settings, runs: 2 })[0], "2 runs cost 588 credits.");
  assert.equal(told({ operation: "clip-2", settings: { seconds: 12 } })[0], "This costs 144 credits to 294 credits, depending on resolution.");
  assert.equal(told({ operation: "clip-2", settings, balance: 300 })[2], "Your balance of 300 credits becomes 6 credits.");
  assert.equal(told({ operation: "clip-2", settings, balance: 200 })[2], "Your balance of 200 credits is 94 credits short.");
});

test("every answer of the corpus can be told, in both entries", async () => {
  const requests = JSON.parse(await readFile(new URL("../../tests/corpus/requests.json", import.meta.url), "utf8"));
  const states = new Set();
  const folder = new URL("../../tests/corpus/catalogs/", import.meta.url);
  for (const { catalog, request } of requests) {
    const text = await readFile(new URL(catalog, folder), "utf8").catch(() => undefined);
    if (!text) continue;
    let estimate;
    try {
      estimate = new Catalog(text).estimate(request);
    } catch {
      continue;
    }
    states.add(estimate.state);
    const sentences = explain(estimate, { locale: "en" });
    assert.deepEqual(sentences, prices.explain(estimate, { locale: "en" }));
    for (const sentence of sentences) assert.match(sentence, /^[^\p{Ll}\s].*[.!?]$/su);
  }
  assert.deepEqual([...states].sort(), ["exact", "range", "rate", "unknown"]);
});
