// What a catalog does not publish, by the engine: no page looks for it in the file.
import type { Catalog } from "drawdown/web";

/** The plan that a number belongs to, if any; and where it is assumed: `grants/basic-monthly`, `plans/basic/month`. */
export type Missing = readonly [plan: string | null, at: string];

const ASSUME = "/account/assume/";

/** A page asks at each change of an input. */
const known = new WeakMap<Catalog, Missing[]>();

/** All of it: plan by plan, allowances before prices; then what comes without a plan; then top-ups. */
export function missingIn(catalog: Catalog): readonly Missing[] {
  let found = known.get(catalog);
  if (!found) {
    // Asked by name, like other questions that are asked once.
    const engine = catalog as unknown as { ask(question: string): [plan: string | null, pointer: string][] };
    found = engine.ask("unpublished").map(([plan, pointer]) => [plan, pointer.slice(ASSUME.length)]);
    known.set(catalog, found);
  }
  return found;
}
