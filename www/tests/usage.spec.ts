// The usage page: logs are read on this device, on a thread of their own, and asked about without reading them again.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Locator, Page } from "@playwright/test";
import { ROOT } from "./package";
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
    // On a phone the inputs are folded under the answer.
    const isPhone = (this.page.viewportSize()?.width ?? Infinity) <= 640;
    if (isPhone) await expect(this.page.locator(".fold")).toBeVisible();
    await this.preview.openForm();
  }

  async example(): Promise<this> {
    await this.open();
    await this.page.getByRole("button", { name: "Try an example" }).click();
    await expect(this.spent).toContainText("credits");
    return this;
  }

  /** A log of a platform's operations, with its prices and the first of its plans, and a section of the answers. */
  async account(section: string, log: string, name = "log.csv"): Promise<this> {
    await this.open();
    await this.choose(csv(log, name));
    await this.input("Platform").selectOption({ label: "Kive" });
    await this.section(section);
    return this;
  }

  async section(name: string): Promise<void> {
    await this.page.getByRole("radio", { name, exact: true }).check();
  }

  get spent(): Locator {
    return this.page.locator("usage-page .title");
  }

  /** The rows of a table beside a chart, as `name | credits | …`. */
  rows(label: string): Promise<string[]> {
    return this.cells(`${label}, as a table`);
  }

  async cells(label: string): Promise<string[]> {
    const rows = this.page.getByRole("region", { name: label, exact: true }).locator("tbody tr, tfoot tr");
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
  expect(await usage.rows("By model")).toEqual([
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
  await usage.input("Model").selectOption("Still");
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
  await usage.page.getByRole("combobox", { name: "Engine" }).selectOption("Model");
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
  await expect.poll(() => usage.rows("By model")).toContain("erase | 4 | 100% | 1 | 1 | 0 | 2");
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
  expect(JSON.parse(await saved("By model: save as JSON")).total.credits).toBe(1032.5);
});

const STUDIO = await readFile(join(ROOT, "examples/usage/studio.csv"), "utf8");
const PROGRAM = process.env["DRAWDOWN_BIN"] ?? join(ROOT, "target/debug/drawdown");
const ACCOUNT = {
  start: "2026-10-01T00:00:00+02:00", until: "2026-10-29T00:00:00+01:00",
  account: { plan: "basic", term: "month", zone: "Europe/Berlin" } as Record<string, unknown>,
};

/** What the command line answers about a log and an account. */
async function cli(command: string, log: string, account: object, ...flags: string[]) {
  const folder = await mkdtemp(join(tmpdir(), "usage-"));
  try {
    const [file, holder] = [join(folder, "log.csv"), join(folder, "account.json")];
    await Promise.all([writeFile(file, log), writeFile(holder, JSON.stringify(account))]);
    const args = ["usage", command, file, "-c", "kive", "-a", holder, "--zone", "Europe/Berlin", ...flags];
    const printed = execFileSync(PROGRAM, args, { encoding: "utf8" });
    return flags.includes("--json") ? JSON.parse(printed) : printed;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const shown = (amount: string | number) => Number(amount).toLocaleString("en-GB", { maximumFractionDigits: 12 }).replace("-", "\u2212");
const signed = (amount: string | number) => (Number(amount) > 0 ? `+${shown(amount)}` : shown(amount));

async function saved(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  return readFile(await (await download).path(), "utf8");
}

test("the account of a log: balances, what paid, alerts and differences are those of the command line", async ({ preview }) => {
  const usage = await new Usage(preview).account("Account", STUDIO);
  const { page } = usage;
  await expect(usage.spent).toHaveText("644 credits on 29 October 2026");
  await page.getByText("More about your account", { exact: true }).click();
  await page.getByRole("button", { name: "Add an alert" }).click();
  await usage.input("When").selectOption({ label: "Fewer credits left" });
  await usage.input("Level").fill("800");
  await page.getByRole("button", { name: "Add a balance" }).click();
  await usage.input("Date").fill("2026-10-17");
  await usage.input("Time").fill("00:00");
  await usage.input("Balance shown").fill("760");
  await expect(page.getByRole("heading", { name: "Balances compared" })).toBeVisible();

  const account = {
    ...ACCOUNT, account: { ...ACCOUNT.account, alerts: [{ credits: 800 }] },
    balances: [{ at: "2026-10-17T00:00:00+02:00", balance: 760 }],
  };
  const replay = await cli("replay", STUDIO, account, "--json");
  expect(replay.projection.totals.closing).toBe("644");
  const [{ expected, found, difference }] = replay.balances;
  await expect.poll(() => usage.rows("Balances compared")).toEqual([
    `17 October 2026 | ${shown(expected)} | ${shown(found)} | ${signed(difference)}`,
  ]);
  const [alert] = replay.projection.alerts;
  expect(Number(alert.left)).toBeLessThan(800);
  const [row] = await usage.rows("Alerts that would have been sent");
  expect(row).toContain(`| ${shown(alert.left)}`);
  expect(row?.toLowerCase()).toContain(alert.text.toLowerCase());
  const names = { free: "Starter", subscription: "Plan" } as Record<string, string>;
  expect(await usage.rows("Which credits paid")).toEqual(replay.paid.map((one: Record<string, string>) =>
    [names[one["class"]!], one["operation"], one["member"], shown(one["credits"]!)].join(" | ")));
  expect(await usage.rows("Charges compared with the published prices")).toEqual(replay.audit.operations.map((one: Record<string, string>) => [
    one["operation"], one["events"], one["differing"], shown(one["charged"]!), shown(one["rated"]!), signed(one["difference"]!),
    signed(one["bias"]!), `${signed(one["least"]!)} to ${signed(one["most"]!)}`,
  ].join(" | ")));
  await expect(page.locator("replay-panel .causes")).toHaveText(/1 event, \+4: a multiple of the price/);

  const [differing] = replay.audit.events;
  const [first, ...others] = await usage.rows("Charges that differ");
  expect(others).toEqual([]);
  expect(first).toMatch(/2026, \d\d:\d\d \| /);
  expect(first).toContain(`${differing.operation} | ${shown(differing.charged)} | ${shown(differing.rated)} | +4 | A multiple of the price`);

  const paid = (await saved(page, "Which credits paid: save as CSV")).split("\n");
  expect(paid.slice(0, 2)).toEqual(["class,operation,member,credits", "subscription,erase,ada,120"]);
  expect(JSON.parse(await saved(page, "Balance: save as JSON")).totals.closing).toBe(644);
  // The page keeps no ids of events.
  const withoutIds = (text: string) => text.trimEnd().split("\n").map((line) => line.slice(line.indexOf(",")));
  const payments = await saved(page, "Save what paid each event (CSV)");
  expect(withoutIds(payments)).toEqual(withoutIds(await cli("replay", STUDIO, account, "--payments")));
});

test("an account that cannot pay says so, and a change of its inputs is followed", async ({ preview }) => {
  const usage = await new Usage(preview).account("Account", STUDIO);
  await expect(usage.spent).toHaveText("644 credits on 29 October 2026");
  await usage.input("Plan").selectOption("");
  await expect(usage.spent).toHaveText(/^\d+ credits on 29 October 2026$/);
  const { plan: _, term: __, ...none } = ACCOUNT.account;
  const replay = await cli("replay", STUDIO, { ...ACCOUNT, account: none }, "--json");
  await expect(usage.spent).toHaveText(`${shown(replay.projection.totals.closing)} credits on 29 October 2026`);
  await expect(usage.page.locator("replay-panel .needs")).toContainText(`${replay.refused_events} events of`);
  await usage.input("Start date").fill("2026-10-15");
  await expect(usage.page.locator("replay-panel")).toContainText("events before the start or after the end");
});

test("a balance is read by keyboard, and sections are changed by it", async ({ preview }) => {
  const usage = await new Usage(preview).account("Account", STUDIO);
  const { page } = usage;
  const chart = page.getByRole("slider", { name: "Balance, day by day" });
  await chart.focus();
  await page.keyboard.press("Home");
  await expect(chart).toHaveAttribute("aria-valuetext", /^Thu, 1 Oct 2026, /);
  await page.getByRole("radio", { name: "Account", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { name: "Billing history" })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { name: "At this pace" })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { name: "By member" })).toBeVisible();
});

test("an invoice for each cycle, as the command line has it, and to print", async ({ preview }) => {
  const usage = await new Usage(preview).account("Invoices", STUDIO);
  const { page } = usage;
  await page.getByText("More about your account", { exact: true }).click();
  await usage.input("Your plan started on").fill("2026-09-15");
  await expect(page.getByRole("heading", { name: "Invoice 2" })).toBeVisible();
  const account = { ...ACCOUNT, account: { ...ACCOUNT.account, since: "2026-09-15T00:00:00+02:00" } };
  const invoices = await cli("invoice", STUDIO, account, "--json");
  expect(await page.getByRole("article").count()).toBe(invoices.length);
  for (const { number, usage: used, opened, issued, spent, refunded, lost, closing } of invoices) {
    expect(await usage.cells(`Invoice ${number}: usage`)).toEqual(used.map((one: Record<string, string>) =>
      [one["operation"], one["runs"], one["failed"], shown(one["credits"]!)].join(" | ")));
    expect(await usage.cells(`Invoice ${number}: credits`)).toEqual([
      `At the start | ${shown(opened)}`, `Received | ${shown(issued)}`, `Spent | ${shown(spent)}`,
      `Refunded | ${shown(refunded)}`, `Expired unused | ${shown(lost)}`, `At the end | ${shown(closing)}`,
    ]);
  }
  const lines = (await saved(page, "Billing history: save as CSV")).split("\n");
  expect(lines[0]).toBe("invoice,from,until,plan,kind,what,runs,amount");
  expect(lines.filter((line) => line.startsWith("2,") && line.includes(",usage,")).length).toBe(invoices[1].usage.length);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(page.getByRole("article").first()).toHaveCSS("color", "rgb(23, 32, 42)");
  for (const hidden of ["header.site", ".inputs", ".tools", ".intro"]) await expect(page.locator(hidden)).toBeHidden();
});

/** Sixty days with the same use, more than the plan gives. */
const BUSY = `at,model,settings.versions\n${Array.from({ length: 60 }, (_, day) =>
  `${new Date(Date.UTC(2026, 8, 1 + day)).toISOString().slice(0, 10)} 10:00,erase,5\n`.repeat(4)).join("")}`;

test("the next month: the date and the fit are those of the command line, from the balance at the end", async ({ preview }) => {
  const usage = await new Usage(preview).account("Next", BUSY);
  const account = { start: "2026-09-01T00:00:00+02:00", until: "2026-10-31T00:00:00+01:00", account: ACCOUNT.account };
  const { projection } = await cli("replay", BUSY, account, "--json");
  const lots = projection.lots.filter(({ remaining }: { remaining: string }) => remaining !== "0")
    .map(({ id, class: of, remaining, effective, expires }: Record<string, string>) =>
      ({ id, class: of, amount: remaining, effective, ...(expires && { expires }), from: id!.split("#")[0] }));
  const holder = { ...ACCOUNT.account, since: account.start, lots };
  const forecast = await cli("forecast", BUSY, holder, "--json");
  const date = (at: string) => new Date(at).toLocaleDateString("en-GB", { timeZone: "Europe/Berlin", day: "numeric", month: "long", year: "numeric" });
  expect(forecast.run_out.expected).not.toBeNull();
  const [best] = forecast.fit.options;
  await expect(usage.spent).toContainText(`At this pace you run out on ${date(forecast.run_out.expected)}. ${best.name}`);
  await expect(usage.spent).toContainText(/covers it(?: with top-ups)? and has (100\s% or more|\d+\s%) to spare\./);
  expect((await usage.rows("What you make"))[0]).toBe("Erase (Versions 5) | 4 | 10 | 1,200");
  const options = await usage.rows("Which plan fits you?");
  expect(options.length).toBe(forecast.fit.options.length);
  expect(options[0]).toContain(best.reason.slice(1));
  expect(JSON.parse(await saved(usage.page, "Which plan fits you?: save as JSON")).options[0].plan).toBe(best.plan);
});

test("a short log has no pace, and says why", async ({ preview }) => {
  const usage = await new Usage(preview).account("Next", "at,model,settings.versions\n2026-11-02,erase,2\n2026-11-09,erase,2\n");
  await expect(usage.spent).toHaveText("Not enough history");
  await expect(usage.page.locator("next-panel")).toContainText("The history has 8 days; a forecast needs 28");
  await expect(usage.page.locator("next-panel plain-table")).toHaveCount(0);
});

test("without a platform, sections ask for one; then nothing more is requested", async ({ preview }) => {
  const usage = await new Usage(preview).open(csv(BUSY));
  const { page } = usage;
  await usage.section("Account");
  await expect(page.getByRole("heading", { name: "Choose a platform" })).toBeVisible();
  await usage.input("Platform").selectOption({ label: "Kive" });
  await expect(usage.spent).toHaveText(/ credits on 31 October 2026$/);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await usage.choose(csv(STUDIO));
  await expect(usage.spent).toHaveText("644 credits on 29 October 2026");
  for (const [name, heading] of [["Invoices", "Billing history"], ["Next", "At this pace"], ["Spent", "By member"]] as const) {
    await usage.section(name);
    await expect(page.getByRole("heading", { name: heading })).toBeVisible();
  }
  expect(requests).toEqual([]);
});

/** Puts a log of so many rows into the page, and hands it to the drop zone. */
async function drop(page: Page, rows: number, model = ""): Promise<void> {
  await page.evaluate(({ rows, model }) => {
    const parts = ["Job ID,Created At,User,Model,Count,Status,Credits\n"];
    const start = Date.UTC(2026, 8, 1);
    let block = "";
    for (let i = 0; i < rows; i += 1) {
      const at = new Date(start + i * 7_000).toISOString().slice(0, 19);
      block += `job-${i},${at}Z,user ${i % 40},${model || `model ${i % 9}`},1,success,${(i % 50) + 0.5}\n`;
      if (block.length > 1 << 20) [block] = ["", parts.push(block)];
    }
    const file = new File([...parts, block], "large.csv");
    const within = (root: ParentNode): Element[] =>
      [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
    const zone = within(document).find((one) => one.matches(".drop"));
    const data = new DataTransfer();
    data.items.add(file);
    zone?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, composed: true }));
  }, { rows, model });
}

/** Watches frames from now on; ends with the longest one. */
async function frames(page: Page): Promise<() => Promise<{ gap: number; frames: number }>> {
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
  return () => page.evaluate(() => {
    const { seen } = window as unknown as { seen: { gap: number; frames: number; going: boolean } };
    seen.going = false;
    return seen;
  });
}

/** How long an input takes to answer, its event and the next frame, in milliseconds; sorted. */
const delays = (page: Page, count: number) => page.evaluate(async (count) => {
  const within = (root: ParentNode): HTMLElement[] =>
    [...root.querySelectorAll<HTMLElement>("*")].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
  const input = within(document).find((one) => one.matches("rating-fields"))?.shadowRoot?.querySelector("drawdown-text-field")
    ?.shadowRoot?.querySelector("input");
  if (!input) throw new Error("no input");
  const delays: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const began = performance.now();
    await new Promise((turn) => setTimeout(turn, 0));
    input.value = `0.0${i}`;
    input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    await new Promise((frame) => requestAnimationFrame(frame));
    delays.push(performance.now() - began);
  }
  return delays.sort((a, b) => a - b);
}, count);

function report(all: readonly number[], { gap, frames }: { gap: number; frames: number }): number {
  const median = all[all.length >> 1] ?? Infinity;
  console.log(`  an input answers in ${median.toFixed(0)} ms (median), ${all.at(-1)?.toFixed(0)} ms (worst);` +
    ` longest frame ${gap.toFixed(0)} ms of ${frames}`);
  return median;
}

test("a million rows are read while inputs answer, and nothing is requested", async ({ preview }) => {
  test.setTimeout(180_000);
  const usage = await new Usage(preview).example();
  const { page } = usage;
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await drop(page, 1_000_000);
  const seen = await frames(page);
  await expect(page.locator("drawdown-working-bar")).toBeVisible({ timeout: 60_000 });
  const all = await delays(page, 40);
  await expect(page.getByText("Events", { exact: true }).locator("+ dd")).toHaveText("1,000,000", { timeout: 120_000 });
  expect(report(all, await seen())).toBeLessThan(100);
  expect(requests).toEqual([]);
});

test("a million rows run through an account while inputs answer, can be stopped, and request nothing", async ({ preview }) => {
  test.setTimeout(240_000);
  const usage = await new Usage(preview).example();
  const { page } = usage;
  await usage.input("Platform").selectOption({ label: "Kive" });
  await expect(usage.input("Plan")).toBeVisible();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await drop(page, 1_000_000, "erase");
  await expect(page.getByText("Events", { exact: true }).locator("+ dd")).toHaveText("1,000,000", { timeout: 120_000 });
  const seen = await frames(page);
  await usage.section("Account");
  await expect(page.getByRole("progressbar", { name: "Replaying the log" })).toBeVisible({ timeout: 60_000 });
  const all = await delays(page, 20);
  const stop = page.getByRole("button", { name: "Stop" });
  await stop.click();
  await expect(page.locator("usage-page")).toContainText("Stopped.");
  await page.getByRole("button", { name: "Compute again" }).click();
  await expect(page.getByRole("heading", { name: "Left at the end" })).toBeVisible({ timeout: 180_000 });
  expect(report(all, await seen())).toBeLessThan(100);
  await expect(page.locator("replay-panel .needs")).toContainText("events of");
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
  ["an account", async (usage) => {
    await usage.account("Account", STUDIO);
    await usage.page.getByText("More about your account", { exact: true }).click();
    await usage.page.getByRole("button", { name: "Add a balance" }).click();
    await expect(usage.page.getByRole("heading", { name: "Balances compared" })).toBeVisible();
  }],
  ["invoices", async (usage) => {
    await usage.account("Invoices", STUDIO);
    await expect(usage.page.getByRole("heading", { name: "Invoice 1" })).toBeVisible();
  }],
  ["the next month", async (usage) => {
    await usage.account("Next", BUSY);
    await expect(usage.page.getByRole("heading", { name: "Which plan fits you?" })).toBeVisible();
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
