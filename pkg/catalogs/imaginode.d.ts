// Imaginode, version 2026-11-30. Made by `drawdown catalog types imaginode`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Flux Schnell */
  "flux-schnell": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Flux 2 Klein */
  "flux-dev": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Flux 2 Pro */
  "flux-2": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Flux Pro 1.1 */
  "flux-pro": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Flux Kontext */
  "flux-kontext": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Seedream 5 Lite */
  "seedream-5": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Seedream 5 Pro */
  "seedream-5-pro": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Flux 2 Max */
  "flux-2-max": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Nano Banana */
  "nano-banana": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Nano Banana 2 */
  "nano-banana-2": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Nano Banana Pro */
  "nano-banana-pro": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** GPT Image 2 */
  "gpt-image-2": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Recraft V4.1 */
  "recraft": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Muse Image */
  "muse-image": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Grok Imagine */
  "grok-image": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** GPT Image Mini */
  "gpt-image": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Topaz Precision */
  "upscale-image": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Topaz Bloom 2 */
  "upscale-image-creative": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Grok Imagine Video */
  "grok-video": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Kling 2.5 Turbo */
  "kling-std": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** MiniMax H3 */
  "hailuo-std": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** MiniMax H3 Max */
  "hailuo-max": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Wan 2.7 */
  "wan": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Wan 3.0 */
  "wan-3": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Wan 3.0 Prime */
  "wan-3-prime": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Seedance 2.0 Fast */
  "seedance-mini": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Seedance 2.0 */
  "seedance-2": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Kling V3 */
  "kling3-std": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Veo 3.1 Lite */
  "veo31-lite": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Veo 3.1 Fast */
  "veo3-fast": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Seedance 2.5 */
  "seedance": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Flux 3 Video */
  "flux-3-video": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** ByteDance Upscaler */
  "upscale-video": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Topaz Proteus */
  "upscale-video-pro": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** GPT-5 (ChatGPT) */
  "gpt-5": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** GPT-5 Mini */
  "gpt-5-mini": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** GPT-5 Nano */
  "gpt-5-nano": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** GPT-4o */
  "gpt-4o": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** GPT-4o Mini */
  "gpt-4o-mini": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** GPT-4.1 */
  "gpt-4-1": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** OpenAI o3 */
  "o3": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Claude Sonnet 4.5 */
  "claude-sonnet": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Claude Haiku 4.5 */
  "claude-haiku": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Gemini 2.5 Pro */
  "gemini-pro": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Gemini 3.5 Flash */
  "gemini-flash": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Gemini 2.5 Flash Lite */
  "gemini-flash-lite": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Grok 4.5 */
  "grok-4": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Llama 4 Maverick */
  "llama-4-maverick": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Llama 4 Scout */
  "llama-4-scout": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** DeepSeek R1 */
  "deepseek-r1": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** DeepSeek V3.2 */
  "deepseek-v3": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Kimi K2.5 */
  "kimi-k2": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Mistral Large 3 */
  "mistral-large": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** GLM-5 */
  "glm-5": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** ElevenLabs v3 */
  "eleven-v3": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** ElevenLabs Dialogue v3 */
  "eleven-dialogue": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** ElevenLabs Multilingual v2 */
  "eleven-multilingual-v2": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** ElevenLabs Turbo v2.5 */
  "eleven-turbo-v25": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** MiniMax Speech 2.8 HD */
  "minimax-speech-hd": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** MiniMax Speech 2.8 Turbo */
  "minimax-speech-turbo": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Grok TTS */
  "grok-tts": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Fish Audio S2.1 Pro */
  "fish-s21": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Fish Audio S2 Pro */
  "fish-s2": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Fish Audio S1 */
  "fish-s1": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** OpenAI TTS HD */
  "tts-hd": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Qwen3-TTS */
  "qwen3-tts": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** ElevenLabs Sound Effects */
  "eleven-sfx": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** ElevenLabs Music */
  "eleven-music": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Seed Audio 1.0 */
  "seed-audio": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** DeepFilterNet 3 */
  "audio-cleanup": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** ElevenLabs Audio Isolation */
  "audio-isolate": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** SAM Audio */
  "audio-extract": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** Demucs */
  "audio-stems": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** ElevenLabs Voice Changer */
  "audio-voice-change": {
    /** Options of the model */
    options?: "lowest" | "higher" | undefined;
  };
  /** AI assistant */
  "assistant": Record<string, never>;
  /** Magic wand */
  "magic-wand": Record<string, never>;
}

type Plans = "starter" | "creator" | "studio";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
