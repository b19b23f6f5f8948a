// Yes or no.
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { live } from "lit/directives/live.js";
import { FieldElement } from "./field";

@element("drawdown-flag-field")
export class FlagField extends FieldElement {
  static override styles = [
    ...FieldElement.styles,
    css`
      label { display: flex; gap: 0.625rem; align-items: center; min-height: 2.5rem; cursor: pointer; }
      input { width: 1.125rem; height: 1.125rem; margin: 0; flex: none; }
      .note, .error { margin-top: 0; padding-inline-start: 1.75rem; }
    `,
  ];

  @property({ type: Boolean }) value = false;

  override render() {
    return html`
      <label>
        <input
          type="checkbox" .checked=${live(this.value)} aria-describedby=${this.described}
          aria-invalid=${this.error ? "true" : nothing} @change=${this.ticked} />
        ${this.label}
      </label>
      ${this.remarks()}
    `;
  }

  private ticked(event: Event): void {
    this.set((event.target as HTMLInputElement).checked);
  }
}
