// Suno, version 2026-11-30. Made by `drawdown catalog types suno`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Create a song */
  "create": Record<string, never>;
  /** Extend, cover and other tools */
  "extend": Record<string, never>;
}

type Plans = "pro" | "premier";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
