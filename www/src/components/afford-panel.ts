// How many runs a budget pays for, and the largest value of each setting.
import type { Affordable, Finding, OperationInfo } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { counted, readable } from "@elements/format/amount";
import type { Units } from "@elements/format/estimate";
import { valued } from "@elements/format/setting";
import { Part } from "@elements/part";
import { base } from "@elements/parts/styles";
import { text } from "../words";
import "@elements/parts/text-field";

@customElement("afford-panel")
export class AffordPanel extends Part {
  static override styles = [
    base,
    css`
      :host { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
      drawdown-amount-field { max-width: 20rem; }
      .runs { font-size: 1.25rem; font-weight: 650; letter-spacing: -0.01em; }
      dl { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.375rem 1rem; font-size: 0.9375rem; }
      dt { color: var(--muted); }
      dd { text-align: end; font-variant-numeric: tabular-nums; }
      h3 { margin-bottom: 0.5rem; }
    `,
  ];

  @property({ attribute: false }) answer: Affordable | undefined;
  @property({ attribute: false }) faults: Finding[] = [];
  @property({ attribute: false }) units: Units = { unit: "", units: "" };
  @property({ attribute: false }) operation: OperationInfo | undefined;
  /** The cost is a range: its high end counts. */
  @property({ type: Boolean }) range = false;
  @property() budget = "";
  /** Used when no budget is entered. */
  @property() balance = "";

  override render() {
    const { unit, units } = this.units;
    const words = text();
    return html`
      <h2>${words.howManyCanIMake}</h2>
      <drawdown-amount-field
        .field=${"budget" as const} .label=${words.withThisMany(units)} .value=${this.budget}
        .placeholder=${this.balance} .unit=${words.unitName(units)}
        .error=${this.faults.map(({ message }) => message).join("; ")}></drawdown-amount-field>
      ${
        this.answer
          ? html`
            ${runs(this.answer, unit, units, this.operation)}
            ${this.range ? html`<p class="muted small">${words.outlookHighest}</p>`
              : nothing}
            ${this.reach(this.answer)}`
          : html`<p class="muted small">${this.budget || this.balance ? ""
            : words.enterToSeeRuns(units)}</p>`
      }
    `;
  }

  private reach({ settings }: Affordable) {
    if (settings.length === 0) return nothing;
    const words = text();
    return html`
      <div>
        <h3>${words.largestSettings}</h3>
        <dl>
          ${settings.map(({ setting, value, cost, any }) => {
            const info = this.operation?.settings.find(({ name }) => name === setting);
            return html`
              <dt>${info?.label ?? setting}</dt>
              <dd>
                ${value === null ? (any ? words.largestAny : words.largestNone) : valued(value, info?.unit)}
                ${cost === undefined ? nothing
                  : html`<span class="muted">${words.largestFor(counted(cost, this.units.unit, this.units.units))}</span>`}
              </dd>
            `;
          })}
        </dl>
      </div>
    `;
  }
}

function runs(
  { runs, cost, budget, at_least, needs }: Affordable,
  unit: string,
  units: string,
  operation: OperationInfo | undefined,
) {
  const words = text();
  if (runs === null) return html`<p class="runs">${words.runsFree}</p>`;
  if (runs === undefined && needs.length > 0) {
    const labels = needs.map((name) => operation?.settings.find((setting) => setting.name === name)?.label ?? name);
    return html`<p class="runs">${words.runsUntilSet(labels.join(", "))}</p>`;
  }
  if (runs === 0) return html`<p class="runs">${words.runsTooDear}</p>`;
  if (runs === undefined) return html`<p class="runs">${words.runsUnknown}</p>`;
  const made = words.runsMade(readable(runs), runs);
  return html`
    <div>
      <p class="runs number">${at_least ? words.atLeast(made) : made}</p>
      ${cost === undefined ? nothing : html`
        <p class="muted small">${words.costOfBudget(counted(cost, unit, units), readable(budget))}</p>`}
    </div>
  `;
}
