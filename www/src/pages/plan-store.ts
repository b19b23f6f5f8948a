// The state behind the plan calculator: what is set, what fits it, what the address says.
import type { Finding, Fit, FitOption, Need, ProjectionSummary } from "drawdown";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { BalanceData } from "../components/balance-chart";
import { headline } from "../components/fit-card";
import { OWN } from "../components/platform-picker";
import { balanceOf } from "../engine/balance";
import { shipped, type Opened } from "../engine/catalogs";
import { open, openShipped } from "../engine/whole";
import { attempted, findings, told } from "../engine/faults";
import { keyOf, MOST_ROWS, needOf, rowWith, standard, type Plan, type Row } from "../engine/plan";
import { Planner } from "../engine/planner";
import { projected } from "../engine/projected";
import { now } from "../format/date";
import { platformIn, unused } from "../url-state/address";
import * as address from "../url-state/plan-address";
import { Later } from "./later";

/** Milliseconds in which a slider still feels as if it moved by itself. */
const SLOW = 60;

export interface Answer {
  need: Need;
  fit: Fit;
}

/** What an option leads to, day by day. */
export interface View {
  option: FitOption;
  /** Per cent more than the need. */
  more: string;
  data: BalanceData;
  summary: ProjectionSummary;
}

export class PlanStore implements ReactiveController {
  platform = "";
  opened: Opened | undefined;
  plan: Plan | undefined;
  notices: string[] = [];
  failure = "";
  own: Opened | undefined;
  ownFile = "";
  ownFaults: Finding[] = [];
  answer: Answer | undefined;
  view: View | undefined;
  /** Per cent more than the need, in the view; text as typed. */
  more = "0";
  faults: Finding[] = [];
  /** What a screen reader hears once typing pauses. */
  announcement = "";

  /** An answer is on its way; what is shown is the one before. */
  busy = false;

  private slow = false;
  private readonly planner = new Planner();
  private usual: Plan | undefined;
  private frame = 0;
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
    cancelAnimationFrame(this.frame);
    this.address.cancel();
    this.announce.cancel();
    this.planner.end();
  }

  /** The option that is looked at. */
  get chosen(): FitOption | undefined {
    const options = this.answer?.fit.options ?? [];
    return options.find((option) => keyOf(option) === this.plan?.option) ?? options[0];
  }

  /** How many numbers are the person's own. */
  get entered(): number {
    return Object.values(this.plan?.assume ?? {}).filter((text) => text.trim()).length;
  }

  set(change: Partial<Plan>): void {
    if (!this.plan) return;
    this.plan = { ...this.plan, ...change };
    this.changed();
  }

  setRow(place: number, row: Row | undefined): void {
    const rows = this.plan?.rows ?? [];
    this.set({ rows: row ? rows.with(place, row) : rows.filter((_, i) => i !== place) });
  }

  addRow(): void {
    const { opened, plan } = this;
    if (opened && plan && plan.rows.length < MOST_ROWS) this.set({ rows: [...plan.rows, rowWith(opened.catalog, opened.info)] });
  }

  assume(at: string, text: string): void {
    if (this.plan) this.set({ assume: { ...this.plan.assume, [at]: text } });
  }

  /** Looks at another option; nothing has to be worked out anew. */
  choose(option: string): void {
    const best = this.answer?.fit.options[0];
    if (!this.plan) return;
    this.plan = { ...this.plan, option: best && keyOf(best) === option ? "" : option };
    this.look();
    this.address.soon();
  }

  setMore(more: string): void {
    this.more = more;
    this.look();
  }

  dismiss(): void {
    this.notices = [];
    this.host.requestUpdate();
  }

  async choosePlatform(platform: string): Promise<void> {
    this.notices = [];
    this.ownFaults = [];
    await this.enter(platform, new URLSearchParams());
  }

  async openFile(file: File): Promise<void> {
    this.ownFile = file.name;
    this.ownFaults = [];
    try {
      this.own = await open(await file.text());
      await this.choosePlatform(OWN);
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
      const { plan, notices } = address.read(asked, opened, this.usual);
      this.plan = plan;
      this.notices = [...this.notices, ...notices];
    } catch (error) {
      this.opened = this.plan = undefined;
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.work();
    this.address.soon();
    this.announce.soon();
  }

  private writeAddress(): void {
    const { opened, plan, usual } = this;
    if (!opened || !plan || !usual) return;
    const query = address.write(this.platform, plan, opened, { platform: shipped[0]?.id ?? "", plan: usual });
    history.replaceState(history.state, "", `?${query}`);
  }

  /** Inputs move at once, answers once a frame: a slider sends more events than anybody sees. */
  private changed(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.work());
    this.host.requestUpdate();
    this.address.soon();
    this.announce.soon();
  }

  /** What takes longer than a frame or three is worked out on a thread of its own. */
  private work(): void {
    const { opened, plan } = this;
    if (!opened || !plan) {
      this.settle(undefined, undefined, []);
      return;
    }
    if (this.slow) {
      void this.workAside(opened, plan);
      return;
    }
    const need = needOf(plan, opened);
    const began = performance.now();
    const { value: fit, faults } = attempted(() => opened.catalog.fit(need));
    this.slow = performance.now() - began > SLOW;
    this.settle(need, fit, faults);
  }

  /** One question at a time: what has changed meanwhile is asked when it is answered. */
  private async workAside(opened: Opened, plan: Plan): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.host.requestUpdate();
    const need = needOf(plan, opened);
    const began = performance.now();
    let [fit, faults]: [Fit | undefined, Finding[]] = [undefined, []];
    try {
      fit = await this.planner.ask("fit", opened, need);
    } catch (error) {
      faults = told(error);
    }
    this.busy = false;
    this.slow = performance.now() - began > SLOW;
    if (this.opened !== opened || this.plan !== plan) this.work();
    else this.settle(need, fit, faults);
  }

  private settle(need: Need | undefined, fit: Fit | undefined, faults: Finding[]): void {
    this.answer = need && fit && { need, fit };
    this.faults = faults;
    this.look();
  }

  private look(): void {
    const { opened, plan, answer, chosen } = this;
    this.view = undefined;
    if (opened && plan && answer && chosen && chosen.state !== "unknown") {
      const more = /^\d{1,4}(\.\d+)?$/.test(this.more.trim()) ? this.more.trim() : "0";
      const { value: projection } = attempted(() => opened.catalog.fitProjection(answer.need, chosen, { more }));
      if (projection) {
        const data = projected(projection);
        projection.free();
        this.view = { option: chosen, more, summary: data.summary, data: balanceOf(data, opened.document, plan.zone) };
      }
    }
    this.host.requestUpdate();
  }

  private speak(): void {
    const { opened, answer } = this;
    if (!opened) return;
    this.announcement = answer ? headline(answer.fit, opened.info).title : "No plan: an input needs a correction.";
    this.host.requestUpdate();
  }
}
