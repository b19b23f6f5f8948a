// A stack overflow is thrown right through the module, whose functions then do not give back what they took
// of its own stack. All calls of the engine go through here, so that the last one that it passes gives all back.

import { DrawdownError } from "./errors.js";

/** Accessors that ask the engine again may be so deep inside each other. */
const DEEPEST = 32;

/** By module: its stack pointer, where that stands at rest, and how many calls are on their way. */
const modules = new WeakMap();

/** To be told once the module is loaded. */
export function knowStack(Engine, { __stack_pointer: pointer }) {
  Object.assign(moduleOf(Engine), { pointer, rest: pointer.value });
}

function moduleOf(Engine) {
  if (!modules.has(Engine)) modules.set(Engine, { pointer: undefined, rest: 0, depth: 0 });
  return modules.get(Engine);
}

/** Wraps all methods of a class whose module is that of `Engine`. */
export function guarded(Class, Engine) {
  const module = moduleOf(Engine);
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(Class.prototype))) {
    if (typeof value !== "function" || name === "constructor") continue;
    Class.prototype[name] = function (a, b, c) {
      return within(module, () => value.call(this, a, b, c));
    };
  }
  return Class;
}

/** A constructor of the module's, which is no method. */
export function guard(Engine, make) {
  return within(moduleOf(Engine), make);
}

/** A call from a caller's accessor is inside of another, whose functions still need their stack. */
function within(module, call) {
  if (module.depth === DEEPEST) throw new DrawdownError("limit", `accessors may ask the engine again ${DEEPEST} deep, and no deeper`);
  module.depth += 1;
  try {
    return call();
  } catch (error) {
    if (module.depth === 1) module.pointer.value = module.rest;
    throw error;
  } finally {
    module.depth -= 1;
  }
}
