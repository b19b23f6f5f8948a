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
import { worded } from "@elements/parts/words";
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
      .error { color: var(--bad); font-size: 0.875rem; overflow-wrap: anywhere; }
    `,
  ];

  protected override fields({ info: { units } }: Opened, plans: Plans) {
    const set = setIn(plans);
    return html`
      <details class="folded"
        ?open=${this.concerns("/account/since", "/account/debt", "/account/members", "/account/alerts")}>
        <summary>More about the account <span class="muted">${set.length > 0
          ? `\u00b7 ${set.join(", ")}` : ""}</span></summary>
        <div class="in">
          <drawdown-date-field label="The plan began on" allowed="optional"
            note="When it was taken before the first day: cycles count from then." .value=${plans.since}
              .error=${this.about("/account/since")} @pick=${this.take("since")}></drawdown-date-field>
          <drawdown-text-field label="Owed at the start" .unit=${units} placeholder="0" .value=${plans.debt}
            .error=${this.about("/account/debt")} @pick=${this.take("debt")}></drawdown-text-field>
          <drawdown-choice-field label="Costs that are a range count" row .value=${plans.ranges} .options=${RANGES}
            @pick=${this.take("ranges")}></drawdown-choice-field>
          ${this.members(plans, units)}
          ${this.alerts(plans, units)}
        </div>
      </details>
    `;
  }

  private members({ members }: Plans, units: string) {
    const error = this.about("/account/members");
    return html`
      <h3>Members</h3>
      ${error ? html`<p class="error">${worded(sentence(error))}</p>` : nothing}
      ${members.length === 0 ? html`
        <p class="muted small">Several people may share the ${units}, each with a cap. A line of use can then be
          for one of them.</p>` : nothing}
      ${rows({
        list: members,
        name: "member",
        add: "Add a member",
        fresh: () => ({ id: `member ${members.length + 1}`, cap: "" }),
        set: (members) => this.set({ members }),
        fields: ({ id, cap }, i, change) => html`
          <drawdown-text-field label="Name" .value=${id}
            .error=${this.about(`/account/members/${i}/id`, `/account/members/${i}`)}
            @pick=${(event: CustomEvent<Pick>) => change({ id: typed(event) })}></drawdown-text-field>
          <drawdown-text-field label="At most a cycle" placeholder="no cap" .value=${cap}
            .error=${this.about(`/account/members/${i}/cap`)}
            @pick=${(event: CustomEvent<Pick>) => change({ cap: typed(event) })}></drawdown-text-field>`,
      })}
    `;
  }

  private alerts({ alerts }: Plans, units: string) {
    return html`
      <h3>Alerts</h3>
      ${alerts.length === 0 ? html`
        <p class="muted small">Alert levels, in addition to the platform\u2019s.</p>` : nothing}
      ${rows({
        list: alerts,
        name: "alert",
        add: "Add an alert",
        fresh: (): Level => ({ unit: "percent", amount: "80" }),
        set: (alerts) => this.set({ alerts }),
        fields: ({ unit, amount }, i, change) => html`
          <drawdown-choice-field label="When" menu .value=${unit} .options=${levels(units)}
            @pick=${(event: CustomEvent<Pick>) =>
              change({ unit: typed(event) as Level["unit"] })}></drawdown-choice-field>
          <drawdown-text-field label="Level" .unit=${unit === "percent" ? "%" : ""} .value=${amount}
            .error=${this.about(`/account/alerts/${i}`, `/account/alerts/${i}/${unit}`)}
            @pick=${(event: CustomEvent<Pick>) => change({ amount: typed(event) })}></drawdown-text-field>`,
      })}
    `;
  }
}

/** What is set, for the summary. */
function setIn({ since, debt, members, alerts }: Plans): string[] {
  const count = (list: readonly unknown[], one: string, many: string) =>
    list.length === 0 ? "" : list.length === 1 ? `1 ${one}` : `${list.length} ${many}`;
  return [
    since && "plan began earlier",
    debt.trim() && "debt",
    count(members, "member", "members"),
    count(alerts, "alert", "alerts"),
  ].filter(Boolean);
}

function levels(units: string): Option[] {
  return [
    { value: "percent", label: "Share of the allowance used" },
    { value: "credits", label: `Fewer ${units} left` },
  ];
}
