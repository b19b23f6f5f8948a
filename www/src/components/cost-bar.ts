// The cost in one line, for narrow screens, where the card is below the inputs.
import type { Estimate } from "drawdown";
import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { headline, type Units } from "@elements/format/estimate";
import { Part } from "@elements/part";
import { base } from "@elements/parts/styles";
import { text } from "../words";

@customElement("cost-bar")
export class CostBar extends Part {
  static override styles = [
    base,
    css`
      a {
        display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 0.75rem;
        padding: 0.625rem 1rem; border-radius: var(--radius); background: var(--accent); color: var(--on-accent);
        text-decoration: none; box-shadow: var(--shadow);
      }
      strong { font-variant-numeric: tabular-nums; }
      span { font-size: 0.875rem; }
    `,
  ];

  @property({ attribute: false }) estimate: Estimate | undefined;
  @property({ attribute: false }) units: Units = { unit: "", units: "" };

  override render() {
    return html`<a href="#cost" @click=${this.go}><strong>${this.words()}</strong><span>${text().showDetails}</span></a>`;
  }

  private words(): string {
    if (!this.estimate) return text().needsCorrection;
    const { figure, unit } = headline(this.estimate, this.units, String);
    return unit ? `${figure} ${unit}` : figure;
  }

  /** The card is in another shadow tree than this link, so the page handles the click. */
  private go(event: Event): void {
    event.preventDefault();
    this.dispatchEvent(new Event("show-cost", { bubbles: true, composed: true }));
  }
}
