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
import { addressHere } from "../url-state/address";
import { AddressBar } from "../url-state/address-bar";
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
  private readonly comparer = new Comparer();
  private readonly asking = new Later(150, () => void this.ask());
  private readonly bar = new AddressBar({
    written: () => this.written(),
    start: () => this.start(),
    requestUpdate: () => this.host.requestUpdate(),
  });

  constructor(private readonly host: ReactiveControllerHost) {
    this.voice = new Voice(host, () => this.spoken());
    host.addController(this);
  }

  hostConnected(): void {
    this.bar.connect();
  }

  hostDisconnected(): void {
    this.bar.disconnect();
    this.asking.cancel();
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
    this.bar.soon();
  }

  get canUndo(): boolean {
    return this.bar.canUndo;
  }

  undo(): void {
    this.bar.undo();
  }

  writeAddress(): void {
    this.bar.write();
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

  private written(): string {
    const query = address.write(this.wanted, FIRST);
    return query && `?${query}`;
  }

  private start(): void {
    const { wanted, notices, words } = address.read(addressHere(), FIRST);
    this.wanted = wanted;
    this.notices = notices;
    this.words = words;
    this.changed();
    // The first state is one to come back to.
    this.bar.write();
  }

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
    else this.bar.soon();
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
