// What the service worker keeps: written into it at the end of a build, so that it changes with any file.
import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/** The built worker, beside the pages: it serves the folder that it is in. */
export const WORKER = "offline.js";
/** As the built worker has them. */
const FILES = /["'`]__FILES__["'`]/;
const VERSION = /["'`]__VERSION__["'`]/;

/** Fetched by those who read licences. */
const isRare = (name: string): boolean => /^licences\.md$/.test(name);

export function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") return this.error(`${WORKER} was not built`);
        const kept = Object.values(bundle).filter(({ fileName }) => fileName !== WORKER && !isRare(fileName));
        const hash = createHash("sha256");
        for (const file of kept.toSorted((a, b) => a.fileName.localeCompare(b.fileName, "en")))
          hash.update(file.fileName).update(file.type === "chunk" ? file.code : file.source);
        const names = [...kept.map(({ fileName }) => fileName), "favicon.svg"].sort();
        if (!FILES.test(worker.code) || !VERSION.test(worker.code)) return this.error(`${WORKER} has no place for its files`);
        worker.code = worker.code
          .replace(FILES, JSON.stringify(names))
          .replace(VERSION, JSON.stringify(hash.digest("hex").slice(0, 16)));
      },
    },
  };
}
