// Leonardo.Ai, version 2026-11-30. Made by `drawdown catalog types leonardo`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Lucid Origin */
  "lucid-origin": {
    /** Pace */
    pace?: "relaxed" | "fast" | undefined;
  };
  /** Lucid Realism */
  "lucid-realism": {
    /** Pace */
    pace?: "relaxed" | "fast" | undefined;
  };
  /** Phoenix 1.0 */
  "phoenix-1.0": {
    /** Pace */
    pace?: "relaxed" | "fast" | undefined;
  };
  /** Phoenix 0.9 */
  "phoenix-0.9": {
    /** Pace */
    pace?: "relaxed" | "fast" | undefined;
  };
  /** Motion 2.0 */
  "motion-2.0": {
    /** Pace */
    pace?: "relaxed" | "fast" | undefined;
  };
  /** Motion 2.0 Fast */
  "motion-2.0-fast": {
    /** Pace */
    pace?: "relaxed" | "fast" | undefined;
  };
  /** Motion 1.0 */
  "motion-1.0": {
    /** Pace */
    pace?: "relaxed" | "fast" | undefined;
  };
  /** Hailuo 2.3 */
  "hailuo-2.3": {
    /** Pace */
    pace?: "relaxed" | "fast" | undefined;
  };
  /** Hailuo 2.3 Fast */
  "hailuo-2.3-fast": {
    /** Pace */
    pace?: "relaxed" | "fast" | undefined;
  };
  /** Wan 2.6 */
  "wan-2.6": {
    /** Pace */
    pace?: "relaxed" | "fast" | undefined;
  };
  /** Image (Stable Diffusion models) */
  "image": {
    /** Images */
    images?: 1 | 4 | undefined;
    /** Pipeline */
    pipeline?: "default" | "elements" | "Prompt Magic V2" | "Alchemy" | "Alchemy with Prompt Magic V3" | "Alchemy V2" | "Alchemy V2, Lightning XL" | undefined;
  };
  /** Image guidance */
  "image-guidance": {
    /** Images */
    images?: 1 | 4 | undefined;
    /** Reference images */
    references?: 1 | 2 | 3 | 4 | undefined;
  };
  /** Canvas */
  "canvas": {
    /** Images */
    images?: 1 | 4 | undefined;
  };
  /** Upscale */
  "upscale": {
    /** Upscaler */
    upscaler?: "standard" | "Alchemy" | undefined;
  };
  /** Unzoom V1 */
  "unzoom": Record<string, never>;
  /** Remove background */
  "remove-background": Record<string, never>;
  /** 3D texture */
  "3d-texture": {
    /** Stage */
    stage?: "preview" | "full" | undefined;
  };
}

type Plans = "essential" | "premium" | "ultimate" | "team-starter" | "team-growth";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
