// The error that every entry throws, and the one class to catch it by.

/**
 * The engine throws plain `Error`s with the same properties, and two copies of this package, or a page
 * and its worker, have a class each: an error is known by what it carries, not by who made it.
 */
export class DrawdownError extends Error {
  constructor(code, message, path = "") {
    super(path ? `${path}: ${message}` : message);
    this.name = "DrawdownError";
    this.code = code;
    this.path = path;
    this.errors = [{ code, path, message }];
  }

  static [Symbol.hasInstance](value) {
    if (this !== DrawdownError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return value?.name === "DrawdownError" && typeof value.code === "string" && Array.isArray(value.errors);
  }
}
