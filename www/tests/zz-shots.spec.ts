import { expect, test } from "./preview";
const A = "assume.grants/basic-monthly=8000&assume.plans/basic/month=12&assume.plans/basic/year=108&assume.grants/standard-monthly=20000&assume.plans/standard/month=25&assume.plans/standard/year=225&assume.grants/ultimate-monthly=60000&assume.plans/ultimate/month=60&assume.plans/ultimate/year=540&assume.grants/creator-monthly=150000&assume.plans/creator/month=120&assume.plans/creator/year=1080&assume.top_ups/top-up/credits=5000&assume.top_ups/top-up/price=10";
const STATES: Record<string, string> = { open: "platform=imagineart&start=2026-11-22", full: `platform=imagineart&start=2026-11-22&${A}`, krea: "platform=krea&start=2026-11-22" };
for (const scheme of ["light", "dark"] as const) for (const width of [1280, 320]) for (const [name, q] of Object.entries(STATES)) {
  if (process.env["ONLY"] && !process.env["ONLY"].split(",").includes(`${name}-${width}-${scheme}`)) continue;
  test(`${name}-${width}-${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`/plan.html?${q}`);
    await expect(page.locator("fit-card .title")).toBeVisible();
    if (name === "full") await page.getByText("top-ups, the first").click();
    await page.screenshot({ path: `/tmp/shots/${name}-${width}-${scheme}.png`, fullPage: true });
  });
}
