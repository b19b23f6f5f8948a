// HeyGen, version 2026-11-30. Made by `drawdown catalog types heygen`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Avatar V */
  "avatar-v": {
    /** Length of the output, s */
    seconds?: Amount | undefined;
  };
  /** Avatar IV */
  "avatar-iv": {
    /** Length of the output, s */
    seconds?: Amount | undefined;
    /** Avatar */
    avatar?: "photo avatar" | "digital twin" | "studio avatar" | undefined;
  };
  /** Avatar III */
  "avatar-iii": {
    /** Length of the output, s */
    seconds?: Amount | undefined;
    /** Avatar */
    avatar?: "photo avatar" | "digital twin" | "studio avatar" | undefined;
  };
  /** Cinematic Avatar */
  "cinematic-avatar": {
    /** Duration, s */
    seconds?: Amount | undefined;
  };
  /** Avatar Realtime */
  "avatar-realtime": {
    /** Length of the output, s */
    seconds?: Amount | undefined;
  };
  /** Video Agent */
  "video-agent": {
    /** Length of the output, s */
    seconds?: Amount | undefined;
  };
  /** Video translation */
  "video-translation": {
    /** Length of the output, s */
    seconds?: Amount | undefined;
    /** Mode */
    mode?: "speed, audio only" | "speed, lip sync" | "precision, lip sync" | undefined;
  };
  /** Lipsync */
  "lipsync": {
    /** Length of the output, s */
    seconds?: Amount | undefined;
    /** Mode */
    mode?: "speed" | "precision" | undefined;
  };
  /** Text to speech, Starfish */
  "text-to-speech": {
    /** Length of the output, s */
    seconds?: Amount | undefined;
  };
  /** Create a digital twin */
  "create-digital-twin": Record<string, never>;
  /** Create a photo avatar */
  "create-photo-avatar": Record<string, never>;
  /** HyperFrames */
  "hyperframes": Record<string, never>;
}

type Plans = never;

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
