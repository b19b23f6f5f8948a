// Prices only, for Node, like `everything.js`.
import { readFileSync } from "node:fs";
import { Catalog, initSync } from "../generated/prices/drawdown.js";
import { markLoaded } from "../handles.js";

markLoaded(Catalog, initSync({ module: readFileSync(new URL("../generated/prices/drawdown_bg.wasm", import.meta.url)) }));

export * from "../prices/everything.js";
