// Numbers as people type them, in the language of the page.
import { expect, test, type Page } from "@playwright/test";
import { listMeanings, meanings, written, writtenList } from "@elements/format/numeral";
import { localise } from "@elements/localise";
import { servePackage } from "./package";

/** What texts mean in each language; two numbers are refused. */
const READ: Record<string, Record<string, string[]>> = {
  de: {
    "1,5": ["1.5"], "1.5": ["1.5"], "1.000": ["1.000", "1000"], "12.345": ["12.345", "12345"], "1,000": ["1.000"],
    "1.000,5": ["1000.5"], "1.000.000": ["1000000"], "0.125": ["0.125"], "1000": ["1000"], " \u22122,50 ": ["-2.50"],
    "1,2,3": [], "1,": [], "x": [], "": [], "1.00.000": [], "12345678901234567,25": ["12345678901234567.25"],
  },
  en: {
    "1.5": ["1.5"], "1,5": ["1.5"], "1,000": ["1.000", "1000"], "1.000": ["1.000"], "1,000.5": ["1000.5"],
    "1,000,000": ["1000000"], "1.000.000": [], "-7": ["-7"],
  },
  fr: { "1,5": ["1.5"], "1 000": ["1000"], "1\u202f000,5": ["1000.5"], "1.000": ["1.000", "1000"] },
  "de-CH": { "1.5": ["1.5"], "1\u2019000": ["1000"], "1'000.5": ["1000.5"], "1,000": ["1.000", "1000"] },
  "en-IN": { "1,00,000": ["100000"], "1,000": ["1.000", "1000"] },
  "ar-EG": { "\u0661\u066b\u0665": ["1.5"], "1.5": ["1.5"], "\u0661\u066c\u0660\u0660\u0660": ["1000"], "1.234,567": [] },
};

for (const [locale, texts] of Object.entries(READ)) {
  test(`numbers are read in ${locale}`, () => {
    localise({ locale });
    for (const [typed, found] of Object.entries(texts)) expect(meanings(typed), typed).toEqual(found);
    // What is shown is read as it was.
    for (const plain of ["1.5", "1.125", "1000", "-0.001", "1234567.25"]) expect(meanings(written(plain))).toEqual([plain]);
  });
}

test("lists are separated by what is no decimal sign", () => {
  localise({ locale: "de" });
  expect(listMeanings("1,5; 2")).toEqual(["1.5, 2"]);
  expect(listMeanings("5, 10")).toEqual(["5, 10"]);
  expect(listMeanings("1.000; 2")).toEqual(["1.000, 2", "1000, 2"]);
  expect(listMeanings("1,000.5; 2")).toEqual(["1 000.5, 2"]);
  expect(writtenList("1.5, 2")).toBe("1,5; 2");
  localise({ locale: "en" });
  expect(listMeanings("1.5, 2")).toEqual(["1.5, 2"]);
  expect(listMeanings("5,10")).toEqual(["5, 10"]);
  expect(listMeanings("5,100")).toEqual(["5, 100", "5100"]);
  expect(listMeanings("x, 2")).toEqual(["x, 2"]);
  expect(writtenList("None")).toBe("None");
});

let served: Awaited<ReturnType<typeof servePackage>>;
test.beforeAll(async () => { served = await servePackage(); });
test.afterAll(() => served.close());

const CATALOG = {
  catalog: "t", version: "1", as_of: "2026-01-01", credit: { name: "credit", plural: "credits", step: "0.01" },
  operations: [{
    id: "clip",
    settings: {
      seconds: { number: { min: 0, max: 2000, step: "0.125" }, default: "2.5", label: "Seconds" },
      clips: { list: { min: 0, max: 60, max_items: 5 }, default: ["1.5", 2], label: "Clips" },
    },
    price: [{ line: "Footage", quantity: "seconds", rate: "2" }, { line: "Clips", quantity: "sum(clips)", rate: "1" }],
  }],
};

async function host(page: Page, lang: string): Promise<void> {
  await page.goto(served.address);
  await page.evaluate(async ({ catalog, lang }) => {
    document.documentElement.lang = lang;
    document.body.innerHTML = '<form><drawdown-cost operation="clip"><drawdown-settings name="settings"></drawdown-settings></drawdown-cost></form>';
    Object.assign(document.querySelector("drawdown-cost")!, { catalog });
    await import("/pkg/generated/elements/standalone.js" as string);
  }, { catalog: CATALOG, lang });
  await expect(page.locator("drawdown-cost .figure")).toBeVisible();
}

const value = (page: Page) => page.evaluate(() => new FormData(document.querySelector("form")!).get("settings"));
const isValid = (page: Page) => page.evaluate(() => document.querySelector("form")!.checkValidity());

test("a German page takes a comma and a point, shows a comma, and refuses what may be a thousand", async ({ page }) => {
  await host(page, "de");
  const [figure, seconds, clips] = [page.locator("drawdown-cost .figure"), page.getByLabel("Seconds", { exact: true }), page.getByLabel("Clips")];
  await expect(seconds).toHaveValue("2,5");
  await expect(clips).toHaveValue("1,5; 2");
  await expect(figure).toHaveText("8,5 credits");
  await seconds.fill("1,5");
  await expect(figure).toHaveText("6,5 credits");
  await expect(seconds).toHaveValue("1,5");
  await seconds.fill("1.5");
  await expect(figure).toHaveText("6,5 credits");
  await expect(seconds).toHaveValue("1.5");
  expect(await isValid(page)).toBe(true);
  await seconds.fill("1.000");
  await expect(figure).toHaveText("Needs a correction");
  await expect(seconds).toHaveAccessibleDescription(/^! \u201c1\.000\u201d can mean 1 or 1000: write it without a separator for thousands/);
  expect(await isValid(page)).toBe(false);
  await seconds.fill("1000");
  await expect(figure).toHaveText("2.003,5 credits");
  await seconds.press("ArrowUp");
  await expect(seconds).toHaveValue("1000,125");
  await expect(page.getByRole("slider")).toHaveAttribute("aria-valuetext", "1000,125");
  for (const refused of ["1,000.5", "1.000; 2", "1,2,3"]) {
    await clips.fill(refused);
    await expect(figure).toHaveText("Needs a correction");
  }
  await clips.fill("0,5; 1");
  await expect(figure).toHaveText("2.001,75 credits");
  await expect.poll(() => value(page)).toBe('{"clips":[0.5,1],"seconds":1000.125}');
});

test("an English page takes a comma before decimals, and refuses it before three digits", async ({ page }) => {
  await host(page, "en-GB");
  const [figure, seconds] = [page.locator("drawdown-cost .figure"), page.getByLabel("Seconds", { exact: true })];
  await expect(page.getByText("separated by commas")).toBeVisible();
  await seconds.fill("1,5");
  await expect(figure).toHaveText("6.5 credits");
  await seconds.fill("1,000");
  await expect(figure).toHaveText("Needs a correction");
  await seconds.fill("1,000.5");
  await expect(figure).toHaveText("2,004.5 credits");
});
