// What a screen reader hears of the elements: nothing that they begin with, then each change.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { ROOT, servePackage } from "./package";

let served: Awaited<ReturnType<typeof servePackage>>;
test.beforeAll(async () => { served = await servePackage(); });
test.afterAll(() => served.close());

const STANDALONE = "/pkg/generated/elements/standalone.js";
const { lines } = JSON.parse(await readFile(join(ROOT, "examples/needs/imagineart-month.json"), "utf8"));
const SCENARIO = {
  start: "2026-11-01",
  for: "3 months",
  account: { plan: "basic", term: "month" },
  demand: [{ request: { operation: "nano-banana-pro" }, per_day: 1 }],
};

interface Case {
  html: string;
  /** Given to the first element. */
  properties?: object;
  /** Something that is there when it has an answer. */
  answered: string;
  change: (page: Page) => Promise<unknown>;
  heard: RegExp | undefined;
}

const set = (page: Page, properties: object) =>
  page.evaluate((properties) => void Object.assign(document.querySelector("main > *")!, properties), properties);
const more = [{ ...SCENARIO.demand[0], per_day: 60 }];

const CASES: Record<string, Case> = {
  "a cost": {
    html: '<drawdown-cost src="/catalogs/kive.json" operation="erase"></drawdown-cost>',
    answered: "drawdown-cost .figure",
    change: (page) => set(page, { settings: { versions: 3 } }),
    heard: /^Cost: 6 credits\.$/,
  },
  "a cost with settings that begin with other values": {
    html: '<drawdown-cost src="/catalogs/kive.json" operation="erase"><drawdown-settings></drawdown-settings></drawdown-cost>',
    properties: { settings: { versions: 2 } },
    answered: "drawdown-cost .figure",
    change: (page) => page.getByLabel("Versions", { exact: true }).fill("3"),
    heard: /^Cost: 6 credits\.$/,
  },
  "settings": {
    html: '<drawdown-settings src="/catalogs/kive.json" operation="erase"></drawdown-settings>',
    answered: "drawdown-settings input",
    change: (page) => page.getByLabel("Versions", { exact: true }).fill("3"),
    heard: undefined,
  },
  "a planner": {
    html: '<drawdown-planner src="/catalogs/imagineart.json" start="2026-11-22"></drawdown-planner>',
    properties: { lines },
    answered: "drawdown-fit-card .title",
    change: (page) => page.getByLabel("Months", { exact: true }).fill("x"),
    heard: /^No result: an input needs a correction\.$/,
  },
  "a balance": {
    html: '<drawdown-balance src="/catalogs/krea.json"></drawdown-balance>',
    properties: { scenario: SCENARIO },
    answered: "drawdown-outlook-card .title",
    change: (page) => set(page, { scenario: { ...SCENARIO, demand: more } }),
    heard: /^Your credits run out on /,
  },
};

async function host(page: Page, { html, properties = {} }: Case): Promise<void> {
  await page.goto(served.address);
  await page.evaluate(
    async ({ html, properties, script }) => {
      document.documentElement.lang = "en-GB";
      document.body.innerHTML = `<main>${html}</main>`;
      Object.assign(document.querySelector("main > *")!, properties);
      await import(script);
    },
    { html, properties, script: STANDALONE },
  );
}

/** What live regions hold, in the page and in all shadow trees. */
const heard = (page: Page) =>
  page.evaluate(() => {
    const within = (root: ParentNode): Element[] =>
      [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
    return within(document)
      .filter((one) => one.matches('[role="status"], [role="alert"], [role="log"], [aria-live]:not([aria-live="off"])'))
      .map(({ textContent }) => textContent!.trim())
      .filter(Boolean);
  });

for (const [name, one] of Object.entries(CASES)) {
  test(`${name}: nothing is spoken when it appears, then each change`, async ({ page }) => {
    await host(page, one);
    await expect(page.locator(one.answered).first()).toBeVisible({ timeout: 20_000 });
    // Longer than the pause after which a change is spoken.
    await page.waitForTimeout(1200);
    expect(await heard(page)).toEqual([]);
    await one.change(page);
    if (!one.heard) {
      await page.waitForTimeout(1200);
      return expect(await heard(page)).toEqual([]);
    }
    await expect.poll(async () => (await heard(page)).join("|")).toMatch(one.heard);
    await expect(page.getByRole("status")).toHaveText(one.heard);
  });
}

test("a value that comes back is heard again", async ({ page }) => {
  const one = CASES["a cost"]!;
  await host(page, one);
  await expect(page.locator(one.answered)).toBeVisible();
  await set(page, { settings: { versions: 3 } });
  await expect(page.getByRole("status")).toHaveText("Cost: 6 credits.");
  await set(page, { settings: { versions: 1 } });
  await expect(page.getByRole("status")).toHaveText("Cost: 2 credits.");
});

test("a planner whose answer takes long speaks nothing at first, then each change", async ({ page }) => {
  const one = CASES["a planner"]!;
  await host(page, one);
  await expect(page.locator(one.answered).first()).toBeVisible({ timeout: 20_000 });
  // Longer than the pause after which a change is spoken; the catalog itself is open at once.
  await page.route("**/drawdown_bg.wasm", async (route) => {
    await new Promise((late) => setTimeout(late, 1500));
    await route.continue();
  });
  await page.evaluate(({ html, properties }) => {
    document.querySelector("main")!.innerHTML = html;
    Object.assign(document.querySelector("main > *")!, properties);
  }, { html: one.html, properties: one.properties ?? {} });
  const said = new Set<string>();
  const listen = async () => { for (const words of await heard(page)) said.add(words); };
  const answer = page.locator(one.answered).first();
  const began = Date.now();
  await expect.poll(async () => {
    await listen();
    return answer.isVisible();
  }, { intervals: [50], timeout: 20_000 }).toBe(true);
  expect(Date.now() - began).toBeGreaterThan(1500);
  for (const end = Date.now() + 1200; Date.now() < end; await page.waitForTimeout(50)) await listen();
  expect([...said]).toEqual([]);
  await one.change(page);
  await expect(page.getByRole("status")).toHaveText(one.heard!);
});
