import type { ReactiveControllerHost } from "lit";
import { Later, PAUSE } from "./later";

/**
 * What a screen reader hears of an element: what has changed, once changes pause. What an element begins with is
 * no change: a reader comes across it on the page.
 */
export class Voice {
  said = "";
  /** What was shown last, heard or not; none before the first answer. */
  private known: string | undefined;
  private readonly later = new Later(PAUSE, () => this.speak());

  /** `words` are for what is shown now; none while there is no answer. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly words: () => string | undefined,
  ) {}

  /** What is shown may have changed. */
  soon(): void {
    this.known ??= this.words();
    this.later.soon();
  }

  cancel(): void {
    this.later.cancel();
  }

  private speak(): void {
    const words = this.words();
    if (words === undefined || words === this.known) return;
    const isFirst = this.known === undefined;
    this.known = words;
    if (isFirst) return;
    this.said = words;
    this.host.requestUpdate();
  }
}
