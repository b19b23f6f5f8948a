// Unpublished numbers, entered by the user and marked as such.
import type { Finding } from "drawdown";
import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import type { Gap } from "../engine/plan";
import { readable } from "../format/amount";
import { text } from "../localise";
import { Part } from "../part";
import type { Pick } from "./pick";
import { base } from "./styles";
import "./text-field";

/** A number was entered or removed. */
export class AssumeEvent extends Event {
  constructor(
    readonly at: string,
    readonly text: string,
  ) {
    super("assume");
  }
}

/** Asks for the number that a plan lacks. */
export class EnterEvent extends Event {
  constructor(readonly plan: string) {
    super("enter");
  }
}

@element("drawdown-gap-fields")
export class GapFields extends Part {
  static override styles = [
    base,
    css`
      :host { display: grid; gap: 0.5rem; grid-template-columns: minmax(0, 1fr); }
      details { border: 1px solid var(--line); border-radius: var(--radius-small); }
      details.needed { border-color: var(--warn-line); }
      summary {
        display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 0.75rem;
        padding: 0.5rem 0.75rem; cursor: pointer;
      }
      summary::before { content: "\\25B8"; color: var(--muted); font-size: 0.75rem; }
      :host(:dir(rtl)) summary::before { content: "\\25C2"; }
      details[open] > summary::before, :host(:dir(rtl)) details[open] > summary::before { content: "\\25BE"; }
      summary .name { flex: 1; font-size: 0.9375rem; font-weight: 550; }
      summary .state {
        font-size: 0.8125rem; color: var(--muted); font-variant-numeric: tabular-nums;
      }
      .yours .state { flex-basis: 100%; padding-inline-start: 1.1875rem; color: var(--ink); }
      .needed .state { color: var(--warn); }
      .fields {
        display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 8.5rem), 1fr)); gap: 0.75rem;
        padding: 0.25rem 0.75rem 0.75rem; align-items: end;
      }
    `,
  ];

  @property({ attribute: false }) gaps: readonly Gap[] = [];
  @property({ attribute: false }) values: Readonly<Record<string, string>> = {};
  @property({ attribute: false }) faults: Finding[] = [];
  /** Pointers that block an option. */
  @property({ attribute: false }) needed: ReadonlySet<string> = new Set();

  override render() {
    return html`${this.gaps.map((gap) => this.gap(gap))}`;
  }

  private gap({ name, contact, numbers }: Gap) {
    const words = text();
    const entered = numbers.filter(({ at }) => this.values[at]?.trim());
    const isNeeded =
      entered.length === 0 && !contact && numbers.some(({ at }) => this.needed.has(`/account/assume/${at}`));
    const number = ({ at, unit }: Gap["numbers"][number]) =>
      `${readable(this.values[at] ?? "")}${unit ? `\u00a0${unit}` : ""}`;
    const state =
      entered.length > 0
        ? words.gapYours(entered.map(number).join(" \u00b7 "))
        : contact
          ? words.gapByAgreement
          : words.notPublished;
    return html`
      <details class=${isNeeded ? "needed" : entered.length > 0 ? "yours" : ""}
        ?open=${numbers.some(({ at }) => this.about(at))}>
        <summary><span class="name">${name}</span><span class="state">${state}</span></summary>
        <div class="fields" role="group" aria-label=${name}>
          ${numbers.map(
            ({ at, label, unit }) => html`
            <drawdown-amount-field
              .label=${label} .value=${this.values[at] ?? ""} .unit=${unit} .placeholder=${words.gapEnter}
              .error=${this.about(at)}
              @pick=${(event: CustomEvent<Pick>) => this.pick(event, at)}></drawdown-amount-field>`,
          )}
        </div>
      </details>
    `;
  }

  private about(at: string): string {
    if (!this.values[at]?.trim()) return "";
    return this.faults
      .filter(({ path }) => path === `/account/assume/${at}`)
      .map(({ message }) => message)
      .join("; ");
  }

  private pick(event: CustomEvent<Pick>, at: string): void {
    event.stopPropagation();
    this.dispatchEvent(new AssumeEvent(at, String(event.detail.value ?? "")));
  }
}

declare global {
  interface HTMLElementEventMap {
    assume: AssumeEvent;
    enter: EnterEvent;
  }
}
