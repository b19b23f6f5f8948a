// Names, files and addresses that somebody made to break a page show as text, or are refused in words.
import { readFile } from "node:fs/promises";
import { STUDIO, expect, test, type Preview } from "./preview";

const PAGES = ["index", "preview", "plan", "compare", "projection", "usage", "catalogs", "numbers"];
const MARKUP = `<img src=x onerror="window.hit=1"><script>window.hit=1</script>&lt;b&gt;`;
const PROSE = new Set(["name", "about", "note", "notes", "label", "line"]);

/** The made-up catalog, each text for people changed. */
async function studio(change: (text: string) => string): Promise<string> {
  const catalog: unknown = JSON.parse(await readFile(STUDIO, "utf8"));
  const changed = (value: unknown, key = ""): unknown => {
    if (typeof value === "string") return PROSE.has(key) ? change(value) : value;
    if (Array.isArray(value)) return value.map((item) => changed(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, changed(item, name)]));
  };
  return JSON.stringify(changed(catalog));
}

const file = (text: string, name = "mine.json") => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });

/** Nothing ran, no element came from a text, and the page is no wider than the window. */
async function expectHarmless(preview: Preview): Promise<void> {
  const { page } = preview;
  const harm = await page.evaluate(() => {
    const within = (root: ParentNode): Element[] => [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
    const elements = within(document).filter((one) => one.getAttribute("src") === "x" || one.hasAttribute("onerror"));
    return [...elements.map(({ outerHTML }) => outerHTML), ...("hit" in window ? ["a script ran"] : [])];
  });
  expect(harm, page.url()).toEqual([]);
  await expect.poll(() => preview.overflow(), { message: page.url() }).toBeLessThanOrEqual(0);
}

async function onEveryPage(preview: Preview, query: string, seen: () => Promise<void>): Promise<void> {
  for (const name of PAGES) {
    await preview.page.goto(`/${name}.html${query}`);
    await expect(preview.page.getByRole("heading", { level: 1 })).toBeVisible();
    await preview.page.waitForLoadState("networkidle");
    await preview.unfold();
    await seen();
  }
}

test("markup in the texts of a catalog shows as text, on every page", async ({ preview }) => {
  test.slow();
  await preview.page.setViewportSize({ width: 320, height: 800 });
  await preview.open();
  await preview.openFile(file(await studio((text) => `${text} ${MARKUP}`), `${MARKUP}.json`));
  await expect(preview.page.locator("platform-picker")).toContainText(`Studio ${MARKUP}`);
  await expect(preview.card).toContainText(`Footage ${MARKUP}`);
  await onEveryPage(preview, "?platform=own", () => expectHarmless(preview));
  await preview.page.goto("/catalogs.html?platform=own");
  await expect(preview.page.getByRole("heading", { level: 2, name: `Studio ${MARKUP}` })).toBeVisible();
});

test("a name as long as a catalog may have one breaks no page", async ({ preview }) => {
  test.slow();
  await preview.page.setViewportSize({ width: 320, height: 800 });
  await preview.open();
  const long = "Donaudampfschifffahrt".repeat(400);
  await preview.openFile(file((await studio((text) => text)).replace('"name":"Clip 2"', `"name":"${long}"`).replace('"name":"Studio"', `"name":"${long}"`)));
  await expect(preview.page.locator("platform-picker")).toContainText(long);
  await onEveryPage(preview, "?platform=own", () => expectHarmless(preview));
});

test("a name of ten megabytes is refused with its size, and the page goes on", async ({ preview }) => {
  await preview.open();
  const before = await preview.figure.textContent();
  const name = "x".repeat(10_000_000);
  await preview.openFile(file((await readFile(STUDIO, "utf8")).replace('"name": "Studio"', `"name": "${name}"`)));
  await expect(preview.page.getByRole("alert")).toContainText("Expected at most 10000 bytes, found 10000000");
  expect((await preview.page.getByRole("alert").textContent())?.length).toBeLessThan(500);
  await expect(preview.figure).toHaveText(before ?? "");
  await preview.openFile(STUDIO);
  await expect(preview.figure).toHaveText("60 credits");
});

test("invisible characters are named by their codes: an error in a name, shown in a note", async ({ preview }) => {
  await preview.open();
  const odd = "free\u202Eegnahc\u0007\u200B";
  await preview.openFile(file((await readFile(STUDIO, "utf8")).replace('"name": "Studio"', `"name": ${JSON.stringify(odd)}`)));
  const alert = preview.page.getByRole("alert");
  await expect(alert).toContainText("\\u{202e}");
  await expect(alert).toContainText("\\u{7}");
  expect(await alert.textContent()).not.toMatch(/[\u202E\u0007\u200B]/);
  await preview.openFile(file((await readFile(STUDIO, "utf8")).replace("Text to video with sound.", JSON.stringify(odd).slice(1, -1))));
  await expect(preview.figure).toHaveText("60 credits");
  await preview.page.goto("/catalogs.html?platform=own");
  await expect(preview.page.getByRole("heading", { level: 2, name: "Studio" })).toBeVisible();
  expect(await preview.page.locator("body").innerText()).not.toMatch(/[\u202E\u0007\u200B]/);
});

test("files that are no catalog are refused in words", async ({ preview }) => {
  await preview.open();
  const alert = preview.page.getByRole("alert");
  for (const text of ["", "\0".repeat(1_000), "[".repeat(1_000_000), "\uFEFF{", '{"__proto__": {"hit": 1}}', `"${"x".repeat(10_000_000)}"`, MARKUP]) {
    await preview.openFile(file(text));
    await expect(alert).toContainText(/mine\.json cannot be used: \d+ errors?/);
    expect((await alert.textContent())?.length).toBeLessThan(2_000);
    await preview.openFile(STUDIO);
    await expect(alert).toBeHidden();
  }
  await expectHarmless(preview);
});

test("markup in a usage log shows as text", async ({ preview }) => {
  const { page } = preview;
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto("/usage.html");
  const cell = `"${MARKUP.replaceAll('"', '""')}"`;
  const log = `Job ID,Created At,User,Project,Model,Count,Status,Credits\n1,2026-11-02T09:00:00Z,${cell},${cell},${cell},2,success,48\n2,2026-11-03T09:00:00Z,${"u".repeat(9_000)},Film,Clip,1,success,24\n`;
  await page.getByLabel("Choose files…").setInputFiles({ name: `${MARKUP}.csv`, mimeType: "text/csv", buffer: Buffer.from(log) });
  await expect(page.getByText("72 credits").first()).toBeVisible();
  await preview.unfold();
  await expectHarmless(preview);
});

for (const [what, query] of [
  ["markup", `?platform=${encodeURIComponent(MARKUP)}&plan=${encodeURIComponent(MARKUP)}&d1=${encodeURIComponent(MARKUP)}&m1=${encodeURIComponent(MARKUP)}`],
  ["control characters and overrides", "?platform=%00&plan=%E2%80%AEerf&runs=%07&d1=%E2%80%8B&at=%1b%5b31m&operation=%0a%0d"],
  ["broken escapes", "?platform=%E0%A4%A&plan=%&s.%ff=%fe&d1.s.%=%"],
  ["names of JavaScript's own", "?__proto__=1&constructor=prototype&toString=1&platform=__proto__&operation=constructor&plan=toString&d1=valueOf&s.__proto__=1"],
  ["numbers at the edges", "?runs=1e999&runs=-0&balance=NaN&budget=Infinity&d1=x&d1.runs=99999999999999999999/day&months=4294967296&margin=-1&start=0000-00-00&at=9999-99-99"],
  ["a hundred rows", `?${Array.from({ length: 100 }, (_, row) => `d${row}=nano-banana-2&d${row}.runs=1/day&m${row}=kling-3-0&m${row}.n=1/day`).join("&")}`],
  ["ten thousand characters", `?platform=${"x".repeat(5_000)}&plan=${"\u{1F600}".repeat(400)}`],
  ["a fragment", `#own=${"%3Cimg src=x onerror=hit=1%3E".repeat(50)}`],
] as const) {
  test(`an address with ${what} breaks no page`, async ({ preview }) => {
    test.slow();
    await preview.page.setViewportSize({ width: 320, height: 800 });
    await onEveryPage(preview, query, () => expectHarmless(preview));
  });
}
