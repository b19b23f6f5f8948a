// Prices alone, with the module as text: as `drawdown` without what comes of them.
import { bytesOf } from "../base64.js";
import { Catalog, initSync } from "../generated/prices/drawdown.js";
import text from "../generated/prices/drawdown_bg.wasm.base64.js";
import { markLoaded } from "../handles.js";

markLoaded(Catalog, initSync({ module: bytesOf(text) }));

export * from "./everything.js";
