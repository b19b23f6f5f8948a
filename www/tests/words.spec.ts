// Pure functions that put answers into words and a page into a scenario, without a browser.
import { expect, test } from "@playwright/test";
import { Catalog, type FitOption, type ProjectionSummary, type Shortfall, type Way } from "drawdown";
import { actOf, actionOf, doings, partsOf } from "@elements/engine/actions";
import type { CatalogDocument, Opened } from "@elements/engine/opened";
import { attempted, told } from "@elements/engine/faults";
import {
  assumed,
  instantOf,
  lotOf,
  scenarioOf,
  standard,
  terms,
  unpublished,
  type Plans,
} from "@elements/engine/scenario";
import { missingIn } from "@elements/engine/unpublished";
import { fromLocal, toLocal } from "@elements/format/date";
import { headline, listed, spoken } from "@elements/format/estimate";
import { headroom, marginText, optionName, topUps } from "@elements/format/fit";
import { on, outlook, placed, reason, runs, spendableOf, way } from "@elements/format/projection";
import * as address from "../src/url-state/scenario-address";
import { localise } from "@elements/localise";

localise({ locale: "en-GB" });

const DOCUMENT = {
  catalog: "t",
  version: "1",
  as_of: "2026-01-01",
  currency: "EUR",
  credit: { name: "credit", plural: "credits", step: "1" },
  operations: [
    { id: "image", price: [{ line: "Image", rate: "10" }] },
    { id: "video", price: "unpriced" },
  ],
  classes: { plan: {}, pack: { name: "Packs" } },
  plans: [
    { id: "basic", name: "Basic", price: { month: null, year: "90.00" }, grants: ["basic-monthly"] },
    { id: "pro", name: "Pro", price: { month: "20.00" }, grants: ["pro-monthly"] },
    { id: "firm", contact: true, grants: ["firm-monthly"] },
  ],
  grants: ["basic", "pro", "firm"].map((plan) => ({
    id: `${plan}-monthly`,
    class: "plan",
    amount: plan === "pro" ? "1000" : null,
    every: "cycle",
    expires: "reset",
  })),
  top_ups: [{ id: "pack", class: "pack", name: "Pack", credits: "500", price: null }],
  burn_order: ["expires", "issued"],
};

function openedCatalog(): Opened {
  const catalog = new Catalog(DOCUMENT as never);
  const document = DOCUMENT as unknown as CatalogDocument;
  return { text: JSON.stringify(DOCUMENT), catalog, info: catalog.info(), warnings: [], document } as unknown as Opened;
}

const opened = openedCatalog();
const plans = (set: Partial<Plans> = {}): Plans => ({ ...standard(opened, "2026-03-01"), zone: "UTC", ...set });

test("what a catalog leaves open is what the engine says", () => {
  expect(missingIn(opened.catalog)).toEqual([
    ["basic", "grants/basic-monthly"],
    ["basic", "plans/basic/month"],
    ["firm", "grants/firm-monthly"],
    ["firm", "plans/firm/month"],
    ["firm", "plans/firm/quarter"],
    ["firm", "plans/firm/year"],
    [null, "top_ups/pack/price"],
  ]);
});

test("a scenario asks for what it rests on, and for no more", () => {
  const asked = (set: Partial<Plans>) =>
    unpublished(opened, plans({ acts: [], short: "refuse", ...set })).map(({ at, label, unit }) => [at, label, unit]);
  expect(asked({ plan: "pro", term: "month" })).toEqual([]);
  expect(asked({ plan: "basic", term: "year" })).toEqual([
    ["grants/basic-monthly", "Credits of Basic, each cycle", "credits"],
  ]);
  expect(asked({ plan: "basic", term: "month", short: "top_up" })).toEqual([
    ["grants/basic-monthly", "Credits of Basic, each cycle", "credits"],
    ["plans/basic/month", "Price of Basic, a month", "EUR"],
    ["top_ups/pack/price", "Price of one Pack", "EUR"],
  ]);
  expect(asked({ plan: "pro", term: "month", short: "upgrade" })).toEqual([
    ["grants/basic-monthly", "Credits of Basic, each cycle", "credits"],
    ["plans/basic/month", "Price of Basic, a month", "EUR"],
  ]);
});

test("a page becomes a scenario that the engine takes", () => {
  const set = plans({
    plan: "pro",
    term: "month",
    start: "2026-03-01",
    months: "2",
    short: "refuse",
    given: [{ class: "pack", amount: "30", expires: "2026-06-01" }],
    members: [{ id: " Ada ", cap: "500" }],
    assume: { "top_ups/pack/price": "6", "grants/basic-monthly": " " },
    wanted: plans().wanted.map((wanted) => ({ ...wanted, operation: "image", runs: "2" })),
  });
  const scenario = scenarioOf(set, opened);
  expect(scenario.account).toEqual({
    plan: "pro",
    term: "month",
    members: [{ id: "Ada", cap: 500 }],
    lots: [{ class: "pack", amount: 30, expires: "2026-06-01" }],
    assume: { top_ups: { pack: { price: 6 } } },
  });
  expect(scenario.demand).toEqual([{ id: "line 1", request: { operation: "image", settings: {} }, per_day: 2 }]);
  expect([scenario.start, scenario.for, scenario.when_short]).toEqual(["2026-03-01", "2 months", "refuse"]);
});

test("a scenario survives the address", () => {
  const usual = plans();
  const set = plans({
    plan: "pro",
    term: "month",
    months: "3",
    debt: "5",
    alerts: [{ unit: "percent", amount: "80" }],
    acts: [{ ...actOf("buy", "2026-03-05", "pro", opened), count: "2" }],
    members: [{ id: "Ada", cap: "" }],
  });
  const query = address.write("t", set, opened, usual);
  const back = address.read(new URLSearchParams(query), opened, usual);
  expect(back.notices).toEqual([]);
  expect(back.plans).toEqual(set);
  const wrong = address.read(new URLSearchParams("plan=prp&months=0"), opened, usual);
  expect(wrong.notices).toHaveLength(2);
});

test("dates go by the wall clock of the account", () => {
  expect(instantOf("2026-07-01", "UTC")).toBe("2026-07-01");
  expect(instantOf("2026-07-01", "UTC", "09:30")).toBe("2026-07-01T09:30:00Z");
  expect(instantOf("2026-07-01", "Europe/Berlin")).toBe("2026-06-30T22:00:00Z");
  // Left out when summer time begins, and doubled when it ends.
  expect(instantOf("2026-03-29", "Europe/Berlin", "02:30")).toBe("2026-03-29T01:00:00Z");
  expect(instantOf("2026-10-25", "Europe/Berlin", "02:30")).toBe("2026-10-25T00:30:00Z");
  expect(instantOf("someday", "Europe/Berlin")).toBe("someday");
  expect(lotOf("UTC")({ class: "pack", amount: "", expires: "" })).toEqual({ class: "pack", amount: 0 });
  expect(fromLocal(toLocal("2026-03-01T12:34:00Z"))).toBe("2026-03-01T12:34:00Z");
  expect([toLocal("x"), fromLocal("x")]).toEqual(["", ""]);
});

test("acts have the parts of their kind", () => {
  expect(partsOf("cancel")).toEqual(["when"]);
  expect(doings({ plans: [] }).map(({ value }) => value)).not.toContain("buy");
  expect(actOf("upgrade", "2026-03-01", "basic", opened).plan).toBe("pro");
  expect(actOf("downgrade", "2026-03-01", "pro", opened).plan).toBe("basic");
  const act = { ...actOf("grant", "2026-03-01", "pro", opened), class: "pack", amount: "1.50", expires: "2026-04-01" };
  expect(actionOf(act, (date) => `${date}!`)).toEqual({
    at: "2026-03-01!",
    do: "grant",
    class: "pack",
    amount: "1.50",
    expires: "2026-04-01!",
  });
  expect(terms(opened.document, "basic")).toEqual(["month", "year"]);
  expect(assumed({})).toBeUndefined();
});

test("estimates are told for eyes and ears", () => {
  const units = { unit: "credit", units: "credits" };
  const image = opened.catalog.estimate({ operation: "image", runs: 2, balance: 15 });
  expect(headline(image, units, String)).toEqual({
    look: "exact",
    badge: "Exact",
    figure: "20",
    unit: "credits",
    hint: "2 runs of 10 credits.",
  });
  expect(spoken(image, units)).toBe("Cost: 20 credits. Balance after: \u22125 credits. 5 credits short.");
  const video = opened.catalog.estimate({ operation: "video" });
  expect(headline(video, units, String)).toMatchObject({ look: "unknown", figure: "Cost not known" });
  expect(spoken(video, units)).toBe("Cost not known.");
  expect([listed(["a"]), listed(["a", "b", "c"])]).toEqual(["a", "a, b and c"]);
});

test("options are told by name, purchases and room", () => {
  const option = {
    name: "Pro",
    term: "year",
    state: "covers",
    headroom: 25,
    unlimited: false,
    top_ups: [{ count: 2 }, { count: 3 }],
  };
  const as = (change: object) => ({ ...option, ...change }) as unknown as FitOption;
  expect(optionName(as({}))).toBe("Pro, paid yearly");
  expect(optionName(as({ term: undefined }))).toBe("Pro");
  expect(topUps(as({}))).toBe(5);
  expect(headroom(as({}))).toBe("25\u00a0%");
  expect(headroom(as({ headroom: 100 }))).toBe("100\u00a0% or more");
  expect(headroom(as({ headroom: 100 }), true)).toBe("100\u00a0%\u00a0+");
  expect(headroom(as({ unlimited: true }))).toBe("no limit");
  expect(headroom(as({ state: "unknown" }))).toBe("");
  expect(marginText({ low: 20, high: 30, unit: "percent" }, "credits")).toBe("20 to 30\u00a0%");
  expect(marginText({ low: 500, high: "500", unit: "credits" }, "credits")).toBe("500 credits");
});

test("a projection is told at a glance", () => {
  const totals = { wanted: 3, refused: 0, closing: "70", withheld: "0" };
  const lasting = {
    until: "2026-03-01T00:00:00Z",
    run_out: null,
    shortfalls: [],
    invoices: [],
    approximate: false,
    ranged: false,
    totals,
  };
  const summary = (change: object) => ({ ...lasting, ...change }) as unknown as ProjectionSummary;
  expect(outlook(summary({}), opened.info, "UTC")).toEqual({
    look: "good",
    badge: "Enough",
    title: "Your credits last",
    rest: "All 3 runs are made; 70 credits left on 1 March 2026.",
    hint: "",
  });
  const short = { operation: "image", cause: "out_of_credits" } as Shortfall;
  const out = outlook(
    summary({ run_out: "2026-02-01T12:00:00Z", shortfalls: [short], totals: { ...totals, refused: 1 } }),
    opened.info,
    "UTC",
  );
  expect([out.badge, out.title]).toEqual(["Runs out", "Your credits run out on 1 February 2026, 12:00"]);
  expect(out.rest).toContain("1 of 3 runs cannot be made");
  expect(spendableOf({ closing: "70", withheld: "20" })).toBe(50);
  expect([runs(1), runs(1200)]).toEqual(["1 run", "1,200 runs"]);
  expect(on("2026-06-30T22:00:00Z", "Europe/Berlin")).toBe("1 July 2026");
  expect(reason({ cause: "member_cap" } as Shortfall)).toBe("is over the limit of the member");
  expect([placed("/demand/0/per_day"), placed("/account/plan"), placed("/x")]).toEqual(["Model 1", "Plan", ""]);
});

test("ways out are told with what they bring and cost", () => {
  const told = (entry: object) =>
    way({ name: "Pack", at: "2026-03-01T00:00:00Z", covers: true, ...entry } as Way, opened.info, "EUR", "UTC");
  expect(told({ kind: "top_up", count: 2, credits: "1000", price: "12" })).toEqual({
    what: "Buy 2 top-ups: Pack",
    how: "1,000 credits, 12.00\u00a0EUR",
  });
  expect(told({ kind: "top_up", credits: "10", covers: false }).how).toBe(
    "10 credits, price not published, not enough on its own",
  );
  expect(told({ kind: "wait", credits: "1" })).toEqual({ what: "Wait until 1 March 2026", how: "Pack, 1 credit" });
  expect(told({ kind: "upgrade", credits: "5", price: "9", term: "year" }).how).toBe(
    "5 credits each cycle, 9.00\u00a0EUR a year",
  );
});

test("faults of the engine are findings, others are not hidden", () => {
  const { faults } = attempted(() => opened.catalog.estimate({ operation: "imge" }));
  expect(faults.map(({ code, path }) => [code, path])).toEqual([["unknown_name", "/operation"]]);
  expect(() =>
    attempted(() => {
      throw new TypeError("x");
    }),
  ).toThrow("x");
  expect(told(new TypeError("x"))).toEqual([{ code: "failed", path: "", message: "x" }]);
});
