// A row of the need: model, settings, frequency.
import type { CatalogInfo, Finding, NeedItem } from "drawdown";
import { html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import type { Row } from "../engine/plan";
import { named as unitOf } from "../format/amount";
import { between, brief } from "../format/fit";
import { text } from "../localise";
import { Part } from "../part";
import { madeStyles, modelled, oftenPart, settingsPart, wholeFault } from "./made";
import type { Pick } from "./pick";
import { typed } from "./rows";
import { base, buttons } from "./styles";
import "./choice-field";

/** A row was changed or removed. */
export class RowEvent extends Event {
  constructor(readonly row: Row | undefined) {
    super("row");
  }
}

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
    const words = text();
    return html`
      <drawdown-choice-field .label=${words.model} menu .value=${operation.id} .error=${wholeFault(faults)}
        .options=${info.operations.map(modelled)}
        @pick=${(event: CustomEvent<Pick>) => this.tell({ ...row, operation: typed(event), settings: {} })}
        ></drawdown-choice-field>
      ${oftenPart(row, faults, (part) => this.tell({ ...row, ...part }))}
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

  private tell(row: Row | undefined): void {
    this.dispatchEvent(new RowEvent(row));
  }
}

declare global {
  interface HTMLElementEventMap {
    row: RowEvent;
  }
}
