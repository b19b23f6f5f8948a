import { expect, test } from "./preview";

const FULL =
  "platform=imagineart&operation=nano-banana-pro&plan=basic&runs=3&at=2026-12-01T09:00:00Z&balance=1000.5" +
  "&balance-as-of=2026-11-01T08:00:00Z&budget=5000&s.images=2&s.prompt_enhancer=yes&s.resolution=4K";

test("what is set is in the address, defaults are not", async ({ preview }) => {
  await preview.open("platform=imagineart");
  await preview.input("Model").selectOption("Nano Banana 2");
  await preview.expectQuery("platform=imagineart&operation=nano-banana-2");
  await preview.input("Runs").fill("5");
  await preview.input("2K").check();
  await preview.input("Prompt enhancer").check();
  await preview.expectQuery("platform=imagineart&operation=nano-banana-2&runs=5&s.prompt_enhancer=yes&s.resolution=2K");
  await preview.input("Runs").fill("1");
  await preview.input("1K").check();
  await preview.input("Prompt enhancer").uncheck();
  await preview.expectQuery("platform=imagineart&operation=nano-banana-2");
});

test("an address comes back as it was", async ({ preview }) => {
  await preview.open(FULL);
  await expect(preview.input("Runs")).toHaveValue("3");
  await expect(preview.input("Your plan")).toHaveValue("basic");
  await expect(preview.input("4K")).toBeChecked();
  await expect(preview.input("Images")).toHaveValue("2");
  await expect(preview.input("Prompt enhancer")).toBeChecked();
  await expect(preview.input("Balance before")).toHaveValue("1000.5");
  // As the reader's clock shows it, in Berlin.
  await expect(preview.input("When")).toHaveValue("2026-12-01T10:00");
  await expect(preview.input("Balance as of")).toHaveValue("2026-11-01T09:00");
  await expect(preview.notices).toHaveCount(0);
  await preview.input("Images").fill("3");
  await preview.expectQuery(`?${FULL.replace("images=2", "images=3")}`.slice(1));
  await preview.page.reload();
  await expect(preview.input("Images")).toHaveValue("3");
});

test("bad values fall to their defaults, with a notice that can be put away", async ({ preview }) => {
  await preview.open(
    "platform=imagineart&operation=nano-banana-2&runs=x&plan=zz&at=soon&balance=lots&budget=many" +
      "&s.resolution=9K&s.images=0&s.prompt_enhancer=maybe&s.colour=red&utm_source=mail",
  );
  await expect(preview.figure).toHaveText("49 credits");
  for (const part of ["runs=x", "plan=zz", "at=soon", "balance=lots", "budget=many", "s.resolution=9K", "s.images=0", "s.prompt_enhancer=maybe", "s.colour=red"]) {
    await expect(preview.notices.filter({ hasText: `“${part}”` })).toHaveCount(1);
  }
  await expect(preview.notices).toHaveCount(9);
  await preview.expectQuery("platform=imagineart&operation=nano-banana-2");
  await preview.page.getByRole("button", { name: "Dismiss" }).click();
  await expect(preview.notices).toHaveCount(0);
});

test("an unknown platform or operation gives the first one", async ({ preview }) => {
  await preview.open("platform=nowhere&operation=x&runs=3");
  await expect(preview.notices).toHaveText(/“platform=nowhere” in the address is not used/);
  await expect(preview.input("Runs")).toHaveValue("1");
  await preview.open("platform=krea&operation=%3Cimg%20src=x%3E");
  await expect(preview.notices).toHaveText(/“operation=<img src=x>” in the address is not used/);
  await expect(preview.input("Platform").locator("option:checked")).toHaveText("Krea");
});

test("of two platforms in a row the last one is shown, however late the first arrives", async ({ preview }) => {
  const { page } = preview;
  await preview.open("platform=imagineart&operation=nano-banana-2&runs=5");
  let send = () => {};
  await page.route("**/krea-*.json", async (route) => {
    await new Promise<void>((resolve) => { send = resolve; });
    await route.continue();
  });
  await preview.input("Platform").selectOption({ label: "Krea" });
  // Nothing of the platform before is written as this one's.
  await page.waitForTimeout(400);
  await preview.expectQuery("platform=imagineart&operation=nano-banana-2&runs=5");
  await preview.input("Platform").selectOption({ label: "Kling AI" });
  await expect.poll(() => page.url()).toContain("platform=kling");
  send();
  await page.waitForTimeout(400);
  expect(page.url()).toContain("platform=kling");
  await expect(preview.input("Platform").locator("option:checked")).toHaveText("Kling AI");
  await expect(page.locator("main")).toContainText("Kling");
});

test("a file that is no catalog leaves the platform that is on its way alone", async ({ preview }) => {
  const { page } = preview;
  await preview.open("platform=imagineart");
  let send = () => {};
  await page.route("**/krea-*.json", async (route) => {
    await new Promise<void>((resolve) => { send = resolve; });
    await route.continue();
  });
  await preview.input("Platform").selectOption({ label: "Krea" });
  await preview.openFile({ name: "broken.json", mimeType: "application/json", buffer: Buffer.from("{") });
  await expect(page.locator("platform-picker")).toContainText("broken.json");
  send();
  await expect.poll(() => page.url()).toContain("platform=krea");
});

test("another platform starts afresh", async ({ preview }) => {
  await preview.open("platform=imagineart&operation=nano-banana-2&runs=5&balance=10");
  await preview.input("Platform").selectOption({ label: "Krea" });
  await expect(preview.figure).toHaveText(/^about≈\s5 compute units$/);
  await preview.expectQuery("platform=krea");
});

test("the link is copied", async ({ preview, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await preview.open("platform=imagineart");
  await preview.input("Runs").fill("7");
  await preview.page.getByRole("button", { name: "Copy link" }).click();
  await expect(preview.page.getByText("Link copied.")).toBeVisible();
  expect(await preview.page.evaluate(() => navigator.clipboard.readText())).toMatch(/platform=imagineart&runs=7&version=[\d.-]+$/);
});
