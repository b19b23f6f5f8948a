// The state common to all pages: the open catalog, and the address.
import type { Catalog, Finding } from "drawdown";
import type { Catalog as Prices } from "drawdown/prices";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { OWN } from "../components/platform-picker";
import type { Opened } from "@elements/engine/opened";
import { first, formerFirst, shipped, type Catalogs } from "../engine/catalogs";
import { findings, plainly } from "@elements/engine/faults";
import { platformIn, unused } from "../url-state/address";
import { text } from "../words";
import { Later } from "@elements/later";

/** The links to the other pages keep the platform; one's own file is only here. */
function carry(platform: string): void {
  const query = platform && `?${new URLSearchParams({ platform })}`;
  for (const link of document.querySelectorAll<HTMLAnchorElement>("header nav a[data-platform]")) link.search = query;
}

export abstract class PageStore<Kind extends Prices = Catalog> implements ReactiveController {
  platform = "";
  opened: Opened<Kind> | undefined;
  notices: string[] = [];
  /** Why the page cannot show anything. */
  failure = "";
  own: Opened<Kind> | undefined;
  ownFile = "";
  ownFaults: Finding[] = [];

  protected readonly address = new Later(250, () => this.writeAddress());

  constructor(
    protected readonly host: ReactiveControllerHost,
    private readonly catalogs: Catalogs<Kind>,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("popstate", this.start);
    // Who comes back finds what was set last.
    addEventListener("pagehide", this.address.flush);
    void this.start();
  }

  hostDisconnected(): void {
    removeEventListener("popstate", this.start);
    removeEventListener("pagehide", this.address.flush);
    this.address.cancel();
  }

  dismiss(): void {
    this.notices = [];
    this.host.requestUpdate();
  }

  async choosePlatform(platform: string): Promise<void> {
    this.notices = [];
    this.ownFaults = [];
    await this.enter(platform, new URLSearchParams(), platform === first);
  }

  async openFile(file: File): Promise<void> {
    this.ownFile = file.name;
    this.ownFaults = [];
    try {
      this.own = await this.catalogs.open(await file.text());
      await this.choosePlatform(OWN);
    } catch (error) {
      this.ownFaults = findings(error);
      this.host.requestUpdate();
    }
  }

  /** Updates the address at once. */
  writeAddress(): void {
    if (!this.opened) return;
    const query = this.query(this.opened);
    history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
    carry(query && this.platform !== OWN ? this.platform : "");
  }

  /** Takes the allowed parts of an address; others become notices. A fresh page begins with an example. */
  protected abstract adopt(opened: Opened<Kind>, asked: URLSearchParams, isFresh: boolean): void;
  /** There is no catalog, so no inputs. */
  protected abstract clear(): void;
  /** An input has changed; or a catalog is open, or could not be opened. */
  protected abstract changed(): void;

  /** The address of the inputs. */
  protected abstract query(opened: Opened<Kind>): string;

  private readonly start = async (): Promise<void> => {
    const asked = new URLSearchParams(location.search);
    const isFresh = asked.size === 0;
    const platform = platformIn(asked) ?? (isFresh ? first : formerFirst);
    const known = shipped.some(({ id }) => id === platform) || (platform === OWN && this.own);
    this.notices =
      known || !platform
        ? []
        : [unused("platform", platform, platform === OWN ? text().whyOwnCatalog : text().whyNoCatalog)];
    await this.enter(known ? platform : first, known ? asked : new URLSearchParams(), isFresh || !known);
  };

  private async enter(platform: string, asked: URLSearchParams, isFresh: boolean): Promise<void> {
    this.platform = platform;
    this.failure = "";
    try {
      const entry = shipped.find(({ id }) => id === platform);
      const opened = platform === OWN ? this.own : entry && (await this.catalogs.openShipped(entry));
      if (this.platform !== platform || !opened) return;
      this.opened = opened;
      this.adopt(opened, asked, isFresh);
    } catch (error) {
      // Another platform was chosen meanwhile.
      if (this.platform !== platform) return;
      this.opened = undefined;
      this.clear();
      this.failure = plainly(error);
    }
    this.changed();
  }
}
