// The entry for browsers that stream the module while it downloads. Await `init` first.
import { Catalog, initSync } from "./generated/drawdown.js";
import { page } from "./compiled.js";
import { loadOnce } from "./handles.js";

export * from "./everything.js";

export async function init(module = new URL("./generated/drawdown_bg.wasm", import.meta.url)) {
  await loadOnce(Catalog, initSync, () => module, (coming) => (page.coming = coming));
}
