// Tool, then model: which operation is to be run.
import type { CatalogInfo, OperationInfo } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { titled } from "../format/setting";
import type { Option } from "./choice-field";
import { pick, type Pick } from "./pick";
import { base } from "./styles";
import "./choice-field";

@customElement("operation-picker")
export class OperationPicker extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; gap: 1.125rem; }
      .about { display: flex; flex-wrap: wrap; gap: 0.375rem 0.5rem; align-items: center; }
      .about p { flex-basis: 100%; }
      .tag { padding: 0 0.5rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--muted); font-size: 0.8125rem; }
    `,
  ];

  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property({ attribute: false }) operation: OperationInfo | undefined;

  override render() {
    const { info, operation } = this;
    if (!info || !operation) return nothing;
    const tools = [...new Set(info.operations.map(({ tool }) => tool ?? ""))];
    const inTool = info.operations.filter((other) => (other.tool ?? "") === (operation.tool ?? ""));
    return html`
      ${tools.length > 1
        ? html`<choice-field label="Tool" .value=${operation.tool ?? ""} .options=${tools.map(named)} @pick=${this.tool}></choice-field>`
        : nothing}
      <choice-field
        label="Model or operation" menu .field=${"operation" as const} .value=${operation.id}
        .options=${inTool.map(entry)}></choice-field>
      ${this.about(operation)}
    `;
  }

  private about({ about, tier, tags }: OperationInfo) {
    const words = [...(tier ? [`${titled(tier)} tier`] : []), ...tags.map(titled)];
    if (!about && words.length === 0) return nothing;
    return html`
      <div class="about">
        ${about ? html`<p class="muted small">${about}</p>` : nothing}
        ${words.map((word) => html`<span class="tag">${word}</span>`)}
      </div>
    `;
  }

  /** A tool is chosen by taking its first operation. */
  private tool(event: CustomEvent<Pick>): void {
    event.stopPropagation();
    const tool = String(event.detail.value ?? "");
    const first = this.info?.operations.find((operation) => (operation.tool ?? "") === tool);
    if (first) pick(this, "operation", first.id);
  }
}

function named(tool: string): Option {
  return { value: tool, label: tool ? titled(tool) : "Other" };
}

function entry({ id, name, pricing }: OperationInfo): Option {
  const remark = { priced: "", free: " \u00b7 free", unpriced: " \u00b7 price not published" }[pricing];
  return { value: id, label: name + remark };
}
