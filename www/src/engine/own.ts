// The reader's own catalog: kept in this browser, and carried by a link if it is small.

export interface OwnFile {
  /** Its name as it was opened. */
  file: string;
  /** Of the platform that it describes. */
  name: string;
  text: string;
}

const KEY = "drawdown.own";
const WORD = "own=";
/** Characters of a link that messengers and mail programs still take. */
const MOST = 16_000;

export function kept(): OwnFile | undefined {
  try {
    return fileIn(JSON.parse(localStorage.getItem(KEY) ?? "null"));
  } catch {
    return undefined;
  }
}

/** Whether the browser keeps it. */
export function keep(own: OwnFile): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(own));
    return true;
  } catch {
    return false;
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Then nothing was kept.
  }
}

/** What stands behind the `#` of an address; empty if the catalog is too large for a link. */
export async function packed(text: string): Promise<string> {
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text));
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const word = WORD + letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return word.length > MOST ? "" : word;
}

/** The catalog of an address; nothing if it has none, or a damaged one. */
export async function unpacked(fragment: string): Promise<string | undefined> {
  const word = fragment.replace(/^#/, "");
  if (!word.startsWith(WORD) || word.length > MOST) return undefined;
  try {
    const letters = atob(word.slice(WORD.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = await through(new DecompressionStream("deflate-raw"), Uint8Array.from(letters, (one) => one.charCodeAt(0)));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** More than a catalog of a link can hold: a few letters may unpack to much. */
const LARGEST = 4_000_000;

async function through(stream: CompressionStream | DecompressionStream, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of read(new Blob([bytes]).stream().pipeThrough<Uint8Array>(stream))) {
    size += part.length;
    if (size > LARGEST) throw new RangeError("too large");
    parts.push(part);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function* read(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

function fileIn(value: unknown): OwnFile | undefined {
  const { file, name, text } = (value ?? {}) as Partial<OwnFile>;
  return typeof file === "string" && typeof name === "string" && typeof text === "string" ? { file, name, text } : undefined;
}
