// The account behind a log, on the usage page: its inputs, and what a replay, invoices and a forecast answer.
import type { Finding } from "drawdown";
import type { ReadSummary, Replay, ReplaySpec, UsageForecast, UsageInvoice } from "drawdown/usage";
import type { UsageWorker } from "drawdown/usage/worker";
import type { ReactiveControllerHost } from "lit";
import { told } from "@elements/engine/faults";
import type { Opened } from "@elements/engine/opened";
import { changed, standard, type Plans } from "@elements/engine/scenario";
import { Later, UNNOTICED } from "@elements/later";
import { forecastSpec, replaySpec, type Extent, type Shown } from "../engine/account";
import { dateOf } from "../format/days";

/** What the page shows of a log. */
export type Section = "spent" | "account" | "invoices" | "next";

/** Payments of more events would fill the memory of a page. */
export const MOST_PAYMENTS = 200_000;

export class AccountStore {
  section: Section = "spent";
  opened: Opened | undefined;
  plans: Plans | undefined;
  shown: readonly Shown[] = [];
  replay: Replay | undefined;
  invoices: readonly UsageInvoice[] | undefined;
  forecast: UsageForecast | undefined;
  faults: Finding[] = [];
  /** The share that is done, once it takes long. */
  share: number | undefined;
  stopped = false;

  private extent: Extent | undefined;
  private events = 0;
  private rateAll = false;
  private running: AbortController | undefined;
  private readonly ask = new Later(250, () => void this.run());

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly worker: UsageWorker,
    private readonly zone: string,
  ) {}

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Events whose payments can be listed here. */
  get listsPayments(): boolean {
    return this.events <= MOST_PAYMENTS;
  }

  end(): void {
    this.running?.abort();
    this.ask.cancel();
  }

  /** Another log, or none. */
  takeLog(read: ReadSummary | undefined): void {
    this.end();
    this.forget();
    const { first, last, events = 0 } = read ?? {};
    this.events = events;
    this.extent = first && last ? { first: dateOf(first, this.zone), last: dateOf(last, this.zone) } : undefined;
    if (this.extent && this.plans) this.plans = { ...this.plans, start: this.extent.first };
    this.begin();
  }

  /** Another catalog, or none. */
  takeCatalog(opened: Opened | undefined): void {
    this.end();
    this.forget();
    this.opened = opened;
    const start = this.extent?.first ?? opened?.info.as_of ?? "";
    this.plans = opened && { ...standard(opened, start), zone: this.zone, wanted: [] };
    this.begin();
  }

  set(change: Partial<Plans>): void {
    if (!this.plans || !this.opened) return;
    this.plans = changed(this.plans, change, this.opened.document);
    this.changed();
  }

  show(shown: readonly Shown[]): void {
    this.shown = shown;
    this.changed();
  }

  rate(all: boolean): void {
    if (all === this.rateAll) return;
    this.rateAll = all;
    this.changed();
  }

  choose(section: Section): void {
    this.section = section;
    this.begin();
  }

  stop(): void {
    this.stopped = true;
    this.end();
  }

  /** Computes again after a stop. */
  begin(): void {
    this.ask.cancel();
    void this.run();
  }

  /** What each lot paid of each event. */
  async payments(): Promise<Replay | undefined> {
    const spec = this.spec();
    return spec && this.opened && this.worker.replay({ ...spec, payments: true }, this.opened.text);
  }

  private changed(): void {
    // Answers for other inputs stay until there are new ones.
    this.stopped = false;
    this.running?.abort();
    this.host.requestUpdate();
    this.ask.soon();
  }

  private forget(): void {
    this.replay = this.invoices = this.forecast = this.share = undefined;
    [this.faults, this.stopped] = [[], false];
  }

  private spec(): ReplaySpec | undefined {
    const { plans, opened, extent } = this;
    return plans && opened && extent && replaySpec(plans, opened, this.shown, extent, this.rateAll);
  }

  private async run(): Promise<void> {
    this.running?.abort();
    this.host.requestUpdate();
    const spec = this.section === "spent" ? undefined : this.spec();
    if (!spec || !this.opened) return;
    const control = (this.running = new AbortController());
    const { signal } = control;
    this.stopped = false;
    try {
      await this.answer(spec, this.opened, signal);
      if (!signal.aborted) this.faults = [];
    } catch (error) {
      if (!signal.aborted) [this.faults, this.replay, this.invoices, this.forecast] = [told(error), undefined, undefined, undefined];
    } finally {
      if (this.running === control) this.running = this.share = undefined;
      this.host.requestUpdate();
    }
  }

  private async answer(spec: ReplaySpec, { text, document }: Opened, signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const onProgress = (share: number) => {
      if (signal.aborted || performance.now() - began < UNNOTICED) return;
      this.share = share;
      this.host.requestUpdate();
    };
    const options = { signal, onProgress };
    // The thread keeps the last replay, so the later questions of one specification take no second one.
    const replay = await this.worker.replay(spec, text, options);
    if (signal.aborted) return;
    this.replay = replay;
    if (this.section === "invoices") this.invoices = await this.worker.invoices(spec, text, { signal });
    if (this.section === "next") this.forecast = await this.worker.forecast(forecastSpec(spec, replay, document), text, options);
  }
}
