// The balance of a scenario as an element of another page.
import { Catalog, type Scenario } from "drawdown";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./package";
import { expect, test, type Preview } from "./preview";

const text = await readFile(join(ROOT, "catalogs/krea.json"), "utf8");
const krea = new Catalog(text);
const SCENARIO: Scenario = {
  start: "2026-11-01",
  for: "12 months",
  account: { plan: "basic", term: "month" },
  demand: [{ request: { operation: "nano-banana-pro" }, per_day: 4, days: "weekdays" }],
};
const LASTING: Scenario = { ...SCENARIO, demand: [{ ...SCENARIO.demand![0]!, per_day: 1 }] };

type Balance = HTMLElement & { opened?: { catalog: object } };
interface Change {
  scenario: Scenario;
  projection?: { summary: { run_out: string | null } };
  faults: { path: string }[];
}

/** A page with nothing but a balance that has these properties; `said` collects what it tells. */
async function host({ page }: Preview, properties: object, { handle = false, lang = "en-GB" } = {}): Promise<void> {
  await page.goto("/projection.html?platform=krea");
  await expect(page.locator("drawdown-outlook-card")).toBeVisible();
  await page.evaluate(
    ({ properties, handle, lang }) => {
      const own = document.querySelector("projection-page")!.shadowRoot!.querySelector<Balance>("drawdown-balance")!;
      const said: unknown[] = [];
      const balance = document.createElement("drawdown-balance");
      balance.addEventListener("drawdown-change", (event) => said.push((event as CustomEvent).detail));
      Object.assign(globalThis, { said });
      Object.assign(balance, handle ? { catalog: own.opened!.catalog } : {}, properties);
      document.documentElement.lang = lang;
      document.querySelector("main")!.replaceChildren(balance);
    },
    { properties, handle, lang },
  );
}

const set = ({ page }: Preview, properties: object) =>
  page.evaluate((properties) => Object.assign(document.querySelector("drawdown-balance")!, properties), properties);
const said = ({ page }: Preview) => page.evaluate(() => (globalThis as unknown as { said: Change[] }).said);
const title = ({ page }: Preview) => page.locator("drawdown-outlook-card .title");

for (const handle of [false, true]) {
  test(`a scenario is simulated and told, ${handle ? "with an open handle" : "with the text"}`, async ({ preview }) => {
    await host(preview, { scenario: SCENARIO, ...(!handle && { catalog: text }) }, { handle });
    await expect(title(preview)).toHaveText("Your credits run out on 19 November 2026, 12:00");
    await expect(preview.page.getByRole("slider", { name: "Balance, day by day" })).toBeVisible();
    await expect(preview.page.locator("drawdown-shortfall-list")).toContainText("104 times");
    // The same scenario as another object is no other run.
    await set(preview, { scenario: { ...SCENARIO } });
    await set(preview, { scenario: LASTING });
    await expect(title(preview)).toHaveText("Your credits last");
    await expect(preview.page.getByRole("status")).toContainText(`${await title(preview).innerText()}. `);
    const changes = await said(preview);
    expect(changes.map(({ projection, faults }) => [projection?.summary.run_out, faults])).toEqual([
      [krea.simulate(SCENARIO).summary().run_out, []],
      [null, []],
    ]);
  });
}

test("errors are listed; below them is the outcome of the scenario before, which says so", async ({ preview }) => {
  await host(preview, { catalog: text, scenario: SCENARIO });
  await expect(title(preview)).toBeVisible();
  await set(preview, { scenario: { ...SCENARIO, account: { plan: "bsic" } } });
  const needs = preview.page.getByRole("list", { name: "What to correct" });
  await expect(needs).toContainText("Plan:");
  await expect(needs).not.toContainText("/account");
  await expect(preview.page.getByText("The forecast shown is for the previous inputs.")).toBeVisible();
  await expect(preview.page.locator("drawdown-balance .late drawdown-outlook-card")).toBeVisible();
  await expect(preview.page.getByRole("status")).toHaveText("No forecast: an input needs a correction.");
  const [, { projection, faults } = { faults: [] }] = (await said(preview)) as Change[];
  expect([projection, faults.map(({ path }) => path)]).toEqual([undefined, ["/account/plan"]]);
  await set(preview, { catalog: "{}" });
  await expect(needs).not.toContainText("Plan:");
  await expect(title(preview)).toHaveCount(0);
  await expect(needs.getByRole("listitem").first()).toBeVisible();
});

test("times are in the zone of the account", async ({ preview }) => {
  const account = { ...SCENARIO.account, zone: "Asia/Tokyo" };
  await host(preview, { catalog: text, scenario: { ...SCENARIO, start: "2026-10-31T15:00:00Z", account } });
  await expect(title(preview)).toHaveText("Your credits run out on 19 November 2026, 12:00");
});

test("a projection computed elsewhere is shown, with a catalog and without", async ({ preview }) => {
  const projection = krea.simulate(SCENARIO);
  const columns = { "*": { closing: Array.from(projection.column("*", "closing")) } };
  const data = { summary: projection.summary(), left_off: {}, months: projection.months(), days: Array.from(projection.days()), classes: [], columns, entries: [] };
  await host(preview, { projection: data });
  await expect(title(preview)).toHaveText("Your credits run out on 19 November 2026, 12:00");
  await expect(preview.page.locator("drawdown-outlook-card .rest")).toContainText("a run");
  await set(preview, { catalog: text });
  await expect(preview.page.locator("drawdown-outlook-card .rest")).toContainText("Nano Banana Pro");
  expect(await said(preview)).toEqual([]);
});

test("months are marked in the digits of the locale, from left to right", async ({ preview }) => {
  const { page } = preview;
  await host(preview, { catalog: text, scenario: SCENARIO }, { lang: "ar-EG" });
  await page.evaluate(() => { document.documentElement.dir = "rtl"; });
  const texts = page.locator("drawdown-balance-chart .plot svg text:not([text-anchor])");
  await expect.poll(() => texts.allTextContents()).toHaveLength(12);
  expect(await texts.nth(2).textContent()).toBe((2027).toLocaleString("ar-EG", { useGrouping: false }));
  const at = await texts.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
  expect(at).toEqual([...at].sort((a, b) => a - b));
  // Midnight is a date alone, whatever the digits and hours of the locale.
  await expect(page.locator("drawdown-outlook-card .rest")).toContainText(new Date("2027-11-01").toLocaleDateString("ar-EG", { dateStyle: "long", timeZone: "UTC" }));
  await expect(page.locator("drawdown-outlook-card .rest")).not.toContainText("\u0661\u0662:\u0660\u0660 \u0635");
});

test("with forced colours each class has its own pattern, in the key too", async ({ preview }) => {
  const { page } = preview;
  await page.emulateMedia({ forcedColors: "active" });
  await host(preview, { catalog: text, scenario: SCENARIO });
  const fills = (selector: string) => page.locator(`drawdown-balance-chart ${selector}`).evaluateAll((all) => all.map((one) => getComputedStyle(one).fill));
  await expect(title(preview)).toBeVisible();
  const drawn = await fills(".plot .area");
  expect(drawn.length).toBeGreaterThan(1);
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(await fills(".swatch .area")).toEqual(drawn);
});
