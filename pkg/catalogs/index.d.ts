/** A catalog that comes with the package. */
export interface ShippedCatalog {
  id: string;
  /** Of the platform. */
  name: string;
  version: string;
  /** The date at which its prices were read. */
  as_of: string;
  /** `sha256:` and 64 hex digits, over the canonical JSON, as `Catalog.digest`. */
  digest: string;
  /** The catalog itself, in a file of its own. */
  load(): Promise<object>;
}

/** By id. */
export const catalogs: readonly ShippedCatalog[];
