// Usage logs, and what something costs, with the module as text: ready when imported.
import { bytesOf } from "../base64.js";
import { Catalog, initSync } from "../generated/usage/drawdown.js";
import text from "../generated/usage/drawdown_bg.wasm.base64.js";
import { markLoaded } from "../handles.js";

markLoaded(Catalog, initSync({ module: bytesOf(text) }));

export * from "./everything.js";
