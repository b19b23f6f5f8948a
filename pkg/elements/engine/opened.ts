// A catalog that is open, and what its file says that the engine does not repeat.
import type { Amount, Catalog, CatalogInfo, Finding, Term } from "drawdown";
import type { Catalog as Prices } from "drawdown/prices";
import { titled } from "../format/setting";

/** An entry of the package: it opens catalogs, at once or after `init()`. */
export interface Engine<Kind extends Prices> {
  init?(): Promise<void>;
  Catalog: new (catalog: string) => Kind;
}

/** A catalog as it may be given: its object, its text, or a handle that is open. */
export type CatalogSource = string | object;

export interface Opened<Kind extends Prices = Catalog> {
  /** The original text, for another thread; empty if a handle was given. */
  text: string;
  catalog: Kind;
  info: CatalogInfo;
  warnings: Finding[];
  document: CatalogDocument;
}

/** The parts of the catalog that pages read directly: what is sold, and what is not published. */
export interface CatalogDocument {
  /** Plural names of units. */
  units?: Record<string, string>;
  currency?: string;
  classes?: Record<string, { name?: string }>;
  plans?: {
    id: string;
    name?: string;
    contact?: boolean;
    price?: { [term in Term]?: Amount | null };
    grants?: string[];
  }[];
  grants?: { id: string; name?: string; class: string; amount: unknown }[];
  top_ups?: { id: string; name?: string; credits: unknown; price: unknown }[];
}

/** Classes of credits, by name. */
export function classesOf({ classes = {} }: CatalogDocument): { value: string; label: string }[] {
  return Object.entries(classes).map(([value, { name }]) => ({ value, label: name ?? titled(value) }));
}

/** Checks and opens a catalog; throws a `DrawdownError` that lists its errors. */
export async function open<Kind extends Prices>(
  source: CatalogSource,
  engine: () => Engine<Kind> | Promise<Engine<Kind>>,
): Promise<Opened<Kind>> {
  if (isHandle<Kind>(source)) return { ...partsOf(source), text: "", document: {} };
  const text = typeof source === "string" ? source : JSON.stringify(source);
  const { init, Catalog } = await engine();
  await init?.();
  const catalog = new Catalog(text);
  // Already checked, so this cannot fail.
  return { ...partsOf(catalog), text, document: JSON.parse(text) as CatalogDocument };
}

function partsOf<Kind extends Prices>(catalog: Kind) {
  return { catalog, info: catalog.info(), warnings: warningsOf(catalog) };
}

export function isHandle<Kind extends Prices>(source: CatalogSource | undefined): source is Kind {
  return typeof source === "object" && source !== null && "estimate" in source && typeof source.estimate === "function";
}

/** The checker's warnings; the prices-only engine has none. */
function warningsOf(catalog: Prices | Catalog): Finding[] {
  return "warnings" in catalog ? catalog.warnings() : [];
}
