// An automatic top-up before credits are short.
import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { Opened } from "@elements/engine/opened";
import { NO_AUTO, type Auto, type Plans } from "@elements/engine/scenario";
import type { Pick } from "@elements/parts/pick";
import { typed } from "@elements/parts/rows";
import { base, sides } from "@elements/parts/styles";
import { folded, PlansPart } from "./plans-part";
import "@elements/parts/choice-field";
import "@elements/parts/text-field";

const AT = "/account/auto_top_up";

@customElement("auto-fields")
export class AutoFields extends PlansPart {
  static override styles = [base, sides, folded];

  protected override fields({ document: { top_ups: topUps = [] } }: Opened, { auto }: Plans) {
    return html`
      <details class="folded" ?open=${this.concerns(AT)}>
        <summary>Automatic top-up <span class="muted">\u00b7 ${auto.top_up ? "on" : "off"}</span></summary>
        <div class="in">
          <drawdown-choice-field
            label="Top-up to buy automatically" menu unset="Nothing"
            .value=${auto.top_up} .error=${this.about(AT, `${AT}/top_up`)}
            .options=${topUps.map(({ id, name }) => ({ value: id, label: name ?? id }))}
            @pick=${(event: CustomEvent<Pick>) => this.choose(auto, typed(event))}></drawdown-choice-field>
          ${auto.top_up ? this.limits(auto) : nothing}
        </div>
      </details>
    `;
  }

  private limits(auto: Auto) {
    const field = (part: Exclude<keyof Auto, "top_up">, label: string, placeholder: string, note = "") => html`
      <drawdown-text-field .label=${label} .placeholder=${placeholder} .note=${note} .value=${auto[part]}
        .error=${this.about(`${AT}/${part}`)}
        @pick=${(event: CustomEvent<Pick>) =>
          this.set({ auto: { ...auto, [part]: typed(event) } })}></drawdown-text-field>`;
    return html`
      <div class="pair">
        ${field("below", "When below", "0")}
        ${field("count", "How many", auto.target.trim() ? "as many as needed" : "1")}
        ${field("target", "Or fill up to", "not set")}
        ${field("limit", "At most a cycle", "no limit")}
        ${field("cooldown", "Not again within", "no pause", "Such as 12 hours, 1 day or 2 weeks.")}
      </div>
    `;
  }

  private choose(auto: Auto, id: string): void {
    this.set({ auto: id ? { ...auto, top_up: id } : NO_AUTO });
  }
}
