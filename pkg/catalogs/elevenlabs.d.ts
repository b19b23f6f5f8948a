// ElevenLabs, version 2026-11-30. Made by `drawdown catalog types elevenlabs`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Eleven v4 */
  "eleven_v4": {
    /** Characters, character */
    characters?: Amount | undefined;
  };
  /** Eleven v3 */
  "eleven_v3": {
    /** Characters, character */
    characters?: Amount | undefined;
  };
  /** Multilingual v2 */
  "eleven_multilingual_v2": {
    /** Characters, character */
    characters?: Amount | undefined;
  };
  /** Multilingual v1 */
  "eleven_multilingual_v1": {
    /** Characters, character */
    characters?: Amount | undefined;
  };
  /** English v1 */
  "eleven_monolingual_v1": {
    /** Characters, character */
    characters?: Amount | undefined;
  };
  /** Flash v2.5 */
  "eleven_flash_v2_5": {
    /** Characters, character */
    characters?: Amount | undefined;
    /** Made on */
    where?: "website" | "api" | undefined;
  };
  /** Flash v2 */
  "eleven_flash_v2": {
    /** Characters, character */
    characters?: Amount | undefined;
    /** Made on */
    where?: "website" | "api" | undefined;
  };
  /** Turbo v2.5 */
  "eleven_turbo_v2_5": {
    /** Characters, character */
    characters?: Amount | undefined;
    /** Made on */
    where?: "website" | "api" | undefined;
  };
  /** Turbo v2 */
  "eleven_turbo_v2": {
    /** Characters, character */
    characters?: Amount | undefined;
    /** Made on */
    where?: "website" | "api" | undefined;
  };
  /** Speech to text */
  "scribe": {
    /** Length of the recording, s */
    seconds?: Amount | undefined;
    /** Entity detection */
    entities?: boolean | undefined;
  };
  /** Music */
  "music": {
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Sound effects */
  "sound-effects": {
    /** Duration, if set, s */
    seconds?: Amount | undefined;
    /** Made on */
    where?: "website" | "api" | undefined;
  };
  /** Voice changer */
  "voice-changer": {
    /** Length of the recording, s */
    seconds?: Amount | undefined;
  };
  /** Voice isolator */
  "voice-isolator": {
    /** Length of the recording, s */
    seconds?: Amount | undefined;
  };
  /** Dubbing */
  "dubbing": {
    /** Length of the recording, s */
    seconds?: Amount | undefined;
  };
}

type Plans = "free" | "starter" | "creator" | "pro" | "scale" | "business" | "enterprise";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
