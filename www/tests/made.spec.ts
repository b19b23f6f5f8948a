// How the numbers are made: quotes are checked here.
import { Catalog } from "drawdown";
import { readFile } from "node:fs/promises";
import { expect, test, type Preview } from "./preview";

const runway = new Catalog(await readFile("../catalogs/runway.json", "utf8"));
const quote = runway.quote({ operation: "gen-4.5", settings: { seconds: 5 } });
const verdict = (preview: Preview) => preview.page.locator(".verdict");

async function check(preview: Preview, text: string): Promise<void> {
  await preview.page.goto("/numbers.html");
  await preview.input("Or its text").fill(text);
  await preview.page.getByRole("button", { name: "Check", exact: true }).click();
}

test("a quote is verified", async ({ preview }) => {
  await check(preview, JSON.stringify(quote));
  await expect(verdict(preview)).toHaveText("Verified: the same request costs the same here, line by line.");
});

test("a quote of a plan is verified too", async ({ preview }) => {
  const need = { start: "2026-11-01", months: 1, lines: [{ request: { operation: "gen-4.5", settings: { seconds: 5 } }, per_month: 20 }] };
  await check(preview, JSON.stringify(runway.quoteFit(need)));
  await expect(verdict(preview)).toHaveText("Verified: the same request costs the same here, line by line.");
});

test("what is wrong with a quote is said", async ({ preview }) => {
  await check(preview, JSON.stringify({ ...quote, estimate: { ...quote.estimate, total: 1 } }));
  await expect(verdict(preview)).toContainText(/^It differs: /);
  await check(preview, JSON.stringify({ ...quote, catalog: { ...quote.catalog, id: "elsewhere" } }));
  await expect(verdict(preview)).toHaveText("It is about \u201celsewhere\u201d, a platform whose prices are not here.");
  await check(preview, "no quote at all");
  await expect(verdict(preview)).toHaveText("This is not a quote. Choose a file that \u201cSave quote\u201d made.");
});

test("the quote that the cost preview saves is verified as a file", async ({ preview }) => {
  await preview.open();
  const coming = preview.page.waitForEvent("download");
  await preview.page.getByRole("button", { name: "Save quote" }).click();
  const path = await (await coming).path();
  await preview.page.goto("/numbers.html");
  await preview.input("A saved quote").setInputFiles(path);
  await expect(verdict(preview)).toContainText("Verified");
});

test("the digests are those of the engine", async ({ preview }) => {
  await preview.page.goto("/numbers.html");
  await preview.page.getByRole("button", { name: "Compute the digests" }).click();
  await expect(preview.page.locator("plain-table tbody tr").filter({ hasText: "Runway" })).toContainText(runway.digest);
  await expect(preview.page.locator("plain-table tbody tr")).toHaveCount(21);
});

for (const width of [1280, 768, 320]) {
  test(`no faults at ${width} px`, async ({ preview }) => {
    await preview.page.setViewportSize({ width, height: 800 });
    await preview.page.goto("/numbers.html");
    await expect(preview.page.getByText(/version \d+ of the rules/)).toBeVisible();
    expect(await preview.overflow()).toBeLessThanOrEqual(0);
    expect(await preview.faults()).toEqual([]);
  });
}
