// Credits at the start of a projection.
import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { classesOf, type Opened } from "@elements/engine/opened";
import type { Plans } from "@elements/engine/scenario";
import { lotRows, rowStyles } from "@elements/parts/rows";
import { base, buttons, card, sides } from "@elements/parts/styles";
import { text } from "../words";
import { PlansPart } from "./plans-part";

@customElement("start-fields")
export class StartFields extends PlansPart {
  static override styles = [base, buttons, card, sides, rowStyles];

  protected override fields({ document, info }: Opened, { given }: Plans) {
    const words = text();
    return html`
      <section class="card" aria-labelledby="start">
        <h2 id="start">${words.creditsAtStart}</h2>
        ${given.length === 0 ? html`
          <p class="muted small">${words.assumesFullCredits}</p>` : nothing}
        ${lotRows(
          given,
          classesOf(document),
          info.units,
          (pointer) => this.about(pointer),
          (given) => this.set({ given }),
        )}
      </section>
    `;
  }
}
