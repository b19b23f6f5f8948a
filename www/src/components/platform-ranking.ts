// Where a need costs least: the cheapest platform, the others in order, and those that cannot be ranked.
import type { Comparison, OfferedLine, Platform } from "drawdown";
import { css, html, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { day } from "@elements/format/date";
import { optionName, price, topUpCount, topUps } from "@elements/format/fit";
import { Part } from "@elements/part";
import { base, card, tables, verdict } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";
import { settingsText } from "../format/offered";
import { text } from "../words";

@customElement("platform-ranking")
export class PlatformRanking extends Part {
  static override styles = [
    base, card, tables, verdict,
    css`
      :host { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
      .card { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
      .late { opacity: 0.55; }
      td, th { padding-block: 0.625rem; }
      th[scope="row"] { font-weight: 600; min-width: 9rem; }
      .name { display: flex; gap: 0.5rem; align-items: baseline; }
      .place { color: var(--muted); font-variant-numeric: tabular-nums; font-weight: 400; min-width: 1.25rem; }
      .share { display: block; width: 100%; height: 0.25rem; margin-top: 0.375rem; }
      .share rect { fill: var(--accent); }
      .best { background: var(--accent-soft); }
      td.amount { font-weight: 600; }
      td.amount.margin { font-weight: 400; }
      .others { display: grid; gap: 0.375rem; font-size: 0.9375rem; }
      .others li { overflow-wrap: anywhere; }
      /* On narrow screens each row is a block: name and figures above, the plan below. */
      @media (max-width: 40rem) {
        table, tbody, caption { display: block; }
        thead { position: absolute; clip-path: inset(50%); }
        tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 0.75rem; padding: 0.75rem 0; }
        tr.best { margin-inline: -0.75rem; padding-inline: 0.75rem; border-radius: var(--radius-small); }
        th, td, th + td, td + td { padding: 0; }
        th[scope="row"] { min-width: 0; overflow-wrap: anywhere; }
        td:nth-child(2) { grid-column: 1 / -1; grid-row: 2; }
        td.margin { grid-column: 1 / -1; grid-row: 3; text-align: start; }
        td.amount::after { content: " " attr(data-label); color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
      }
    `,
  ];

  @property({ attribute: false }) answer: Comparison | undefined;
  /** The answer is of what was asked before. */
  @property({ type: Boolean }) late = false;
  /** The address of a platform's plan, for the need. */
  @property({ attribute: false }) planOf: (platform: Platform) => string = () => "";

  override render() {
    const { answer } = this;
    if (!answer) return nothing;
    const ranked = answer.platforms.filter(({ state }) => state === "covers" || state === "need_only");
    const rest = answer.platforms.filter(({ state }) => !["covers", "need_only", "not_offered"].includes(state));
    const without = answer.platforms.filter(({ state }) => state === "not_offered");
    return html`
      <section class="card ${this.late ? "late" : ""}" aria-label=${text().cheapestPlatform} aria-live="polite" aria-busy=${this.late}>
        ${this.best(answer, ranked[0])}
        ${ranked.length > 0 ? this.table(answer, ranked) : nothing}
        ${this.remarks(ranked)}
      </section>
      ${rest.length + without.length > 0 ? html`
        <section class="card" aria-labelledby="unranked">
          <h2 id="unranked">${text().notRanked}</h2>
          <ul class="others">
            ${rest.map(({ name, reason }) => html`<li><strong>${name}</strong>: ${worded(reason)}</li>`)}
            ${without.map(({ name, reason }) => html`<li><strong>${name}</strong>: ${reason}</li>`)}
          </ul>
        </section>` : nothing}
    `;
  }

  private best({ currency = "", months }: Comparison, best: Platform | undefined) {
    const words = text();
    if (!best?.per_month) return html`<h2 id="ranking" class="title">${words.nobodyCovers}</h2>`;
    return html`
      <div class="good">
        <header><h2 id="ranking">${words.cheapestPlatform}</h2></header>
        <p class="title">${words.platformFor(best.name, price(best.per_month, currency))}</p>
        <p class="muted">${bought(best)}</p>
      </div>
      <dl class="figures">
        <div><dt>${words.forWhatYouMake}</dt><dd>${words.costAMonth(price(best.per_month, currency))}</dd></div>
        <div><dt>${words.withSafetyMargin}</dt><dd>${best.per_month_with_margin === undefined ? words.notCovered
          : words.costAMonth(price(best.per_month_with_margin, currency))}</dd></div>
        <div><dt>${words.costInMonths(words.monthCount(months, String(months)))}</dt><dd>${price(best.cost ?? 0, currency)}</dd></div>
      </dl>
    `;
  }

  private table({ currency = "" }: Comparison, ranked: readonly Platform[]) {
    const words = text();
    const most = Math.max(...ranked.map(({ per_month: cost }) => Number(cost ?? 0)));
    return html`
      <div class="scroll" role="group" tabindex="0" aria-label=${words.allPlatforms}>
        <table>
          <caption class="visually-hidden">${words.allPlatforms}</caption>
          <thead><tr>
            <th scope="col">${words.platform}</th><th scope="col">${words.plan}</th>
            <th scope="col" class="amount">${words.aMonthIn(currency)}</th>
            <th scope="col" class="amount">${words.withMargin}</th>
          </tr></thead>
          <tbody>${ranked.map((platform, place) => html`
            <tr class=${place === 0 ? "best" : ""}>
              <th scope="row">
                <span class="name"><span class="place">${place + 1}</span><span>${platform.name}${
                  platform.not_counted?.length ? " *" : ""}</span></span>
                ${share(Number(platform.per_month ?? 0) / most)}
              </th>
              <td><a href=${this.planOf(platform)}>${bought(platform)}</a>
                <div class="muted small">${platform.lines?.map(madeOf).join("; ")}</div>
                <div class="muted small">${words.pricesOf(day(platform.as_of))}</div></td>
              <td class="amount" data-label=${words.aMonthIn(currency)}>${price(platform.per_month ?? 0)}</td>
              <td class="amount margin" data-label=${words.withMargin}>${platform.per_month_with_margin === undefined ? words.notCovered
                : price(platform.per_month_with_margin)}</td>
            </tr>`)}</tbody>
        </table>
      </div>
    `;
  }

  private remarks(ranked: readonly Platform[]) {
    const gifts = ranked.filter(({ not_counted: gifts }) => gifts?.length);
    return gifts.length === 0 ? nothing : html`
      <p class="muted small">${gifts.map(({ name, not_counted: names = [] }) => html`
        * ${text().withoutGift(name, names.join(", "))}<br />`)}</p>`;
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

function madeOf({ name, settings }: OfferedLine): string {
  const set = settingsText(settings);
  return set ? `${name}: ${set}` : name;
}
