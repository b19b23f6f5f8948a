/** The bytes of a text, by the host's encoder if there is one: several times faster than by
 * character. */
export function bytesOf(base64) {
  return (
    globalThis.Buffer?.from(base64, "base64") ??
    Uint8Array.fromBase64?.(base64) ??
    Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  );
}
