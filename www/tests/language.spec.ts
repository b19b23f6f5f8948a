// The pages in the reader's language: in German all of their own texts; and what a page from right to left does.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { frame } from "../src/site/frame-german";
import { expect, test } from "./preview";

const ROOT = join(import.meta.dirname, "..");

/** Each page, what shows that it has its answers, its heading in German, and its link, if it has one. */
const PAGES: readonly [path: string, answer: string, heading: string, link?: string][] = [
  ["/", "start-page .figure", "Wissen, was es kostet, bevor Sie generieren"],
  ["/preview.html", "drawdown-cost .figure", "Kostenvorschau", "Kostenvorschau"],
  ["/plan.html", "drawdown-fit-card .title", "Tarifrechner", "Tarifrechner"],
  ["/projection.html", "drawdown-outlook-card .sentence", "Guthabenprognose", "Guthabenprognose"],
  ["/compare.html", "platform-ranking [aria-busy=false]", "Plattformen vergleichen", "Vergleich"],
  ["/usage.html", "usage-columns", "Nutzung", "Nutzung"],
  ["/catalogs.html", "rate-table tbody", "Preise und Regeln", "Preise"],
  ["/numbers.html", "numbers-page", "Wie die Zahlen entstehen"],
];

/** Words that the English pages show in many places. */
const ENGLISH = [
  "Platform", "Model", "Settings", "Balance", "Plan calculator", "Balance forecast", "Cost preview", "Usage", "Prices", "Compare",
  "What you make", "Per", "Day", "Month", "Months", "Start date", "Time zone", "Safety margin from", "Cost", "Exact", "Range", "Line",
  "Total", "Top-ups", "Billing", "Monthly", "Yearly", "Not set", "None", "No plan", "Remove", "Add a model", "Runs", "Account",
  "Alerts", "Members", "Invoices", "Events", "Amount", "Date", "Notes", "Sources", "Show as a table", "Show all", "Cheaper", "Copy link",
  "Save quote", "Compute", "Log", "Columns", "Digest", "Dismiss", "defaults", "not published", "free", "Yes", "No",
];

async function open(page: Page, path: string, answer: string, example: string): Promise<void> {
  await page.goto(path);
  if (path === "/usage.html") await page.getByRole("button", { name: example }).click();
  await expect(page.locator(answer).first()).toBeVisible({ timeout: 20_000 });
}

/** Every text of a page, with those of its elements, of labels, and of what is folded; not those that are English in any language. */
const texts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const of = (node: ParentNode): string[] => [...node.children].flatMap((one) => {
      if (one.localName === "noscript" || one.closest("[lang=en]") || (one as HTMLElement).hidden) return [];
      const own = [...one.childNodes].filter((node) => node instanceof Text).map(({ data }) => data.trim());
      const named = ["aria-label", "placeholder", "title"].map((name) => one.getAttribute(name) ?? "");
      return [...own, ...named, ...(one.shadowRoot ? of(one.shadowRoot) : []), ...of(one)];
    });
    return [...new Set(of(document.body))].filter(Boolean);
  });

test("every text of the frame has its German", async () => {
  const files = (await readdir(ROOT)).filter((name) => name.endsWith(".html") || name === "frame.ts");
  expect(files.length).toBe(PAGES.length + 1);
  const sources = await Promise.all(files.map((name) => readFile(join(ROOT, name), "utf8")));
  const named = sources.flatMap((source) => [
    ...[...source.matchAll(/data-(?:text|label)="(\w+)"/g)].map(([, name = ""]) => name),
    ...[...source.matchAll(/\btext: "(\w+)"/g)].map(([, name = ""]) => name),
  ]);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !frame[name])).toEqual([]);
  expect(Object.keys(frame).filter((name) => !named.includes(name))).toEqual([]);
});

test.describe("in German", () => {
  test.use({ locale: "de-DE" });

  for (const [path, answer, heading, link] of PAGES) {
    test(`${path} speaks it, without faults`, async ({ preview }) => {
      test.slow();
      const { page } = preview;
      await open(page, path, answer, "Beispiel ausprobieren");
      await expect(page.locator("html")).toHaveAttribute("lang", "de");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
      await expect(page).toHaveTitle(`${heading} · drawdown`);
      await expect(page.getByRole("navigation", { name: "Seiten" }).getByRole("link")).toHaveText([
        "Kostenvorschau", "Tarifrechner", "Guthabenprognose", "Vergleich", "Nutzung", "Preise",
      ]);
      if (link) await expect(page.locator("header [aria-current=page]")).toHaveText(link);
      await preview.unfold();
      const shown = await texts(page);
      // A column of the example is called so.
      const known = path === "/usage.html" ? ["Model"] : [];
      expect(shown.filter((text) => ENGLISH.includes(text) && !known.includes(text))).toEqual([]);
      expect(await preview.faults()).toEqual([]);
    });

    test(`${path} fits a phone`, async ({ preview }) => {
      const { page } = preview;
      await page.setViewportSize({ width: 320, height: 700 });
      await open(page, path, answer, "Beispiel ausprobieren");
      expect(await preview.overflow()).toBeLessThanOrEqual(0);
      await preview.unfold();
      expect(await preview.overflow()).toBeLessThanOrEqual(0);
    });
  }

  test("numbers and dates are written as in German", async ({ preview }) => {
    const { page } = preview;
    await open(page, "/", "start-page .figure", "");
    await expect(page.locator("start-page")).toContainText("1.000 Credits reichen für 16 solche Läufe.");
    await page.goto("/compare.html");
    await expect(page.locator("platform-ranking")).toContainText(/Preise vom \d+\. \p{Lu}\p{Ll}+ 20\d\d/u, { timeout: 20_000 });
    await expect(page.locator("platform-ranking")).toContainText(/\d,\d\d\sUSD pro Monat/);
  });

  test("what is not used of an address is said in German", async ({ preview }) => {
    await preview.page.goto("/plan.html?platform=runway&months=0&l1=none");
    await expect(preview.notices).toHaveText([
      "„l1=none“ in der Adresse wird nicht verwendet: diese Operation gibt es bei Runway nicht.",
      "„months=0“ in der Adresse wird nicht verwendet: erwartet wird 1 bis 120.",
    ]);
  });

  test("English is a button away, and stays", async ({ preview }) => {
    const { page } = preview;
    await page.goto("/preview.html?platform=runway&s.seconds=10");
    await expect(preview.figure).toHaveText("120 Credits");
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cost preview");
    await expect(preview.figure).toHaveText("120 credits");
    await preview.expectQuery("platform=runway&s.seconds=10");
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("lang", "en-GB");
    await expect(preview.figure).toHaveText("120 credits");
    await page.goto("/plan.html");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Plan calculator");
    await page.getByRole("button", { name: "Deutsch" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tarifrechner");
  });
});

for (const [path, answer] of PAGES) {
  test(`${path} fits from right to left`, async ({ preview }) => {
    test.slow();
    const { page } = preview;
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await open(page, path, answer, "Try an example");
      await page.evaluate(() => (document.documentElement.dir = "rtl"));
      await preview.unfold();
      // What stands out at the left of such a page can be scrolled to.
      expect(await preview.overflow(), `${width} px`).toBeLessThanOrEqual(0);
    }
  });
}
