// Ideogram API, version 2026-11-30. Made by `drawdown catalog types ideogram-api`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Ideogram 4.0 */
  "V_4": {
    /** Images */
    images?: Amount | undefined;
    /** Rendering speed */
    speed?: "turbo" | "default" | "quality" | undefined;
  };
  /** Ideogram 3.0 */
  "V_3": {
    /** Images */
    images?: Amount | undefined;
    /** Rendering speed */
    speed?: "flash" | "turbo" | "default" | "quality" | undefined;
  };
  /** Ideogram 2a Turbo */
  "V_2A_TURBO": {
    /** Images */
    images?: Amount | undefined;
  };
  /** Ideogram 1.0 Turbo */
  "V_1_TURBO": {
    /** Images */
    images?: Amount | undefined;
  };
}

type Plans = never;

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
