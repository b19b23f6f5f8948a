// Usage logs, for Node, like `everything.js`.
import { readFileSync } from "node:fs";
import { Catalog, initSync } from "../generated/usage/drawdown.js";
import { markLoaded } from "../handles.js";

markLoaded(Catalog, initSync({ module: readFileSync(new URL("../generated/usage/drawdown_bg.wasm", import.meta.url)) }));

export * from "../usage/everything.js";
