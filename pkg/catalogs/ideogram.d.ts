// Ideogram, version 2026-11-30. Made by `drawdown catalog types ideogram`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Generate images */
  "generate": {
    /** Images */
    images?: Amount | undefined;
    /** Rendering speed */
    speed?: "flash" | "turbo" | "default" | "quality" | undefined;
  };
}

type Plans = "basic" | "plus" | "pro" | "team";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
