// The projection page: account and use on one side, the projection on the other.
import { css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import type { BalanceChange, BalanceProgress } from "@elements/balance";
import { classesOf, type Opened } from "@elements/engine/opened";
import type { Plans } from "@elements/engine/scenario";
import { onDay, outlook } from "@elements/format/projection";
import { Part } from "@elements/part";
import { base, card, sides } from "@elements/parts/styles";
import type { ForecastEvent } from "../components/forecast-card";
import type { PlansEvent } from "../components/plans-part";
import { text } from "../words";
import { platformPart } from "./parts";
import { ProjectionStore } from "./projection-store";
import "@elements/balance";
import "@elements/parts/catalog-about";
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
    css`
      .answers:focus { outline: none; }
    `,
  ];

  private readonly store = new ProjectionStore(this);
  @query(".answers") private answersPart!: HTMLElement;

  override render() {
    const { store } = this;
    const { opened, plans, scenario } = store;
    return html`
      <notice-list class=${store.notices.length === 0 ? "empty" : ""} .notices=${store.notices}
        @dismiss=${() => store.dismiss()}></notice-list>
      <div class="grid">
        <div class="inputs" @plans=${(event: PlansEvent) => store.set(event.change)}>
          ${this.account()}
          ${opened && plans ? this.inputs(opened, plans) : nothing}
        </div>
        <div class="answers" tabindex="-1">${
          scenario
            ? html`
          <drawdown-balance .opened=${opened} .scenario=${scenario}
            @drawdown-change=${({ detail }: CustomEvent<BalanceChange>) => store.answered(detail)}
            @drawdown-progress=${({ detail }: CustomEvent<BalanceProgress>) => store.moved(detail)}
            >${this.further()}</drawdown-balance>`
            : nothing
        }</div>
      </div>
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
        @click=${this.showAnswers}><strong>${this.brief()}</strong><span class="small">Show</span></a>
    `;
  }

  /** The answer in a few words, for narrow screens, where it is below the inputs. */
  private brief(): string {
    const { answer, faults, progress } = this.store;
    if (progress.share !== undefined) return `Computing, ${Math.floor(progress.share * 100)}\u00a0%`;
    if (progress.stopped) return "Stopped";
    if (faults.length > 0) return "Needs a correction";
    if (!answer) return "Computing";
    const { summary } = answer.data;
    if (!summary.run_out) return "Lasts to the end";
    const { badge } = outlook(summary, answer.opened.info, answer.zone);
    return `${badge} on ${onDay(summary.run_out, answer.zone)}`;
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
    if (!answer || faults.length > 0) return nothing;
    const { data, zone, opened } = answer;
    return html`
      ${
        progress.stopped
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
      <section class="card" aria-label="Events and invoices">
        <event-list .summary=${data.summary} .zone=${zone} .leftOff=${data.left_off.events ?? 0}></event-list>
        <drawdown-catalog-about .info=${opened.info}></drawdown-catalog-about>
      </section>
    `;
  }
}
