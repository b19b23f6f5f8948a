import { Catalog, compare, compareRun, type ModelNeed } from "drawdown";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { offered } from "../models.ts";
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
  await expect(page.getByRole("button", { name: "Add a model" })).toBeFocused();
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
  await expect(page.locator("platform-ranking .late")).toBeVisible();
  await page.getByLabel("How many a month", { exact: true }).fill("200");
  await expect(page.locator("platform-ranking .late")).toHaveCount(0);
  await expect(page.getByLabel("How many a month", { exact: true })).not.toHaveAttribute("aria-invalid", "true");
});

for (const [label, name] of [["Months", "Months"], ["Safety margin to", "Safety margin"]] as const) {
  test(`a text in “${label}” marks the field, and the correction has its name`, async ({ preview }) => {
    const { page } = preview;
    await open(preview);
    await page.getByLabel(label, { exact: true }).fill("x");
    await expect(page.getByLabel(label, { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByRole("list", { name: "What to correct" })).toContainText(name);
  });
}

test("nothing made costs nothing, and platforms that are free have a place", async ({ preview }) => {
  await open(preview, "m1=kling-3-0&m1.n=0/month&m1.s.seconds=5&margin=0-0");
  const need: ModelNeed = { ...NEED, buffer: "0%", lines: [{ request: REQUEST, per_month: 0 }] };
  expect(await shown(preview)).toEqual(expected(need));
  await expect(preview.page.locator("platform-ranking .title")).toContainText(": 0.00\u00a0USD a month");
});

test("the table says what is not the same on all platforms", async ({ preview }) => {
  const remarks = preview.page.locator("platform-ranking .remarks");
  await open(preview, "m1=veo-3-1&m1.n=10/day");
  await expect(remarks).toContainText("Audio yes at Runway; no at Magic Hour. Set it to compare like with like.");
  await expect(remarks).toContainText("Not set at Runway and Magic Hour: Duration. The highest cost counts.");
  await open(preview, "m1=veo-3-1&m1.n=10/day&m1.s.seconds=8&m1.s.audio=yes");
  await expect(remarks).not.toContainText("Audio yes");
  await expect(remarks).not.toContainText("Duration");
});

test("another model keeps the settings that it has too", async ({ preview }) => {
  const { page } = preview;
  await open(preview);
  await page.getByLabel("Model", { exact: true }).selectOption({ label: "Veo 3.1" });
  await expect(page).toHaveURL(/m1=veo-3-1&m1\.n=200\/month&m1\.s\.seconds=5/);
  await page.getByLabel("Model", { exact: true }).selectOption({ label: "Nano Banana 2" });
  await expect(page).toHaveURL(/m1=nano-banana-2&m1\.n=200\/month$/);
});

test("what was typed last is in the address of who leaves at once", async ({ preview }) => {
  const { page } = preview;
  await open(preview);
  await page.getByLabel("Months", { exact: true }).fill("6");
  const query = await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent("pagehide"));
    return location.search;
  });
  expect(query).toBe("?months=6");
});

test("only a sentence is announced: the new answer", async ({ preview }) => {
  const { page } = preview;
  await open(preview);
  await page.getByLabel("How many a month", { exact: true }).fill("400");
  const status = page.locator("compare-page p.visually-hidden[role=status]");
  await expect(status).toHaveText(/: [\d,.]+\u00a0USD a month$/);
  await expect(page.locator("platform-ranking [aria-live], run-ranking [aria-live]")).toHaveCount(0);
});

test("a catalog that cannot be opened is listed, and the others are compared", async ({ preview }) => {
  await preview.page.route(/\/runway-[^/]*\.json$/, (route) => route.fulfill({ json: {} }));
  await open(preview);
  expect(await shown(preview)).toEqual(expected(NEED).filter(([name]) => name !== "Runway"));
  await expect(preview.page.locator("platform-ranking .others")).toContainText("Runway: ");
});

test("rows that make the same have one table of one generation", async ({ preview }) => {
  await open(preview, "m1=kling-3-0&m1.n=5/day&m1.s.seconds=5&m2=kling-3-0&m2.n=9/week&m2.s.seconds=5&m3=kling-3-0&m3.n=1/day&m3.s.seconds=10");
  await expect(preview.page.locator("run-ranking h2")).toHaveText([
    "One generation with Kling 3.0 \u00b7 Duration 5 s", "One generation with Kling 3.0 \u00b7 Duration 10 s",
  ]);
});

test("on a phone the inputs follow the ranking at once", async ({ preview }) => {
  const { page } = preview;
  await page.setViewportSize({ width: 320, height: 800 });
  await open(preview);
  const top = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y ?? Number.NaN;
  const places = [await top("platform-ranking table"), await top("details.fold"), await top("platform-ranking .others"), await top("run-ranking")];
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test("names in the address that nobody offers become notices", async ({ preview }) => {
  await open(preview, "m1=<b>x</b>&margin=lots&months=0");
  await expect(preview.notices).toHaveCount(3);
  await expect(preview.notices.filter({ hasText: "m1=" })).toContainText("<b>x</b>");
  expect(await shown(preview)).toEqual(expected(NEED));
});

test("settings in the address that no platform has become notices, by the key of their row", async ({ preview }) => {
  await open(preview, "m1=nobody&m2=kling-3-0&m2.n=200/month&m2.s.seconds=5&m2.s.tempo=fast&m2.s.resolution=3p");
  await expect(preview.notices).toHaveCount(3);
  await expect(preview.notices.filter({ hasText: "m2.s.tempo=fast" })).toHaveCount(1);
  await expect(preview.notices.filter({ hasText: "m2.s.resolution=3p" })).toHaveCount(1);
  expect(await shown(preview)).toEqual(expected(NEED));
});

test("rows over the limit are named, and a long text is cut", async ({ preview }) => {
  const rows = Array.from({ length: 14 }, (_, i) => `m${i + 1}=suno`).join("&");
  await open(preview, `${rows}&margin=${"9".repeat(300)}x`);
  await expect(preview.notices.filter({ hasText: "rows at most" })).toHaveCount(1);
  const [long = ""] = await preview.notices.filter({ hasText: "margin=" }).allTextContents();
  expect(long.length).toBeLessThan(120);
});

test("the models of the page and their platforms are those of the library", () => {
  const infos = catalogs.map((catalog) => catalog.info());
  for (const { name, catalogs: places, settings } of offered()) {
    const { platforms } = compareRun(catalogs, { request: { model: name }, currency: "USD" });
    const offering = platforms.filter(({ state }) => state !== "not_offered").map(({ catalog }) => catalog);
    expect(Object.keys(places).sort(), name).toEqual(offering.sort());
    for (const [setting, ids] of Object.entries(settings)) {
      const having = infos.filter(({ id, operations }) => operations.some(({ model = "", settings }) =>
        places[id]?.includes(model) && settings.some(({ name, kind, after }) => name === setting && kind !== "list" && !after)));
      expect(ids.toSorted(), `${name}: ${setting}`).toEqual(having.map(({ id }) => id).sort());
    }
  }
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
  // Only Imaginode has such a setting.
  await preview.open("platform=imaginode&operation=nano-banana-2&s.options=higher");
  await expect(page.getByRole("link", { name: /^The same on/ })).toHaveAttribute("href", /m1=nano-banana-2&m1\.n=100\/month$/);
  await preview.open("platform=runway&operation=gen-4.5");
  await expect(page.getByRole("link", { name: /^The same on/ })).toHaveCount(0);
});

test("links between pages keep the platform", async ({ preview }) => {
  const { page } = preview;
  await preview.open("platform=luma");
  await page.getByLabel("Runs", { exact: true }).fill("3");
  const to = (name: string) => page.getByRole("navigation").getByRole("link", { name, exact: true });
  await expect(to("Plan calculator")).toHaveAttribute("href", /plan\.html\?platform=luma&l1=[^&]+&l1\.n=1\/day/);
  await expect(to("Prices")).toHaveAttribute("href", /catalogs\.html\?platform=luma$/);
  await to("Balance forecast").click();
  await expect(page.locator("platform-picker select")).toHaveValue("luma");
});
