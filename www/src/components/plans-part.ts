// What the groups of inputs of the projection page have in common.
import type { Finding } from "drawdown";
import { css, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Opened } from "@elements/engine/opened";
import type { Plans } from "@elements/engine/scenario";
import { Part } from "@elements/part";
import { typed } from "@elements/parts/rows";
import type { Pick } from "@elements/parts/pick";

/** Inputs were changed. */
export class PlansEvent extends Event {
  constructor(readonly change: Partial<Plans>) {
    super("plans", { bubbles: true, composed: true });
  }
}

/** Inputs that are only text. */
type Plain = "plan" | "term" | "start" | "months" | "zone" | "since" | "debt" | "short" | "ranges";

export abstract class PlansPart extends Part {
  @property({ attribute: false }) opened: Opened | undefined;
  @property({ attribute: false }) plans: Plans | undefined;
  /** Errors by pointer into the scenario. */
  @property({ attribute: false }) faults: readonly Finding[] = [];

  protected abstract fields(opened: Opened, plans: Plans): TemplateResult | typeof nothing;

  override render() {
    const { opened, plans } = this;
    return opened && plans ? this.fields(opened, plans) : nothing;
  }

  protected set(change: Partial<Plans>): void {
    this.dispatchEvent(new PlansEvent(change));
  }

  protected take<K extends Plain>(key: K) {
    return (event: CustomEvent<Pick>) => this.set({ [key]: typed(event) as Plans[K] });
  }

  /** Whether there is an error below one of these pointers. */
  protected concerns(...pointers: string[]): boolean {
    return this.faults.some(({ path }) => pointers.some((pointer) => path.startsWith(pointer)));
  }

  protected about(...pointers: string[]): string {
    return this.faults
      .filter(({ path }) => pointers.includes(path))
      .map(({ message }) => message)
      .join("; ");
  }
}

/** Inputs below each other. */
export const stack = css`
  :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; align-items: start; }
`;

export const folded = css`
  .folded { padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: var(--radius-small); }
  .folded > summary { cursor: pointer; font-size: 0.9375rem; }
  .folded > .in {
    display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; padding-block: 0.75rem 0.375rem;
  }
`;

/** Rows with a line between them. */
export const ruled = css`
  .row { display: grid; gap: 0.875rem; padding-top: 1rem; border-top: 1px solid var(--line); }
`;

declare global {
  interface HTMLElementEventMap {
    plans: PlansEvent;
  }
}
