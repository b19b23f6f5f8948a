// Kling AI, version 2026-11-30. Made by `drawdown catalog types kling`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** VIDEO 3.0 */
  "video-3.0": {
    /** Native audio */
    audio?: boolean | undefined;
    /** Resolution */
    resolution?: "720p" | "1080p" | "4K" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
    /** Voice control */
    voice_control?: boolean | undefined;
  };
  /** VIDEO 2.5 Turbo */
  "video-2.5-turbo": Record<string, never>;
  /** VIDEO 3.0 Omni */
  "video-3.0-omni": Record<string, never>;
  /** VIDEO O1 */
  "video-o1": Record<string, never>;
  /** VIDEO 2.6 */
  "video-2.6": Record<string, never>;
  /** IMAGE 3.0 */
  "image-3.0": Record<string, never>;
  /** IMAGE 3.0 Omni */
  "image-3.0-omni": Record<string, never>;
  /** IMAGE O1 */
  "image-o1": Record<string, never>;
}

type Plans = "standard" | "pro" | "premier" | "ultra" | "team";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
