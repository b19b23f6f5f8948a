// The entry for bundlers, Node and browsers: it contains the module as text, so it is ready as soon
// as it is imported. `drawdown/web` loads the module as a file instead.
import { bytesOf } from "./bytes.js";
import { initSync } from "./generated/drawdown.js";
import module from "./generated/drawdown_bg.wasm.base64.js";

initSync({ module: bytesOf(module) });

export { Catalog } from "./catalog.js";
export { Forecasting, Projection, Simulation, semantics, version } from "./generated/drawdown.js";
export { Preview } from "./preview.js";
export { forecastAsync, simulateAsync } from "./simulate.js";
export { zone } from "./zone.js";
