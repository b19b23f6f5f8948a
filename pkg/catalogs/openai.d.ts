// OpenAI, version 2026-11-30. Made by `drawdown catalog types openai`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** GPT-6.2 Astra */
  "gpt-6.2-astra": {
    /** Tokens written to the cache */
    cache_write_tokens?: Amount | undefined;
    /** Cached tokens */
    cached_tokens?: Amount | undefined;
    /** Input tokens */
    input_tokens?: Amount | undefined;
    /** Output tokens, reasoning included */
    output_tokens?: Amount | undefined;
  };
  /** GPT-6.2 Sol */
  "gpt-6.2-sol": {
    /** Tokens written to the cache */
    cache_write_tokens?: Amount | undefined;
    /** Cached tokens */
    cached_tokens?: Amount | undefined;
    /** Input tokens */
    input_tokens?: Amount | undefined;
    /** Output tokens, reasoning included */
    output_tokens?: Amount | undefined;
    /** Tokens written for 12 hours */
    cache_write_12h_tokens?: Amount | undefined;
    /** Processing */
    processing?: "batch" | "standard" | "fast" | "ultrafast" | undefined;
  };
  /** GPT-6.1 Sol */
  "gpt-6.1-sol": {
    /** Tokens written to the cache */
    cache_write_tokens?: Amount | undefined;
    /** Cached tokens */
    cached_tokens?: Amount | undefined;
    /** Input tokens */
    input_tokens?: Amount | undefined;
    /** Output tokens, reasoning included */
    output_tokens?: Amount | undefined;
    /** Processing */
    processing?: "flex" | "batch" | "standard" | "fast" | undefined;
  };
  /** GPT-6.1 Terra */
  "gpt-6.1-terra": {
    /** Tokens written to the cache */
    cache_write_tokens?: Amount | undefined;
    /** Cached tokens */
    cached_tokens?: Amount | undefined;
    /** Input tokens */
    input_tokens?: Amount | undefined;
    /** Output tokens, reasoning included */
    output_tokens?: Amount | undefined;
    /** Tokens written for 12 hours */
    cache_write_12h_tokens?: Amount | undefined;
    /** Processing in a region */
    regional?: boolean | undefined;
    /** Processing */
    processing?: "flex" | "batch" | "standard" | "fast" | undefined;
  };
  /** GPT-6 Astra */
  "gpt-6-astra": {
    /** Tokens written to the cache */
    cache_write_tokens?: Amount | undefined;
    /** Cached tokens */
    cached_tokens?: Amount | undefined;
    /** Input tokens */
    input_tokens?: Amount | undefined;
    /** Output tokens, reasoning included */
    output_tokens?: Amount | undefined;
    /** Processing */
    processing?: "flex" | "batch" | "standard" | "fast" | undefined;
  };
  /** GPT-6 Sol */
  "gpt-6-sol": {
    /** Tokens written to the cache */
    cache_write_tokens?: Amount | undefined;
    /** Cached tokens */
    cached_tokens?: Amount | undefined;
    /** Input tokens */
    input_tokens?: Amount | undefined;
    /** Output tokens, reasoning included */
    output_tokens?: Amount | undefined;
    /** Processing in a region */
    regional?: boolean | undefined;
    /** Processing */
    processing?: "flex" | "batch" | "standard" | "fast" | undefined;
  };
  /** GPT-6 Luna */
  "gpt-6-luna": {
    /** Tokens written to the cache */
    cache_write_tokens?: Amount | undefined;
    /** Cached tokens */
    cached_tokens?: Amount | undefined;
    /** Input tokens */
    input_tokens?: Amount | undefined;
    /** Output tokens, reasoning included */
    output_tokens?: Amount | undefined;
    /** Processing in a region */
    regional?: boolean | undefined;
    /** Processing */
    processing?: "flex" | "batch" | "standard" | "fast" | undefined;
  };
  /** GPT-5.6 Terra */
  "gpt-5.6-terra": {
    /** Tokens written to the cache */
    cache_write_tokens?: Amount | undefined;
    /** Cached tokens */
    cached_tokens?: Amount | undefined;
    /** Input tokens */
    input_tokens?: Amount | undefined;
    /** Output tokens, reasoning included */
    output_tokens?: Amount | undefined;
    /** Processing */
    processing?: "flex" | "batch" | "standard" | "fast" | undefined;
  };
  /** GPT-5.6 Luna */
  "gpt-5.6-luna": {
    /** Tokens written to the cache */
    cache_write_tokens?: Amount | undefined;
    /** Cached tokens */
    cached_tokens?: Amount | undefined;
    /** Input tokens */
    input_tokens?: Amount | undefined;
    /** Output tokens, reasoning included */
    output_tokens?: Amount | undefined;
    /** Processing */
    processing?: "flex" | "batch" | "standard" | "fast" | undefined;
  };
  /** GPT Image 2 */
  "gpt-image-2": {
    /** Cached image tokens */
    cached_image_tokens?: Amount | undefined;
    /** Cached text tokens */
    cached_text_tokens?: Amount | undefined;
    /** Image input tokens */
    image_tokens?: Amount | undefined;
    /** Image output tokens */
    output_image_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
  };
  /** GPT Image 1.5 */
  "gpt-image-1.5": {
    /** Cached image tokens */
    cached_image_tokens?: Amount | undefined;
    /** Cached text tokens */
    cached_text_tokens?: Amount | undefined;
    /** Image input tokens */
    image_tokens?: Amount | undefined;
    /** Image output tokens */
    output_image_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
    /** Text output tokens */
    output_text_tokens?: Amount | undefined;
  };
  /** GPT Image 1 */
  "gpt-image-1": {
    /** Cached image tokens */
    cached_image_tokens?: Amount | undefined;
    /** Cached text tokens */
    cached_text_tokens?: Amount | undefined;
    /** Image input tokens */
    image_tokens?: Amount | undefined;
    /** Image output tokens */
    output_image_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
  };
  /** GPT Image 1 mini */
  "gpt-image-1-mini": {
    /** Cached image tokens */
    cached_image_tokens?: Amount | undefined;
    /** Cached text tokens */
    cached_text_tokens?: Amount | undefined;
    /** Image input tokens */
    image_tokens?: Amount | undefined;
    /** Image output tokens */
    output_image_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
  };
  /** GPT Realtime 2 */
  "gpt-realtime-2": {
    /** Audio input tokens */
    audio_tokens?: Amount | undefined;
    /** Audio output tokens */
    output_audio_tokens?: Amount | undefined;
    /** Text output tokens */
    output_text_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
    /** Cached audio tokens */
    cached_audio_tokens?: Amount | undefined;
    /** Cached text tokens */
    cached_text_tokens?: Amount | undefined;
    /** Cached image tokens */
    cached_image_tokens?: Amount | undefined;
    /** Image input tokens */
    image_tokens?: Amount | undefined;
  };
  /** GPT Realtime */
  "gpt-realtime": {
    /** Audio input tokens */
    audio_tokens?: Amount | undefined;
    /** Audio output tokens */
    output_audio_tokens?: Amount | undefined;
    /** Text output tokens */
    output_text_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
    /** Cached audio tokens */
    cached_audio_tokens?: Amount | undefined;
    /** Cached text tokens */
    cached_text_tokens?: Amount | undefined;
    /** Cached image tokens */
    cached_image_tokens?: Amount | undefined;
    /** Image input tokens */
    image_tokens?: Amount | undefined;
  };
  /** GPT Realtime mini */
  "gpt-realtime-mini": {
    /** Audio input tokens */
    audio_tokens?: Amount | undefined;
    /** Audio output tokens */
    output_audio_tokens?: Amount | undefined;
    /** Text output tokens */
    output_text_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
    /** Cached audio tokens */
    cached_audio_tokens?: Amount | undefined;
    /** Cached text tokens */
    cached_text_tokens?: Amount | undefined;
    /** Cached image tokens */
    cached_image_tokens?: Amount | undefined;
    /** Image input tokens */
    image_tokens?: Amount | undefined;
  };
  /** GPT Audio */
  "gpt-audio": {
    /** Audio input tokens */
    audio_tokens?: Amount | undefined;
    /** Audio output tokens */
    output_audio_tokens?: Amount | undefined;
    /** Text output tokens */
    output_text_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
  };
  /** GPT Audio mini */
  "gpt-audio-mini": {
    /** Audio input tokens */
    audio_tokens?: Amount | undefined;
    /** Audio output tokens */
    output_audio_tokens?: Amount | undefined;
    /** Text output tokens */
    output_text_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
  };
  /** GPT Realtime Whisper */
  "gpt-realtime-whisper": {
    /** Audio, min */
    minutes?: Amount | undefined;
  };
  /** GPT-4o Transcribe */
  "gpt-4o-transcribe": {
    /** Audio input tokens */
    audio_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
  };
  /** GPT-4o mini Transcribe */
  "gpt-4o-mini-transcribe": {
    /** Audio input tokens */
    audio_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Text input tokens */
    text_tokens?: Amount | undefined;
  };
  /** GPT-4o mini TTS */
  "gpt-4o-mini-tts": {
    /** Text input tokens */
    input_tokens?: Amount | undefined;
    /** Audio output tokens */
    output_tokens?: Amount | undefined;
  };
  /** Text Embedding 3 large */
  "text-embedding-3-large": {
    /** Input tokens */
    input_tokens?: Amount | undefined;
  };
  /** Text Embedding 3 small */
  "text-embedding-3-small": {
    /** Input tokens */
    input_tokens?: Amount | undefined;
  };
  /** Sora 2 */
  "sora-2": {
    /** Duration, s */
    seconds?: 4 | 8 | 12 | undefined;
  };
  /** Sora 2 Pro */
  "sora-2-pro": {
    /** Duration, s */
    seconds?: 4 | 8 | 12 | undefined;
  };
}

type Plans = never;

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
