// Rows of inputs that can be added and removed.
import { css, html, nothing, type TemplateResult } from "lit";
import type { Given } from "../engine/scenario";
import { sentence } from "../format/setting";
import { text } from "../localise";
import type { Option } from "./choice-field";
import type { Pick } from "./pick";
import "./choice-field";
import "./text-field";

export interface Rows<T> {
  list: readonly T[];
  /** The name of one row: `member`. */
  name: string;
  /** The label of the button that adds a row. */
  add: string;
  fresh(): T;
  set(list: readonly T[]): void;
  fields(one: T, place: number, change: (part: Partial<T>) => void): TemplateResult;
}

const MOST = 24;

export const rowStyles = css`
  .lot {
    display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0.875rem 1rem; align-items: start;
    padding-top: 1rem; border-top: 1px solid var(--line);
  }
  .lot > .wide { grid-column: 1 / -1; }
  .lot button { justify-self: start; }
`;

export function rows<T>({ list, name, add, fresh, set, fields }: Rows<T>): TemplateResult {
  const { numbered, remove } = text();
  return html`
    ${list.map(
      (one, i) => html`
      <div class="lot" role="group" aria-label=${sentence(numbered(name, i + 1))}>
        ${fields(one, i, (part) => set(list.with(i, { ...one, ...part })))}
        <button class="quiet"
          @click=${() => set(list.filter((_, place) => place !== i))}>${remove}<span
          class="visually-hidden"> ${numbered(name, i + 1)}</span></button>
      </div>`,
    )}
    ${list.length < MOST ? html`<button @click=${() => set([...list, fresh()])}>${add}</button>` : nothing}
  `;
}

/** Credits at the start, by class. */
export function lotRows(
  given: readonly Given[],
  classes: readonly Option[],
  units: string,
  about: (pointer: string) => string,
  set: (given: readonly Given[]) => void,
): TemplateResult {
  const words = text();
  return rows({
    list: given,
    name: words.creditsRow,
    add: words.addCredits(units),
    fresh: () => ({ class: classes[0]?.value ?? "", amount: "", expires: "" }),
    set,
    fields: (lot, i, change) => html`
      <drawdown-choice-field .label=${words.creditsClass} menu .value=${lot.class} .options=${classes}
        .error=${about(`/account/lots/${i}/class`)}
        @pick=${(event: CustomEvent<Pick>) => change({ class: typed(event) })}></drawdown-choice-field>
      <drawdown-amount-field .label=${words.creditsAmount} .value=${lot.amount}
        .error=${about(`/account/lots/${i}/amount`)}
        @pick=${(event: CustomEvent<Pick>) => change({ amount: typed(event) })}></drawdown-amount-field>
      <drawdown-date-field .label=${words.creditsUntil} .allowed=${words.optional} .value=${lot.expires}
        .error=${about(`/account/lots/${i}/expires`)}
        @pick=${(event: CustomEvent<Pick>) => change({ expires: typed(event) })}></drawdown-date-field>`,
  });
}

/** The text of an input. */
export function typed(event: CustomEvent<Pick>): string {
  event.stopPropagation();
  return String(event.detail.value ?? "");
}
