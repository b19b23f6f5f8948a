// What an account already has: a plan, and credits.
import type { CatalogInfo, Finding, Term } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { below, messagesAt } from "../engine/faults";
import { classesOf, type Opened } from "../engine/opened";
import { billed, type Plan } from "../engine/plan";
import { terms } from "../engine/scenario";
import { sentence } from "../format/setting";
import { text } from "../localise";
import { Part } from "../part";
import type { Option } from "./choice-field";
import { planned } from "./made";
import type { Pick } from "./pick";
import { lotRows, rowStyles, typed } from "./rows";
import { SetEvent } from "./set";
import { base, buttons, sides, tables } from "./styles";
import { unfolded } from "./unfolded";

@element("drawdown-account-fields")
export class AccountFields extends Part {
  static override styles = [
    base,
    buttons,
    tables,
    rowStyles,
    sides,
    css`.in { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; padding-block: 0.5rem 0.25rem; }`,
  ];

  @property({ attribute: false }) opened: Opened | undefined;
  @property({ attribute: false }) plan: Plan | undefined;
  @property({ attribute: false }) faults: readonly Finding[] = [];

  override render() {
    const { opened, plan } = this;
    if (!opened || !plan) return nothing;
    const { document, info } = opened;
    const words = text();
    const held = info.plans.find(({ id }) => id === plan.held)?.name;
    const set = [held, plan.given.length > 0 && words.unitName(info.units)].filter(Boolean).join(", ");
    const classes = classesOf(document);
    return html`
      <details ?open=${below(this.faults, "/account").some(({ path }) => !path.startsWith("/assume"))}>
        <summary>${words.currentPlan} <span class="muted">\u00b7 ${set || words.holdsNothing}</span></summary>
        <div class="in">
          <p class="muted small">${words.currentPlanHint}</p>
          ${unfolded(() => html`
            ${this.held(opened, plan)}
            ${classes.length > 0 ? this.credits(info, plan, classes, Boolean(held)) : nothing}`)}
        </div>
      </details>
    `;
  }

  private held({ document, info }: Opened, plan: Plan) {
    const words = text();
    const sold = terms(document, plan.held);
    const hold = (event: CustomEvent<Pick>) => {
      const id = typed(event);
      this.tell({ held: id, heldBy: terms(document, id)[0] ?? "month", ...(id ? {} : { since: "" }) });
    };
    return html`
      <drawdown-choice-field .label=${words.planHeld} menu .unset=${words.noPlanHeld} .value=${plan.held}
        .options=${info.plans.map(planned)} .error=${this.about("/account/plan") || this.about("/account")}
        @pick=${hold}></drawdown-choice-field>
      ${sold.length > 1 ? html`<drawdown-choice-field .label=${words.heldPlanIsPaid} row .value=${plan.heldBy}
        .options=${sold.map((term) => ({ value: term, label: billed(term) }))} .error=${this.about("/account/term")}
        @pick=${(event: CustomEvent<Pick>) => this.tell({ heldBy: typed(event) as Term })}></drawdown-choice-field>`
        : nothing}
      ${plan.held ? html`<drawdown-date-field .label=${words.planBeganOn} .allowed=${words.optional}
        .note=${words.planBeganHint} .value=${plan.since} .error=${this.about("/account/since")}
        @pick=${(event: CustomEvent<Pick>) => this.tell({ since: typed(event) })}></drawdown-date-field>` : nothing}
    `;
  }

  private credits({ units }: CatalogInfo, { given }: Plan, classes: readonly Option[], isHeld: boolean) {
    const words = text();
    const hint = isHeld ? words.assumesFullCredits : words.creditsYouHave(sentence(units));
    return html`
      ${given.length === 0 ? html`<p class="muted small">${hint}</p>` : nothing}
      ${lotRows(
        given,
        classes,
        units,
        (pointer) => this.about(pointer),
        (lots) => this.tell({ given: lots }),
      )}
    `;
  }

  private about(pointer: string): string {
    return messagesAt(this.faults, pointer);
  }

  private tell(change: Partial<Plan>): void {
    this.dispatchEvent(new SetEvent(change));
  }
}
