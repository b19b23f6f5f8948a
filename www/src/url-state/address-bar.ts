// A page's state in the address bar: written a moment after a change, read again when somebody goes back.
import { Later } from "@elements/later";
import { Past } from "./past";

/** A page that can be written as an address. */
export interface Page {
  /** Its address below the page's path; nothing while it has no state to write. */
  written(): string | undefined;
  /** The address is to be read. */
  start(): void;
  /** Whether a change can be undone is something else now. */
  requestUpdate(): void;
}

export class AddressBar {
  private readonly past = new Past();
  private readonly later = new Later(250, () => this.write());

  constructor(private readonly page: Page) {}

  connect(): void {
    addEventListener("popstate", this.read);
    // Who comes back finds what was set last.
    addEventListener("pagehide", this.later.flush);
    this.page.start();
  }

  disconnect(): void {
    removeEventListener("popstate", this.read);
    removeEventListener("pagehide", this.later.flush);
    this.cancel();
  }

  /** Something has changed. */
  soon(): void {
    this.later.soon();
  }

  /** Writes at once what would be written soon. */
  flush(): void {
    this.later.flush();
  }

  /** What would be written soon is out of date. */
  cancel(): void {
    this.later.cancel();
  }

  write(): void {
    const address = this.page.written();
    if (address === undefined) return;
    history.replaceState(history.state, "", address || location.pathname);
    const { canUndo } = this;
    this.past.note(address);
    if (this.canUndo !== canUndo) this.page.requestUpdate();
  }

  get canUndo(): boolean {
    return this.past.canUndo;
  }

  /** Takes the last change back. */
  undo(): void {
    this.flush();
    // What is on its way is no step yet: the state before it is still in the address.
    if (this.page.written() === undefined) return this.page.start();
    const former = this.past.undo();
    if (former === undefined) return;
    history.replaceState(history.state, "", former || location.pathname);
    this.page.start();
  }

  private readonly read = (): void => {
    this.page.start();
  };
}
