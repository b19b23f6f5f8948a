// Catalogs by the whole engine.
import * as engine from "drawdown/web";
import { opener } from "./catalogs";

export const { open, openShipped } = opener<engine.Catalog>(engine);
