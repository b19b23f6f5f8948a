// Where a need costs least: the cheapest platform, the others in order, and those that cannot be ranked. What is
// slotted stands before the last.
import type { CatalogInfo, Platform } from "drawdown";
import { css, html, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { day } from "@elements/format/date";
import { marginText, optionName, price, topUpCount, topUps } from "@elements/format/fit";
import { Part } from "@elements/part";
import { base, blocks, card, tables, verdict } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";
import type { Shipped } from "../engine/catalogs";
import type { Answers } from "../engine/comparing";
import { unlike } from "../format/alike";
import { lineText } from "../format/offered";
import { planOf } from "../url-state/compare-address";
import { text } from "../words";

@customElement("platform-ranking")
export class PlatformRanking extends Part {
  static override styles = [
    base, card, tables, verdict, blocks,
    css`
      :host { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
      ::slotted(*) { min-width: 0; }
      .card { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
      .late { opacity: 0.55; }
      td, th { padding-block: 0.625rem; }
      th:first-child { padding-inline-start: 0.75rem; }
      th:last-child, td:last-child { padding-inline-end: 0.75rem; }
      thead th:first-child { width: 30%; }
      th[scope="row"] { font-weight: 600; min-width: 9rem; }
      .name { display: flex; gap: 0.5rem; align-items: baseline; }
      .place { color: var(--muted); font-variant-numeric: tabular-nums; font-weight: 400; min-width: 1.25rem; }
      .share { display: block; width: 100%; height: 0.25rem; margin-top: 0.375rem; }
      .share rect { fill: var(--accent); }
      .best { background: var(--accent-soft); }
      .figures { grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); }
      td.amount { font-weight: 600; }
      td.amount.margin { font-weight: 400; }
      .others { display: grid; gap: 0.375rem; font-size: 0.9375rem; }
      .remarks { display: grid; gap: 0.25rem; }
      @media print { .card { border: 0; box-shadow: none; } .unranked { display: none; } }
      /* In a block, name and figures above, the plan below. */
      @media (max-width: 40rem) {
        tr { padding-inline: 0.625rem; }
        tr.best { border-radius: var(--radius-small); }
        th:first-child, th:last-child, td:last-child { padding: 0; }
        th[scope="row"] { min-width: 0; overflow-wrap: anywhere; }
        th[scope="row"], td { grid-column: 1 / -1; }
        td.amount { text-align: start; }
        td:nth-child(2) { grid-row: 4; }
        td.month::after { content: " " attr(data-label); }
        td.margin::before { content: attr(data-label) ": "; }
        td.month::after, td.margin::before { color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
      }
    `,
  ];

  @property({ attribute: false }) answers: Answers | undefined;
  @property({ attribute: false }) catalogs: ReadonlyMap<string, CatalogInfo> = new Map();
  /** Platforms whose catalog could not be loaded. */
  @property({ attribute: false }) missing: readonly Shipped[] = [];
  /** The answer is of what was asked before. */
  @property({ type: Boolean }) late = false;
  /** Another answer is on its way. */
  @property({ type: Boolean }) busy = false;

  override render() {
    const { answers, missing } = this;
    if (!answers) return html`<slot></slot>`;
    const { platforms } = answers.need;
    const ranked = platforms.filter(({ state }) => state === "covers" || state === "need_only");
    const rest = platforms.filter(({ state }) => !["covers", "need_only", "not_offered"].includes(state));
    const without = platforms.filter(({ state }) => state === "not_offered");
    return html`
      <section class="card ${this.late ? "late" : ""}" aria-labelledby="ranking" aria-busy=${this.busy}>
        ${this.best(answers, ranked[0])}
        ${ranked.length > 0 ? this.table(answers, ranked) : nothing}
        ${this.remarks(answers, ranked)}
      </section>
      <slot></slot>
      ${rest.length + without.length + missing.length > 0 ? html`
        <section class="card unranked" aria-labelledby="unranked">
          <h2 id="unranked">${text().notRanked}</h2>
          <ul class="others">
            ${[...rest, ...without].map(({ name, reason }) => html`<li><strong>${name}</strong>: ${worded(reason)}</li>`)}
            ${missing.map(({ name }) => html`<li><strong>${name}</strong>: ${text().notLoaded}</li>`)}
          </ul>
        </section>` : nothing}
    `;
  }

  private best({ need: { currency = "", months }, wanted }: Answers, best: Platform | undefined) {
    const words = text();
    if (best?.per_month === undefined) return html`<h2 id="ranking" class="title">${words.nobodyCovers}</h2>`;
    const low = wanted.low.trim() || "0";
    return html`
      <div class="good">
        <header><h2 id="ranking">${words.cheapestPlatform}</h2></header>
        <p class="title">${words.platformFor(best.name, price(best.per_month, currency))}</p>
        <p class="muted">${bought(best)}</p>
      </div>
      <dl class="figures">
        <div><dt>${words.forWhatYouMake}</dt><dd>${words.costAMonth(price(best.per_month, currency))}</dd></div>
        <div><dt>${words.withOnTop(marginText({ low, high: low, unit: "percent" }, ""))}</dt><dd>${best.per_month_with_margin === undefined ? words.marginNotCovered
          : words.costAMonth(price(best.per_month_with_margin, currency))}</dd></div>
        <div><dt>${words.costInMonths(words.monthCount(months, String(months)))}</dt><dd>${price(best.cost ?? 0, currency)}</dd></div>
      </dl>
    `;
  }

  private table({ need: { currency = "" }, wanted }: Answers, ranked: readonly Platform[]) {
    const words = text();
    const most = Math.max(...ranked.map(({ per_month: cost }) => Number(cost ?? 0)));
    return html`
      <div class="scroll" role="group" tabindex="0" aria-label=${words.allPlatforms}>
        <table>
          <caption class="visually-hidden">${words.allPlatforms}</caption>
          <thead><tr>
            <th scope="col">${words.platform}</th><th scope="col">${words.plan}</th>
            <th scope="col" class="amount">${words.aMonthIn(currency)}</th>
            <th scope="col" class="amount">${words.columnWithMargin}</th>
          </tr></thead>
          <tbody>${ranked.map((platform, place) => html`
            <tr class=${place === 0 ? "best" : ""}>
              <th scope="row">
                <span class="name"><span class="place">${place + 1}</span><span>${platform.name}${
                  platform.not_counted?.length ? " *" : ""}</span></span>
                ${share(most > 0 ? Number(platform.per_month ?? 0) / most : 0)}
              </th>
              <td><a href=${planOf(platform.catalog, platform.lines ?? [], wanted)}>${bought(platform)}</a>
                <div class="muted small">${platform.lines?.map((line) => lineText(line, this.catalogs.get(platform.catalog))).join("; ")}</div>
                <div class="muted small">${words.pricesOf(day(platform.as_of))}</div></td>
              <td class="amount month" data-label=${words.aMonthIn(currency)}>${price(platform.per_month ?? 0)}</td>
              <td class="amount margin" data-label=${words.columnWithMargin}>${platform.per_month_with_margin === undefined ? words.marginNotCovered
                : price(platform.per_month_with_margin)}</td>
            </tr>`)}</tbody>
        </table>
      </div>
    `;
  }

  private remarks({ wanted }: Answers, ranked: readonly Platform[]) {
    const gifts = ranked.flatMap(({ name, not_counted: names = [] }) => (names.length > 0 ? [text().withoutGift(name, names.join(", "))] : []));
    const remarks = [...gifts.map((gift) => `* ${gift}`), ...unlike(wanted, ranked, this.catalogs)];
    return remarks.length === 0 ? nothing : html`
      <ul class="remarks muted small">${remarks.map((remark) => html`<li>${remark}</li>`)}</ul>`;
  }
}

/** How it compares with the dearest; the figures say the same. */
function share(part: number) {
  const width = `${Math.max(part, 0.01) * 100}%`;
  return html`<svg class="share" aria-hidden="true">${svg`<rect width=${width} height="100%" rx="2" />`}</svg>`;
}

function bought({ option }: Platform): string {
  if (!option) return "";
  const name = optionName(option);
  const count = topUps(option);
  return count === 0 ? name : `${name} + ${topUpCount(count)}`;
}
