// Common parts of all inputs: label, allowed values, note, error.
import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Field, Raw } from "../engine/selection";
import { sentence } from "../format/setting";
import { Part } from "../part";
import { pick } from "./pick";
import { base, controls } from "./styles";
import { worded } from "./words";

export abstract class FieldElement extends Part {
  static override shadowRootOptions = { ...Part.shadowRootOptions, delegatesFocus: true };
  static override styles = [base, controls];

  @property({ attribute: false }) field: Field = "operation";
  @property() label = "";
  @property() allowed = "";
  @property() note = "";
  @property() error = "";

  /** What is wrong with the input. */
  protected get fault(): string {
    return this.error;
  }

  protected set(value: Raw | undefined): void {
    pick(this, this.field, value);
  }

  /** Label above, control, then note and error; `described` links them to the control. */
  protected framed(control: TemplateResult): TemplateResult {
    return html`
      <div class="head">
        <label for="control">${this.label}</label>
        ${this.allowed ? html`<span class="allowed" id="allowed">${this.allowed}</span>` : nothing}
      </div>
      ${control}${this.remarks()}
    `;
  }

  protected remarks(): TemplateResult {
    return html`
      ${this.note ? html`<p class="note" id="note">${this.note}</p>` : nothing}
      ${this.fault ? html`<p class="error" id="error">${worded(sentence(this.fault))}</p>` : nothing}
    `;
  }

  /** For `aria-describedby`: the texts around the control. */
  protected get described(): string | typeof nothing {
    const ids = [this.fault && "error", this.allowed && "allowed", this.note && "note"].filter(Boolean);
    return ids.length > 0 ? ids.join(" ") : nothing;
  }
}
