// Prices alone, for browsers that stream the module while it downloads. Await `init` first.
import load, { Catalog } from "../generated/prices/drawdown.js";
import { fetchModule, loadOnce } from "../handles.js";

export * from "./everything.js";

export async function init(module = new URL("../generated/prices/drawdown_bg.wasm", import.meta.url)) {
  await loadOnce(Catalog, async () => load({ module_or_path: await fetchModule(module) }));
}
