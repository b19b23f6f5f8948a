// An automatic top-up before credits are short.
import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { Opened } from "@elements/engine/opened";
import { NO_AUTO, type Auto, type Plans } from "@elements/engine/scenario";
import type { Pick } from "@elements/parts/pick";
import { typed } from "@elements/parts/rows";
import { base, sides } from "@elements/parts/styles";
import { text } from "../words";
import { folded, PlansPart } from "./plans-part";
import "@elements/parts/choice-field";
import "@elements/parts/text-field";

const AT = "/account/auto_top_up";

@customElement("auto-fields")
export class AutoFields extends PlansPart {
  static override styles = [base, sides, folded];

  protected override fields({ document: { top_ups: topUps = [] } }: Opened, { auto }: Plans) {
    const words = text();
    return html`
      <details class="folded" ?open=${this.concerns(AT)}>
        <summary>${words.autoTopUp} <span class="muted">\u00b7 ${auto.top_up ? words.autoOn
          : words.autoOff}</span></summary>
        <div class="in">
          <drawdown-choice-field
            .label=${words.autoWhich} menu .unset=${words.autoNothing}
            .value=${auto.top_up} .error=${this.about(AT, `${AT}/top_up`)}
            .options=${topUps.map(({ id, name }) => ({ value: id, label: name ?? id }))}
            @pick=${(event: CustomEvent<Pick>) => this.choose(auto, typed(event))}></drawdown-choice-field>
          ${auto.top_up ? this.limits(auto) : nothing}
        </div>
      </details>
    `;
  }

  private limits(auto: Auto) {
    const words = text();
    const amount = (part: keyof Auto, label: string, placeholder: string) => html`
      <drawdown-amount-field .label=${label} .placeholder=${placeholder} .value=${auto[part]}
        .error=${this.about(`${AT}/${part}`)} @pick=${this.change(auto, part)}></drawdown-amount-field>`;
    return html`
      <div class="pair">
        ${amount("below", words.autoBelow, "0")}
        ${amount("count", words.autoCount, auto.target.trim() ? words.autoAsNeeded : "1")}
        ${amount("target", words.autoTarget, words.autoNotSet)}
        ${amount("limit", words.mostInCycle, words.noLimit)}
        <drawdown-text-field .label=${words.autoCooldown} .placeholder=${words.autoNoPause}
          .note=${words.autoCooldownNote} .value=${auto.cooldown} .error=${this.about(`${AT}/cooldown`)}
          @pick=${this.change(auto, "cooldown")}></drawdown-text-field>
      </div>
    `;
  }

  private change(auto: Auto, part: keyof Auto) {
    return (event: CustomEvent<Pick>) => this.set({ auto: { ...auto, [part]: typed(event) } });
  }

  private choose(auto: Auto, id: string): void {
    this.set({ auto: id ? { ...auto, top_up: id } : NO_AUTO });
  }
}
