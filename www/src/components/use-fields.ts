// The use of a projection: models with how often they run, and what happens when credits are short.
import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { Opened } from "@elements/engine/opened";
import { MOST_ROWS, SHORTS, wantedOf, type Plans } from "@elements/engine/scenario";
import { base, buttons, card, sides } from "@elements/parts/styles";
import { below } from "@elements/engine/faults";
import { text } from "../words";
import type { WantedEvent } from "./demand-row";
import { PlansPart, ruled } from "./plans-part";
import "@elements/parts/choice-field";
import "./auto-fields";
import "./demand-row";

@customElement("use-fields")
export class UseFields extends PlansPart {
  static override styles = [base, buttons, card, sides, ruled];

  protected override fields(opened: Opened, plans: Plans) {
    return html`
      <section class="card" aria-labelledby="use">
        <h2 id="use">${text().use}</h2>
        ${this.lines(opened, plans)}
        <drawdown-choice-field
          .label=${text().whenShort} menu .value=${plans.short} .options=${SHORTS}
          @pick=${this.take("short")}></drawdown-choice-field>
        ${
          opened.document.top_ups?.length
            ? html`<auto-fields .opened=${opened} .plans=${plans} .faults=${this.faults}></auto-fields>`
            : nothing
        }
      </section>
    `;
  }

  private lines({ catalog, info }: Opened, { wanted, plan, start, members }: Plans) {
    const names = members.map(({ id }) => id.trim()).filter(Boolean);
    return html`
      ${wanted.map(
        (one, i) => html`
        <demand-row
          role="group" aria-label=${text().placeDemand(i + 1)} class=${i > 0 ? "row" : ""}
          .catalog=${catalog} .info=${info} .wanted=${one} .plan=${plan} .start=${start}
          .members=${names} ?removable=${wanted.length > 1} .faults=${below(this.faults, `/demand/${i}`)}
          @wanted=${(event: WantedEvent) => this.change(wanted, i, event.wanted)}></demand-row>`,
      )}
      ${wanted.length < MOST_ROWS
        ? html`<button
          @click=${() => this.set({ wanted: [...wanted, wantedOf(catalog, info)] })}>${text().addNeedRow}</button>`
        : nothing}
    `;
  }

  private change(rows: Plans["wanted"], place: number, row: Plans["wanted"][number] | undefined): void {
    this.set({ wanted: row ? rows.with(place, row) : rows.filter((_, i) => i !== place) });
  }
}
