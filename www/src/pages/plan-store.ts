// The state of the plan calculator: inputs, fit, address.
import type { Finding, Fit, FitOption, Need, ProjectionSummary } from "drawdown";
import type { ReactiveControllerHost } from "lit";
import type { BalanceData } from "@elements/parts/balance-chart";
import { headline } from "@elements/parts/fit-card";
import { balanceOf } from "@elements/engine/balance";
import type { Opened } from "@elements/engine/opened";
import { whole } from "../engine/whole";
import { attempted, told } from "@elements/engine/faults";
import { keyOf, needOf, rowWith, standard, type Plan, type Row } from "@elements/engine/plan";
import { MOST_ROWS } from "@elements/engine/scenario";
import { Planner } from "@elements/engine/planner";
import { projected } from "@elements/engine/projected";
import { now } from "@elements/format/date";
import * as address from "../url-state/plan-address";
import { linesFor } from "../engine/needs";
import { Later } from "@elements/later";
import { PageStore } from "./page-store";

/** Milliseconds in which a slider still feels immediate. */
const SLOW = 60;
/** Shorter computations show no progress, in milliseconds. */
const UNNOTICED = 250;

export interface Answer {
  need: Need;
  fit: Fit;
}

/** The simulation of an option. */
export interface View {
  option: FitOption;
  /** By how many per cent the need is increased. */
  more: string;
  data: BalanceData;
  summary: ProjectionSummary;
}

export class PlanStore extends PageStore {
  plan: Plan | undefined;
  answer: Answer | undefined;
  view: View | undefined;
  /** By how many per cent the need is increased in the view; text as typed. */
  more = "0";
  faults: Finding[] = [];
  /** An answer is being computed; the previous one is shown. */
  busy = false;
  /** The progress of the answer, 0 to 1, once it takes long. */
  share: number | undefined;
  stopped = false;

  private slow = false;
  private done = 0;
  private control: AbortController | undefined;
  private readonly noticed = new Later(UNNOTICED, () => this.progress());
  private readonly planner = new Planner();
  private usual: Plan | undefined;
  private frame = 0;

  constructor(host: ReactiveControllerHost) {
    super(host, whole);
  }

  override hostDisconnected(): void {
    super.hostDisconnected();
    cancelAnimationFrame(this.frame);
    this.noticed.cancel();
    this.planner.end();
  }

  /** The selected option. */
  get chosen(): FitOption | undefined {
    const options = this.answer?.fit.options ?? [];
    return options.find((option) => keyOf(option) === this.plan?.option) ?? options[0];
  }

  /** Number of values that the user entered. */
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
    if (opened && plan && plan.rows.length < MOST_ROWS)
      this.set({ rows: [...plan.rows, rowWith(opened.catalog, opened.info)] });
  }

  assume(at: string, text: string): void {
    if (this.plan) this.set({ assume: { ...this.plan.assume, [at]: text } });
  }

  /** Selects another option; nothing is computed again. */
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

  protected adopt(opened: Opened, asked: URLSearchParams): void {
    this.usual = standard(opened, now().slice(0, 10), linesFor(opened.info.id));
    const { plan, notices } = address.read(asked, opened, this.usual);
    this.plan = plan;
    this.notices = [...this.notices, ...notices];
  }

  protected clear(): void {
    this.plan = undefined;
  }

  /** At once, because the current answer belongs to another catalog. */
  protected override arrived(): void {
    this.work();
    this.address.soon();
    this.announce.soon();
  }

  protected query(opened: Opened, platform: string): string {
    const { plan, usual } = this;
    return plan && usual ? address.write(this.platform, plan, opened, { platform, plan: usual }) : "";
  }

  /** Inputs change at once, answers once a frame: a slider sends more events than a screen shows. */
  protected changed(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.work());
    this.host.requestUpdate();
    this.address.soon();
    this.announce.soon();
  }

  /** A computation that takes more than a few frames goes to a separate thread. */
  private work(): void {
    const { opened, plan } = this;
    this.stopped = false;
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

  /** One question at a time; later changes are asked when it is answered. */
  private async workAside(opened: Opened, plan: Plan): Promise<void> {
    if (this.busy) return;
    const control = (this.control = new AbortController());
    this.busy = true;
    this.done = 0;
    this.noticed.soon();
    this.host.requestUpdate();
    const need = needOf(plan, opened);
    const began = performance.now();
    let [fit, faults]: [Fit | undefined, Finding[]] = [undefined, []];
    try {
      fit = await this.planner.ask("fit", opened, need, {
        signal: control.signal,
        onProgress: (share) => this.progress(share),
      });
    } catch (error) {
      if (control.signal.aborted) return;
      faults = told(error);
    }
    this.ended();
    this.slow = performance.now() - began > SLOW;
    if (this.opened !== opened || this.plan !== plan) this.work();
    else this.settle(need, fit, faults);
  }

  /** Reports the progress, once it takes long. */
  private progress(share?: number): void {
    if (share !== undefined) this.done = share;
    if (share !== undefined && this.share === undefined) return;
    this.share = this.done;
    this.host.requestUpdate();
  }

  private ended(): void {
    this.noticed.cancel();
    this.busy = false;
    this.share = undefined;
  }

  /** Stops it at once; the previous answer stays. */
  stop(): void {
    this.ended();
    this.stopped = true;
    this.control?.abort();
    this.host.requestUpdate();
  }

  /** Restarts a stopped computation. */
  again(): void {
    this.work();
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

  protected override spoken(): string {
    const { opened, answer } = this;
    if (!opened) return "";
    return answer ? headline(answer.fit, opened.info).title : "No plan: an input needs a correction.";
  }
}
