// `drawdown/worker` as any page would use it: the package's own files, no bundler, the page's policy.
import { Catalog } from "drawdown";
import { expect, test } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { POLICY } from "./serve";

const ROOT = join(import.meta.dirname, "../..");
const TYPES: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json", ".html": "text/html" };

let address = "";
let close = () => {};
test.beforeAll(async () => {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const content = path === "/" ? "<!doctype html><title>worker</title>" : await readFile(join(ROOT, path)).catch(() => undefined);
    if (content === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "text/html", "Content-Security-Policy": POLICY }).end(content);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  close = () => void server.close();
});
test.afterAll(() => close());

test("a simulation on a thread of its own gives the same, reports, and stops", async ({ page }) => {
  const text = await readFile(join(ROOT, "catalogs/krea.json"), "utf8");
  const scenario = {
    start: "2026-01-01", for: "50 years", account: { plan: "basic", zone: "Europe/Berlin" },
    demand: [{ request: { operation: "nano-banana-pro" }, per_day: 2 }],
  };
  await page.goto(address);
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
    const control = new AbortController();
    const run = worker.simulate(text, scenario, { signal: control.signal, onProgress: () => control.abort() }).catch((error) => error.name);
    const aborted = await run;
    const again = await worker.simulate(text, { ...scenario, for: "1 month" }, { ledger: true });
    const pending = worker.simulate(text, scenario).catch((error) => error.name);
    worker.terminate();
    return {
      spent: data.summary.totals.spent, days: data.days.length, closing: [...(data.columns["*"]?.closing ?? [])].slice(-3), classes: data.classes,
      unused: data.columns["*"]?.revoked, shares, failed, aborted, entries: again.entries.length, ended: await pending, frames,
    };
  }, { text, scenario });
  const projection = new Catalog(text).simulate({ ...scenario });
  expect(found).toMatchObject({
    spent: projection.summary().totals.spent,
    days: projection.days().length,
    closing: [...projection.column("*", "closing")].slice(-3),
    classes: projection.classes(),
    failed: { name: "DrawdownError", path: "/account/plan" },
    aborted: "AbortError",
    ended: "AbortError",
  });
  expect(found.unused).toBeUndefined();
  expect(found.shares.at(-1)).toBe(1);
  expect(found.entries).toBeGreaterThan(30);
});
