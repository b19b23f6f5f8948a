// Replicate, version 2026-11-30. Made by `drawdown catalog types replicate`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Run a model by time */
  "run": {
    /** Hardware */
    hardware?: "cpu" | "gpu-t4" | "gpu-l40s" | "gpu-l40s-2x" | "gpu-l40s-4x" | "gpu-l40s-8x" | "gpu-a100-large" | "gpu-a100-large-2x" | "gpu-a100-large-4x" | "gpu-a100-large-8x" | "gpu-h100" | "gpu-h100-2x" | "gpu-h100-4x" | "gpu-h100-8x" | undefined;
    /** Active time, s */
    seconds?: Amount | undefined;
  };
  /** Private model or deployment */
  "deployment": {
    /** Active time, s */
    active_seconds?: Amount | undefined;
    /** Hardware */
    hardware?: "cpu" | "gpu-t4" | "gpu-l40s" | "gpu-l40s-2x" | "gpu-l40s-4x" | "gpu-l40s-8x" | "gpu-a100-large" | "gpu-a100-large-2x" | "gpu-a100-large-4x" | "gpu-a100-large-8x" | "gpu-h100" | "gpu-h100-2x" | "gpu-h100-4x" | "gpu-h100-8x" | undefined;
    /** Idle time, s */
    idle_seconds?: Amount | undefined;
    /** Set-up time, s */
    setup_seconds?: Amount | undefined;
  };
  /** FLUX 1.1 pro */
  "black-forest-labs/flux-1.1-pro": {
    /** Images */
    images?: Amount | undefined;
  };
  /** FLUX.1 dev */
  "black-forest-labs/flux-dev": {
    /** Images */
    images?: Amount | undefined;
  };
  /** FLUX.1 schnell */
  "black-forest-labs/flux-schnell": {
    /** Images */
    images?: Amount | undefined;
  };
  /** Ideogram v3 quality */
  "ideogram-ai/ideogram-v3-quality": {
    /** Images */
    images?: Amount | undefined;
  };
  /** Recraft V3 */
  "recraft-ai/recraft-v3": {
    /** Images */
    images?: Amount | undefined;
  };
  /** FLUX.1 pro */
  "black-forest-labs/flux-pro": {
    /** Images */
    images?: Amount | undefined;
  };
  /** DeepSeek R1 */
  "deepseek-ai/deepseek-r1": {
    /** Input tokens */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
  };
}

type Plans = never;

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
