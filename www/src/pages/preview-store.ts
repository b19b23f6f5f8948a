// The state behind the preview page: what is set, what the engine answers, what the address says.
import type { Affordable, Catalog, Cheaper, Estimate, Finding, OperationInfo, Quote, Request } from "drawdown/prices";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { OWN } from "../components/platform-picker";
import { shipped, type Opened } from "../engine/catalogs";
import { open, openShipped } from "../engine/prices";
import { attempted, fieldOf, findings } from "../engine/faults";
import { EMPTY, requestOf, selectionOf, sifted, withField, type Field, type Raw, type Selection } from "../engine/selection";
import { now } from "../format/date";
import { spoken } from "../format/estimate";
import { Later } from "./later";
import * as address from "../url-state/address";

export class PreviewStore implements ReactiveController {
  platform = "";
  opened: Opened<Catalog> | undefined;
  selection: Selection = EMPTY;
  /** The instant of the page, which stands for "now" in every request. */
  now = now();
  notices: string[] = [];
  /** Why nothing can be shown at all. */
  failure = "";

  own: Opened<Catalog> | undefined;
  ownFile = "";
  ownFaults: Finding[] = [];

  estimate: Estimate | undefined;
  faults: Finding[] = [];
  affordable: Affordable | undefined;
  budgetFaults: Finding[] = [];
  cheaper: Cheaper | undefined;
  /** What a screen reader hears once typing pauses. */
  announcement = "";

  private readonly further = new Later(120, () => this.compare());
  private readonly address = new Later(250, () => this.writeAddress());
  private readonly announce = new Later(700, () => this.speak());

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("popstate", this.start);
    document.addEventListener("visibilitychange", this.refresh);
    void this.start();
  }

  hostDisconnected(): void {
    removeEventListener("popstate", this.start);
    document.removeEventListener("visibilitychange", this.refresh);
    for (const later of [this.further, this.address, this.announce]) later.cancel();
  }

  get operation(): OperationInfo | undefined {
    return this.opened?.info.operations.find(({ id }) => id === this.selection.operation);
  }

  get request(): Request | undefined {
    return this.operation && requestOf(this.selection, this.operation, this.now);
  }

  set(field: Field, value: Raw | undefined): void {
    this.selection = withField(this.selection, field, value);
    // Another operation keeps what it also has and allows.
    if (field === "operation" && this.opened && this.operation) {
      this.selection = sifted(this.opened.catalog, this.operation, this.selection, this.now).selection;
    }
    this.changed();
  }

  apply(request: Request): void {
    const at = request.at === this.now ? "" : (request.at ?? "");
    this.selection = { ...selectionOf(request, this.selection), at };
    this.changed();
  }

  dismiss(): void {
    this.notices = [];
    this.host.requestUpdate();
  }

  quote(): Quote {
    if (!this.opened || !this.request) throw new Error("nothing to quote");
    return this.opened.catalog.quote(this.request);
  }

  async choose(platform: string): Promise<void> {
    this.notices = [];
    this.ownFaults = [];
    await this.enter(platform, new URLSearchParams());
  }

  async openFile(file: File): Promise<void> {
    this.ownFile = file.name;
    this.ownFaults = [];
    try {
      const opened = await open(await file.text());
      this.own?.catalog.free();
      this.own = opened;
      await this.choose(OWN);
    } catch (error) {
      this.ownFaults = findings(error);
      this.host.requestUpdate();
    }
  }

  /** Brings the address up to date at once. */
  writeAddress(): void {
    if (!this.opened) return;
    const query = address.write(this.platform, this.selection, this.opened.info, { platform: shipped[0]?.id ?? "" });
    history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
  }

  private readonly start = async (): Promise<void> => {
    const asked = new URLSearchParams(location.search);
    const platform = address.platformIn(asked) ?? shipped[0]?.id ?? "";
    const known = shipped.some(({ id }) => id === platform) || (platform === OWN && this.own);
    this.notices = known || !platform ? [] : [address.unused("platform", platform, platform === OWN ? "open your own catalog again" : "no such catalog is here")];
    await this.enter(known ? platform : (shipped[0]?.id ?? ""), known ? asked : new URLSearchParams());
  };

  private async enter(platform: string, asked: URLSearchParams): Promise<void> {
    this.platform = platform;
    this.failure = "";
    try {
      const opened = await this.load(platform);
      if (this.platform !== platform) return;
      this.opened = opened;
      if (opened) this.adopt(opened, asked);
    } catch (error) {
      this.opened = undefined;
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.changed();
  }

  private async load(platform: string): Promise<Opened<Catalog> | undefined> {
    if (platform === OWN) return this.own;
    const entry = shipped.find(({ id }) => id === platform);
    return entry && openShipped(entry);
  }

  /** Takes from the address what this catalog allows, and says what it does not. */
  private adopt(opened: Opened<Catalog>, asked: URLSearchParams): void {
    const { selection, notices } = address.read(asked, opened.info);
    this.selection = selection;
    this.notices = [...this.notices, ...notices];
    if (!this.operation) return;
    const { selection: allowed, refused } = sifted(opened.catalog, this.operation, selection, this.now);
    this.selection = allowed;
    for (const { path, message } of refused) this.leaveOut(address.wordOf(fieldOf(path)), asked, message);
    this.adoptBudget(opened, asked);
  }

  private adoptBudget({ catalog }: Opened<Catalog>, asked: URLSearchParams): void {
    const { request, selection: { budget } } = this;
    if (!budget || !request || !this.answers(catalog, request)) return;
    const { faults } = attempted(() => catalog.affordable(request, budget));
    if (faults.length === 0) return;
    this.leaveOut("budget", asked, faults[0]?.message ?? "");
    this.selection = { ...this.selection, budget: "" };
  }

  private answers(catalog: Catalog, request: Request): boolean {
    return attempted(() => catalog.estimate(request)).faults.length === 0;
  }

  private leaveOut(word: string, asked: URLSearchParams, why: string): void {
    this.notices = [...this.notices, address.unused(word, asked.get(word) ?? "", why)];
  }

  private readonly refresh = (): void => {
    if (document.visibilityState !== "visible") return;
    this.now = now();
    this.answer();
  };

  private changed(): void {
    this.answer();
    this.address.soon();
    this.announce.soon();
  }

  private answer(): void {
    const { opened, request } = this;
    const { value, faults } = opened && request ? attempted(() => opened.catalog.estimate(request)) : { faults: [] };
    this.estimate = value;
    this.faults = faults;
    this.further.soon();
    this.host.requestUpdate();
  }

  /** The answers that take longer, once typing pauses for a moment. */
  private compare(): void {
    const { opened, request, estimate, selection } = this;
    const budget = selection.budget || selection.balance;
    this.affordable = this.cheaper = undefined;
    this.budgetFaults = [];
    if (opened && request && estimate) {
      if (estimate.state === "exact") this.cheaper = attempted(() => opened.catalog.cheaper(request)).value;
      if (budget) {
        const { value, faults } = attempted(() => opened.catalog.affordable(request, budget));
        this.affordable = value;
        this.budgetFaults = faults;
      }
    }
    this.host.requestUpdate();
  }

  private speak(): void {
    if (!this.opened) return;
    const correction = "No cost: an input needs a correction.";
    this.announcement = this.estimate ? spoken(this.estimate, this.opened.info) : correction;
    this.host.requestUpdate();
  }
}
