// Serves the built pages like `cargo xtask start` does, unless PAGE_URL says where they are.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { preview } from "vite";

const ROOT = join(import.meta.dirname, "..");

export default async function serve(): Promise<(() => Promise<void>) | undefined> {
  if (process.env["PAGE_URL"]) return undefined;
  await readFile(join(ROOT, "dist/index.html")).catch(() => {
    throw new Error("no dist/index.html: run `npm run build` first");
  });
  const server = await preview({ root: ROOT, preview: { port: 0 } });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error("the server of the pages has no address");
  process.env["PAGE_URL"] = address;
  return () => server.close();
}
