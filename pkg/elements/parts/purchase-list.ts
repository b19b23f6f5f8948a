// The purchases and their dates, grouped by month.
import type { TopUpPurchase } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { readable } from "../format/amount";
import { price, times } from "../format/fit";
import { onDay } from "../format/projection";
import { Part } from "../part";
import { base, tables } from "./styles";
import { locale, text } from "../localise";

@element("drawdown-purchase-list")
export class PurchaseList extends Part {
  static override styles = [
    base,
    tables,
    css`
      .scroll { max-height: 20rem; border: 1px solid var(--line); border-radius: var(--radius-small); }
      th, td { padding: 0.3125rem 0.75rem; }
      thead th { position: sticky; top: 0; background: var(--surface); box-shadow: 0 1px 0 var(--line); }
      .month { white-space: nowrap; }
      .days { display: block; color: var(--muted); font-size: 0.8125rem; white-space: normal; }
    `,
  ];

  @property({ attribute: false }) bought: readonly TopUpPurchase[] = [];
  @property({ attribute: false }) currency: string | undefined;
  @property() zone = "UTC";
  @property() units = "";

  override render() {
    const { bought, currency } = this;
    const [first] = bought;
    if (!first) return nothing;
    const words = text();
    const count = bought.reduce((sum, one) => sum + one.count, 0);
    return html`
      <details>
        <summary>${words.topUpsFrom(count, readable(count), onDay(first.at, this.zone))}</summary>
        <div class="scroll" tabindex="0" role="region" aria-label=${words.topUpsToBuy}>
          <table>
            <caption class="visually-hidden">${words.topUpsByMonth}</caption>
            <thead><tr><th scope="col">${words.tableMonth}</th><th scope="col">${words.whatToBuy}</th><th scope="col"
              class="amount">${words.purchasePrice}</th></tr></thead>
            <tbody>
              ${this.months().map(
                ({ month, name, count, days, credits, money }) => html`
                <tr>
                  <th scope="row" class="month">${month}</th>
                  <td>${times(count, name, `\u00d7 ${name}`)}<span
                    class="days number">${words.onDays(days.join(", "))} \u00b7
                    ${readable(credits)}\u00a0${words.unitName(this.units)}</span></td>
                  <td class="amount">${money === undefined
                    ? html`<span class="muted">${words.notPublished}</span>` : price(money, currency)}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </details>
    `;
  }

  private months() {
    const name = new Intl.DateTimeFormat(locale(), { timeZone: this.zone, month: "short", year: "numeric" });
    const number = new Intl.DateTimeFormat(locale(), { timeZone: this.zone, day: "numeric" });
    const rows = new Map<
      string,
      { month: string; name: string; count: number; days: string[]; credits: string; money: string | undefined }
    >();
    for (const { at, top_up: id, name: title, count, credits, price: paid } of this.bought) {
      const month = name.format(new Date(at));
      const row = rows.get(`${month} ${id}`) ?? { month, name: title, count: 0, days: [], credits: "0", money: "0" };
      const day = number.format(new Date(at));
      row.count += count;
      if (row.days.at(-1) !== day) row.days.push(day);
      row.credits = sum(row.credits, String(credits));
      row.money = row.money === undefined || paid === undefined ? undefined : sum(row.money, String(paid));
      rows.set(`${month} ${id}`, row);
    }
    return [...rows.values()];
  }
}

/** The sum of two decimals, exactly. */
function sum(one: string, other: string): string {
  const places = Math.max(...[one, other].map((text) => text.split(".")[1]?.length ?? 0));
  const scaled = (text: string) =>
    BigInt(text.replace(/^(\d+)\.?(\d*)$/, (_, whole: string, rest: string) => whole + rest.padEnd(places, "0")));
  const digits = (scaled(one) + scaled(other)).toString().padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
