import { expect, test, type Preview } from "./preview";


const STATES: [string, (preview: Preview) => Promise<unknown>][] = [
  ["an exact cost with everything", async (preview) => {
    await preview.open("platform=imagineart&operation=nano-banana-pro&runs=3&balance=100&balance-as-of=2026-11-01T09:00:00Z&plan=nobody");
    await expect(preview.cheaper.getByRole("button").first()).toBeVisible();
  }],
  ["a range", (preview) => preview.studio("Still", "Image")],
  ["an unknown cost", (preview) => preview.studio("Enhancer", "Text")],
  ["a free operation", (preview) => preview.studio("Download", "Download · free")],
  ["an error", async (preview) => {
    await preview.studio();
    await preview.input("Duration").fill("x");
    await preview.openFile({ name: "bad.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await expect(preview.page.getByRole("alert")).toBeVisible();
  }],
];

for (const scheme of ["light", "dark"] as const) {
  for (const [name, reach] of STATES) {
    test(`no accessibility faults: ${name}, ${scheme}`, async ({ preview }) => {
      const { page } = preview;
      await page.emulateMedia({ colorScheme: scheme });
      await reach(preview);
      expect(await preview.faults()).toEqual([]);
    });
  }
}

for (const width of [320, 375, 768, 1280]) {
  for (const [name, reach] of STATES) {
    test(`nothing overflows at ${width} px: ${name}`, async ({ preview }) => {
      await preview.page.setViewportSize({ width, height: 700 });
      await reach(preview);
      expect(await preview.overflow()).toBeLessThanOrEqual(0);
    });
  }
}

test("on a narrow screen the cost stays in sight, and leads to its lines", async ({ preview }) => {
  await preview.page.setViewportSize({ width: 320, height: 640 });
  await preview.studio();
  await preview.input("Duration").fill("12");
  const bar = preview.page.locator("cost-bar a");
  await expect(bar).toContainText("144 credits");
  await expect(bar).toBeInViewport();
  await bar.click();
  await expect(preview.figure).toBeInViewport();
});

test("on a wide screen the cost stays beside the inputs", async ({ preview }) => {
  await preview.open("platform=imagineart&operation=nano-banana-2");
  await preview.cheaper.scrollIntoViewIfNeeded();
  await preview.page.mouse.wheel(0, 2000);
  await expect(preview.figure).toBeInViewport();
  await expect(preview.page.locator("cost-bar")).toBeHidden();
});

test("dark and light follow the system", async ({ preview }) => {
  await preview.open();
  const colour = () => preview.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await preview.page.emulateMedia({ colorScheme: "light" });
  const light = await colour();
  await preview.page.emulateMedia({ colorScheme: "dark" });
  expect(await colour()).not.toBe(light);
});

test("the page is served under its content policy, with no inline code", async ({ preview }) => {
  const response = await preview.page.goto("/preview.html");
  expect(response?.headers()["content-security-policy"]).toContain("script-src 'self' 'wasm-unsafe-eval'");
  const text = (await response?.text()) ?? "";
  expect(text).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=/);
  await expect(preview.figure).toBeVisible();
});
