// The state common to all pages: the open catalog, and the address.
import type { Catalog, Finding } from "drawdown";
import type { Catalog as Prices } from "drawdown/prices";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { OWN, type OwnIs } from "../components/platform-picker";
import type { Opened } from "@elements/engine/opened";
import { first, formerFirst, shipped, type Catalogs } from "../engine/catalogs";
import { plainly, told } from "@elements/engine/faults";
import { forgetOwnDrafts } from "../engine/drafts";
import { forget, keep, kept, packed, unpacked } from "../engine/own";
import { VERSION, addressHere, platformIn, unused } from "../url-state/address";
import { AddressBar } from "../url-state/address-bar";
import { NOTHING, queryOf, type Carried } from "../url-state/carried";
import { text } from "../words";

/** The links to the other pages: each with the query that is made for its page. */
function carry(queryOf: (page: string) => string, fragment: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("header nav a")) {
    const query = queryOf(link.pathname.replace(/^.*\/|\.html$/g, ""));
    link.search = query && `?${query}`;
    link.hash = fragment;
  }
}

/** The reader's own catalog. */
interface Own<Kind extends Prices> {
  opened: Opened<Kind>;
  /** For the address; empty if it is too large. */
  fragment: string;
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

  protected readonly address = new AddressBar({
    written: () => this.written(),
    start: () => void this.start(),
    requestUpdate: () => this.host.requestUpdate(),
  });
  /** Of the choices of a platform, the last one: what arrives for an earlier one is late. */
  private visit = 0;
  /** Of the files that were opened, the last one. */
  private files = 0;
  /** The catalog of the last choice is still on its way. */
  private isArriving = false;

  constructor(
    protected readonly host: ReactiveControllerHost,
    private readonly catalogs: Catalogs<Kind>,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.address.connect();
  }

  hostDisconnected(): void {
    this.address.disconnect();
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
    const visit = this.depart();
    if (platform === OWN && !this.own) await this.bring(visit);
    await this.enter(visit, platform === OWN && !this.own ? first : platform, new URLSearchParams(), platform === first);
  }

  async openFile(file: File): Promise<void> {
    const { visit } = this;
    const turn = (this.files += 1);
    try {
      const text = await file.text();
      const own = await this.read(text);
      // Another file or platform was chosen meanwhile.
      if (turn !== this.files || visit !== this.visit) return;
      this.address.flush();
      this.hold(own, text);
      this.ownFile = file.name;
      this.ownFaults = [];
      if (keep({ file: file.name, name: this.ownName, text })) this.ownIs = "kept";
      // The former one must not come back in its place.
      else forget();
      this.notices = [];
      await this.enter(this.depart(), OWN, new URLSearchParams(), false);
    } catch (error) {
      if (turn !== this.files) return;
      this.ownFile = file.name;
      this.ownFaults = told(error);
      this.host.requestUpdate();
    }
  }

  /** The own catalog is neither kept nor offered any longer. */
  async forgetOwn(): Promise<void> {
    forget();
    forgetOwnDrafts();
    this.own = undefined;
    this.ownName = this.fragment = "";
    await this.choosePlatform(first);
  }

  /** Of the prices that are shown. */
  get version(): string | undefined {
    return this.opened?.info.version;
  }

  get canUndo(): boolean {
    return this.address.canUndo;
  }

  undo(): void {
    this.address.undo();
  }

  writeAddress(): void {
    this.address.write();
  }

  /** The address; the links to other pages are written with it. */
  private written(): string | undefined {
    // The inputs are still those of the platform before.
    if (!this.opened || this.isArriving) return undefined;
    const { info } = this.opened;
    const query = this.query(this.opened);
    const fragment = this.platform === OWN && this.fragment ? `#${this.fragment}` : "";
    carry((page) => (query ? queryOf(page, this.platform, this.carried(), info) : ""), fragment);
    return (query && `?${query}`) + fragment;
  }

  /** What the links to other pages take along besides the platform. */
  protected carried(): Carried {
    return NOTHING;
  }

  /** A platform is chosen: returns what tells this choice from later ones. */
  private depart(): number {
    this.address.cancel();
    this.isArriving = true;
    return (this.visit += 1);
  }

  private async read(text: string): Promise<Own<Kind>> {
    return { opened: await this.catalogs.open(text), fragment: await packed(text) };
  }

  /** It is the own catalog from now on. */
  private hold({ opened, fragment }: Own<Kind>, text: string): void {
    this.own = opened;
    this.ownName = opened.info.name;
    this.fragment = fragment;
    this.ownIs = kept()?.text === text ? "kept" : fragment ? "carried" : "lost";
  }

  /** The own catalog of the address or, without one there, of this browser. */
  private async bring(visit: number): Promise<void> {
    const isLinked = location.hash.startsWith("#own=");
    const text = isLinked ? await unpacked(location.hash) : this.own ? undefined : kept()?.text;
    if (visit !== this.visit) return;
    // Not another catalog for a link that is damaged.
    if (isLinked && text === undefined) this.own = undefined;
    if (text === undefined || text === this.own?.text) return;
    try {
      const own = await this.read(text);
      if (visit === this.visit) this.hold(own, text);
    } catch (error) {
      if (visit !== this.visit) return;
      // The link's inputs are not for the catalog that was open before.
      if (isLinked) this.own = undefined;
      this.ownFile = (isLinked ? "" : kept()?.file) ?? "";
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

  private async start(): Promise<void> {
    const visit = this.depart();
    const asked = addressHere();
    const version = asked.get(VERSION);
    asked.delete(VERSION);
    const isFresh = asked.size === 0;
    const platform = platformIn(asked) ?? (isFresh ? first : formerFirst);
    if (platform === OWN) await this.bring(visit);
    if (visit !== this.visit) return;
    const known = shipped.some(({ id }) => id === platform) || (platform === OWN && this.own);
    this.notices =
      known || !platform
        ? []
        : [unused("platform", platform, platform === OWN ? text().whyOwnCatalog : text().whyNoCatalog)];
    await this.enter(visit, known ? platform : first, known ? asked : new URLSearchParams(), isFresh || !known);
    const { info } = this.opened ?? {};
    if (visit === this.visit && known && version && info && version !== info.version) {
      this.notices = [...this.notices, text().olderPrices(info.name, version, info.version)];
      this.host.requestUpdate();
    }
  }

  private async enter(visit: number, platform: string, asked: URLSearchParams, isFresh: boolean): Promise<void> {
    if (visit !== this.visit) return;
    this.platform = platform;
    this.failure = "";
    try {
      const entry = shipped.find(({ id }) => id === platform);
      const opened = platform === OWN ? this.own : entry && (await this.catalogs.openShipped(entry));
      if (visit !== this.visit) return;
      this.isArriving = false;
      if (!opened) return;
      this.opened = opened;
      this.adopt(opened, asked, isFresh);
    } catch (error) {
      if (visit !== this.visit) return;
      this.isArriving = false;
      this.opened = undefined;
      this.clear();
      this.failure = plainly(error);
    }
    this.changed();
    // The links to other pages are of this platform at once.
    this.address.flush();
  }
}
