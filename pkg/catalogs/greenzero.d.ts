// GREENZERO, version 2026-11-22.1. Made by `drawdown catalog types greenzero`.
import type { Amount, TypedCatalog } from "../typed.js";

interface Operations {
  /** Model inference */
  "inference": {
    /** Repeated result from the cache */
    cached?: boolean | undefined;
    /** Off-peak batch */
    off_peak_batch?: boolean | undefined;
  };
  /** Training */
  "training": {
    /** Compute */
    compute_units?: Amount | undefined;
    /** Data volume, GB */
    data_gb?: Amount | undefined;
    /** Processing time, s */
    processing_seconds?: Amount | undefined;
  };
  /** Data processing */
  "data-processing": {
    /** Compute */
    compute_units?: Amount | undefined;
    /** Data volume, GB */
    data_gb?: Amount | undefined;
    /** Processing time, s */
    processing_seconds?: Amount | undefined;
  };
  /** Complex operation */
  "complex": {
    /** Compute */
    compute_units?: Amount | undefined;
    /** Data volume, GB */
    data_gb?: Amount | undefined;
    /** Processing time, s */
    processing_seconds?: Amount | undefined;
  };
}

type Plans = "standard" | "professional" | "enterprise";

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
