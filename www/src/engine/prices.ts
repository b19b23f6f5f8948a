// Catalogs with prices only, two fifths of the engine: for a page that shows costs.
import * as engine from "drawdown/prices/web";
import { opener } from "./catalogs";

export const prices = opener<engine.Catalog>(engine);
