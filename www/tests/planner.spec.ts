// The planner of the package in a page of a host.
import { Catalog, type Fit, type Need } from "drawdown";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { ROOT, servePackage } from "./package";
import { AXE } from "./preview";

let served: Awaited<ReturnType<typeof servePackage>>;
test.beforeAll(async () => { served = await servePackage(); });
test.afterAll(() => served.close());

const STANDALONE = "/pkg/generated/elements/standalone.js";
const read = (path: string) => readFile(join(ROOT, path), "utf8");
const { lines = [] } = JSON.parse(await read("examples/needs/imagineart-month.json")) as Need;
const guide = new Catalog(await read("catalogs/imagineart.json"));
const SRC = "/catalogs/imagineart.json";

interface Change {
  need: Need;
  fit?: Fit;
  plan: Record<string, unknown>;
  faults: { path: string }[];
}
type Planner = HTMLElement & { plan: Record<string, unknown>; need?: Need; fit?: Fit };

/** A host's page with a planner that has these properties; `said` collects the changes it hears. */
async function host(page: Page, properties: object, inside = ""): Promise<void> {
  await page.goto(served.address);
  await page.evaluate(
    async ({ properties, inside, script }) => {
      document.documentElement.lang = "en-GB";
      document.title = "A host";
      document.body.innerHTML = `<main><h1>A host</h1><drawdown-planner>${inside}</drawdown-planner></main>`;
      const said: unknown[] = [];
      Object.assign(globalThis, { said });
      document.addEventListener("drawdown-change", (event) => said.push((event as CustomEvent).detail));
      // Before it is defined, as hosts do.
      Object.assign(document.querySelector("drawdown-planner")!, properties);
      await import(script);
    },
    { properties, inside, script: STANDALONE },
  );
}

const said = (page: Page) => page.evaluate(() => (globalThis as unknown as { said: Change[] }).said);
const title = (page: Page) => page.locator("drawdown-fit-card .title");
const set = (page: Page, change: object) =>
  page.evaluate((change) => {
    const planner = document.querySelector<Planner>("drawdown-planner")!;
    planner.plan = { ...planner.plan, ...change };
  }, change);

test("it begins with the lines and the date, and tells what is set and what fits", async ({ page }) => {
  await host(page, { src: SRC, lines, start: "2026-11-22" }, '<p slot="catalog">Of ImagineArt</p>');
  await expect(title(page)).toHaveText("The credits of Basic, Standard, Ultimate and Creator are not published", { timeout: 20_000 });
  await expect(page.getByText("Of ImagineArt")).toBeVisible();
  const [first] = await said(page);
  expect(first?.need).toMatchObject({ start: "2026-11-22", months: 12 });
  const assume = { "grants/basic-monthly": "100000", "plans/basic/month": "99.5" };
  await set(page, { assume, months: "6" });
  await expect(title(page)).toHaveText("Basic, paid monthly");
  await expect(page.locator("drawdown-planner").getByRole("status").first()).toHaveText("Basic, paid monthly");
  await page.getByLabel("Months", { exact: true }).fill("x");
  await expect(page.getByRole("heading", { name: "Needs a correction" })).toBeVisible();
  const changes = await said(page);
  // On a slow machine an answer comes after its need.
  for (const { need, fit } of changes) if (fit) expect(fit).toEqual(guide.fit(need));
  const answered = changes.findLast(({ fit }) => fit);
  expect(answered).toMatchObject({ plan: { months: "6", assume }, faults: [] });
  const last = changes.at(-1);
  expect([last?.fit, last?.faults.map(({ path }) => path)]).toEqual([undefined, ["/months"]]);
  const held = await page.evaluate(() => {
    const { plan, need, fit } = document.querySelector<Planner>("drawdown-planner")!;
    return { months: plan.months, need: need?.months, fit };
  });
  expect(held).toEqual({ months: "x", need: "x", fit: undefined });
});

/** A planner whose engine counts what is computed on the page's thread. */
async function counted(page: Page): Promise<() => Promise<number>> {
  await host(page, {});
  await page.evaluate(async ({ src, lines }) => {
    const { Catalog } = (await import("/pkg/index.js" as string)) as typeof import("drawdown");
    Object.assign(globalThis, { fits: 0 });
    class Counting extends Catalog<object> {
      override fit(...asked: Parameters<Catalog<object>["fit"]>) {
        Object.assign(globalThis, { fits: (globalThis as unknown as { fits: number }).fits + 1 });
        return super.fit(...asked);
      }
    }
    Object.assign(document.querySelector("drawdown-planner")!, { engine: { Catalog: Counting }, src, lines, start: "2026-11-22" });
  }, { src: SRC, lines });
  await expect(title(page)).toBeVisible({ timeout: 20_000 });
  return () => page.evaluate(() => (globalThis as unknown as { fits: number }).fits);
}

test("the first answer comes from another thread", async ({ page }) => {
  const fits = await counted(page);
  expect(await fits()).toBe(0);
  expect(page.workers()).toHaveLength(1);
  const changes = await said(page);
  expect(changes.map(({ fit }) => fit !== undefined)).toEqual([false, true]);
});

for (const [why, begin] of [
  ["has none", (page: Page) => page.addInitScript(() => { Reflect.deleteProperty(globalThis, "Worker"); })],
  ["does not load it", (page: Page) => page.route("**/worker-thread.js", (route) => route.abort())],
] as const) {
  test(`without another thread the page computes: it ${why}`, async ({ page }) => {
    await begin(page);
    const fits = await counted(page);
    expect(await fits()).toBeGreaterThan(0);
    await page.getByLabel("Months", { exact: true }).fill("x");
    await expect(page.getByRole("heading", { name: "Needs a correction" })).toBeVisible();
    await page.getByLabel("Months", { exact: true }).fill("6");
    await expect(title(page)).toBeVisible({ timeout: 20_000 });
  });
}

test("a plan of the host's is kept when its catalog is open, and falls with it", async ({ page }) => {
  await host(page, { src: SRC, lines, start: "2026-11-22" });
  await expect(title(page)).toBeVisible({ timeout: 20_000 });
  const plan = await page.evaluate(() => ({ ...document.querySelector<Planner>("drawdown-planner")!.plan, months: "7" }));
  await host(page, { src: SRC, plan });
  await expect(page.getByLabel("Months", { exact: true })).toHaveValue("7");
  await expect(page.getByRole("group", { name: /^Model \d/ })).toHaveCount(2);
  await page.evaluate(() => document.querySelector("drawdown-planner")!.setAttribute("src", "/catalogs/kive.json"));
  await expect(page.getByRole("group", { name: /^Model \d/ })).toHaveCount(1);
  await expect(page.getByLabel("Months", { exact: true })).toHaveValue("12");
});

test("a host that renders again before it is told of an input does not take that back", async ({ page }) => {
  await host(page, { src: SRC, lines, start: "2026-11-22" });
  const months = page.getByLabel("Months", { exact: true });
  await expect(months).toHaveValue("12");
  await page.evaluate(() => {
    const planner = document.querySelector<Planner>("drawdown-planner")!;
    const { plan } = planner;
    document.addEventListener("input", () => { planner.plan = plan; });
  });
  await months.fill("6");
  await expect.poll(async () => (await said(page)).at(-1)?.plan.months).toBe("6");
  await expect(months).toHaveValue("6");
  // What it was told of, it may take back.
  await page.evaluate((plan) => { document.querySelector<Planner>("drawdown-planner")!.plan = plan!; }, (await said(page))[0]?.plan);
  await expect(months).toHaveValue("12");
});

test("it goes on where it was after a move in the page", async ({ page }) => {
  await host(page, { src: SRC, lines });
  await expect(title(page)).toBeVisible({ timeout: 20_000 });
  await set(page, { assume: { "grants/basic-monthly": "100000" } });
  await page.evaluate(() => document.body.append(document.querySelector("drawdown-planner")!));
  await expect(page.locator("drawdown-fit-card .badge")).toHaveText("Price unknown");
});

test("a handle is not enough, and a catalog with errors is told", async ({ page }) => {
  await host(page, {});
  await page.evaluate(async () => {
    const entry = "/pkg/index.js";
    const { Catalog } = (await import(entry)) as typeof import("drawdown");
    const catalog = new Catalog(await (await fetch("/catalogs/kive.json")).text());
    Object.assign(document.querySelector("drawdown-planner")!, { catalog });
  });
  await expect(page.getByRole("alert")).toContainText("it cannot use a handle that is already open");
  await expect(title(page)).toHaveCount(0);
  await page.evaluate(() => Object.assign(document.querySelector("drawdown-planner")!, { catalog: { catalog: 1 } }));
  await expect(page.getByRole("heading", { name: /^The catalog cannot be used: \d+ errors?$/ })).toBeVisible();
});

test("texts, months and numbers are the host's", async ({ page }) => {
  await host(page, { src: SRC, lines, start: "2026-11-22" });
  await expect(title(page)).toBeVisible({ timeout: 20_000 });
  await page.evaluate(async (script) => {
    const { localise } = await import(script);
    const billedAnyWay = "Egal wie";
    localise({ locale: "de", messages: { busyMonths: "Monate", whatYouNeed: "Bedarf", billedAnyWay, order: "Folge" } });
  }, STANDALONE);
  await page.getByText("Monate").click();
  await expect(page.getByLabel("Dez", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Bedarf" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "Egal wie" })).toBeChecked();
  await expect(page.locator("drawdown-need-table .sum")).toContainText("62.040");
});

for (const direction of ["ltr", "rtl"]) {
  test(`nothing overflows at 320 px, no accessibility faults: ${direction}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 700 });
    await host(page, { src: SRC, lines });
    await page.evaluate((direction) => { document.documentElement.dir = direction; }, direction);
    await expect(title(page)).toBeVisible({ timeout: 20_000 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    expect(violations).toEqual([]);
  });
}

test("in a narrow column of a wide page it is as on a narrow screen", async ({ page }) => {
  await host(page, { src: SRC, lines });
  await expect(title(page)).toBeVisible({ timeout: 20_000 });
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("main { width: 22rem }");
    document.adoptedStyleSheets = [sheet];
  });
  await page.getByText("Change what you make").click();
  await expect(page.locator("a.bar")).toBeVisible();
  const wide = await page.locator("main").evaluate((main) => [main.scrollWidth, main.clientWidth]);
  expect(wide).toEqual([352, 352]);
});

test("forced colours leave nothing to a background alone", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await host(page, { src: SRC, lines });
  await expect(page.locator("drawdown-option-table tr.chosen")).toHaveCSS("outline-style", "solid");
  await expect(page.locator("drawdown-fit-card .badge")).toHaveCSS("border-top-style", "solid");
});
