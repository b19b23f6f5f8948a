/**
 * Prices only, two fifths of the full size, for pages that only show costs. Catalogs are read,
 * checked and answered as by `drawdown`, and each verifies the other's quotes.
 */
import type { Catalog as Whole } from "../index.js";

export type {
  Affordable, Alternative, Amount, BalanceAfter, CatalogInfo, Cheaper, DrawdownError, Estimate, Finding, Gate, InstantText,
  Line, OperationInfo, PlanInfo, Quote, Reason, Request, SettingInfo, SettingValue, Sold, Source, State, Term, Total, Verdict,
} from "../index.js";
export { Preview, semantics, version } from "../index.js";

export interface Catalog
  extends Pick<
    Whole,
    | "id" | "version" | "digest" | "info"
    | "estimate" | "total" | "preview" | "affordable" | "cheaper" | "sold" | "quote" | "verify"
    | "free" | typeof Symbol.dispose
  > {}

export const Catalog: {
  /** See `Catalog` of `drawdown`: each operation is checked on first use. */
  new (catalog: string | object): Catalog;
  readonly prototype: Catalog;
};
