// The addresses that a page had: each is a state that can come back.

/** More steps than anybody takes back. */
const MOST = 50;

export class Past {
  private readonly former: string[] = [];
  private current: string | undefined;

  get canUndo(): boolean {
    return this.former.length > 0;
  }

  /** The page has this address now. */
  note(address: string): void {
    if (this.current !== undefined && this.current !== address) this.former.push(this.current);
    if (this.former.length > MOST) this.former.shift();
    this.current = address;
  }

  /** The address before the last change. */
  undo(): string | undefined {
    const former = this.former.pop();
    // What the page makes of it replaces it: an input that is refused is no new step.
    if (former !== undefined) this.current = undefined;
    return former;
  }
}
