// fal, version 2026-11-30. Made by `drawdown catalog types fal`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Kling 4.0 */
  "kling/v4/text-to-video": {
    /** Resolution */
    resolution?: "720p" | "1080p" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Kling 4.0, with a video input */
  "kling/v4/video-to-video/edit": {
    /** Resolution */
    resolution?: "720p" | "1080p" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
    /** Input video, s */
    input_seconds?: Amount | undefined;
  };
  /** Kling O3 4K */
  "kling/o3/4k": {
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Veo 3 Fast */
  "fal-ai/veo3/fast": {
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Veo 3 */
  "fal-ai/veo3": {
    /** Audio */
    audio?: boolean | undefined;
    /** Duration, s */
    seconds?: 4 | 6 | 8 | undefined;
  };
  /** Kling 2.5 Turbo Pro */
  "kling-2.5-turbo-pro": {
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Ovi */
  "ovi": Record<string, never>;
  /** Wan 2.5 */
  "fal-ai/wan-2.5": {
    /** Resolution */
    resolution?: "480p" | "720p" | "1080p" | undefined;
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** GPT Image 1 */
  "fal-ai/gpt-image-1": {
    /** Image input tokens */
    image_tokens?: Amount | undefined;
    /** Images */
    images?: Amount | undefined;
    /** Quality */
    quality?: "low" | "medium" | "high" | undefined;
    /** Size */
    size?: "1024x1024" | "other" | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
  };
  /** GPT Image 2 */
  "openai/gpt-image-2": {
    /** Cached image tokens */
    cached_image_tokens?: Amount | undefined;
    /** Cached text tokens */
    cached_text_tokens?: Amount | undefined;
    /** Image input tokens */
    image_tokens?: Amount | undefined;
    /** Image output tokens */
    output_image_tokens?: Amount | undefined;
    /** Text output tokens */
    output_text_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
  };
  /** Nano Banana 2.1 */
  "google/nano-banana-2.1": {
    /** Images */
    images?: Amount | undefined;
    /** Resolution */
    resolution?: "1K" | "2K" | "4K" | undefined;
  };
  /** Seedream 4 */
  "seedream-v4": {
    /** Images */
    images?: Amount | undefined;
  };
  /** FLUX.1 Kontext pro */
  "flux-kontext-pro": {
    /** Images */
    images?: Amount | undefined;
  };
  /** Nano Banana */
  "nano-banana": {
    /** Images */
    images?: Amount | undefined;
  };
  /** Qwen Image */
  "qwen-image": {
    /** Images */
    images?: Amount | undefined;
    /** Size of an image, MP */
    megapixels?: Amount | undefined;
  };
  /** GPU by the hour */
  "gpu": {
    /** GPU */
    gpu?: "H200" | "B200" | "B300" | undefined;
    /** Time, h */
    gpu_hours?: Amount | undefined;
    /** GPUs */
    gpus?: Amount | undefined;
  };
}

type Plans = never;

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
