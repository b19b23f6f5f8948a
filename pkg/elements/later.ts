/** Milliseconds without a change, after which a screen reader says the answer. */
export const PAUSE = 700;
/** Shorter computations show no progress, in milliseconds. */
export const UNNOTICED = 250;

/** Runs a task once no call to `soon` has come for some milliseconds. */
export class Later {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly delay: number, private readonly task: () => void) {}

  soon(): void {
    this.cancel();
    this.timer = setTimeout(this.run, this.delay);
  }

  /** Runs at once what would run soon, if anything would. */
  readonly flush = (): void => {
    if (this.timer !== undefined) this.run();
  };

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private readonly run = (): void => {
    this.cancel();
    this.task();
  };
}
