import { Catalog, type Scenario } from "drawdown";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, type Preview } from "./preview";

const krea = new Catalog(await readFile(join(import.meta.dirname, "../../catalogs/krea.json"), "utf8"));

/** Four large images each weekday, on a plan of 4,000 a month and 100 a day. */
const SHORT = "platform=krea&start=2026-11-01&plan=basic&d1=nano-banana-pro&d1.runs=4/day&d1.days=weekdays";
const SCENARIO: Scenario = {
  start: "2026-11-01",
  for: "12 months",
  account: { plan: "basic", term: "month" },
  demand: [{ request: { operation: "nano-banana-pro" }, per_day: 4, days: "weekdays" }],
};

/** Something in every input that is folded away. */
const EVERYTHING = `${SHORT}&since=2026-08-15&ranges=low&d1.member=anna&d1.project=launch&d1.at=09:30&d1.growth=5&d1.fails=2&d1.from=2026-11-05&d1.until=2027-06-01&m1=anna,&m2=ben,&debt=150&alert1=80%25&alert2=500&d2=veo-3&d2.runs=2/on&d2.on=2026-12-24,2026-12-31` +
  "&a8=2027-06-01,change&a8.plan=max&a8.when=cycle_end&a1=2026-12-19,buy&a1.top_up=compute-pack&a1.count=2&a2=2027-02-01,upgrade&a2.plan=pro&a3=2027-03-01,grant&a3.class=free&a3.amount=50&a3.expires=2027-04-01&a3.lot=gift" +
  "&a4=2027-03-15,revoke&a4.lot=gift&a5=2027-04-01,cancel&a6=2027-04-02,resume&a7=2027-05-01,change_term&a7.term=year" +
  "&auto=compute-pack&auto.below=100&auto.count=1&auto.limit=2&auto.cooldown=1+day&assume.top_ups/compute-pack/credits=1000";

async function open({ page }: Preview, query = ""): Promise<void> {
  await page.goto(`/projection.html${query && `?${query}`}`);
  await expect(page.locator("drawdown-outlook-card .sentence, .needs").first()).toBeVisible();
}

const STATES: [string, string][] = [
  ["a balance that lasts", "platform=krea&start=2026-11-01"],
  ["a balance that runs out", SHORT],
  ["purchases, credits at the start and a zone", `${SHORT}&short=top_up&zone=America/New_York&lot1=pack,1500,2026-12-20&assume.top_ups/compute-pack/credits=2000`],
  ["a number that is not published", "platform=imagineart&start=2026-11-01&plan=basic"],
  ["members, changes on the way and an automatic top-up", EVERYTHING],
  ["several models and an error", `${SHORT}&d2=veo-3&d2.runs=3/week&lot1=pack,x`],
];

test("the rules of the plan are those of the catalog", async ({ preview }) => {
  const { page } = preview;
  await open(preview, SHORT);
  await page.getByText("Rules of this plan").click();
  const { plans, account } = krea.terms();
  const lines = [...plans.find(({ plan }) => plan === "basic")!.lines, ...account];
  const shown = await page.locator(".rules li").allInnerTexts();
  expect(shown).toEqual(lines.map(({ text, assumed }) => (assumed ? `${text} (not published; assumed)` : text)));
});

for (const scheme of ["light", "dark"] as const) {
  for (const [name, query] of STATES) {
    test(`no accessibility faults: ${name}, ${scheme}`, async ({ preview }) => {
      const { page } = preview;
      await page.emulateMedia({ colorScheme: scheme });
      await open(preview, query);
      await preview.unfold();
      expect(await preview.faults()).toEqual([]);
    });
  }
}

for (const width of [320, 768, 1280]) {
  for (const [name, query] of STATES) {
    test(`nothing overflows at ${width} px: ${name}`, async ({ preview }) => {
      await preview.page.setViewportSize({ width, height: 700 });
      await open(preview, query);
      await preview.unfold();
      expect(await preview.overflow()).toBeLessThanOrEqual(0);
    });
  }
}

test("the numbers are the package's", async ({ preview }) => {
  await open(preview, SHORT);
  const { page } = preview;
  const projection = krea.simulate(SCENARIO);
  const { totals, run_out: runOut } = projection.summary();
  // The plan pays 300 of each weekday's 400: 100 are left after the 13th.
  expect(runOut).toBe("2026-11-19T12:00:00Z");
  await expect(page.locator("drawdown-outlook-card .sentence")).toContainText(/Your credits run out on 19 November 2026, 12:00\s+Too little is left for Nano Banana Pro\./);
  await expect(page.locator("drawdown-outlook-card .sentence")).toContainText(`${totals.refused} of ${totals.wanted.toLocaleString("en")} runs cannot be made`);
  const figures = await page.locator("drawdown-outlook-card dl > div").evaluateAll((all) => all.map((item) => {
    const more = item.querySelector(".more")?.textContent ?? "";
    return [item.querySelector("dt")?.textContent, item.querySelector("dd")?.textContent?.replace(more, "").trim()];
  }));
  expect(Object.fromEntries(figures)).toMatchObject({
    "Runs made": totals.made.toLocaleString("en"),
    "Credits received": Number(totals.issued).toLocaleString("en"),
    "Credits spent": Number(totals.spent).toLocaleString("en"),
    "Expired unused": Number(totals.wasted).toLocaleString("en"),
  });

  await page.getByText("Show as a table").click();
  const rows = page.locator("drawdown-balance-table tbody tr");
  await expect(rows).toHaveCount(365);
  const left = await rows.evaluateAll((all) => all.map((row) => row.children[3]?.textContent ?? ""));
  expect(left).toEqual([...projection.column("*", "closing")].map((amount) => amount.toLocaleString("en")));
});

test("the chart is read by keyboard", async ({ preview }) => {
  await open(preview, SHORT);
  const { page } = preview;
  const chart = page.getByRole("slider", { name: "Balance, day by day" });
  const closing = krea.simulate(SCENARIO).column("*", "closing");
  const says = (day: string, place: number) =>
    expect(chart).toHaveAttribute("aria-valuetext", new RegExp(`^${day}, ${(closing.at(place) ?? NaN).toLocaleString("en")} compute units, Daily free .*, Plan `));
  await chart.focus();
  // It begins where the balance runs out.
  await says("Thu, 19 Nov 2026", 18);
  await page.keyboard.press("ArrowLeft");
  await says("Wed, 18 Nov 2026", 17);
  await page.keyboard.press("Home");
  await says("Sun, 1 Nov 2026", 0);
  await page.keyboard.press("ArrowLeft");
  await says("Sun, 1 Nov 2026", 0);
  await page.keyboard.press("ArrowUp");
  await says("Mon, 2 Nov 2026", 1);
  await page.keyboard.press("PageUp");
  await says("Wed, 2 Dec 2026", 31);
  await page.keyboard.press("End");
  await says("Sun, 31 Oct 2027", -1);
  await expect(page.locator("drawdown-balance-chart .reading")).toContainText("Sun, 31 Oct 2027");
});

test("the chart is read by pointer", async ({ preview }) => {
  await open(preview, SHORT);
  const chart = preview.page.getByRole("slider", { name: "Balance, day by day" });
  const box = await chart.boundingBox();
  if (!box) throw new Error("no chart");
  await chart.hover({ position: { x: 60, y: 100 } });
  await expect(preview.page.locator("drawdown-balance-chart .reading strong").first()).toHaveText(/ Nov 2026$/);
  await chart.hover({ position: { x: box.width - 10, y: 100 } });
  await expect(preview.page.locator("drawdown-balance-chart .reading strong").first()).toHaveText(/ Oct 2027$/);
});

test("what is set is in the address, and comes back", async ({ preview }) => {
  await open(preview, "platform=krea&start=2026-11-01");
  const { page } = preview;
  await preview.input("Model").selectOption("Nano Banana Pro");
  await preview.input("Runs").fill("4");
  await preview.input("On").selectOption("Weekdays");
  await preview.input("When credits run out").selectOption("Wait for new credits");
  await preview.input("Months").fill("6");
  await preview.input("Time zone").focus();
  await preview.input("Time zone").selectOption("Europe/Berlin");
  await page.getByRole("button", { name: "Add compute units" }).click();
  await preview.input("Kind").selectOption("Compute pack");
  await preview.input("Amount").fill("1500");
  const query = "platform=krea&start=2026-11-01&months=6&zone=Europe/Berlin&short=wait&d1=nano-banana-pro&d1.runs=4/day&d1.days=weekdays&lot1=pack,1500,";
  await expect.poll(() => new URLSearchParams(new URL(page.url()).search).toString()).toBe(new URLSearchParams(query).toString());
  const before = await page.locator("drawdown-outlook-card .sentence").textContent();
  await page.reload();
  await expect(preview.input("Amount")).toHaveValue("1500");
  await expect(preview.input("Time zone")).toHaveValue("Europe/Berlin");
  await expect(page.locator("drawdown-outlook-card .sentence")).toHaveText(before ?? "");
  await expect(preview.notices).toHaveCount(0);
});

test("bad values in the address fall to their defaults, with a notice", async ({ preview }) => {
  await open(preview, "platform=krea&start=soon&months=9000&zone=Mars/Olympus&plan=zz&term=week&short=pray&debt=much&alert1=low&d1=x&d2=veo-3&d2.on=soon&d2.at=noon&lot1=gold,5");
  for (const part of ["start=soon", "months=9000", "zone=Mars/Olympus", "plan=zz", "term=week", "short=pray", "debt=much", "alert1=low", "d1=x", "d2.on=soon", "d2.at=noon", "lot1=gold,5"]) {
    await expect(preview.notices.filter({ hasText: `\u201c${part}\u201d` })).toHaveCount(1);
  }
  await expect(preview.page.locator("drawdown-outlook-card")).toBeVisible();
});

test("what is not published is asked for, and then assumed", async ({ preview }) => {
  await open(preview, "platform=imagineart&start=2026-11-01&plan=basic&d1=nano-banana-2&d1.runs=5/day");
  const { page } = preview;
  await expect(page.locator(".needs")).toContainText("Credits of Basic, each cycle: not published by the platform. Enter your own number.");
  await preview.input("Credits of Basic, each cycle").fill("3000");
  await expect(page.locator("drawdown-outlook-card .sentence")).toContainText("Your credits run out on 13 November 2026, 12:00");
  await expect(page.locator("drawdown-outlook-card dl")).toContainText("without a published price");
  await preview.input("Price of Basic, a month").fill("11.50");
  await expect(page.locator("drawdown-outlook-card dl")).toContainText("138.00\u00a0USD");
});

test("lines of use come and go", async ({ preview }) => {
  await open(preview, SHORT);
  const { page } = preview;
  await page.getByRole("button", { name: "Add a model" }).click();
  const second = page.getByRole("group", { name: "Model 2" });
  await second.getByLabel("Model", { exact: true }).selectOption("Veo 3");
  await second.getByLabel("Per", { exact: true }).selectOption("Month");
  await second.getByLabel("Runs", { exact: true }).fill("x");
  await expect(page.locator(".needs")).toBeVisible();
  await second.getByLabel("Runs", { exact: true }).fill("2");
  await expect(page.locator("drawdown-outlook-card")).toBeVisible();
  await page.getByRole("button", { name: "Remove Veo 3" }).click();
  await expect(second).toHaveCount(0);
});

test("ways out are dated, and stand once for all shortfalls that they help", async ({ preview }) => {
  await open(preview, SHORT);
  const { page } = preview;
  const list = page.locator("drawdown-shortfall-list");
  await expect(list.locator("h2")).toHaveText(/^Short of credits\s+104 times$/);
  const first = list.locator(".shortfall").first();
  await expect(first.locator("h3")).toHaveText(/^19 November 2026, 12:00, until 1 December 2026, 12:00\s+8 times$/);
  await expect(first.getByRole("listitem").filter({ hasText: "Wait until 1 December 2026" })).toContainText("4,000 compute units");
  const shared = list.getByRole("list", { name: "What helps every time" });
  await expect(shared.getByRole("listitem").filter({ hasText: "Upgrade to Pro" })).toContainText("20,000 compute units each cycle");
  await preview.unfold();
  const ways = await list.getByRole("listitem").allInnerTexts();
  expect(new Set(ways).size).toBe(ways.length);
});

test("members, changes, an automatic top-up and the rest are in the address, and come back", async ({ preview }) => {
  const { page } = preview;
  await open(preview, EVERYTHING);
  const before = await page.locator("drawdown-outlook-card .sentence").textContent();
  await preview.unfold();
  await preview.input("How many").first().fill("2");
  const sorted = (query: string) => [...new URLSearchParams(query)].sort().join("&");
  // The plan is the one that the page begins with.
  await expect.poll(() => sorted(new URL(page.url()).search)).toBe(sorted(EVERYTHING.replace("&plan=basic", "").replace("&auto.count=1", "&auto.count=2")));
  await page.reload();
  await expect(page.locator("drawdown-outlook-card .sentence")).toBeVisible();
  expect(await preview.notices.count()).toBe(0);
  await expect(page.getByRole("group", { name: "Change 2" }).getByLabel("Plan")).toHaveValue("pro");
  expect(before).toBeTruthy();
});

test("what a scenario can say is entered, and reaches the engine", async ({ preview }) => {
  const { page } = preview;
  await open(preview, `${SHORT}&assume.top_ups/compute-pack/credits=1000`);
  await page.getByText("More about your account").click();
  await page.getByRole("button", { name: "Add a member" }).click();
  await page.getByRole("group", { name: "Member 1" }).getByLabel("Name").fill("anna");
  await page.getByText("More options").click();
  await preview.input("For member").selectOption("anna");
  await preview.input("Monthly growth").fill("5");
  await page.getByRole("button", { name: "Add a change" }).click();
  const change = page.getByRole("group", { name: "Change 1" });
  await expect(change.getByLabel("Which")).toHaveValue("compute-pack");
  await change.getByLabel("How many").fill("2");
  await change.getByLabel("On", { exact: true }).fill("2026-12-19");
  await page.getByText("Buy automatically").click();
  await preview.input("Top-up to buy").selectOption("Compute pack");
  await preview.input("When the balance is below").fill("50");
  await page.getByRole("group", { name: "Change 1" }).getByLabel("What").focus();
  await preview.input("Time zone").focus();
  await preview.input("Time zone").selectOption("Asia/Tokyo");
  const scenario: Scenario = {
    ...SCENARIO,
    start: "2026-10-31T15:00:00Z",
    account: { plan: "basic", term: "month", zone: "Asia/Tokyo", members: [{ id: "anna" }], auto_top_up: { top_up: "compute-pack", below: 50 }, assume: { top_ups: { "compute-pack": { credits: 1000 } } } },
    demand: [{ request: { operation: "nano-banana-pro" }, per_day: 4, days: "weekdays", growth: 5, member: "anna" }],
    actions: [{ at: "2026-12-18T15:00:00Z", do: "buy", top_up: "compute-pack", count: 2 }],
  };
  const { totals } = krea.simulate(scenario).summary();
  await expect(page.locator("drawdown-outlook-card dl > div").filter({ hasText: "Credits received" }).locator("dd")).toHaveText(Number(totals.issued).toLocaleString("en"));
  await expect(page.locator("drawdown-outlook-card dl > div").filter({ hasText: "Credits spent" }).locator("dd")).toHaveText(Number(totals.spent).toLocaleString("en"));
  await page.getByRole("button", { name: "Remove change 1" }).click();
  await expect(change).toHaveCount(0);
});

test("dates, a time of day, projects, debt, alerts and a top-up that fills up reach the engine", async ({ preview }) => {
  const { page } = preview;
  await open(preview, `${SHORT}&assume.top_ups/compute-pack/credits=1000&assume.top_ups/compute-pack/price=4`);
  await preview.input("Time zone").focus();
  await preview.input("Time zone").selectOption("Europe/Berlin");
  await preview.input("Per").selectOption("On certain dates");
  const dates = page.getByRole("group", { name: "Dates" });
  await expect(dates.getByLabel("Date 1")).toHaveValue("2026-11-01");
  await dates.getByLabel("Date 1").fill("2026-12-24");
  await dates.getByRole("button", { name: "Add a date" }).click();
  await dates.getByLabel("Date 2").fill("2027-03-28");
  await dates.getByRole("button", { name: "Add a date" }).click();
  await dates.getByRole("button", { name: "Remove date 3" }).click();
  await preview.input("Runs").fill("60");
  await page.getByText("More options").click();
  await preview.input("Project").fill("launch");
  // Left out when clocks go forward: the first instant after it.
  await preview.input("Time of day").fill("02:30");
  await page.getByText("More about your account").click();
  await preview.input("Owed at the start").fill("30");
  await page.getByRole("button", { name: "Add an alert" }).click();
  const alert = page.getByRole("group", { name: "Alert 1" });
  await alert.getByLabel("When").selectOption("Fewer compute units left");
  await alert.getByLabel("Level").fill("3500");
  await page.getByText("Buy automatically").click();
  await preview.input("Top-up to buy").selectOption("Compute pack");
  await preview.input("When the balance is below").fill("500");
  await preview.input("Or until the balance is").fill("2500");
  await preview.input("At least this long between purchases").fill("1 month");
  await page.getByRole("button", { name: "Add a change" }).click();
  const change = page.getByRole("group", { name: "Change 1" });
  await change.getByLabel("What").selectOption("Change the plan");
  await change.getByLabel("Plan").selectOption("Pro");
  await change.getByLabel("On", { exact: true }).fill("2027-02-01");
  await change.getByLabel("Takes effect").selectOption("Right away");
  const summary = krea.simulate({
    start: "2026-10-31T23:00:00Z",
    for: "12 months",
    account: {
      plan: "basic", term: "month", zone: "Europe/Berlin", debt: 30, alerts: [{ credits: 3500 }],
      auto_top_up: { top_up: "compute-pack", below: 500, target: 2500, cooldown: "1 month" },
      assume: { top_ups: { "compute-pack": { credits: 1000, price: 4 } } },
    },
    demand: [{ request: { operation: "nano-banana-pro" }, on: ["2026-12-24T01:30:00Z", "2027-03-28T01:00:00Z"], count: 60, project: "launch" }],
    actions: [{ at: "2027-01-31T23:00:00Z", do: "change", plan: "pro", when: "now" }],
  }).summary();
  const figure = (name: string) => page.locator("drawdown-outlook-card dl > div").filter({ hasText: name }).locator("dd");
  await expect(figure("Credits received")).toHaveText(Number(summary.totals.issued).toLocaleString("en"));
  await expect(figure("Left at the end")).toHaveText(Number(summary.totals.closing).toLocaleString("en"));
  await expect(figure("Owed")).toHaveText(Number(summary.totals.debt).toLocaleString("en"));
  const [project] = summary.projects;
  expect(project?.made).toBeGreaterThan(0);
  await expect(page.locator("drawdown-use-table tbody tr").filter({ hasText: "launch" }).getByRole("cell").first()).toHaveText(String(project?.made));
  expect(summary.alerts.length).toBeGreaterThan(0);
  await expect(page.locator("event-list")).toContainText(/below 3,500 compute units/i);
  await preview.input("Owed at the start").fill("x");
  await expect(preview.input("Owed at the start")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("list", { name: "What to correct" })).toContainText("Owed at the start:");
});

test("what is wrong is named with its place, at the input too", async ({ preview }) => {
  await open(preview, `${SHORT}&m1=anna,many&a1=2026-12-01,downgrade&a1.plan=basic&a2=2026-12-01,buy&a2.top_up=compute-pack&a2.count=x`);
  const { page } = preview;
  const needs = page.getByRole("list", { name: "What to correct" }).getByRole("listitem");
  await expect(needs.filter({ hasText: "Member 1" })).toContainText("Member 1: Expected a decimal");
  await expect(needs.filter({ hasText: "Change 2" })).toContainText("Change 2:");
  // People read names, not pointers.
  await expect(needs.filter({ hasText: "/account" })).toHaveCount(0);
  // What is wrong is unfolded.
  await expect(preview.input("Limit per cycle").first()).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("group", { name: "Change 2" }).getByLabel("How many")).toHaveAttribute("aria-invalid", "true");
});

test("a long run tells how far it is, is stopped, and the page answers meanwhile", async ({ preview }) => {
  test.slow();
  const { page } = preview;
  // Twelve models for a century, which pay with packs of three credits: half a million purchases.
  const many = Array.from({ length: 12 }, (_, i) => `&d${i + 1}=nano-banana-pro&d${i + 1}.runs=${i + 1}/day`).join("");
  const tiny = "&short=top_up&assume.top_ups/compute-pack/credits=3&assume.top_ups/compute-pack/price=1";
  await open(preview, `platform=krea&start=2026-11-01&plan=basic&months=1${many}${tiny}`);
  const before = await page.locator("drawdown-outlook-card .sentence").textContent();
  await page.evaluate(() => {
    const seen = window as unknown as { longest: number };
    seen.longest = 0;
    let last = performance.now();
    setInterval(() => { const now = performance.now(); seen.longest = Math.max(seen.longest, now - last); last = now; }, 5);
  });
  await preview.input("Months").fill("1200");
  const bar = page.locator("drawdown-working-bar");
  await expect(bar.getByRole("progressbar")).toBeVisible();
  await expect(bar).toContainText("The forecast shown is for the previous inputs.");
  await expect(page.locator("drawdown-outlook-card .sentence")).toHaveText(before ?? "");
  await bar.getByRole("button", { name: "Stop" }).focus();
  await page.keyboard.press("Enter");
  await expect(bar).toHaveCount(0);
  await expect(page.getByText("Stopped.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Stopped" }).getByRole("button", { name: "Compute" })).toBeFocused();
  await expect(page.locator("drawdown-outlook-card .sentence")).toHaveText(before ?? "");
  // Another input begins another run.
  await preview.input("Months").fill("2");
  await expect(page.locator("drawdown-outlook-card .sentence")).not.toHaveText(before ?? "");
  await expect(page.getByText("Stopped.")).toHaveCount(0);
  // To its end it holds nothing up either, and says what it leaves out.
  const began = Date.now();
  await preview.input("Months").fill("1200");
  await expect(page.locator("drawdown-outlook-card .sentence")).toContainText(/with more than 9,\d+ top-ups/, { timeout: 25_000 });
  const took = Date.now() - began;
  // Beside the run, whatever else the machine does.
  expect(await page.evaluate(() => (window as unknown as { longest: number }).longest)).toBeLessThan(took / 2);
  await expect(page.locator("drawdown-balance-chart")).toContainText("Only the first ten thousand top-ups and shortages are marked.");
  await page.getByText("Show as a table").click();
  await expect(page.locator("drawdown-balance-table tbody tr")).toHaveCount(1200);
});

test("a forecast is worked out on request, and is the package's", async ({ preview }) => {
  await open(preview, SHORT);
  const { page } = preview;
  const card = page.locator("forecast-card");
  await expect(card.getByRole("table")).toHaveCount(0);
  await card.getByRole("button", { name: "Compute" }).click();
  const forecast = krea.forecast({ ...SCENARIO, demand: [{ ...SCENARIO.demand![0]!, id: "line 1" }] }, { paths: 1000 });
  await expect(card.getByText("Your credits run out in every case.")).toBeVisible();
  const cells = await card.locator("tbody td").allInnerTexts();
  const date = (at: string | null) => new Date(at ?? 0).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const { run_out: out, spent, refused } = forecast;
  expect(cells.slice(0, 6)).toEqual([...[out.p10, out.p50, out.p90].map(date), ...[spent.p10, spent.p50, spent.p90].map((amount) => Number(amount).toLocaleString("en"))]);
  expect(cells.slice(-3)).toEqual([refused.p10, refused.p50, refused.p90].map((runs) => runs.toLocaleString("en")));
  // It is of these inputs: others have none yet.
  await preview.input("Months").fill("6");
  await expect(card.getByRole("table")).toHaveCount(0);
  // It is stopped like any run.
  await preview.input("Months").fill("240");
  await card.getByRole("button", { name: "Compute" }).focus();
  await page.keyboard.press("Enter");
  await expect(card.getByRole("button", { name: "Stop" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(card.getByRole("button", { name: "Compute" })).toBeFocused();
});

test("on a phone the answer comes first, and the inputs are folded under it", async ({ preview }) => {
  const { page } = preview;
  await page.setViewportSize({ width: 640, height: 800 });
  await open(preview, SHORT);
  const fold = page.locator(".fold > summary");
  await expect(fold).toHaveText(/^\s*Change what you make\s+Krea \u00b7 Basic \u00b7 Nano Banana Pro\s*$/);
  const places = await Promise.all([page.locator("drawdown-outlook-card"), fold, page.locator("drawdown-balance-chart")].map((one) => one.boundingBox()));
  expect(places.map((box) => box?.y ?? NaN)).toEqual(places.map((box) => box?.y ?? NaN).toSorted((a, b) => a - b));
  await expect(preview.input("Plan")).toBeHidden();
  await fold.focus();
  await page.keyboard.press("Enter");
  await expect(preview.input("Plan")).toBeVisible();
  // It stays open while something is changed, and when the window grows, nothing is folded.
  await preview.input("Runs").fill("1");
  await expect(page.locator("drawdown-outlook-card .title")).toHaveText("Your credits last");
  await expect(preview.input("Runs")).toHaveValue("1");
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(fold).toHaveCount(0);
  await expect(preview.input("Runs")).toHaveValue("1");
});

test("a fresh page shows a balance that does something", async ({ preview }) => {
  const { page } = preview;
  await open(preview);
  await expect(preview.input("Platform").locator("option:checked")).toHaveText("Runway");
  await expect(preview.input("Plan")).toHaveValue("pro");
  await expect(page.locator("drawdown-outlook-card .title")).toHaveText(/^Your credits run out on /);
  await expect(page.locator("drawdown-outlook-card dl")).toContainText(/You pay\s*420\.00\sUSD/);
  // Nothing on the page says the opposite.
  await expect(page.getByText("Nothing out of the ordinary")).toHaveCount(0);
  await expect.poll(() => page.url()).toContain("platform=runway");
  const before = await page.locator("drawdown-outlook-card .sentence").textContent();
  await page.reload();
  await expect(page.locator("drawdown-outlook-card .sentence")).toHaveText(before ?? "");
});

test("an old address without a platform means the platform that pages opened on then", async ({ preview }) => {
  await open(preview, "start=2026-11-01");
  await expect(preview.input("Platform").locator("option:checked")).toHaveText("GREENZERO");
  await expect(preview.notices).toHaveCount(0);
});

test("each class of the chart has a line of its own, besides its colour", async ({ preview }) => {
  await open(preview, SHORT);
  const edges = preview.page.locator("drawdown-balance-chart .plot .edge");
  await expect(edges).toHaveCount(2);
  const dashes = await edges.evaluateAll((all) => all.map((one) => getComputedStyle(one).strokeDasharray));
  expect(new Set(dashes).size).toBe(2);
  const ground = await preview.page.locator("drawdown-balance-chart .plot .area").first().evaluate((one) => Number(getComputedStyle(one).fillOpacity));
  expect(ground).toBeLessThan(0.3);
  const key = await preview.page.locator("drawdown-balance-chart .swatch .edge").evaluateAll((all) => all.map((one) => getComputedStyle(one).strokeDasharray));
  expect(key.toSorted()).toEqual(dashes.toSorted());
});

test("a balance that rises every week is a line, too, and no block", async ({ preview }) => {
  await preview.page.setViewportSize({ width: 320, height: 700 });
  await open(preview, "platform=imagineart&start=2026-11-01&plan=none&d1=nano-banana&d1.runs=4/day&d1.days=weekdays");
  // 365 days in 220 pixels: fewer steps of two corners than days.
  const path = await preview.page.locator("drawdown-balance-chart .plot .edge").first().getAttribute("d");
  expect(path?.match(/L/g)?.length).toBeLessThan(60);
});

test("what could not be loaded is said in words, with what to do", async ({ page }) => {
  await page.route("**/krea*.json", (route) => route.abort());
  await page.goto("/projection.html?platform=krea");
  await expect(page.getByRole("alert")).toHaveText("The prices could not be loaded. Check your connection, then reload the page.");
});

test("on a narrow screen the answer stays in sight, and is led to", async ({ preview }) => {
  await preview.page.setViewportSize({ width: 320, height: 640 });
  await open(preview, SHORT);
  await preview.openForm();
  await preview.input("Runs").scrollIntoViewIfNeeded();
  const bar = preview.page.locator("a.bar");
  await expect(bar).toContainText("Your credits run out on 19 November 2026");
  await expect(bar).toBeInViewport();
  await bar.click();
  await expect(preview.page.locator("drawdown-outlook-card .sentence")).toBeInViewport();
});
