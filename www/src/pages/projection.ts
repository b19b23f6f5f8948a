// The projection page: account and use on one side, the projection on the other.
import "../site/language";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, query } from "lit/decorators.js";
import type { BalanceChange, BalanceProgress } from "@elements/balance";
import { classesOf, type Opened } from "@elements/engine/opened";
import type { Plans } from "@elements/engine/scenario";
import { readable } from "@elements/format/amount";
import { money, outlook, spendableOf } from "@elements/format/projection";
import { Part } from "@elements/part";
import { Narrow, folding } from "@elements/parts/narrow";
import { base, card, late, sides } from "@elements/parts/styles";
import type { Figures } from "../components/kept-scenarios";
import type { ForecastEvent } from "../components/forecast-card";
import type { PlansEvent } from "../components/plans-part";
import { text } from "../words";
import { platformPart } from "./parts";
import { ProjectionStore, type Answer } from "./projection-store";
import "@elements/balance";
import "@elements/parts/catalog-about";
import "../components/kept-scenarios";
import "../components/share-bar";
import "../components/account-fields";
import "../components/act-fields";
import "../components/event-list";
import "../components/forecast-card";
import "../components/notice-list";
import "../components/start-fields";
import "../components/use-fields";

@customElement("projection-page")
export class ProjectionPage extends Part {
  static override styles = [
    base,
    card,
    sides,
    folding,
    late,
    css`
      .answers:focus { outline: none; }
      @media print {
        .grid, .answers { display: block; }
        .inputs, .fold, .card, notice-list { display: none; }
        drawdown-balance::part(shortfalls), drawdown-balance::part(use) { display: none; }
        drawdown-balance::part(card) { border: 0; box-shadow: none; }
      }
    `,
  ];

  private readonly store = new ProjectionStore(this);
  private readonly narrow = new Narrow(this);
  @query(".answers") private answersPart!: HTMLElement;

  override render() {
    const { store } = this;
    const { opened, plans, scenario, faults } = store;
    const { narrow } = this;
    const inputs = html`
      <div class="inputs" @plans=${(event: PlansEvent) => store.set(event.change)}>
        ${this.account()}
        ${opened && plans ? this.inputs(opened, plans) : nothing}
      </div>`;
    const form = opened && plans
      ? narrow.folded(text().changeInputs, madeIn(plans, opened), inputs, faults.length > 0) : inputs;
    const balance = (within: TemplateResult | typeof nothing) => html`
      <drawdown-balance .opened=${opened} .scenario=${scenario}
        @drawdown-change=${({ detail }: CustomEvent<BalanceChange>) => store.answered(detail)}
        @drawdown-progress=${({ detail }: CustomEvent<BalanceProgress>) => store.moved(detail)}
        >${within}${this.further()}</drawdown-balance>`;
    return html`
      <notice-list class=${store.notices.length === 0 ? "empty" : ""} .notices=${store.notices}
        @dismiss=${() => store.dismiss()}></notice-list>
      <div class="grid">${narrow.value
        ? html`<div class="answers" tabindex="-1">${balance(html`<div slot="inputs">${form}</div>`)}</div>`
        : html`${inputs}<div class="answers" tabindex="-1">${scenario ? balance(nothing) : nothing}</div>`}</div>
    `;
  }

  private account() {
    const { store } = this;
    const { opened, plans, faults } = store;
    return html`
      <section class="card" aria-labelledby="account">
        <h2 id="account">${text().account}</h2>
        ${platformPart(store)}
        ${opened && plans
          ? html`<account-fields .opened=${opened} .plans=${plans} .faults=${faults}></account-fields>` : nothing}
      </section>
    `;
  }

  private inputs(opened: Opened, plans: Plans) {
    const { faults } = this.store;
    return html`
      <use-fields .opened=${opened} .plans=${plans} .faults=${faults}></use-fields>
      <act-fields .opened=${opened} .plans=${plans} .faults=${faults}></act-fields>
      ${classesOf(opened.document).length > 0
        ? html`<start-fields .opened=${opened} .plans=${plans} .faults=${faults}></start-fields>` : nothing}
      <a class="bar" href="#balance"
        @click=${this.showAnswers}><strong>${this.brief()}</strong><span class="small">${text().show}</span></a>
    `;
  }

  /** The answer in a few words, for windows where it is below the inputs. */
  private brief(): string {
    const { answer, faults, progress } = this.store;
    const words = text();
    if (progress.share !== undefined) return `${words.computing}, ${Math.floor(progress.share * 100)}\u00a0%`;
    if (progress.stopped) return words.stopped;
    if (faults.length > 0) return words.needsCorrection;
    if (!answer) return words.computingNow;
    return outlook(answer.data.summary, answer.opened.info, answer.zone).title;
  }

  private readonly showAnswers = (event: Event): void => {
    event.preventDefault();
    this.answersPart.focus({ preventScroll: true });
    this.answersPart.scrollIntoView({ block: "start" });
  };

  /** What the page says besides the balance. */
  private further() {
    const { store } = this;
    const { answer, faults, progress } = store;
    if (!answer) return nothing;
    const { data, zone, opened } = answer;
    const isWrong = faults.length > 0;
    return html`
      ${
        progress.stopped || isWrong
          ? nothing
          : html`
        <section class="card" aria-label=${text().randomDemand}>
          <forecast-card
            .forecast=${store.forecast} .working=${store.forecasting} .faults=${store.forecastFaults}
            .info=${opened.info} .zone=${zone}
            @forecast=${(event: ForecastEvent) => store.askForecast(event.options)}
            @forecast-stop=${() => store.dropForecast()}></forecast-card>
        </section>`
      }
      <section class="card ${isWrong ? "late" : ""}" aria-label=${text().eventsAndInvoices}>
        <event-list .summary=${data.summary} .zone=${zone} .leftOff=${data.left_off.events ?? 0}></event-list>
        <drawdown-catalog-about .info=${opened.info}></drawdown-catalog-about>
      </section>
      <section class="card" aria-label=${text().shareHeading}>
        <share-bar .store=${store} ?undoable=${store.canUndo} printable
          .json=${isWrong ? undefined : () => data.summary}></share-bar>
      </section>
      <section class="card"><kept-scenarios page="projection" .store=${store} .now=${isWrong || progress.stopped || progress.share !== undefined ? undefined : figures(answer)}></kept-scenarios></section>
    `;
  }
}

/** What is made, for the line that the inputs are folded to. */
function madeIn({ plan, wanted }: Plans, { info: { name, operations, plans } }: Opened): string {
  const models = wanted.map(({ operation }) => operations.find(({ id }) => id === operation)?.name ?? operation);
  return [name, plans.find(({ id }) => id === plan)?.name ?? text().noPlanHeld, ...new Set(models)].join(" \u00b7 ");
}

/** What is compared with another account. */
function figures({ data: { summary }, opened: { info }, zone }: Answer): Figures {
  const words = text();
  const { totals, currency } = summary;
  return {
    title: info.name,
    rows: [
      [words.willHappen, outlook(summary, info, zone).title],
      [words.figureMade, readable(totals.made)],
      [words.figureSpent, readable(totals.spent)],
      [words.figureLost, readable(totals.wasted)],
      [words.figureLeft, readable(spendableOf(totals))],
      [words.figureBilled, money(totals.billed, currency)],
    ],
  };
}
