// What is set comes back: by undo, by a link, after a reload, side by side, on paper.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, STUDIO, test, type Preview } from "./preview";

const clipboard = (preview: Preview) => preview.page.evaluate(() => navigator.clipboard.readText());
const undo = (preview: Preview) => preview.page.getByRole("button", { name: "Undo", exact: true });

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("undo takes back one change after the other", async ({ preview }) => {
  await preview.open("platform=runway&s.seconds=5");
  await expect(undo(preview)).toBeDisabled();
  await preview.input("Duration").fill("10");
  await preview.expectQuery("platform=runway&s.seconds=10");
  await preview.input("Platform").selectOption({ label: "Kling AI" });
  await expect(preview.figure).toHaveText("30 credits");
  await expect(undo(preview)).toBeEnabled();
  await undo(preview).click();
  await expect(preview.figure).toHaveText("120 credits");
  await undo(preview).click();
  await expect(preview.figure).toHaveText("60 credits");
  await preview.expectQuery("platform=runway&s.seconds=5");
  await expect(undo(preview)).toBeDisabled();
});

for (const [path, field, from, to] of [
  ["/plan.html?platform=runway&l1=gen-4.5&l1.n=2/day&l1.s.seconds=5&start=2026-12-01", "How many a day", "2", "7"],
  ["/compare.html?m1=kling-3-0&m1.n=10/month&m1.s.seconds=5", "How many a month", "10", "7"],
] as const) {
  test(`undo works on ${path.split("?")[0]}`, async ({ preview }) => {
    const { page } = preview;
    await page.goto(path);
    const input = page.getByLabel(field, { exact: true }).first();
    await expect(input).toHaveValue(from);
    await expect(undo(preview)).toBeDisabled({ timeout: 20_000 });
    await input.fill(to);
    await expect(undo(preview)).toBeEnabled();
    await undo(preview).click();
    await expect(input).toHaveValue(from);
  });
}

test("a link says which prices it was made with, and an older one is announced", async ({ preview }) => {
  await preview.open("platform=runway&s.seconds=10");
  await preview.page.getByRole("button", { name: "Copy link" }).click();
  await expect(preview.page.getByText("Link copied.")).toBeVisible();
  const link = new URL(await clipboard(preview));
  expect(link.search).toMatch(/^\?platform=runway&s\.seconds=10&version=\d{4}-\d\d-\d\d$/);
  await preview.page.goto(link.href);
  await expect(preview.figure).toHaveText("120 credits");
  await expect(preview.notices).toHaveCount(0);
  await preview.open("platform=runway&s.seconds=10&version=2026-01-01");
  await expect(preview.notices).toHaveText(/^This link was made with other prices of Runway: version 2026-01-01\. Here is version /);
  await preview.expectQuery("platform=runway&s.seconds=10");
});

test("a catalog of one's own survives a reload, comes along to other pages, and is forgotten on request", async ({ preview }) => {
  await preview.studio();
  const { page } = preview;
  await preview.input("Duration").fill("12");
  await expect(preview.figure).toHaveText("144 credits");
  await preview.expectQuery("platform=own&s.seconds=12");
  await page.reload();
  await expect(preview.figure).toHaveText("144 credits");
  await expect(page.locator("platform-picker")).toContainText("Kept in this browser until you forget it.");
  await page.getByRole("link", { name: "Prices", exact: true }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Studio" })).toBeVisible();
  await page.getByRole("button", { name: "Forget this file" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Runway" })).toBeVisible();
  await expect(page.locator("platform-picker")).not.toContainText("Studio");
  await page.reload();
  await expect(page.getByRole("heading", { level: 2, name: "Runway" })).toBeVisible();
  await expect(page.locator("platform-picker")).not.toContainText("Studio");
});

test("a link carries a catalog of one's own to another browser", async ({ preview, browser }) => {
  await preview.studio();
  await preview.page.getByRole("button", { name: "Copy link" }).click();
  await expect(preview.page.getByText("Your own prices are in the link.")).toBeVisible();
  const link = await clipboard(preview);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await expect(page.locator("platform-picker")).toContainText("Studio (your file)");
  await expect(page.locator("platform-picker")).toContainText("It came with the link.");
  await page.reload();
  await expect(page.locator("platform-picker")).toContainText("Studio (your file)");
  await context.close();
});

test("a catalog that is too large for a link is said to be", async ({ preview }) => {
  await preview.open();
  const catalog = JSON.parse(await readFile(STUDIO, "utf8")) as { notes?: string[] };
  // Digests, which do not compress well.
  const notes = Array.from({ length: 800 }, (_, place) => createHash("sha256").update(String(place)).digest("hex"));
  const buffer = Buffer.from(JSON.stringify({ ...catalog, notes }));
  await preview.openFile({ name: "large.json", mimeType: "application/json", buffer });
  await expect(preview.page.locator("platform-picker")).toContainText("Studio (your file)");
  await preview.page.getByRole("button", { name: "Copy link" }).click();
  await expect(preview.page.getByText("Your own prices are too large for a link: it shows them only in this browser.")).toBeVisible();
  await preview.page.reload();
  await expect(preview.page.locator("platform-picker")).toContainText("Studio (your file)");
});

test("a damaged catalog in a link is announced, and nothing breaks", async ({ preview }) => {
  for (const fragment of ["own=AAAA", "own=%00", `own=${"A".repeat(20_000)}`, "own="]) {
    await preview.page.goto("/numbers.html");
    await preview.page.goto(`/preview.html?platform=own#${fragment}`);
    await expect(preview.figure).toHaveText("60 credits");
    await expect(preview.notices).toHaveText(/open your own catalog again/);
  }
});

test("up to three versions stand side by side, and each can come back", async ({ preview }) => {
  const { page } = preview;
  await preview.open("platform=runway&s.seconds=5");
  const keep = page.getByRole("button", { name: "Keep to compare" });
  await keep.click();
  const table = page.locator("kept-scenarios");
  await preview.input("Duration").fill("10");
  await expect(table.getByRole("row", { name: /^Cost/ })).toHaveText(/Cost\s*120 credits\s*60 credits/);
  await keep.click();
  await preview.input("Duration").fill("8");
  await expect(table.getByRole("row", { name: /^Cost/ })).toHaveText(/96 credits\s*60 credits\s*120 credits/);
  await keep.click();
  await expect(keep).toBeDisabled();
  expect(await preview.faults()).toEqual([]);
  await page.getByRole("button", { name: "Show Kept 2" }).click();
  await expect(preview.figure).toHaveText("120 credits");
  await page.getByRole("button", { name: "Remove Kept 1" }).click();
  await expect(table.getByRole("row", { name: /^Cost/ })).toHaveText(/120 credits\s*120 credits\s*96 credits/);
  await page.reload();
  await expect(table.getByRole("columnheader")).toHaveCount(3);
});

test("the answer is copied as JSON and CSV", async ({ preview }) => {
  const { page } = preview;
  await page.goto("/plan.html?platform=runway&l1=gen-4.5&l1.n=2/day&l1.s.seconds=5&start=2026-12-01");
  await page.getByRole("button", { name: "Copy as JSON" }).click({ timeout: 20_000 });
  await expect(page.getByText("JSON copied.")).toBeVisible();
  const fit = JSON.parse(await clipboard(preview)) as { options: { name: string; cost: number }[] };
  await page.getByRole("button", { name: "Copy as CSV" }).click();
  await expect(page.getByText("CSV copied.")).toBeVisible();
  const [head, first] = (await clipboard(preview)).split("\n");
  expect(head).toBe("option,state,currency,cost,per_month,top_ups,covered_percent,expired_unused,left,reason");
  expect(first).toContain(fit.options[0]?.name);
  expect(first).toContain(`,USD,${fit.options[0]?.cost},`);
});

for (const [path, answer] of [
  ["/plan.html?platform=runway&l1=gen-4.5&l1.n=2/day&l1.s.seconds=5&start=2026-12-01", "drawdown-fit-card .title"],
  ["/preview.html?platform=runway&s.seconds=5", "drawdown-cost .figure"],
  ["/compare.html", "platform-ranking .title"],
  ["/projection.html", "drawdown-outlook-card .title"],
] as const) {
  test(`${path.split("?")[0]} prints on one page`, async ({ preview }) => {
    await preview.page.goto(path);
    await expect(preview.page.locator(answer)).toBeVisible({ timeout: 20_000 });
    const pdf = (await preview.page.pdf({ format: "A4" })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });
}

test("links between pages take along the platform, the plan and what is made", async ({ preview }) => {
  const { page } = preview;
  const go = (name: string) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name, exact: true }).click();
  await page.goto("/plan.html?platform=runway&held=pro&l1=gen-4.5&l1.n=2/day&l1.days=20&l1.s.seconds=7&l2=kling-3.0-pro&l2.n=9/week&l2.s.seconds=5&start=2026-12-01");
  await expect(page.locator("drawdown-fit-card .title")).toBeVisible({ timeout: 20_000 });
  await go("Balance forecast");
  await expect(page.locator("drawdown-outlook-card .title")).toBeVisible({ timeout: 20_000 });
  await preview.unfold();
  await expect(preview.input("Plan").first().locator("option:checked")).toHaveText("Pro");
  await expect(preview.input("Duration").first()).toHaveValue("7");
  await expect(page).toHaveURL(/d1=gen-4\.5&d1\.runs=2\/day&d1\.days=20.*d2=kling-3\.0-pro&d2\.runs=9\/week/);
  await go("Cost preview");
  await expect(preview.figure).toHaveText("84 credits");
  await expect(preview.input("Your plan").locator("option:checked")).toHaveText("Pro");
  await page.goBack();
  await expect(page.locator("drawdown-outlook-card .title")).toBeVisible({ timeout: 20_000 });
  await go("Compare");
  await expect(page.locator("platform-ranking .title")).toBeVisible({ timeout: 20_000 });
  await expect(page).toHaveURL(/compare\.html\?m1=gen-4-5&m1\.n=2\/day&m1\.days=20.*m2=kling-3-0/);
  await page.goto("/preview.html?platform=runway&operation=gen-4.5&s.seconds=7&plan=pro");
  await expect(preview.figure).toHaveText("84 credits");
  await go("Plan calculator");
  await expect(page.locator("drawdown-fit-card .title")).toBeVisible({ timeout: 20_000 });
  await expect(page).toHaveURL(/platform=runway&l1=gen-4\.5&l1\.n=1\/day&l1\.s\.seconds=7&.*held=pro/);
});
