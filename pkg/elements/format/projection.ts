// A projection at a glance.
import type { Amount, CatalogInfo, ProjectionSummary, Shortfall, Totals, Way } from "drawdown";
import { counted, readable } from "./amount";
import { price } from "./fit";
import { sentence } from "./setting";
import { locale, text } from "../localise";
import type { Messages } from "../messages";

export interface Outlook {
  look: "good" | "bad";
  badge: string;
  /** The main statement. */
  title: string;
  /** Further statements. */
  rest: string;
  hint: string;
}

/** Cached, because making a format takes far longer than using it. */
const formats = new Map<string, Record<"date" | "time" | "clock", Intl.DateTimeFormat>>();

function formatsOf(timeZone: string) {
  const key = `${locale()} ${timeZone}`;
  let found = formats.get(key);
  if (!found) {
    const hour = { timeZone, hour: "2-digit", minute: "2-digit" } as const;
    found = {
      date: new Intl.DateTimeFormat(locale(), { timeZone, day: "numeric", month: "long", year: "numeric" }),
      time: new Intl.DateTimeFormat(locale(), hour),
      // Recognises midnight, whatever the digits and hours of the locale.
      clock: new Intl.DateTimeFormat("en-u-nu-latn", { ...hour, hourCycle: "h23" }),
    };
    formats.set(key, found);
  }
  return found;
}

/** An instant on the account's wall clock: `21 November 2026, 12:00`; midnight is shown as its
 * date. */
export function on(at: string | number, zone: string): string {
  const { date, time, clock } = formatsOf(zone);
  const instant = new Date(at);
  const day = date.format(instant);
  return clock.format(instant) === "00:00" ? day : text().dateAndTime(day, time.format(instant));
}

/** Its date alone. */
export function onDay(at: string | number, zone: string): string {
  return formatsOf(zone).date.format(new Date(at));
}

export function runs(count: number): string {
  return text().runCount(count, readable(count));
}

/** Spendable credits at the end. */
export function spendableOf({ closing, withheld }: Pick<Totals, "closing" | "withheld">): Amount {
  return Number(withheld) === 0 ? closing : Number(closing) - Number(withheld);
}

export function outlook(summary: ProjectionSummary, info: CatalogInfo, zone: string, invoicesLeftOff = 0): Outlook {
  const words = text();
  const { run_out: runOut, approximate, ranged } = summary;
  const left = leftAtTheEnd(summary, info, zone);
  const hint = [approximate ? words.outlookApproximate : "", ranged ? words.outlookHighest : ""]
    .filter(Boolean)
    .join(" ");
  if (runOut === null) {
    const { wanted } = summary.totals;
    if (wanted === 0)
      return { look: "good", badge: words.outlookLasts, title: words.outlookNoRuns, rest: `${sentence(left)}.`, hint };
    const title = withPurchases(words.outlookLast, summary, invoicesLeftOff);
    return { look: "good", badge: words.outlookLasts, title, rest: words.outlookAndLeft(allMade(wanted), left), hint };
  }
  return { look: "bad", ...refusal(summary, runOut, info, zone, left), hint };
}

function leftAtTheEnd({ totals, until, approximate }: ProjectionSummary, info: CatalogInfo, zone: string): string {
  const words = text();
  const spendable = spendableOf(totals);
  const credits = counted(spendable, info.unit, info.units);
  const rest = Number(spendable) === 0 ? words.outlookNothing : approximate ? words.outlookAbout(credits) : credits;
  const left = words.outlookLeft(rest, on(until, zone));
  if (!(Number(totals.withheld) > 0)) return left;
  return words.outlookLeftWithheld(left, counted(totals.withheld, info.unit, info.units));
}

function allMade(wanted: number): string {
  const words = text();
  return wanted === 1 ? words.outlookOneRun : words.outlookAllRuns(readable(wanted));
}

function withPurchases(sentence: string, { invoices }: ProjectionSummary, leftOff: number): string {
  const bought = invoices.filter(isPurchase).length;
  return bought > 0 ? text().outlookWithPurchases(sentence, readable(bought), bought, leftOff > 0) : sentence;
}

function refusal(
  { totals, shortfalls: [first] }: ProjectionSummary,
  runOut: string,
  info: CatalogInfo,
  zone: string,
  left: string,
): Pick<Outlook, "badge" | "title" | "rest"> {
  const words = text();
  const name = info.operations.find(({ id }) => id === first?.operation)?.name ?? words.outlookSomeRun;
  const refused =
    totals.refused > 0
      ? words.outlookCannotBeMade(readable(totals.refused), runs(totals.wanted))
      : words.outlookMadeLater;
  const rest = words.outlookAndLeft(sentence(refused), left);
  const date = on(runOut, zone);
  if (first?.cause !== "out_of_credits")
    return { badge: words.outlookRefused, title: words.outlookRefusedFrom(date, name, reason(first)), rest };
  const title = words.outlookRunsOutOn(date);
  return { badge: words.outlookRunsOut, title, rest: `${words.outlookTooLittle(name)} ${rest}` };
}

/** Whether an invoice is for credits, not for a plan. */
export function isPurchase({ reason }: ProjectionSummary["invoices"][number]): boolean {
  return reason === "bought" || reason === "auto_top_up";
}

/** Why a run was refused. */
export function reason(shortfall: Shortfall | undefined): string {
  const words = text();
  switch (shortfall?.cause) {
    case "not_eligible":
      return words.refusedNotEligible;
    case "subscription_ended":
      return words.refusedSubscriptionEnded;
    case "used_by_members":
      return words.refusedUsedByMembers;
    case "member_cap":
      return words.refusedMemberCap;
    case "limit":
      return words.refusedLimit;
    case "gate":
      return words.refusedGate;
    case "no_price":
      return words.refusedNoPrice;
    default:
      return words.refusedTooFew;
  }
}

/** A way out, in words. */
export function way(
  { kind, name, at, credits, price, count, term, covers }: Way,
  info: CatalogInfo,
  currency: string | null,
  zone: string,
): { what: string; how: string } {
  const words = text();
  const brings = credits === undefined ? "" : counted(credits, info.unit, info.units);
  const paid = price === undefined ? "" : money(price, currency);
  const enough = credits === undefined || covers ? "" : words.wayNotEnough;
  const list = (parts: string[]) => parts.filter(Boolean).join(", ");
  switch (kind) {
    case "wait":
      return { what: words.wayWait(on(at, zone)), how: list([name, brings, enough]) };
    case "top_up":
      return {
        what: count !== undefined && count > 1 ? words.wayBuyMany(readable(count), name) : words.wayBuy(name),
        how: list([brings, paid || words.wayNoPrice, enough]),
      };
    case "upgrade":
      return {
        what: words.wayUpgrade(name),
        how: list([
          brings && words.wayEachCycle(brings),
          paid ? words.wayEachTerm(paid, term ?? "month") : words.wayNoPrice,
          enough,
        ]),
      };
    case "free_run":
      return { what: words.wayFreeRuns, how: name };
  }
}

export function money(amount: Amount, currency: string | null): string {
  return price(amount, currency ?? "");
}

const PLACES: readonly [RegExp, (words: Messages, place?: number) => string][] = [
  [/^\/start/, (words) => words.placeFrom],
  [/^\/(?:for|until)/, (words) => words.placeMonths],
  [/^\/account\/plan/, (words) => words.placePlan],
  [/^\/account\/term/, (words) => words.placePaid],
  [/^\/account\/zone/, (words) => words.placeZone],
  [/^\/account\/since/, (words) => words.placeSince],
  [/^\/account\/debt/, (words) => words.placeDebt],
  [/^\/account\/alerts(?:\/(\d+))?/, (words, place) => words.placeAlerts(place)],
  [/^\/account\/auto_top_up/, (words) => words.placeAutoTopUp],
  [/^\/account\/members(?:\/(\d+))?/, (words, place) => words.placeMembers(place)],
  [/^\/account\/lots(?:\/(\d+))?/, (words, place) => words.placeCredits(place)],
  [/^\/demand(?:\/(\d+))?/, (words, place) => words.placeDemand(place)],
  [/^\/actions(?:\/(\d+))?/, (words, place) => words.placeActions(place)],
  [/^\/lines(?:\/(\d+))?/, (words, place) => words.placeDemand(place)],
  [/^\/months/, (words) => words.planMonths],
  [/^\/buffer\/high/, (words) => words.marginAtMost],
  [/^\/buffer/, (words) => words.marginAtLeast],
  [/^\/season/, (words) => words.busyMonths],
];

/** The name of a pointer into a scenario or a need; empty if it has none. */
export function placed(pointer: string): string {
  for (const [pattern, name] of PLACES) {
    const found = pattern.exec(pointer);
    if (found) return name(text(), found[1] === undefined ? undefined : Number(found[1]) + 1);
  }
  return "";
}
