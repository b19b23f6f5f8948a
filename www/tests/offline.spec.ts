// After the first visit the pages work without a network; a new version is offered, not forced.
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preview as serve } from "vite";
import { expect, test, type Preview } from "./preview";

test.use({ serviceWorkers: "allow" });

/** Until the worker has everything. */
async function kept({ page }: Preview): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

test("every page works without a network after the first visit", async ({ preview }) => {
  test.slow();
  const { page } = preview;
  await page.goto("/");
  await expect(page.locator("start-page .figure")).toHaveText("60 credits");
  await kept(preview);
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.locator("start-page .figure")).toHaveText("60 credits");
  for (const [path, answer] of [
    ["/preview.html?platform=runway&s.seconds=10", "drawdown-cost .figure"], ["/plan.html", "drawdown-fit-card .title"],
    ["/projection.html", "drawdown-outlook-card .title"], ["/compare.html", "platform-ranking .title"],
    ["/usage.html", "log-drop"], ["/catalogs.html?platform=kling", "rate-table tbody"], ["/numbers.html", "numbers-page h2"],
  ] as const) {
    await page.goto(path);
    await expect(page.locator(answer).first(), path).toBeVisible({ timeout: 20_000 });
  }
});

test("a new version waits until it is taken", async ({ page }) => {
  test.slow();
  const root = await mkdtemp(join(tmpdir(), "drawdown-pages-"));
  await cp("dist", join(root, "dist"), { recursive: true });
  const server = await serve({ root, configFile: false, appType: "mpa", preview: { port: 0, host: "127.0.0.1" }, logLevel: "silent" });
  try {
    const address = server.resolvedUrls?.local[0] ?? "";
    await page.goto(address);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const [first, worker] = ["index.html", "offline.js"].map((name) => join(root, "dist", name));
    await writeFile(first ?? "", (await readFile(first ?? "", "utf8")).replace("Know what it costs", "Newly known what it costs"));
    // It has another editor.
    const lazy = (await readdir(join(root, "dist/assets"))).find((name) => name.startsWith("code-editor")) ?? "";
    await rename(join(root, "dist/assets", lazy), join(root, "dist/assets/code-editor-new.js"));
    await writeFile(worker ?? "", (await readFile(worker ?? "", "utf8")).replace(lazy, "code-editor-new.js").replace(/"[0-9a-f]{16}"/, '"0123456789abcdef"'));
    await page.reload();
    const title = page.getByRole("heading", { level: 1 });
    await expect(title).toHaveText("Know what it costs before you generate");
    const other = await page.context().newPage();
    await other.goto(address);
    const take = page.getByRole("button", { name: "Use it now" });
    await expect(take).toBeVisible({ timeout: 20_000 });
    await expect(title).toHaveText("Know what it costs before you generate");
    const here = other.getByRole("button", { name: "Use it now" });
    await expect(here).toBeVisible({ timeout: 20_000 });
    await take.click();
    await expect(title).toHaveText("Newly known what it costs before you generate");
    // A page that is older goes on, with its own files.
    expect(await other.evaluate((file) => fetch(file).then(({ ok }) => ok), `assets/${lazy}`)).toBe(true);
    await expect(other.getByRole("heading", { level: 1 })).toHaveText("Know what it costs before you generate");
    await here.click();
    await expect(other.getByRole("heading", { level: 1 })).toHaveText("Newly known what it costs before you generate");
  } finally {
    await server.close();
    await rm(root, { recursive: true });
  }
});
