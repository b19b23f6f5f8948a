// What a person has set on the projection page, and the scenario that it makes.
import type { Account, Amount, Catalog, CatalogInfo, Demand, NeedLine, OpeningLot, Scenario, Term } from "drawdown";
import { zone } from "../../zone.js";
import { amountOf } from "../format/amount";
import { text } from "../localise";
import { actionOf, type Act } from "./actions";
import { choice, type Choice } from "./choice";
import type { CatalogDocument, Opened } from "./opened";
import { requestOf, selectionOf, EMPTY as NO_SELECTION, type Raw } from "./selection";
import { missingIn } from "./unpublished";

export type Every = "day" | "week" | "month";

/** How often something is made; text as typed. */
export interface Often {
  count: string;
  every: Every;
  /** Active days of a month, for daily runs; empty: every day. */
  days: string;
}
/** The frequency of a demand line: by day, week or month, or on dates. */
export type Pace = Every | "on";
export type Short = NonNullable<Scenario["when_short"]>;

/** A demand line. */
export interface Wanted {
  operation: string;
  settings: Readonly<Record<string, Raw>>;
  /** Number of runs; text as typed. */
  runs: string;
  every: Pace;
  /** Dates, if the frequency is "on dates". */
  on: readonly string[];
  /** Time of day; empty: noon. */
  at: string;
  /** `every`, `weekdays`, `weekends`, or a number of days in a month. */
  days: string;
  /** Name of the member; empty: none. */
  member: string;
  /** A label for totals. */
  project: string;
  /** Growth from month to month, and failed runs, in per cent; empty: 0. */
  growth: string;
  fails: string;
  /** First and last date; empty: no limit. */
  from: string;
  until: string;
}

/** A member; text as typed. */
export interface Member {
  id: string;
  /** Most credits in a cycle; empty: no cap. */
  cap: string;
}

/** An automatic top-up; text as typed. */
export interface Auto {
  /** Id of the top-up; empty: none. */
  top_up: string;
  below: string;
  count: string;
  /** The balance to reach, instead of a count. */
  target: string;
  /** Most times in a cycle; empty: no limit. */
  limit: string;
  /** Minimum time since the last: `1 day`. */
  cooldown: string;
}

/** An alert level; text as typed. */
export interface Level {
  /** Credits left, or per cent of the allowance used. */
  unit: "credits" | "percent";
  amount: string;
}

/** Credits at the start; text as typed. */
export interface Given {
  class: string;
  amount: string;
  /** Date; empty: by the catalog's rule. */
  expires: string;
}

export interface Plans {
  plan: string;
  term: Term;
  /** The first date. */
  start: string;
  months: string;
  zone: string;
  /** When the plan began; empty: on the first date. */
  since: string;
  short: Short;
  /** Which end of a cost range is charged. */
  ranges: "high" | "low";
  members: readonly Member[];
  /** Credits owed at the start; text as typed. */
  debt: string;
  /** In addition to the catalog's. */
  alerts: readonly Level[];
  auto: Auto;
  acts: readonly Act[];
  wanted: readonly Wanted[];
  given: readonly Given[];
  /** Unpublished numbers, by pointer below `assume`: `grants/basic-monthly`. */
  assume: Readonly<Record<string, string>>;
}

/** An unpublished number that the scenario needs. */
export interface Unpublished {
  /** `grants/basic-monthly`, `plans/basic/month`, `top_ups/pack/credits`. */
  at: string;
  label: string;
  unit: string;
}

/** Lines of what is wanted, on a page. */
export const MOST_ROWS = 12;

export const TERMS: readonly Choice<Term>[] = [
  choice("month", () => text().billedMonthly),
  choice("quarter", () => text().billedQuarterly),
  choice("year", () => text().billedYearly),
];
export const EVERY: readonly Every[] = ["day", "week", "month"];
export const PACES: readonly Choice<Pace>[] = [
  choice("day", () => text().everyDay),
  choice("week", () => text().everyWeek),
  choice("month", () => text().everyMonth),
  choice("on", () => text().paceOnDates),
];
export const NO_AUTO: Auto = { top_up: "", below: "", count: "", target: "", limit: "", cooldown: "" };
export const RANGES: readonly Choice<Plans["ranges"]>[] = [
  choice("high", () => text().rangesHigh),
  choice("low", () => text().rangesLow),
];
export const SHORTS: readonly Choice<Short>[] = [
  choice("refuse", () => text().whenShortRefuse),
  choice("wait", () => text().whenShortWait),
  choice("top_up", () => text().whenShortTopUp),
  choice("upgrade", () => text().whenShortUpgrade),
];

/** The initial inputs of a page: a plan with a known allowance, and a model with a known price. */
export function standard(opened: Opened, today: string): Plans {
  const unknown = new Set(missingIn(opened.catalog).flatMap(([plan, at]) => (at.startsWith("grants/") ? [plan] : [])));
  const plan =
    opened.info.plans.find(({ id }) => !unknown.has(id)) ?? opened.info.plans.find(({ contact }) => !contact);
  return {
    plan: plan?.id ?? "",
    term: terms(opened.document, plan?.id ?? "")[0] ?? "month",
    start: today,
    months: "12",
    zone: "UTC",
    since: "",
    short: "refuse",
    ranges: "high",
    members: [],
    debt: "",
    alerts: [],
    auto: NO_AUTO,
    acts: [],
    wanted: [wantedOf(opened.catalog, opened.info)],
    given: [],
    assume: {},
  };
}

/** Another beginning: a plan, and the lines of a need. */
export function begun(
  plans: Plans,
  { plan, lines }: { plan: string; lines: readonly NeedLine[] },
  { catalog, info, document }: Opened,
): Plans {
  const fresh = wantedOf(catalog, info);
  const wanted = lines.map(({ request, per_day: day, per_week: week, per_month: month, days }): Wanted => ({
    ...fresh,
    operation: request.operation,
    settings: selectionOf(request, NO_SELECTION).settings,
    runs: String(day ?? week ?? month ?? 0),
    every: day !== undefined ? "day" : week !== undefined ? "week" : "month",
    days: String(days ?? "every"),
  }));
  return changed(plans, { plan, wanted }, document);
}

/** A new demand line: the first model that has an exact price with default settings. */
export function wantedOf(catalog: Catalog, info: CatalogInfo): Wanted {
  const exact = info.operations.find(({ id, pricing }) => pricing === "priced" && state(catalog, id) === "exact");
  return {
    operation: (exact ?? info.operations[0])?.id ?? "",
    settings: {},
    runs: "5",
    every: "day",
    on: [],
    at: "",
    days: "every",
    member: "",
    project: "",
    growth: "",
    fails: "",
    from: "",
    until: "",
  };
}

function state(catalog: Catalog, operation: string): string {
  try {
    return catalog.estimate({ operation }).state;
  } catch {
    return "";
  }
}

/** The terms that a plan is sold for. */
export function terms(document: CatalogDocument, plan: string): Term[] {
  const price = document.plans?.find(({ id }) => id === plan)?.price;
  return TERMS.map(({ value }) => value).filter((term) => price && term in price);
}

/** The inputs after a change: another plan may not be sold for the term. */
export function changed(plans: Plans, change: Partial<Plans>, document: CatalogDocument): Plans {
  const next = { ...plans, ...change };
  const sold = terms(document, next.plan);
  const [first] = sold;
  return first && !sold.includes(next.term) ? { ...next, term: first } : next;
}

/** What the catalog does not publish and this scenario rests on; allowances come first. */
export function unpublished({ catalog, document, info }: Opened, plans: Plans): Unpublished[] {
  const words = text();
  const missing = missingIn(catalog);
  const money = document.currency ?? words.assumeMoney;
  const others = plans.short === "upgrade" ? (document.plans ?? []).filter(({ contact }) => !contact) : [];
  const held = new Set([plans.plan, ...plans.acts.map(({ plan }) => plan), ...others.map(({ id }) => id)]);
  const chosen = new Set<string>([plans.term, ...plans.acts.map(({ term }) => term)]);
  const bought = new Set([plans.auto.top_up, ...plans.acts.map(({ top_up: topUp }) => topUp)]);
  const nameOf = (entries: readonly { id: string; name?: string }[] | undefined, id: string) =>
    entries?.find((entry) => entry.id === id)?.name ?? id;
  const ofPlan = (plan: string, at: string): Unpublished[] => {
    const [list, , term = ""] = at.split("/");
    const name = nameOf(document.plans, plan);
    if (list === "grants") return [{ at, label: words.assumeAllowance(name), unit: info.units }];
    return chosen.has(term) ? [{ at, label: words.assumePrice(name, term as Term), unit: money }] : [];
  };
  const ofTopUp = (at: string): Unpublished[] => {
    const [list, id = "", part] = at.split("/");
    if (list !== "top_ups" || !(plans.short === "top_up" || bought.has(id))) return [];
    const name = nameOf(document.top_ups, id);
    return part === "price"
      ? [{ at, label: words.assumeTopUpPrice(name), unit: money }]
      : [{ at, label: words.assumeTopUpSize(name), unit: info.units }];
  };
  const list = [
    ...[...held].flatMap((plan) => missing.flatMap(([of, at]) => (plan && of === plan ? ofPlan(plan, at) : []))),
    ...missing.flatMap(([, at]) => ofTopUp(at)),
  ];
  // Plans share grants.
  return list.filter(({ at }, i) => list.findIndex((other) => other.at === at) === i);
}

export function scenarioOf(plans: Plans, { info, document }: Opened): Scenario {
  const { plan, term } = plans;
  const assume = assumed(plans.assume);
  const begin = (date: string, time?: string) => instantOf(date, plans.zone, time);
  const account: Account = {
    ...(plan && { plan }),
    // A plan sold by contract has no published term.
    ...(terms(document, plan).includes(term) && { term }),
    ...(plans.zone !== "UTC" && { zone: plans.zone }),
    ...(plans.since && { since: begin(plans.since) }),
    ...(plans.members.length > 0 && {
      members: plans.members.map(({ id, cap }) => ({ id: id.trim(), ...(cap.trim() && { cap: amountOf(cap) }) })),
    }),
    ...(plans.debt.trim() && { debt: amountOf(plans.debt) }),
    ...(plans.alerts.length > 0 && { alerts: plans.alerts.map(levelOf) }),
    ...(plans.auto.top_up && { auto_top_up: autoOf(plans.auto) }),
    ...(plans.given.length > 0 && { lots: plans.given.map(lotOf(plans.zone)) }),
    ...(assume && { assume }),
  };
  return {
    start: midnight(plans.start, plans.zone),
    for: `${plans.months.trim() || "12"} months`,
    account,
    demand: plans.wanted.map((wanted, i) => demandOf(wanted, i, info, begin)),
    ...(plans.acts.length > 0 && { actions: plans.acts.map((act) => actionOf(act, begin)) }),
    when_short: plans.short,
    ranges: plans.ranges,
  };
}

function autoOf({ top_up: topUp, below, count, target, limit, cooldown }: Auto): NonNullable<Account["auto_top_up"]> {
  const number = (text: string) => amountOf(text) as number;
  return {
    top_up: topUp,
    below: amountOf(below || "0"),
    ...(target.trim() ? { target: amountOf(target) } : count.trim() && { count: number(count) }),
    ...(limit.trim() && { limit: number(limit) }),
    ...(cooldown.trim() && { cooldown: cooldown.trim() }),
  };
}

function levelOf({ unit, amount }: Level): { percent: Amount } | { credits: Amount } {
  return unit === "percent" ? { percent: amountOf(amount || "0") } : { credits: amountOf(amount || "0") };
}

function demandOf(
  wanted: Wanted,
  place: number,
  info: CatalogInfo,
  begin: (date: string, time?: string) => string,
): Demand {
  const operation = info.operations.find(({ id }) => id === wanted.operation);
  const request = operation
    ? requestOf({ ...NO_SELECTION, operation: operation.id, settings: wanted.settings, runs: "" }, operation, "")
    : { operation: wanted.operation };
  const { at: _, ...rest } = request;
  const active = /^\d+$/.test(wanted.days);
  // A text that is not a number is passed on: the engine reports the error.
  return {
    id: `line ${place + 1}`,
    request: rest,
    ...(wanted.every === "on"
      ? {
          on: wanted.on.map((date) => begin(date, wanted.at || "12:00")),
          count: amountOf(wanted.runs || "0") as number,
        }
      : { [`per_${wanted.every}`]: amountOf(wanted.runs || "0"), ...(wanted.at && { at: wanted.at }) }),
    ...(wanted.every === "on"
      ? {}
      : active
        ? { active_days: Number(wanted.days) }
        : wanted.days === "every"
          ? {}
          : { days: wanted.days as "weekdays" }),
    ...(wanted.member && { member: wanted.member }),
    ...(wanted.project.trim() && { project: wanted.project.trim() }),
    ...(wanted.growth.trim() && { growth: amountOf(wanted.growth) }),
    ...(wanted.fails.trim() && { fails: amountOf(wanted.fails) }),
    ...(wanted.from && { from: begin(wanted.from) }),
    ...(wanted.until && { until: begin(wanted.until) }),
  };
}

export function lotOf(zone: string) {
  return (given: Given): OpeningLot => ({
    class: given.class,
    amount: amountOf(given.amount || "0"),
    ...(given.expires && { expires: midnight(given.expires, zone) }),
  });
}

export function assumed(assume: Plans["assume"]): Account["assume"] | undefined {
  const tree: Record<string, Record<string, Amount | Record<string, Amount>>> = {};
  for (const [at, text] of Object.entries(assume)) {
    const [list = "", id = "", part] = at.split("/");
    if (!text.trim()) continue;
    const entries = (tree[list] ??= {});
    if (part === undefined) entries[id] = amountOf(text);
    else entries[id] = { ...(entries[id] as Record<string, Amount> | undefined), [part]: amountOf(text) };
  }
  return Object.keys(tree).length > 0 ? tree : undefined;
}

/** The first instant of a date on a zone's wall clock. */
export function midnight(date: string, name: string): string {
  return instantOf(date, name);
}

/** The instant of a date and a time of day on a zone's wall clock. */
export function instantOf(date: string, name: string, time = "00:00"): string {
  const wall = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(wall)) return date;
  if (name === "UTC") return time === "00:00" ? date : `${date}T${time}:00Z`;
  try {
    // No zone changes twice within three days, so the last change before the guess decides.
    const { offsets } = zone(name, wall - 86_400_000, wall + 2 * 86_400_000);
    const begins = offsets.map(({ seconds }) => wall - seconds * 1000);
    const changes = offsets.map(({ from }) => Date.parse(from));
    const place = begins.findIndex((at, i) => at < (changes[i + 1] ?? Infinity));
    // A time that a clock change skips becomes the first instant after the gap.
    const at = Math.max(begins[place] ?? wall, place > 0 ? (changes[place] ?? 0) : -Infinity);
    return `${new Date(at).toISOString().slice(0, 19)}Z`;
  } catch {
    return date;
  }
}
