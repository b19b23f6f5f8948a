// What the elements with a catalog have in common: it may be given as an object, a text, an address or a
// handle, and is opened when it is needed.
import type { Finding } from "drawdown";
import type { Catalog as Prices } from "drawdown/prices";
import type { PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { differ } from "./differ";
import { told } from "./engine/faults";
import { isHandle, open, type CatalogSource, type Engine, type Opened } from "./engine/opened";
import { openAt } from "./engine/shared";
import { Part } from "./part";

export abstract class CatalogElement<Kind extends Prices> extends Part {
  /** The catalog: its object, its text, or an open handle. */
  @property({ attribute: false, hasChanged: isAnother }) catalog: CatalogSource | undefined;
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

  /** What it opened itself, and how often it has begun to. */
  private mine: Opened<Kind> | undefined;
  private arrivals = 0;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("opened") && this.opened !== this.mine) {
      // What a host has opened is not replaced by what is still on its way.
      this.arrivals += 1;
      [this.mine, this.broken] = [undefined, []];
    }
    if (changed.has("catalog") || (changed.has("src") && (this.src || this.mine))) void this.arrive();
  }

  private async arrive(): Promise<void> {
    const arrival = (this.arrivals += 1);
    const { catalog, src } = this;
    const engine = () => this.engine ?? this.ownEngine();
    // Nothing is asked of a catalog that is to be replaced.
    if (this.opened === this.mine) this.take(undefined, []);
    try {
      const opened = catalog ? await open(catalog, engine) : src ? await openAt(src, await engine()) : undefined;
      if (opened && arrival === this.arrivals) this.take(opened, []);
    } catch (error) {
      if (arrival === this.arrivals) this.take(undefined, told(error));
    }
  }

  private take(opened: Opened<Kind> | undefined, broken: Finding[]): void {
    [this.mine, this.opened, this.broken] = [opened, opened, broken];
  }
}

/** Handles are compared as they are, objects by what they say. */
function isAnother(now: CatalogSource | undefined, before: CatalogSource | undefined): boolean {
  return now !== before && (isHandle(now) || isHandle(before) || differ(now, before));
}
