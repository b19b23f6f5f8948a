// Magic Hour, version 2026-11-30. Made by `drawdown catalog types magic-hour`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** LTX-2.3 */
  "ltx-2.3": {
    /** Resolution */
    resolution?: "480p" | "720p" | "1080p" | undefined;
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 15 | 20 | 25 | 30 | undefined;
  };
  /** MiniMax H3 */
  "minimax-h3": {
    /** Resolution */
    resolution?: "480p" | "720p" | "1080p" | undefined;
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 15 | 20 | 25 | 30 | undefined;
  };
  /** Wan 2.2 */
  "wan-2.2": {
    /** Resolution */
    resolution?: "480p" | "720p" | "1080p" | undefined;
    /** Duration, s */
    seconds?: 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 15 | undefined;
  };
  /** Kling 2.6 */
  "kling-2.6": {
    /** Resolution */
    resolution?: "720p" | "1080p" | undefined;
    /** Duration, s */
    seconds?: 5 | 10 | undefined;
  };
  /** Kling 3.0 */
  "kling-3.0": {
    /** Audio */
    audio?: boolean | undefined;
    /** Resolution */
    resolution?: "720p" | "1080p" | "4k" | undefined;
    /** Duration, s */
    seconds?: 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | undefined;
  };
  /** Veo 3.1 Lite */
  "veo3.1-lite": {
    /** Resolution */
    resolution?: "720p" | "1080p" | undefined;
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: 4 | 6 | 8 | 16 | 24 | 32 | 40 | 48 | 56 | undefined;
  };
  /** Veo 3.1 */
  "veo3.1": {
    /** Resolution */
    resolution?: "720p" | "1080p" | undefined;
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: 4 | 6 | 8 | 16 | 24 | 32 | 40 | 48 | 56 | undefined;
  };
  /** Seedance 1.5 */
  "seedance-1.5": {
    /** Resolution */
    resolution?: "480p" | "720p" | "1080p" | undefined;
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | undefined;
  };
  /** Seedance 2.0 Mini */
  "seedance-2.0-mini": {
    /** Resolution */
    resolution?: "480p" | "720p" | undefined;
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | undefined;
  };
  /** Seedance 2.0 */
  "seedance-2.0": {
    /** Resolution */
    resolution?: "480p" | "720p" | undefined;
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | undefined;
  };
  /** Seedance 2.5 */
  "seedance-2.5": {
    /** Resolution */
    resolution?: "480p" | "720p" | undefined;
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20 | 21 | 22 | 23 | 24 | 25 | 26 | 27 | 28 | 29 | 30 | undefined;
  };
  /** Sora 2 */
  "sora-2": {
    /** Audio */
    audio?: boolean | undefined;
    /** Resolution */
    resolution?: "720p" | undefined;
    /** Duration, s */
    seconds?: 4 | 8 | 12 | 24 | 36 | 48 | 60 | undefined;
  };
  /** Flux Schnell */
  "flux-schnell": {
    /** Images */
    images?: 1 | 2 | 3 | 4 | undefined;
    /** Resolution */
    resolution?: "640px" | "1k" | "2k" | undefined;
  };
  /** Flux 2 Klein */
  "flux-2-klein": {
    /** Resolution */
    resolution?: "640px" | "1k" | "2k" | undefined;
  };
  /** Z-Image Turbo */
  "z-image-turbo": {
    /** Images */
    images?: 1 | 2 | 3 | 4 | undefined;
    /** Resolution */
    resolution?: "640px" | "1k" | "2k" | undefined;
  };
  /** Seedream 4 */
  "seedream-v4": {
    /** Images */
    images?: 1 | 2 | 3 | 4 | undefined;
    /** Resolution */
    resolution?: "640px" | "1k" | "2k" | "4k" | undefined;
  };
  /** Seedream 5 Pro */
  "seedream-v5-pro": {
    /** Images */
    images?: 1 | 2 | 3 | 4 | undefined;
    /** Resolution */
    resolution?: "640px" | "1k" | "2k" | undefined;
  };
  /** Nano Banana */
  "nano-banana": {
    /** Images */
    images?: 1 | 2 | 3 | 4 | undefined;
    /** Resolution */
    resolution?: "640px" | "1k" | undefined;
  };
  /** Nano Banana 2 Lite */
  "nano-banana-2-lite": {
    /** Images */
    images?: 1 | 2 | 3 | 4 | undefined;
    /** Resolution */
    resolution?: "640px" | "1k" | undefined;
  };
  /** Nano Banana 2 */
  "nano-banana-2": {
    /** Images */
    images?: 1 | 4 | 9 | 16 | undefined;
    /** Resolution */
    resolution?: "640px" | "1k" | "2k" | "4k" | undefined;
  };
  /** Nano Banana Pro */
  "nano-banana-pro": {
    /** Images */
    images?: 1 | 4 | 9 | 16 | undefined;
    /** Resolution */
    resolution?: "1k" | "2k" | "4k" | undefined;
  };
  /** GPT Image 2 */
  "gpt-image-2": {
    /** Images */
    images?: 1 | 2 | 3 | 4 | undefined;
    /** Resolution */
    resolution?: "640px" | "1k" | "2k" | "4k" | undefined;
  };
  /** Qwen Edit */
  "qwen-edit": {
    /** Resolution */
    resolution?: "640px" | "1k" | "2k" | undefined;
  };
  /** Seedream 4.5 */
  "seedream-v4.5": {
    /** Resolution */
    resolution?: "640px" | "1k" | "2k" | "4k" | undefined;
  };
  /** AI Clothes Changer */
  "ai-clothes-changer": Record<string, never>;
  /** AI Face Editor */
  "ai-face-editor": Record<string, never>;
  /** AI GIF Generator */
  "ai-gif-generator": Record<string, never>;
  /** AI Headshot Generator */
  "ai-headshot-generator": Record<string, never>;
  /** AI Meme Generator */
  "ai-meme-generator": Record<string, never>;
  /** AI QR Code Generator */
  "ai-qr-code-generator": Record<string, never>;
  /** Face Detection */
  "face-detection": Record<string, never>;
  /** Body Swap */
  "body-swap": {
    /** Resolution */
    resolution?: "640px" | "1k" | "2k" | "4k" | undefined;
  };
  /** Face Swap Photo */
  "face-swap-photo": Record<string, never>;
  /** Head Swap */
  "head-swap": Record<string, never>;
  /** Image Background Remover */
  "image-background-remover": Record<string, never>;
  /** Photo Colorizer */
  "photo-colorizer": Record<string, never>;
  /** AI Image Upscaler */
  "ai-image-upscaler": {
    /** Mode */
    mode?: "preserve" | "balanced" | "creative" | undefined;
    /** Scale */
    scale?: "2x" | "4x" | undefined;
  };
  /** AI Voice Generator */
  "ai-voice-generator": {
    /** Characters, character */
    characters?: Amount | undefined;
  };
  /** AI Voice Cloner */
  "ai-voice-cloner": {
    /** Characters, character */
    characters?: Amount | undefined;
  };
  /** Animation */
  "animation": {
    /** Length of the video, s */
    seconds?: Amount | undefined;
  };
  /** Audio to Video */
  "audio-to-video": {
    /** Length of the video, s */
    seconds?: Amount | undefined;
    /** Resolution */
    resolution?: "480p" | "720p" | "1080p" | undefined;
  };
  /** Auto Subtitle Generator */
  "auto-subtitle-generator": {
    /** Length of the video, s */
    seconds?: Amount | undefined;
  };
  /** Face Swap Video */
  "face-swap-video": {
    /** Length of the video, s */
    seconds?: Amount | undefined;
  };
  /** Lip Sync */
  "lip-sync": {
    /** Frames, frame */
    frames?: Amount | undefined;
    /** Mode */
    mode?: "lite" | "standard" | "pro" | undefined;
  };
  /** AI Talking Photo */
  "ai-talking-photo": {
    /** Length of the video, s */
    seconds?: Amount | undefined;
    /** Mode */
    mode?: "prompted" | "realistic" | undefined;
  };
  /** Video to Video */
  "video-to-video": {
    /** Length of the video, s */
    seconds?: Amount | undefined;
  };
}

type Plans = "creator" | "pro" | "business";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
