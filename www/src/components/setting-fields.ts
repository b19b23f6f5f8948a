// The inputs of an operation, made from its settings in the catalog.
import type { Finding, OperationInfo, SettingInfo } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { about } from "../engine/faults";
import { rawOf, type Field, type Raw } from "../engine/selection";
import { decimal, readable } from "../format/amount";
import { allowed } from "../format/setting";
import { base } from "./styles";
import "./choice-field";
import "./flag-field";
import "./number-field";
import "./text-field";

@customElement("setting-fields")
export class SettingFields extends LitElement {
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
    if (operation.settings.length === 0) return html`<p class="muted">This model has no settings.</p>`;
    // A new operation gets new inputs, so that no state of the old ones remains.
    return keyed(operation.id, html`<div class="fields">${operation.settings.map((info) => this.input(info))}</div>`);
  }

  private input(info: SettingInfo) {
    const field: Field = `settings.${info.name}`;
    const error = about(this.faults, field);
    const standard = info.default === undefined ? "" : rawOf(info.default);
    const value = this.values[info.name] ?? standard;
    const note = info.note ?? "";
    switch (info.kind) {
      case "number":
        return html`<number-field
          .field=${field} .label=${info.label} .note=${note} .error=${error} .allowed=${allowed(info)}
          .value=${String(value)} .placeholder=${decimalOr(standard, unset(info))} .unit=${info.unit ?? ""}
          .min=${info.min} .max=${info.max} .step=${info.step}></number-field>`;
      case "list":
        return html`<text-field
          .field=${field} .label=${info.label} .note=${note} .error=${error} .allowed=${allowed(info)}
          .value=${String(value)} .placeholder=${decimalOr(standard, unset(info))}
          .unit=${info.unit ?? ""}></text-field>`;
      case "choice":
        return html`<choice-field
          .field=${field} .label=${info.label} .note=${note} .error=${error}
          .value=${String(value)} .options=${choices(info)}
          .unset=${info.default === undefined ? unset(info) : ""}></choice-field>`;
      case "flag":
        return typeof standard === "boolean"
          ? html`<flag-field .field=${field} .label=${info.label} .note=${note} .error=${error}
          .value=${value === true}></flag-field>`
          : html`<choice-field
              .field=${field} .label=${info.label} .note=${note} .error=${error}
              .value=${value === "" ? "" : value ? "yes" : "no"} .options=${YES_NO} .unset=${unset(info)}
              @pick=${yesNo}></choice-field>`;
    }
  }
}

const YES_NO = [
  { value: "no", label: "No" },
  { value: "yes", label: "Yes" },
];

/** Converts a yes-or-no choice to a flag before the page receives it. */
function yesNo(event: HTMLElementEventMap["pick"]): void {
  const { value } = event.detail;
  event.detail.value = value === undefined ? undefined : value === "yes";
}

/** The label of an unset value, by its reason. */
function unset(info: SettingInfo): string {
  if (info.optional) return "None";
  return info.after ? "After the run" : "Not set";
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
