// The state common to all pages: the open catalog, and the address.
import type { Catalog, Finding } from "drawdown";
import type { Catalog as Prices } from "drawdown/prices";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { OWN, type OwnIs } from "../components/platform-picker";
import type { Opened } from "@elements/engine/opened";
import { first, formerFirst, shipped, type Catalogs } from "../engine/catalogs";
import { plainly, told } from "@elements/engine/faults";
import { forget, keep, kept, packed, unpacked } from "../engine/own";
import { VERSION, platformIn, unused } from "../url-state/address";
import { NOTHING, queryOf, type Carried } from "../url-state/carried";
import { Past } from "../url-state/past";
import { Later } from "@elements/later";
import { text } from "../words";

/** The links to the other pages: each with the query that is made for its page. */
function carry(queryOf: (page: string) => string, fragment: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("header nav a")) {
    const query = queryOf(link.pathname.replace(/^.*\/|\.html$/g, ""));
    link.search = query && `?${query}`;
    link.hash = fragment;
  }
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
  /** Of the reader's own catalog, also before it is open. */
  ownName = kept()?.name ?? "";
  /** How it comes back after a reload. */
  ownIs: OwnIs = "kept";
  /** The own catalog for the address; empty if it is too large. */
  fragment = "";

  protected readonly address = new Later(250, () => this.writeAddress());
  private readonly past = new Past();

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
    // What was typed last belongs to the platform before.
    this.address.flush();
    this.notices = [];
    this.ownFaults = [];
    if (platform === OWN && !this.own) await this.bring();
    await this.enter(platform === OWN && !this.own ? first : platform, new URLSearchParams(), platform === first);
  }

  async openFile(file: File): Promise<void> {
    this.ownFile = file.name;
    this.ownFaults = [];
    try {
      const text = await file.text();
      await this.openOwn(text);
      if (keep({ file: file.name, name: this.ownName, text })) this.ownIs = "kept";
      // The former one must not come back in its place.
      else forget();
      await this.choosePlatform(OWN);
    } catch (error) {
      this.ownFaults = told(error);
      this.host.requestUpdate();
    }
  }

  /** The own catalog is neither kept nor offered any longer. */
  async forgetOwn(): Promise<void> {
    forget();
    this.own = undefined;
    this.ownName = this.fragment = "";
    await this.choosePlatform(first);
  }

  /** Of the prices that are shown. */
  get version(): string | undefined {
    return this.opened?.info.version;
  }

  get canUndo(): boolean {
    return this.past.canUndo;
  }

  /** Takes the last change back. */
  async undo(): Promise<void> {
    this.address.flush();
    const former = this.past.undo();
    if (former === undefined) return;
    history.replaceState(history.state, "", former || location.pathname);
    await this.start();
  }

  /** Updates the address at once. */
  writeAddress(): void {
    if (!this.opened) return;
    const query = this.query(this.opened);
    const fragment = this.platform === OWN && this.fragment ? `#${this.fragment}` : "";
    const address = (query && `?${query}`) + fragment;
    history.replaceState(history.state, "", address || location.pathname);
    const { info } = this.opened;
    carry((page) => (query ? queryOf(page, this.platform, this.carried(), info) : ""), fragment);
    const { canUndo } = this;
    this.past.note(address);
    if (this.canUndo !== canUndo) this.host.requestUpdate();
  }

  /** What the links to other pages take along besides the platform. */
  protected carried(): Carried {
    return NOTHING;
  }

  private async openOwn(text: string): Promise<void> {
    this.own = await this.catalogs.open(text);
    this.ownName = this.own.info.name;
    this.fragment = await packed(text);
    this.ownIs = kept()?.text === text ? "kept" : this.fragment ? "carried" : "lost";
  }

  /** The own catalog of the address or, without one there, of this browser. */
  private async bring(): Promise<void> {
    const isLinked = location.hash.startsWith("#own=");
    const text = isLinked ? await unpacked(location.hash) : this.own ? undefined : kept()?.text;
    // Not another catalog for a link that is damaged.
    if (isLinked && text === undefined) this.own = undefined;
    if (text === undefined || text === this.own?.text) return;
    try {
      await this.openOwn(text);
    } catch (error) {
      this.ownFile = kept()?.file ?? "";
      this.ownFaults = told(error);
    }
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
    const version = asked.get(VERSION);
    asked.delete(VERSION);
    const isFresh = asked.size === 0;
    const platform = platformIn(asked) ?? (isFresh ? first : formerFirst);
    if (platform === OWN) await this.bring();
    const known = shipped.some(({ id }) => id === platform) || (platform === OWN && this.own);
    this.notices =
      known || !platform
        ? []
        : [unused("platform", platform, platform === OWN ? text().whyOwnCatalog : text().whyNoCatalog)];
    await this.enter(known ? platform : first, known ? asked : new URLSearchParams(), isFresh || !known);
    const { info } = this.opened ?? {};
    if (known && version && info && version !== info.version) {
      this.notices = [...this.notices, text().olderPrices(info.name, version, info.version)];
      this.host.requestUpdate();
    }
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
    // The links to other pages are of this platform at once.
    this.address.flush();
  }
}
