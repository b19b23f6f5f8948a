// What a page begins with, and what its address means: for people who come without one, and for old links.
import { expect, test, type Preview } from "./preview";

const platform = (preview: Preview) => preview.input("Platform").locator("option:checked");

test("a fresh preview has a cost, and no address until something is set", async ({ preview }) => {
  await preview.open();
  await expect(platform(preview)).toHaveText("Runway");
  await expect(preview.input("Model").locator("option:checked")).toHaveText("Gen-4.5");
  await expect(preview.input("Duration")).toHaveValue("5");
  await expect(preview.figure).toHaveText("60 credits");
  await expect(preview.badge).toHaveText("Exact");
  await preview.expectQuery("");
  await preview.input("Duration").fill("10");
  await expect(preview.figure).toHaveText("120 credits");
  await preview.expectQuery("platform=runway&s.seconds=10");
  await preview.page.reload();
  await expect(preview.figure).toHaveText("120 credits");
});

test("an address says what is set: nothing is added to it", async ({ preview }) => {
  await preview.open("platform=runway");
  await expect(preview.badge).toHaveText("Range");
  await preview.open("runs=3");
  await expect(platform(preview)).toHaveText("GREENZERO");
  await expect(preview.input("Runs")).toHaveValue("3");
  await expect(preview.notices).toHaveCount(0);
  await preview.expectQuery("platform=greenzero&runs=3");
});

test("who chooses the first platform gets its example, as on a fresh page", async ({ preview }) => {
  await preview.open("platform=krea");
  await preview.input("Platform").selectOption({ label: "Runway" });
  await expect(preview.figure).toHaveText("60 credits");
  await preview.expectQuery("");
});

test("on a phone the cost comes first, and the inputs are folded under it", async ({ preview }) => {
  const { page } = preview;
  await page.setViewportSize({ width: 640, height: 800 });
  await preview.open();
  const fold = page.locator(".fold > summary");
  await expect(fold).toHaveText(/^\s*Change what you make\s+Runway \u00b7 Gen-4\.5\s*$/);
  const [cost, folded, more] = await Promise.all([preview.card, fold, preview.cheaper].map((one) => one.boundingBox()));
  expect(cost?.y ?? NaN).toBeLessThan(folded?.y ?? NaN);
  expect(folded?.y ?? NaN).toBeLessThan(more?.y ?? NaN);
  await expect(preview.input("Duration")).toBeHidden();
  await fold.focus();
  await page.keyboard.press("Enter");
  await preview.input("Duration").fill("10");
  await expect(preview.figure).toHaveText("120 credits");
  expect(await preview.faults()).toEqual([]);
  // Wider than a phone, they are beside or above the answer as before.
  await page.setViewportSize({ width: 641, height: 800 });
  await expect(fold).toHaveCount(0);
  await expect(preview.input("Duration")).toHaveValue("10");
});

test("on a phone a log is asked for first, and then its answer comes first", async ({ preview }) => {
  const { page } = preview;
  await page.setViewportSize({ width: 375, height: 700 });
  await page.goto("/usage.html");
  await page.getByRole("button", { name: "Try an example" }).click();
  const fold = page.locator(".fold > summary");
  await expect(fold).toContainText("Log and what to see");
  const total = page.getByRole("heading", { name: "Spent" });
  await expect(total).toBeVisible();
  // The answer grows while it is computed, so both are measured until they stand.
  await expect.poll(async () => {
    const [answer, form] = await Promise.all([total, fold].map((one) => one.boundingBox()));
    return (answer?.y ?? NaN) < (form?.y ?? NaN);
  }).toBe(true);
  expect(await preview.overflow()).toBeLessThanOrEqual(0);
});

test("other settings of the model come before other models, each under its heading", async ({ preview }) => {
  await preview.open("platform=imagineart&operation=nano-banana-2&s.resolution=4K");
  const heads = preview.cheaper.getByRole("heading");
  await expect(heads).toHaveText(["Cheaper", "The same model with other settings", "Other models"]);
  const changes = await preview.cheaper.locator(".change").allTextContents();
  const first = changes.findIndex((change) => !change.startsWith("Resolution"));
  expect(first).toBe(2);
  expect(changes.slice(first).every((change) => change.endsWith("instead"))).toBe(true);
  await preview.open();
  await expect(preview.cheaper).toContainText("No cheaper setting found.");
});

/** What had to be read twice. */
const FORMER = [
  "What will happen", "Counted by the", "as they stand", "Margin on top", "Changes on the way", "Lost unused", "Look further",
  "to assume", "Balance by class", "With random demand", "Nothing out of the ordinary", "Which option costs least",
  "/account/", "Ways out",
];

for (const path of ["/", "/preview.html", "/projection.html", "/plan.html", "/usage.html", "/catalogs.html", "/numbers.html"]) {
  test(`plain words on ${path}`, async ({ preview }) => {
    const { page } = preview;
    await page.goto(path);
    await expect(page.locator(".figure, rate-table, numbers-page h2, drawdown-outlook-card .title, drawdown-fit-card .title, log-drop").first()).toBeVisible({ timeout: 20_000 });
    await preview.unfold();
    const text = await page.evaluate(() => {
      const within = (root: ParentNode): string => [...root.querySelectorAll("*")].map((one) => {
        const own = [...one.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ textContent }) => textContent).join(" ");
        return own + (one.shadowRoot ? within(one.shadowRoot) : "");
      }).join("\n");
      return within(document.body);
    });
    expect(text.length).toBeGreaterThan(300);
    expect(FORMER.filter((words) => text.includes(words))).toEqual([]);
  });
}
