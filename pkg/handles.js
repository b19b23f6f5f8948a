// What all handles of the engine have in common: the module must be there before the first is made, and a
// handle that was freed says so.
import { DrawdownError } from "./errors.js";
import { knowStack } from "./unwound.js";

/** Classes of the engine whose module is loaded, and those whose module is on its way. */
const loaded = new WeakSet();
const loading = new WeakMap();

export function markLoaded(Engine, exports) {
  knowStack(Engine, exports);
  loaded.add(Engine);
}

export function needsModule(Engine) {
  if (loaded.has(Engine)) return;
  throw new DrawdownError("not_loaded", "the module is not loaded yet: await init() before anything else");
}

/** Loads a module once; where that failed, it may be tried again. */
export async function loadOnce(Engine, load) {
  if (loaded.has(Engine)) return;
  if (!loading.has(Engine)) loading.set(Engine, load());
  try {
    const exports = await loading.get(Engine);
    if (!loaded.has(Engine)) markLoaded(Engine, exports);
  } finally {
    loading.delete(Engine);
  }
}

/** Streams the module from an address, or takes it as it is. Says what to do where there is none. */
export async function fetchModule(module) {
  if (!(typeof module === "string" || module instanceof URL || module instanceof globalThis.Request)) return module;
  const address = module.url ?? `${module}`;
  const missing = (why) => {
    const advice = "serve the file `drawdown_bg.wasm` of the package there, or give init() its address or its bytes";
    return new DrawdownError("not_loaded", `no module at ${address} (${why}): ${advice}`);
  };
  let response;
  try {
    response = await fetch(module);
  } catch (error) {
    throw Object.assign(missing(error.message), { cause: error });
  }
  if (!response.ok) throw missing(`HTTP ${response.status}`);
  if (response.headers.get("content-type")?.startsWith("text/html")) throw missing("a page was answered");
  return response;
}

/**
 * Lets `free()` exchange the prototype of its handle for one on which every use throws: handles in use
 * pay nothing for it. A second disposal does nothing, as `using` expects.
 */
export function revocable(Class, what) {
  const { free, constructor } = Class.prototype;
  const freed = Object.create(Class.prototype, traps(Class.prototype, what));
  Class.prototype.free = function () {
    free.call(this);
    Object.setPrototypeOf(this, freed);
  };
  const dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
  Class.prototype[dispose] = Class.prototype.free;
  Object.defineProperties(freed, { constructor: { value: constructor }, [dispose]: { value() {} } });
  return Class;
}

/** For everything that a handle can be asked, the refusal. */
function traps(prototype, what) {
  const refuse = () => {
    throw new DrawdownError("freed", `this ${what} was freed: make a new one, or free it later`);
  };
  const all = {};
  for (let at = prototype; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (key !== "constructor") all[key] = get ? { get: refuse } : { value: refuse };
    }
  }
  return all;
}
