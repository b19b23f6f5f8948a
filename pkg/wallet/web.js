// Live wallets, for browsers that stream the module while it downloads. Await `init` first.
import { Catalog, initSync } from "../generated/wallet/drawdown.js";
import { loadOnce } from "../handles.js";

export * from "./everything.js";

export async function init(module = new URL("../generated/wallet/drawdown_bg.wasm", import.meta.url)) {
  await loadOnce(Catalog, initSync, () => module);
}
