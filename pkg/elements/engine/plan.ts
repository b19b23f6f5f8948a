// The inputs of the plan calculator, and the need that they make.
import type { Account, Amount, Catalog, CatalogInfo, FitChoice, Need, NeedLine, Request, Term } from "drawdown";
import { amountOf } from "../format/amount";
import { sentence } from "../format/setting";
import { text } from "../localise";
import type { CatalogDocument, Opened } from "./opened";
import { assumed, lotOf, midnight, terms, wantedOf, type Given, type Often } from "./scenario";
import { EMPTY, rawOf, requestOf, type Raw } from "./selection";
import { missingIn } from "./unpublished";

/** A request and its frequency; text as typed. */
export interface Row extends Often {
  operation: string;
  settings: Readonly<Record<string, Raw>>;
}

/** The billing term: the cheapest, or a fixed one. */
export type Paid = "any" | "month" | "year";

/** The unit of the margin: per cent of the need, or credits a month. */
export type Margin = "percent" | "credits";

export interface Plan {
  rows: readonly Row[];
  /** The margin; text as typed. */
  low: string;
  high: string;
  unit: Margin;
  months: string;
  /** The first date. */
  start: string;
  zone: string;
  paid: Paid;
  /** Twelve factors, January to December; text as typed. Empty: all months alike. */
  season: readonly string[];
  /** Id and term of the current plan; empty: a new account. */
  held: string;
  heldBy: Term;
  /** When that plan began; empty: on the first date. */
  since: string;
  /** Credits that the account already has. */
  given: readonly Given[];
  /** Unpublished numbers, by pointer below `assume`: `grants/basic-monthly`. */
  assume: Readonly<Record<string, string>>;
  /** The selected option, in the form of `keyOf`; empty: the best. */
  option: string;
}

/** Unpublished numbers of one plan or one top-up. */
export interface Gap {
  name: string;
  /** The plan is sold by agreement. */
  contact: boolean;
  /** Id of the plan; empty for a top-up. */
  plan: string;
  numbers: { at: string; label: string; unit: string }[];
}

export const PAID: readonly Paid[] = ["any", "month", "year"];

const BILLED: readonly Term[] = ["month", "quarter", "year"];

/** A way to pay, as an input names it. */
export function billed(paid: Paid | Term): string {
  const { billedAnyWay: any, billedMonthly: month, billedQuarterly: quarter, billedYearly: year } = text();
  return { any, month, quarter, year }[paid];
}

/** What a planner begins with: the lines of a need if there are any, otherwise one row. */
export function standard({ catalog, info }: Opened, today: string, lines: readonly NeedLine[] = []): Plan {
  return {
    rows: lines.length > 0 ? lines.map(rowOf) : [rowWith(catalog, info)],
    low: "20",
    high: "30",
    unit: "percent",
    months: "12",
    start: today,
    zone: "UTC",
    paid: "any",
    season: [],
    held: "",
    heldBy: "month",
    since: "",
    given: [],
    assume: {},
    option: "",
  };
}

/** A new row: the first model that has an exact price with default settings. */
export function rowWith(catalog: Catalog, info: CatalogInfo): Row {
  return { operation: wantedOf(catalog, info).operation, settings: {}, count: "10", every: "day", days: "22" };
}

function rowOf({ request, per_day: day, per_week: week, per_month: month, days }: NeedLine): Row {
  const settings = Object.entries(request.settings ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, rawOf(value)] as const],
  );
  return {
    operation: request.operation,
    settings: Object.fromEntries(settings),
    count: String(day ?? week ?? month ?? 0),
    every: day !== undefined ? "day" : week !== undefined ? "week" : "month",
    days: String(days ?? ""),
  };
}

export function needOf(plan: Plan, { info, document }: Opened): Need {
  const { paid, zone, unit } = plan;
  return {
    lines: plan.rows.map((row) => lineOf(row, info)),
    buffer: { low: amountOf(plan.low || "0"), high: amountOf(plan.high || plan.low || "0"), unit },
    start: midnight(plan.start, zone),
    // A text that is not a number is passed on: the engine reports the error.
    months: amountOf(plan.months || "12") as number,
    account: accountOf(plan, document),
    ...(plan.season.length > 0 && { season: plan.season.map((factor) => amountOf(factor || "1")) }),
    ...(paid !== "any" && { terms: [paid], plans: ["none", ...soldBy(document, plan, paid)] }),
  };
}

/** The account at the start; a new one without a plan or credits. */
function accountOf({ held, heldBy, since, given, zone, assume }: Plan, document: CatalogDocument): Account {
  const mine = assumed(assume);
  return {
    // A plan sold by contract has no published term.
    ...(held && {
      plan: held,
      ...(terms(document, held).includes(heldBy) && { term: heldBy }),
      ...(since && { since: midnight(since, zone) }),
    }),
    ...(given.length > 0 && { lots: given.map(lotOf(zone)) }),
    ...(zone !== "UTC" && { zone }),
    ...(mine && { assume: mine }),
  };
}

/** The same margin in another unit, rounded to a whole number; empty if the need is not known. */
export function marginIn(unit: Margin, { low, high }: Plan, need: Amount | undefined): Partial<Plan> {
  const whole = Number(need ?? 0);
  const turned = (text: string) => {
    if (!text.trim() || !(whole > 0) || Number.isNaN(Number(text))) return "";
    return String(Math.round(unit === "credits" ? (Number(text) * whole) / 100 : (Number(text) * 100) / whole));
  };
  return { unit, low: turned(low), high: turned(high) };
}

/** The row for another request with the same frequency. */
export function rowBy(row: Row, { operation, settings = {} }: Request): Row {
  return {
    ...row,
    ...rowOf({ request: { operation, settings }, per_day: 0 }),
    count: row.count,
    every: row.every,
    days: row.days,
  };
}

function lineOf(row: Row, info: CatalogInfo): NeedLine {
  const operation = info.operations.find(({ id }) => id === row.operation);
  const request = operation
    ? requestOf({ ...EMPTY, operation: operation.id, settings: row.settings, runs: "" }, operation, "")
    : { operation: row.operation };
  const { at: _, ...rest } = request;
  const count = amountOf(row.count || "0");
  if (row.every === "week") return { request: rest, per_week: count };
  if (row.every === "month") return { request: rest, per_month: count };
  return { request: rest, per_day: count, ...(row.days.trim() && { days: amountOf(row.days) as number }) };
}

/** Plans sold for a term, at a price that is published, entered or still missing. */
function soldBy(document: CatalogDocument, { assume }: Plan, term: Term): string[] {
  const sold = (document.plans ?? []).filter(
    ({ id, price }) => (price && term in price) || assume[`plans/${id}/${term}`]?.trim(),
  );
  return sold.map(({ id }) => id);
}

/** The unpublished numbers of the catalog's plans and top-ups. */
export function gaps({ catalog, document, info }: Opened): Gap[] {
  const missing = missingIn(catalog);
  const money = document.currency ?? "";
  const words = text();
  const credits = sentence(info.units);
  const nameOf = (id: string) => document.grants?.find((grant) => grant.id === id)?.name ?? id;
  const plans = (document.plans ?? []).map(({ id, name = id, contact = false }): Gap => {
    const own = missing.flatMap(([plan, at]) => (plan === id ? [at] : []));
    const grants = own.filter((at) => at.startsWith("grants/"));
    const label = (at: string) => (grants.length > 1 ? nameOf(at.slice("grants/".length)) : words.eachCycle(credits));
    // What is sold by agreement has hardly ever a price for a quarter.
    const terms = BILLED.filter(
      (term) => own.includes(`plans/${id}/${term}`) && !(contact && term === "quarter"),
    );
    return {
      name,
      contact,
      plan: id,
      numbers: [
        ...grants.map((at) => ({ at, label: label(at), unit: "" })),
        ...terms.map((term) => ({ at: `plans/${id}/${term}`, label: words.termPrice(billed(term)), unit: money })),
      ],
    };
  });
  const bundles = (document.top_ups ?? []).map(({ id, name = id }): Gap => {
    const own = missing.flatMap(([, at]) => (at.startsWith(`top_ups/${id}/`) ? [at] : []));
    const isPrice = (at: string) => at.endsWith("/price");
    return {
      name,
      contact: false,
      plan: "",
      numbers: own.map((at) => ({
        at,
        label: isPrice(at) ? words.priceOfOne : words.creditsInOne(credits),
        unit: isPrice(at) ? money : "",
      })),
    };
  });
  return [...plans, ...bundles].filter(({ numbers }) => numbers.length > 0);
}

/** A key that distinguishes options. */
export function keyOf({ plan, term }: FitChoice): string {
  return [plan ?? "none", ...(term ? [term] : [])].join("/");
}
