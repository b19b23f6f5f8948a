// ImagineArt, version 2026-11-22.1. Made by `drawdown catalog types imagineart`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** ImagineArt 2.0 */
  "imagineart-2-0": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** ImagineArt 1.5 */
  "imagineart-1-5": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** ImagineArt 1.5 Pro */
  "imagineart-1-5-pro": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Nano Banana */
  "nano-banana": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Nano Banana 2 */
  "nano-banana-2": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
    /** Resolution */
    resolution?: "1K" | "2K" | "4K" | undefined;
  };
  /** Nano Banana Pro */
  "nano-banana-pro": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
    /** Resolution */
    resolution?: "1K" | "2K" | "4K" | undefined;
  };
  /** ChatGPT */
  "chatgpt": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** ChatGPT 1.5 */
  "chatgpt-1-5": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Seedream v5 Lite */
  "seedream-v5-lite": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Seedream v4.5 */
  "seedream-v4-5": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Recraft v4 */
  "recraft-v4": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Recraft v4 Pro */
  "recraft-v4-pro": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Grok Imagine */
  "grok-imagine": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Flux Dev */
  "flux-dev": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Flux 2 Pro */
  "flux-2-pro": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Flux 2 Max */
  "flux-2-max": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Flux 1.1 Ultra */
  "flux-1-1-ultra": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Z Image Turbo */
  "z-image-turbo": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Imagen-4 */
  "imagen-4": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Dreamina 3.1 */
  "dreamina-3-1": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Ideogram v3 */
  "ideogram-v3": {
    /** Images */
    images?: Amount | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
  };
  /** Video (the guide's example) */
  "video": {
    /** Duration */
    duration?: "minimum" | "longer" | undefined;
    /** Generate preview */
    preview?: boolean | undefined;
    /** Prompt enhancer */
    prompt_enhancer?: boolean | undefined;
    /** Resolution */
    resolution?: "standard" | "higher" | undefined;
    /** Videos */
    videos?: Amount | undefined;
  };
}

type Plans = "basic" | "standard" | "ultimate" | "creator" | "enterprise";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
