// What the pages fetch: a page that shows costs does not pay for simulations.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./preview";
import { ROOT } from "./package";

const whole = await readFile(join(ROOT, "pkg/generated/drawdown_bg.wasm"));
const usage = await readFile(join(ROOT, "pkg/generated/usage/drawdown_bg.wasm"));
const prices = await readFile(join(ROOT, "pkg/generated/prices/drawdown_bg.wasm"));

for (const [path, answer, module] of [["/", "start-page .figure", prices], ["/preview.html", "drawdown-cost .figure", prices], ["/numbers.html", "numbers-page h2", prices], ["/catalogs.html", "rate-table", whole], ["/projection.html", "drawdown-outlook-card", whole], ["/plan.html", "drawdown-fit-card", whole], ["/usage.html", "log-drop", usage]] as const) {
  test(`${path} loads one module, and no larger one than it needs`, async ({ page }) => {
    const loaded: Promise<Buffer>[] = [];
    // A thread takes the module of the page.
    page.context().on("response", (response) => {
      if (response.url().endsWith(".wasm")) loaded.push(response.body());
    });
    await page.goto(path);
    await expect(page.locator(answer).first()).toBeVisible();
    await expect.poll(() => loaded.length).toBeGreaterThan(0);
    const modules = await Promise.all(loaded);
    expect(modules.map(({ length }) => length)).toEqual([module.length]);
    expect(modules[0]?.equals(module)).toBe(true);
  });
}
