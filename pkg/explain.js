// An estimate in the few sentences that a customer reads.
import { format } from "./format.js";

/** What it costs, what that is made of, what stands in the way, and what is left. */
export function explain(estimate, { locale, unit = estimate.unit } = {}) {
  const count = (amount) => format(amount, unit, { locale });
  return [
    cost(estimate, count, locale),
    parts(estimate, count, locale),
    ...estimate.reasons.map(({ text }) => sentence(text)),
    ...estimate.gates.map(({ reason }) => sentence(reason)),
    balance(estimate, count),
    `Price as of ${estimate.as_of}.`,
  ].filter(Boolean);
}

function cost({ state, free, approximate, runs, total, low, high, known, open }, count, locale) {
  const about = approximate ? "about " : "";
  const subject = runs > 1 ? [`${format(runs, undefined, { locale })} runs`, "cost", "are"] : ["This", "costs", "is"];
  const [what, costs, is] = subject;
  if (free) return `${what} ${is} free.`;
  if (state === "exact") return `${what} ${costs} ${about}${count(total)}.`;
  if (state === "range") {
    const rests = open.length > 0 ? `, depending on ${new Intl.ListFormat("en-GB").format(open)}` : "";
    return `${what} ${costs} ${about}${count(low)} to ${count(high)}${rests}.`;
  }
  const most = high === undefined ? "" : ` It is at most ${count(high)}.`;
  const certain = known === undefined ? "" : ` ${sentence(`${count(known)} of it are certain`)}`;
  if (state === "rate") return `The cost is known only after the run.${certain}${most}`;
  return `The platform does not publish what this costs.${certain}`;
}

/** The lines, where there is more than one. */
function parts({ state, lines }, count, locale) {
  const priced = lines.filter(({ amount, kind }) => amount !== undefined && kind !== "before");
  if (state !== "exact" || priced.length < 2) return undefined;
  const list = priced.map(({ label, amount }) => `${label} ${format(amount, undefined, { locale })}`);
  return `That is ${list.join(", ")}.`;
}

function balance({ balance: left }, count) {
  if (!left) return undefined;
  if (left.shortfall !== undefined) return `Your balance of ${count(left.before)} is ${count(left.shortfall)} short.`;
  if (left.after !== undefined) return `Your balance of ${count(left.before)} becomes ${count(left.after)}.`;
  if (left.low !== undefined) return `Your balance of ${count(left.before)} becomes ${count(left.low)} to ${count(left.high)}.`;
  return undefined;
}

function sentence(text) {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
