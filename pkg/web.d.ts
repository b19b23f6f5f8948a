export * from "./index.js";

/**
 * Loads the wasm module; await it before anything else. Later calls do nothing.
 *
 * @param module the module or its location; the file beside this one when left out.
 */
export function init(
  module?: string | URL | Request | Response | BufferSource | WebAssembly.Module,
): Promise<void>;
