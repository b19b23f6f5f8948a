// A projection at a glance.
import type { Amount, CatalogInfo, ProjectionSummary, Shortfall, Totals, Way } from "drawdown";
import { counted, readable } from "./amount";
import { price } from "./fit";
import { sentence } from "./setting";
import { locale } from "../localise";

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
const formats = new Map<string, { date: Intl.DateTimeFormat; time: Intl.DateTimeFormat }>();

function formatsOf(timeZone: string) {
  const key = `${locale()} ${timeZone}`;
  let found = formats.get(key);
  if (!found) {
    const date = new Intl.DateTimeFormat(locale(), { timeZone, day: "numeric", month: "long", year: "numeric" });
    found = { date, time: new Intl.DateTimeFormat(locale(), { timeZone, hour: "2-digit", minute: "2-digit" }) };
    formats.set(key, found);
  }
  return found;
}

/** An instant on the account's wall clock: `21 November 2026, 12:00`; midnight is shown as its
 * date. */
export function on(at: string | number, zone: string): string {
  const { date, time } = formatsOf(zone);
  const instant = new Date(at);
  const clock = time.format(instant);
  return clock === "00:00" ? date.format(instant) : `${date.format(instant)}, ${clock}`;
}

export function runs(count: number): string {
  return count === 1 ? "1 run" : `${readable(count)} runs`;
}

/** Spendable credits at the end. */
export function spendableOf({ closing, withheld }: Pick<Totals, "closing" | "withheld">): Amount {
  return Number(withheld) === 0 ? closing : Number(closing) - Number(withheld);
}

export function outlook(summary: ProjectionSummary, info: CatalogInfo, zone: string, invoicesLeftOff = 0): Outlook {
  const { totals, run_out: runOut, shortfalls, approximate, ranged } = summary;
  const about = approximate ? "about " : "";
  const spendable = spendableOf(totals);
  const rest = Number(spendable) === 0 ? "nothing" : `${about}${counted(spendable, info.unit, info.units)}`;
  const later =
    Number(totals.withheld) > 0
      ? `, and ${counted(totals.withheld, info.unit, info.units)} withheld`
      : "";
  const left = `${rest} left on ${on(summary.until, zone)}${later}`;
  const hint = [
    approximate ? "The platform gives some of these costs as approximate." : "",
    ranged ? "Assumes the highest cost for settings without a value." : "",
  ]
    .filter(Boolean)
    .join(" ");
  const bought = summary.invoices.filter(isPurchase).length;
  if (runOut === null) {
    const all =
      totals.wanted === 0
        ? "No runs are requested"
        : totals.wanted === 1
          ? "The one requested run is made"
          : `All ${readable(totals.wanted)} runs are made`;
    return {
      look: "good",
      badge: "Lasts",
      title: `${all}${bought > 0 ? `, with ${invoicesLeftOff > 0 ? "more than " : ""}${readable(bought)} ${bought === 1 ? "purchase" : "purchases"}` : ""}`,
      rest: `${sentence(left)}.`,
      hint,
    };
  }
  const [first] = shortfalls;
  const name = info.operations.find(({ id }) => id === first?.operation)?.name ?? "a run";
  const out = first?.cause === "out_of_credits";
  const title = out ? `Runs out on ${on(runOut, zone)}` : `From ${on(runOut, zone)} on, ${name} ${reason(first)}`;
  const why = out ? `Too little is left for ${name} then. ` : "";
  const refused =
    totals.refused > 0
      ? `${readable(totals.refused)} of ${runs(totals.wanted)} cannot be made`
      : "waiting runs are made later";
  return {
    look: "bad",
    badge: out ? "Runs out" : "Refused",
    title,
    rest: `${why}${sentence(refused)}; ${left}.`,
    hint,
  };
}

/** Whether an invoice is for credits, not for a plan. */
export function isPurchase({ reason }: ProjectionSummary["invoices"][number]): boolean {
  return reason === "bought" || reason === "auto_top_up";
}

/** Why a run was refused. */
export function reason(shortfall: Shortfall | undefined): string {
  switch (shortfall?.cause) {
    case "not_eligible":
      return "may not be paid with the credits that are left";
    case "subscription_ended":
      return "needs the subscription that has ended";
    case "used_by_members":
      return "is refused because other members have used the credits";
    case "member_cap":
      return "exceeds the cap of the member";
    case "gate":
      return "is not allowed with this plan";
    case "no_price":
      return "has no published price";
    default:
      return "has too few credits";
  }
}

/** A way out, in words. */
export function way(
  { kind, name, at, credits, price, count, term, covers }: Way,
  info: CatalogInfo,
  currency: string | null,
  zone: string,
): { what: string; how: string } {
  const brings = credits === undefined ? "" : counted(credits, info.unit, info.units);
  const paid = price === undefined ? "" : money(price, currency);
  const enough = credits === undefined || covers ? "" : "not enough alone";
  const list = (parts: string[]) => parts.filter(Boolean).join(", ");
  switch (kind) {
    case "wait":
      return { what: `Wait until ${on(at, zone)}`, how: list([name, brings, enough]) };
    case "top_up":
      return {
        what: `Buy ${count !== undefined && count > 1 ? `${readable(count)} × ` : ""}${name}`,
        how: list([brings, paid || "price not published", enough]),
      };
    case "upgrade":
      return {
        what: `Upgrade to ${name}`,
        how: list([
          brings && `${brings} each cycle`,
          paid ? `${paid} a ${term ?? "month"}` : "price not published",
          enough,
        ]),
      };
    case "free_run":
      return { what: "Free runs", how: name };
  }
}

export function money(amount: Amount, currency: string | null): string {
  return price(amount, currency ?? "");
}

const PLACES: readonly [RegExp, (place: string) => string][] = [
  [/^\/start/, () => "From"],
  [/^\/(for|until)/, () => "Months"],
  [/^\/account\/plan/, () => "Plan"],
  [/^\/account\/term/, () => "Paid"],
  [/^\/account\/zone/, () => "Time zone"],
  [/^\/account\/since/, () => "The plan began on"],
  [/^\/account\/debt/, () => "Owed at the start"],
  [/^\/account\/alerts(?:\/(\d+))?/, (place) => (place ? `Alert${place}` : "Alerts")],
  [/^\/account\/auto_top_up/, () => "Automatic top-up"],
  [/^\/account\/members(?:\/(\d+))?/, (place) => (place ? `Member${place}` : "Members")],
  [/^\/account\/lots(?:\/(\d+))?/, (place) => `Credits${place}`],
  [/^\/demand(?:\/(\d+))?/, (place) => (place ? `Line${place}` : "Use")],
  [/^\/actions(?:\/(\d+))?/, (place) => (place ? `Change${place}` : "Changes")],
];

/** The name of a pointer into a scenario on the page; empty if it has none. */
export function placed(pointer: string): string {
  for (const [pattern, name] of PLACES) {
    const found = pattern.exec(pointer);
    if (found) return name(found[1] === undefined ? "" : ` ${Number(found[1]) + 1}`);
  }
  return "";
}
