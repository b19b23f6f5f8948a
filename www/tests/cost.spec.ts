import { expect, test } from "./preview";

test("the cost moves as one types, with its lines", async ({ preview }) => {
  await preview.studio();
  await expect(preview.figure).toHaveText("60 credits");
  await expect(preview.badge).toHaveText("Exact");
  await preview.input("Duration").fill("12");
  await expect(preview.figure).toHaveText("144 credits");
  await preview.input("1080p").check();
  await expect(preview.figure).toHaveText("294 credits");
  expect(await preview.lines()).toEqual(["Footage | 12 s × 24 | 288", "Beyond 10 s | 2 s × 3 | 6", "Total | 294"]);
  await preview.input("Sound").check();
  await expect(preview.figure).toHaveText("366 credits");
  await expect(preview.card).toContainText("Voices speak English only.");
});

test("slider and number move together", async ({ preview }) => {
  await preview.studio();
  const slider = preview.page.getByLabel("Duration, slider");
  await slider.fill("20");
  await expect(preview.input("Duration")).toHaveValue("20");
  await expect(preview.figure).toHaveText("240 credits");
  await preview.input("Duration").fill("7");
  await expect(slider).toHaveValue("7");
});

test("an emptied number takes its default again", async ({ preview }) => {
  await preview.studio();
  await preview.input("Duration").fill("");
  await expect(preview.figure).toHaveText("60 credits");
  await expect(preview.input("Duration")).toHaveValue("");
  await preview.input("Duration").blur();
  await expect(preview.input("Duration")).toHaveValue("5");
});

test("runs multiply, and the lines still sum to the total", async ({ preview }) => {
  await preview.studio();
  await preview.input("Runs").fill("3");
  await expect(preview.figure).toHaveText("180 credits");
  await expect(preview.card).toContainText("3 runs of 60 credits.");
  expect((await preview.lines()).at(-1)).toBe("Total | 180");
});

test("large amounts are grouped and exact", async ({ preview }) => {
  await preview.studio("Dub", "Dub");
  await expect(preview.figure).toHaveText("7,407,405 credits");
  await preview.input("Runs").fill("123456789");
  await expect(preview.figure).toHaveText("914,494,436,122,545 credits");
});

test("a list is typed with commas", async ({ preview }) => {
  await preview.studio("Dub", "Dub");
  await expect(preview.input("Clips")).toHaveValue("10, 20");
  await preview.input("Clips").fill("3, 6,11");
  await expect(preview.figure).toHaveText("7,407,405 credits");
  await preview.input("Clips").fill("3,6");
  await expect(preview.figure).toHaveText("3,703,702.5 credits");
});

test("an error stands beside its field, and no cost is shown meanwhile", async ({ preview }) => {
  await preview.studio();
  await preview.input("Duration").fill("99");
  await expect(preview.figure).toHaveText("Needs a correction");
  await expect(preview.input("Duration")).toHaveAttribute("aria-invalid", "true");
  await expect(preview.input("Duration")).toHaveAccessibleDescription(/from 3 to 30/);
  await expect(preview.card).not.toContainText("credits");
  await preview.input("Balance before").fill("lots");
  await expect(preview.input("Balance before")).toHaveAccessibleDescription(/Expected a decimal/);
  await preview.input("Balance before").fill("");
  await preview.input("Duration").fill("30");
  await expect(preview.figure).toHaveText("360 credits");
});

test("gates are named, and open with the plan", async ({ preview }) => {
  await preview.studio();
  await expect(preview.card).toContainText("Not available with this choice: Clip 2 is for Pro and Max plans");
  await expect(preview.figure).toHaveText("60 credits");
  await preview.input("Your plan").selectOption("Pro");
  await expect(preview.card).not.toContainText("Not available");
});

test("balance before and after, and what is missing", async ({ preview }) => {
  await preview.studio();
  await preview.input("Balance before").fill("1000.5");
  await expect(preview.balance).toContainText(/Balance before\s*1,000\.5\s*Balance after\s*940\.5/);
  await expect(preview.balance).not.toContainText("Missing");
  await preview.input("Balance before").fill("12");
  await expect(preview.balance).toContainText(/Balance after\s*−48\s*Missing\s*48 credits/);
});

test("how many can be made with so many credits", async ({ preview }) => {
  await preview.studio();
  await preview.input("1080p").check();
  await preview.input("With this many credits").fill("1000");
  await expect(preview.afford).toContainText("8 runs");
  await expect(preview.afford).toContainText("960 credits of 1,000");
  await preview.input("With this many credits").fill("many");
  await expect(preview.input("With this many credits")).toHaveAccessibleDescription(/not a decimal number/);
  await preview.input("With this many credits").fill("5");
  await expect(preview.afford).toContainText("None: a single run costs more");
});

test("without a budget of its own, the balance is the budget", async ({ preview }) => {
  await preview.studio();
  await preview.input("Balance before").fill("120");
  await expect(preview.afford).toContainText("2 runs");
});

test("the same for less is applied by a button", async ({ preview }) => {
  await preview.studio();
  await preview.input("1080p").check();
  await expect(preview.figure).toHaveText("120 credits");
  const item = preview.cheaper.getByRole("listitem").filter({ hasText: "Clip Lite" });
  await expect(item).toContainText("30 credits, saves 90 credits");
  await item.getByRole("button", { name: /^Use it: .*Clip Lite/ }).click();
  await expect(preview.figure).toHaveText("30 credits");
  await expect(preview.input("Model")).toHaveValue("clip-lite");
  await expect(preview.input("1080p")).toBeChecked();
  await expect(preview.page.getByRole("heading", { name: "Cheaper", exact: true })).toBeFocused();
});

test("another model keeps the settings that it has too", async ({ preview }) => {
  await preview.studio();
  await preview.input("Duration").fill("20");
  await preview.input("Model").selectOption("Clip Lite");
  await expect(preview.input("Duration")).toHaveValue("20");
  await expect(preview.figure).toHaveText("120 credits");
});

test("screen readers hear the cost once typing pauses", async ({ preview }) => {
  await preview.studio();
  await preview.input("Duration").fill("12");
  const live = preview.page.locator("preview-page > *, preview-page p[role=status]").filter({ hasText: /^Cost: / });
  await expect(live).toHaveText("Cost: 144 credits. Clip 2 is for Pro and Max plans.");
  await expect(live).toHaveAttribute("aria-live", "polite");
});

test("what was used so far is asked for where a price counts over a period", async ({ preview }) => {
  const catalog = {
    catalog: "metered", name: "Metered", version: "1", as_of: "2026-01-01", credit: { name: "credit", plural: "credits", step: "1" },
    meters: { searches: { per: "month", unit: "search" }, gpu: { per: "day", unit: "h" } },
    units: { search: "searches" },
    operations: [
      { id: "search", name: "Search", price: [{ line: "Searches", unit: "search", meter: "searches", included: "5000", rate: "2" }] },
      { id: "render", name: "Render", price: [{ line: "Machine", unit: "h", meter: "gpu", included: "1", rate: "4" }] },
    ],
  };
  await preview.open();
  await preview.openFile({ name: "metered.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(catalog)) });
  const searches = preview.input("Searches used this month so far");
  await expect(searches).toHaveAttribute("placeholder", "0");
  await expect(preview.input("Gpu used today so far")).toHaveCount(0);
  await preview.input("Runs").fill("3");
  await expect(preview.figure).toHaveText("0 credits");
  await expect(preview.card).toContainText("used before in the same month is assumed");
  await searches.fill("4998");
  await expect(preview.figure).toHaveText("2 credits");
  await expect(preview.card).not.toContainText("is assumed");
  await preview.expectQuery("platform=own&runs=3&used.searches=4998");
  // The field stays while it needs a correction.
  await searches.fill("many");
  await expect(preview.figure).toHaveText("Needs a correction");
  await expect(searches).toHaveAttribute("aria-invalid", "true");
  await searches.fill("5000");
  await expect(preview.figure).toHaveText("6 credits");
  expect(await preview.faults()).toEqual([]);
  await preview.input("Model").selectOption({ label: "Render" });
  await expect(searches).toHaveCount(0);
  await preview.input("Gpu used today so far").fill("1");
  await expect(preview.figure).toHaveText("12 credits");
});
