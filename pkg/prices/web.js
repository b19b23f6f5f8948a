// Prices only, for browsers that stream the module while it downloads. Await `init` first.
import load, { Catalog as Engine } from "../generated/prices/drawdown.js";
import { withSliders } from "../preview.js";

export { semantics, version } from "../generated/prices/drawdown.js";
export { Preview } from "../preview.js";
export const Catalog = withSliders(Engine);

export async function init(module = new URL("../generated/prices/drawdown_bg.wasm", import.meta.url)) {
  await load({ module_or_path: module });
}
