// Runway, version 2026-11-30. Made by `drawdown catalog types runway`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Gen-4.5 */
  "gen-4.5": {
    /** Output format */
    format?: "mp4" | "prores" | "png-sequence" | "hdr" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Gen-4 */
  "gen-4": {
    /** Duration, s */
    seconds?: 5 | 10 | undefined;
  };
  /** Gen-4 Turbo */
  "gen-4-turbo": {
    /** Duration, s */
    seconds?: 5 | 10 | undefined;
  };
  /** Aleph 2.0 */
  "aleph-2.0": {
    /** Output format */
    format?: "mp4" | "prores" | "png-sequence" | "hdr" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Act-Two */
  "act-two": {
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Seedance 2.5 */
  "seedance-2.5": {
    /** Input video, s */
    input_seconds?: Amount | undefined;
    /** Resolution */
    resolution?: "480p" | "720p" | "1080p" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Seedance 2.0 */
  "seedance-2.0": {
    /** Mode */
    mode?: "fast" | "pro" | undefined;
    /** Duration, s */
    seconds?: 4 | (string & {}) | undefined;
  };
  /** Veo 3.1 */
  "veo-3.1": {
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: 4 | 6 | 8 | undefined;
  };
  /** Veo 3.1 Fast */
  "veo-3.1-fast": {
    /** Duration, s */
    seconds?: 4 | 6 | 8 | undefined;
  };
  /** Veo 3 */
  "veo-3": {
    /** Duration, s */
    seconds?: 4 | 6 | 8 | undefined;
  };
  /** Kling 3.0 Pro */
  "kling-3.0-pro": {
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Kling 2.5 Turbo Pro */
  "kling-2.5-turbo-pro": {
    /** Resolution */
    resolution?: "720p" | "1080p" | undefined;
    /** Duration, s */
    seconds?: 5 | 10 | undefined;
  };
  /** MiniMax H3 */
  "minimax-h3": {
    /** Resolution */
    resolution?: "768p" | "2K" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Wan 3.0 */
  "wan-3.0": {
    /** Resolution */
    resolution?: "480p" | "720p" | "1080p" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Gen-4 Image */
  "gen-4-image": {
    /** Resolution */
    resolution?: "720p" | "1080p" | undefined;
  };
  /** Gen-4 Image Turbo */
  "gen-4-image-turbo": Record<string, never>;
  /** Gemini 2.5 Flash Image */
  "gemini-2.5-flash": Record<string, never>;
  /** Text to speech */
  "text-to-speech": {
    /** Characters, character */
    characters?: Amount | undefined;
  };
  /** Speech to speech */
  "speech-to-speech": {
    /** Length of the recording, s */
    audio_seconds?: Amount | undefined;
  };
  /** Sound effects */
  "sound-effects": Record<string, never>;
  /** Voice isolation */
  "voice-isolation": {
    /** Length of the recording, s */
    audio_seconds?: Amount | undefined;
  };
  /** Voice dubbing */
  "voice-dubbing": {
    /** Length of the recording, s */
    audio_seconds?: Amount | undefined;
  };
  /** Enhance Frame Rate */
  "enhance-frame-rate": {
    /** Input video, s */
    seconds?: Amount | undefined;
  };
}

type Plans = "standard" | "pro" | "max" | "enterprise";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
