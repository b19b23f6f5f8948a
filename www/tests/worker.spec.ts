// `drawdown/worker` as any page would use it: the package's own files, no bundler, the page's policy.
import { Catalog, type Need } from "drawdown";
import { expect, test } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, servePackage } from "./package";

let served: Awaited<ReturnType<typeof servePackage>>;
test.beforeAll(async () => { served = await servePackage(); });
test.afterAll(() => served.close());

test("a simulation on a thread of its own gives the same, reports, and stops", async ({ page }) => {
  const text = await readFile(join(ROOT, "catalogs/krea.json"), "utf8");
  const scenario = {
    start: "2026-01-01", for: "50 years", account: { plan: "basic", zone: "Europe/Berlin" },
    demand: [{ request: { operation: "nano-banana-pro" }, per_day: 2 }],
  };
  await page.goto(served.address);
  const found = await page.evaluate(async ({ text, scenario }) => {
    const entry = "/pkg/worker.js";
    const { SimulationWorker } = (await import(entry)) as typeof import("drawdown/worker");
    const worker = new SimulationWorker();
    const shares: number[] = [];
    let frames = 0;
    const count = () => { frames += 1; requestAnimationFrame(count); };
    requestAnimationFrame(count);
    const data = await worker.simulate(text, scenario, { onProgress: (share) => shares.push(share) });
    const failed = await worker.simulate(text, { ...scenario, account: { plan: "nope" } }).catch((error) => ({ name: error.name, path: error.path }));
    const odd = { ...scenario, demand: [{ request: { operation: "nano-banana-pro", runs: () => 1 }, per_day: 2 }] } as unknown as typeof scenario;
    const cut = await worker.simulate(text, odd).catch((error) => ({ name: error.name, code: error.code, path: error.path, message: error.message }));
    const control = new AbortController();
    const run = worker.simulate(text, scenario, { signal: control.signal, onProgress: () => control.abort() }).catch((error) => error.name);
    const aborted = await run;
    const again = await worker.simulate(text, { ...scenario, for: "1 month" }, { ledger: true });
    const pending = worker.simulate(text, scenario).catch((error) => error.name);
    worker.terminate();
    return {
      spent: data.summary.totals.spent, days: data.days.length, closing: [...(data.columns["*"]?.closing ?? [])].slice(-3), classes: data.classes,
      months: data.months, unused: data.columns["*"]?.revoked, shares, failed, cut, aborted, entries: again.entries.length, ended: await pending, frames,
    };
  }, { text, scenario });
  const projection = new Catalog(text).simulate({ ...scenario });
  expect(found).toMatchObject({
    spent: projection.summary().totals.spent,
    months: projection.months(),
    days: projection.days().length,
    closing: [...projection.column("*", "closing")].slice(-3),
    classes: projection.classes(),
    failed: { name: "DrawdownError", path: "/account/plan" },
    cut: { name: "DrawdownError", code: "type", path: "/demand/0/request/runs", message: "/demand/0/request/runs: expected a value that JSON can hold, found a function" },
    aborted: "AbortError",
    ended: "AbortError",
  });
  expect(found.unused).toBeUndefined();
  expect(found.shares.at(-1)).toBe(1);
  expect(found.entries).toBeGreaterThan(30);
});

test("a forecast on a thread of its own is the same, reports, and stops", async ({ page }) => {
  const text = await readFile(join(ROOT, "catalogs/krea.json"), "utf8");
  const scenario = {
    start: "2026-11-01", for: "6 months", account: { plan: "basic", zone: "Europe/Berlin" },
    demand: [{ request: { operation: "nano-banana-pro" }, per_day: 2 }],
  };
  const options = { paths: 300, seed: "7", distribution: "negative_binomial", dispersion: 2 } as const;
  await page.goto(served.address);
  const found = await page.evaluate(async ({ text, scenario, options }) => {
    const entry = "/pkg/worker.js";
    const { SimulationWorker } = (await import(entry)) as typeof import("drawdown/worker");
    const worker = new SimulationWorker();
    const shares: number[] = [];
    const forecast = await worker.forecast(text, scenario, { ...options, onProgress: (share) => shares.push(share) });
    const control = new AbortController();
    const long = worker.forecast(text, scenario, { paths: 100_000, signal: control.signal, onProgress: () => control.abort() });
    const aborted = await long.catch((error) => error.name);
    const failed = await worker.forecast(text, scenario, { paths: 0 }).catch((error) => ({ name: error.name, path: error.path }));
    const after = await worker.simulate(text, scenario);
    worker.terminate();
    return { forecast, shares, aborted, failed, spent: after.summary.totals.spent };
  }, { text, scenario, options });
  const catalog = new Catalog(text);
  expect(found.forecast).toEqual(catalog.forecast(scenario, options));
  expect(found.shares.at(-1)).toBe(1);
  expect(found).toMatchObject({ aborted: "AbortError", failed: { name: "DrawdownError", path: "/paths" }, spent: catalog.simulate(scenario).summary().totals.spent });
});

test("a run that is aborted makes room at once", async ({ page }) => {
  const text = await readFile(join(ROOT, "catalogs/krea.json"), "utf8");
  await page.goto(served.address);
  const found = await page.evaluate(async (text) => {
    const entry = "/pkg/worker.js";
    const { SimulationWorker } = (await import(entry)) as typeof import("drawdown/worker");
    const worker = new SimulationWorker();
    const scenario = {
      start: "2026-11-01", for: "1200 months", when_short: "top_up" as const,
      account: { plan: "basic", assume: { top_ups: { "compute-pack": { credits: 3, price: 1 } } } },
      demand: Array.from({ length: 40 }, (_, i) => ({ request: { operation: "nano-banana-pro" }, per_day: i + 1 })),
    };
    const control = new AbortController();
    let told = 0;
    const onProgress = () => { told += 1; if (told === 2) control.abort(); };
    const aborted = await worker.simulate(text, scenario, { signal: control.signal, onProgress }).catch((error) => error.name);
    const began = performance.now();
    const { summary, left_off: leftOff } = await worker.simulate(text, { ...scenario, for: "1 month" }, { most: 5 });
    worker.terminate();
    return { aborted, took: performance.now() - began, events: summary.events.length, invoices: summary.invoices.length, leftOff };
  }, text);
  expect(found).toMatchObject({ aborted: "AbortError", events: 5, invoices: 5 });
  expect(found.leftOff.events).toBeGreaterThan(100);
  // To its end it would take ten times as long.
  expect(found.took).toBeLessThan(2000);
});

test("what fits a need is answered on a thread of its own as on this one", async ({ page }) => {
  const text = await readFile(join(ROOT, "catalogs/krea.json"), "utf8");
  const need: Need = {
    lines: [{ request: { operation: "nano-banana-pro" }, per_day: 4, days: 20 }],
    plans: ["basic", "pro"], months: 3,
    account: { zone: "Europe/Berlin", assume: { plans: { pro: { month: 35 } }, top_ups: { "compute-pack": { credits: 2000, price: 10 } } } },
  };
  await page.goto(served.address);
  const found = await page.evaluate(async ({ text, need }) => {
    const entry = "/pkg/worker.js";
    const { SimulationWorker } = (await import(entry)) as typeof import("drawdown/worker");
    const worker = new SimulationWorker();
    const control = new AbortController();
    const given = worker.breakEven(text, need, { signal: control.signal }).catch((error) => error.name);
    control.abort();
    // Ten years of many lines take minutes: the thread is ended in the midst of it, and goes on with the rest.
    const long = { ...need, months: 120, lines: Array.from({ length: 40 }, (_, i) => ({ ...need.lines![0]!, per_day: i + 0.7 })) };
    const ended = new AbortController();
    const shares: number[] = [];
    const stopped = worker.fit(text, long, { signal: ended.signal, onProgress: (share) => { shares.push(share); ended.abort(); } }).catch((error) => error.name);
    const answers = {
      given: await given,
      stopped: await stopped,
      told: shares.length,
      fit: await worker.fit(text, need),
      breakEven: await worker.breakEven(text, need, { upTo: 120 }),
      sensitivity: await worker.sensitivity(text, need, { paths: 20 }),
      seasonalPlan: await worker.seasonalPlan(text, need),
      savings: await worker.savings(text, need),
      failed: await worker.fit(text, { ...need, months: 0 }).catch((error) => ({ name: error.name, code: error.code, path: error.path })),
    };
    worker.terminate();
    return answers;
  }, { text, need });
  const catalog = new Catalog(text);
  expect(found).toEqual({
    given: "AbortError",
    stopped: "AbortError",
    told: 1,
    fit: catalog.fit(need),
    breakEven: catalog.breakEven(need, { upTo: 120 }),
    sensitivity: catalog.sensitivity(need, { paths: 20 }),
    seasonalPlan: catalog.seasonalPlan(need),
    savings: catalog.savings(need),
    failed: { name: "DrawdownError", code: "out_of_range", path: "/months" },
  });
});
