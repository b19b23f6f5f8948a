// Live wallets, and what something costs, with the module as text: ready when imported.
import { bytesOf } from "../base64.js";
import { Catalog, initSync } from "../generated/wallet/drawdown.js";
import text from "../generated/wallet/drawdown_bg.wasm.base64.js";
import { markLoaded } from "../handles.js";

markLoaded(Catalog, initSync({ module: bytesOf(text) }));

export * from "./everything.js";
