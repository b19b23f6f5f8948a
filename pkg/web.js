// The entry for browsers that stream the module while it downloads. Await `init` first.
import load from "./generated/drawdown.js";

export { Catalog } from "./catalog.js";
export { Forecasting, Projection, Simulation, semantics, version } from "./generated/drawdown.js";
export { Preview } from "./preview.js";
export { forecastAsync, simulateAsync } from "./simulate.js";
export { zone } from "./zone.js";

export async function init(module = new URL("./generated/drawdown_bg.wasm", import.meta.url)) {
  await load({ module_or_path: module });
}
