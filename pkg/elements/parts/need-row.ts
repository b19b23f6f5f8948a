// A row of the need: model, settings, frequency.
import type { CatalogInfo, Finding, NeedItem } from "drawdown";
import { html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import type { Row } from "../engine/plan";
import { EVERY, type Every } from "../engine/scenario";
import { named as unitOf } from "../format/amount";
import { between, brief } from "../format/fit";
import { text } from "../localise";
import { Part } from "../part";
import { madeStyles, modelled, settingsPart } from "./made";
import type { Pick } from "./pick";
import { base, buttons } from "./styles";
import "./choice-field";
import "./number-field";

/** A row was changed or removed. */
export class RowEvent extends Event {
  constructor(readonly row: Row | undefined) {
    super("row");
  }
}

/** Maximum of the sliders, unless more is typed. */
const MOST: Record<Every, number> = { day: 100, week: 500, month: 2000 };

@element("drawdown-need-row")
export class NeedRow extends Part {
  static override styles = [base, buttons, madeStyles];

  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property({ attribute: false }) row: Row | undefined;
  /** The cost; undefined while an input is wrong. */
  @property({ attribute: false }) item: NeedItem | undefined;
  /** Pointers are relative to this line of the need. */
  @property({ attribute: false }) faults: Finding[] = [];
  /** There are other rows, so this one can be removed. */
  @property({ type: Boolean }) removable = false;

  override render() {
    const { info, row, faults } = this;
    const operation = info?.operations.find(({ id }) => id === row?.operation);
    if (!info || !row || !operation) return nothing;
    const most = MOST[row.every];
    const typed = Number(row.count);
    const words = text();
    const whole = this.faults
      .filter(({ path }) => path === "" || path === "/request")
      .map(({ message }) => message)
      .join("; ");
    return html`
      <drawdown-choice-field .label=${words.model} menu .value=${operation.id} .error=${whole}
        .options=${info.operations.map(modelled)}
        @pick=${this.take((value) => ({ operation: value, settings: {} }))}></drawdown-choice-field>
      <drawdown-choice-field .label=${words.countedByThe} row .value=${row.every}
        .options=${EVERY.map((value) => ({ value, label: named(value) }))}
        @pick=${this.take((value) => ({ every: value as Every }))}></drawdown-choice-field>
      <drawdown-number-field
        .label=${words.howManyA(row.every)} .value=${row.count} .min=${0}
        .max=${typed > most ? Math.ceil(typed / most) * most : most} .step=${1}
        .error=${this.about(/^\/per_/)} @pick=${this.take((count) => ({ count }))}></drawdown-number-field>
      ${
        row.every === "day"
          ? html`
        <drawdown-number-field
          .label=${words.onHowManyDays} .value=${row.days} .placeholder=${words.allDays} .min=${1} .max=${31} .step=${1}
          .error=${this.about(/^\/days/)} @pick=${this.take((days) => ({ days }))}></drawdown-number-field>`
          : nothing
      }
      ${
        operation.settings.length > 0
          ? settingsPart(operation, row.settings, faults, (settings) => this.tell({ ...row, settings }))
          : nothing
      }
      <div class="foot">
        <span class="muted small number">${this.cost(info)}</span>
        ${this.removable ? html`<button class="quiet"
          @click=${() => this.tell(undefined)}>${words.remove}<span
          class="visually-hidden"> ${operation.name}</span></button>`
          : nothing}
      </div>
    `;
  }

  private cost({ unit, units }: CatalogInfo): string {
    const { item } = this;
    if (!item) return "";
    const words = text();
    const about = item.estimate.approximate ? `${words.about} ` : "";
    const cost = `${about}${between(item.amount)} ${unitOf(item.amount.high, unit, units)}`;
    return words.runsAMonthCost(brief(item.count), cost);
  }

  private about(pattern: RegExp): string {
    return this.faults
      .filter(({ path }) => pattern.test(path))
      .map(({ message }) => message)
      .join("; ");
  }

  private take(change: (value: string) => Partial<Row>) {
    return (event: CustomEvent<Pick>) => {
      event.stopPropagation();
      if (this.row) this.tell({ ...this.row, ...change(String(event.detail.value ?? "")) });
    };
  }

  private tell(row: Row | undefined): void {
    this.dispatchEvent(new RowEvent(row));
  }
}

function named(every: Every): string {
  const { everyDay: day, everyWeek: week, everyMonth: month } = text();
  return { day, week, month }[every];
}

declare global {
  interface HTMLElementEventMap {
    row: RowEvent;
  }
}
