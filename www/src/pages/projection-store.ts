// The state of the projection page: inputs, projection, address.
import type { Finding, Forecast, ForecastOptions } from "drawdown";
import type { ProjectionData } from "drawdown/worker";
import type { ReactiveControllerHost } from "lit";
import type { Opened } from "@elements/engine/opened";
import { whole } from "../engine/whole";
import { told } from "@elements/engine/faults";
import { Runner } from "@elements/engine/runner";
import { scenarioOf, standard, terms, wantedOf, type Plans, type Wanted } from "@elements/engine/scenario";
import { now } from "@elements/format/date";
import { outlook } from "@elements/format/projection";
import * as address from "../url-state/scenario-address";
import { Later } from "@elements/later";
import { PageStore } from "./page-store";

/** A projection with everything needed to show it after the inputs have changed. */
export interface Answer {
  data: ProjectionData;
  opened: Opened;
  zone: string;
}

/** A run that takes long enough to show its progress. */
export interface Working {
  /** 0 to 1. */
  share: number;
}

/** Shorter runs show no progress, in milliseconds. */
const UNNOTICED = 250;

export class ProjectionStore extends PageStore {
  plans: Plans | undefined;
  /** The last projection; while `working` or `stopped`, it is for earlier inputs. */
  answer: Answer | undefined;
  faults: Finding[] = [];
  working: Working | undefined;
  stopped = false;
  /** For the current inputs; only on request. */
  forecast: Forecast | undefined;
  forecastFaults: Finding[] = [];
  forecasting: Working | undefined;

  private usual: Plans | undefined;
  private readonly runner = new Runner();
  /** On its own thread, because a forecast takes seconds and the projection must not wait. */
  private readonly forecaster = new Runner();
  /** Reports the progress of a long run. */
  private share = 0;
  private readonly noticed = new Later(UNNOTICED, () => {
    this.working = { share: this.share };
    this.host.requestUpdate();
  });

  constructor(host: ReactiveControllerHost) {
    super(host, whole);
  }

  override hostDisconnected(): void {
    super.hostDisconnected();
    this.noticed.cancel();
    this.runner.end();
    this.forecaster.end();
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

  setActs(acts: Plans["acts"]): void {
    this.set({ acts });
  }

  addWanted(): void {
    if (this.opened && this.plans)
      this.set({ wanted: [...this.plans.wanted, wantedOf(this.opened.catalog, this.opened.info)] });
  }

  protected adopt(opened: Opened, asked: URLSearchParams): void {
    this.usual = standard(opened, now().slice(0, 10));
    const { plans, notices } = address.read(asked, opened, this.usual);
    this.plans = plans;
    this.notices = [...this.notices, ...notices];
  }

  protected clear(): void {
    this.plans = undefined;
  }

  protected query(opened: Opened, platform: string): string {
    const { plans, usual } = this;
    return plans && usual ? address.write(this.platform, plans, opened, { platform, plans: usual }) : "";
  }

  protected changed(): void {
    void this.work();
    this.address.soon();
  }

  /** Stops the run; the previous projection stays. */
  stop(): void {
    this.runner.stop();
    this.ended();
    this.stopped = true;
    this.host.requestUpdate();
  }

  /** Restarts a stopped run. */
  again(): void {
    void this.work();
  }

  private async work(): Promise<void> {
    const { opened, plans } = this;
    this.runner.stop();
    this.dropForecast();
    this.stopped = false;
    this.share = 0;
    this.host.requestUpdate();
    if (!opened || !plans) {
      this.ended();
      this.answer = undefined;
      this.faults = [];
      return;
    }
    // If the previous run showed progress, this one does so at once, to avoid flicker.
    if (!this.working) this.noticed.soon();
    try {
      const data = await this.runner.simulate(opened.text, scenarioOf(plans, opened), (share) => this.progress(share));
      if (!data) return;
      this.answer = { data, opened, zone: plans.zone };
      this.faults = [];
    } catch (error) {
      if (this.opened !== opened || this.plans !== plans) return;
      this.faults = told(error);
    }
    this.ended();
    this.announce.soon();
    this.host.requestUpdate();
  }

  private progress(share: number): void {
    this.share = share;
    if (!this.working) return;
    this.working = { share };
    this.host.requestUpdate();
  }

  private ended(): void {
    this.noticed.cancel();
    this.working = undefined;
  }

  /** Simulates the scenario with random demand. */
  async askForecast(options: ForecastOptions): Promise<void> {
    const { opened, plans } = this;
    if (!opened || !plans) return;
    this.dropForecast();
    this.forecasting = { share: 0 };
    this.host.requestUpdate();
    try {
      const forecast = await this.forecaster.forecast(opened.text, scenarioOf(plans, opened), options, (share) => {
        if (!this.forecasting) return;
        this.forecasting = { share };
        this.host.requestUpdate();
      });
      if (!forecast) return;
      this.forecast = forecast;
    } catch (error) {
      if (this.opened !== opened || this.plans !== plans) return;
      this.forecastFaults = told(error);
    }
    this.forecasting = undefined;
    this.host.requestUpdate();
  }

  dropForecast(): void {
    this.forecaster.stop();
    this.forecast = this.forecasting = undefined;
    this.forecastFaults = [];
    this.host.requestUpdate();
  }

  protected override spoken(): string {
    const { answer, faults } = this;
    if (faults.length > 0) return "No projection: an input needs a correction.";
    if (!answer) return "";
    const { title, rest } = outlook(answer.data.summary, answer.opened.info, answer.zone);
    return `${title}. ${rest}`;
  }
}
