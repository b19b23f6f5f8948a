// The state of the comparison page: what is made, the catalogs that offer it, and their answers.
import type { CatalogInfo, Finding } from "drawdown";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { findings, isDrawdownError, plainly } from "@elements/engine/faults";
import { Later } from "@elements/later";
import { Comparer, type Answers } from "../engine/comparing";
import { platformsWith } from "../engine/offered";
import { FIRST, type Wanted } from "../engine/wanted";
import { whole } from "../engine/whole";
import * as address from "../url-state/compare-address";

export class CompareStore implements ReactiveController {
  wanted: Wanted = FIRST;
  notices: string[] = [];
  /** By id, the catalogs that offer something of it. */
  catalogs: ReadonlyMap<string, CatalogInfo> = new Map();
  answers: Answers | undefined;
  faults: Finding[] = [];
  /** Why the page cannot show anything. */
  failure = "";
  /** The answers are of what was asked before. */
  isLate = false;

  private readonly comparer = new Comparer();
  private readonly asking = new Later(150, () => void this.ask());
  private readonly telling = new Later(250, () => this.writeAddress());

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("popstate", this.start);
    this.start();
  }

  hostDisconnected(): void {
    removeEventListener("popstate", this.start);
    this.asking.cancel();
    this.telling.cancel();
    this.comparer.end();
  }

  dismiss(): void {
    this.notices = [];
    this.host.requestUpdate();
  }

  take(change: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...change };
    this.changed();
    this.telling.soon();
  }

  writeAddress(): void {
    const query = address.write(this.wanted, FIRST);
    history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
  }

  private readonly start = (): void => {
    const { wanted, notices } = address.read(new URLSearchParams(location.search), FIRST);
    this.wanted = wanted;
    this.notices = notices;
    this.changed();
  };

  private changed(): void {
    this.isLate = true;
    this.asking.soon();
    this.host.requestUpdate();
  }

  private async ask(): Promise<void> {
    const { wanted } = this;
    try {
      const entries = platformsWith(wanted.rows.map(({ model }) => model));
      const opened = await Promise.all(entries.map((entry) => whole.openShipped(entry)));
      if (wanted !== this.wanted) return;
      this.catalogs = new Map(opened.map(({ info }) => [info.id, info]));
      const answers = await this.comparer.ask(opened.map(({ text }) => text), wanted);
      if (!answers || wanted !== this.wanted) return;
      this.answers = answers;
      this.faults = [];
      this.failure = "";
    } catch (error) {
      if (wanted !== this.wanted) return;
      if (isDrawdownError(error)) this.faults = findings(error);
      else this.failure = plainly(error);
      // The last good answer stays, dimmed.
      this.host.requestUpdate();
      return;
    }
    this.isLate = false;
    this.host.requestUpdate();
  }
}
