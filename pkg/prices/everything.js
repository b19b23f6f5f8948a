// All that `drawdown/prices` exports; an entry adds how the module is loaded.
import {
  Catalog as Engine, Preview as EnginePreview, semantics as engineSemantics, version as engineVersion,
} from "../generated/prices/drawdown.js";
import { needsModule, revocable } from "../handles.js";
import { withSliders } from "../preview.js";

export { DrawdownError } from "../errors.js";
export { explain } from "../explain.js";
export { format } from "../format.js";
export { provenance } from "../generated/prices/provenance.js";
export { Preview } from "../preview.js";

export const Catalog = revocable(withSliders(Engine, EnginePreview), "catalog");

export function semantics() {
  needsModule(Engine);
  return engineSemantics();
}

export function version() {
  needsModule(Engine);
  return engineVersion();
}
