// The state of the comparison page: what is made, the catalogs that offer it, and their answers.
import type { CatalogInfo, Finding } from "drawdown";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { findings, isDrawdownError, plainly } from "@elements/engine/faults";
import { price } from "@elements/format/fit";
import { Later } from "@elements/later";
import { Voice } from "@elements/voice";
import type { Shipped } from "../engine/catalogs";
import { Comparer, type Answers } from "../engine/comparing";
import { platformsWith } from "../engine/offered";
import { FIRST, type Wanted } from "../engine/wanted";
import { whole } from "../engine/whole";
import * as address from "../url-state/compare-address";
import { Past } from "../url-state/past";
import { text } from "../words";

export class CompareStore implements ReactiveController {
  wanted: Wanted = FIRST;
  notices: string[] = [];
  /** By id, the catalogs that are open: all that offer one of the models, but for the missing. */
  catalogs: ReadonlyMap<string, CatalogInfo> = new Map();
  /** Platforms whose catalog could not be loaded. */
  missing: readonly Shipped[] = [];
  answers: Answers | undefined;
  faults: Finding[] = [];
  /** Why the page cannot show anything. */
  failure = "";
  /** An answer is on its way. */
  isBusy = false;
  /** The answers are of what was asked before. */
  isLate = false;
  readonly voice: Voice;

  /** The address keys of the rows, until an input changes. */
  private words: readonly string[] | undefined;
  private readonly past = new Past();
  private readonly comparer = new Comparer();
  private readonly asking = new Later(150, () => void this.ask());
  private readonly telling = new Later(250, () => this.writeAddress());

  constructor(private readonly host: ReactiveControllerHost) {
    this.voice = new Voice(host, () => this.spoken());
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("popstate", this.start);
    addEventListener("pagehide", this.telling.flush);
    this.start();
  }

  hostDisconnected(): void {
    removeEventListener("popstate", this.start);
    removeEventListener("pagehide", this.telling.flush);
    this.asking.cancel();
    this.telling.cancel();
    this.voice.cancel();
    this.comparer.end();
  }

  dismiss(): void {
    this.notices = [];
    this.host.requestUpdate();
  }

  take(change: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...change };
    this.words = undefined;
    this.changed();
    this.telling.soon();
  }

  get canUndo(): boolean {
    return this.past.canUndo;
  }

  /** Takes the last change back. */
  undo(): void {
    this.telling.flush();
    const former = this.past.undo();
    if (former === undefined) return;
    history.replaceState(history.state, "", former || location.pathname);
    this.start();
  }

  writeAddress(): void {
    const query = address.write(this.wanted, FIRST);
    const written = query && `?${query}`;
    history.replaceState(history.state, "", written || location.pathname);
    const { canUndo } = this;
    this.past.note(written);
    if (this.canUndo !== canUndo) this.host.requestUpdate();
  }

  /** The answer in a few words. */
  brief(): string | undefined {
    const words = text();
    if (this.faults.length > 0) return words.needsCorrection;
    const { currency, platforms: [best] = [] } = this.answers?.need ?? {};
    if (!best) return undefined;
    return best.per_month === undefined ? words.nobodyCovers : words.platformFor(best.name, price(best.per_month, currency));
  }

  private spoken(): string | undefined {
    return this.isBusy || this.failure ? undefined : this.brief();
  }

  private readonly start = (): void => {
    const { wanted, notices, words } = address.read(new URLSearchParams(location.search), FIRST);
    this.wanted = wanted;
    this.notices = notices;
    this.words = words;
    this.past.note(location.search);
    this.changed();
  };

  private changed(): void {
    this.isBusy = this.isLate = true;
    this.asking.soon();
    this.host.requestUpdate();
  }

  private async ask(): Promise<void> {
    const asked = this.wanted;
    const entries = platformsWith(asked.rows.map(({ model }) => model));
    const results = await Promise.allSettled(entries.map((entry) => whole.openShipped(entry)));
    if (asked !== this.wanted) return;
    const opened = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    this.catalogs = new Map([...this.catalogs, ...opened.map(({ info }) => [info.id, info] as const)]);
    this.sift();
    const { wanted } = this;
    try {
      const [reason] = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
      if (opened.length === 0 && reason !== undefined) throw new Error(plainly(reason));
      const answers = await this.comparer.ask(opened.map(({ text }) => text), wanted);
      if (!answers || wanted !== this.wanted) return;
      this.answers = answers;
      this.missing = entries.filter((_, place) => results[place]?.status === "rejected");
      this.settle([], "");
    } catch (error) {
      if (wanted !== this.wanted) return;
      if (isDrawdownError(error)) this.settle(findings(error), "");
      else this.settle([], plainly(error));
    }
  }

  /** Drops settings that no catalog has. Only for those of an address there is a notice: others are left of another model. */
  private sift(): void {
    const { rows, notices } = address.sifted(this.wanted.rows, this.catalogs, this.words ?? []);
    if (notices.length === 0) return;
    this.wanted = { ...this.wanted, rows };
    if (this.words) this.notices = [...this.notices, ...notices];
    else this.telling.soon();
  }

  /** After an error the last good answer stays, dimmed. */
  private settle(faults: Finding[], failure: string): void {
    this.faults = faults;
    this.failure = failure;
    this.isBusy = false;
    this.isLate = faults.length > 0 || failure !== "";
    this.voice.soon();
    this.host.requestUpdate();
  }
}
