// An action on a date, with its inputs.
import type { CatalogInfo, Finding, Term } from "drawdown";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { WHENS, actOf, doings, partsOf, type Act, type Doing, type Part } from "@elements/engine/actions";
import type { Opened } from "@elements/engine/opened";
import { TERMS, terms } from "@elements/engine/scenario";
import { sentence, titled } from "@elements/format/setting";
import { Part as Localised } from "@elements/part";
import type { Option } from "@elements/parts/choice-field";
import type { Pick } from "@elements/parts/pick";
import { base, buttons } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";
import { text } from "../words";
import "@elements/parts/choice-field";
import "@elements/parts/text-field";

/** An act was changed or removed. */
export class ActEvent extends Event {
  constructor(readonly act: Act | undefined) {
    super("act", { bubbles: true, composed: true });
  }
}

@customElement("action-row")
export class ActionRow extends Localised {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.875rem; }
      .parts {
        display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); gap: 0.875rem 1rem;
        align-items: start;
      }
      .parts > :first-child { grid-column: 1 / -1; }
      .error { color: var(--bad); font-size: 0.875rem; }
      .error::before { content: "! "; font-weight: 700; }
      button { justify-self: start; }
    `,
  ];

  @property({ attribute: false }) opened: Opened | undefined;
  @property({ attribute: false }) act: Act | undefined;
  /** Number in the list, from 1. */
  @property({ type: Number }) place = 1;
  /** Id of the plan at the start. */
  @property() plan = "";
  /** The lots and demand lines that an act can name. */
  @property({ attribute: false }) lots: readonly string[] = [];
  @property({ attribute: false }) lines: readonly Option[] = [];
  /** Pointers are relative to this act. */
  @property({ attribute: false }) faults: Finding[] = [];

  override render() {
    const { act, opened } = this;
    if (!act || !opened) return nothing;
    const words = text();
    const whole = this.faults.filter(({ path }) => !PLACES.some((part) => path === `/${part}`));
    return html`
      <div class="parts">
        <drawdown-choice-field .label=${words.changeWhat} menu .value=${act.do}
          .options=${doings(opened.document).filter(({ value }) => value !== "fail" || this.lines.length > 0)} @pick=${this.kind}></drawdown-choice-field>
        <drawdown-date-field .label=${words.changeOn} .value=${act.at}
          .error=${this.about("at")} @pick=${this.take("at")}></drawdown-date-field>
        ${partsOf(act.do).map((part) => this.inputOf(part, act, opened))}
      </div>
      ${whole.map(({ message }) => html`<p class="error">${worded(sentence(message))}</p>`)}
      <button class="quiet"
        @click=${() => this.tell(undefined)}>${words.remove}<span
          class="visually-hidden"> ${words.removedChange(this.place)}</span></button>
    `;
  }

  private inputOf(part: Part, act: Act, { info, document }: Opened): TemplateResult {
    const words = text();
    switch (part) {
      case "plan":
        return this.menu(part, words.plan, act, info.plans.map(planned));
      case "term": {
        const sold = terms(document, partsOf(act.do).includes("plan") ? act.plan : this.plan);
        const options = TERMS.filter(
          ({ value }) => sold.length === 0 || sold.includes(value) || value === (act.term as Term),
        );
        return this.menu(part, words.paidHow, act, options, act.do === "change_term" ? "" : words.termAsBefore);
      }
      case "when":
        return this.menu(part, words.takesEffect, act, WHENS, words.byTheRules);
      case "top_up":
        return this.menu(
          part,
          words.changeWhich,
          act,
          (document.top_ups ?? []).map(({ id, name }) => ({ value: id, label: name ?? id })),
        );
      case "count":
        return this.amount(part, words.changeCount, act);
      case "class":
        return this.menu(
          part,
          words.kindOfCredits,
          act,
          Object.entries(document.classes ?? {}).map(([value, { name }]) => ({ value, label: name ?? titled(value) })),
        );
      case "amount":
        return this.amount(part, words.creditsAmount, act);
      case "expires":
        return html`<drawdown-date-field .label=${words.creditsUntil} .allowed=${words.optional}
          .value=${act.expires} .error=${this.about(part)} @pick=${this.take(part)}></drawdown-date-field>`;
      case "lot":
        return act.do === "grant"
          ? this.name(part, act)
          : this.menu(
              part,
              words.changeWhich,
              act,
              [...new Set([...this.lots, act.lot])].filter(Boolean).map((value) => ({ value, label: value })),
              words.choose,
            );
      case "demand":
        return this.menu(part, words.failedRunsOf, act, this.lines);
    }
  }

  private menu(part: Part, label: string, act: Act, options: readonly Option[], unset = "") {
    return html`<drawdown-choice-field .label=${label} menu .unset=${unset} .value=${act[part]} .options=${options}
      .error=${this.about(part)} @pick=${this.take(part)}></drawdown-choice-field>`;
  }

  private amount(part: Part, label: string, act: Act) {
    return html`<drawdown-amount-field .label=${label} .value=${act[part]} .error=${this.about(part)}
      @pick=${this.take(part)}></drawdown-amount-field>`;
  }

  private name(part: Part, act: Act) {
    const words = text();
    return html`<drawdown-text-field .label=${words.lotName} .allowed=${words.optional} .note=${words.lotNote}
      .value=${act[part]} .error=${this.about(part)} @pick=${this.take(part)}></drawdown-text-field>`;
  }

  private about(part: Part | "at"): string {
    return this.faults
      .filter(({ path }) => path === `/${part}`)
      .map(({ message }) => message)
      .join("; ");
  }

  private take(part: Part | "at") {
    return (event: CustomEvent<Pick>) => {
      event.stopPropagation();
      if (this.act) this.tell({ ...this.act, [part]: String(event.detail.value ?? "") });
    };
  }

  private readonly kind = (event: CustomEvent<Pick>): void => {
    event.stopPropagation();
    if (this.act && this.opened) this.tell(actOf(event.detail.value as Doing, this.act.at, this.plan, this.opened));
  };

  private tell(act: Act | undefined): void {
    this.dispatchEvent(new ActEvent(act));
  }
}

const PLACES = ["at", "plan", "term", "when", "top_up", "count", "class", "amount", "expires", "lot", "demand"];

function planned({ id, name, audience }: CatalogInfo["plans"][number]): Option {
  return { value: id, label: name, group: audience && titled(audience) };
}

declare global {
  interface HTMLElementEventMap {
    act: ActEvent;
  }
}
