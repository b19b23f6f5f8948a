// Krea, version 2026-11-22.2. Made by `drawdown catalog types krea`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Flux */
  "flux": Record<string, never>;
  /** Krea 1 */
  "krea-1": Record<string, never>;
  /** Qwen 2512 */
  "qwen-2512": Record<string, never>;
  /** Z Image */
  "z-image": Record<string, never>;
  /** Seedream 4 */
  "seedream-4": Record<string, never>;
  /** Nano Banana */
  "nano-banana": Record<string, never>;
  /** Nano Banana Pro */
  "nano-banana-pro": Record<string, never>;
  /** ChatGPT Image */
  "chatgpt-image": Record<string, never>;
  /** Wan 2.5 */
  "wan-2-5": Record<string, never>;
  /** Veo 3 */
  "veo-3": Record<string, never>;
  /** Enhance (upscale) */
  "enhance": Record<string, never>;
  /** Edit */
  "edit": Record<string, never>;
  /** Train a model */
  "train": Record<string, never>;
}

type Plans = "basic" | "pro" | "max" | "business" | "enterprise";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
