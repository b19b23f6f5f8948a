/// <reference lib="esnext.disposable" />
/**
 * Prices only, two fifths of the full size, for pages that only show costs. Catalogs are read,
 * checked and answered as by `drawdown`, and each verifies the other's quotes.
 */
import type { Catalog as Whole } from "../index.js";

export type {
  Affordable, Alternative, Amount, BalanceAfter, CatalogInfo, Cheaper, ErrorCode, Estimate, ExplainOptions, Finding, FormatOptions,
  Gate, InstantInput, InstantText, Line, OperationInfo, OperationOf, PlanInfo, PlanOf, Quote, QuoteTerms, Reason, Request, RequestFor, RequestOf,
  SettingInfo, SettingOf, SettingValue, Sold, Source, State, Term, Total, TypedCatalog, UnitNames, Verdict,
} from "../index.js";
export { DrawdownError, Preview, explain, format, provenance, semantics, version } from "../index.js";

export interface Catalog<C = object>
  extends Pick<
    Whole<C>,
    | "id" | "version" | "digest" | "info"
    | "estimate" | "total" | "preview" | "affordable" | "cheaper" | "sold" | "quote" | "verify"
    | "free" | typeof Symbol.dispose
  > {}

export const Catalog: {
  /** See `Catalog` of `drawdown`: each operation is checked when it is first used. */
  new <const C = object>(catalog: string | (C & object)): Catalog<C>;
  readonly prototype: Catalog;
};
