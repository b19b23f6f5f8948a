// Reads files into a log: piece by piece, so that a large one never lies in memory as a whole.
import { DrawdownError } from "../errors.js";
import { turn } from "../turn.js";

/** Milliseconds of work between two looks at what else the thread has to do. */
const SLICE = 30;

export async function readLog(log, files, { signal, onProgress } = {}) {
  const list = typeof files?.stream === "function" ? [files] : [...files];
  const of = list.reduce((sum, { size }) => sum + size, 0);
  let bytes = 0;
  let began = performance.now();
  for (const file of list) {
    const name = file.name ?? "log";
    log.begin(name);
    const reader = (await unpacked(file, name, (count) => (bytes += count))).getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read().catch((error) => { throw damaged(name, error); });
        signal?.throwIfAborted();
        if (done) break;
        log.feed(value);
        if (performance.now() - began < SLICE) continue;
        onProgress?.({ bytes, of });
        await turn();
        signal?.throwIfAborted();
        began = performance.now();
      }
    } finally {
      // A reader that has read all has nothing to cancel.
      await reader.cancel().catch(() => {});
    }
  }
  log.end();
  onProgress?.({ bytes, of });
  return log.summary();
}

/** The bytes of a file, decompressed; `count` hears of those of the file itself. */
async function unpacked(file, name, count) {
  const form = await compression(file);
  const counted = file.stream().pipeThrough(new TransformStream({
    transform(piece, out) {
      count(piece.length);
      out.enqueue(piece);
    },
  }));
  return form ? counted.pipeThrough(decompression(form, name)) : counted;
}

async function compression(file) {
  const [a, b, c, d] = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (a === 0x1f && b === 0x8b) return "gzip";
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return "zstd";
  return undefined;
}

function decompression(form, name) {
  try {
    return new DecompressionStream(form);
  } catch {
    throw new DrawdownError("syntax", `${name}: this is compressed by ${form}, which this browser does not read: decompress it first`);
  }
}

function damaged(name, error) {
  const refused = new DrawdownError("syntax", `${name}: the file could not be read to its end (${error.message})`);
  return Object.assign(refused, { cause: error });
}

/** The first bytes of a file, decompressed. */
export async function firstBytes(file, most = 1 << 16) {
  const name = file.name ?? "log";
  const reader = (await unpacked(file.slice(0, 4 * most), name, () => {})).getReader();
  const pieces = [];
  let length = 0;
  try {
    while (length < most) {
      // A file that is cut off cannot be decompressed to its end.
      const { done, value } = await reader.read().catch((error) => {
        if (length > 0) return { done: true };
        throw damaged(name, error);
      });
      if (done) break;
      pieces.push(value);
      length += value.length;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
  return joined(pieces, length);
}

function joined(pieces, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
