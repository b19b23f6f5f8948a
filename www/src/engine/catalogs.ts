// Catalogs: shipped ones, and the user's own.
import type { Amount, Catalog, CatalogInfo, Finding, Term } from "drawdown";
import type { Catalog as Prices } from "drawdown/prices";
import { titled } from "../format/setting";

/** The engine, full or prices only. */
export interface Engine<Kind extends Prices> {
  init(): Promise<void>;
  Catalog: new (catalog: string) => Kind;
}

export interface Opened<Kind extends Prices = Catalog> {
  /** The original text, for another thread. */
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

/** A shipped catalog. */
export interface Shipped {
  id: string;
  name: string;
  url: string;
}

// A new platform needs only a file in catalogs/.
const names = import.meta.glob<string>("../../../catalogs/*.json", { eager: true, import: "name" });
const urls = import.meta.glob<string>("../../../catalogs/*.json", {
  eager: true,
  import: "default",
  query: "?url&no-inline",
});

export const shipped: readonly Shipped[] = Object.entries(urls)
  .map(([path, url]) => {
    const id = path.replace(/^.*\/|\.json$/g, "");
    return { id, name: names[path] ?? id, url };
  })
  .sort((a, b) => a.name.localeCompare(b.name, "en"));

/** How an engine opens catalogs. */
export interface Catalogs<Kind extends Prices> {
  /** Checks a catalog; throws a `DrawdownError` that lists its errors. */
  open(text: string): Promise<Opened<Kind>>;
  /** Loads and checks a shipped catalog, once. */
  openShipped(entry: Shipped): Promise<Opened<Kind>>;
}

/** The checker's warnings; the prices-only engine has none. */
function warningsOf(catalog: Prices | Catalog): Finding[] {
  return "warnings" in catalog ? catalog.warnings() : [];
}

export function opener<Kind extends Prices>({ init, Catalog }: Engine<Kind>): Catalogs<Kind> {
  const opened = new Map<string, Promise<Opened<Kind>>>();

  async function open(text: string): Promise<Opened<Kind>> {
    await init();
    const catalog = new Catalog(text);
    // Already checked, so this cannot fail.
    const document = JSON.parse(text) as CatalogDocument;
    return { text, catalog, info: catalog.info(), warnings: warningsOf(catalog), document };
  }

  function openShipped({ id, url }: Shipped): Promise<Opened<Kind>> {
    let promise = opened.get(id);
    if (!promise) {
      promise = fetched(url).then(open);
      promise.catch(() => opened.delete(id));
      opened.set(id, promise);
    }
    return promise;
  }

  return { open, openShipped };
}

async function fetched(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The catalog could not be loaded (${response.status}).`);
  return response.text();
}
