// Catalogs by prices alone, a third of the engine: for a page that shows what something costs.
import * as engine from "drawdown/prices/web";
import { opener } from "./catalogs";

export const { open, openShipped } = opener<engine.Catalog>(engine);
