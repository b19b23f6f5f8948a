// Cheaper requests: the change, the new cost, and a button to apply it.
import type { Alternative, Cheaper, Request } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { counted } from "@elements/format/amount";
import type { Units } from "@elements/format/estimate";
import { sentence } from "@elements/format/setting";
import { base, buttons } from "@elements/parts/styles";

const FEW = 5;

/** Replaces the current request. */
export class ApplyEvent extends Event {
  constructor(readonly request: Request) {
    super("apply", { bubbles: true, composed: true });
  }
}

@customElement("cheaper-list")
export class CheaperList extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
      h2:focus { outline: none; }
      button { justify-self: start; }
      li {
        display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 1rem; align-items: center;
        padding-block: 0.75rem; border-top: 1px solid var(--line);
      }
      .change { font-weight: 550; overflow-wrap: anywhere; }
      .saving { color: var(--good); font-weight: 550; }
      .gate { color: var(--warn); }
    `,
  ];

  @property({ attribute: false }) answer: Cheaper | undefined;
  @property({ attribute: false }) units: Units = { unit: "", units: "" };
  @state() private all = false;
  @query("h2") private heading!: HTMLElement;

  override render() {
    const alternatives = this.answer?.alternatives ?? [];
    const shown = this.all ? alternatives : alternatives.slice(0, FEW);
    return html`
      <h2 tabindex="-1">Cheaper requests</h2>
      ${shown.length > 0 ? html`<ul>${shown.map((alternative) => this.item(alternative))}</ul>` : html`
        <p class="muted">${this.none}</p>`}
      ${
        alternatives.length > shown.length
          ? html`<button @click=${() => (this.all = true)}>Show all ${alternatives.length}</button>`
          : nothing
      }
    `;
  }

  private item(alternative: Alternative) {
    const { change, total, saving, approximate, gates, request } = alternative;
    const { unit, units } = this.units;
    return html`
      <li>
        <div>
          <p class="change">${sentence(change)}</p>
          <p class="small number">
            ${approximate ? "about " : ""}${counted(total, unit, units)}, <span
              class="saving">saves ${counted(saving, unit, units)}</span>
          </p>
          ${gates.map(({ reason }) => html`<p class="small gate">${reason}</p>`)}
        </div>
        <button aria-label=${`Apply: ${change}`} @click=${() => this.apply(request)}>Apply</button>
      </li>
    `;
  }

  private get none(): string {
    return this.answer
      ? "No cheaper request found for this tool."
      : "Only a known cost can be compared.";
  }

  /** The pressed button may be gone from the new list, so focus its heading. */
  private apply(request: Request): void {
    this.dispatchEvent(new ApplyEvent(request));
    this.heading.focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    apply: ApplyEvent;
  }
}
