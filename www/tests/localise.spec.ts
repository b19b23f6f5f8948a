// Every text of the elements and of the pages' inputs can be replaced: with all of them marked, no English is left.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { localise } from "@elements/localise";
import { messages } from "@elements/messages";
import { text, words } from "../src/words";
import { ROOT, servePackage } from "./package";
import { STUDIO } from "./preview";

let served: Awaited<ReturnType<typeof servePackage>>;
test.beforeAll(async () => { served = await servePackage(); });
test.afterAll(() => served.close());

const json = async (path: string) => JSON.parse(await readFile(path, "utf8"));
const studio = await json(STUDIO);
const krea = await json(join(ROOT, "catalogs/krea.json"));
const imagineart = await json(join(ROOT, "catalogs/imagineart.json"));
const { lines } = await json(join(ROOT, "examples/needs/imagineart-month.json"));

/** A page with one element whose texts are all marked, in a locale that writes dates without Latin letters. */
async function host(page: Page, html: string, properties: object): Promise<void> {
  await page.goto(served.address);
  await page.evaluate(
    async ({ html, properties }) => {
      document.documentElement.lang = "ja";
      document.body.innerHTML = `<main>${html}</main>`;
      const { localise, messages } = await import("/pkg/generated/elements/standalone.js" as string);
      const marked = (text: unknown) =>
        typeof text === "function" ? (...values: unknown[]) => `\u27e6${text(...values)}\u27e7` : `\u27e6${text}\u27e7`;
      localise({ messages: Object.fromEntries(Object.entries(messages).map(([name, text]) => [name, marked(text)])) });
      Object.assign(document.querySelector("main > *")!, properties);
    },
    { html, properties },
  );
}

const set = (page: Page, properties: object) =>
  page.evaluate((properties) => void Object.assign(document.querySelector("main > *")!, properties), properties);

/** Unfolds everything, and asks all that can be asked. */
const unfold = (page: Page) =>
  page.evaluate(() => {
    const within = (root: ParentNode): Element[] =>
      [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
    for (const one of within(document)) if (one instanceof HTMLDetailsElement) one.open = true;
  });

/**
 * Texts with Latin letters that are not in a mark, and are neither of the catalog nor of the engine: those are what
 * the elements hold as data.
 */
const unmarked = (page: Page) =>
  page.evaluate(() => {
    const NAMES = ["aria-label", "aria-valuetext", "placeholder", "title", "alt", "label"];
    const elements: Element[] = [];
    const texts: string[] = [];
    const visit = (root: ParentNode & Node): void => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      let joined = "";
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node instanceof Text && !node.parentElement?.matches("style, script")) joined += `\u0001${node.data}`;
        if (!(node instanceof Element)) continue;
        elements.push(node);
        for (const name of NAMES) texts.push(node.getAttribute(name) ?? "");
        if (node.shadowRoot) visit(node.shadowRoot);
      }
      // A text with code in it is several nodes.
      while (/\u27e6[^\u27e6\u27e7]*\u27e7/.test(joined)) joined = joined.replace(/\u27e6[^\u27e6\u27e7]*\u27e7/g, "");
      texts.push(...joined.split("\u0001"));
    };
    visit(document.body);

    const known = new Set(["UTC", Intl.DateTimeFormat().resolvedOptions().timeZone]);
    const seen = new Set<unknown>();
    const gather = (value: unknown): void => {
      if (typeof value === "string") for (const one of [value.replace(/[-_]/g, " "), ...value.split("`")]) known.add(one.trim());
      if (typeof value !== "object" || value === null || seen.has(value)) return;
      seen.add(value);
      for (const [key, one] of Object.entries(value)) {
        gather(key);
        gather(one);
      }
    };
    const DATA = ["catalog", "opened", "estimate", "own", "fit", "faults", "answers", "projection", "scenario", "summary", "data", "plan", "option", "broken"];
    for (const element of elements) for (const name of DATA) {
      const value = (element as unknown as Record<string, unknown>)[name];
      gather(name === "opened" ? (value as { info?: object } | undefined)?.info : value);
    }
    for (const element of elements) gather((element as unknown as { store?: { faults: object } }).store?.faults);
    const longest = [...known].filter((one) => one.length > 1).sort((a, b) => b.length - a.length);
    const rest = (text: string): string => {
      let left = text.replaceAll("`", "");
      while (/\u27e6[^\u27e6\u27e7]*\u27e7/.test(left)) left = left.replace(/\u27e6[^\u27e6\u27e7]*\u27e7/g, "");
      for (const one of longest) {
        const at = left.toLowerCase().indexOf(one.replaceAll("`", "").toLowerCase());
        if (at >= 0) left = left.slice(0, at) + left.slice(at + one.replaceAll("`", "").length);
      }
      return left.trim();
    };
    return [...new Set(texts.filter((text) => /[a-z]{2}/i.test(rest(text))))];
  });

const request = (operation: string, more = {}) => ({ operation, balance: { amount: 100, as_of: "2026-10-30T00:00:00Z" }, runs: 2, ...more });

test("of a cost, in every state", async ({ page }) => {
  await host(page, "<drawdown-cost><drawdown-settings></drawdown-settings></drawdown-cost>", { catalog: studio });
  for (const { id } of studio.operations) {
    await set(page, { request: request(id) });
    await expect(page.locator("drawdown-cost .figure")).toBeVisible();
    await page.waitForTimeout(100);
    await unfold(page);
    expect(await unmarked(page), id).toEqual([]);
  }
  await set(page, { request: request("clip-2", { plan: "basic" }) });
  await page.getByRole("textbox").first().fill("1.000x");
  await page.waitForTimeout(800);
  expect(await unmarked(page)).toEqual([]);
  await page.getByRole("textbox").first().fill("1,000");
  await expect(page.getByText("can mean")).toBeVisible();
  expect(await unmarked(page)).toEqual([]);
  await set(page, { request: undefined, operation: "clip-2", settings: {}, runs: "many" });
  await page.waitForTimeout(100);
  expect(await unmarked(page)).toEqual([]);
});

test("of a catalog that is not there", async ({ page }) => {
  await host(page, "<drawdown-settings></drawdown-settings>", { src: "/catalogs/none.json" });
  await expect(page.getByRole("alert")).toBeVisible();
  // The message is data by now, so it is looked at here.
  await expect(page.getByRole("alert")).toHaveText(/^\u27e6.*\u27e7$/);
});

test("of a planner with all that it shows", async ({ page }) => {
  test.slow();
  const assume = { "grants/basic-monthly": "8000", "plans/basic/month": "12", "plans/basic/year": "108", "top_ups/top-up/credits": "5000", "top_ups/top-up/price": "10" };
  await host(page, "<drawdown-planner></drawdown-planner>", { catalog: imagineart, lines, start: "2026-11-22" });
  await expect(page.locator("drawdown-fit-card .title")).toBeVisible({ timeout: 20_000 });
  expect(await unmarked(page)).toEqual([]);
  await page.evaluate((assume) => {
    const planner = document.querySelector("drawdown-planner") as unknown as { plan: object };
    const given = [{ class: "subscription", amount: "100", expires: "" }];
    planner.plan = { ...planner.plan, assume, held: "basic", months: "2", given, season: Array.from({ length: 12 }, (_, i) => (i ? "1" : "2")) };
  }, assume);
  await expect(page.locator("drawdown-balance-chart")).toBeVisible();
  await unfold(page);
  await expect(page.locator("drawdown-fit-more [aria-busy=true]")).toHaveCount(0, { timeout: 20_000 });
  expect(await unmarked(page)).toEqual([]);
  await page.evaluate(() => {
    const planner = document.querySelector("drawdown-planner") as unknown as { plan: object };
    planner.plan = { ...planner.plan, months: "x" };
  });
  await expect(page.locator("drawdown-planner .needs")).toBeVisible();
  expect(await unmarked(page)).toEqual([]);
});

const SCENARIO = {
  start: "2026-11-01", for: "6 months",
  account: { plan: "basic", term: "month", members: [{ id: "anna" }] },
  demand: [
    { request: { operation: "nano-banana-pro" }, per_day: 4, member: "anna", project: "launch" },
    { request: { operation: "veo-3" }, per_week: 2 },
  ],
};

test("of a balance with all that it shows", async ({ page }) => {
  await host(page, "<drawdown-balance></drawdown-balance>", { catalog: krea, scenario: SCENARIO });
  await expect(page.locator("drawdown-shortfall-list")).toBeVisible();
  await unfold(page);
  await page.waitForTimeout(1000);
  expect(await unmarked(page)).toEqual([]);
  await set(page, { scenario: { ...SCENARIO, demand: [] } });
  await expect(page.locator("drawdown-shortfall-list")).toHaveCount(0);
  expect(await unmarked(page)).toEqual([]);
  await set(page, { scenario: { ...SCENARIO, account: { plan: "bsic" } } });
  await expect(page.locator("drawdown-balance .needs")).toBeVisible();
  expect(await unmarked(page)).toEqual([]);
});

test("the texts of the pages' inputs are in the table of the elements, under names of their own", () => {
  expect(Object.keys(words).filter((name) => name in messages)).toEqual([]);
  localise({ messages: { platform: "Plattform", cost: "Kosten" } as object });
  expect([text().platform, text().cost, text().tool]).toEqual(["Plattform", "Kosten", "Kind"]);
  localise({});
  expect(text().platform).toBe("Platform");
});

test("no input of the pages has a text of its own", async () => {
  for (const folder of ["components", "pages"]) for (const name of await readdir(join(import.meta.dirname, "../src", folder))) {
    const source = await readFile(join(import.meta.dirname, "../src", folder, name), "utf8");
    const inputs = [...source.matchAll(/<drawdown-[\w-]+-(?:field|fields|bar)\b[^]*?>/g)].map(([tag]) => tag);
    const own = inputs.filter((tag) => /\s(?:label|allowed|note|placeholder|unset|heading)="[^"]*[a-z]/i.test(tag) || /=\$\{`[A-Z]/.test(tag));
    expect(own, name).toEqual([]);
  }
});

/** The literal parts of the templates of a source, each with a mark for what is put in. */
function templates(source: string): string[] {
  const found: string[] = [];
  const read = (at: number): number => {
    let own = "";
    for (let i = at; i < source.length; i += 1) {
      if (source[i] === "`") {
        found.push(own);
        return i;
      }
      if (source.startsWith("${", i)) {
        own += "\u0001";
        i = expression(i + 2);
      } else own += source[i];
    }
    return source.length;
  };
  const expression = (at: number): number => {
    let depth = 0;
    for (let i = at; i < source.length; i += 1) {
      if (source[i] === "`") i = read(i + 1);
      else if (source[i] === "{") depth += 1;
      else if (source[i] === "}" && (depth -= 1) < 0) return i;
    }
    return source.length;
  };
  for (let i = source.search(/\b(?:html|svg)`/); i >= 0; ) {
    const end = read(source.indexOf("`", i) + 1);
    const next = source.slice(end + 1).search(/\b(?:html|svg)`/);
    i = next < 0 ? -1 : end + 1 + next;
  }
  return found;
}

/** What the usage page consists of, besides the elements. */
const USAGE = [
  "pages/usage", ...[
    "invoice-list", "log-drop", "mapping-card", "next-panel", "plain-table", "problem-list", "rating-fields", "replay-panel", "saves",
    "shown-fields", "usage-bars", "usage-columns", "usage-table", "view-fields",
  ].map((name) => `components/${name}`),
];

test("the usage page has no text of its own, in its inputs or its answers", async () => {
  // The check itself finds texts and labels.
  const own = (source: string) => templates(source).flatMap((template) => {
    const labels = [...template.matchAll(/\s(?:aria-label|label|title|placeholder|heading)="([^"\u0001]*[a-z]{2}[^"]*)"/gi)].map(([, text]) => text);
    const texts = template.replace(/<[^>]*>/g, "\u0001").split("\u0001").map((text) => text.trim());
    return [...labels, ...texts].filter((text) => /[a-z]{2}/i.test(text ?? ""));
  });
  expect(own("html`<p title=\"Hi you\">${a ? html`<b>Bold</b>` : `x ${y}`} and</p>`")).toEqual(["Bold", "Hi you", "and"]);
  for (const name of USAGE) {
    const source = await readFile(join(import.meta.dirname, "../src", `${name}.ts`), "utf8");
    expect(own(source).filter((text) => !["CSV", "JSON", ".csv", ".json"].includes(text ?? "")), name).toEqual([]);
    const sentences = [...source.replace(/^\s*(?:\/\/|\/?\*).*$/gm, "").matchAll(/"([A-Z][a-z]+(?: [\w\u2019]+)+[.:]?)"/g)].map(([, text]) => text);
    expect(sentences, name).toEqual([]);
  }
});
