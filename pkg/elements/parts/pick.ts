// The event by which inputs report a new value.
import type { Field, Raw } from "../engine/selection";

export interface Pick {
  field: Field;
  /** `undefined`: reset to the default. */
  value: Raw | undefined;
}

declare global {
  interface HTMLElementEventMap {
    pick: CustomEvent<Pick>;
  }
}

export function pick(target: HTMLElement, field: Field, value: Raw | undefined): void {
  target.dispatchEvent(new CustomEvent<Pick>("pick", { detail: { field, value }, bubbles: true, composed: true }));
}
