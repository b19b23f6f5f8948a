// Catalogs with the full engine.
import * as engine from "drawdown/web";
import { opener } from "./catalogs";

export const whole = opener<engine.Catalog>(engine);
