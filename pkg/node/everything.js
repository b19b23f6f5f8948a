// The entry for Node itself: it reads the module as a file, several times quicker than as text. It
// is made into one file, `generated/node-everything.js`: each file more takes Node half a millisecond.
// Under the condition `node-addons`, which Node has and bundlers for Node have not: their bundles
// hold one file, so they take the entry with the text.
import { readFileSync } from "node:fs";
import { Catalog, initSync } from "../generated/drawdown.js";
import { markLoaded } from "../handles.js";

markLoaded(Catalog, initSync({ module: readFileSync(new URL("../generated/drawdown_bg.wasm", import.meta.url)) }));

export * from "../everything.js";
