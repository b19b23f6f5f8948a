// The usage page: logs are read on this device, on a thread of their own, and asked about without reading them again.
import { gzipSync } from "node:zlib";
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect, test, type Preview } from "./preview";

const LOG = `Job ID,Created At,User,Project,Model,Count,Status,Credits
1,2026-11-02T09:00:00Z,Ada,Film,Still,2,success,48
2,2026-11-02T10:00:00Z,Ben,Film,Clip,1,success,960.5
3,2026-11-03T09:00:00Z,Ada,Site,Clip,1,failed,0
3,2026-11-03T09:00:00Z,Ada,Site,Clip,1,failed,0
4,2026-11-04T09:00:00Z,Cleo,,Still,1,success,24
5,yesterday,Ada,,Still,1,success,24
`;

const csv = (text: string, name = "log.csv") => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

class Usage {
  constructor(readonly preview: Preview) {}

  get page(): Page {
    return this.preview.page;
  }

  async open(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<this> {
    await this.page.goto("/usage.html");
    await expect(this.page.getByRole("heading", { name: "No log yet" })).toBeVisible();
    if (files.length > 0) await this.choose(...files);
    return this;
  }

  async choose(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.page.getByLabel("Choose files…").setInputFiles(files);
  }

  async example(): Promise<this> {
    await this.open();
    await this.page.getByRole("button", { name: "Try an example" }).click();
    await expect(this.spent).toContainText("credits");
    return this;
  }

  get spent(): Locator {
    return this.page.locator("usage-page .title");
  }

  /** The rows of a table, as `name | credits | …`. */
  async rows(label: string): Promise<string[]> {
    const rows = this.page.getByRole("region", { name: `${label}, as a table` }).locator("tbody tr, tfoot tr");
    return rows.evaluateAll((all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? "").join(" | ")));
  }

  input(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }
}

test("a log gives figures, charts and tables by time, model and member", async ({ preview }) => {
  const usage = await new Usage(preview).open(csv(LOG));
  await expect(usage.spent).toHaveText("1,032.5 credits");
  expect(await usage.rows("By model or tool")).toEqual([
    "Clip | 960.5 | 93% | 1 | 1", "Still | 72 | 7% | 3 | 0", "All | 1,032.5 | 100% | 4 | 1",
  ]);
  expect(await usage.rows("By member")).toEqual([
    "Ben | 960.5 | 93% | 1 | 0", "Ada | 48 | 4.7% | 2 | 1", "Cleo | 24 | 2.3% | 1 | 0", "All | 1,032.5 | 100% | 4 | 1",
  ]);
  expect((await usage.rows("Over time"))[0]).toBe("2 Nov 2026 | 1,008.5 | 97.7% | 3 | 0");
  await expect(usage.page.getByRole("region", { name: "Rows that could not be read" })).toContainText("7");
  await expect(usage.page.locator("problem-list")).toContainText("expected an instant");
  await expect(usage.page.locator("problem-list")).toContainText("1 row not counted again");
});

test("dates, filters, top rows and the period before are shown without reading the log again", async ({ preview }) => {
  const usage = await new Usage(preview).open(csv(LOG));
  await expect(usage.spent).toHaveText("1,032.5 credits");
  await usage.input("First day").fill("2026-11-03");
  await expect(usage.spent).toHaveText("24 credits");
  await usage.input("Compare with as many days before").check();
  await expect.poll(() => usage.rows("By member")).toContain("Ada | 0 | 0% | 0 | 1 | 48 | -100%");
  await usage.page.getByRole("button", { name: "Whole log" }).click();
  await usage.input("Compare with as many days before").uncheck();
  await usage.input("Member").selectOption("Ada");
  await expect(usage.spent).toHaveText("48 credits");
  await usage.input("Member").selectOption("");
  await usage.input("Model or tool").selectOption("Still");
  await expect(usage.spent).toHaveText("72 credits");
  await usage.input("First day").fill("2026-11-09");
  await expect(usage.page.getByRole("alert")).toContainText("This cannot be shown");
});

test("the chart is read by keyboard", async ({ preview }) => {
  const usage = await new Usage(preview).open(csv(LOG));
  const chart = usage.page.getByRole("slider", { name: "Credits over time" });
  await chart.focus();
  await expect(chart).toHaveAttribute("aria-valuetext", "2 Nov 2026, 1,008.5 credits, 3 runs");
  await usage.page.keyboard.press("ArrowRight");
  await expect(chart).toHaveAttribute("aria-valuetext", "3 Nov 2026, 0 credits, 0 runs, 1 failed");
  await usage.page.keyboard.press("End");
  await expect(chart).toHaveAttribute("aria-valuetext", "4 Nov 2026, 24 credits, 1 run");
});

test("columns can be corrected, and the mapping saved and loaded", async ({ preview }) => {
  const odd = "When,Engine,Who,Money,Paid\n2026-11-02,Still,Ada,1.5,24\n";
  const usage = await new Usage(preview).open(csv(odd));
  await expect(usage.page.getByRole("alert")).toContainText("No column for");
  await usage.page.getByRole("combobox", { name: "When" }).selectOption("Time");
  await usage.page.getByRole("combobox", { name: "Engine" }).selectOption("Model or tool");
  await usage.page.getByRole("combobox", { name: "Who" }).selectOption("Member");
  await usage.page.getByRole("combobox", { name: "Paid" }).selectOption("Credits charged");
  await usage.page.getByRole("button", { name: "Read the log again" }).click();
  await expect(usage.spent).toHaveText("24 credits");
  await usage.page.getByText("Columns", { exact: true }).click();
  const download = usage.page.waitForEvent("download");
  await usage.page.getByRole("button", { name: "Save mapping" }).click();
  const mapping = JSON.parse(await readFile(await (await download).path(), "utf8"));
  expect(mapping).toEqual({ at: "When", operation: "Engine", member: "Who", charged: "Paid" });

  await usage.open(csv(odd));
  await expect(usage.page.getByRole("alert")).toContainText("No column for");
  const file = { name: "mapping.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(mapping)) };
  await usage.page.getByLabel("Load mapping…").setInputFiles(file);
  await usage.page.getByRole("button", { name: "Read the log again" }).click();
  await expect(usage.spent).toHaveText("24 credits");
});

test("several files, also compressed, are one log", async ({ preview }) => {
  const half = "At,Model,Credits\n2026-11-02,Still,24\n";
  const usage = await new Usage(preview).open();
  const gz = { name: "b.csv.gz", mimeType: "application/gzip", buffer: gzipSync(Buffer.from(half)) };
  await usage.choose(csv(half, "a.csv"), gz);
  await expect(usage.spent).toHaveText("48 credits");
  await usage.choose({ name: "c.zst", mimeType: "", buffer: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0]) });
  const unread = /c\.zst\s*(This is compressed by zstd|The file could not be read to its end)/;
  await expect(usage.page.getByRole("alert")).toContainText(unread);
  await usage.choose({ name: "d.pdf", mimeType: "", buffer: Buffer.from("%PDF-1.7\n\0\n") });
  await expect(usage.page.getByRole("alert")).toBeVisible();
  await usage.choose(csv("At,Model\n", "empty.csv"));
  await expect(usage.page.locator("usage-page")).toContainText("No event could be read");
});

test("a platform's catalog rates what has no charge", async ({ preview }) => {
  const log = csv("At,Model,Settings.versions\n2026-11-02,erase,2\n2026-11-02,nope,\n");
  const usage = await new Usage(preview).open(log);
  await expect(usage.spent).toHaveText("0 credits");
  await usage.input("Platform").selectOption({ label: "Kive" });
  await expect(usage.spent).toHaveText("4 credits");
  await expect(usage.page.locator("problem-list")).toContainText("Events without known credits");
  await usage.input("Price of a credit in money").fill("0.5");
  await expect.poll(() => usage.rows("By model or tool")).toContain("erase | 4 | 100% | 1 | 1 | 0 | 2");
});

test("rows are saved as CSV and JSON", async ({ preview }) => {
  const usage = await new Usage(preview).open(csv(LOG));
  const saved = async (name: string) => {
    const download = usage.page.waitForEvent("download");
    await usage.page.getByRole("button", { name }).click();
    return readFile(await (await download).path(), "utf8");
  };
  expect((await saved("By member: save as CSV")).split("\n").slice(0, 2)).toEqual([
    "member,events,runs,failed,credits,refunded,rated,unknown,share,cost,before,change",
    "Ben,1,1,0,960.5,0,0,0,93.03,,,",
  ]);
  expect(JSON.parse(await saved("By model or tool: save as JSON")).total.credits).toBe(1032.5);
});

/** Puts a log of so many rows into the page, and hands it to the drop zone. */
async function drop(page: Page, rows: number): Promise<void> {
  await page.evaluate((rows) => {
    const parts = ["Job ID,Created At,User,Model,Count,Status,Credits\n"];
    const start = Date.UTC(2026, 8, 1);
    let block = "";
    for (let i = 0; i < rows; i += 1) {
      const at = new Date(start + i * 7_000).toISOString().slice(0, 19);
      block += `job-${i},${at}Z,user ${i % 40},model ${i % 9},1,success,${(i % 50) + 0.5}\n`;
      if (block.length > 1 << 20) [block] = ["", parts.push(block)];
    }
    const file = new File([...parts, block], "large.csv");
    const within = (root: ParentNode): Element[] =>
      [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
    const zone = within(document).find((one) => one.matches(".drop"));
    const data = new DataTransfer();
    data.items.add(file);
    zone?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, composed: true }));
  }, rows);
}

test("a million rows are read while inputs answer, and nothing is requested", async ({ preview }) => {
  test.setTimeout(180_000);
  const usage = await new Usage(preview).example();
  const { page } = usage;
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await drop(page, 1_000_000);
  await page.evaluate(() => {
    const seen = { gap: 0, frames: 0, going: true };
    Object.assign(window, { seen });
    let before = performance.now();
    const frame = (now: number) => {
      seen.gap = Math.max(seen.gap, now - before);
      seen.frames += 1;
      before = now;
      if (seen.going) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => {
      before = now;
      requestAnimationFrame(frame);
    });
  });
  await expect(page.locator("drawdown-working-bar")).toBeVisible({ timeout: 60_000 });
  // An input answers while it reads: its event and the next frame.
  const delays = await page.evaluate(async () => {
    const within = (root: ParentNode): HTMLElement[] =>
      [...root.querySelectorAll<HTMLElement>("*")].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
    const input = within(document).find((one) => one.matches("rating-fields"))?.shadowRoot?.querySelector("drawdown-text-field")
      ?.shadowRoot?.querySelector("input");
    const delays: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      const began = performance.now();
      await new Promise((turn) => setTimeout(turn, 0));
      if (input) input.value = `0.0${i}`;
      input?.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
      await new Promise((frame) => requestAnimationFrame(frame));
      delays.push(performance.now() - began);
    }
    return delays.sort((a, b) => a - b);
  });
  await expect(page.getByText("Events", { exact: true }).locator("+ dd")).toHaveText("1,000,000", { timeout: 120_000 });
  const { gap, frames } = await page.evaluate(() => {
    const { seen } = window as unknown as { seen: { gap: number; frames: number; going: boolean } };
    seen.going = false;
    return seen;
  });
  const median = delays[delays.length >> 1] ?? Infinity;
  console.log(`  an input answers in ${median.toFixed(0)} ms (median), ${delays.at(-1)?.toFixed(0)} ms (worst);` +
    ` longest frame ${gap.toFixed(0)} ms of ${frames}`);
  expect(median).toBeLessThan(100);
  expect(requests).toEqual([]);
});

test("reading can be stopped, and begun again", async ({ preview }) => {
  test.setTimeout(120_000);
  const usage = await new Usage(preview).open();
  await drop(usage.page, 600_000);
  const stop = usage.page.getByRole("button", { name: "Stop" });
  await stop.click({ timeout: 60_000 });
  await expect(usage.page.locator("usage-page")).toContainText("Stopped.");
  await expect(usage.spent).toHaveCount(0);
  await usage.choose(csv(LOG));
  await expect(usage.spent).toHaveText("1,032.5 credits");
});

const STATES: [string, (usage: Usage) => Promise<unknown>][] = [
  ["no log", (usage) => usage.open()],
  ["the example", (usage) => usage.example()],
  ["problems, and every column", async (usage) => {
    await usage.open(csv(LOG));
    await usage.input("Compare with as many days before").check();
    await usage.page.getByText("Columns", { exact: true }).click();
    await expect(usage.page.locator("problem-list")).toContainText("could not be read");
  }],
  ["an error", async (usage) => {
    await usage.open(csv("a,b\n1,2\n"));
    await expect(usage.page.getByRole("alert")).toBeVisible();
  }],
];

for (const [name, reach] of STATES) {
  for (const scheme of ["light", "dark"] as const) {
    test(`no accessibility faults: ${name}, ${scheme}`, async ({ preview }) => {
      await preview.page.emulateMedia({ colorScheme: scheme });
      await reach(new Usage(preview));
      expect(await preview.faults()).toEqual([]);
    });
  }
  for (const width of [320, 768, 1280]) {
    test(`nothing overflows at ${width} px: ${name}`, async ({ preview }) => {
      await preview.page.setViewportSize({ width, height: 700 });
      await reach(new Usage(preview));
      expect(await preview.overflow()).toBeLessThanOrEqual(0);
    });
  }
}

test.describe("in German", () => {
  test("numbers follow the language of the page", async ({ preview }) => {
    const usage = new Usage(preview);
    await usage.page.route("**/usage.html", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('lang="en-GB"', 'lang="de"') });
    });
    await usage.open(csv(LOG));
    await expect(usage.spent).toHaveText("1.032,5 credits");
  });
});
