// All that `drawdown` exports; an entry adds how the module is loaded.
import { Catalog as Engine, semantics as engineSemantics, version as engineVersion } from "./generated/drawdown.js";
import { needsModule } from "./handles.js";

export { Catalog, Forecasting, Projection, Simulation } from "./catalog.js";
export { compare, compareRun } from "./compare.js";
export { DrawdownError } from "./errors.js";
export { explain } from "./explain.js";
export { format } from "./format.js";
export { provenance } from "./generated/provenance.js";
export { Preview } from "./preview.js";
export { forecastAsync, simulateAsync } from "./simulate.js";
export { zone } from "./zone.js";

export function semantics() {
  needsModule(Engine);
  return engineSemantics();
}

export function version() {
  needsModule(Engine);
  return engineVersion();
}
