// Bloom, version 2026-11-30. Made by `drawdown catalog types bloom`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Image */
  "image": {
    /** Model */
    model?: "fast" | "standard" | "pro" | undefined;
    /** Size */
    size?: "2K" | "4K" | undefined;
    /** Variants */
    variants?: Amount | undefined;
  };
  /** Resize */
  "resize": Record<string, never>;
  /** Remove background */
  "remove-background": Record<string, never>;
  /** Vectorize */
  "vectorize": Record<string, never>;
}

type Plans = "plus" | "pro" | "max" | "scale-300" | "scale-500" | "scale-1000" | "scale-2000";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
