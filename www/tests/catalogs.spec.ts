// The page of prices: a rate card as people read one, and the file behind it.
import { readFile } from "node:fs/promises";
import { expect, STUDIO, test, type Preview } from "./preview";

const table = (preview: Preview) => preview.page.locator("rate-table");
const row = (preview: Preview, model: string) =>
  table(preview).locator("tr").filter({ has: preview.page.getByRole("link", { name: model, exact: true }) });
const editor = (preview: Preview) => preview.page.getByRole("textbox", { name: "Prices and rules as JSON" });

async function open(preview: Preview, platform: string): Promise<void> {
  await preview.page.goto(`/catalogs.html?platform=${platform}`);
  await expect(table(preview).locator("tbody").first()).toBeVisible();
}

async function edit(preview: Preview): Promise<void> {
  await preview.page.getByRole("button", { name: "Edit the prices" }).click();
  await expect(editor(preview)).toBeVisible();
  await expect(preview.page.getByText("No errors")).toBeVisible();
}

/** Replaces the whole file, as by pasting. */
async function paste(preview: Preview, text: string): Promise<void> {
  await editor(preview).click();
  await preview.page.keyboard.press("ControlOrMeta+a");
  await preview.page.keyboard.insertText(text);
}

test("a model has its price, and what changes it", async ({ preview }) => {
  await open(preview, "runway");
  const gen = row(preview, "Gen-4.5");
  await expect(gen.locator(".amount")).toHaveText("24\u2009\u2013\u2009120 credits");
  await expect(gen).toContainText(/Output format:\s*mp4 24\s*prores 34\s*png-sequence 34\s*hdr 64/);
  await expect(gen).toContainText(/Duration:\s*2 s 24\s*10 s 120/);
  await expect(gen).toContainText("(with Duration: 2 s)");
  // Known only after the run: what each unit costs.
  await expect(row(preview, "Act-Two").locator(".amount")).toHaveText("5 per s");
  await expect(row(preview, "Text to speech").locator(".amount")).toHaveText("1 per 50 characters");
  await gen.getByRole("link").click();
  await expect(preview.page.getByLabel("Model", { exact: true }).locator("option:checked")).toHaveText("Gen-4.5");
});

test("what nobody publishes is no price", async ({ preview }) => {
  await open(preview, "kling");
  await expect(row(preview, "VIDEO 2.6").locator(".amount")).toHaveText("not published");
  await expect(row(preview, "VIDEO 3.0").locator(".amount")).toHaveText("30 credits");
});

test("plans and rules are in words, common ones once, with sources and dates", async ({ preview }) => {
  await open(preview, "kling");
  const rules = preview.page.locator("rules-list");
  await expect(rules.locator("section").filter({ hasText: "Standard" }).first()).toContainText("Sold for 8.80 USD a month, 79.20 USD a year");
  await expect(rules.getByText("330 credits: 330 credits for 5.00 USD, good for 24 months")).toHaveCount(1);
  await expect(rules).toContainText("(not published; assumed)");
  await expect(preview.page.locator("drawdown-source-list a").first()).toHaveAttribute("href", /^https:\/\//);
  await expect(preview.page.getByText(/Digest: sha256:[0-9a-f]{64}/)).toBeVisible();
});

test("models are found by a part of their name", async ({ preview }) => {
  await open(preview, "runway");
  await preview.input("Find a model").fill("veo");
  await expect(table(preview).getByRole("link")).toHaveText(["Veo 3.1", "Veo 3.1 Fast", "Veo 3"]);
  await preview.input("Find a model").fill("no such");
  await expect(table(preview).getByRole("status")).toHaveText("No model has this name.");
});

test("a changed price shows at once, with the published price that it contradicts", async ({ preview }) => {
  await open(preview, "runway");
  const file = await readFile("../catalogs/runway.json", "utf8");
  await edit(preview);
  const changed = file.replace('"id": "gemini-2.5-flash"', '"id": "gemini-2.5-flash", "about": "Cheap and quick"');
  expect(changed).not.toBe(file);
  await paste(preview, changed);
  await expect(row(preview, "Gemini 2.5 Flash Image")).toContainText("Cheap and quick");
  await expect(preview.page.getByText("48 published prices checked: all agree")).toBeVisible();
  await preview.page.getByRole("button", { name: "Show changes" }).click();
  await expect(preview.page.locator(".cm-changedLine, .cm-insertedLine").first()).toBeVisible();
  await preview.page.getByRole("button", { name: "Undo all changes" }).click();
  await expect(row(preview, "Gemini 2.5 Flash Image")).not.toContainText("Cheap and quick");
});

test("an error names its line, and the last prices without errors stay", async ({ preview }) => {
  await open(preview, "kling");
  await edit(preview);
  const file = await readFile("../catalogs/kling.json", "utf8");
  const line = file.split("\n").findIndex((text) => text.includes('"currency"')) + 1;
  await paste(preview, file.replace('"currency": "USD"', '"currency": 7'));
  await expect(preview.page.getByText("1 error", { exact: true })).toBeVisible();
  await preview.page.getByRole("button", { name: `Line ${line}`, exact: true }).click();
  await expect(preview.page.locator(".cm-activeLine")).toContainText('"currency": 7');
  await expect(row(preview, "VIDEO 3.0").locator(".amount")).toHaveText("30 credits");
  await paste(preview, "{ \n  7 }");
  await expect(preview.page.getByRole("button", { name: "Line 2", exact: true })).toBeVisible();
});

test("a file of one's own is shown, and its draft serves all pages", async ({ preview }) => {
  await open(preview, "kling");
  await preview.openFile(STUDIO);
  await expect(preview.page.getByRole("heading", { level: 2, name: "Studio" })).toBeVisible();
  await edit(preview);
  await paste(preview, (await readFile(STUDIO, "utf8")).replace('"name": "Studio"', '"name": "My studio"'));
  await expect(preview.page.getByRole("heading", { level: 2, name: "My studio" })).toBeVisible();
  await preview.page.getByRole("button", { name: "Use on all pages" }).click();
  await expect(preview.page.locator("platform-picker")).toContainText("My studio (your file)");
});

test("a draft is still there after a reload, and after a look at another platform", async ({ preview }) => {
  const { page } = preview;
  await open(preview, "kling");
  await edit(preview);
  const title = page.getByRole("heading", { level: 2, name: "My own" });
  await paste(preview, (await readFile(STUDIO, "utf8")).replace('"name": "Studio"', '"name": "My own"'));
  await expect(title).toBeVisible();
  await page.reload();
  await expect(title).toBeVisible();
  await preview.input("Platform").selectOption({ label: "Runway" });
  await expect(page.getByRole("heading", { level: 2, name: "Runway" })).toBeVisible();
  await expect(editor(preview)).toHaveCount(0);
  await preview.input("Platform").selectOption({ label: "Kling AI" });
  await expect(title).toBeVisible();
  // A file of one's own has a draft of its own.
  await preview.openFile(STUDIO);
  await expect(page.getByRole("heading", { level: 2, name: "Studio" })).toBeVisible();
  await expect(editor(preview)).toHaveCount(0);
  await preview.input("Platform").selectOption({ label: "Kling AI" });
  await expect(title).toBeVisible();
  await page.getByRole("button", { name: "Close the editor" }).click();
  await expect(title).toHaveCount(0);
  await page.reload();
  await expect(table(preview).locator("tbody").first()).toBeVisible();
  await expect(editor(preview)).toHaveCount(0);
});

test("an edited file is downloaded as it stands", async ({ preview }) => {
  await open(preview, "kling");
  await edit(preview);
  await paste(preview, '{ "catalog": "mine" }');
  const coming = preview.page.waitForEvent("download");
  await preview.page.getByRole("button", { name: "Download" }).click();
  expect(await readFile(await (await coming).path(), "utf8")).toBe('{ "catalog": "mine" }');
});

for (const scheme of ["light", "dark"] as const) {
  for (const width of [1280, 768, 320]) {
    test(`no faults at ${width} px, ${scheme}`, async ({ preview }) => {
      const { page } = preview;
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 800 });
      await open(preview, "magic-hour");
      await edit(preview);
      expect(await preview.overflow()).toBeLessThanOrEqual(0);
      expect(await preview.faults()).toEqual([]);
    });
  }
}
