// What is typed: a text, a number, a list of numbers, an instant.
import { html, css, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { live } from "lit/directives/live.js";
import { fromLocal, toLocal } from "../format/date";
import { listMeanings, meanings, written, writtenList } from "../format/numeral";
import { text } from "../localise";
import { FieldElement } from "./field";

@element("drawdown-text-field")
export class TextField extends FieldElement {
  static override styles = [...FieldElement.styles, css`.padded input { padding-inline-end: 5rem; }`];

  @property() value = "";
  @property() placeholder = "";
  @property() unit = "";

  /** What is typed, and the value that it became. */
  private typed = { text: "", value: "" };

  /** The values that a typed text can mean; none if it is not of the kind that is asked for. */
  protected read(text: string): readonly string[] {
    return [text];
  }

  /** A value as it is typed. */
  protected write(value: string): string {
    return value;
  }

  protected override get fault(): string {
    const { text: typed, value } = this.typed;
    const [one, other] = value === this.value ? this.read(typed) : [];
    return other === undefined ? this.error : text().twoMeanings(typed, this.brief(one ?? ""), this.brief(other));
  }

  override render() {
    return this.framed(html`
      <div class="affix ${this.unit ? "padded" : ""}">
        ${this.input()}
        ${this.unit ? html`<span class="unit" aria-hidden="true">${this.unit}</span>` : nothing}
      </div>
    `);
  }

  protected input(mode = "text", keyed?: (event: KeyboardEvent) => void) {
    const { text: typed, value } = this.typed;
    return html`<input
      id="control" type="text" inputmode=${mode} autocomplete="off" spellcheck="false"
      .value=${live(value === this.value ? typed : this.write(this.value))} placeholder=${this.write(this.placeholder)}
      aria-describedby=${this.described} aria-invalid=${this.fault ? "true" : nothing}
      @input=${this.entered} @change=${this.left} @keydown=${keyed} />`;
  }

  /** What can mean two values is passed on as a text that the engine refuses. */
  private entered(event: Event): void {
    const typed = (event.target as HTMLInputElement).value;
    const found = this.read(typed);
    this.typed = { text: typed, value: found.length > 0 ? found.join(" or ") : typed };
    this.set(this.typed.value);
  }

  /** An emptied input takes its default when it loses the focus. */
  private left(event: Event): void {
    if ((event.target as HTMLInputElement).value.trim() === "") this.set(undefined);
  }

  /** Without decimals that are zeros. */
  private brief(value: string): string {
    return this.write(value.replace(/\.0+(?!\d)/g, ""));
  }
}

/** A number, typed as the locale writes it; its value is a plain decimal text. */
@element("drawdown-amount-field")
export class AmountField extends TextField {
  protected override read(text: string): readonly string[] {
    return meanings(text);
  }

  protected override write(value: string): string {
    return written(value);
  }
}

/** Several numbers; its value has commas between them. */
@element("drawdown-list-field")
export class ListField extends TextField {
  protected override read(text: string): readonly string[] {
    return listMeanings(text);
  }

  protected override write(value: string): string {
    return writtenList(value);
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
