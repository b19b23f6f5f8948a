// The run behind `<drawdown-balance>`, its progress and its outcome.
import type { CatalogInfo, Finding, ProjectionSummary, Scenario } from "drawdown";
import type { ProjectionData } from "drawdown/worker";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { told } from "./engine/faults";
import type { CatalogDocument, Opened } from "./engine/opened";
import { projected } from "./engine/projected";
import { Runner } from "./engine/runner";
import { outlook } from "./format/projection";
import { Later, UNNOTICED } from "./later";
import { text } from "./localise";
import { Voice } from "./voice";

/** A run has ended. */
export interface BalanceChange {
  scenario: Scenario;
  /** Absent while an input is wrong. */
  projection: ProjectionData | undefined;
  /** Errors by pointer into the scenario. */
  faults: readonly Finding[];
}

/** A projection with everything needed to show it after the inputs have changed. */
export interface Answer {
  data: ProjectionData;
  info: CatalogInfo;
  document: CatalogDocument;
  zone: string;
}

interface Run {
  opened: Opened;
  scenario: Scenario;
}

export class BalanceStore implements ReactiveController {
  /** The last projection; while `share` is known or it was `stopped`, it is for earlier inputs. */
  answer: Answer | undefined;
  faults: readonly Finding[] = [];
  /** The progress of a long run, 0 to 1. */
  share: number | undefined;
  stopped = false;
  /** How the last run ended. */
  outcome: BalanceChange | undefined;

  private run: Run | undefined;
  private isUnderWay = false;
  private done = 0;
  private readonly runner = new Runner();
  private readonly noticed = new Later(UNNOTICED, () => this.show(this.done));
  readonly voice: Voice;

  constructor(private readonly host: ReactiveControllerHost) {
    this.voice = new Voice(host, () => this.spoken());
    host.addController(this);
  }

  /** What was under way when it was taken from the page begins again. */
  hostConnected(): void {
    if (this.isUnderWay) this.again();
  }

  hostDisconnected(): void {
    this.noticed.cancel();
    this.voice.cancel();
    this.runner.end();
  }

  /** The catalog of the answer. */
  private answered: Opened | undefined;

  /** Simulates a scenario; the previous projection stays until it is known. */
  ask(opened: Opened | undefined, scenario: Scenario | undefined): void {
    this.run = opened && scenario && { opened, scenario };
    if (this.run) return this.again();
    this.runner.stop();
    this.ended();
    this.stopped = false;
    this.answer = undefined;
    this.faults = [];
  }

  /** Shows a projection computed elsewhere. */
  take(opened: Opened | undefined, data: ProjectionData): void {
    this.ask(undefined, undefined);
    this.answer = answerOf(data, opened, "UTC");
    this.voice.soon();
  }

  /** Stops the run; the previous projection stays. */
  stop(): void {
    this.runner.stop();
    this.ended();
    this.stopped = true;
    this.host.requestUpdate();
  }

  /** Starts the run again. */
  again(): void {
    if (this.run) void this.work({ ...this.run });
  }

  private async work(run: Run): Promise<void> {
    this.run = run;
    this.isUnderWay = true;
    this.stopped = false;
    this.done = 0;
    this.host.requestUpdate();
    // If the previous run showed progress, this one does so at once, to avoid flicker.
    if (this.share === undefined) this.noticed.soon();
    try {
      const data = await this.simulated(run);
      if (data && this.run === run) this.finish(run, data, []);
    } catch (error) {
      if (this.run === run) this.finish(run, undefined, told(error));
    }
  }

  /** On another thread, to which only the text of a catalog can go. */
  private async simulated({ opened, scenario }: Run): Promise<ProjectionData | undefined> {
    this.runner.stop();
    if (opened.text) return this.runner.simulate(opened.text, scenario, (share) => this.progress(share));
    await this.host.updateComplete;
    return projected(opened.catalog.simulate(scenario));
  }

  private finish({ opened, scenario }: Run, projection: ProjectionData | undefined, faults: Finding[]): void {
    this.ended();
    if (projection) this.answer = answerOf(projection, opened, zoneOf(scenario));
    // After an error the last good answer stays, but not that of another catalog.
    else if (this.answered !== opened) this.answer = undefined;
    this.answered = opened;
    this.faults = faults;
    this.outcome = { scenario, projection, faults };
    this.voice.soon();
    this.host.requestUpdate();
  }

  private progress(share: number): void {
    this.done = share;
    if (this.share !== undefined) this.show(share);
  }

  private show(share: number): void {
    this.share = share;
    this.host.requestUpdate();
  }

  private ended(): void {
    this.noticed.cancel();
    this.isUnderWay = false;
    this.share = undefined;
  }

  private spoken(): string | undefined {
    const { answer, faults } = this;
    if (faults.length > 0) return text().saidNoProjection;
    if (!answer) return undefined;
    const { title, rest } = outlook(answer.data.summary, answer.info, answer.zone);
    return text().saidOutlook(title, rest);
  }
}

/** The zone of the account's clock; UTC if it is one that only the scenario knows. */
export function zoneOf({ account }: Scenario): string {
  const zone = account?.zone ?? "UTC";
  const timeZone = typeof zone === "string" ? zone : zone.name;
  try {
    new Intl.DateTimeFormat(undefined, { timeZone });
    return timeZone;
  } catch {
    return "UTC";
  }
}

function answerOf(data: ProjectionData, opened: Opened | undefined, zone: string): Answer {
  return { data, info: opened?.info ?? unknown(data.summary), document: opened?.document ?? {}, zone };
}

/** What a projection alone says about its catalog. */
function unknown({ catalog, version, unit }: ProjectionSummary): CatalogInfo {
  const none = { notes: [], operations: [], plans: [] };
  return { id: catalog, name: catalog, version, as_of: "", digest: "", unit, units: unit, step: 1, ...none };
}
