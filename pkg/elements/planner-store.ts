// The state of the planner: inputs, fit, the option that is looked at.
import type { Finding, Fit, FitOption, Need, NeedLine, ProjectionSummary } from "drawdown";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { balanceOf } from "./engine/balance";
import { attempted, told } from "./engine/faults";
import type { Opened } from "./engine/opened";
import { keyOf, needOf, rowWith, standard, type Plan, type Row } from "./engine/plan";
import { Planner } from "./engine/planner";
import { projected } from "./engine/projected";
import { MOST_ROWS } from "./engine/scenario";
import { now } from "./format/date";
import { Later, UNNOTICED } from "./later";
import { text } from "./localise";
import { Pace } from "./pace";
import type { BalanceData } from "./parts/balance-chart";
import { headline } from "./parts/fit-card";
import { Voice } from "./voice";

/** Milliseconds of a frame that a fit may take from a slider. */
const SLOW = 8;

export interface Answer {
  need: Need;
  fit: Fit;
  /** In whose time it is told. */
  zone: string;
}

/** The simulation of an option. */
export interface View {
  option: FitOption;
  /** By how many per cent the need is increased. */
  more: string;
  data: BalanceData;
  summary: ProjectionSummary;
}

export class PlannerStore implements ReactiveController {
  opened: Opened | undefined;
  plan: Plan | undefined;
  answer: Answer | undefined;
  view: View | undefined;
  /** By how many per cent the need is increased in the view; text as typed. */
  more = "0";
  faults: Finding[] = [];
  /** The answer is the last one before an error. */
  isLate = false;
  /** The inputs have changed since the last answer. */
  asked = false;
  /** An answer is being computed; the previous one is shown. */
  busy = false;
  /** The progress of the answer, 0 to 1, once it takes long. */
  share: number | undefined;
  stopped = false;
  readonly voice: Voice;

  /** The last computation took long, or may take long: it goes to another thread. */
  private slow = true;
  private done = 0;
  /** The plan was given for a catalog that is not open yet. */
  private given = false;
  private usual: Plan | undefined;
  private control: AbortController | undefined;
  private frame = 0;
  /** The inputs that the host gave or was told last. */
  private known: Plan | undefined;
  private readonly pace = new Pace();
  private readonly planner = new Planner();
  private readonly noticed = new Later(UNNOTICED, () => this.progress());

  constructor(private readonly host: ReactiveControllerHost) {
    this.voice = new Voice(host, () => this.spoken());
    host.addController(this);
  }

  /** What was under way when it was taken from the page begins again. */
  hostConnected(): void {
    if (this.asked && !this.stopped) this.changed();
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.voice.cancel();
    this.pace.cancel();
    this.control?.abort();
    this.ended();
    this.planner.end();
  }

  /** The answer to the current inputs comes with the next frame. */
  get due(): boolean {
    return this.frame !== 0;
  }

  get need(): Need | undefined {
    return this.opened && this.plan && needOf(this.plan, this.opened);
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

  /** A catalog is on its way, for which another thread will be asked. */
  prepare(): void {
    this.planner.prepare();
  }

  /** A catalog, and what it begins with: that replaces inputs that nobody has set, and those of another catalog. */
  begin(opened: Opened | undefined, start: string, lines: readonly NeedLine[]): void {
    const isNew = opened !== this.opened;
    const isFree = !this.plan || this.plan === this.usual || (isNew && !this.given);
    this.opened = opened;
    this.usual = opened && standard(opened, start || now().slice(0, 10), lines);
    if (isFree) this.plan = this.usual;
    // Not the answer of another catalog.
    if (isNew) {
      this.answer = this.view = undefined;
      this.faults = [];
      this.isLate = false;
    }
    if (opened) this.given = false;
    this.pace.cancel();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.work();
  }

  /** Inputs from outside. A host that renders again gives what it knows, which may be older than the inputs. */
  adopt(plan: Plan | undefined): void {
    if (plan === this.plan || plan === this.known) return;
    this.known = plan;
    this.plan = plan;
    this.given = plan !== undefined;
    this.changed();
  }

  /** The host was told what is set. */
  tell(): void {
    this.known = this.plan;
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
  }

  setMore(more: string): void {
    this.more = more;
    this.look();
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

  /** Inputs change at once, answers once a frame: a slider sends more events than a screen shows. */
  private changed(): void {
    this.asked = true;
    this.pace.cancel();
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.work();
      this.host.requestUpdate();
    });
    this.host.requestUpdate();
  }

  /** The first computation, and one that takes more than a few frames, goes to a separate thread. */
  private work(): void {
    const { opened, plan } = this;
    this.asked = true;
    this.stopped = false;
    if (!opened || !plan) {
      this.settle(undefined, []);
      return;
    }
    if (this.slow && this.planner.canBegin) void this.workAside(opened, plan);
    else this.workHere(opened, plan);
  }

  private workHere(opened: Opened, plan: Plan): void {
    const need = needOf(plan, opened);
    const began = performance.now();
    const { value: fit, faults } = attempted(() => opened.catalog.fit(need));
    this.slow = performance.now() - began > SLOW;
    this.pace.show(() => this.settle({ need, fit, zone: plan.zone }, faults));
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
    const isLate = this.opened !== opened || this.plan !== plan;
    if (fit && isLate && this.opened === opened && this.pace.isFree) this.pace.show(() => this.glance({ need, fit, zone: plan.zone }));
    // Without a thread, it is computed here.
    if (!this.planner.canBegin || isLate) this.work();
    else this.pace.show(() => this.settle({ need, fit, zone: plan.zone }, faults));
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

  private settle(known: Omit<Answer, "fit"> & { fit: Fit | undefined } | undefined, faults: Finding[]): void {
    this.faults = faults;
    this.asked = false;
    // After an error the last good answer stays.
    this.isLate = known !== undefined && known.fit === undefined;
    if (!known) this.answer = undefined;
    else if (known.fit) this.answer = { ...known, fit: known.fit };
    this.look();
    this.voice.soon();
  }

  /** While inputs change: the answer to one of a moment ago. */
  private glance(answer: Answer): void {
    this.answer = answer;
    this.faults = [];
    this.isLate = false;
    this.look();
  }

  private look(): void {
    const { opened, answer, chosen, isLate, view } = this;
    const more = /^\d{1,4}(\.\d+)?$/.test(this.more.trim()) ? this.more.trim() : "0";
    // An answer that is of before stays as it is, until another part of it is asked for.
    if (isLate && view?.option === chosen && view?.more === more) return this.host.requestUpdate();
    this.view = undefined;
    if (opened && answer && chosen && chosen.state !== "unknown") {
      const { value: projection } = attempted(() => opened.catalog.fitProjection(answer.need, chosen, { more }));
      if (projection) {
        const data = projected(projection);
        projection.free();
        this.view = { option: chosen, more, summary: data.summary, data: balanceOf(data, opened.document, answer.zone) };
      }
    }
    this.host.requestUpdate();
  }

  private spoken(): string | undefined {
    const { opened, plan, answer, asked } = this;
    // An answer that is on its way is not yet "no plan".
    if (!opened || !plan || asked) return undefined;
    return answer && !this.isLate ? headline(answer.fit, opened.info).title : text().saidNoPlan;
  }
}
