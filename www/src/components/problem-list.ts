// Rows that are not counted, and why; events without known credits.
import type { ReadSummary, Unrated } from "drawdown/usage";
import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { readable } from "@elements/format/amount";
import { base, tables } from "@elements/parts/styles";

@customElement("problem-list")
export class ProblemList extends LitElement {
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
    return html`
      ${read.bad_rows > 0 ? this.problems(read) : nothing}
      ${read.duplicates > 0 ? html`<p class="small">${rows(read.duplicates)} not counted again: their ids had occurred
        before.</p>` : nothing}
      ${this.unrated.length > 0 ? this.unknown() : nothing}
      ${read.ignored.length > 0 ? html`
        <p class="small muted">Columns that are not used: ${read.ignored.join(", ")}.</p>` : nothing}
    `;
  }

  private problems({ bad_rows: bad, problems }: ReadSummary) {
    const several = problems.some(({ file }, _, [first]) => file !== first?.file);
    return html`
      <details open>
        <summary>${rows(bad)} could not be read</summary>
        <div class="scroll" tabindex="0" role="region" aria-label="Rows that could not be read">
          <table>
            <caption class="visually-hidden">Rows that could not be read</caption>
            <thead><tr><th scope="col">Line</th><th scope="col">Reason</th></tr></thead>
            <tbody>${problems.map(({ file, line, reason }) => html`
              <tr><td class="place">${several && file ? `${file}: ` : ""}${readable(line)}</td>
                <td>${reason}</td></tr>`)}
            </tbody>
          </table>
        </div>
        ${bad > problems.length ? html`
          <p class="small muted">and ${readable(bad - problems.length)} more</p>` : nothing}
      </details>
    `;
  }

  private unknown() {
    return html`
      <details>
        <summary>Events without known credits, which no sum contains</summary>
        <ul class="small">${this.unrated.map(({ reason, events }) => html`
          <li>${readable(events)} × ${reason}</li>`)}</ul>
      </details>
    `;
  }
}

function rows(count: number): string {
  return count === 1 ? "1 row" : `${readable(count)} rows`;
}
