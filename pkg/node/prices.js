// Prices only, for Node, like `everything.js`.
import { readFileSync } from "node:fs";
import { Catalog as Engine, initSync } from "../generated/prices/drawdown.js";
import { withSliders } from "../preview.js";

initSync({ module: readFileSync(new URL("../generated/prices/drawdown_bg.wasm", import.meta.url)) });

export { semantics, version } from "../generated/prices/drawdown.js";
export { Preview } from "../preview.js";
export const Catalog = withSliders(Engine);
