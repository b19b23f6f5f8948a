// Actions on a date: each kind with its inputs, and the action that it becomes.
import type { Action, CatalogInfo, Term } from "drawdown";
import { amountOf } from "../format/amount";
import { text } from "../localise";
import { choice, type Choice } from "./choice";
import type { CatalogDocument, Opened } from "./opened";

/** Holds last minutes: no date says when they begin and end. */
export type Doing = Exclude<Action["do"], "hold" | "settle" | "release">;

/** Inputs besides kind and date; text as typed. */
export const PARTS = [
  "plan",
  "term",
  "when",
  "top_up",
  "count",
  "class",
  "amount",
  "expires",
  "lot",
  "demand",
] as const;
export type Part = (typeof PARTS)[number];

/** An action on a date; inputs that its kind does not have are empty. */
export interface Act extends Readonly<Record<Part, string>> {
  do: Doing;
  /** Date. */
  at: string;
}

export const DOINGS: readonly Choice<Doing>[] = [
  choice("buy", () => text().doBuy),
  choice("change", () => text().doChange),
  choice("upgrade", () => text().doUpgrade),
  choice("downgrade", () => text().doDowngrade),
  choice("change_term", () => text().doChangeTerm),
  choice("subscribe", () => text().doSubscribe),
  choice("cancel", () => text().doCancel),
  choice("resume", () => text().doResume),
  choice("spend", () => text().doSpend),
  choice("grant", () => text().doGrant),
  choice("revoke", () => text().doRevoke),
  choice("fail", () => text().doFail),
];

const PARTS_OF: Readonly<Record<Doing, readonly Part[]>> = {
  buy: ["top_up", "count"],
  change: ["plan", "term", "when"],
  upgrade: ["plan", "term", "when"],
  downgrade: ["plan", "term", "when"],
  change_term: ["term", "when"],
  subscribe: ["plan", "term"],
  cancel: ["when"],
  resume: [],
  spend: ["amount"],
  grant: ["class", "amount", "expires", "lot"],
  revoke: ["lot"],
  fail: ["demand", "count"],
};

export const WHENS: readonly Choice<string>[] = [
  choice("now", () => text().whenNow),
  choice("cycle_end", () => text().whenCycleEnds),
  choice("term_end", () => text().whenTermEnds),
];

export function partsOf(doing: Doing): readonly Part[] {
  return PARTS_OF[doing];
}

/** The actions that a catalog allows. */
export function doings({ top_ups: topUps, plans, classes }: CatalogDocument): typeof DOINGS {
  return DOINGS.filter(({ value }) => {
    const has = (part: Part) => partsOf(value).includes(part);
    return !(has("top_up") && !topUps?.length) && !(has("plan") && !plans?.length) && !(has("class") && !classes);
  });
}

const NOTHING = Object.fromEntries(PARTS.map((part) => [part, ""])) as Record<Part, string>;

/** A new act, with inputs that exist in the catalog. */
export function actOf(doing: Doing, at: string, held: string, { info, document }: Opened): Act {
  const parts = partsOf(doing);
  const usual: Partial<Record<Part, string>> = {
    plan: other(info, held, doing),
    term: doing === "change_term" ? "year" : "",
    top_up: document.top_ups?.[0]?.id ?? "",
    count: "1",
    class: Object.keys(document.classes ?? {})[0] ?? "",
    demand: "line 1",
  };
  return { ...NOTHING, ...Object.fromEntries(parts.map((part) => [part, usual[part] ?? ""])), do: doing, at };
}

/** The plan after the current one, or before it for a downgrade. */
function other({ plans }: CatalogInfo, held: string, doing: Doing): string {
  const sold = plans.filter(({ contact }) => !contact).map(({ id }) => id);
  const place = sold.indexOf(held) + (doing === "downgrade" ? -1 : 1);
  return sold[place] ?? sold.find((id) => id !== held) ?? plans[0]?.id ?? "";
}

export function actionOf(act: Act, midnight: (date: string) => string): Action {
  const has = (part: Part) => partsOf(act.do).includes(part) && act[part].trim() !== "";
  const words = (["plan", "top_up", "class", "lot", "demand"] as const)
    .filter(has)
    .map((part) => [part, act[part].trim()]);
  // A text that is not a number is passed on: the engine reports the error.
  const numbers = (["count", "amount"] as const).filter(has).map((part) => [part, amountOf(act[part])]);
  return {
    at: midnight(act.at),
    do: act.do,
    ...Object.fromEntries([...words, ...numbers]),
    ...(has("term") && { term: act.term as Term }),
    ...(has("when") && { when: act.when as "now" }),
    ...(has("expires") && { expires: midnight(act.expires) }),
  };
}
