// What components share: one handle for each catalog, and keys that say whether something is still the same.

/** The last catalogs by what they say, with their handles by class; the first goes when there are more. */
const catalogs = new Map();
const MOST = 16;
/** What an object says, so that it is written out once. */
const texts = new WeakMap();

/** A catalog as text. It counts by what it says: an object made anew is the same catalog. */
export function textOf(source) {
  if (typeof source !== "object" || source === null) return source;
  if (!texts.has(source)) texts.set(source, keyOf(source));
  return texts.get(source);
}

/** The handle of a catalog; it lives until it is forgotten here and by its components. */
export function handleOf(Kind, source) {
  const text = textOf(source);
  if (!catalogs.has(text)) {
    catalogs.set(text, new Map());
    if (catalogs.size > MOST) catalogs.delete(catalogs.keys().next().value);
  }
  const known = catalogs.get(text);
  if (!known.has(Kind)) known.set(Kind, new Kind(source));
  return known.get(Kind);
}

/** What a value says, as text. What has no text is told by its fault, which is the same each time. */
export function keyOf(value) {
  try {
    return JSON.stringify(value) ?? `${value}`;
  } catch (error) {
    return `${error}`;
  }
}
