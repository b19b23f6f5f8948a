// The catalog and plan that rate events without a charge.
import type { Finding } from "drawdown";
import type { CatalogInfo } from "drawdown/usage";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { planned } from "@elements/parts/made";
import type { Pick } from "@elements/parts/pick";
import { typed } from "@elements/parts/rows";
import { Part } from "@elements/part";
import { base } from "@elements/parts/styles";
import type { Shipped } from "../engine/catalogs";
import type { View } from "../engine/usage";
import { PlansEvent } from "./plans-part";
import { ViewEvent } from "./view-fields";
import "@elements/parts/choice-field";
import "@elements/parts/flag-field";
import "@elements/parts/text-field";
import "./platform-picker";
import { text } from "../words";

@customElement("rating-fields")
export class RatingFields extends Part {
  static override styles = [
    base,
    css`:host { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }`,
  ];

  @property({ attribute: false }) shipped: readonly Shipped[] = [];
  @property() platform = "";
  @property() own = "";
  @property() file = "";
  @property({ attribute: false }) faults: Finding[] = [];
  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property({ attribute: false }) view!: View;
  /** The account's plan; absent where it is asked for elsewhere. */
  @property({ attribute: false }) plan: string | undefined;

  override render() {
    const { info, view } = this;
    return html`
      <platform-picker optional .shipped=${this.shipped} .value=${this.platform} .own=${this.own}
        .faults=${this.faults} .file=${this.file}></platform-picker>
      ${info ? html`
        ${info.plans.length > 0 && this.plan !== undefined ? html`<drawdown-choice-field .label=${text().plan} menu
          .unset=${text().logNoPlan} .options=${info.plans.map(planned)} .value=${this.plan}
          @pick=${(event: CustomEvent<Pick>) => this.dispatchEvent(new PlansEvent({ plan: typed(event) }))}
          ></drawdown-choice-field>` : nothing}
        <drawdown-flag-field .label=${text().logRateAll} .value=${view.rateAll}
          @pick=${(event: CustomEvent<Pick>) => this.pass(event, { rateAll: event.detail.value === true })}
          ></drawdown-flag-field>` : nothing}
      <drawdown-text-field .label=${text().logCreditPrice} .placeholder=${text().logCreditPriceHint}
        .value=${view.creditPrice}
        @pick=${(event: CustomEvent<Pick>) => this.pass(event, { creditPrice: String(event.detail.value ?? "") })}
        ></drawdown-text-field>
    `;
  }

  private pass(event: Event, change: Partial<View>): void {
    event.stopPropagation();
    this.dispatchEvent(new ViewEvent(change));
  }
}
