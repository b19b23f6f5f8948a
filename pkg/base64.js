/** The bytes of a text, by the host where it can: several times quicker than character by character. */
export function bytesOf(base64) {
  return (
    globalThis.Buffer?.from(base64, "base64") ??
    Uint8Array.fromBase64?.(base64) ??
    Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  );
}
