// The plan calculator: the element of the package, with the page's catalogs and its address.
import "../site/language";
import type { CatalogInfo, Fit } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { DrawdownPlanner, PlannerChange } from "@elements/planner";
import { readable } from "@elements/format/amount";
import { optionName, price, topUps } from "@elements/format/fit";
import { Part } from "@elements/part";
import { headline } from "@elements/parts/fit-card";
import { base, buttons, card } from "@elements/parts/styles";
import type { Plan } from "@elements/engine/plan";
import type { Figures } from "../components/kept-scenarios";
import { PRESETS, type Preset } from "../engine/presets";
import { sheet } from "../engine/csv";
import { text } from "../words";
import { platformPart } from "./parts";
import { PlanStore } from "./plan-store";
import "@elements/planner";
import "../components/kept-scenarios";
import "../components/notice-list";
import "../components/platform-picker";
import "../components/share-bar";

@customElement("plan-page")
export class PlanPage extends Part {
  static override styles = [
    base,
    buttons,
    card,
    css`
      .further { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; margin-top: 1rem; }
      notice-list { margin-bottom: 1rem; }
      notice-list.empty { margin: 0; }
      .presets { display: flex; flex-wrap: wrap; gap: 0.375rem 0.5rem; align-items: center; }
      .catalog { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; }
      .waiting { min-height: 100vh; }
      .made { display: none; }
      @media print {
        .further, notice-list { display: none; }
        .made { display: block; }
      }
    `,
  ];

  private readonly store = new PlanStore(this);

  override render() {
    const { store } = this;
    const { notices, opened, plan, lines } = store;
    return html`
      <notice-list class=${notices.length === 0 ? "empty" : ""} .notices=${notices}
        @dismiss=${() => store.dismiss()}></notice-list>
      ${opened && plan ? html`<p class="made">${opened.info.name}: ${made(plan, opened.info)}</p>` : nothing}
      ${opened || store.failure || store.ownFaults.length > 0 ? html`
        <drawdown-planner .opened=${opened} .plan=${plan} .lines=${lines} @drawdown-change=${this.changed}>
          <div class="catalog" slot="catalog">${platformPart(store)}${opened ? this.presets() : nothing}</div>
        </drawdown-planner>` : html`<div class="waiting"></div>`}
      ${opened ? this.further(opened.info) : nothing}
    `;
  }

  private presets() {
    const words = text();
    const named: Readonly<Record<Preset, string>> = { hobbyist: words.hobbyist, studio: words.studio, agency: words.agency };
    return html`
      <div class="presets" role="group" aria-labelledby="presets">
        <span id="presets" class="muted small">${words.startLike}</span>
        ${PRESETS.map((preset) => html`<button @click=${() => this.store.begin(preset)}>${named[preset]}</button>`)}
      </div>
    `;
  }

  private further(info: CatalogInfo) {
    const { store } = this;
    const { fit, plan } = store;
    return html`
      <div class="further">
        <section class="card" aria-label=${text().shareHeading}>
          <share-bar .store=${store} ?undoable=${store.canUndo} printable
            .json=${fit && (() => fit)} .csv=${fit && (() => options(fit))}></share-bar>
        </section>
        <section class="card"><kept-scenarios page="plan" .store=${store} .now=${fit && plan && figures(fit, plan, info)}></kept-scenarios></section>
      </div>
    `;
  }

  /** What is set for another catalog than the page's is late. */
  private changed({ target, detail }: CustomEvent<PlannerChange>): void {
    if ((target as DrawdownPlanner).opened === this.store.opened) this.store.take(detail.plan, detail.fit);
  }
}

/** What is compared with another need. */
function figures(fit: Fit, plan: Plan, info: CatalogInfo): Figures {
  const words = text();
  const [best] = fit.options;
  const money = (amount: string | number | undefined) => (amount === undefined ? words.notPublished : price(amount, fit.currency));
  return {
    title: info.name,
    rows: [
      [words.whatYouMake, made(plan, info)],
      [words.whatFits, headline(fit, info).title],
      ...(best ? [
        [words.forWhatYouMake, words.costAMonth(money(best.per_month))] as const,
        [words.topUps, readable(topUps(best))] as const,
        [words.lostUnused, readable(best.wasted)] as const,
      ] : []),
    ],
  };
}

/** `2 × Gen-4.5 a day`. */
function made({ rows }: Plan, { operations }: CatalogInfo): string {
  const nameOf = (id: string) => operations.find((operation) => operation.id === id)?.name ?? id;
  return rows.map(({ operation, count, every }) => text().madeBrief(count, nameOf(operation), every)).join(", ");
}

/** Every option as a row. */
function options({ options, currency = "" }: Fit): string {
  const head = ["option", "state", "currency", "cost", "per_month", "top_ups", "covered_percent", "expired_unused", "left", "reason"];
  return sheet(head, options.map((option) => [
    optionName(option), option.state, currency, option.cost, option.per_month, topUps(option), option.covered, option.wasted, option.left, option.reason,
  ]));
}
