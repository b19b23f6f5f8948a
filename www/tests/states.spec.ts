import { expect, test } from "./preview";

test("open settings give a range, and closing them an exact cost", async ({ preview }) => {
  await preview.studio("Still", "Image");
  await expect(preview.badge).toHaveText("Range");
  await expect(preview.figure).toHaveText(/^49\s–\s100 credits$/);
  await expect(preview.card).toContainText("Depends on Size and Transparent background, which you have not set yet.");
  expect((await preview.lines())[0]).toMatch(/^Image \| .* \| 49\s–\s98$/);
  await preview.input("Balance before").fill("80");
  await expect(preview.balance).toContainText(/Balance after\s*−20 to 31\s*Missing, at most\s*20 credits/);
  await expect(preview.afford).toContainText("Where a setting is left open, its highest cost counts.");
  await preview.input("2K").check();
  await preview.input("No").check();
  await expect(preview.badge).toHaveText("Exact");
  await expect(preview.figure).toHaveText("73.5 credits");
  await preview.page.getByRole("group", { name: "Size" }).getByLabel("Not set").check();
  await expect(preview.badge).toHaveText("Range");
});

test("an optional setting may stay away", async ({ preview }) => {
  await preview.studio("Still", "Image");
  await preview.input("1K").check();
  await preview.input("No").check();
  await expect(preview.figure).toHaveText("49 credits");
  await expect(preview.input("Reference images")).toHaveAttribute("placeholder", "None");
  await preview.input("Reference images").fill("3");
  await expect(preview.figure).toHaveText("53.5 credits");
});

test("what the vendor calls approximate is never shown as exact", async ({ preview }) => {
  await preview.studio("Still Max", "Image");
  await expect(preview.badge).toHaveText("Approximate");
  await expect(preview.figure).toHaveText(/^about≈\s183 credits$/);
  await expect(preview.card).toContainText("12 September 2026");
});

test("what is known after the run shows its rate", async ({ preview }) => {
  await preview.studio("Writer", "Text");
  await expect(preview.badge).toHaveText("Rate");
  await expect(preview.figure).toHaveText("Known after the run");
  await expect(preview.card).toContainText("2 credits are known");
  expect((await preview.lines())[1]).toMatch(/^Output \| 0\.6 .*1,000 tokens.* \| after the run$/);
  await preview.input("Balance before").fill("50");
  await expect(preview.balance).toContainText(/Balance after\s*unknown/);
  await preview.input("Output tokens").fill("5000");
  await expect(preview.figure).toHaveText("5 credits");
});

test("unpriced is unknown, not zero", async ({ preview }) => {
  await preview.studio("Enhancer", "Text");
  await expect(preview.badge).toHaveText("Unknown");
  await expect(preview.figure).toHaveText("Cost not known");
  expect((await preview.lines())[1]).toMatch(/ \| not published$/);
  await preview.input("With this many credits").fill("100");
  await expect(preview.afford).toContainText("Unknown, because the cost is unknown");
  await expect(preview.cheaper).toContainText("Cheaper settings appear once the cost is known.");
});

test("free is free, not zero", async ({ preview }) => {
  await preview.studio("Download", "Download · free");
  await expect(preview.badge).toHaveText("Free");
  await expect(preview.figure).toHaveText("Free");
  await preview.input("With this many credits").fill("1");
  await expect(preview.afford).toContainText("No limit: runs are free");
});

test("sources are linked, with the date they were read", async ({ preview }) => {
  await preview.studio();
  const link = preview.card.getByRole("link", { name: "docs.example.com/pricing" });
  await expect(link).toHaveAttribute("href", "https://docs.example.com/pricing");
  await expect(preview.card.locator("drawdown-source-list time")).toHaveText("30 October 2026");
});
