// Prices alone, for Node itself: it reads the module as a file, as `node.js` does.
import { readFileSync } from "node:fs";
import { initSync } from "../generated/prices/drawdown.js";

initSync({ module: readFileSync(new URL("../generated/prices/drawdown_bg.wasm", import.meta.url)) });

export { semantics, version } from "../generated/prices/drawdown.js";
export { Preview } from "../preview.js";
export { Catalog } from "./catalog.js";
