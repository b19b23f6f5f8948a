import type { Catalog as Prices } from "../prices/index.js";
import type { Catalog as Whole } from "../index.js";
import type { CatalogState, Loaded } from "./hooks.js";

export * from "./hooks.js";

/**
 * A catalog, there as soon as the module has arrived: in the first render of components that come later.
 *
 * @param source its object or text, an entry of `drawdown/catalogs`, or a promise, which must be the same
 * one at each render.
 * @param entry `drawdown/web` (`import * as entry`), for more than prices.
 */
export function useCatalog<const S>(source: S | undefined): CatalogState<Prices<Loaded<S>>>;
export function useCatalog<const S>(
  source: S | undefined,
  entry: { init(): Promise<void>; Catalog: typeof Whole },
): CatalogState<Whole<Loaded<S>>>;
