// What all handles of the engine have in common: the module must be loaded before the first is made, and a
// handle that was freed says so.
import { DrawdownError } from "./errors.js";
import { knowStack } from "./unwound.js";

/** Classes of the engine whose module is loaded, and the modules that are on their way. */
const loaded = new WeakSet();
const loading = new WeakMap();

export function markLoaded(Engine, exports) {
  if (loaded.has(Engine)) return;
  knowStack(Engine, exports);
  loaded.add(Engine);
}

export function needsModule(Engine) {
  if (loaded.has(Engine)) return;
  throw new DrawdownError("not_loaded", "the module is not loaded yet: await init() first");
}

/**
 * Loads a module once; after a failure it may be tried again. The module starts only when all of it is
 * there: another entry may have started it meanwhile, and handles may live in it.
 */
export async function loadOnce(Engine, initSync, source, begun = () => {}) {
  if (loaded.has(Engine)) return;
  if (!loading.has(Engine)) {
    loading.set(Engine, compiled(source));
    begun(loading.get(Engine));
  }
  try {
    const module = await loading.get(Engine);
    if (!loaded.has(Engine)) markLoaded(Engine, initSync({ module }));
  } finally {
    loading.delete(Engine);
  }
}

/** The module behind an address, a response or bytes. */
async function compiled(source) {
  const given = await source();
  if (given instanceof WebAssembly.Module) return given;
  const response = isAddress(given) ? await fetched(given) : given;
  try {
    const streams = response?.headers?.get("content-type")?.startsWith("application/wasm");
    if (streams && WebAssembly.compileStreaming) return await WebAssembly.compileStreaming(response);
    // Next's edge sandbox puts a call of compile into a function of its own, where no `await` may stand.
    const bytes = typeof response?.arrayBuffer === "function" ? await response.arrayBuffer() : response;
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw notLoaded(`what init() was given is not the module (${error.message})`, error);
  }
}

const isAddress = (given) =>
  typeof given === "string" || given instanceof URL || (typeof Request !== "undefined" && given instanceof Request);

async function fetched(address) {
  const missing = (why, cause) => {
    const advice = "serve the package's `drawdown_bg.wasm` there, or give init() its address or its bytes";
    return notLoaded(`no module at ${address.url ?? address} (${why}): ${advice}`, cause);
  };
  let response;
  try {
    response = await fetch(address);
  } catch (error) {
    throw missing(error.message, error);
  }
  if (!response.ok) throw missing(`HTTP ${response.status}`);
  if (response.headers.get("content-type")?.startsWith("text/html")) throw missing("the answer is a page");
  return response;
}

function notLoaded(message, cause) {
  return Object.assign(new DrawdownError("not_loaded", message), { cause });
}

/**
 * Remembers the handle itself, for calls through the proxies in which frameworks wrap objects: the engine
 * knows its handles by identity. As a function, because proxies wrap objects that are read from them.
 */
export function own(handle) {
  handle._itself = () => handle;
  return handle;
}

/**
 * Lets `free()` exchange the prototype of its handle for one on which every use throws: handles in use
 * pay nothing for it. A second disposal does nothing, as `using` expects.
 */
export function revocable(Class, what) {
  const { free, constructor } = Class.prototype;
  const freed = Object.create(Class.prototype, traps(Class.prototype, what));
  Class.prototype.free = function () {
    const handle = this._itself?.() ?? this;
    try {
      free.call(handle);
    } finally {
      Object.setPrototypeOf(handle, freed);
    }
  };
  const dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
  Class.prototype[dispose] = Class.prototype.free;
  Object.defineProperties(freed, { constructor: { value: constructor }, [dispose]: { value() {} } });
  return Class;
}

/** For every method and property, one that refuses. */
function traps(prototype, what) {
  const refuse = () => {
    throw new DrawdownError("freed", `this ${what} has been freed`);
  };
  const all = {};
  for (let at = prototype; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (key !== "constructor") all[key] = get ? { get: refuse } : { value: refuse };
    }
  }
  return all;
}
