import { Catalog, compare, compareRun, type ModelNeed } from "drawdown";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, type Preview } from "./preview";

const folder = join(import.meta.dirname, "../../catalogs");
const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
const catalogs = await Promise.all(files.map(async (name) => new Catalog(await readFile(join(folder, name), "utf8"))));

const REQUEST = { model: "kling-3-0", settings: { seconds: "5" } };
const NEED: ModelNeed = { currency: "USD", months: 12, buffer: "20-30%", lines: [{ request: REQUEST, per_month: 200 }] };
const money = (amount: unknown) => Number(amount).toLocaleString("en-GB", { minimumFractionDigits: 2 });

async function open({ page }: Preview, query = ""): Promise<void> {
  await page.goto(`/compare.html${query && `?${query}`}`);
  await answered({ page } as Preview);
}

async function answered({ page }: Preview): Promise<void> {
  await expect(page.locator("platform-ranking [aria-busy=false]")).toBeVisible({ timeout: 20_000 });
}

/** Platforms in order, each with its two figures. */
const shown = ({ page }: Preview) => page.locator("platform-ranking tbody tr").evaluateAll((rows) => rows.map((row) => {
  const [name, , month, margin] = [...row.children].map((cell) => cell.textContent?.trim() ?? "");
  return [name?.replace(/^\d+/, "").replace(/ \*$/, "").trim(), month, margin];
}));

function expected(need: ModelNeed): string[][] {
  const { platforms } = compare(catalogs, need);
  const ranked = platforms.filter(({ state }) => state === "covers" || state === "need_only");
  return ranked.map(({ name, per_month: month, per_month_with_margin: margin }) =>
    [name, money(month), margin === undefined ? "not covered" : money(margin)]);
}

for (const scheme of ["light", "dark"] as const) {
  for (const query of ["", "m1=nano-banana-2&m1.n=10/day&m2=veo-3-1&m2.n=3/week&m2.s.seconds=8", "m1=gpt-image-2&m1.n=x/day"]) {
    test(`no accessibility faults: ${query || "as it opens"}, ${scheme}`, async ({ preview }) => {
      await preview.page.emulateMedia({ colorScheme: scheme });
      await open(preview, query);
      for (const summary of await preview.page.locator("summary:visible").all()) await summary.click();
      expect(await preview.faults()).toEqual([]);
    });
  }
}

for (const width of [320, 768, 1280]) {
  test(`nothing scrolls sideways at ${width} pixels`, async ({ preview }) => {
    await preview.page.setViewportSize({ width, height: 800 });
    await open(preview, "m1=nano-banana-2&m1.n=10/day&m2=veo-3-1&m2.n=3/week&m2.s.seconds=8");
    const wide = await preview.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
}

test("platforms stand in the order and with the figures of the library", async ({ preview }) => {
  await open(preview);
  expect(await shown(preview)).toEqual(expected(NEED));
  const [best] = expected(NEED);
  await expect(preview.page.locator("platform-ranking .title")).toHaveText(`${best?.[0]}: ${best?.[1]}\u00a0USD a month`);
});

test("one generation costs what the library says, by the cheapest credits first", async ({ preview }) => {
  await open(preview);
  const { platforms } = compareRun(catalogs, { request: REQUEST, currency: "USD" });
  const names = platforms.filter(({ line }) => line?.high !== undefined).map(({ name }) => name);
  await expect(preview.page.locator("run-ranking tbody th a")).toHaveText(names);
  const [first] = platforms;
  await expect(preview.page.locator("run-ranking tbody tr").first()).toContainText(`${first?.line?.high} ${first?.line?.unit}`);
});

test("another model, settings and rows change the answer and the address, which brings them back", async ({ preview }) => {
  const { page } = preview;
  await open(preview);
  await page.getByLabel("Model", { exact: true }).selectOption({ label: "Nano Banana Pro" });
  await page.getByRole("radio", { name: "Day", exact: true }).check();
  await page.getByLabel("How many a day", { exact: true }).fill("12");
  await page.getByLabel("On how many days a month", { exact: true }).fill("20");
  await expect(page).toHaveURL(/m1=nano-banana-pro&m1\.n=12\/day&m1\.days=20/);
  await answered(preview);
  const need: ModelNeed = { ...NEED, lines: [{ request: { model: "nano-banana-pro" }, per_day: 12, days: 20 }] };
  await expect.poll(() => shown(preview)).toEqual(expected(need));
  await page.reload();
  await answered(preview);
  expect(await shown(preview)).toEqual(expected(need));
  await page.getByRole("button", { name: "Add a model" }).click();
  await expect(page.locator("model-row")).toHaveCount(2);
  await page.getByRole("button", { name: /^Remove/ }).first().click();
  await expect(page.locator("model-row")).toHaveCount(1);
});

test("links carry the rows to the plan calculator, and one generation to the cost preview", async ({ preview }) => {
  const { page } = preview;
  await open(preview);
  const platform = compare(catalogs, NEED).platforms[0];
  await page.locator("platform-ranking tbody a").first().click();
  await expect(page).toHaveURL(new RegExp(`plan\\.html\\?.*platform=${platform?.catalog}`));
  await expect(page.locator("drawdown-need-row")).toHaveCount(1);
  await expect(page.getByLabel("How many a month", { exact: true })).toHaveValue("200");
  await page.goBack();
  await answered(preview);
  await page.locator("run-ranking tbody a").first().click();
  await expect(preview.figure).toContainText(String(compareRun(catalogs, { request: REQUEST, currency: "USD" }).platforms[0]?.line?.high));
});

test("a wrong number marks its field, and the last answer stays", async ({ preview }) => {
  const { page } = preview;
  await open(preview);
  const before = await shown(preview);
  await page.getByLabel("How many a month", { exact: true }).fill("1.5.5");
  await expect(page.getByLabel("How many a month", { exact: true })).toHaveAttribute("aria-invalid", "true");
  expect(await shown(preview)).toEqual(before);
  await expect(page.locator("platform-ranking [aria-busy=true]")).toBeVisible();
  await page.getByLabel("How many a month", { exact: true }).fill("200");
  await answered(preview);
});

test("names in the address that nobody offers become notices", async ({ preview }) => {
  await open(preview, "m1=<b>x</b>&margin=lots&months=0");
  await expect(preview.notices).toHaveCount(3);
  await expect(preview.notices.filter({ hasText: "m1=" })).toContainText("<b>x</b>");
  expect(await shown(preview)).toEqual(expected(NEED));
});

test("only catalogs that offer something are fetched, and nothing leaves the page", async ({ preview }) => {
  const asked: string[] = [];
  preview.page.on("request", (request) => asked.push(request.url()));
  await open(preview, "m1=suno&m1.n=5/day");
  const fetched = asked.filter((url) => /\.json(\?|$)/.test(url));
  expect(fetched.length).toBe(1);
  expect(asked.every((url) => new URL(url).origin === new URL(preview.page.url()).origin)).toBe(true);
});

test("the cost preview leads to the same generation on other platforms", async ({ preview }) => {
  const { page } = preview;
  await preview.open("platform=runway&operation=veo-3.1&s.seconds=8");
  await page.getByRole("link", { name: /^The same on \d+ other platforms$/ }).click();
  await expect(page).toHaveURL(/m1=veo-3-1&m1\.n=100\/month&m1\.s\.seconds=8/);
  await answered(preview);
  const request = { model: "veo-3-1", settings: { seconds: "8" } };
  expect(await shown(preview)).toEqual(expected({ ...NEED, lines: [{ request, per_month: 100 }] }));
  await preview.open("platform=runway&operation=gen-4.5");
  await expect(page.getByRole("link", { name: /^The same on/ })).toHaveCount(0);
});

test("links between pages keep the platform", async ({ preview }) => {
  const { page } = preview;
  await preview.open("platform=luma");
  await page.getByLabel("Runs", { exact: true }).fill("3");
  const to = (name: string) => page.getByRole("navigation").getByRole("link", { name, exact: true });
  await expect(to("Plan calculator")).toHaveAttribute("href", /plan\.html\?platform=luma$/);
  await expect(to("Compare")).toHaveAttribute("href", /compare\.html$/);
  await to("Balance forecast").click();
  await expect(page.locator("platform-picker select")).toHaveValue("luma");
});
