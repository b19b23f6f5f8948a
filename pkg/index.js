// The entry for bundlers, Node and browsers: the module comes along as text, so that it is
// ready as soon as it is imported. `drawdown/web` loads it as a file instead.
import { initSync } from "./generated/drawdown.js";
import module from "./generated/drawdown_bg.wasm.base64.js";

/** By the host where it can: several times quicker than character by character. */
const bytes =
  globalThis.Buffer?.from(module, "base64") ??
  Uint8Array.fromBase64?.(module) ??
  Uint8Array.from(atob(module), (character) => character.charCodeAt(0));

initSync({ module: bytes });

export { Catalog } from "./catalog.js";
export { Forecasting, Preview, Projection, Simulation, semantics, version } from "./generated/drawdown.js";
export { forecastAsync, simulateAsync } from "./simulate.js";
export { zone } from "./zone.js";
