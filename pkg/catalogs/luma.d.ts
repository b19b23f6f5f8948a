// Luma AI, version 2026-11-30. Made by `drawdown catalog types luma`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Ray3.2 */
  "ray-3.2": {
    /** Duration, s */
    seconds?: 5 | 10 | undefined;
    /** Resolution */
    resolution?: "draft" | "540p" | "720p" | "1080p" | undefined;
  };
  /** Ray3.14 */
  "ray-3.14": {
    /** Duration, s */
    seconds?: 5 | 10 | undefined;
    /** Dynamic range */
    range?: "SDR" | "HDR" | undefined;
    /** Resolution */
    resolution?: "draft" | "540p" | "720p" | "1080p" | undefined;
  };
  /** Ray3 */
  "ray-3": {
    /** Dynamic range */
    range?: "SDR" | "HDR" | undefined;
    /** Resolution */
    resolution?: "draft" | "540p" | "720p" | "1080p" | undefined;
    /** Duration, s */
    seconds?: 5 | 10 | 15 | 20 | undefined;
  };
  /** Ray2 */
  "ray-2": {
    /** Duration, s */
    seconds?: 5 | 10 | undefined;
    /** Resolution */
    resolution?: "720p" | "1080p" | undefined;
  };
  /** Ray2 Flash */
  "ray-2-flash": {
    /** Duration, s */
    seconds?: 5 | 10 | undefined;
    /** Resolution */
    resolution?: "720p" | "1080p" | undefined;
  };
  /** Ray1.6 */
  "ray-1.6": Record<string, never>;
  /** Veo 3.1 */
  "veo-3.1": {
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Kling 3.0 */
  "kling-3.0": {
    /** Resolution */
    resolution?: "720p" | "1080p" | "4K" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Seedance 2.0 */
  "seedance-2.0": {
    /** Resolution */
    resolution?: "480p" | "720p" | "1080p" | "4K" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Uni-1 */
  "uni-1": Record<string, never>;
  /** GPT Image 2 */
  "gpt-image-2": {
    /** Quality */
    quality?: "low" | "medium" | "high" | undefined;
    /** Resolution */
    resolution?: "1K" | "2K" | "4K" | undefined;
  };
  /** Seedream */
  "seedream": Record<string, never>;
  /** Photon */
  "photon": {
    /** Images */
    images?: Amount | undefined;
  };
  /** Modify Video */
  "modify-video": {
    /** Length of the video, s */
    seconds?: Amount | undefined;
  };
  /** Reframe a video */
  "reframe-video": {
    /** Model */
    model?: "Ray2 Flash" | "Ray2" | undefined;
    /** Length of the video, s */
    seconds?: Amount | undefined;
  };
  /** Reframe an image */
  "reframe-image": Record<string, never>;
  /** Upscale a video */
  "upscale": {
    /** From */
    from?: "720p" | "1080p" | undefined;
    /** Length of the video, s */
    seconds?: Amount | undefined;
    /** To */
    to?: "1080p" | "2160p" | undefined;
  };
  /** Add audio to a video */
  "add-audio": Record<string, never>;
  /** ElevenLabs v3 */
  "elevenlabs-v3": {
    /** Characters, character */
    characters?: Amount | undefined;
  };
  /** Sound effects v2 */
  "sound-effects": {
    /** Duration, s */
    seconds?: Amount | undefined;
  };
}

type Plans = "plus" | "pro" | "ultra" | "team";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
