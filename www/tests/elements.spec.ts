// The elements of the package in a page of a host: plain HTML, its own colours, language and forms.
import { AXE } from "./preview";
import { expect, test, type Page } from "@playwright/test";
import { servePackage } from "./package";

let served: Awaited<ReturnType<typeof servePackage>>;
test.beforeAll(async () => { served = await servePackage(); });
test.afterAll(() => served.close());

const STANDALONE = "/pkg/generated/elements/standalone.js";

interface Change {
  settings?: Record<string, unknown>;
  estimate?: { total?: number };
}

/** A host's page with these elements; `said` collects the changes it hears. */
async function host(page: Page, html: string, script = STANDALONE): Promise<void> {
  await page.goto(served.address);
  await page.evaluate(
    async ({ html, script }) => {
      document.documentElement.lang = "en-GB";
      document.title = "A host";
      document.body.innerHTML = `<main>${html}</main>`;
      const said: unknown[] = [];
      Object.assign(globalThis, { said });
      document.addEventListener("drawdown-change", (event) => said.push((event as CustomEvent).detail));
      await import(script);
    },
    { html, script },
  );
}

const said = (page: Page) => page.evaluate(() => (globalThis as unknown as { said: Change[] }).said);

const ERASE = '<drawdown-cost src="/catalogs/kive.json" operation="erase"><drawdown-settings></drawdown-settings></drawdown-cost>';

test("a price in one line of HTML, moved by the settings inside it", async ({ page }) => {
  await host(page, ERASE);
  const cost = page.locator("drawdown-cost");
  await expect(cost.locator(".figure")).toHaveText("2 credits");
  await page.getByLabel("Versions", { exact: true }).fill("3");
  await expect(cost.locator(".figure")).toHaveText("6 credits");
  await expect(cost.getByRole("status")).toHaveText("Cost: 6 credits.");
  const changes = await said(page);
  expect(changes.map(({ estimate }) => estimate?.total)).toEqual([2, 6]);
  await page.getByLabel("Versions", { exact: true }).fill("x");
  await expect(cost.locator(".figure")).toHaveText("Needs a correction");
  await expect(cost.getByRole("status")).toHaveText("Cost not computed: an input needs a correction.");
});

const set = (page: Page, selector: string, properties: object) =>
  page.evaluate(
    ({ selector, properties }) => void Object.assign(document.querySelector(selector)!, properties),
    { selector, properties },
  );

test("the inputs shown are the request that is priced, whoever sets them", async ({ page }) => {
  await host(page, `<form>${ERASE}</form>`);
  const figure = page.locator("drawdown-cost .figure");
  const versions = page.getByLabel("Versions", { exact: true });
  await expect(figure).toHaveText("2 credits");
  await set(page, "drawdown-cost", { settings: { versions: 3 } });
  await expect(versions).toHaveValue("3");
  await expect(figure).toHaveText("6 credits");
  await set(page, "drawdown-settings", { settings: { versions: 4 } });
  await expect(figure).toHaveText("8 credits");
  await versions.fill("2");
  await expect(figure).toHaveText("4 credits");
  const before = (await said(page)).length;
  // Made anew at each render of a host, they say the same: what is typed stays, and nothing is told.
  await set(page, "drawdown-cost", { settings: { versions: 3 } });
  await set(page, "drawdown-settings", { settings: { versions: 4 } });
  await page.waitForTimeout(100);
  await expect(figure).toHaveText("4 credits");
  expect((await said(page)).length).toBe(before);
  await page.evaluate(() => document.querySelector("form")!.reset());
  await expect(figure).toHaveText("2 credits");
  await set(page, "drawdown-cost", { request: { operation: "erase", settings: { versions: 5 } } });
  await expect(versions).toHaveValue("5");
  await expect(figure).toHaveText("10 credits");
});

test("another operation is asked with its own settings; what is wrong outside the inputs is listed", async ({ page }) => {
  await host(page, ERASE.replace("kive", "imagineart").replace("erase", "nano-banana-2"));
  const figure = page.locator("drawdown-cost .figure");
  await expect(figure).toBeVisible();
  await page.getByRole("radio", { name: "4K" }).check();
  const other = await page.evaluate(() => {
    const cost = document.querySelector("drawdown-cost") as unknown as { operation: string; opened: { info: { operations: { id: string; settings: { name: string }[] }[] } } };
    return cost.opened.info.operations.find(({ settings }) => !settings.some(({ name }) => name === "resolution"))!.id;
  });
  await set(page, "drawdown-cost", { operation: other });
  await expect(page.locator("drawdown-cost .badge")).not.toHaveText("No answer");
  const changes = await said(page);
  expect(changes.every(({ estimate }) => estimate !== undefined)).toBe(true);
  await set(page, "drawdown-cost", { operation: "nano-banana-3" });
  await expect(page.locator("drawdown-cost").getByText("nano-banana-3")).toBeVisible();
  await set(page, "drawdown-cost", { operation: other, runs: "many" });
  await expect(page.locator("drawdown-cost").getByText("many")).toBeVisible();
  await set(page, "drawdown-cost", { runs: undefined, settings: undefined });
  await expect(page.locator("drawdown-cost .badge")).not.toHaveText("No answer");
});

test("what a host has opened is not replaced by what is still on its way", async ({ page }) => {
  await host(page, ERASE);
  await expect(page.locator("drawdown-cost .figure")).toHaveText("2 credits");
  await page.evaluate(() => {
    const cost = document.querySelector("drawdown-cost") as unknown as { src: string; opened: unknown };
    const { opened } = cost;
    cost.src = "/catalogs/krea.json";
    setTimeout(() => { cost.opened = { ...(opened as object) }; });
  });
  await page.waitForTimeout(300);
  await expect(page.locator("drawdown-cost .figure")).toHaveText("2 credits");
});

test("fifty elements with one address fetch and open its catalog once", async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => { if (request.url().endsWith("kive.json")) fetched.push(request.url()); });
  const costs = Array.from({ length: 50 }, (_, i) => `<drawdown-cost compact src="${i % 2 ? "/catalogs/kive.json" : "catalogs/../catalogs/kive.json"}" operation="erase" runs="${i + 1}"></drawdown-cost>`);
  await host(page, costs.join(" "));
  await expect(page.locator("drawdown-cost .figure").last()).toHaveText("100 credits");
  await expect(page.locator("drawdown-cost .figure").first()).toHaveText("2 credits");
  expect(fetched).toHaveLength(1);
  const opened = await page.evaluate(() => new Set([...document.querySelectorAll("drawdown-cost")].map((cost) => (cost as unknown as { opened: object }).opened)).size);
  expect(opened).toBe(1);
  // One more later takes the same; another engine opens its own.
  await page.evaluate(async () => {
    document.querySelector("main")!.insertAdjacentHTML("beforeend", '<drawdown-cost id="later" src="/catalogs/kive.json" operation="erase"></drawdown-cost><drawdown-cost id="other" operation="erase"></drawdown-cost>');
    const { Catalog } = await import("/pkg/index.js" as string);
    Object.assign(document.querySelector("#other")!, { engine: { Catalog }, src: "/catalogs/kive.json" });
  });
  await expect(page.locator("#later .figure")).toHaveText("2 credits");
  await expect(page.locator("#other .figure")).toHaveText("2 credits");
  expect(fetched).toHaveLength(2);
});

test("a catalog that could not be fetched is fetched again when it is asked for again", async ({ page }) => {
  await page.route("**/catalogs/kive.json", (route) => route.fulfill({ status: 503 }), { times: 1 });
  await host(page, ERASE);
  await expect(page.getByText("No catalog at /catalogs/kive.json (503)")).toBeVisible();
  await page.evaluate(() => document.querySelector("main")!.insertAdjacentHTML("beforeend", '<drawdown-cost id="later" src="/catalogs/kive.json" operation="erase"></drawdown-cost>'));
  await expect(page.locator("#later .figure")).toHaveText("2 credits");
});

test("without lines, in a sentence of the host", async ({ page }) => {
  await host(page, '<button>Generate (<drawdown-cost compact src="/catalogs/kive.json" operation="erase" runs="4"></drawdown-cost>)</button>');
  await expect(page.getByRole("button", { name: "Generate (8 credits)" })).toBeVisible();
});

test("a catalog that is wrong or missing is said, and replaced", async ({ page }) => {
  await host(page, '<drawdown-cost src="/catalogs/none.json" operation="erase"></drawdown-cost>');
  await expect(page.getByText("No catalog at /catalogs/none.json (404)")).toBeVisible();
  await page.evaluate(() => document.querySelector("drawdown-cost")!.setAttribute("src", "/catalogs/kive.json"));
  await expect(page.locator("drawdown-cost .figure")).toHaveText("2 credits");
  await page.evaluate(() => Object.assign(document.querySelector("drawdown-cost")!, { catalog: { catalog: "1" } }));
  await expect(page.locator("drawdown-cost .figure")).toHaveText("Needs a correction");
});

test("settings are a control of a form", async ({ page }) => {
  await host(page, `<form><fieldset><drawdown-settings name="settings" src="/catalogs/kive.json" operation="erase"></drawdown-settings></fieldset></form>`);
  const value = () => page.evaluate(() => new FormData(document.querySelector("form")!).get("settings"));
  const isValid = () => page.evaluate(() => document.querySelector("form")!.checkValidity());
  const versions = page.getByLabel("Versions", { exact: true });
  await versions.fill("3");
  await expect.poll(value).toBe('{"versions":3}');
  expect(await isValid()).toBe(true);
  await versions.fill("0.5");
  await expect.poll(isValid).toBe(false);
  // A form that is sent shows where it is wrong.
  await page.evaluate(() => { (document.activeElement as HTMLElement).blur(); document.querySelector("form")!.requestSubmit(); });
  await expect(versions).toBeFocused();
  await page.evaluate(() => document.querySelector("form")!.reset());
  await expect.poll(value).toBe("{}");
  await page.evaluate(() => { document.querySelector("fieldset")!.disabled = true; });
  await expect.poll(value).toBe(null);
  const isDisabled = () => page.evaluate(() => document.querySelector("drawdown-settings")!.matches(":disabled"));
  expect(await isDisabled()).toBe(true);
  await page.evaluate(() => { document.querySelector("fieldset")!.disabled = false; });
  await expect.poll(value).toBe("{}");
  expect(await isDisabled()).toBe(false);
  await versions.fill("2");
  await expect.poll(value).toBe('{"versions":2}');
});

test("a form without its inputs is not complete, and says why", async ({ page }) => {
  await host(page, '<form><drawdown-settings name="settings" src="/catalogs/none.json" operation="erase"></drawdown-settings></form>');
  const message = () => page.evaluate(() => (document.querySelector("drawdown-settings") as unknown as { validationMessage: string }).validationMessage);
  await expect(page.getByRole("alert")).toHaveText("No catalog at /catalogs/none.json (404)");
  expect(await message()).toBe("no catalog at /catalogs/none.json (404)");
  await set(page, "drawdown-settings", { src: "/catalogs/kive.json", operation: "erace" });
  await expect(page.getByRole("alert")).toContainText("erase");
  expect(await message()).toContain("erace");
  await set(page, "drawdown-settings", { operation: "erase" });
  await expect(page.getByLabel("Versions", { exact: true })).toBeVisible();
  expect(await message()).toBe("");
});

test("texts and numbers are the host's", async ({ page }) => {
  await host(page, '<drawdown-cost src="/catalogs/kive.json" operation="erase" runs="1000"></drawdown-cost>');
  await expect(page.locator("drawdown-cost .figure")).toHaveText("2,000 credits");
  await page.evaluate(async (script) => {
    const { localise } = await import(script);
    localise({ locale: "de", messages: { cost: "Kosten", exact: "Genau", line: "Posten" } });
  }, STANDALONE);
  await expect(page.locator("drawdown-cost .figure")).toHaveText("2.000 credits");
  await expect(page.getByRole("heading", { name: "Kosten" })).toBeVisible();
  await expect(page.locator("drawdown-cost .badge")).toHaveText("Genau");
  await expect(page.getByRole("columnheader", { name: "Posten" })).toBeVisible();
});

test("colours and parts are the host's", async ({ page }) => {
  await host(page, ERASE);
  await expect(page.locator("drawdown-cost .figure")).toBeVisible();
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":root { --drawdown-accent: rgb(200, 0, 100) } drawdown-cost::part(figure) { font-size: 11px }");
    document.adoptedStyleSheets = [sheet];
  });
  const styleOf = (selector: string, name: string) =>
    page.locator(selector).evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), name);
  expect(await styleOf("drawdown-cost .badge", "color")).toBe("rgb(200, 0, 100)");
  expect(await styleOf("drawdown-cost .figure", "font-size")).toBe("11px");
});

test("an estimate of a server is shown without an engine", async ({ page }) => {
  await host(page, "<drawdown-cost></drawdown-cost>");
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.evaluate(() => {
    const line = { kind: "component", label: "Image", text: "1 × 7", state: "exact", amount: 7 };
    const estimate = { operation: "x", state: "exact", free: false, approximate: false, runs: 1, total: 7, unit: "credits", open: [], lines: [line], notes: [], gates: [], reasons: [], sources: [], as_of: "2026-11-01" };
    Object.assign(document.querySelector("drawdown-cost")!, { estimate });
  });
  await expect(page.locator("drawdown-cost .figure")).toHaveText("7 credits");
  expect(requests).toEqual([]);
});

test("a second copy in the page is harmless", async ({ page }) => {
  await host(page, ERASE);
  await page.evaluate(async (script) => void (await import(`${script}?again`)), STANDALONE);
  await expect(page.locator("drawdown-cost .figure")).toHaveText("2 credits");
});

for (const direction of ["ltr", "rtl"]) {
  test(`nothing overflows at 320 px, no accessibility faults: ${direction}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 700 });
    await host(page, `<h1>A host</h1>${ERASE}`);
    await page.evaluate((direction) => { document.documentElement.dir = direction; }, direction);
    await expect(page.locator("drawdown-cost .figure")).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const axe = (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    expect(violations).toEqual([]);
  });
}

test("forced colours leave nothing without a border or a text", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await host(page, ERASE);
  await expect(page.locator("drawdown-cost .badge")).toHaveCSS("border-top-style", "solid");
});
