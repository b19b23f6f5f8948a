// Signatures of quotes, through the WebCrypto of the host: the page of the documentation has one.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog } from "drawdown";
import { Catalog as Prices } from "drawdown/prices";
import { DrawdownError, verifySignature } from "drawdown/quotes";
import { canonical } from "../quotes/canonical.js";

const page = await readFile(new URL("../../docs/quotes.md", import.meta.url), "utf8");
const block = (fence) => page.split(`\n\`\`\`${fence}\n`)[1].split("```")[0].trim();
const text = block("json signed quote");
const key = JSON.parse(block("json public key"));
const verdict = async (changed, keys = key, options = undefined) => (await verifySignature(changed, keys, options)).verdict;

test("the signed quote of the page is verified, and its numbers are right", async () => {
  const { verdict, quote } = await verifySignature(text, [key]);
  assert.equal(verdict, "verified");
  const catalog = new Catalog(block("json catalog"));
  assert.deepEqual(catalog.verify(quote), { verdict: "verified" });
  assert.deepEqual(catalog.verify(quote, "2026-11-01T12:14:59Z"), { verdict: "verified" });
  assert.equal(catalog.verify(quote, new Date("2026-11-01T12:15:00Z")).verdict, "expired");
  assert.equal(catalog.verify(quote, "2026-11-01T11:59:59Z").verdict, "not_yet_valid");
  assert.deepEqual(catalog.verify(JSON.parse(text)), { verdict: "unknown_key", key: "2026-11" });
  assert.equal(canonical(JSON.parse(text).quote), canonical(quote));
});

test("white space and the order of keys do not matter, anything else does", async () => {
  const { quote, signatures } = JSON.parse(text);
  assert.equal(await verdict(JSON.stringify({ signatures, quote }, null, 2)), "verified");
  assert.equal(await verdict(text.replace('"total":"60"', '"total":"61"')), "forged");
  assert.equal(await verdict(text.replace('"total":"60"', '"total":60')), "forged");
  assert.equal(await verdict(text.replace('"runs":3', '"runs":3.0')), "malformed");
  assert.equal(await verdict(text.replace('"runs":3', '"runs":3e0')), "malformed");
  assert.equal(await verdict(text.replace('"runs":3', '"runs":30000000000000001')), "malformed");
  assert.equal(await verdict(text.replace('"runs":3', '"runs":3,"runs":3')), "malformed");
  assert.equal(await verdict(text.replace('"order-7"', '"\\ud800"')), "malformed");
  assert.equal(await verdict("{"), "malformed");
  assert.equal(await verdict(JSON.stringify(quote)), "malformed");
  assert.equal(await verdict(JSON.stringify({ quote, signatures: [] })), "malformed");
  assert.equal(await verdict(JSON.stringify({ quote, signatures: [signatures[0], signatures[0]] })), "malformed");
  const shared = JSON.stringify({ quote, signatures: [signatures[1]] });
  assert.deepEqual(await verifySignature(shared, key), { verdict: "unknown_key", key: "shared" });
});

test("no flipped bit of what Ed25519 signs is verified", async () => {
  const { quote, signatures } = JSON.parse(text);
  const bytes = new TextEncoder().encode(JSON.stringify({ quote, signatures: [signatures[0]] }));
  for (let place = 0; place < bytes.length; place += 1) {
    const flipped = Uint8Array.from(bytes);
    flipped[place] ^= 1 << place % 8;
    assert.notEqual(await verdict(new TextDecoder().decode(flipped)), "verified", `${place}`);
  }
});

test("keys are known for their time", async () => {
  const limited = { ...key, from: "2026-11-01T00:00:00Z", until: "2026-12-01T00:00:00Z" };
  const at = (now) => verdict(text, { keys: [limited] }, { now });
  assert.equal(await at("2026-11-30T23:59:59Z"), "verified");
  assert.equal(await at(new Date("2026-12-01T00:00:00Z")), "unknown_key");
  assert.equal(await at("2026-10-31T23:59:59Z"), "unknown_key");
  await assert.rejects(verifySignature(text, limited), { code: "missing", path: "/now" });
  assert.equal(await verdict(text, []), "unknown_key");
  assert.equal(await verdict(text, { ...key, public: `${"A".repeat(42)}E` }), "forged");
  for (const wrong of [undefined, { ...key, alg: "HMAC-SHA-256" }, { ...key, public: "AA" }, { ...key, public: `${key.public.slice(0, -1)}p` }]) {
    await assert.rejects(verifySignature(text, wrong), DrawdownError);
  }
  await assert.rejects(verifySignature(JSON.parse(text), key), { code: "type", path: "/signedQuote" });
});

test("it can be required", async () => {
  const required = createRequire(import.meta.url)("drawdown/quotes");
  assert.equal((await required.verifySignature(text, key)).verdict, "verified");
});

test("terms, scenarios and needs are quoted", async () => {
  const catalog = new Catalog(block("json catalog"));
  const terms = JSON.parse(block("json terms"));
  const quote = catalog.quote(JSON.parse(block("json request")), terms);
  assert.equal(quote.digest, block("text quote digest"));
  assert.equal(quote.audience, "shop.example");
  assert.throws(() => catalog.quote({ operation: "clip" }, { expires: terms.issued, issued: terms.expires }), { path: "/expires" });
  const plans = new Catalog(await readFile(new URL("../../catalogs/kive.json", import.meta.url), "utf8"));
  const scenario = { start: "2026-11-01", for: "2 months", account: { zone: "Europe/Berlin" }, demand: [] };
  const projected = plans.quoteSimulation(scenario, { id: "plan-1" });
  assert.deepEqual([projected.kind, projected.id, projected.projection.totals.spent], ["projection", "plan-1", 0]);
  assert.deepEqual(plans.verify(JSON.parse(JSON.stringify(projected))), { verdict: "verified" });
  const need = { lines: [{ request: { operation: "erase" }, per_day: 3 }], account: { zone: "Asia/Tokyo" } };
  const [best] = plans.fit(need).options;
  const fitted = plans.quoteFit(need, { plan: best.plan, term: best.term });
  assert.deepEqual([fitted.kind, fitted.option.cost], ["fit", best.cost]);
  assert.deepEqual(plans.verify(fitted), { verdict: "verified" });
  assert.deepEqual(plans.quoteFit(need).option, fitted.option);
  // The module for prices has no simulations.
  assert.throws(() => new Prices(JSON.stringify(JSON.parse(page.split("```json catalog\n")[1].split("```")[0]))).verify({ ...projected, catalog: quote.catalog }), { code: "no_answer" });
});
