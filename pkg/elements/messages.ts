// The texts of the elements, in English. A host replaces any of them by `localise({ messages })`. What a
// catalog says (labels, notes, reasons) comes as it is written there.
import { balance } from "./messages/balance";
import { plan } from "./messages/plan";

export const messages = {
  ...balance,
  ...plan,
  /** Names of what an element shows, for headings and screen readers. */
  cost: "Cost",
  lines: "What makes up the cost",
  line: "Line",
  notes: "Notes",
  why: "Why",
  errors: "Errors",
  sources: "Sources",
  closedGates: "Restrictions",
  balance: "Balance",

  /** Kinds of an estimate. */
  exact: "Exact",
  approximate: "Approximate",
  free: "Free",
  range: "Range",
  rangeApproximate: "Range, approximate",
  rate: "Rate",
  unknown: "Unknown",
  noAnswer: "No answer",
  loading: "The inputs are still loading.",
  noCatalogAt: (address: string, status: number) => `no catalog at ${address} (${status})`,
  notLoaded: "The prices could not be loaded. Check your connection, then reload the page.",

  /** The figure, where it is no number. */
  knownAfterTheRun: "Known after the run",
  costNotKnown: "Cost not known",
  needsCorrection: "Needs a correction",
  changeInputs: "Change what you make",
  about: "about",
  to: "to",

  /** Sentences about a figure. */
  chargesNothing: "The platform does not charge for this.",
  dependsOn: (settings: string) => `Depends on ${settings}, which you have not set yet.`,
  runsOf: (runs: string, each: string) => `${runs} runs of ${each}.`,
  priceIsApproximate: "The platform gives this price as approximate.",
  knownThenUsage: (known: string) => `${known} are known; the rest depends on what the run uses.`,
  knownThenNot: (known: string) => `${known} are known; the rest is not.`,
  seeMarked: (count: number) => `See the marked ${count === 1 ? "input" : "inputs"}.`,

  /** Words in the table of lines. */
  lineFree: "free",
  lineUnpriced: "not published",
  lineAfter: "after the run",
  total: "Total",
  totalRange: "Total, from lowest to highest",
  totalRate: "Known before the run",
  totalUnknown: "Known part",
  nothing: "nothing",

  /** Gates. */
  notAvailable: "Not available with this choice:",
  notPayableWith: (classes: string) => `Not payable with ${classes} credits:`,
  notPayable: "Some credits cannot pay for this:",

  /** The balance before and after. */
  balanceBefore: "Balance before",
  readAt: (when: string) => `(read ${when})`,
  balanceAfter: "Balance after",
  missing: "Missing",
  missingAtMost: "Missing, at most",
  notKnown: "unknown",
  asOf: "as of",

  /** What a screen reader hears when the cost moves. */
  saidFree: "Free",
  saidCost: (cost: string) => `Cost: ${cost}`,
  saidAfterTheRun: "Cost known only after the run",
  saidNotKnown: "Cost not known",
  saidBalance: (balance: string) => `Balance after: ${balance}`,
  saidShort: (amount: string) => `${amount} short`,
  saidNoCost: "Cost not computed: an input needs a correction.",

  /** The name of a unit after a number, as a catalog writes it: `credits`. */
  unitName: (name: string) => name,

  /** Inputs. */
  justNow: "just now",
  noSettings: "This model has no settings.",
  none: "None",
  notSet: "Not set",
  afterTheRun: "After the run",
  sliderNotSet: "not set",
  yes: "Yes",
  no: "No",
  slider: (label: string) => `${label}, slider`,
  stepsOf: (step: string) => `in steps of ${step}`,
  orMore: (least: string) => `${least} or more`,
  upTo: (most: string) => `up to ${most}`,
  values: (least: number | undefined, most: number | undefined, separator: "," | ";") => {
    const signs = `separated by ${separator === "," ? "commas" : "semicolons"}`;
    if (most !== undefined) return `${least ?? 0}\u2013${most} values, ${signs}`;
    return least ? `${least} or more values, ${signs}` : signs;
  },
  twoMeanings: (typed: string, one: string, other: string) =>
    `\u201c${typed}\u201d can mean ${one} or ${other}: write it without a separator for thousands`,
};

export type Messages = typeof messages;
