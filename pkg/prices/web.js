// Prices alone, for browsers that stream the module while it downloads. Await `init` first.
import load from "../generated/prices/drawdown.js";

export { semantics, version } from "../generated/prices/drawdown.js";
export { Preview } from "../preview.js";
export { Catalog } from "./catalog.js";

export async function init(module = new URL("../generated/prices/drawdown_bg.wasm", import.meta.url)) {
  await load({ module_or_path: module });
}
