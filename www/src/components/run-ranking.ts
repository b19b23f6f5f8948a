// What one generation costs on each platform, in credits and in money.
import type { CatalogInfo, CreditPrice, PlatformRun, RunComparison } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { readable } from "@elements/format/amount";
import { paid } from "@elements/format/fit";
import { Part } from "@elements/part";
import { base, blocks, card, tables } from "@elements/parts/styles";
import { lineText, rangeText } from "../format/offered";
import { previewOf } from "../url-state/compare-address";
import { text } from "../words";

@customElement("run-ranking")
export class RunRanking extends Part {
  static override styles = [
    base, card, tables, blocks,
    css`
      .card { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
      .late { opacity: 0.55; }
      td, th { padding-block: 0.5rem; }
      thead th:first-child, thead th:last-child { width: 40%; }
      th[scope="row"] a { font-weight: 600; }
      td.money .small { white-space: normal; text-wrap: balance; }
      @media (max-width: 40rem) {
        th, td { padding: 0; }
        td:last-child { grid-column: 1 / -1; text-align: start; white-space: normal; }
        td.money::before { content: attr(data-label) " "; color: var(--muted); font-size: 0.8125rem; }
      }
    `,
  ];

  @property() name = "";
  @property({ attribute: false }) answer: RunComparison | undefined;
  @property({ attribute: false }) catalogs: ReadonlyMap<string, CatalogInfo> = new Map();
  @property({ type: Boolean }) late = false;
  /** Explain the ranges: once on a page is enough. */
  @property({ type: Boolean }) hint = false;

  override render() {
    const { answer, name } = this;
    const known = answer?.platforms.filter(({ line }) => line?.high !== undefined) ?? [];
    if (!answer || known.length === 0) return nothing;
    const words = text();
    return html`
      <section class="card ${this.late ? "late" : ""}" aria-labelledby="one">
        <h2 id="one">${words.oneGeneration(name)}</h2>
        ${this.hint ? html`<p class="muted small">${words.oneGenerationHint}</p>` : nothing}
        <div class="scroll" tabindex="0" role="group" aria-label=${words.oneGeneration(name)}>
          <table>
            <caption class="visually-hidden">${words.oneGeneration(name)}</caption>
            <thead><tr>
              <th scope="col">${words.platform}</th>
              <th scope="col" class="amount">${words.cost}</th>
              <th scope="col" class="amount">${answer.currency}</th>
            </tr></thead>
            <tbody>${known.map((platform) => this.row(platform, answer.currency ?? ""))}</tbody>
          </table>
        </div>
      </section>
    `;
  }

  private row({ name, catalog, line, money, per_result: each, credits = [] }: PlatformRun, currency: string) {
    if (!line) return nothing;
    const words = text();
    const ways = credits.length > 0 ? words.creditsFrom(named(credits[0]), named(credits.at(-1))) : "";
    const cost = line.low === line.high ? readable(line.high ?? 0) : words.span(readable(line.low ?? 0), readable(line.high ?? 0));
    return html`
      <tr>
        <th scope="row"><a href=${previewOf(catalog, line.request)}>${name}</a>
          <div class="muted small">${lineText(line, this.catalogs.get(catalog))}</div></th>
        <td class="amount">${line.approximate ? `${words.about} ` : ""}${cost} ${words.unitName(line.unit)}</td>
        <td class="amount money" data-label=${currency}>${money ? rangeText(money) : words.notPublished}
          ${each ? html`<div class="muted small">${words.eachResult(rangeText(each))}</div>` : nothing}
          <div class="muted small">${ways}</div></td>
      </tr>
    `;
  }
}

function named(way: CreditPrice | undefined): string {
  if (!way) return "";
  return way.term === undefined ? way.name : `${way.name}, ${paid(way.term)}`;
}
