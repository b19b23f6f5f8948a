// Prices only, with the module as text: like `drawdown` without simulations.
import { bytesOf } from "../bytes.js";
import { Catalog as Engine, initSync } from "../generated/prices/drawdown.js";
import module from "../generated/prices/drawdown_bg.wasm.base64.js";
import { withSliders } from "../preview.js";

initSync({ module: bytesOf(module) });

export { semantics, version } from "../generated/prices/drawdown.js";
export { Preview } from "../preview.js";
export const Catalog = withSliders(Engine);
