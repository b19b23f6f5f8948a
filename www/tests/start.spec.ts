// The start page: three questions, and an example that answers one of them at once.
import { expect, test } from "./preview";

test("an example is answered at once, and goes on where it is continued", async ({ preview }) => {
  const { page } = preview;
  await page.goto("/");
  const figure = page.locator("start-page .figure");
  await expect(figure).toHaveText("60 credits");
  await expect(page.locator("start-page")).toContainText("1,000 credits pay for 16 runs like this.");
  await preview.input("Duration").fill("10");
  await expect(figure).toHaveText("120 credits");
  await expect(page.locator("start-page")).toContainText("1,000 credits pay for 8 runs like this.");
  expect(new URL(page.url()).search).toBe("");
  await page.getByRole("link", { name: "What makes up the cost, and cheaper settings" }).click();
  await expect(preview.figure).toHaveText("120 credits");
  await preview.expectQuery("platform=runway&s.seconds=10");
});

test("each question leads to its page", async ({ preview }) => {
  const { page } = preview;
  for (const [question, title] of [
    ["What does it cost?", "Cost preview"], ["Which plan fits?", "Plan calculator"], ["How long will my credits last?", "Balance forecast"],
  ] as const) {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Questions" }).getByRole("link", { name: question }).click();
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }
});

test("a platform leads to its prices", async ({ preview }) => {
  const { page } = preview;
  await page.goto("/");
  await page.getByRole("link", { name: "Kling AI" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Kling AI" })).toBeVisible();
});

test("an old link to the cost preview still leads there", async ({ preview }) => {
  await preview.page.goto("/?platform=runway&s.seconds=10");
  await expect(preview.figure).toHaveText("120 credits");
  expect(new URL(preview.page.url()).pathname).toBe("/preview.html");
  // Other words come from where a link stood.
  await preview.page.goto("/?utm_source=letter");
  await expect(preview.page.locator("start-page .figure")).toHaveText("60 credits");
});

for (const scheme of ["light", "dark"] as const) {
  for (const width of [1280, 768, 320]) {
    test(`no faults at ${width} px, ${scheme}`, async ({ preview }) => {
      const { page } = preview;
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 800 });
      await page.goto("/");
      await expect(page.locator("start-page .figure")).toHaveText("60 credits");
      expect(await preview.overflow()).toBeLessThanOrEqual(0);
      expect(await preview.faults()).toEqual([]);
    });
  }
}
