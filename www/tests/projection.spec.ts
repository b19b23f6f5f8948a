import { Catalog, type Scenario } from "drawdown";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test, type Preview } from "./preview";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const krea = new Catalog(await readFile(join(import.meta.dirname, "../../catalogs/krea.json"), "utf8"));

/** Four large images each weekday, on a plan of 4,000 a month and 100 a day. */
const SHORT = "platform=krea&start=2026-11-01&plan=basic&d1=nano-banana-pro&d1.runs=4/day&d1.days=weekdays";
const SCENARIO: Scenario = {
  start: "2026-11-01",
  for: "12 months",
  account: { plan: "basic", term: "month" },
  demand: [{ request: { operation: "nano-banana-pro" }, per_day: 4, days: "weekdays" }],
};

async function open({ page }: Preview, query = ""): Promise<void> {
  await page.goto(`/projection.html${query && `?${query}`}`);
  await expect(page.locator("outlook-card .sentence, .needs").first()).toBeVisible();
}

const STATES: [string, string][] = [
  ["a balance that lasts", "platform=krea&start=2026-11-01"],
  ["a balance that runs out", SHORT],
  ["purchases, credits at the start and a zone", `${SHORT}&short=top_up&zone=America/New_York&lot1=pack,1500,2026-12-20&assume.top_ups/compute-pack/credits=2000`],
  ["a number that is not published", "platform=imagineart&start=2026-11-01&plan=basic"],
  ["several models and an error", `${SHORT}&d2=veo-3&d2.runs=3/week&lot1=pack,x`],
];

test("the rules of the plan are those of the catalog", async ({ preview }) => {
  const { page } = preview;
  await open(preview, SHORT);
  await page.getByText("The rules of this plan").click();
  const { plans, account } = krea.terms();
  const lines = [...plans.find(({ plan }) => plan === "basic")!.lines, ...account];
  const shown = await page.locator(".rules li").allInnerTexts();
  expect(shown).toEqual(lines.map(({ text, assumed }) => (assumed ? `${text} (nothing else is said)` : text)));
});

for (const scheme of ["light", "dark"] as const) {
  for (const [name, query] of STATES) {
    test(`no accessibility faults: ${name}, ${scheme}`, async ({ preview }) => {
      const { page } = preview;
      await page.emulateMedia({ colorScheme: scheme });
      await open(preview, query);
      const table = page.getByText("The same as a table");
      if (await table.isVisible()) await table.click();
      await page.evaluate(await readFile(AXE, "utf8"));
      const faults = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import("axe-core") };
        const { violations } = await axe.run(document, { resultTypes: ["violations"] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`).join("; ")}`);
      });
      expect(faults).toEqual([]);
    });
  }
}

for (const width of [320, 768, 1280]) {
  for (const [name, query] of STATES) {
    test(`nothing overflows at ${width} px: ${name}`, async ({ preview }) => {
      await preview.page.setViewportSize({ width, height: 700 });
      await open(preview, query);
      const overflow = await preview.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}

test("the numbers are the package's", async ({ preview }) => {
  await open(preview, SHORT);
  const { page } = preview;
  const projection = krea.simulate(SCENARIO);
  const { totals, run_out: runOut } = projection.summary();
  // The plan pays 300 of each weekday's 400: 100 are left after the 13th.
  expect(runOut).toBe("2026-11-19T12:00:00Z");
  await expect(page.locator("outlook-card .sentence")).toContainText("Runs out on 19 November 2026, 12:00: too little is left for Nano Banana Pro.");
  await expect(page.locator("outlook-card .sentence")).toContainText(`${totals.refused} of ${totals.wanted.toLocaleString("en")} runs cannot be made`);
  const figures = await page.locator("outlook-card dl > div").evaluateAll((all) => all.map((item) => {
    const more = item.querySelector(".more")?.textContent ?? "";
    return [item.querySelector("dt")?.textContent, item.querySelector("dd")?.textContent?.replace(more, "").trim()];
  }));
  expect(Object.fromEntries(figures)).toMatchObject({
    "Runs made": totals.made.toLocaleString("en"),
    Issued: Number(totals.issued).toLocaleString("en"),
    Spent: Number(totals.spent).toLocaleString("en"),
    "Ended unused": Number(totals.wasted).toLocaleString("en"),
  });

  await page.getByText("The same as a table").click();
  const rows = page.locator("balance-table tbody tr");
  await expect(rows).toHaveCount(365);
  const left = await rows.evaluateAll((all) => all.map((row) => row.children[3]?.textContent ?? ""));
  expect(left).toEqual([...projection.column("*", "closing")].map((amount) => amount.toLocaleString("en")));
});

test("the chart is read by keyboard", async ({ preview }) => {
  await open(preview, SHORT);
  const { page } = preview;
  const chart = page.getByRole("slider", { name: "Balance, day by day" });
  const closing = krea.simulate(SCENARIO).column("*", "closing");
  const says = (day: string, place: number) =>
    expect(chart).toHaveAttribute("aria-valuetext", new RegExp(`^${day}, ${(closing.at(place) ?? NaN).toLocaleString("en")} compute units, Daily free .*, Plan `));
  await chart.focus();
  // It begins where the balance runs out.
  await says("Thu, 19 Nov 2026", 18);
  await page.keyboard.press("ArrowLeft");
  await says("Wed, 18 Nov 2026", 17);
  await page.keyboard.press("Home");
  await says("Sun, 1 Nov 2026", 0);
  await page.keyboard.press("ArrowLeft");
  await says("Sun, 1 Nov 2026", 0);
  await page.keyboard.press("ArrowUp");
  await says("Mon, 2 Nov 2026", 1);
  await page.keyboard.press("PageUp");
  await says("Wed, 2 Dec 2026", 31);
  await page.keyboard.press("End");
  await says("Sun, 31 Oct 2027", -1);
  await expect(page.locator("balance-chart .reading")).toContainText("Sun, 31 Oct 2027");
});

test("the chart is read by pointer", async ({ preview }) => {
  await open(preview, SHORT);
  const chart = preview.page.getByRole("slider", { name: "Balance, day by day" });
  const box = await chart.boundingBox();
  if (!box) throw new Error("no chart");
  await chart.hover({ position: { x: 60, y: 100 } });
  await expect(preview.page.locator("balance-chart .reading strong").first()).toHaveText(/ Nov 2026$/);
  await chart.hover({ position: { x: box.width - 10, y: 100 } });
  await expect(preview.page.locator("balance-chart .reading strong").first()).toHaveText(/ Oct 2027$/);
});

test("what is set is in the address, and comes back", async ({ preview }) => {
  await open(preview, "platform=krea&start=2026-11-01");
  const { page } = preview;
  await preview.input("Model").selectOption("Nano Banana Pro");
  await preview.input("Runs").fill("4");
  await preview.input("On").selectOption("Weekdays");
  await preview.input("When credits are short").selectOption("Wait");
  await preview.input("Months").fill("6");
  await preview.input("Time zone").selectOption("Europe/Berlin");
  await page.getByRole("button", { name: "Add compute units" }).click();
  await preview.input("Class").selectOption("Compute pack");
  await preview.input("Amount").fill("1500");
  const query = "platform=krea&start=2026-11-01&months=6&zone=Europe/Berlin&short=wait&d1=nano-banana-pro&d1.runs=4/day&d1.days=weekdays&lot1=pack,1500,";
  await expect.poll(() => new URLSearchParams(new URL(page.url()).search).toString()).toBe(new URLSearchParams(query).toString());
  const before = await page.locator("outlook-card .sentence").textContent();
  await page.reload();
  await expect(preview.input("Amount")).toHaveValue("1500");
  await expect(preview.input("Time zone")).toHaveValue("Europe/Berlin");
  await expect(page.locator("outlook-card .sentence")).toHaveText(before ?? "");
  await expect(preview.notices).toHaveCount(0);
});

test("bad values in the address fall to their defaults, with a notice", async ({ preview }) => {
  await open(preview, "platform=krea&start=soon&months=900&zone=Mars/Olympus&plan=zz&term=week&short=pray&d1=x&lot1=gold,5");
  for (const part of ["start=soon", "months=900", "zone=Mars/Olympus", "plan=zz", "term=week", "short=pray", "d1=x", "lot1=gold,5"]) {
    await expect(preview.notices.filter({ hasText: `\u201c${part}\u201d` })).toHaveCount(1);
  }
  await expect(preview.page.locator("outlook-card")).toBeVisible();
});

test("what is not published is asked for, and then assumed", async ({ preview }) => {
  await open(preview, "platform=imagineart&start=2026-11-01&plan=basic&d1=nano-banana-2&d1.runs=5/day");
  const { page } = preview;
  await expect(page.locator(".needs")).toContainText("The amount of basic-monthly is not published: give the one to assume");
  await preview.input("Allowance of Basic, each cycle").fill("3000");
  await expect(page.locator("outlook-card .sentence")).toContainText("Runs out on 13 November 2026, 12:00");
  await expect(page.locator("outlook-card dl")).toContainText("without a published price");
  await preview.input("Price of Basic, each month").fill("11.50");
  await expect(page.locator("outlook-card dl")).toContainText("138 USD");
});

test("lines of use come and go", async ({ preview }) => {
  await open(preview, SHORT);
  const { page } = preview;
  await page.getByRole("button", { name: "Add a model" }).click();
  const second = page.getByRole("group", { name: "Line 2" });
  await second.getByLabel("Model").selectOption("Veo 3");
  await second.getByLabel("Each").selectOption("Month");
  await second.getByLabel("Runs").fill("x");
  await expect(page.locator(".needs")).toBeVisible();
  await second.getByLabel("Runs").fill("2");
  await expect(page.locator("outlook-card")).toBeVisible();
  await page.getByRole("button", { name: "Remove Veo 3" }).click();
  await expect(second).toHaveCount(0);
});

test("ways out of a shortfall are dated", async ({ preview }) => {
  await open(preview, SHORT);
  const ways = preview.page.getByRole("list", { name: "Ways out" }).first();
  await expect(ways.getByRole("listitem").filter({ hasText: "Wait until 1 December 2026" })).toContainText("4,000 compute units");
  await expect(ways.getByRole("listitem").filter({ hasText: "Upgrade to Pro" })).toContainText("20,000 compute units each cycle");
});

test("on a narrow screen the answer stays in sight, and is led to", async ({ preview }) => {
  await preview.page.setViewportSize({ width: 320, height: 640 });
  await open(preview, SHORT);
  const bar = preview.page.locator("a.bar");
  await expect(bar).toContainText("Runs out on 19 November 2026");
  await expect(bar).toBeInViewport();
  await bar.click();
  await expect(preview.page.locator("outlook-card .sentence")).toBeInViewport();
});
