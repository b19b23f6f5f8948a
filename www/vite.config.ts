import { defineConfig } from "vite";
import { frame } from "./frame.ts";

export default defineConfig({
  // Relative addresses: the built pages can lie in any folder of a server.
  base: "./",
  plugins: [frame()],
  build: {
    target: "es2022",
    // Every asset a file of its own: a data address would not pass the pages' content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { preview: "index.html", projection: "projection.html", plan: "plan.html" } },
  },
  // The package's thread is a module, which loads the wasm file beside itself.
  worker: { format: "es" },
  // Linked from ../pkg; pre-bundling would part the glue from its wasm file.
  optimizeDeps: { exclude: ["drawdown"] },
  server: { fs: { allow: [".."] } },
});
