// Checks the signature of a quote through WebCrypto. Nothing here loads a module: whether the numbers are right,
// `catalog.verify` says.
import { DrawdownError } from "../errors.js";
import { NotCanonical, canonical, parsed } from "./canonical.js";

const ALGORITHMS = ["Ed25519", "HMAC-SHA-256"];
/** The module refuses more, too. */
const MOST = 16;

export { DrawdownError } from "../errors.js";

export async function verifySignature(signedQuote, publicKeys, options) {
  const keys = keysOf(publicKeys, options?.now);
  let quote;
  let signatures;
  let bytes;
  try {
    ({ quote, signatures } = signed(signedQuote));
    bytes = new TextEncoder().encode(canonical(quote));
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    return { verdict: "malformed", pointer: "", text: error.message };
  }
  const ours = signatures.filter(({ alg }) => alg === "Ed25519");
  // A secret that both sides share has no place in a browser.
  const checkable = ours.length > 0 ? ours : signatures;
  for (const { alg, key, signature } of checkable) {
    const known = alg === "Ed25519" && keys.get(key);
    if (!known) return { verdict: "unknown_key", key };
    if (!(await holds(known, signature, bytes))) return { verdict: "forged" };
  }
  return { verdict: "verified", quote };
}

function signed(text) {
  if (typeof text !== "string") {
    throw new DrawdownError("type", `expected the text of a signed quote, found a value of type ${typeof text}`, "/signedQuote");
  }
  const value = parsed(text);
  const isObject = (found) => typeof found === "object" && found !== null && !Array.isArray(found);
  const hasKeys = (found, names) => isObject(found) && Object.keys(found).sort().join() === names;
  const isSignature = (found) => hasKeys(found, "alg,key,signature") && ALGORITHMS.includes(found.alg)
    && typeof found.key === "string" && typeof found.signature === "string";
  const { quote, signatures } = hasKeys(value, "quote,signatures") ? value : {};
  const isList = Array.isArray(signatures) && signatures.length > 0 && signatures.length <= MOST && signatures.every(isSignature);
  if (!isObject(quote) || !isList || new Set(signatures.map(({ key }) => key)).size < signatures.length) {
    throw new NotCanonical("expected a `quote` and its `signatures`, each by another key");
  }
  return { quote, signatures };
}

/** The bytes of each key that is valid, by its id. */
function keysOf(publicKeys, now) {
  const list = Array.isArray(publicKeys) ? publicKeys : publicKeys?.keys ?? [publicKeys];
  const keys = new Map();
  for (const [i, { key, alg, public: text, from, until } = {}] of list.entries()) {
    const bytes = alg === "Ed25519" && typeof key === "string" ? bytesOf(text) : undefined;
    if (bytes?.length !== 32) throw new DrawdownError("type", "expected `key`, `alg` \"Ed25519\" and 32 bytes as `public`", `/publicKeys/${i}`);
    if (isValid(from, until, now)) keys.set(key, bytes);
  }
  return keys;
}

function isValid(from, until, now) {
  if (from === undefined && until === undefined) return true;
  const time = (at, place) => {
    const milliseconds = new Date(at).getTime();
    if (Number.isNaN(milliseconds)) throw new DrawdownError("missing", "expected an instant: a key is valid for a time", place);
    return milliseconds;
  };
  const at = time(now, "/now");
  return !(from !== undefined && at < time(from, "/from")) && !(until !== undefined && at >= time(until, "/until"));
}

async function holds(key, signature, bytes) {
  const made = bytesOf(signature);
  if (made?.length !== 64) return false;
  const { subtle } = globalThis.crypto;
  const imported = await subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return subtle.verify({ name: "Ed25519" }, imported, made, bytes);
}

/** Base64url without padding; of the texts for the same bytes, only the usual one. */
function bytesOf(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const usual = text.replaceAll("-", "+").replaceAll("_", "/");
  try {
    const binary = atob(usual);
    if (btoa(binary).replaceAll("=", "") !== usual) return undefined;
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
