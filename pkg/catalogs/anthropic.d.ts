// Anthropic, version 2026-11-30. Made by `drawdown catalog types anthropic`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Claude Fable 5.2 */
  "claude-fable-5-2": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Fable 5.1 */
  "claude-fable-5-1": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Mythos 5.1 */
  "claude-mythos-5-1": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Fable 5 */
  "claude-fable-5": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Mythos 5 */
  "claude-mythos-5": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Opus 5.5 */
  "claude-opus-5-5": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Opus 5 */
  "claude-opus-5": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | "fast" | undefined;
  };
  /** Claude Opus 4.8 */
  "claude-opus-4-8": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | "fast" | undefined;
  };
  /** Claude Opus 4.7 */
  "claude-opus-4-7": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Opus 4.6 */
  "claude-opus-4-6": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Opus 4.5 */
  "claude-opus-4-5": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Sonnet 5.5 */
  "claude-sonnet-5-5": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Sonnet 5 */
  "claude-sonnet-5": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Sonnet 4.6 */
  "claude-sonnet-4-6": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Sonnet 4.5 */
  "claude-sonnet-4-5": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Haiku 5.5 */
  "claude-haiku-5-5": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Inference in the US only */
    us_only?: boolean | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Claude Haiku 4.5 */
  "claude-haiku-4-5": {
    /** Tokens read from the cache */
    cache_read_tokens?: Amount | undefined;
    /** Tokens written for 1 hour */
    cache_write_1h_tokens?: Amount | undefined;
    /** Tokens written for 5 minutes */
    cache_write_5m_tokens?: Amount | undefined;
    /** Input tokens outside the cache */
    input_tokens?: Amount | undefined;
    /** Output tokens */
    output_tokens?: Amount | undefined;
    /** Service */
    service?: "batch" | "standard" | undefined;
  };
  /** Web search */
  "web-search": {
    /** Searches */
    searches?: Amount | undefined;
  };
  /** Web fetch */
  "web-fetch": Record<string, never>;
  /** Managed Agents session */
  "agent-session": {
    /** Running time, h */
    running_hours?: Amount | undefined;
  };
  /** Code execution */
  "code-execution": {
    /** Containers */
    containers?: Amount | undefined;
    /** Execution time, min */
    minutes?: Amount | undefined;
    /** With web search or web fetch */
    with_web_tools?: boolean | undefined;
  };
}

type Plans = never;

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
