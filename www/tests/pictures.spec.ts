// Pictures of every page as it opens and after use, for people to look at: in `test-results/pictures`, and in
// `docs/pictures` with `PICTURES=overwrite`.
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ROOT } from "./package";
import { expect, test } from "./preview";

const isForDocs = process.env["PICTURES"] === "overwrite";
const folder = isForDocs ? join(ROOT, "docs/pictures") : join(import.meta.dirname, "../test-results/pictures");

const NEED = "platform=runway&l1=gen-4.5&l1.n=4/day&l1.days=22&l1.s.seconds=8&l2=gen-4-image&l2.n=30/week&start=2026-12-01";

const PAGES: readonly (readonly [name: string, path: string, answer: string, use?: (page: Page) => Promise<void>])[] = [
  ["start", "/", "start-page .figure"],
  ["preview", "/preview.html", "cheaper-list p"],
  ["preview-used", "/preview.html?platform=imagineart&operation=nano-banana-2&s.resolution=4K&runs=3&balance=1000", "cheaper-list button"],
  ["plan", "/plan.html", "drawdown-fit-card .title"],
  ["plan-used", `/plan.html?${NEED}`, "drawdown-fit-card .title"],
  ["forecast", "/projection.html", "drawdown-outlook-card .title"],
  ["forecast-used", "/projection.html?platform=runway&plan=max&d1=gen-4.5&d1.runs=5/day&d1.days=22&d1.s.seconds=8&start=2026-12-01", "drawdown-outlook-card .title"],
  ["compare", "/compare.html", "platform-ranking .title"],
  ["compare-used", "/compare.html?m1=nano-banana-2&m1.n=500/month&m2=kling-3-0&m2.n=40/month&m2.s.seconds=5", "platform-ranking .title"],
  ["usage", "/usage.html", "log-drop"],
  ["usage-used", "/usage.html", "log-drop", async (page) => {
    await page.getByRole("button", { name: "Try an example" }).click();
    await expect(page.getByRole("heading", { name: "Spent" })).toBeVisible({ timeout: 20_000 });
  }],
  ["prices", "/catalogs.html", "rate-table tbody"],
  ["prices-used", "/catalogs.html?platform=kling", "rate-table tbody", async (page) => {
    await page.getByRole("button", { name: "Edit the prices" }).click();
    await expect(page.getByRole("textbox", { name: "Prices and rules as JSON" })).toBeVisible();
    await page.getByRole("heading", { name: "The data behind this page" }).scrollIntoViewIfNeeded();
  }],
  ["numbers", "/numbers.html", "numbers-page h2"],
];

const LOOKS = isForDocs ? [[1280, "light"]] as const : [[1280, "light"], [1280, "dark"], [768, "light"], [320, "light"], [320, "dark"]] as const;

test.use({ reducedMotion: "reduce" });

for (const [name, path, answer, use] of PAGES) {
  test(`a picture of ${name}`, async ({ preview }) => {
    test.slow();
    const { page } = preview;
    await page.clock.setFixedTime("2026-12-01T09:00:00Z");
    for (const [width, scheme] of LOOKS) {
      await page.setViewportSize({ width, height: width === 320 ? 720 : 900 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(path);
      await expect(page.locator(answer).first()).toBeVisible({ timeout: 20_000 });
      await use?.(page);
      const file = isForDocs ? `${name}.png` : `${name}-${width}-${scheme}.png`;
      await page.screenshot({ path: join(folder, file), fullPage: !isForDocs });
    }
  });
}
