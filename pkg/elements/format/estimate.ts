// An estimate at a glance. A cost that is not exact never looks exact.
import type { Amount, Estimate } from "drawdown";
import { counted, named, readable } from "./amount";
import { locale, text } from "../localise";

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

export function headline(estimate: Estimate, units: Units, label: (setting: string) => string): Headline {
  const words = text();
  const about = estimate.approximate ? "\u2248\u00a0" : "";
  switch (estimate.state) {
    case "exact":
      return exact(estimate, units, about);
    case "range":
      return {
        look: "range",
        badge: about ? words.rangeApproximate : words.range,
        figure: `${about}${readable(estimate.low ?? 0)}\u2009\u2013\u2009${readable(estimate.high ?? 0)}`,
        unit: words.unitName(units.units),
        hint: words.dependsOn(listed(estimate.open.map(label))),
      };
    case "rate":
      return inWords("rate", words.rate, words.knownAfterTheRun, knownPart(estimate, units, words.knownThenUsage));
    case "unknown":
      return inWords("unknown", words.unknown, words.costNotKnown, knownPart(estimate, units, words.knownThenNot));
  }
}

/** The same for screen readers, in one sentence. */
export function spoken(estimate: Estimate, units: Units): string {
  const words = text();
  const { state, free, balance, gates } = estimate;
  const about = estimate.approximate ? `${words.about} ` : "";
  const count = (amount: Amount = 0) => counted(amount, units.unit, units.units);
  const parts = [];
  if (free) parts.push(words.saidFree);
  else if (state === "exact") parts.push(words.saidCost(`${about}${count(estimate.total)}`));
  else if (state === "range")
    parts.push(words.saidCost(`${about}${readable(estimate.low ?? 0)} ${words.to} ${count(estimate.high)}`));
  else parts.push(state === "rate" ? words.saidAfterTheRun : words.saidNotKnown);
  if (balance?.after !== undefined) parts.push(words.saidBalance(count(balance.after)));
  if (balance?.shortfall !== undefined) parts.push(words.saidShort(count(balance.shortfall)));
  if (gates.length > 0) parts.push(gates.map((gate) => gate.reason).join(", "));
  return `${parts.join(". ")}.`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: string[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(names);
}

function exact(estimate: Estimate, { unit, units }: Units, about: string): Headline {
  const words = text();
  if (estimate.free)
    return { look: "free", badge: words.free, figure: words.free, unit: "", hint: words.chargesNothing };
  const total = estimate.total ?? 0;
  const each = estimate.per_run;
  const runs =
    each !== undefined && estimate.runs > 1
      ? words.runsOf(readable(estimate.runs), `${about}${counted(each, unit, units)}`)
      : "";
  return {
    look: about ? "about" : "exact",
    badge: about ? words.approximate : words.exact,
    figure: about + readable(total),
    unit: named(total, unit, units),
    hint: [runs, about ? words.priceIsApproximate : ""].filter(Boolean).join(" "),
  };
}

function inWords(look: Look, badge: string, figure: string, hint: string): Headline {
  return { look, badge, figure, unit: "", hint };
}

function knownPart({ known }: Estimate, { unit, units }: Units, sentence: (known: string) => string): string {
  return known === undefined ? "" : sentence(counted(known, unit, units));
}
