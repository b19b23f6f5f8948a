// A row of the comparison: model, frequency, and the settings that platforms have in common.
import type { CatalogInfo, Finding } from "drawdown";
import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { EVERY, type Every } from "@elements/engine/scenario";
import { Part } from "@elements/part";
import { madeStyles } from "@elements/parts/made";
import type { Pick } from "@elements/parts/pick";
import { base, buttons } from "@elements/parts/styles";
import { modelNamed, models, settingsOf, type CommonSetting } from "../engine/offered";
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

const MOST: Record<Every, number> = { day: 100, week: 500, month: 2000 };
/** As many settings stand open. */
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
    const typed = Number(row.count);
    const most = MOST[row.every];
    return html`
      <drawdown-choice-field .label=${words.model} menu .value=${row.model} .options=${choices()}
        .note=${model ? words.offeredBy(Object.keys(model.catalogs).length) : ""}
        @pick=${this.take((value) => ({ model: value, settings: {} }))}></drawdown-choice-field>
      <drawdown-choice-field .label=${words.madePer} row .value=${row.every}
        .options=${EVERY.map((value) => ({ value, label: named(value) }))}
        @pick=${this.take((value) => ({ every: value as Every }))}></drawdown-choice-field>
      <drawdown-number-field
        .label=${words.howManyA(row.every)} .value=${row.count} .min=${0}
        .max=${typed > most ? Math.ceil(typed / most) * most : most} .step=${1}
        .error=${this.about(/^\/per_/)} @pick=${this.take((count) => ({ count }))}></drawdown-number-field>
      ${row.every === "day" ? html`
        <drawdown-number-field
          .label=${words.onHowManyDays} .value=${row.days} .placeholder=${words.allDays} .min=${1} .max=${31} .step=${1}
          .error=${this.about(/^\/days/)} @pick=${this.take((days) => ({ days }))}></drawdown-number-field>` : nothing}
      ${this.settings(row)}
      ${this.removable ? html`
        <div class="foot"><button class="quiet" @click=${() => this.tell(undefined)}>${words.remove}<span
          class="visually-hidden"> ${model?.label}</span></button></div>` : nothing}
    `;
  }

  private settings(row: ModelRow) {
    const model = modelNamed(row.model);
    const catalogs = [...this.catalogs.values()].filter(({ id }) => model && id in model.catalogs);
    const all = model ? settingsOf(model, catalogs) : [];
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

  private about(pattern: RegExp): string {
    return this.faults.filter(({ path }) => pattern.test(path)).map(({ message }) => message).join("; ");
  }

  private take(change: (value: string) => Partial<ModelRow>) {
    return (event: CustomEvent<Pick>) => {
      event.stopPropagation();
      if (this.row) this.tell({ ...this.row, ...change(String(event.detail.value ?? "")) });
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

function named(every: Every): string {
  const { everyDay: day, everyWeek: week, everyMonth: month } = text();
  return { day, week, month }[every];
}

declare global {
  interface HTMLElementEventMap {
    "model-row": ModelRowEvent;
  }
}
