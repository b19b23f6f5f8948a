// What a catalog does not publish, by the engine: no page looks for it in the file.
import type { Catalog, Term } from "drawdown";
import type { Catalog as Prices } from "drawdown/prices";
import { text } from "../localise";
import type { Opened } from "./opened";

/** The plan that a number belongs to, if any; and where it is assumed: `grants/basic-monthly`, `plans/basic/month`. */
export type Missing = readonly [plan: string | null, at: string];

const ASSUME = "/account/assume/";

/** A page asks at each change of an input. */
const known = new WeakMap<Catalog, Missing[]>();

/** All of it: plan by plan, allowances before prices; then what comes without a plan; then top-ups. */
export function missingIn(catalog: Catalog): readonly Missing[] {
  let found = known.get(catalog);
  if (!found) {
    found = catalog.unpublished().map(({ plan = null, path }) => [plan, path.slice(ASSUME.length)] as const);
    known.set(catalog, found);
  }
  return found;
}

/** A number by the name of its input: `Credits of Basic, each cycle` for `grants/basic-monthly`. */
export function assumption({ document: { plans = [], grants = [], top_ups: topUps = [] } }: Opened<Prices>, at: string): string {
  const words = text();
  const [list, id = "", part = ""] = at.split("/");
  if (list === "plans") return words.assumePrice(plans.find((plan) => plan.id === id)?.name ?? id, part as Term);
  if (list === "top_ups") {
    const name = topUps.find((topUp) => topUp.id === id)?.name ?? id;
    return part === "price" ? words.assumeTopUpPrice(name) : words.assumeTopUpSize(name);
  }
  const plan = plans.find(({ grants = [] }) => grants.includes(id));
  return words.assumeAllowance(plan?.name ?? grants.find((grant) => grant.id === id)?.name ?? id);
}
