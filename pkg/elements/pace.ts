// While inputs change, most frames belong to them: answers that take long to draw come less often.

/** In milliseconds: drawn within a frame, beside an input. */
const QUICK = 8;
/** How much longer others wait than they take. */
const REST = 10;
/** In milliseconds: what takes longer would be felt, and waits until inputs pause. */
const FELT = 40;
/** Once inputs pause for this long, in milliseconds, nothing waits. */
const PAUSE = 150;

export class Pace {
  /** How long the last answer took to draw. */
  private cost = 0;
  private shown = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Shows an answer: at once, or, unless another comes before, in a moment. */
  show(task: () => void): void {
    this.cancel();
    const { rest } = this;
    if (rest <= 0) this.run(task);
    else this.timer = setTimeout(() => this.run(task), Math.min(rest, PAUSE));
  }

  /** An answer would be shown at once. */
  get isFree(): boolean {
    return this.rest <= 0;
  }

  private get rest(): number {
    if (this.cost <= QUICK) return 0;
    return this.cost > FELT ? Infinity : this.shown + REST * this.cost - performance.now();
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** What it draws comes in tasks of its own, and in the next frame. */
  private run(task: () => void): void {
    this.timer = undefined;
    const began = performance.now();
    task();
    // A hidden page draws nothing.
    if (document.hidden) return;
    setTimeout(() => {
      const made = performance.now() - began;
      requestAnimationFrame(() => {
        const frame = performance.now();
        setTimeout(() => {
          this.shown = performance.now();
          this.cost = made + this.shown - frame;
        });
      });
    });
  }
}
