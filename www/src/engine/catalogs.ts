// Catalogs: shipped ones, and the user's own.
import type { Catalog as Prices } from "drawdown/prices";
import { text } from "@elements/localise";
import beginning from "./first.json";
import { open as openText, type Engine, type Opened } from "@elements/engine/opened";

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
  .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));

/** Pages open on this one: it publishes every price, and `first.json` says what is made with it. */
export const first = shipped.find(({ id }) => id === beginning.catalog)?.id ?? shipped[0]?.id ?? "";

/** What an address means that names no platform but something else: pages opened on this one once. */
export const formerFirst = shipped.find(({ id }) => id === "greenzero")?.id ?? first;

/** How an engine opens catalogs. */
export interface Catalogs<Kind extends Prices> {
  /** Checks a catalog; throws a `DrawdownError` that lists its errors. */
  open(text: string): Promise<Opened<Kind>>;
  /** Loads and checks a shipped catalog, once. */
  openShipped(entry: Shipped): Promise<Opened<Kind>>;
}

export function opener<Kind extends Prices>(engine: Engine<Kind>): Catalogs<Kind> {
  const opened = new Map<string, Promise<Opened<Kind>>>();
  const open = (text: string) => openText(text, () => engine);

  function openShipped({ id, url }: Shipped): Promise<Opened<Kind>> {
    let promise = opened.get(id);
    if (!promise) {
      // The module comes at the same time.
      promise = Promise.all([fetched(url), engine.init?.()]).then(([text]) => open(text));
      promise.catch(() => opened.delete(id));
      opened.set(id, promise);
    }
    return promise;
  }

  return { open, openShipped };
}

async function fetched(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(text().notLoaded);
  return response.text();
}
