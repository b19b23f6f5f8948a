// Which column of the log holds what.
import type { Mapping, Recognised, RecognisedColumn, UsageField } from "drawdown/usage";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Option } from "@elements/parts/choice-field";
import type { Pick } from "@elements/parts/pick";
import { Part } from "@elements/part";
import { base, buttons, controls, tables } from "@elements/parts/styles";
import { FIELDS, choiceOf, mapped } from "../engine/mapping";
import { save } from "../engine/save";
import "@elements/parts/choice-field";
import { text } from "../words";

/** Another mapping. */
export class MappingEvent extends Event {
  constructor(readonly mapping: Mapping) {
    super("mapping", { bubbles: true, composed: true });
  }
}

function times(): Option[] {
  const words = text();
  return [
    { value: "iso", label: "2026-11-30 09:00" }, { value: "day_first", label: "30/11/2026 09:00" },
    { value: "month_first", label: "11/30/2026 09:00" }, { value: "unix", label: words.secondsSince },
    { value: "unix_ms", label: words.millisecondsSince },
  ];
}

function fields(): Option[] {
  const words = text();
  const names: Record<UsageField, string> = {
    at: words.fieldAt, operation: words.fieldOperation, member: words.fieldMember, project: words.fieldProject,
    account: words.fieldAccount, runs: words.fieldRuns, outcome: words.fieldOutcome, charged: words.fieldCharged,
    id: words.fieldId,
  };
  return FIELDS.map((field) => ({ value: field, label: names[field] }));
}

@customElement("mapping-card")
export class MappingCard extends Part {
  static override styles = [
    base,
    buttons,
    controls,
    tables,
    css`
      :host { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
      td, th { vertical-align: middle; }
      th[scope="row"] { overflow-wrap: anywhere; min-width: 5rem; }
      .example { color: var(--muted); font-size: 0.8125rem; overflow-wrap: anywhere; }
      select { min-height: 2.25rem; min-width: 8rem; font-size: 0.9375rem; }
      .row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
      .more { display: grid; gap: 1rem; margin-top: 0.25rem; }
      input[type="file"] { position: absolute; width: 1px; height: 1px; opacity: 0; }
      input:focus-visible + label { outline: 2px solid var(--accent); outline-offset: 2px; }
    `,
  ];

  @property({ attribute: false }) recognised: Recognised | undefined;
  @property({ attribute: false }) mapping: Mapping = {};
  @state() private said = "";

  override render() {
    const { recognised } = this;
    if (!recognised) return nothing;
    const words = text();
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${words.columnsOfLog}>
        <table>
          <caption class="visually-hidden">${words.columnsCaption}</caption>
          <thead><tr><th scope="col">${words.columnName}</th><th scope="col">${words.columnHolds}</th></tr></thead>
          <tbody>${recognised.columns.map((column, place) => this.column(recognised, column, place))}</tbody>
        </table>
      </div>
      ${this.more()}
      <div class="row">
        <button @click=${this.saveMapping}>${words.saveMapping}</button>
        <span><input type="file" id="load" accept=".json,application/json" @change=${this.load} /><label
          class="button" for="load">${words.loadMapping}</label></span>
        <p class="small muted" role="status">${this.said}</p>
      </div>
    `;
  }

  private column(recognised: Recognised, column: RecognisedColumn, place: number) {
    const words = text();
    const chosen = choiceOf(column);
    const options: Option[] = [
      { value: "", label: words.columnNotUsed },
      ...fields(),
      { value: "setting", label: column.setting ? words.columnSettingOf(column.setting) : words.columnSetting },
      ...(chosen === "settings" ? [{ value: "settings", label: words.columnSettings }] : []),
    ];
    return html`
      <tr>
        <th scope="row" id="column-${place}">${column.name}${column.example
          ? html`<br /><span class="example">${column.example}</span>` : nothing}</th>
        <td><select aria-labelledby="column-${place}" @change=${({ target }: Event) =>
          this.pass(mapped(this.mapping, recognised, column, (target as HTMLSelectElement).value))}>
          ${options.map(({ value, label }) => html`<option value=${value} .selected=${live(value === chosen)}
            >${label}</option>`)}
        </select></td>
      </tr>`;
  }

  private more() {
    const { time, decimal, spent } = this.mapping;
    return html`
      <details>
        <summary>${text().datesAndSigns}</summary>
        <div class="more">
          <drawdown-choice-field .label=${text().logDates} menu .unset=${text().logRecognised} .options=${times()}
            .value=${time ?? ""} @pick=${(event: CustomEvent<Pick>) => this.set("time", event)}></drawdown-choice-field>
          <drawdown-choice-field .label=${text().logSpent} row .value=${spent ?? "positive"}
            .options=${[{ value: "positive", label: text().logPositive },
              { value: "negative", label: text().logNegative }]}
            @pick=${(event: CustomEvent<Pick>) => this.set("spent", event)}></drawdown-choice-field>
          <drawdown-choice-field .label=${text().logDecimal} row .value=${decimal ?? "."}
            .options=${[{ value: ".", label: "1.5" }, { value: ",", label: "1,5" }]}
            @pick=${(event: CustomEvent<Pick>) => this.set("decimal", event)}></drawdown-choice-field>
        </div>
      </details>
    `;
  }

  private set(key: "time" | "spent" | "decimal", event: CustomEvent<Pick>): void {
    event.stopPropagation();
    const { [key]: _, ...rest } = this.mapping;
    const { value } = event.detail;
    this.pass((value === undefined ? rest : { ...rest, [key]: value }) as Mapping);
  }

  private saveMapping(): void {
    save("mapping.json", "application/json", `${JSON.stringify(this.mapping, null, 2)}\n`);
    this.said = text().mappingSaved;
  }

  private async load(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = "";
    if (!file) return;
    try {
      const mapping: unknown = JSON.parse(await file.text());
      if (typeof mapping !== "object" || mapping === null || Array.isArray(mapping)) throw new Error("no object");
      this.said = text().mappingLoaded(file.name);
      this.pass(mapping as Mapping);
    } catch {
      this.said = text().noMapping(file.name);
    }
  }

  private pass(mapping: Mapping): void {
    this.dispatchEvent(new MappingEvent(mapping));
  }
}

declare global {
  interface HTMLElementEventMap {
    mapping: MappingEvent;
  }
}
