// The entry for bundlers, Node and browsers: the module comes along as text, so that it is
// ready as soon as it is imported. `drawdown/web` loads it as a file instead.
import { bytesOf } from "./base64.js";
import { Catalog, initSync } from "./generated/drawdown.js";
import text from "./generated/drawdown_bg.wasm.base64.js";
import { markLoaded } from "./handles.js";

markLoaded(Catalog, initSync({ module: bytesOf(text) }));

export * from "./everything.js";
