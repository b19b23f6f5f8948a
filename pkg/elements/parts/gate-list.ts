// Closed gates: why the request is not allowed. The price is shown in any case.
import type { Gate } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { listed } from "../format/estimate";
import { text } from "../localise";
import { Part } from "../part";
import { base } from "./styles";

@element("drawdown-gate-list")
export class GateList extends Part {
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
      <ul class="gates" aria-label=${text().closedGates}>
        ${this.gates.map((gate) => html`<li><strong>${title(gate)}</strong> ${gate.reason}</li>`)}
      </ul>
    `;
  }
}

function title(gate: Gate): string {
  if (gate.kind === "requires") return text().notAvailable;
  return gate.classes?.length
    ? text().notPayableWith(listed(gate.classes))
    : text().notPayable;
}
