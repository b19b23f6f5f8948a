export * from "./index.js";

/**
 * Loads the wasm module; call and await it before anything else. Later calls do nothing.
 *
 * @param module where the module is, or what it is; the file beside this one when left out.
 */
export function init(
  module?: string | URL | Request | Response | BufferSource | WebAssembly.Module,
): Promise<void>;
