// What each model costs, by kind of model; what changes the price stands below it.
import type { Catalog, CatalogInfo, Line } from "drawdown";
import { readable } from "@elements/format/amount";
import { titled } from "@elements/format/setting";
import { Part } from "@elements/part";
import { base, tables } from "@elements/parts/styles";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { rated, type Cost, type Effect, type Rated } from "../engine/rate-card";
import { text } from "../words";

@customElement("rate-table")
export class RateTable extends Part {
  static override styles = [
    base,
    tables,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
      .find { display: grid; gap: 0.3125rem; max-width: 22rem; font-size: 0.9375rem; font-weight: 550; }
      input {
        width: 100%; min-height: 2.5rem; padding: 0.375rem 0.75rem; border: 1px solid var(--control-line);
        border-radius: var(--radius-small); background: var(--surface); color: var(--ink); font: inherit;
      }
      .tool th { padding-top: 1.25rem; color: var(--muted); font-weight: 600; }
      tbody:first-of-type .tool th { padding-top: 0.625rem; }
      th[scope="row"] a { font-weight: 600; }
      .about, .effect { color: var(--muted); font-size: 0.875rem; overflow-wrap: anywhere; }
      .effect { display: flex; flex-wrap: wrap; gap: 0 0.75rem; }
      .effect b { color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; }
      td.amount { font-weight: 600; white-space: normal; min-width: 6rem; }
      td.amount.words { color: var(--muted); font-weight: 400; }
    `,
  ];

  @property({ attribute: false }) catalog: Catalog | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;
  /** Plural names of units. */
  @property({ attribute: false }) names: Readonly<Record<string, string>> = {};
  @property() platform = "";
  /** The own catalog for the links; empty for others. */
  @property() fragment = "";
  @state() private sought = "";
  private known: { catalog: Catalog; rows: Rated[] } | undefined;

  override render() {
    const { info } = this;
    if (!info || !this.catalog) return nothing;
    const words = text();
    const isLong = info.operations.length > 8;
    const sought = isLong ? this.sought.trim().toLowerCase() : "";
    const rows = this.rows(this.catalog, info).filter(({ operation: { name, model = "", id } }) =>
      `${name} ${model} ${id}`.toLowerCase().includes(sought));
    const tools = [...new Set(rows.map(({ operation }) => operation.tool ?? ""))];
    return html`
      ${isLong ? html`<label class="find">${words.findModel}
        <input type="search" autocomplete="off" .value=${this.sought}
          @input=${(event: Event) => (this.sought = (event.target as HTMLInputElement).value)} /></label>` : nothing}
      ${rows.length === 0 ? html`<p role="status">${words.noModelFound}</p>` : html`
        <table>
          <caption class="visually-hidden">${words.pricesOfModels}</caption>
          <thead><tr><th scope="col">${words.columnModel}</th><th scope="col" class="amount">${words.columnPrice}</th></tr></thead>
          ${tools.map((tool) => html`
            <tbody>
              ${tools.length > 1 ? html`<tr class="tool"><th scope="rowgroup" colspan="2">${tool ? titled(tool) : words.otherModelsOf}</th></tr>` : nothing}
              ${rows.filter(({ operation }) => (operation.tool ?? "") === tool).map((row) => this.row(row))}
            </tbody>`)}
        </table>`}
    `;
  }

  private rows(catalog: Catalog, info: CatalogInfo): Rated[] {
    if (this.known?.catalog !== catalog)
      this.known = { catalog, rows: info.operations.map((operation) => rated(catalog, operation)) };
    return this.known.rows;
  }

  private row({ operation, usual, at, effects }: Rated) {
    const words = text();
    const { figure, isNumber } = this.priced(usual);
    const query = new URLSearchParams({ platform: this.platform, operation: operation.id });
    return html`
      <tr>
        <th scope="row">
          <a href="./preview.html?${query}${this.fragment && `#${this.fragment}`}">${operation.name}</a>
          ${operation.about ? html`<p class="about">${operation.about}</p>` : nothing}
          ${effects.map((effect) => this.effect(effect))}
          ${at.length > 0 ? html`<p class="about">(${words.atLeastOf(at.join(", "))})</p>` : nothing}
        </th>
        <td class="amount ${isNumber ? "" : "words"}">${figure}</td>
      </tr>
    `;
  }

  private effect({ label, prices }: Effect) {
    return html`<p class="effect"><span>${text().changesPrice(label)}</span>${prices.map(({ value, cost }) => html`
      <span>${value} <b>${this.priced(cost, true).figure}</b></span>`)}</p>`;
  }

  /** A price in a cell; without its unit in a list of prices. */
  private priced(cost: Cost | undefined, isBare = false): { figure: string; isNumber: boolean } {
    const words = text();
    const { unit = "", units = "" } = this.info ?? {};
    const inUnits = (figure: string, isOne = false) => ({ figure: isBare ? figure : `${figure} ${words.unitName(isOne ? unit : units)}`, isNumber: true });
    const inWords = (figure: string) => ({ figure, isNumber: false });
    if (!cost) return inWords(words.notSold);
    const { total, rates } = cost;
    if (total.free) return inWords(words.priceFree);
    switch (total.state) {
      case "exact":
        return inUnits(readable(total.total ?? 0), String(total.total) === "1");
      case "range":
        return inUnits(`${readable(total.low ?? 0)}\u2009\u2013\u2009${readable(total.high ?? 0)}`);
      case "rate":
        return rates.length > 0 ? { figure: rates.map((line) => this.each(line)).join(" + "), isNumber: true } : inWords(words.priceAfterRun);
      case "unknown":
        return inWords(words.costNotPublished);
    }
  }

  /** `5 per s`, `1 per 50 characters`. */
  private each({ rate = "", per, unit = "" }: Line): string {
    return text().ratePer(readable(rate), per === undefined ? unit : `${readable(per)} ${this.names[unit] ?? unit}`);
  }
}
