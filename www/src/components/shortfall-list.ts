// When credits were short, and what could be done about it.
import type { CatalogInfo, ProjectionSummary, Shortfall } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { counted } from "../format/amount";
import { on, reason, runs, way } from "../format/projection";
import { base, tables } from "./styles";

/** Shown at once; the rest on demand. */
const FIRST = 2;
/** More than these would be read by nobody. */
const MOST = 60;

@customElement("shortfall-list")
export class ShortfallList extends LitElement {
  static override styles = [
    base,
    tables,
    css`
      :host { display: grid; gap: 0.875rem; grid-template-columns: minmax(0, 1fr); }
      .shortfall { padding-left: 0.875rem; border-left: 3px solid var(--bad-line); }
      .shortfall + .shortfall, details .shortfall { margin-top: 0.875rem; }
      h3 { overflow-wrap: anywhere; }
      .ways { display: grid; gap: 0.25rem; margin-top: 0.375rem; font-size: 0.9375rem; }
      .ways li { display: flex; flex-wrap: wrap; gap: 0 0.625rem; overflow-wrap: anywhere; }
      .covers::before { content: "\u2713"; color: var(--good); font-weight: 700; }
      .partly::before { content: "\u2013"; color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) summary: ProjectionSummary | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property() zone = "UTC";

  override render() {
    const list = this.summary?.shortfalls ?? [];
    if (list.length === 0) return nothing;
    const more = list.slice(FIRST, MOST);
    return html`
      <h2>Short of credits${list.length > 1 ? html` <span class="muted">${list.length} times</span>` : nothing}</h2>
      <div>${list.slice(0, FIRST).map((shortfall) => this.shortfall(shortfall))}</div>
      ${more.length > 0
        ? html`<details>
            <summary>${more.length} more${list.length > MOST ? `, of ${list.length - FIRST}` : ""}</summary>
            ${more.map((shortfall) => this.shortfall(shortfall))}
          </details>`
        : nothing}
    `;
  }

  private shortfall(shortfall: Shortfall) {
    const { info, summary, zone } = this;
    if (!info || !summary) return nothing;
    const name = info.operations.find(({ id }) => id === shortfall.operation)?.name ?? shortfall.operation;
    const until = shortfall.until ? `until ${on(shortfall.until, zone)}` : "to the end";
    const why = shortfall.cause === "out_of_credits" ? "" : ` ${name} ${reason(shortfall)}.`;
    const missing = Number(shortfall.missing) > 0 ? `, ${counted(shortfall.missing, info.unit, info.units)} short${shortfall.runs > 1 ? " in all" : ""}` : "";
    return html`
      <div class="shortfall">
        <h3>${on(shortfall.from, zone)}, ${until}</h3>
        <p class="small">${runs(shortfall.runs)} of ${name} refused${missing}.${why}</p>
        ${shortfall.ways.length > 0
          ? html`<ul class="ways" aria-label="Ways out">
              ${shortfall.ways.map((entry) => {
                const { what, how } = way(entry, info, summary.currency, zone);
                return html`<li class=${entry.covers ? "covers" : "partly"}><span>${what}</span><span class="muted">${how}</span></li>`;
              })}
            </ul>`
          : nothing}
      </div>
    `;
  }
}
