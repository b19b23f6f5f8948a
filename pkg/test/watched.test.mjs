// Questions about a need that are watched and given up, on this thread and on one of their own.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog } from "drawdown";
import { BrowserWorker } from "./browser-worker.mjs";

globalThis.Worker = BrowserWorker;
const { SimulationWorker } = await import("drawdown/worker");

const text = await readFile(new URL("../../catalogs/krea.json", import.meta.url), "utf8");
const catalog = new Catalog(text);
const need = {
  lines: [{ request: { operation: "nano-banana-pro" }, per_week: 9 }], plans: ["basic", "pro"], months: 3,
  account: { assume: { plans: { pro: { month: 35 } }, top_ups: { "compute-pack": { credits: 2000, price: 10 } } } },
};
/** Ten years of many lines: minutes of work. */
const long = { ...need, months: 120, lines: Array.from({ length: 40 }, (_, i) => ({ request: { operation: "nano-banana-pro" }, per_week: i + 0.7 })) };
const QUESTIONS = ["fit", "breakEven", "sensitivity", "seasonalPlan", "savings"];

function rises(shares, what) {
  assert.equal(shares.at(-1), 1, what);
  shares.forEach((share, i) => assert.ok(share >= 0 && share <= 1 && (i === 0 || share >= shares[i - 1]), `${what}: ${shares}`));
}

test("each question tells a share that rises to 1, and answers the same", () => {
  for (const question of QUESTIONS) {
    const shares = [];
    assert.deepEqual(catalog[question](need, { onProgress: (share) => { shares.push(share); } }), catalog[question](need), question);
    rises(shares, question);
    assert.ok(new Set(shares).size > 5, question);
  }
  assert.equal(catalog.breakEven(need, { upTo: 50, onProgress() {} }).up_to, 50);
  assert.equal(catalog.sensitivity(need, { paths: 20, onProgress() {} }).chance.paths, 20);
  assert.deepEqual(catalog.fit(need, null), catalog.fit(need, {}));
});

test("an abort and what is thrown end it at once", () => {
  for (const question of QUESTIONS) {
    const control = new AbortController();
    let told = 0;
    const onProgress = () => { if ((told += 1) === 3) control.abort(new RangeError("enough")); };
    const began = performance.now();
    assert.throws(() => catalog[question](long, { signal: control.signal, onProgress }), { name: "RangeError", message: "enough" }, question);
    assert.equal(told, 3, question);
    assert.throws(() => catalog[question](long, { onProgress: () => { throw new TypeError("mine"); } }), { name: "TypeError", message: "mine" }, question);
    assert.throws(() => catalog[question](long, { signal: control.signal }), { name: "RangeError" }, question);
    assert.ok(performance.now() - began < 5_000, `${question}: ${performance.now() - began} ms`);
  }
  assert.throws(() => catalog.fit({ lines: [] }, { onProgress() {} }), { code: "missing", path: "/lines" });
});

test("on a thread of its own: progress, answers, and an abort that leaves the others alone", { timeout: 60_000 }, async (t) => {
  const worker = new SimulationWorker();
  t.after(() => worker.terminate());
  for (const question of QUESTIONS) {
    const shares = [];
    assert.deepEqual(await worker[question](text, need, { onProgress: (share) => shares.push(share) }), catalog[question](need), question);
    rises(shares, question);
  }

  const [control, before] = [new AbortController(), new AbortController()];
  const threads = BrowserWorker.started;
  const aborted = assert.rejects(worker.fit(text, long, { signal: control.signal, onProgress: () => control.abort() }), { name: "AbortError" });
  const waiting = worker.breakEven(text, need, { upTo: 120 });
  const dropped = assert.rejects(worker.fit(text, long, { signal: before.signal }), { name: "AbortError" });
  const simulated = worker.simulate(text, { start: "2026-01-01", for: "1 month" });
  before.abort();
  const began = performance.now();
  await aborted;
  await dropped;
  assert.deepEqual(await waiting, catalog.breakEven(need, { upTo: 120 }));
  assert.equal((await simulated).days.length, 31);
  assert.ok(performance.now() - began < 20_000);
  assert.equal(BrowserWorker.started, threads + 1, "one thread more, for the one that was under way");

  const late = new AbortController();
  const again = worker.fit(text, need, { signal: late.signal });
  assert.equal((await again).months, 3);
  late.abort();
  assert.deepEqual(await worker.fit(text, need), catalog.fit(need));
  assert.equal(BrowserWorker.started, threads + 1, "what has been answered cannot be aborted");
});
