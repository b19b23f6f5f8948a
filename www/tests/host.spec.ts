// Chromium as a host of the package: it knows the zones as the native engine does, and gives the
// native text of every scenario.
import { expect, test } from "@playwright/test";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, servePackage } from "./package";

/** Newer databases than the native one know of a change of the law: from then on a table may differ. */
const NEWER: Record<string, string> = { "Africa/Casablanca": "2026-09-20T01:00:00Z" };

let served: Awaited<ReturnType<typeof servePackage>>;
test.beforeAll(async () => { served = await servePackage(); });
test.afterAll(() => served.close());

test("zones are the native ones, to the second", async ({ page }) => {
  const { from, until, zones } = JSON.parse(await readFile(join(ROOT, "tests/corpus/zones.json"), "utf8"));
  expect(zones.length).toBe(40);
  await page.goto(served.address);
  const found = await page.evaluate(async ({ names, from, until }) => {
    const entry = "/pkg/zone.js";
    const { zone } = (await import(entry)) as typeof import("drawdown");
    return names.map((name: string) => zone(name, from, until));
  }, { names: zones.map(({ name }: { name: string }) => name), from, until });
  for (const [i, table] of zones.entries()) {
    const until = NEWER[table.name] ?? "9999";
    const before = ({ name, offsets }: typeof table) => ({ name, offsets: offsets.filter(({ from }: { from: string }) => from < until) });
    expect(before(found[i])).toEqual(before(table));
  }
});

test("every scenario gives the native text, byte for byte", async ({ page }) => {
  const rows = (await readFile(join(ROOT, "tests/corpus/projections.json"), "utf8")).replace(/\n +/g, "").split("\n").slice(1, -2).map((row) => row.replace(/,$/, ""));
  const names = (await readdir(join(ROOT, "tests/corpus/scenarios"))).map((name) => name.slice(0, -5));
  expect(rows.length).toBe(names.length);
  const shipped = new Set(await readdir(join(ROOT, "catalogs")));
  await page.goto(served.address);
  const found = await page.evaluate(async ({ ids, shipped }) => {
    const entry = "/pkg/web.js";
    const { Catalog, init } = (await import(entry)) as typeof import("drawdown/web");
    await init();
    const text = async (path: string) => (await fetch(path)).text();
    return Promise.all(ids.map(async (id) => {
      const scenario = JSON.parse(await text(`/tests/corpus/scenarios/${id}.json`));
      const file = `${scenario.catalog}.json`;
      const catalog = new Catalog(await text(shipped.includes(file) ? `/catalogs/${file}` : `/tests/corpus/catalogs/${file}`));
      try {
        return `{"id":"${id}","projection":${catalog.simulate(scenario, { ledger: true }).toJSON()}}`;
      } catch (error) {
        return `{"id":"${id}","error":${JSON.stringify((error as Error).message)}}`;
      }
    }));
  }, { ids: rows.map((row) => JSON.parse(row).id as string), shipped: [...shipped] });
  for (const [i, row] of rows.entries()) expect(found[i] === row, `${row.slice(0, 60)} is the native text`).toBe(true);
});
