// A choice: a row of radio buttons if there are few short options, otherwise a menu.
import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { element } from "../element";
import { live } from "lit/directives/live.js";
import { FieldElement } from "./field";

export interface Option {
  value: string;
  label: string;
  /** The option's group in a menu. */
  group?: string | undefined;
}

@element("drawdown-choice-field")
export class ChoiceField extends FieldElement {
  static override styles = [
    ...FieldElement.styles,
    css`
      .segments {
        display: flex; flex-wrap: wrap; gap: 0.1875rem; padding: 0.1875rem;
        border: 1px solid var(--control-line); border-radius: var(--radius-small); background: var(--sunken);
      }
      fieldset.even { container-type: inline-size; }
      @container (max-width: 21rem) { .even .segments { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr));
      } }
      .segments.invalid { border-color: var(--bad); }
      .segments label { position: relative; flex: 1 1 auto; font-weight: 450; cursor: pointer; }
      .segments input {
        position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer;
      }
      .segments span {
        display: block; padding: 0.25rem 0.625rem; border: 1px solid transparent; border-radius: 0.3125rem;
        text-align: center; white-space: nowrap;
      }
      .segments label:hover span { background: var(--accent-soft); }
      .segments input:checked + span {
        border-color: var(--accent); background: var(--surface); color: var(--accent); font-weight: 600;
      }
      .segments input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }
      .segments .open span { color: var(--muted); }
      @media (forced-colors: active) {
        .segments span { border-color: Canvas; }
        .segments input:checked + span { border: 2px solid Highlight; }
      }
    `,
  ];

  @property() value = "";
  @property({ attribute: false }) options: readonly Option[] = [];
  /** Label of the unset state; not offered when empty. */
  @property() unset = "";
  /** Always a menu, or always a row; otherwise by number and length. */
  @property({ type: Boolean }) menu = false;
  @property({ type: Boolean }) row = false;
  /** For names: rows of two if not all fit. */
  @property({ type: Boolean }) even = false;

  /** For long menus: groups are filled in when the menu is about to open. */
  @property({ type: Boolean }) lazy = false;
  @state() private isNear = false;

  override render() {
    const open = this.unset ? [{ value: "", label: this.unset }] : [];
    const options = [...open, ...this.options];
    return this.menu || !(this.row || isShort(options)) ? this.select(options) : this.segments(options);
  }

  private segments(options: readonly Option[]) {
    return html`
      <fieldset class=${this.even ? "even" : ""} aria-describedby=${this.described}>
        <legend class="head">
          <span>${this.label}</span>
          ${this.allowed ? html`<span class="allowed" id="allowed">${this.allowed}</span>` : nothing}
        </legend>
        <div class="segments ${this.error ? "invalid" : ""}">
          ${options.map(
            (option) => html`
            <label class=${option.value === "" ? "open" : ""}>
              <input type="radio" name="choice" value=${option.value} .checked=${live(option.value === this.value)}
                @change=${this.chosen} />
              <span>${option.label}</span>
            </label>
          `,
          )}
        </div>
      </fieldset>
      ${this.remarks()}
    `;
  }

  private select(all: readonly Option[]) {
    const isPart = this.lazy && !this.isNear;
    const options = isPart ? all.filter(({ group, value }) => group === undefined || value === this.value) : all;
    const near = () => (this.isNear = true);
    const groups = [...new Set(options.map((option) => option.group))];
    const entries = (group: string | undefined) =>
      options
        .filter((option) => option.group === group)
        .map(
          (option) =>
            html`<option value=${option.value} .selected=${live(option.value === this.value)}>${option.label}</option>`,
        );
    return this.framed(html`
      <select id="control" aria-describedby=${this.described} aria-invalid=${this.error ? "true" : nothing}
        @focus=${near} @pointerenter=${near} @change=${this.chosen}>
        ${groups.map((group) => (group === undefined ? entries(group)
          : html`<optgroup label=${group}>${entries(group)}</optgroup>`))}
      </select>
    `);
  }

  private chosen(event: Event): void {
    this.set((event.target as HTMLInputElement | HTMLSelectElement).value || undefined);
  }
}

/** Few and short enough to show all at once. */
function isShort(options: readonly Option[]): boolean {
  const letters = options.reduce((sum, option) => sum + option.label.length + 3, 0);
  return options.length <= 6 && letters <= 48;
}
