// Live wallets, for Node, like `everything.js`.
import { readFileSync } from "node:fs";
import { Catalog, initSync } from "../generated/wallet/drawdown.js";
import { markLoaded } from "../handles.js";

markLoaded(Catalog, initSync({ module: readFileSync(new URL("../generated/wallet/drawdown_bg.wasm", import.meta.url)) }));

export * from "../wallet/everything.js";
