// What is folded is made when it is opened first: most of it never is.
import { noChange, nothing } from "lit";
import { AsyncDirective, directive } from "lit/async-directive.js";
import type { ChildPart } from "lit/directive.js";

class Unfolded extends AsyncDirective {
  private details: HTMLDetailsElement | null = null;
  private content: () => unknown = () => nothing;
  private isMade = false;

  override render(_content: () => unknown): unknown {
    return noChange;
  }

  override update(part: ChildPart, [content]: [() => unknown]): unknown {
    this.content = content;
    if (!this.details) {
      this.details = (part.parentNode as Element).closest("details");
      this.details?.addEventListener("toggle", () => this.open());
    }
    this.isMade ||= this.details?.open ?? true;
    return this.isMade ? content() : nothing;
  }

  private open(): void {
    if (this.isMade || !this.details?.open) return;
    this.isMade = true;
    this.setValue(this.content());
  }
}

/** The content of the `<details>` around it. */
export const unfolded = directive(Unfolded);
