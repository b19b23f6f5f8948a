// The common inputs of what is made: the model, its settings, how often.
import type { CatalogInfo, Finding, OperationInfo } from "drawdown";
import { css, html, nothing, type TemplateResult } from "lit";
import { EVERY, type Every, type Often } from "../engine/scenario";
import type { Raw } from "../engine/selection";
import { offered } from "../format/operation";
import { titled } from "../format/setting";
import { text } from "../localise";
import type { Option } from "./choice-field";
import type { Pick } from "./pick";
import { typed } from "./rows";
import { unfolded } from "./unfolded";
import "./number-field";
import "./setting-fields";

type Settings = Readonly<Record<string, Raw>>;

/** Maximum of the sliders, unless more is typed. */
const MOST: Record<Every, number> = { day: 100, week: 500, month: 2000 };

export const madeStyles = css`
  :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.875rem; }
  details { padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: var(--radius-small); }
  summary { cursor: pointer; font-size: 0.9375rem; }
  drawdown-setting-fields { padding-block: 0.75rem 0.375rem; }
  .foot {
    display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.25rem 1rem;
    min-height: 1.75rem;
  }
  .foot button { margin-inline-start: auto; }
`;

/** A model in a menu. */
export function modelled(operation: OperationInfo): Option {
  const { id, tool } = operation;
  return { value: id, label: offered(operation), group: tool && titled(tool) };
}

/** A plan in a menu. */
export function planned({ id, name, audience, contact }: CatalogInfo["plans"][number]): Option {
  return { value: id, label: contact ? text().customPlan(name) : name, group: audience && titled(audience) };
}

/** Settings, collapsed unless one has an error; pointers are relative to the row. */
export function settingsPart(
  operation: OperationInfo,
  settings: Settings,
  faults: readonly Finding[],
  change: (settings: Settings) => void,
): TemplateResult {
  const below = "/request";
  const wrong = faults
    .filter(({ path }) => path.startsWith(`${below}/`))
    .map((fault) => ({ ...fault, path: fault.path.slice(below.length) }));
  const words = text();
  const set = Object.keys(settings).length;
  const pick = (event: CustomEvent<Pick>) => {
    event.stopPropagation();
    const { field, value } = event.detail;
    const { [field.slice(9)]: _, ...rest } = settings;
    change(value === undefined ? rest : { ...rest, [field.slice(9)]: value });
  };
  return html`
    <details ?open=${wrong.length > 0}>
      <summary>${words.settings} <span class="muted">\u00b7 ${set > 0 ? words.settingsSet(set)
        : words.settingsAsTheyStand}</span></summary>
      ${unfolded(() => html`<drawdown-setting-fields .operation=${operation} .values=${settings} .faults=${wrong}
        @pick=${pick}></drawdown-setting-fields>`)}
    </details>
  `;
}

/** How often it is made; pointers are relative to the line of the need. */
export function oftenPart(
  { count, every, days }: Often,
  faults: readonly Finding[],
  change: (part: Partial<Often>) => void,
): TemplateResult {
  const words = text();
  const most = MOST[every];
  const top = Number(count) > most ? Math.ceil(Number(count) / most) * most : most;
  const take = (part: (text: string) => Partial<Often>) => (event: CustomEvent<Pick>) => change(part(typed(event)));
  return html`
    <drawdown-choice-field .label=${words.countedByThe} row .value=${every}
      .options=${EVERY.map((value) => ({ value, label: named(value) }))}
      @pick=${take((value) => ({ every: value as Every }))}></drawdown-choice-field>
    <drawdown-number-field
      .label=${words.howManyA(every)} .value=${count} .min=${0} .max=${top} .step=${1}
      .error=${about(faults, /^\/per_/)} @pick=${take((count) => ({ count }))}></drawdown-number-field>
    ${every === "day"
      ? html`
    <drawdown-number-field
      .label=${words.onHowManyDays} .value=${days} .placeholder=${words.allDays} .min=${1} .max=${31} .step=${1}
      .error=${about(faults, /^\/days/)} @pick=${take((days) => ({ days }))}></drawdown-number-field>`
      : nothing}
  `;
}

/** What is wrong with a line of the need, but with none of its inputs. */
export function wholeFault(faults: readonly Finding[]): string {
  return about(faults, /^(\/request)?$/);
}

function about(faults: readonly Finding[], pattern: RegExp): string {
  return faults
    .filter(({ path }) => pattern.test(path))
    .map(({ message }) => message)
    .join("; ");
}

function named(every: Every): string {
  const { everyDay: day, everyWeek: week, everyMonth: month } = text();
  return { day, week, month }[every];
}
