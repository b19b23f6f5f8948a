// Tool, then model: the operation to run.
import type { CatalogInfo, OperationInfo } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { offered } from "@elements/format/operation";
import { titled } from "@elements/format/setting";
import { Part } from "@elements/part";
import type { Option } from "@elements/parts/choice-field";
import { pick, type Pick } from "@elements/parts/pick";
import { base } from "@elements/parts/styles";
import { text } from "../words";
import "@elements/parts/choice-field";

@customElement("operation-picker")
export class OperationPicker extends Part {
  static override styles = [
    base,
    css`
      :host { display: grid; gap: 1.125rem; }
      .about { display: flex; flex-wrap: wrap; gap: 0.375rem 0.5rem; align-items: center; }
      .about p { flex-basis: 100%; }
      .tag {
        padding: 0 0.5rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--muted);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property({ attribute: false }) operation: OperationInfo | undefined;

  override render() {
    const { info, operation } = this;
    if (!info || !operation) return nothing;
    const tools = [...new Set(info.operations.map(toolOf))].map((tool) => named(tool, within(info, tool)));
    const models = within(info, toolOf(operation));
    return html`
      ${
        tools.length > 1
          ? html`<drawdown-choice-field .label=${text().tool} .value=${toolOf(operation)} .options=${tools}
          @pick=${this.tool}></drawdown-choice-field>`
          : nothing
      }
      ${
        models.length > 1 || tools.length === 1
          ? html`<drawdown-choice-field .label=${text().model} menu .field=${"operation" as const}
          .value=${operation.id} .options=${models.map(entry)}></drawdown-choice-field>`
          : nothing
      }
      ${this.about(operation)}
    `;
  }

  private about({ about, tier, tags }: OperationInfo) {
    const words = [...(tier ? [text().tierOf(titled(tier))] : []), ...tags.map(titled)];
    if (!about && words.length === 0) return nothing;
    return html`
      <div class="about">
        ${about ? html`<p class="muted small">${about}</p>` : nothing}
        ${words.map((word) => html`<span class="tag">${word}</span>`)}
      </div>
    `;
  }

  /** Choosing a tool chooses its first operation. */
  private tool(event: CustomEvent<Pick>): void {
    event.stopPropagation();
    const [first] = this.info ? within(this.info, String(event.detail.value ?? "")) : [];
    if (first) pick(this, "operation", first.id);
  }
}

function toolOf({ tool }: OperationInfo): string {
  return tool ?? "";
}

function within(info: CatalogInfo, tool: string): OperationInfo[] {
  return info.operations.filter((operation) => toolOf(operation) === tool);
}

/** A tool with one operation has that operation's name. */
function named(tool: string, operations: OperationInfo[]): Option {
  const [only, second] = operations;
  return { value: tool, label: only && !second ? entry(only).label : tool ? titled(tool) : text().otherTool };
}

function entry(operation: OperationInfo): Option {
  return { value: operation.id, label: offered(operation) };
}
