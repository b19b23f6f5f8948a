// A number: typed, or set by a slider if it has bounds.
import type { Amount } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { live } from "lit/directives/live.js";
import { decimal, stepped } from "../format/amount";
import { text } from "../localise";
import { FieldElement } from "./field";
import { AmountField } from "./text-field";

@element("drawdown-number-field")
export class NumberField extends AmountField {
  static override styles = [
    ...FieldElement.styles,
    css`
      .row { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.875rem; align-items: center; }
      .row.bounded { grid-template-columns: minmax(0, 1fr) 7.5rem; }
      .padded input { padding-inline-end: 2.5rem; }
      .padded.long input { padding-inline-end: 4.5rem; }
      input[type="range"] {
        width: 100%; min-width: 0; margin: 0; height: 2.5rem; accent-color: var(--accent); cursor: pointer;
      }
      input[type="range"].unset { opacity: 0.55; }
    `,
  ];

  @property({ attribute: false }) min: Amount | undefined;
  @property({ attribute: false }) max: Amount | undefined;
  @property({ attribute: false }) step: Amount | undefined;

  override render() {
    const { min, max } = this;
    const slider = min !== undefined && max !== undefined ? this.slider(min, max) : nothing;
    return this.framed(html`
      <div class="row ${slider === nothing ? "" : "bounded"}">
        ${slider}
        <div class="affix ${this.unit ? "padded" : ""} ${this.unit.length > 3 ? "long" : ""}">
          ${this.input("decimal", this.keyed)}
          ${this.unit ? html`<span class="unit" aria-hidden="true">${this.unit}</span>` : nothing}
        </div>
      </div>
    `);
  }

  private slider(min: Amount, max: Amount) {
    const value = this.value || (/^-?[\d.]+$/.test(this.placeholder) ? this.placeholder : decimal(min));
    return html`
      <input
        type="range" class=${this.value ? "" : "unset"} aria-label=${text().slider(this.label)}
        min=${decimal(min)} max=${decimal(max)} step=${this.step === undefined ? coarse(min, max) : decimal(this.step)}
        .value=${live(value)}
        aria-valuetext=${this.value ? `${this.write(this.value)} ${this.unit}`.trim() : text().sliderNotSet}
        @input=${this.slid} />
    `;
  }

  private slid(event: Event): void {
    this.set((event.target as HTMLInputElement).value);
  }

  private readonly keyed = (event: KeyboardEvent): void => {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (direction === 0) return;
    const next = stepped(
      this.value || this.placeholder || decimal(this.min ?? 0),
      this.step ?? 1,
      direction,
      this.min,
      this.max,
    );
    if (next === null) return;
    event.preventDefault();
    this.set(next);
  };
}

/** A slider step for bounds without one: whole numbers if there are enough of them. */
function coarse(min: Amount, max: Amount): string {
  const span = Number(max) - Number(min);
  if (span >= 20 && Number.isInteger(Number(min)))
    return span > 2000 ? String(10 ** Math.floor(Math.log10(span / 200))) : "1";
  return String(10 ** Math.floor(Math.log10(span / 20)));
}
