// The inputs of an operation, made from its settings in the catalog.
import type { Finding, OperationInfo, SettingInfo } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { keyed } from "lit/directives/keyed.js";
import { about } from "../engine/faults";
import { rawOf, type Field, type Raw } from "../engine/selection";
import { decimal, readable } from "../format/amount";
import { allowed } from "../format/setting";
import { text } from "../localise";
import { Part } from "../part";
import type { FieldElement } from "./field";
import { base } from "./styles";
import "./choice-field";
import "./flag-field";
import "./number-field";
import "./text-field";

@element("drawdown-setting-fields")
export class SettingFields extends Part {
  static override styles = [
    base,
    css`
      .fields {
        display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1.125rem 1.75rem;
        align-items: start;
      }
    `,
  ];

  @property({ attribute: false }) operation: OperationInfo | undefined;
  @property({ attribute: false }) values: Readonly<Record<string, Raw>> = {};
  @property({ attribute: false }) faults: Finding[] = [];

  override render() {
    const { operation } = this;
    if (!operation) return nothing;
    if (operation.settings.length === 0) return html`<p class="muted">${text().noSettings}</p>`;
    // A new operation gets new inputs, so that no state of the old ones remains.
    return keyed(operation.id, html`<div class="fields">${operation.settings.map((info) => this.input(info))}</div>`);
  }

  /** The control of a field, if it is rendered. */
  inputOf(field: string): HTMLElement | null {
    const parts = [...this.renderRoot.querySelectorAll<FieldElement>(".fields > *")];
    const part = parts.find((one) => one.field === field);
    return part?.renderRoot.querySelector<HTMLElement>("input, select") ?? null;
  }

  private input(info: SettingInfo) {
    const field: Field = `settings.${info.name}`;
    const error = about(this.faults, field);
    const standard = info.default === undefined ? "" : rawOf(info.default);
    const value = this.values[info.name] ?? standard;
    const note = info.note ?? "";
    switch (info.kind) {
      case "number":
        return html`<drawdown-number-field
          .field=${field} .label=${info.label} .note=${note} .error=${error} .allowed=${allowed(info)}
          .value=${String(value)} .placeholder=${decimalOr(standard, unset(info))} .unit=${info.unit ?? ""}
          .min=${info.min} .max=${info.max} .step=${info.step}></drawdown-number-field>`;
      case "list":
        return html`<drawdown-list-field
          .field=${field} .label=${info.label} .note=${note} .error=${error} .allowed=${allowed(info)}
          .value=${String(value)} .placeholder=${decimalOr(standard, unset(info))}
          .unit=${info.unit ?? ""}></drawdown-list-field>`;
      case "choice":
        return html`<drawdown-choice-field
          .field=${field} .label=${info.label} .note=${note} .error=${error}
          .value=${String(value)} .options=${choices(info)}
          .unset=${info.default === undefined ? unset(info) : ""}></drawdown-choice-field>`;
      case "flag":
        return typeof standard === "boolean"
          ? html`<drawdown-flag-field .field=${field} .label=${info.label} .note=${note} .error=${error}
          .value=${value === true}></drawdown-flag-field>`
          : html`<drawdown-choice-field
              .field=${field} .label=${info.label} .note=${note} .error=${error}
              .value=${value === "" ? "" : value ? "yes" : "no"} .options=${yesOrNo()} .unset=${unset(info)}
              @pick=${yesNo}></drawdown-choice-field>`;
    }
  }
}

function yesOrNo() {
  return [
    { value: "no", label: text().no },
    { value: "yes", label: text().yes },
  ];
}

/** Converts a yes-or-no choice to a flag before the page receives it. */
function yesNo(event: HTMLElementEventMap["pick"]): void {
  const { value } = event.detail;
  event.detail.value = value === undefined ? undefined : value === "yes";
}

/** The label of an unset value, by its reason. */
function unset(info: SettingInfo): string {
  if (info.optional) return text().none;
  return info.after ? text().afterTheRun : text().notSet;
}

function decimalOr(standard: Raw, otherwise: string): string {
  return standard === "" ? otherwise : String(standard);
}

function choices(info: SettingInfo) {
  return (info.choices ?? []).map((choice) => {
    const label = info.numeric ? readable(choice) : String(choice);
    return { value: decimal(choice), label: info.unit ? `${label} ${info.unit}` : label };
  });
}
