// A text input: an amount, a list of numbers, an instant.
import { html, css, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { live } from "lit/directives/live.js";
import { fromLocal, toLocal } from "../format/date";
import { FieldElement } from "./field";

@element("drawdown-text-field")
export class TextField extends FieldElement {
  static override styles = [...FieldElement.styles, css`.padded input { padding-inline-end: 5rem; }`];

  @property() value = "";
  @property() placeholder = "";
  @property() unit = "";

  override render() {
    return this.framed(html`
      <div class="affix ${this.unit ? "padded" : ""}">
        <input
          id="control" type="text" autocomplete="off" spellcheck="false"
          .value=${live(this.value)} placeholder=${this.placeholder}
          aria-describedby=${this.described} aria-invalid=${this.error ? "true" : nothing}
          @input=${this.typed} @change=${this.left} />
        ${this.unit ? html`<span class="unit" aria-hidden="true">${this.unit}</span>` : nothing}
      </div>
    `);
  }

  private typed(event: Event): void {
    this.set((event.target as HTMLInputElement).value);
  }

  private left(event: Event): void {
    if ((event.target as HTMLInputElement).value.trim() === "") this.set(undefined);
  }
}

/** An instant, entered in the user's local time. */
@element("drawdown-instant-field")
export class InstantField extends FieldElement {
  @property() value = "";

  override render() {
    return this.framed(html`
      <input
        id="control" type="datetime-local" .value=${live(toLocal(this.value))}
        aria-describedby=${this.described} aria-invalid=${this.error ? "true" : nothing}
        @change=${this.entered} />
    `);
  }

  private entered(event: Event): void {
    this.set(fromLocal((event.target as HTMLInputElement).value) || undefined);
  }
}

/** A date, or a time of day. */
abstract class CalendarField extends FieldElement {
  @property() value = "";
  protected abstract readonly kind: "date" | "time";

  override render() {
    return this.framed(html`
      <input
        id="control" type=${this.kind} .value=${live(this.value)}
        aria-describedby=${this.described} aria-invalid=${this.error ? "true" : nothing}
        @change=${this.entered} />
    `);
  }

  private entered(event: Event): void {
    this.set((event.target as HTMLInputElement).value || undefined);
  }
}

@element("drawdown-date-field")
export class DateField extends CalendarField {
  protected readonly kind = "date";
}

@element("drawdown-time-field")
export class TimeField extends CalendarField {
  protected readonly kind = "time";
}
