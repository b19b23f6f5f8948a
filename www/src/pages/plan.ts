// The plan calculator: the element of the package, with the page's catalogs and its address.
import "../site/language";
import { css, html } from "lit";
import { customElement } from "lit/decorators.js";
import type { DrawdownPlanner, PlannerChange } from "@elements/planner";
import { Part } from "@elements/part";
import { base } from "@elements/parts/styles";
import { platformPart } from "./parts";
import { PlanStore } from "./plan-store";
import "@elements/planner";
import "../components/notice-list";
import "../components/platform-picker";

@customElement("plan-page")
export class PlanPage extends Part {
  static override styles = [
    base,
    css`
      notice-list { margin-bottom: 1rem; }
      notice-list.empty { margin: 0; }
      .catalog { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; }
    `,
  ];

  private readonly store = new PlanStore(this);

  override render() {
    const { store } = this;
    const { notices, opened, plan, lines } = store;
    return html`
      <notice-list class=${notices.length === 0 ? "empty" : ""} .notices=${notices}
        @dismiss=${() => store.dismiss()}></notice-list>
      <drawdown-planner .opened=${opened} .plan=${plan} .lines=${lines} @drawdown-change=${this.changed}>
        <div class="catalog" slot="catalog">${platformPart(store)}</div>
      </drawdown-planner>
    `;
  }

  /** What is set for another catalog than the page's is late. */
  private changed({ target, detail }: CustomEvent<PlannerChange>): void {
    if ((target as DrawdownPlanner).opened === this.store.opened) this.store.take(detail.plan);
  }
}
