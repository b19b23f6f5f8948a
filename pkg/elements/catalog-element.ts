// What the elements with a catalog have in common: it may be given as an object, a text, an address or a
// handle, and is opened when it is needed.
import type { Finding } from "drawdown";
import type { Catalog as Prices } from "drawdown/prices";
import type { PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { told } from "./engine/faults";
import { open, type CatalogSource, type Engine, type Opened } from "./engine/opened";
import { Part } from "./part";

export abstract class CatalogElement<Kind extends Prices> extends Part {
  /** The catalog: its object, its text, or an open handle. */
  @property({ attribute: false }) catalog: CatalogSource | undefined;
  /** The address of the catalog's JSON, instead. */
  @property() src = "";
  /** The entry of the package that opens it; without one, the element loads its own. */
  @property({ attribute: false }) engine: Engine<Kind> | undefined;
  /** The open catalog. */
  @property({ attribute: false }) opened: Opened<Kind> | undefined;
  /** Why the catalog cannot be used. */
  @state() protected broken: Finding[] = [];

  /** The smallest entry that answers what this element asks. */
  protected abstract ownEngine(): Promise<Engine<Kind>>;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("catalog") || (changed.has("src") && this.src)) void this.arrive();
  }

  private async arrive(): Promise<void> {
    const { catalog, src } = this;
    const isWanted = () => this.catalog === catalog && this.src === src;
    try {
      const source = catalog ?? (src ? await fetched(src) : undefined);
      const opened = source && (await open(source, () => this.engine ?? this.ownEngine()));
      if (isWanted()) [this.opened, this.broken] = [opened || undefined, []];
    } catch (error) {
      if (isWanted()) [this.opened, this.broken] = [undefined, told(error)];
    }
  }
}

async function fetched(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`no catalog at ${address} (${response.status})`);
  return response.text();
}
