// When credits were short, and what could be done about it.
import type { CatalogInfo, ProjectionSummary, Shortfall, Way } from "drawdown";
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
  /** Keys of the ways that stand below, once for all. */
  private repeated: ReadonlySet<string> = new Set();

  override render() {
    const list = this.summary?.shortfalls ?? [];
    if (list.length === 0) return nothing;
    const more = list.slice(FIRST, MOST);
    const shared = this.shared(list);
    this.repeated = new Set(shared.map(({ key }) => key));
    return html`
      <h2>Short of credits${list.length > 1 ? html` <span class="muted">${list.length} times</span>` : nothing}</h2>
      <div>${list.slice(0, FIRST).map((shortfall) => this.shortfall(shortfall))}</div>
      ${more.length > 0
        ? html`<details>
            <summary>${more.length} more${list.length > MOST ? `, of ${list.length - FIRST}` : ""}</summary>
            ${more.map((shortfall) => this.shortfall(shortfall))}
          </details>`
        : nothing}
      ${shared.length > 0
        ? html`<div>
            <h3 id="ways">Ways out</h3>
            <ul class="ways" aria-labelledby="ways">
              ${shared.map(({ way, times }) => this.way(way, times === list.length ? `helps ${times === 2 ? "both" : `all ${times}`} times` : `helps ${times} of the ${list.length} times`))}
            </ul>
          </div>`
        : nothing}
    `;
  }

  /** Ways out that several shortfalls have in common, in the order in which they first stand. */
  private shared(list: Shortfall[]): { key: string; way: Way; times: number }[] {
    const found = new Map<string, { key: string; way: Way; times: number }>();
    for (const { ways } of list) {
      const own = new Set<string>();
      for (const way of ways) {
        const key = this.key(way);
        if (own.has(key)) continue;
        own.add(key);
        const before = found.get(key);
        if (before) before.times += 1;
        else found.set(key, { key, way, times: 1 });
      }
    }
    return [...found.values()].filter(({ times }) => times > 1);
  }

  /** What a person reads of a way: the same text is the same way. */
  private key(entry: Way): string {
    const { info, summary, zone } = this;
    if (!info || !summary) return "";
    const { what, how } = way(entry, info, summary.currency, zone);
    return `${what}|${how}|${entry.covers}`;
  }

  private way(entry: Way, remark = "") {
    const { info, summary, zone } = this;
    if (!info || !summary) return nothing;
    const { what, how } = way(entry, info, summary.currency, zone);
    return html`<li class=${entry.covers ? "covers" : "partly"}><span>${what}</span><span class="muted">${[how, remark].filter(Boolean).join("; ")}</span></li>`;
  }

  private shortfall(shortfall: Shortfall) {
    const { info, summary, zone } = this;
    if (!info || !summary) return nothing;
    const name = info.operations.find(({ id }) => id === shortfall.operation)?.name ?? shortfall.operation;
    const until = shortfall.until ? `until ${on(shortfall.until, zone)}` : "to the end";
    const why = shortfall.cause === "out_of_credits" ? "" : ` ${name} ${reason(shortfall)}.`;
    const missing = Number(shortfall.missing) > 0 ? `, ${counted(shortfall.missing, info.unit, info.units)} short${shortfall.runs > 1 ? " in all" : ""}` : "";
    const own = shortfall.ways.filter((entry) => !this.repeated.has(this.key(entry)));
    return html`
      <div class="shortfall">
        <h3>${on(shortfall.from, zone)}, ${until}</h3>
        <p class="small">${runs(shortfall.runs)} of ${name} refused${missing}.${why}</p>
        ${own.length > 0
          ? html`<ul class="ways" aria-label="Ways out">${own.map((entry) => this.way(entry))}</ul>`
          : nothing}
      </div>
    `;
  }
}
