// The common inputs of a request on every page: the model and its settings.
import type { Finding, OperationInfo } from "drawdown";
import { css, html, type TemplateResult } from "lit";
import type { Raw } from "../engine/selection";
import { offered } from "../format/operation";
import { titled } from "../format/setting";
import type { Option } from "./choice-field";
import type { Pick } from "./pick";
import "./setting-fields";

type Settings = Readonly<Record<string, Raw>>;

export const madeStyles = css`
  :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.875rem; }
  details { padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: var(--radius-small); }
  summary { cursor: pointer; font-size: 0.9375rem; overflow-wrap: anywhere; }
  drawdown-setting-fields { padding-block: 0.75rem 0.375rem; }
  .foot {
    display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.25rem 1rem;
    min-height: 1.75rem;
  }
  .foot button { margin-left: auto; }
`;

/** A model in a menu. */
export function modelled(operation: OperationInfo): Option {
  const { id, tool } = operation;
  return { value: id, label: offered(operation), group: tool && titled(tool) };
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
  const set = Object.keys(settings).length;
  const pick = (event: CustomEvent<Pick>) => {
    event.stopPropagation();
    const { field, value } = event.detail;
    const { [field.slice(9)]: _, ...rest } = settings;
    change(value === undefined ? rest : { ...rest, [field.slice(9)]: value });
  };
  return html`
    <details ?open=${wrong.length > 0}>
      <summary>Settings <span class="muted">${set > 0 ? `\u00b7 ${set} set` : "\u00b7 as they stand"}</span></summary>
      <drawdown-setting-fields .operation=${operation} .values=${settings} .faults=${wrong} @pick=${pick}></drawdown-setting-fields>
    </details>
  `;
}
