import { expect, test } from "./preview";

test("everything is reached and worked by keyboard alone", async ({ preview }) => {
  await preview.open("platform=imagineart");
  const { page } = preview;
  const { keyboard } = page;
  await keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await keyboard.press("Tab");
  await expect(preview.input("Platform")).toBeFocused();
  await keyboard.press("Tab");
  await expect(preview.input("Open your own catalog file…")).toBeFocused();
  await keyboard.press("Tab");
  await expect(preview.input("Image")).toBeFocused();
  await keyboard.press("Tab");
  await expect(preview.input("Model")).toBeFocused();
  await keyboard.type("Nano Banana 2");
  await expect(preview.figure).toHaveText("49 credits");
  await keyboard.press("Tab");
  await expect(preview.input("Images")).toBeFocused();
  await keyboard.press("ArrowUp");
  await expect(preview.figure).toHaveText("98 credits");
  await keyboard.press("ArrowDown");
  await keyboard.press("Tab");
  await expect(preview.input("Prompt enhancer")).toBeFocused();
  await keyboard.press("Space");
  await expect(preview.figure).toHaveText("Cost not known");
  await keyboard.press("Space");
  await expect(preview.figure).toHaveText("49 credits");
  await keyboard.press("Tab");
  await expect(preview.input("1K")).toBeFocused();
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  await expect(preview.figure).toHaveText("98 credits");
});

test("an alternative is applied by keyboard, and the focus stays near", async ({ preview }) => {
  await preview.open("platform=imagineart&operation=nano-banana-2&s.resolution=4K");
  const apply = preview.cheaper.getByRole("button", { name: /^Use it: / }).first();
  await apply.focus();
  await preview.page.keyboard.press("Enter");
  await expect(preview.figure).not.toHaveText("98 credits");
  await expect(preview.page.getByRole("heading", { name: "Cheaper" })).toBeFocused();
});

test("focus is visible on every stop", async ({ preview }) => {
  await preview.open("platform=imagineart&operation=nano-banana-2");
  for (let stop = 0; stop < 24; stop += 1) {
    await preview.page.keyboard.press("Tab");
    const unmarked = await preview.page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (!element || element === document.body) return "";
      // A hidden radio button or file input shows its focus on the label beside it.
      return [element, element.nextElementSibling].some((one) => one && getComputedStyle(one).outlineStyle !== "none")
        ? ""
        : element.outerHTML;
    });
    expect(unmarked).toBe("");
  }
});
