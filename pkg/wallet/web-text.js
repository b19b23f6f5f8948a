// `drawdown/wallet/web` for hosts that fetch no files, Node among them: without an address, the module comes as text.
import { Catalog, initSync } from "../generated/wallet/drawdown.js";
import { bytesOf } from "../base64.js";
import { loadOnce } from "../handles.js";

export * from "./everything.js";

export async function init(module) {
  await loadOnce(Catalog, initSync, () => module ?? textModule());
}

async function textModule() {
  const { default: text } = await import("../generated/wallet/drawdown_bg.wasm.base64.js");
  return bytesOf(text);
}
