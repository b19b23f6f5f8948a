// The catalog: a shipped one, or the user's own file.
import type { Finding } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Shipped } from "../engine/catalogs";
import { Part } from "@elements/part";
import type { Option } from "@elements/parts/choice-field";
import type { Pick } from "@elements/parts/pick";
import { base, buttons } from "@elements/parts/styles";
import { text } from "../words";
import "@elements/parts/choice-field";
import "@elements/parts/finding-list";

/** The value for the user's own catalog. */
export const OWN = "own";

/** What becomes of the own catalog with a reload: the browser keeps it, the address carries it, or neither. */
export type OwnIs = "kept" | "carried" | "lost";

/** Selects another platform, by id. */
export class PlatformEvent extends Event {
  constructor(readonly platform: string) {
    super("platform", { bubbles: true, composed: true });
  }
}

/** Passes on the opened file. */
export class OpenEvent extends Event {
  constructor(readonly file: File) {
    super("open-catalog", { bubbles: true, composed: true });
  }
}

@customElement("platform-picker")
export class PlatformPicker extends Part {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: grid; gap: 0.5rem; }
      input[type="file"] { position: absolute; width: 1px; height: 1px; opacity: 0; }
      .own { position: relative; }
      .own label {
        color: var(--accent); font-size: 0.875rem; text-decoration: underline; text-underline-offset: 0.18em;
        cursor: pointer;
      }
      .own label:hover { text-decoration-thickness: 2px; }
      input:focus-visible + label { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 0.25rem; }
    `,
  ];

  @property({ attribute: false }) shipped: readonly Shipped[] = [];
  @property() value = "";
  /** Name of the user's own catalog, if one is open. */
  @property() own = "";
  @property() ownIs: OwnIs = "kept";
  /** None may be chosen. */
  @property({ type: Boolean }) optional = false;
  /** Errors of the last opened file. */
  @property({ attribute: false }) faults: Finding[] = [];
  @property() file = "";

  override render() {
    const words = text();
    const options: Option[] = this.shipped.map(({ id, name }) => ({ value: id, label: name }));
    if (this.own) options.push({ value: OWN, label: words.yourFile(this.own) });
    return html`
      <drawdown-choice-field .label=${words.platform} even
        ?row=${this.shipped.length <= 5 && !this.optional}
        .unset=${this.optional ? words.noPlatform : ""} ?menu=${this.optional}
        .value=${this.value} .options=${options}
        @pick=${this.chosen}></drawdown-choice-field>
      <div class="own">
        <input type="file" id="file" accept=".json,application/json" @change=${this.opened} />
        <label for="file">${words.openOwnCatalog}</label>
      </div>
      ${this.own && this.value === OWN ? html`
        <p class="muted small">${{ kept: words.ownKept, carried: words.ownCarried, lost: words.ownNotKept }[this.ownIs]}
          <button class="quiet" @click=${this.forget}>${words.forgetOwn}</button></p>` : nothing}
      ${
        this.faults.length > 0
          ? html`<drawdown-finding-list .findings=${this.faults}
            .heading=${words.fileUnusable(this.file)}></drawdown-finding-list>`
          : nothing
      }
    `;
  }

  private chosen(event: CustomEvent<Pick>): void {
    event.stopPropagation();
    this.dispatchEvent(new PlatformEvent(String(event.detail.value ?? "")));
  }

  private forget(): void {
    this.dispatchEvent(new Event("forget-catalog", { bubbles: true, composed: true }));
  }

  private opened(event: Event): void {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (file) this.dispatchEvent(new OpenEvent(file));
    // Allows opening the same file again after a correction.
    input.value = "";
  }
}

declare global {
  interface HTMLElementEventMap {
    platform: PlatformEvent;
    "open-catalog": OpenEvent;
  }
}
