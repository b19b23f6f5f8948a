// The built pages as a good host serves them: compressed once, assets for ever.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm",
  ".json": "application/json", ".svg": "image/svg+xml", ".md": "text/plain; charset=utf-8",
};
const BEST = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };

/** A server of a folder. */
export async function serve(folder) {
  const ready = new Map();
  const compressed = async (path) => {
    if (!ready.has(path)) ready.set(path, brotliCompressSync(await readFile(join(folder, path)), BEST));
    return ready.get(path);
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://here");
    const path = normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    compressed(path).then(
      (body) => {
        response.writeHead(200, {
          "content-type": TYPES[extname(path)] ?? "application/octet-stream",
          "content-encoding": "br",
          "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => server.close(),
  };
}
