// The entry for Node: it reads the module as a file, several times faster than as text. The build
// bundles it into one file, `generated/node-everything.js`, because every further file takes Node
// half a millisecond. It has the condition `node-addons`, which Node sets and bundlers for Node do
// not: their bundles are one file, so they take the entry with the text.
import { readFileSync } from "node:fs";
import { initSync } from "../generated/drawdown.js";

initSync({ module: readFileSync(new URL("../generated/drawdown_bg.wasm", import.meta.url)) });

export { Catalog } from "../catalog.js";
export { Forecasting, Projection, Simulation, semantics, version } from "../generated/drawdown.js";
export { Preview } from "../preview.js";
export { forecastAsync, simulateAsync } from "../simulate.js";
export { zone } from "../zone.js";
