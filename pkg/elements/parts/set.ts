// The event by which parts of a form change several inputs of a plan at once.
import type { Plan } from "../engine/plan";

export class SetEvent extends Event {
  constructor(readonly change: Partial<Plan>) {
    super("set");
  }
}

declare global {
  interface HTMLElementEventMap {
    set: SetEvent;
  }
}
