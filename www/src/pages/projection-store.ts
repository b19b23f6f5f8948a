// The state behind the projection page: what is set, what it leads to, what the address says.
import type { Finding, Projection, ProjectionSummary } from "drawdown";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { OWN } from "../components/platform-picker";
import { open, openShipped, shipped, type Opened } from "../engine/catalogs";
import { attempted, findings } from "../engine/faults";
import { scenarioOf, standard, terms, wantedOf, type Plans, type Wanted } from "../engine/scenario";
import { now } from "../format/date";
import { outlook } from "../format/projection";
import { platformIn, unused } from "../url-state/address";
import * as address from "../url-state/scenario-address";
import { Later } from "./later";

export interface Answer {
  projection: Projection;
  summary: ProjectionSummary;
  zone: string;
}

export class ProjectionStore implements ReactiveController {
  platform = "";
  opened: Opened | undefined;
  plans: Plans | undefined;
  notices: string[] = [];
  failure = "";
  own: Opened | undefined;
  ownFile = "";
  ownFaults: Finding[] = [];
  answer: Answer | undefined;
  faults: Finding[] = [];
  /** What a screen reader hears once typing pauses. */
  announcement = "";

  private usual: Plans | undefined;
  private readonly address = new Later(250, () => this.writeAddress());
  private readonly announce = new Later(700, () => this.speak());

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("popstate", this.start);
    void this.start();
  }

  hostDisconnected(): void {
    removeEventListener("popstate", this.start);
    this.address.cancel();
    this.announce.cancel();
  }

  set(change: Partial<Plans>): void {
    if (!this.plans || !this.opened) return;
    this.plans = { ...this.plans, ...change };
    const sold = terms(this.opened.document, this.plans.plan);
    const [first] = sold;
    if (first && !sold.includes(this.plans.term)) this.plans = { ...this.plans, term: first };
    this.changed();
  }

  setWanted(place: number, wanted: Wanted | undefined): void {
    const rows = this.plans?.wanted ?? [];
    this.set({ wanted: wanted ? rows.with(place, wanted) : rows.filter((_, i) => i !== place) });
  }

  addWanted(): void {
    if (this.opened && this.plans) this.set({ wanted: [...this.plans.wanted, wantedOf(this.opened.catalog, this.opened.info)] });
  }

  dismiss(): void {
    this.notices = [];
    this.host.requestUpdate();
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
      this.own = opened;
      await this.choose(OWN);
    } catch (error) {
      this.ownFaults = findings(error);
      this.host.requestUpdate();
    }
  }

  private readonly start = async (): Promise<void> => {
    const asked = new URLSearchParams(location.search);
    const platform = platformIn(asked) ?? shipped[0]?.id ?? "";
    const known = shipped.some(({ id }) => id === platform) || (platform === OWN && this.own);
    this.notices = known || !platform ? [] : [unused("platform", platform, platform === OWN ? "open your own catalog again" : "no such catalog is here")];
    await this.enter(known ? platform : (shipped[0]?.id ?? ""), known ? asked : new URLSearchParams());
  };

  private async enter(platform: string, asked: URLSearchParams): Promise<void> {
    this.platform = platform;
    this.failure = "";
    try {
      const entry = shipped.find(({ id }) => id === platform);
      const opened = platform === OWN ? this.own : entry && (await openShipped(entry));
      if (this.platform !== platform || !opened) return;
      this.opened = opened;
      this.usual = standard(opened, now().slice(0, 10));
      const { plans, notices } = address.read(asked, opened, this.usual);
      this.plans = plans;
      this.notices = [...this.notices, ...notices];
    } catch (error) {
      this.opened = this.plans = undefined;
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.changed();
  }

  private writeAddress(): void {
    const { opened, plans, usual } = this;
    if (!opened || !plans || !usual) return;
    const query = address.write(this.platform, plans, opened, { platform: shipped[0]?.id ?? "", plans: usual });
    history.replaceState(history.state, "", `?${query}`);
  }

  private changed(): void {
    this.work();
    this.address.soon();
    this.announce.soon();
  }

  private work(): void {
    const { opened, plans } = this;
    this.answer?.projection.free();
    this.answer = undefined;
    this.faults = [];
    if (opened && plans) {
      const { value, faults } = attempted(() => opened.catalog.simulate(scenarioOf(plans, opened)));
      this.answer = value && { projection: value, summary: value.summary(), zone: plans.zone };
      this.faults = faults;
    }
    this.host.requestUpdate();
  }

  private speak(): void {
    if (!this.opened) return;
    this.announcement = this.answer
      ? outlook(this.answer.summary, this.opened.info, this.answer.zone).sentence
      : "No projection: an input needs a correction.";
    this.host.requestUpdate();
  }
}
