// A table of texts in a region that scrolls: a name for each row, then its cells.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Part } from "@elements/part";
import { base, tables } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";

export interface Head {
  name: string;
  /** Its cells are names, or sentences in which code may stand; numbers otherwise. */
  kind?: "names" | "sentences";
}

@customElement("plain-table")
export class PlainTable extends Part {
  static override styles = [
    base,
    tables,
    css`
      .scroll { max-height: 24rem; border: 1px solid var(--line); border-radius: var(--radius-small); }
      th, td { padding: 0.25rem 0.5rem; white-space: nowrap; }
      th[scope="row"], td.names, td.sentences { white-space: normal; overflow-wrap: anywhere; min-width: 8rem; }
      td.sentences { min-width: 14rem; }
      thead th { position: sticky; top: 0; background: var(--surface); box-shadow: 0 1px 0 var(--line); }
      tfoot tr { border-top: 1px solid var(--line); }
      tfoot th, tfoot td { font-weight: 600; }
      @media print {
        .scroll { max-height: none; border: 0; border-radius: 0; }
        thead th { position: static; border-bottom: 1px solid var(--line); box-shadow: none; }
      }
    `,
  ];

  @property() label = "";
  @property({ attribute: false }) heads: readonly Head[] = [];
  @property({ attribute: false }) rows: readonly (readonly string[])[] = [];
  @property({ attribute: false }) foot: readonly string[] | undefined;

  override render() {
    const { label, heads, foot } = this;
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${label}>
        <table>
          <caption class="visually-hidden">${label}</caption>
          <thead><tr>${heads.map(({ name }, place) => html`
            <th scope="col" class=${this.look(place)}>${name}</th>`)}</tr></thead>
          <tbody>${this.rows.map((row) => html`<tr>${this.cells(row)}</tr>`)}</tbody>
          ${foot ? html`<tfoot><tr>${this.cells(foot)}</tr></tfoot>` : nothing}
        </table>
      </div>
    `;
  }

  private cells(row: readonly string[]) {
    return row.map((cell, place) => place === 0 ? html`<th scope="row">${cell}</th>`
      : html`<td class=${this.look(place)}>${this.heads[place]?.kind === "sentences" ? worded(cell) : cell}</td>`);
  }

  private look(place: number): string {
    return place === 0 ? "" : (this.heads[place]?.kind ?? "amount");
  }
}
