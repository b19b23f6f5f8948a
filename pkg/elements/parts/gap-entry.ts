// One unpublished number, entered in place: it counts once it is complete, so that nothing moves while it is typed.
import { css, html } from "lit";
import { property, query, state } from "lit/decorators.js";
import { element } from "../element";
import type { Gap } from "../engine/plan";
import { text } from "../localise";
import { Part } from "../part";
import { AssumeEvent } from "./gap-fields";
import type { Pick } from "./pick";
import { base, buttons } from "./styles";
import "./text-field";

@element("drawdown-gap-entry")
export class GapEntry extends Part {
  static override styles = [
    base,
    buttons,
    css`
      form { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: end; font-weight: 400; text-align: start; }
      drawdown-amount-field { flex: 1 1 9rem; max-width: 16rem; }
    `,
  ];

  @property({ attribute: false }) number: Gap["numbers"][number] | undefined;
  @state() private typed = "";
  @state() private error = "";
  @query("drawdown-amount-field") private field!: HTMLElement | null;

  override focus(options?: FocusOptions): void {
    if (this.field) this.field.focus(options);
    else void this.updateComplete.then(() => this.field?.focus(options));
  }

  override render() {
    const { number } = this;
    if (!number) return html``;
    const words = text();
    return html`
      <form @submit=${this.submit} novalidate>
        <drawdown-amount-field .label=${number.label} .unit=${number.unit} .value=${this.typed} .error=${this.error}
          @pick=${this.type} @keydown=${this.key}></drawdown-amount-field>
        <button type="submit">${words.useNumber}</button>
      </form>
    `;
  }

  private type(event: CustomEvent<Pick>): void {
    event.stopPropagation();
    this.typed = String(event.detail.value ?? "");
    this.error = "";
  }

  /** The input is in a shadow tree, so it does not submit the form. */
  private key(event: KeyboardEvent): void {
    if (event.key === "Enter") this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const { number, typed } = this;
    if (!number) return;
    if (!/^\d+(\.\d+)?$/.test(typed.trim())) {
      this.error = text().numberExpected;
      this.focus();
      return;
    }
    this.typed = "";
    this.dispatchEvent(new AssumeEvent(number.at, typed.trim()));
  }
}
