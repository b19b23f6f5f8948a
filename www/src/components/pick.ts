// The one event by which inputs tell the page what a person set.
import type { Field, Raw } from "../engine/selection";

export interface Pick {
  field: Field;
  /** `undefined`: back to the default. */
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
