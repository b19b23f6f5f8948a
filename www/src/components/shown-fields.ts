// Balances that the platform showed, to compare with the computed ones.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Part } from "@elements/part";
import type { Pick } from "@elements/parts/pick";
import { rows, rowStyles, typed } from "@elements/parts/rows";
import { base, buttons, card, sides } from "@elements/parts/styles";
import type { Shown } from "../engine/account";
import { text } from "../words";
import "@elements/parts/text-field";

/** Other balances. */
export class ShownEvent extends Event {
  constructor(readonly shown: readonly Shown[]) {
    super("shown", { bubbles: true, composed: true });
  }
}

@customElement("shown-fields")
export class ShownFields extends Part {
  static override styles = [base, buttons, card, sides, rowStyles, css`:host { display: contents; }`];

  @property({ attribute: false }) shown: readonly Shown[] = [];
  /** The date of a new row. */
  @property() fresh = "";
  @property() units = "";

  override render() {
    const words = text();
    return html`
      <section class="card" aria-labelledby="shown">
        <h2 id="shown">${words.balancesShown}</h2>
        ${this.shown.length === 0 ? html`<p class="muted small">${words.balancesShownHint}</p>` : nothing}
        ${rows({
          list: this.shown,
          name: words.balanceRow,
          add: words.addBalance,
          fresh: (): Shown => ({ date: this.fresh, time: "", amount: "" }),
          set: (shown) => this.dispatchEvent(new ShownEvent(shown)),
          fields: ({ date, time, amount }, _, change) => html`
            <drawdown-date-field .label=${words.balanceDate} .value=${date}
              @pick=${(event: CustomEvent<Pick>) => change({ date: typed(event) })}></drawdown-date-field>
            <drawdown-time-field .label=${words.balanceTime} .value=${time}
              @pick=${(event: CustomEvent<Pick>) => change({ time: typed(event) })}></drawdown-time-field>
            <drawdown-amount-field class="wide" .label=${words.balanceAmount} .unit=${text().unitName(this.units)}
              .allowed=${words.balanceAmountHint} .value=${amount}
              @pick=${(event: CustomEvent<Pick>) => change({ amount: typed(event) })}></drawdown-amount-field>`,
        })}
      </section>
    `;
  }
}

declare global {
  interface HTMLElementEventMap {
    shown: ShownEvent;
  }
}
