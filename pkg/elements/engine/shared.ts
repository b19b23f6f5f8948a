// Catalogs by address: what several elements name is fetched and opened once.
import type { Catalog as Prices } from "drawdown/prices";
import { text } from "../localise";
import { open, type Engine, type Opened } from "./opened";

/** Makes a thing once for each key: while it is on its way, and as long as anybody holds it. */
class Shelf<Thing extends object> {
  private readonly coming = new Map<string, Promise<Thing>>();
  private readonly made = new Map<string, WeakRef<Thing>>();

  get(key: string, make: () => Promise<Thing>): Promise<Thing> {
    const found = this.made.get(key)?.deref();
    return found ? Promise.resolve(found) : (this.coming.get(key) ?? this.begin(key, make));
  }

  /** A failure is not kept: whoever asks next tries again. */
  private begin(key: string, make: () => Promise<Thing>): Promise<Thing> {
    const coming = make()
      .then((thing) => {
        this.made.set(key, new WeakRef(thing));
        return thing;
      })
      .finally(() => this.coming.delete(key));
    this.coming.set(key, coming);
    return coming;
  }
}

/** By the class that opens them: a host may make the object around it anew at each render. */
const shelves = new WeakMap<Engine<Prices>["Catalog"], Shelf<Opened<Prices>>>();

/** The catalog at an address, opened by an engine. */
export async function openAt<Kind extends Prices>(address: string, engine: Engine<Kind>): Promise<Opened<Kind>> {
  const { href } = new URL(address, document.baseURI);
  const shelf = (shelves.get(engine.Catalog) ?? new Shelf()) as Shelf<Opened<Kind>>;
  shelves.set(engine.Catalog, shelf as Shelf<Opened<Prices>>);
  return shelf.get(href, async () => open(await fetched(address), () => engine));
}

async function fetched(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(text().noCatalogAt(address, response.status));
  return response.text();
}
