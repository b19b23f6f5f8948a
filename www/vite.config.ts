import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { frame } from "./frame.ts";
import { models } from "./models.ts";
import { WORKER, offline } from "./offline.ts";
import { HEADERS } from "./policy.ts";

const PAGES = ["index", "preview", "plan", "projection", "compare", "usage", "catalogs", "numbers"];

export default defineConfig({
  // Relative addresses: the built pages can be in any folder of a server.
  base: "./",
  plugins: [frame(), models(), offline()],
  resolve: {
    // The elements of the package, from their source; their `lit` and `d3` are the ones that the pages have.
    // What they would open a catalog with is the entry of the page, so that its module is there once.
    alias: [
      { find: "@elements", replacement: fileURLToPath(new URL("../pkg/elements", import.meta.url)) },
      { find: /^drawdown$/, replacement: "drawdown/web" },
      { find: /^drawdown\/prices$/, replacement: "drawdown/prices/web" },
    ],
    dedupe: ["lit", "@lit/reactive-element", "lit-element", "lit-html", "d3-array", "d3-shape", "drawdown"],
  },
  build: {
    target: "es2022",
    // Every asset is a file: the pages' content policy forbids data addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Minified files lose the notices of what they hold.
    license: { fileName: "licences.md" },
    rolldownOptions: {
      input: { ...Object.fromEntries(PAGES.map((page) => [page, `${page}.html`])), [WORKER]: "src/site/offline-worker.ts" },
      // Its address stays, and its content says the version.
      output: { entryFileNames: ({ name }) => (name === WORKER ? WORKER : "assets/[name]-[hash].js") },
    },
  },
  // The package's thread is a module that loads the wasm file beside it.
  worker: { format: "es" },
  // Linked from ../pkg; pre-bundling would separate the glue from its wasm file.
  optimizeDeps: { exclude: ["drawdown"] },
  server: { fs: { allow: [".."] } },
  // A missing file is answered 404, not by the first page.
  appType: "mpa",
  preview: { host: "127.0.0.1", headers: HEADERS },
});
