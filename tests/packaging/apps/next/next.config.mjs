import { join } from "node:path";

// The tools lie two folders up, beside the other apps.
const root = join(import.meta.dirname, "../..");
export default { turbopack: { root }, outputFileTracingRoot: root, experimental: { cpus: 1 } };
