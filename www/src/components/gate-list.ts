// Closed gates: why the request is not allowed. The price is shown in any case.
import type { Gate } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { listed } from "../format/estimate";
import { base } from "./styles";

@customElement("gate-list")
export class GateList extends LitElement {
  static override styles = [
    base,
    css`
      .gates {
        display: grid; gap: 0.375rem; padding: 0.625rem 0.875rem; border: 1px solid var(--warn-line);
        border-radius: var(--radius-small); background: var(--warn-soft);
      }
      li { font-size: 0.9375rem; }
      strong { color: var(--warn); font-weight: 650; }
    `,
  ];

  @property({ attribute: false }) gates: Gate[] = [];

  override render() {
    if (this.gates.length === 0) return nothing;
    return html`
      <ul class="gates" aria-label="Closed gates">
        ${this.gates.map((gate) => html`<li><strong>${title(gate)}</strong> ${gate.reason}</li>`)}
      </ul>
    `;
  }
}

function title(gate: Gate): string {
  if (gate.kind === "requires") return "Not available as set:";
  return gate.classes?.length
    ? `Not payable with ${listed(gate.classes)} credits:`
    : "Some credits cannot pay for this:";
}
