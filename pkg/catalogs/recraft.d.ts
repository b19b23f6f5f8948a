// Recraft, version 2026-11-30. Made by `drawdown catalog types recraft`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Recraft V4.1 */
  "recraftv4_1": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
  };
  /** Recraft V4.1 Pro */
  "recraftv4_1_pro": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
  };
  /** Recraft V4.1 Utility */
  "recraftv4_1_utility": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
  };
  /** Recraft V4.1 Utility Pro */
  "recraftv4_1_utility_pro": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
  };
  /** Recraft V4.1 Flash */
  "recraftv4_1_flash": {
    /** Images */
    images?: Amount | undefined;
  };
  /** Recraft V4 */
  "recraftv4": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
  };
  /** Recraft V4 Pro */
  "recraftv4_pro": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
  };
  /** Recraft V4 Styles */
  "recraftv4_styles": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
    /** Reference images for a new style */
    style_references?: boolean | undefined;
  };
  /** Recraft V4 Styles Pro */
  "recraftv4_styles_pro": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
    /** Reference images for a new style */
    style_references?: boolean | undefined;
  };
  /** Recraft V3 */
  "recraftv3": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
  };
  /** Recraft V2 */
  "recraftv2": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
  };
  /** Edit with Recraft V3 */
  "recraftv3-edit": {
    /** Images */
    images?: Amount | undefined;
    /** Output */
    output?: "raster" | "vector" | undefined;
    /** Edit */
    edit?: "image to image" | "inpaint" | "outpaint" | "replace background" | "generate background" | undefined;
  };
  /** Create a style */
  "style-creation": Record<string, never>;
  /** Vectorize */
  "vectorize": Record<string, never>;
  /** Remove background */
  "remove-background": Record<string, never>;
  /** Crisp upscale */
  "crisp-upscale": Record<string, never>;
  /** Creative upscale */
  "creative-upscale": Record<string, never>;
  /** Erase region */
  "erase-region": Record<string, never>;
  /** Variate image */
  "variate": Record<string, never>;
  /** Enhance prompt */
  "enhance-prompt": Record<string, never>;
}

type Plans = never;

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
