// A total is what the estimate of the same request says, through both entries: amounts, states and errors.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog } from "drawdown";
import { Catalog as Prices } from "drawdown/prices";
import { Totals } from "../totals.js";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const corpus = async (name) => JSON.parse(await read(`tests/corpus/${name}.json`));

const rows = [...(await corpus("estimates")), ...(await corpus("requests"))].filter(({ request }) => request);
const checked = (await corpus("answers")).filter(({ check }) => check).map(({ id }) => id);
const texts = new Map(await Promise.all(checked.map(async (path) => [path.split("/").at(-1), await read(path)])));
const entries = { everything: Catalog, prices: Prices };

/** What a total has of an estimate, or the error. */
function outcome(act) {
  try {
    const { state, total, low, high, free } = act();
    return { state, total, low, high, free };
  } catch ({ name, message, code, path, errors }) {
    return { name, message, code, path, errors };
  }
}

/** The request, and what becomes of it when something is left out or asked for several times. */
function variants(request) {
  const { settings, at, plan, ...rest } = request;
  const fewer = Object.keys(settings ?? {}).map((name) => ({ ...request, settings: { ...settings, [name]: undefined } }));
  return [request, rest, { ...rest, settings }, { ...request, at: undefined }, { ...request, plan: undefined }, { ...request, runs: 3 }, ...fewer];
}

for (const [entry, Kind] of Object.entries(entries)) {
  test(`${entry}: a total is that of the estimate, over the corpus`, () => {
    const catalogs = new Map([...texts].map(([name, text]) => [name, new Kind(text)]));
    const states = {};
    for (const { id, catalog: name, request } of rows) {
      const catalog = catalogs.get(name);
      for (const asked of variants(request)) {
        // Plain objects are taken apart; one with a way of its own to be JSON is not.
        for (const given of [asked, { toJSON: () => asked }]) {
          const total = outcome(() => catalog.total(given));
          assert.deepEqual(total, outcome(() => catalog.estimate(given)), `${id}: ${JSON.stringify(asked)}`);
          const kind = total.state ?? "error";
          states[kind] = (states[kind] ?? 0) + 1;
        }
      }
    }
    for (const [state, least] of Object.entries({ exact: 500, range: 200, rate: 10, unknown: 50, error: 50 })) {
      assert.ok(states[state] > least, `${state}: ${states[state]}`);
    }
  });

  test(`${entry}: what a total does not have is left out`, () => {
    const catalog = new Kind(plain);
    const keys = (operation, settings) => Object.keys(catalog.total({ operation, settings }));
    assert.deepEqual(keys("of", { n: 2 }), ["state", "total", "free"]);
    assert.deepEqual(keys("of"), ["state", "low", "high", "free"]);
    assert.deepEqual(keys("after"), ["state", "free"]);
    assert.deepEqual(keys("at-most"), ["state", "high", "free"]);
    assert.deepEqual(keys("nobody-knows"), ["state", "free"]);
    assert.deepEqual(catalog.total({ operation: "at-most" }), { state: "rate", high: 30, free: false });
    assert.deepEqual(catalog.total({ operation: "free" }), { state: "exact", total: 0, free: true });
  });

  test(`${entry}: no digit of a large total is lost`, () => {
    const catalog = new Kind(plain);
    for (const [n, exact] of [
      ["999999999999999", 999999999999999], ["1000000000000000", 1e15], ["1000000000000001", 1000000000000001],
      ["9007199254740993", "9007199254740993"], ["123456789012345678", "123456789012345678"],
      ["12345678901234567.25", "12345678901234567.25"], ["1000000000000000.5", "1000000000000000.5"],
      ["100000000000000000000000", "100000000000000000000000"], ["0.000000000001", 1e-12], ["123456789.123456789012", "123456789.123456789012"],
    ]) {
      const request = { operation: "of", settings: { n } };
      const { total } = catalog.total(request);
      assert.equal(plainText(total), n);
      assert.equal(catalog.estimate(request).total, total);
      assert.equal(catalog.estimate(request).lines[0].amount, total);
      if (typeof exact === "string") assert.equal(total, exact);
      assert.equal(plainText(catalog.quote(request).estimate.total), n);
    }
    const open = catalog.total({ operation: "between" });
    assert.deepEqual([open.low, open.high], ["1000000000000000.25", "9007199254740993.75"]);
    assert.throws(() => catalog.total({ operation: "of", settings: { n: 2 ** 53 } }), { code: "number", path: "/settings/n" });
    assert.throws(() => catalog.total({ operation: "of", settings: { n: 1 }, runs: 1.5 }), { name: "DrawdownError", path: "/runs" });
  });
}

/** Text of a number without an exponent. */
function plainText(amount) {
  if (typeof amount === "string") return amount;
  return amount === 1e-12 ? "0.000000000001" : BigInt(Math.round(amount)) === BigInt(Math.trunc(amount)) && Number.isInteger(amount) ? String(BigInt(amount)) : String(amount);
}

const number = { number: { min: "0.000000000001" } };
const plain = JSON.stringify({
  catalog: "plain", version: "1", as_of: "2026-11-01", credit: { name: "credit", plural: "credits", step: "0.000000000001" },
  operations: [
    { id: "of", settings: { n: { number: { min: "0.000000000001", max: "900000000000000000000000" } } }, price: [{ line: "n", quantity: "n", rate: "1" }] },
    { id: "between", price: [{ line: "n", rate: { from: "1000000000000000.25", to: "9007199254740993.75" } }] },
    { id: "after", settings: { t: { ...number, after: true } }, price: [{ line: "t", quantity: "t", rate: "0.5" }] },
    { id: "at-most", settings: { t: { number: { min: 0, max: 60 }, after: true } }, price: [{ line: "t", quantity: "t", rate: "0.5" }] },
    { id: "nobody-knows", price: "unpriced" },
    { id: "free", price: "free" },
  ],
});

test("totals by the numbers they belong to", () => {
  const totals = new Totals();
  assert.ok(totals.find(1) < 0);
  const numbers = [0, 1, 2, 1023, 1024, 1e15, 0.5, 1.5, -1, -0.5, 1e-12, 0.1, 0.1 + 0.2, 2 ** 53, Number.MAX_VALUE, Number.MIN_VALUE];
  for (const [i, number] of numbers.entries()) {
    totals.keep(number, i);
    totals.keep(number, i * 2);
  }
  for (const [i, number] of numbers.entries()) assert.equal(totals.at(totals.find(number)), i * 2, `${number}`);
  for (const other of [3, 0.3, 2.5, NaN, Infinity]) assert.ok(totals.find(other) < 0, `${other}`);
  totals.clear();
  for (const number of numbers) assert.ok(totals.find(number) < 0);
});

test("as many totals are kept as a slider has places, and then it starts anew", () => {
  const totals = new Totals();
  const MOST = 65_536;
  for (let n = 0; n < MOST; n += 1) totals.keep(n / 2, n);
  for (let n = 0; n < MOST; n += 1) assert.equal(totals.at(totals.find(n / 2)), n);
  for (let n = MOST; n < 2 * MOST; n += 1) {
    totals.keep(n / 2, n);
    assert.equal(totals.at(totals.find(n / 2)), n);
  }
  assert.ok(totals.find(0) < 0);
});

test("a slider above 1,023, at half steps and beyond 65,536 places shows what a total says", () => {
  const catalog = new Prices(plain);
  const handle = catalog.preview("of");
  const slot = handle.slot("n");
  const places = Array.from({ length: 70_000 }, (_, n) => 1000 + n / 2);
  for (const again of [1, 2]) {
    for (const n of places) {
      handle.set(slot, n);
      assert.equal(handle.total(), n, `round ${again}`);
    }
  }
  for (const n of [1023.5, 1024, 30_000.5]) {
    handle.set(slot, n);
    assert.equal(handle.total(), catalog.total({ operation: "of", settings: { n } }).total);
  }
});
