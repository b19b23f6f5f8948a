// The state of the projection page: inputs, forecast, address.
import type { Finding, Forecast, ForecastOptions, Scenario } from "drawdown";
import type { ProjectionData } from "drawdown/worker";
import type { ReactiveControllerHost } from "lit";
import type { BalanceChange, BalanceProgress } from "@elements/balance";
import { zoneOf } from "@elements/balance-store";
import { told } from "@elements/engine/faults";
import type { Opened } from "@elements/engine/opened";
import { Runner } from "@elements/engine/runner";
import { begun, changed, scenarioOf, standard, type Plans } from "@elements/engine/scenario";
import { now } from "@elements/format/date";
import { FIRST } from "../engine/needs";
import { whole } from "../engine/whole";
import * as address from "../url-state/scenario-address";
import type { Carried } from "../url-state/carried";
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

const IDLE: BalanceProgress = { share: undefined, stopped: false };

export class ProjectionStore extends PageStore {
  plans: Plans | undefined;
  /** What the inputs say. */
  scenario: Scenario | undefined;
  /** The last projection; while one is under way or was stopped, it is for earlier inputs. */
  answer: Answer | undefined;
  faults: readonly Finding[] = [];
  /** Of the projection. */
  progress = IDLE;
  /** For the current inputs; only on request. */
  forecast: Forecast | undefined;
  forecastFaults: Finding[] = [];
  forecasting: Working | undefined;

  private usual: Plans | undefined;
  /** On its own thread, because a forecast takes seconds and the projection must not wait. */
  private readonly forecaster = new Runner();

  constructor(host: ReactiveControllerHost) {
    super(host, whole);
  }

  override hostDisconnected(): void {
    super.hostDisconnected();
    this.forecaster.end();
  }

  set(change: Partial<Plans>): void {
    if (!this.plans || !this.opened) return;
    this.plans = changed(this.plans, change, this.opened.document);
    this.changed();
  }

  protected adopt(opened: Opened, asked: URLSearchParams, isFresh: boolean): void {
    this.usual = standard(opened, now().slice(0, 10));
    const { plans, notices } = address.read(asked, opened, this.usual);
    this.plans = isFresh ? begun(plans, FIRST, opened) : plans;
    this.notices = [...this.notices, ...notices];
  }

  /** Runs on single dates have no pace that another page could take. */
  protected override carried(): Carried {
    const { plan = "", wanted = [] } = this.plans ?? {};
    const rows = wanted.flatMap(({ operation, settings, runs: count, every, days }) =>
      every === "on" ? [] : [{ operation, settings, count, every, days: /^\d+$/.test(days) ? days : "" }]);
    return { plan, rows };
  }

  protected clear(): void {
    this.plans = undefined;
    this.answer = undefined;
    this.faults = [];
    this.progress = IDLE;
  }

  protected query(opened: Opened): string {
    const { plans, usual } = this;
    return plans && usual ? address.write(this.platform, plans, opened, usual) : "";
  }

  protected changed(): void {
    const { opened, plans } = this;
    this.scenario = opened && plans && scenarioOf(plans, opened);
    this.dropForecast();
    this.address.soon();
  }

  /** The balance of a scenario is known. */
  answered({ scenario, projection, faults }: BalanceChange): void {
    const { opened } = this;
    if (projection && opened) this.answer = { data: projection, opened, zone: zoneOf(scenario) };
    // Not the answer of another catalog.
    else if (faults.length > 0 && this.answer?.opened !== opened) this.answer = undefined;
    this.faults = faults;
    this.host.requestUpdate();
  }

  /** A long projection has moved on, has ended or was stopped. */
  moved(progress: BalanceProgress): void {
    this.progress = progress;
    this.host.requestUpdate();
  }

  /** Simulates the scenario with random demand. */
  async askForecast(options: ForecastOptions): Promise<void> {
    const { opened, scenario } = this;
    if (!opened || !scenario) return;
    this.dropForecast();
    this.forecasting = { share: 0 };
    this.host.requestUpdate();
    try {
      const forecast = await this.forecaster.forecast(opened.text, scenario, options, (share) => {
        if (!this.forecasting) return;
        this.forecasting = { share };
        this.host.requestUpdate();
      });
      if (!forecast) return;
      this.forecast = forecast;
    } catch (error) {
      if (this.opened !== opened || this.scenario !== scenario) return;
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
}
