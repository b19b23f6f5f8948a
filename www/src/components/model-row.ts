// A row of the comparison: model, frequency, and the settings that platforms have in common.
import type { CatalogInfo, Finding } from "drawdown";
import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Part } from "@elements/part";
import { madeStyles, oftenPart, wholeFault } from "@elements/parts/made";
import type { Pick } from "@elements/parts/pick";
import { typed } from "@elements/parts/rows";
import { base, buttons } from "@elements/parts/styles";
import { catalogsOf, modelNamed, models, settingsFor, settingsOf, type CommonSetting } from "../engine/offered";
import type { ModelRow } from "../engine/wanted";
import { text } from "../words";
import "@elements/parts/choice-field";
import "@elements/parts/number-field";

/** A row was changed or removed. */
export class ModelRowEvent extends Event {
  constructor(readonly row: ModelRow | undefined) {
    super("model-row");
  }
}

/** How many settings are shown; more are folded. */
const OPEN = 3;

@customElement("model-row")
export class ModelRowFields extends Part {
  static override styles = [base, buttons, madeStyles];

  @property({ attribute: false }) row: ModelRow | undefined;
  @property({ attribute: false }) catalogs: ReadonlyMap<string, CatalogInfo> = new Map();
  /** Pointers are relative to this line of the need. */
  @property({ attribute: false }) faults: readonly Finding[] = [];
  /** There are other rows, so this one can be removed. */
  @property({ type: Boolean }) removable = false;

  override render() {
    const { row } = this;
    if (!row) return nothing;
    const words = text();
    const model = modelNamed(row.model);
    return html`
      <drawdown-choice-field .label=${words.model} menu .value=${row.model} .options=${choices()}
        .note=${model ? words.offeredBy(Object.keys(model.catalogs).length) : ""} .error=${wholeFault(this.faults)}
        @pick=${this.take((value) => ({ model: value, settings: settingsFor(value, row.settings) }))}></drawdown-choice-field>
      ${oftenPart(row, this.faults, (part) => this.tell({ ...row, ...part }))}
      ${this.settings(row)}
      ${this.removable ? html`
        <div class="foot"><button class="quiet" @click=${() => this.tell(undefined)}>${words.remove}<span
          class="visually-hidden"> ${model?.label}</span></button></div>` : nothing}
    `;
  }

  private settings(row: ModelRow) {
    const model = modelNamed(row.model);
    // With one value there is nothing to choose.
    const all = model ? settingsOf(model, catalogsOf(model, this.catalogs)).filter(({ values }) => values.length !== 1) : [];
    if (all.length === 0) return nothing;
    const isSet = ({ name }: CommonSetting) => (row.settings[name] ?? "") !== "";
    const first = all.filter((setting, place) => place < OPEN || isSet(setting));
    const rest = all.filter((setting) => !first.includes(setting));
    return html`
      ${first.map((setting) => this.setting(row, setting))}
      ${rest.length > 0 ? html`
        <details><summary>${text().moreSettings(rest.length)}</summary>
          <div class="in">${rest.map((setting) => this.setting(row, setting))}</div>
        </details>` : nothing}
    `;
  }

  private setting(row: ModelRow, { name, label, values, unit }: CommonSetting) {
    const words = text();
    const take = this.take((value) => ({ settings: { ...row.settings, [name]: value } }));
    const value = row.settings[name] ?? "";
    const shown = (value: string) => (value === "yes" ? words.yes : value === "no" ? words.no : value);
    return values.length > 0
      ? html`<drawdown-choice-field .label=${label} menu .value=${value} .unset=${words.platformsDefault}
          .options=${values.map((value) => ({ value, label: unit ? `${shown(value)} ${unit}` : shown(value) }))}
          @pick=${take}></drawdown-choice-field>`
      : html`<drawdown-number-field .label=${label} .value=${value} .unit=${unit} .placeholder=${words.platformsDefault}
          @pick=${take}></drawdown-number-field>`;
  }

  private take(change: (value: string) => Partial<ModelRow>) {
    return (event: CustomEvent<Pick>) => {
      const text = typed(event);
      if (this.row) this.tell({ ...this.row, ...change(text) });
    };
  }

  private tell(row: ModelRow | undefined): void {
    this.dispatchEvent(new ModelRowEvent(row));
  }
}

/** Those of several platforms first. */
function choices() {
  const words = text();
  const grouped = (isShared: boolean, group: string) =>
    models.filter(({ catalogs }) => Object.keys(catalogs).length > 1 === isShared)
      .map(({ name, label }) => ({ value: name, label, group }));
  return [...grouped(true, words.onSeveralPlatforms), ...grouped(false, words.onOnePlatform)];
}

declare global {
  interface HTMLElementEventMap {
    "model-row": ModelRowEvent;
  }
}
