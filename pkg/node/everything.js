// The entry for Node itself: it reads the module as a file, several times quicker than as text. It
// is made into one file, `generated/node-everything.js`: each file more takes Node half a millisecond.
// Under the condition `node-addons`, which Node has and bundlers for Node have not: their bundles
// hold one file, so they take the entry with the text.
import { readFileSync } from "node:fs";
import { initSync } from "../generated/drawdown.js";

initSync({ module: readFileSync(new URL("../generated/drawdown_bg.wasm", import.meta.url)) });

export { Catalog } from "../catalog.js";
export { Forecasting, Projection, Simulation, semantics, version } from "../generated/drawdown.js";
export { Preview } from "../preview.js";
export { forecastAsync, simulateAsync } from "../simulate.js";
export { zone } from "../zone.js";
