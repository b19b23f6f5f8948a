// The entry for Node: it reads the module as a file, several times faster than as text. The build
// bundles it into one file, `generated/node-everything.js`, because every further file takes Node
// half a millisecond. It has the condition `node-addons`, which Node sets and bundlers for Node do
// not: their bundles are one file, so they take the entry with the text.
import { readFileSync } from "node:fs";
import { Catalog, initSync } from "../generated/drawdown.js";
import { markLoaded } from "../handles.js";

markLoaded(Catalog, initSync({ module: readFileSync(new URL("../generated/drawdown_bg.wasm", import.meta.url)) }));

export * from "../everything.js";
