// Canonical JSON (RFC 8785) of signed quotes: amounts are texts, so only whole numbers occur.

/** A text that is no JSON of a signed quote: its place is not known. */
export class NotCanonical extends Error {}

const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|-?[0-9][0-9.eE+-]*/g;
const WHOLE = /^(0|-?[1-9][0-9]{0,15})$/;

/** JSON as a value, without what `JSON.parse` would pass over: duplicate keys, and numbers that it rounds. */
export function parsed(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new NotCanonical(error.message);
  }
  let keys = 0;
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (colon) keys += 1;
    else if (token[0] !== '"' && !WHOLE.test(token)) throw new NotCanonical(`expected a whole number, found ${token}`);
  }
  if (keys !== keysIn(value)) throw new NotCanonical("expected different keys, found one twice");
  return value;
}

function keysIn(value) {
  if (typeof value !== "object" || value === null) return 0;
  const below = Object.values(value).reduce((sum, part) => sum + keysIn(part), 0);
  return Array.isArray(value) ? below : below + Object.keys(value).length;
}

/** The canonical text of a parsed value. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    // `sort` compares by UTF-16 code units.
    const members = Object.keys(value).sort().map((key) => `${canonical(key)}:${canonical(value[key])}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new NotCanonical(`expected a whole number, found ${value}`);
  const text = JSON.stringify(value);
  // Halves of a pair have no UTF-8.
  if (typeof value === "string" && /\\ud[89a-f]/.test(text.replaceAll("\\\\", ""))) {
    throw new NotCanonical("expected whole characters, found half of one");
  }
  return text;
}
