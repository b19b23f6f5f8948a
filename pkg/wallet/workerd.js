// Both entries of live wallets for workerd: it takes modules as files that were compiled before, from code that imports them.
import { Catalog, initSync } from "../generated/wallet/drawdown.js";
import module from "../generated/wallet/drawdown_bg.wasm";
import { markLoaded } from "../handles.js";

markLoaded(Catalog, initSync({ module }));

export * from "./everything.js";

/** There is nothing left to wait for. */
export async function init() {}
