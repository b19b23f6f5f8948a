// The corpus through the package, as JavaScript uses it: every answer is the native one.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog } from "drawdown";
import { Catalog as Prices } from "drawdown/prices";
import { asNative, plain } from "./native.mjs";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const corpus = async (name) => JSON.parse(await read(`tests/corpus/${name}.json`));

const requests = [...(await corpus("estimates")), ...(await corpus("requests"))];
const rows = await corpus("answers");
const answers = new Map(rows.map((row) => [row.id, row]));

// The rows of the catalogs come first; their ids are paths.
const paths = rows.filter((row) => row.check).map((row) => row.id);
const texts = new Map(await Promise.all(paths.map(async (path) => [path, await read(path)])));
const opened = (Kind) => new Map(paths.map((path) => [path.split("/").at(-1), new Kind(texts.get(path))]));
const entries = [["", opened(Catalog)], ["prices alone: ", opened(Prices)]];

const asks = {
  estimate: (catalog, { request }) => catalog.estimate(request),
  affordable: (catalog, { request, budget }) => catalog.affordable(request, budget),
  cheaper: (catalog, { request }) => catalog.cheaper(request),
  quote: (catalog, { request }) => catalog.quote(request),
};

/** Keys whose values are amounts, wherever they stand in an answer. */
const AMOUNTS = new Set(
  "total low high known per_run amount rate quantity per budget cost saving before after shortfall".split(" "),
);

/** An amount is text only where a number cannot hold its digits. */
function assertNumbersWhereTheyCanBe(found, key) {
  // The `per` of a meter is a word.
  if (typeof found === "string" && AMOUNTS.has(key) && /^-?\d/.test(found)) {
    const digits = found.replace(/^-?0*\.?0*/, "").replace(".", "");
    assert.ok(digits.length > 15, `${key} is the text "${found}"`);
  } else if (found !== null && typeof found === "object") {
    for (const [below, value] of Object.entries(found)) assertNumbersWhereTheyCanBe(value, below);
  }
}

/** RFC 8785: JavaScript sorts by UTF-16 code units, and prints numbers as that RFC wants them. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const member = (key) => `${JSON.stringify(key)}:${canonical(value[key])}`;
  return `{${Object.keys(value).sort().map(member).join()}}`;
}

const digest = (value) => `sha256:${createHash("sha256").update(canonical(value)).digest("hex")}`;

function assertQuoteIsSound(catalog, found, native) {
  const { digest: own, ...rest } = native;
  assert.equal(own, digest(rest));
  assert.equal(native.request_digest, digest(native.request));
  for (const quote of [found, native, JSON.parse(JSON.stringify(found))]) {
    assert.deepEqual(catalog.verify(quote), { verdict: "verified" });
  }
  const changed = { ...found, estimate: { ...found.estimate, runs: found.estimate.runs + 1 } };
  assert.equal(catalog.verify(changed).verdict, "differs");
}

for (const path of paths) {
  test(`${path}: its digest and its own tests`, () => {
    const native = answers.get(path);
    const object = JSON.parse(texts.get(path));
    assert.equal(native.digest, digest(object));
    for (const catalog of [new Catalog(texts.get(path)), new Catalog(object)]) {
      assert.equal(catalog.digest, native.digest);
      assert.deepEqual(catalog.check(), native.check);
    }
  });
}

for (const [entry, catalogs] of entries) {
  for (const row of requests.filter((row) => row.ask !== "need")) {
    test(`${entry}${row.id}`, () => {
      const native = answers.get(row.id);
      const catalog = catalogs.get(row.catalog);
      const ask = () => asks[row.ask ?? "estimate"](catalog, row);
      if (native.error !== undefined) {
        assert.throws(ask, { name: "DrawdownError", message: native.error });
        return;
      }
      const found = ask();
      assert.deepEqual(asNative(found, native.answer), native.answer);
      assertNumbersWhereTheyCanBe(found);
      if (row.ask !== "quote") return;
      for (const [, verifying] of entries) assertQuoteIsSound(verifying.get(row.catalog), found, native.answer);
    });
  }
}

test("prices alone describe every catalog as everything does", () => {
  const [[, whole], [, prices]] = entries;
  for (const [name, catalog] of whole) {
    assert.deepEqual(prices.get(name).info(), catalog.info());
    assert.equal(prices.get(name).digest, catalog.digest);
  }
});

test("every row of the corpus is asked, but for the need of a month, which the package has not", () => {
  assert.equal(answers.size, rows.length);
  assert.equal(rows.length, paths.length + requests.length);
  assert.ok(paths.length >= 40 && requests.length > 200);
  assert.equal(Catalog.prototype.need, undefined);
});

test("exponents are written out as decimals", () => {
  const texts = ["0.0000001", "-0.00000123", "1000000000000000000000", "-1230000000000000000000", "0.1", "72"];
  assert.deepEqual(texts.map((text) => plain(Number(text))), texts);
});
