// Actions on a date: purchases, plan changes, manual grants and revocations.
import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { actOf, doings, type Act } from "@elements/engine/actions";
import type { Opened } from "@elements/engine/opened";
import type { Plans } from "@elements/engine/scenario";
import { base, buttons, card, sides } from "@elements/parts/styles";
import { below } from "@elements/engine/faults";
import { text } from "../words";
import type { ActEvent } from "./action-row";
import { PlansPart, ruled } from "./plans-part";
import "./action-row";

const MOST = 24;

@customElement("act-fields")
export class ActFields extends PlansPart {
  static override styles = [base, buttons, card, sides, ruled];

  /** The changes have been: those of a log. */
  @property({ type: Boolean }) past = false;

  protected override fields(opened: Opened, plans: Plans) {
    const [first] = doings(opened.document);
    if (!first) return nothing;
    const { acts, plan, start } = plans;
    const words = text();
    const fresh = () => actOf(first.value, later(start), plan, opened);
    return html`
      <section class="card" aria-labelledby="acts">
        <h2 id="acts">${this.past ? words.changesOfAccount : words.changesOnTheWay}</h2>
        ${acts.length === 0 ? html`
          <p class="muted small">${this.past ? words.changesOfAccountHint : words.changesHint}</p>` : nothing}
        ${this.rows(opened, plans)}
        ${acts.length < MOST
          ? html`<button @click=${() => this.set({ acts: [...acts, fresh()] })}>${words.addChange}</button>` : nothing}
      </section>
    `;
  }

  private rows(opened: Opened, plans: Plans) {
    const lots = lotsOf(plans);
    const lines = linesOf(plans, opened);
    return plans.acts.map(
      (act, i) => html`
      <action-row
        role="group" aria-label=${text().changeRow(i + 1)} class=${i > 0 ? "row" : ""} .place=${i + 1}
        .opened=${opened} .act=${act} .plan=${plans.plan} .lots=${lots} .lines=${lines}
        .faults=${below(this.faults, `/actions/${i}`)}
        @act=${(event: ActEvent) => this.change(plans.acts, i, event.act)}></action-row>`,
    );
  }

  private change(acts: Plans["acts"], place: number, act: Act | undefined): void {
    this.set({ acts: act ? acts.with(place, act) : acts.filter((_, i) => i !== place) });
  }
}

/** Names of lots that can be taken back. */
function lotsOf({ given, acts }: Plans): string[] {
  const granted = acts.filter((act) => act.do === "grant").map(({ lot }) => lot.trim());
  return [...given.map(({ class: id }) => id), ...granted].filter(Boolean);
}

/** Demand lines, whose runs can fail. */
function linesOf({ wanted }: Plans, { info }: Opened) {
  const name = (id: string) => info.operations.find((operation) => operation.id === id)?.name ?? id;
  return wanted.map(({ operation }, i) => ({ value: `line ${i + 1}`, label: text().lineOf(i + 1, name(operation)) }));
}

/** A month after a date, the default of a change. */
function later(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.valueOf())) return date;
  at.setUTCDate(at.getUTCDate() + 30);
  return at.toISOString().slice(0, 10);
}
