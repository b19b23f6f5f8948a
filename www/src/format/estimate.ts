// An estimate at a glance. A cost that is not exact never looks exact.
import type { Amount, Estimate, Metering } from "drawdown";
import { counted, named, readable } from "./amount";
import { titled } from "./setting";

export type Look = "exact" | "about" | "free" | "range" | "rate" | "unknown";

export interface Headline {
  look: Look;
  /** The kind of answer, in a word or two. */
  badge: string;
  /** The number or the words in the largest type. */
  figure: string;
  /** The unit after a number; empty after words. */
  unit: string;
  /** A sentence on its basis; may be empty. */
  hint: string;
}

/** The names of the unit, from the catalog. */
export interface Units {
  unit: string;
  units: string;
}

const PERIODS = { day: "today", month: "this month", cycle: "this cycle" } as const satisfies Record<
  Metering["per"],
  string
>;

/** The label of a meter's input: `Searches used this month so far`. */
export function usedSoFar({ meter, per }: Metering): string {
  return `${titled(meter)} used ${PERIODS[per]} so far`;
}

export function headline(estimate: Estimate, units: Units, label: (setting: string) => string): Headline {
  const about = estimate.approximate ? "\u2248\u00a0" : "";
  switch (estimate.state) {
    case "exact":
      return exact(estimate, units, about);
    case "range":
      return {
        look: "range",
        badge: about ? "Range, approximate" : "Range",
        figure: `${about}${readable(estimate.low ?? 0)}\u2009\u2013\u2009${readable(estimate.high ?? 0)}`,
        unit: units.units,
        hint: `Depends on ${listed(estimate.open.map(label))}, not set yet.`,
      };
    case "rate":
      return words("rate", "Rate", "Known after the run", estimate, units, "the rest is billed by what the run uses");
    case "unknown":
      return words("unknown", "Unknown", "Cost not known", estimate, units, "the rest is not known");
  }
}

/** The same for screen readers, in one sentence. */
export function spoken(estimate: Estimate, units: Units): string {
  const about = estimate.approximate ? "about " : "";
  const count = (amount: Amount = 0) => counted(amount, units.unit, units.units);
  const parts = [];
  if (estimate.free) parts.push("Free");
  else if (estimate.state === "exact") parts.push(`Cost: ${about}${count(estimate.total)}`);
  else if (estimate.state === "range")
    parts.push(`Cost: ${about}${readable(estimate.low ?? 0)} to ${count(estimate.high)}`);
  else parts.push(estimate.state === "rate" ? "Cost known only after the run" : "Cost not known");
  if (estimate.balance?.after !== undefined) parts.push(`Balance after: ${count(estimate.balance.after)}`);
  if (estimate.balance?.shortfall !== undefined) parts.push(`${count(estimate.balance.shortfall)} short`);
  if (estimate.gates.length > 0) parts.push(estimate.gates.map((gate) => gate.reason).join(", "));
  return `${parts.join(". ")}.`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);
}

function exact(estimate: Estimate, { unit, units }: Units, about: string): Headline {
  if (estimate.free)
    return { look: "free", badge: "Free", figure: "Free", unit: "", hint: "The platform charges nothing for this." };
  const total = estimate.total ?? 0;
  const each = estimate.per_run;
  return {
    look: about ? "about" : "exact",
    badge: about ? "Approximate" : "Exact",
    figure: about + readable(total),
    unit: named(total, unit, units),
    hint: [
      each !== undefined && estimate.runs > 1
        ? `${readable(estimate.runs)} runs of ${about}${counted(each, unit, units)}.`
        : "",
      about ? "The platform gives this price as approximate." : "",
    ]
      .filter(Boolean)
      .join(" "),
  };
}

function words(
  look: Look,
  badge: string,
  figure: string,
  { known }: Estimate,
  { unit, units }: Units,
  rest: string,
): Headline {
  const hint = known === undefined ? "" : `${counted(known, unit, units)} of it known; ${rest}.`;
  return { look, badge, figure, unit: "", hint };
}
