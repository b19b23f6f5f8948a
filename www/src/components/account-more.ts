// Rare inputs of an account: plan start, debt, ranges, members, alerts.
import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { Opened } from "@elements/engine/opened";
import { RANGES, type Level, type Plans } from "@elements/engine/scenario";
import { sentence } from "@elements/format/setting";
import type { Option } from "@elements/parts/choice-field";
import type { Pick } from "@elements/parts/pick";
import { rows, rowStyles, typed } from "@elements/parts/rows";
import { base, buttons, sides } from "@elements/parts/styles";
import { unfolded } from "@elements/parts/unfolded";
import { worded } from "@elements/parts/words";
import { text } from "../words";
import { folded, PlansPart } from "./plans-part";
import "@elements/parts/choice-field";
import "@elements/parts/text-field";

@customElement("account-more")
export class AccountMore extends PlansPart {
  static override styles = [
    base,
    buttons,
    sides,
    rowStyles,
    folded,
    css`
      .error { color: var(--bad); font-size: 0.875rem; }
    `,
  ];

  protected override fields({ info: { units } }: Opened, plans: Plans) {
    const words = text();
    const set = setIn(plans);
    return html`
      <details class="folded"
        ?open=${this.concerns("/account/since", "/account/debt", "/account/members", "/account/alerts")}>
        <summary>${words.moreAboutAccount} <span class="muted">${set.length > 0
          ? `\u00b7 ${set.join(", ")}` : ""}</span></summary>
        <div class="in">${unfolded(() => html`
          <drawdown-date-field .label=${words.placeSince} .allowed=${words.optional}
            .note=${words.planBeganNote} .value=${plans.since}
            .error=${this.about("/account/since")} @pick=${this.take("since")}></drawdown-date-field>
          <drawdown-amount-field .label=${words.placeDebt} .unit=${words.unitName(units)} placeholder="0" .value=${plans.debt}
            .error=${this.about("/account/debt")} @pick=${this.take("debt")}></drawdown-amount-field>
          <drawdown-choice-field .label=${words.rangesCount} row .value=${plans.ranges} .options=${RANGES}
            @pick=${this.take("ranges")}></drawdown-choice-field>
          ${this.members(plans, units)}
          ${this.alerts(plans, units)}`)}
        </div>
      </details>
    `;
  }

  private members({ members }: Plans, units: string) {
    const words = text();
    const error = this.about("/account/members");
    return html`
      <h3>${words.members}</h3>
      ${error ? html`<p class="error">${worded(sentence(error))}</p>` : nothing}
      ${members.length === 0 ? html`
        <p class="muted small">${words.membersHint(units)}</p>` : nothing}
      ${rows({
        list: members,
        name: words.memberRow,
        add: words.addMember,
        fresh: () => ({ id: words.numbered(words.memberRow, members.length + 1), cap: "" }),
        set: (members) => this.set({ members }),
        fields: ({ id, cap }, i, change) => html`
          <drawdown-text-field .label=${words.memberName} .value=${id}
            .error=${this.about(`/account/members/${i}/id`, `/account/members/${i}`)}
            @pick=${(event: CustomEvent<Pick>) => change({ id: typed(event) })}></drawdown-text-field>
          <drawdown-amount-field .label=${words.mostInCycle} .placeholder=${words.noCap} .value=${cap}
            .error=${this.about(`/account/members/${i}/cap`)}
            @pick=${(event: CustomEvent<Pick>) => change({ cap: typed(event) })}></drawdown-amount-field>`,
      })}
    `;
  }

  private alerts({ alerts }: Plans, units: string) {
    const words = text();
    return html`
      <h3>${words.alerts}</h3>
      ${alerts.length === 0 ? html`
        <p class="muted small">${words.alertsHint}</p>` : nothing}
      ${rows({
        list: alerts,
        name: words.alertRow,
        add: words.addAlert,
        fresh: (): Level => ({ unit: "percent", amount: "80" }),
        set: (alerts) => this.set({ alerts }),
        fields: ({ unit, amount }, i, change) => html`
          <drawdown-choice-field .label=${words.alertWhen} menu .value=${unit} .options=${levels(units)}
            @pick=${(event: CustomEvent<Pick>) =>
              change({ unit: typed(event) as Level["unit"] })}></drawdown-choice-field>
          <drawdown-amount-field .label=${words.alertLevel} .unit=${unit === "percent" ? "%" : ""} .value=${amount}
            .error=${this.about(`/account/alerts/${i}`, `/account/alerts/${i}/${unit}`)}
            @pick=${(event: CustomEvent<Pick>) => change({ amount: typed(event) })}></drawdown-amount-field>`,
      })}
    `;
  }
}

/** What is set, for the summary. */
function setIn({ since, debt, members, alerts }: Plans): string[] {
  const words = text();
  return [
    since && words.setPlanBegan,
    debt.trim() && words.setDebt,
    members.length > 0 ? words.memberCount(members.length) : "",
    alerts.length > 0 ? words.alertCount(alerts.length) : "",
  ].filter(Boolean);
}

function levels(units: string): Option[] {
  return [
    { value: "percent", label: text().shareOfAllowance },
    { value: "credits", label: text().fewerLeft(units) },
  ];
}
