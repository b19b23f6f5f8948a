// Credits by name: a bar for each row of a report.
import { css, html, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { readable } from "@elements/format/amount";
import { Part } from "@elements/part";
import { base } from "@elements/parts/styles";
import { text } from "../words";
import type { NamedRow } from "./usage-table";

@customElement("usage-bars")
export class UsageBars extends Part {
  static override styles = [
    base,
    css`
      p.small { margin-top: 0.5rem; }
      ol { display: grid; gap: 0.5rem; grid-template-columns: minmax(0, 1fr); }
      .line { display: flex; justify-content: space-between; gap: 0.75rem; font-size: 0.9375rem; }
      .line span:first-child { overflow-wrap: anywhere; }
      svg { display: block; width: 100%; height: 0.75rem; margin-top: 0.1875rem; }
      .track { fill: var(--sunken); }
      .bar { fill: var(--series-2); }
      .others .bar { fill: var(--series-6); }
      .before { stroke: var(--ink); stroke-width: 2; }
      @media (forced-colors: active) {
        svg { forced-color-adjust: none; }
        .track { fill: Canvas; stroke: GrayText; }
        .bar { fill: CanvasText; } .before { stroke: Highlight; }
      }
    `,
  ];

  @property({ attribute: false }) rows: readonly NamedRow[] = [];

  override render() {
    const most = Math.max(0, ...this.rows.flatMap(({ row }) => [Number(row.sums.credits), Number(row.before ?? 0)]));
    const share = (amount: string | number) => `${most > 0 ? Math.max(0, (100 * Number(amount)) / most) : 0}%`;
    // The table beside it says the same.
    return html`
      <ol aria-hidden="true">
        ${this.rows.map(({ name, row }) => html`
          <li class=${row.others ? "others" : ""}>
            <p class="line"><span>${name}</span><span class="number">${readable(row.sums.credits)}</span></p>
            <svg>
              <rect class="track" width="100%" height="100%" rx="3" />
              <rect class="bar" width=${share(row.sums.credits)} height="100%" rx="3" />
              ${row.before === undefined ? "" : svg`
                <line class="before" x1=${share(row.before)} x2=${share(row.before)} y1="0" y2="100%" />`}
            </svg>
          </li>`)}
      </ol>
      ${this.rows.some(({ row }) => row.before !== undefined) ? html`
        <p class="small muted" aria-hidden="true">${text().markBefore}</p>` : ""}
    `;
  }
}
