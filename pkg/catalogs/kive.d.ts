// Kive, version 2026-07-19.1. Made by `drawdown catalog types kive`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Remove background */
  "remove-background": {
    /** Versions */
    versions?: Amount | undefined;
  };
  /** Erase */
  "erase": {
    /** Versions */
    versions?: Amount | undefined;
  };
  /** Extend */
  "extend": {
    /** Versions */
    versions?: Amount | undefined;
  };
  /** Replace */
  "replace": {
    /** Versions */
    versions?: Amount | undefined;
  };
  /** Edit */
  "edit": {
    /** Versions */
    versions?: Amount | undefined;
  };
  /** Change background */
  "change-background": {
    /** Versions */
    versions?: Amount | undefined;
  };
  /** Upscale image */
  "upscale-image": {
    /** Price shown beside the button */
    shown_price?: Amount | undefined;
  };
  /** Upscale video */
  "upscale-video": Record<string, never>;
  /** Generate images */
  "image": {
    /** Price of one image, as the tool shows it, credits */
    image_price?: Amount | undefined;
    /** Versions */
    versions?: Amount | undefined;
  };
  /** Generate a video */
  "video": Record<string, never>;
  /** Train a model */
  "train": Record<string, never>;
  /** Upload */
  "upload": Record<string, never>;
  /** View */
  "view": Record<string, never>;
  /** Download */
  "download": Record<string, never>;
}

type Plans = "basic" | "pro" | "enterprise";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
