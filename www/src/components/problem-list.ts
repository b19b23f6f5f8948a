// Rows that are not counted, and why; events without known credits.
import type { ReadSummary, Unrated } from "drawdown/usage";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { readable } from "@elements/format/amount";
import { Part } from "@elements/part";
import { base, tables } from "@elements/parts/styles";
import { text } from "../words";

@customElement("problem-list")
export class ProblemList extends Part {
  static override styles = [
    base,
    tables,
    css`
      :host { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
      .scroll { max-height: 18rem; }
      td { overflow-wrap: anywhere; }
      .place { white-space: nowrap; color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) read: ReadSummary | undefined;
  @property({ attribute: false }) unrated: readonly Unrated[] = [];

  override render() {
    const { read } = this;
    if (!read) return nothing;
    const words = text();
    return html`
      ${read.bad_rows > 0 ? this.problems(read) : nothing}
      ${read.duplicates > 0 ? html`<p class="small">${words.rowsRepeated(readable(read.duplicates), read.duplicates)}</p>` : nothing}
      ${this.unrated.length > 0 ? this.unknown() : nothing}
      ${read.ignored.length > 0 ? html`
        <p class="small muted">${words.columnsUnused(read.ignored.join(", "))}</p>` : nothing}
    `;
  }

  private problems({ bad_rows: bad, problems }: ReadSummary) {
    const words = text();
    const several = problems.some(({ file }, _, [first]) => file !== first?.file);
    return html`
      <details open>
        <summary>${words.rowsUnread(readable(bad), bad)}</summary>
        <div class="scroll" tabindex="0" role="region" aria-label=${words.rowsUnreadLabel}>
          <table>
            <caption class="visually-hidden">${words.rowsUnreadLabel}</caption>
            <thead><tr><th scope="col">${words.columnLine}</th><th scope="col">${words.columnReason}</th></tr></thead>
            <tbody>${problems.map(({ file, line, reason }) => html`
              <tr><td class="place">${several && file ? `${file}: ` : ""}${readable(line)}</td>
                <td>${reason}</td></tr>`)}
            </tbody>
          </table>
        </div>
        ${bad > problems.length ? html`
          <p class="small muted">${words.andMoreRows(readable(bad - problems.length))}</p>` : nothing}
      </details>
    `;
  }

  private unknown() {
    return html`
      <details>
        <summary>${text().eventsUnknown}</summary>
        <ul class="small">${this.unrated.map(({ reason, events }) => html`
          <li>${text().timesReason(readable(events), reason)}</li>`)}</ul>
      </details>
    `;
  }
}
