// The host's coders of text; where it has none (jsdom), the few lines that the engine needs of them.

const LONE_SURROGATE = /\p{Surrogate}/gu;

class Utf8Decoder {
  decode(bytes = new Uint8Array()) {
    let escaped = "";
    for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, "0")}`;
    return decodeURIComponent(escaped);
  }
}

class Utf8Encoder {
  encode(text) {
    const escaped = encodeURIComponent(text.replace(LONE_SURROGATE, "\ufffd"));
    const parts = escaped.match(/%..|./g) ?? [];
    return Uint8Array.from(parts, (part) => (part.length > 1 ? parseInt(part.slice(1), 16) : part.charCodeAt(0)));
  }

  encodeInto(text, room) {
    let [read, written] = [0, 0];
    for (const character of text) {
      const bytes = this.encode(character);
      if (written + bytes.length > room.length) break;
      room.set(bytes, written);
      read += character.length;
      written += bytes.length;
    }
    return { read, written };
  }
}

export const TextDecoder = globalThis.TextDecoder ?? Utf8Decoder;
export const TextEncoder = globalThis.TextEncoder ?? Utf8Encoder;
