// What components share: one handle for each catalog, and keys that say whether something is still the same.

/** By class of catalog, then by the object. A handle lives as long as its object; the collector frees both. */
const handles = new WeakMap();
/** The last texts; the first of them goes when there are more. */
const texts = new Map();
const MOST_TEXTS = 16;

export function handleOf(Kind, source) {
  if (typeof source === "string") return handleOfText(Kind, source);
  if (typeof source !== "object") return new Kind(source);
  if (!handles.has(Kind)) handles.set(Kind, new WeakMap());
  const known = handles.get(Kind);
  if (!known.has(source)) known.set(source, new Kind(source));
  return known.get(source);
}

function handleOfText(Kind, text) {
  const found = texts.get(text);
  if (found?.Kind === Kind) return found.handle;
  const handle = new Kind(text);
  texts.set(text, { Kind, handle });
  if (texts.size > MOST_TEXTS) texts.delete(texts.keys().next().value);
  return handle;
}

/** What a value says, as text. What has no text is told by its fault, which is the same each time. */
export function keyOf(value) {
  try {
    return JSON.stringify(value) ?? `${value}`;
  } catch (error) {
    return `${error}`;
  }
}

const places = new WeakMap();
let last = 0;

/** A text is its own place; an object has a number. */
export function placeOf(value) {
  if (typeof value !== "object" || value === null) return value;
  if (!places.has(value)) places.set(value, (last += 1));
  return places.get(value);
}
