// What a catalog does not publish, by the engine: no page looks for it in the file.
import type { Catalog } from "drawdown";

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
