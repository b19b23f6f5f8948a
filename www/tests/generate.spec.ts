// From a price to the ledger, end to end: examples/generate with the service behind it.
import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Quote } from "drawdown";
import type { Catalog } from "drawdown/prices";
import { alteredQuotes, type Altered } from "./altered";
import { backend, databaseIn, keyOf, service, start, type Running } from "./generate";
import { expect, test } from "./preview";

test.describe.configure({ mode: "default" });

let running: Running;
test.beforeAll(async () => { running = await start(); });
test.afterAll(() => running.stop());

const ACCOUNT = "/v1/accounts/customer-1";

interface Entry {
  kind: string;
  amount: string;
}

async function account(): Promise<{ balance: string; holds: unknown[]; ledger: Entry[] }> {
  const { balance, holds } = (await running.ask(ACCOUNT)).body as { balance: string; holds: unknown[] };
  const { entries } = (await running.ask(`${ACCOUNT}/ledger?limit=1000`)).body as { entries: Entry[] };
  return { balance, holds, ledger: entries };
}

async function order(page: Page, wish: string): Promise<void> {
  await page.goto(running.page);
  await page.getByLabel("The fake generator").selectOption(wish);
  await expect(page.getByRole("button", { name: "Generate" })).toHaveAttribute("aria-disabled", "false");
  await page.getByRole("button", { name: "Generate" }).click();
}

const steps = (page: Page) => page.getByRole("log").getByRole("listitem");

test("a film is quoted in the page, held, made shorter, and settled", async ({ preview: { page } }) => {
  const before = await account();
  await order(page, "less");
  await expect(steps(page)).toHaveText([
    new RegExp(`^Quote60 credits for film, resolution 720p, seconds 5, of ${before.balance}\\.`),
    /^Hold60 credits held/,
    "ResultMade: film, resolution 720p, seconds 4.",
    "Settle48 credits paid, the rest of the 60 given back.",
    `Balance${Number(before.balance) - 48} credits.`,
  ]);
  const after = await account();
  expect(after.holds).toEqual([]);
  expect(after.ledger.slice(before.ledger.length).map(({ kind, amount }) => `${kind} ${amount}`)).toContain("settle 48");
  await expect(page.locator("#ledger tr")).toHaveCount(after.ledger.length);
});

test("a film that fails is free", async ({ preview: { page } }) => {
  const before = await account();
  await order(page, "fail");
  await expect(steps(page)).toContainText(["Quote", "Hold", "ResultThe generator has failed.", "Release60 credits given back", `Balance${before.balance}`]);
  expect((await account()).balance).toBe(before.balance);
});

test("two clicks, and a reload while it runs, are one job", async ({ preview: { page } }) => {
  const before = await account();
  await page.goto(running.page);
  await page.getByLabel("The fake generator").selectOption("all");
  const button = page.getByRole("button", { name: "Generate" });
  await expect(button).toHaveAttribute("aria-disabled", "false");
  await button.dblclick();
  await expect(steps(page).nth(1)).toContainText("Hold");
  await page.reload();
  await expect(steps(page)).toContainText(["Quote", "Hold", "Result", "Settle60 credits paid.", `Balance${Number(before.balance) - 60}`]);
  await expect(button).toHaveAttribute("aria-disabled", "false");
  expect(kinds((await account()).ledger.slice(before.ledger.length))).toEqual({ hold: 1, settle: 1 });
});

test("the browser never gets the API key", async ({ page }) => {
  const got: Promise<string>[] = [];
  page.on("response", (response) => got.push(response.text().then((text) => text + JSON.stringify(response.headers()))));
  await order(page, "less");
  await expect(steps(page)).toContainText(["Quote", "Hold", "Result", "Settle", "Balance"]);
  const all = (await Promise.all(got)).join("\n");
  expect(all).toContain('"state":"settled"');
  expect(all).not.toContain(running.service.key);
  expect(all).not.toContain(running.service.url);
});

test("what is missing is said, with what helps", async ({ preview: { page } }) => {
  const { balance } = await account();
  // All but a few credits are held for something else.
  const rest = { operation: "film", amount: String(Number(balance) - 20) };
  const { body } = await running.ask(`${ACCOUNT}/holds`, rest, "rest");
  await order(page, "all");
  await expect(steps(page)).toContainText(["Quote", /^Refused \(402\)40 credits are missing\. What helps: Daily credits \(.+\) or .*Pack\.$/, "Balance20 credits."]);
  const [, hold] = (body["hold"] as { id: string }).id.split("/");
  expect((await running.ask(`${ACCOUNT}/holds/${hold}/release`, "", "rest-back")).status).toBe(200);
});

test("it is worked by keyboard, fits a small screen, and is readable in the dark", async ({ preview }) => {
  const { page } = preview;
  await page.setViewportSize({ width: 320, height: 700 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(running.page);
  await expect(page.getByRole("button", { name: "Generate" })).toHaveAttribute("aria-disabled", "false");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Image");
  await expect(page.locator("drawdown-cost .figure")).toHaveText("4 credits");
  const focused = () => page.evaluate(() => document.activeElement?.id);
  while ((await focused()) !== "wish") await page.keyboard.press("Tab");
  await page.keyboard.type("makes all");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("generate");
  await page.keyboard.press("Enter");
  await expect(steps(page)).toContainText(["Quote4 credits", "Hold", "Result", "Settle4 credits paid.", "Balance"]);
  expect(await focused()).toBe("generate");
  expect(await preview.overflow()).toBe(0);
  expect(await preview.faults()).toEqual([]);
});

test("a back end that is killed again and again does each job once", async ({ page }) => {
  test.setTimeout(90_000);
  const quotes = [];
  for (const seconds of [1, 2, 3, 4, 5, 6]) quotes.push(await quoted(page, { operation: "film", settings: { seconds }, plan: "pro" }));
  const { url, key } = running.service;
  const place = { DRAWDOWN_URL: url, DRAWDOWN_KEY: key, DATA: join(running.data, "killed"), SECONDS: "0.3", ACCOUNT: "customer-2" };
  const jobs = quotes.map((quote) => ({ job: quote.id, quote, wish: "all" }));
  const left = new Set(jobs);
  for (let wait = 30; left.size > 0; wait += 60) {
    const killed = await backend(place);
    const asked = [...left].map(async (job) => {
      const told = await send(`${killed.lines[0]}/api/jobs`, job);
      expect(["held", "settled", undefined], JSON.stringify(told)).toContain(told?.state);
      if (told?.state === "settled") left.delete(job);
    });
    await page.waitForTimeout(wait);
    await killed.stop("SIGKILL");
    await Promise.all(asked);
  }
  const { body } = await running.ask("/v1/accounts/customer-2");
  expect(body).toMatchObject({ balance: String(1040 - 12 * 21), holds: [] });
  const { entries } = (await running.ask("/v1/accounts/customer-2/ledger?limit=1000")).body as { entries: Entry[] };
  expect(kinds(entries.filter(({ kind }) => kind !== "issue" && kind !== "invoice"))).toEqual({ hold: 6, settle: 6 });
});

test("a back end whose service is killed in between asks again, and does the job once", async ({ page }) => {
  const data = join(running.data, "away");
  await mkdir(data);
  const database = databaseIn(data);
  const key = keyOf(database);
  const first = await service(database, "127.0.0.1:0");
  const url = first.lines[0]!;
  const customer = await backend({ DRAWDOWN_URL: url, DRAWDOWN_KEY: key, DATA: data, SECONDS: "0.5" });
  const quote = await quoted(page, { operation: "film", settings: { seconds: 4 }, plan: "pro" });
  const job = { job: quote.id, quote, wish: "all" };
  const jobs = `${customer.lines[0]}/api/jobs`;
  expect(await send(jobs, job)).toMatchObject({ state: "held", held: "48" });
  await first.stop("SIGKILL");
  // The film is made meanwhile.
  await expect.poll(() => send(jobs, job), { timeout: 20_000 }).toMatchObject({ state: "held", made: { seconds: 4 } });
  const second = await service(database, url.replace("http://", ""));
  await expect.poll(async () => (await send(jobs, job))?.state, { timeout: 20_000 }).toBe("settled");
  const asked = await fetch(`${url}${ACCOUNT}/ledger`, { headers: { authorization: `Bearer ${key}` } });
  const { entries } = (await asked.json()) as { entries: Entry[] };
  expect(kinds(entries)).toMatchObject({ hold: 1, settle: 1 });
  await customer.stop("SIGTERM");
  await second.stop("SIGTERM");
});

function kinds(entries: Entry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of entries) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** What a back end says, if it lives long enough. */
async function send(address: string, job: object): Promise<{ state?: string } | undefined> {
  const sent = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(job) };
  return fetch(address, sent).then((response) => response.json() as Promise<{ state: string }>).catch(() => undefined);
}

/** What the page's own engine answers, as the page sends it. */
async function quoted(page: Page, request: object): Promise<Quote> {
  await page.goto(running.page);
  await expect(page.locator("drawdown-cost .figure")).toBeVisible();
  const at = new Date().toISOString().replace(/\.\d+/, "");
  const terms = { id: randomUUID(), issued: "2026-11-01", expires: "2999-01-01" };
  const text = await page.evaluate(({ request, terms }) => {
    const { opened } = document.querySelector("drawdown-cost") as unknown as { opened: { catalog: Catalog } };
    return JSON.stringify(opened.catalog.quote(request as Parameters<Catalog["quote"]>[0], terms));
  }, { request: { ...request, at }, terms });
  return JSON.parse(text) as Quote;
}

test("no quote that was altered anywhere is verified, or held", async ({ page }) => {
  test.setTimeout(120_000);
  const quote = await quoted(page, { operation: "film", settings: { seconds: 7, resolution: "1080p" }, runs: 2, plan: "pro" });
  const { body: verdict } = await running.ask("/v1/verify", quote);
  expect(verdict).toEqual({ verdict: "verified" });
  const before = await account();
  let tried = 0;
  const attempt = async ({ name, text }: Altered) => {
    const { body, status } = await running.ask("/v1/verify", text);
    expect([200, 400, 422], name).toContain(status);
    expect(body["verdict"], name).not.toBe("verified");
    const held = await running.ask(`${ACCOUNT}/holds`, `{"quote":${text}}`, `altered-${(tried += 1)}`);
    expect([400, 403, 409, 422], `${name}: ${JSON.stringify(held.body)}`).toContain(held.status);
  };
  for (const some of chunks(alteredQuotes(quote), 32)) {
    await Promise.all(some.map(attempt));
    const { balance, holds } = await account();
    expect({ balance, holds }, some[0]!.name).toEqual({ balance: before.balance, holds: before.holds });
  }
  expect(tried).toBeGreaterThan(1500);
  expect((await account()).ledger).toEqual(before.ledger);
  // It was good all the time.
  expect((await running.ask(`${ACCOUNT}/holds`, { quote }, "as it is")).body).toMatchObject({ outcome: "paid", hold: { amount: "280" } });
});

function* chunks<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let some: T[] = [];
  for (const one of all) {
    some.push(one);
    if (some.length < size) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
