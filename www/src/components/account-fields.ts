// The account of a projection: plan, time and what is not published about them.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Opened } from "@elements/engine/opened";
import { TERMS, terms, unpublished, type Plans, type Unpublished } from "@elements/engine/scenario";
import { zones } from "@elements/engine/zones";
import type { Pick } from "@elements/parts/pick";
import { typed } from "@elements/parts/rows";
import { base, sides } from "@elements/parts/styles";
import { unfolded } from "@elements/parts/unfolded";
import { planned } from "@elements/parts/made";
import { text } from "../words";
import { PlansPart, ruled, stack } from "./plans-part";
import "@elements/parts/choice-field";
import "@elements/parts/number-field";
import "@elements/parts/text-field";
import "./account-more";

@customElement("account-fields")
export class AccountFields extends PlansPart {
  static override styles = [
    base,
    sides,
    stack,
    ruled,
    css`
      .rules ul {
        display: grid; gap: 0.375rem; margin-top: 0.5rem; padding-inline-start: 1.125rem; list-style: disc;
        font-size: 0.9375rem;
      }
      .rest { display: grid; gap: 0.875rem; padding-top: 0.75rem; }
      summary { cursor: pointer; }
    `,
  ];

  /** The account of a log: the log says how long. */
  @property({ type: Boolean }) past = false;

  protected override fields(opened: Opened, plans: Plans) {
    const words = text();
    const sold = terms(opened.document, plans.plan);
    return html`
      <drawdown-choice-field
        .label=${words.plan} menu .unset=${words.noPlanHeld} .value=${plans.plan}
        .error=${this.about("/account/plan")} .options=${opened.info.plans.map(planned)}
        @pick=${this.take("plan")}></drawdown-choice-field>
      ${
        sold.length > 1
          ? html`<drawdown-choice-field .label=${words.paidHow} row .value=${plans.term}
          .options=${TERMS.filter(({ value }) => sold.includes(value))}
          @pick=${this.take("term")}></drawdown-choice-field>`
          : nothing
      }
      ${this.time(plans)}
      ${this.rules(opened, plans.plan)}
      <account-more .opened=${opened} .plans=${plans} .faults=${this.faults}></account-more>
      ${this.assumptions(unpublished(opened, plans), plans)}
    `;
  }

  private time({ start, zone, months }: Plans) {
    const words = text();
    return html`
      <div class="pair">
        <drawdown-date-field .label=${words.planFrom} .value=${start} .error=${this.about("/start")}
          @pick=${this.take("start")}></drawdown-date-field>
        <drawdown-choice-field .label=${words.planZone} menu lazy .value=${zone} .options=${zones(zone)}
          .error=${this.about("/account/zone")} @pick=${this.take("zone")}></drawdown-choice-field>
      </div>
      ${this.past ? nothing : html`<drawdown-number-field .label=${words.planMonths} .value=${months} placeholder="12" .min=${1} .max=${60}
        .step=${1} .error=${this.about("/for")} @pick=${this.take("months")}></drawdown-number-field>`}
    `;
  }

  /** The plan's published rules, in sentences made from the simulated data. */
  private rules({ catalog }: Opened, plan: string) {
    const { plans, account } = catalog.terms();
    const lines = plans.find((one) => (one.plan ?? "") === plan)?.lines ?? [];
    return html`
      <details class="rules">
        <summary>${text().rulesOfPlan}</summary>
        <ul>${[...lines, ...account].map(({ text: rule, assumed }) => html`
          <li class=${assumed ? "muted" : ""} lang=${assumed ? nothing : "en"}>${assumed ? text().ruleAssumed(rule) : rule}</li>`)}</ul>
      </details>
    `;
  }

  /** Inputs for unpublished numbers, up to the first that is not entered; the rest are folded. */
  private assumptions(list: Unpublished[], { assume }: Plans) {
    if (list.length === 0) return nothing;
    const words = text();
    const isEntered = ({ at }: Unpublished) => Boolean(assume[at]?.trim());
    const next = list.findIndex((one) => !isEntered(one));
    const shown = next < 0 ? list : list.slice(0, next + 1);
    const rest = list.slice(shown.length);
    const field = ({ at, label, unit }: Unpublished) => html`
      <drawdown-amount-field
        .label=${label} .value=${assume[at] ?? ""} .unit=${unit} .error=${this.faultOf(at, assume)}
        @pick=${(event: CustomEvent<Pick>) =>
          this.set({ assume: { ...assume, [at]: typed(event) } })}></drawdown-amount-field>`;
    return html`
      <div class="row" role="group" aria-labelledby="assumed">
        <h3 id="assumed">${words.notPublishedToAssume}</h3>
        ${repeat(shown, ({ at }) => at, field)}
        ${rest.length > 0 ? html`<details ?open=${rest.some(isEntered)}>
          <summary>${words.moreNotPublished(rest.length)}</summary>
          <div class="rest">${unfolded(() => repeat(rest, ({ at }) => at, field))}</div></details>` : nothing}
      </div>
    `;
  }

  /** That nothing is entered is no fault of the input. */
  private faultOf(at: string, assume: Plans["assume"]): string {
    return assume[at]?.trim() ? this.about(`/account/assume/${at}`) : "";
  }
}
