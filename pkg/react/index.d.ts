import type { Catalog as Whole } from "../index.js";
import type { Catalog as Prices } from "../prices/index.js";
import type { CatalogState, Loaded } from "./hooks.js";

export * from "./hooks.js";

/**
 * A catalog, ready in the first render where its object or text is there.
 *
 * @param source its object or text, an entry of `drawdown/catalogs`, or a promise, which must be the same
 * one at each render.
 * @param options `Catalog` of another entry, for more than prices.
 */
export function useCatalog<const S>(source: S | undefined): CatalogState<Prices<Loaded<S>>>;
export function useCatalog<const S>(source: S | undefined, options: { Catalog: typeof Whole }): CatalogState<Whole<Loaded<S>>>;
