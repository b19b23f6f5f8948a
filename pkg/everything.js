// All that `drawdown` exports; an entry adds how the module is loaded.
import {
  Catalog as Engine, Forecasting as EngineForecasting, Projection as EngineProjection, Simulation as EngineSimulation,
  semantics as engineSemantics, version as engineVersion,
} from "./generated/drawdown.js";
import { needsModule, revocable } from "./handles.js";
import { guarded } from "./unwound.js";

export { Catalog } from "./catalog.js";
export { DrawdownError } from "./errors.js";
export { explain } from "./explain.js";
export { format } from "./format.js";
export { provenance } from "./generated/provenance.js";
export { Preview } from "./preview.js";
export { forecastAsync, simulateAsync } from "./simulate.js";
export { zone } from "./zone.js";

export const Forecasting = revocable(guarded(EngineForecasting, Engine), "forecast");
export const Projection = revocable(guarded(EngineProjection, Engine), "projection");
export const Simulation = revocable(guarded(EngineSimulation, Engine), "simulation");

export function semantics() {
  needsModule(Engine);
  return engineSemantics();
}

export function version() {
  needsModule(Engine);
  return engineVersion();
}
