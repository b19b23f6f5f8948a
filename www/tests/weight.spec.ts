// What a page loads until its first answer, after brotli. Each gate is just above what was measured: a page that
// grows says so here.
import { brotliCompressSync, constants } from "node:zlib";
import { expect, test } from "./preview";

const GATES = [
  ["/", "start-page .figure", 224],
  ["/preview.html", "drawdown-cost .figure", 237],
  ["/plan.html", "drawdown-fit-card .title", 541],
  ["/projection.html", "drawdown-outlook-card .title", 534],
  ["/compare.html", "platform-ranking .title", 521],
  ["/usage.html", "log-drop", 551],
  ["/catalogs.html", "rate-table tbody", 488],
  ["/numbers.html", "numbers-page h2", 202],
] as const;

const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };

for (const [path, answer, gate] of GATES) {
  test(`${path} loads at most ${gate} kB`, async ({ page }) => {
    test.slow();
    const loaded: Promise<Buffer>[] = [];
    page.context().on("response", (response) => loaded.push(response.body()));
    await page.goto(path);
    await expect(page.locator(answer).first()).toBeVisible({ timeout: 20_000 });
    await page.waitForLoadState("networkidle");
    const bytes = (await Promise.all(loaded)).reduce((sum, body) => sum + brotliCompressSync(body, QUALITY).length, 0);
    console.log(`${path}: ${(bytes / 1000).toFixed(1)} kB`);
    expect(bytes / 1000).toBeLessThanOrEqual(gate);
  });
}
