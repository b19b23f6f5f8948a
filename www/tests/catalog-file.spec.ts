import { readFile } from "node:fs/promises";
import { STUDIO, expect, test } from "./preview";

function file(text: string) {
  return { name: "mine.json", mimeType: "application/json", buffer: Buffer.from(text) };
}

test("every error of one's own catalog is listed with its place; the page goes on", async ({ preview }) => {
  await preview.open();
  const before = await preview.figure.textContent();
  const broken = JSON.parse(await readFile(STUDIO, "utf8"));
  broken.nam = "Studio";
  broken.operations[0].settings.seconds.number.min = "three";
  broken.operations[1].price[0].quantity = "secnds";
  await preview.openFile(file(JSON.stringify(broken)));
  const alert = preview.page.getByRole("alert");
  await expect(alert).toContainText(/mine\.json cannot be used: [3-9] errors/);
  for (const place of ["nam", "operations \u203a no. 1 \u203a settings \u203a seconds \u203a number \u203a min"]) {
    await expect(alert.locator(".place").getByText(place, { exact: true })).toBeVisible();
  }
  await expect(preview.figure).toHaveText(before ?? "");
  await preview.openFile(STUDIO);
  await expect(alert).toBeHidden();
  await expect(preview.figure).toHaveText("60 credits");
});

test("what is no JSON is said to be none", async ({ preview }) => {
  await preview.open();
  await preview.openFile(file("{ \"catalog\": "));
  await expect(preview.page.getByRole("alert")).toContainText("1 error");
});

test("a link to one's own catalog that no longer has it asks for the file again", async ({ preview }) => {
  await preview.page.goto("/preview.html?platform=own");
  await expect(preview.notices).toHaveText(/open your own catalog again/);
});

test("an address in a catalog is a link only when it is one of the web", async ({ preview }) => {
  const odd = JSON.parse(await readFile(STUDIO, "utf8"));
  odd.sources.guide.at = "javascript:alert(1)";
  await preview.open();
  await preview.openFile(file(JSON.stringify(odd)));
  await expect(preview.card).toContainText("javascript:alert(1), as of");
  await expect(preview.card.getByRole("link")).toHaveCount(0);
});
