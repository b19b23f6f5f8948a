// Up to three states of a page side by side with what is shown now.
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Part } from "@elements/part";
import { base, buttons, card, tables } from "@elements/parts/styles";
import { text } from "../words";

/** What is compared of a state. */
export interface Figures {
  /** What was set, in a few words. */
  title: string;
  rows: readonly (readonly [label: string, value: string])[];
}

interface Scenario extends Figures {
  /** Leads back to it. */
  address: string;
}

const MOST = 3;

@customElement("kept-scenarios")
export class KeptScenarios extends Part {
  static override styles = [
    base,
    buttons,
    card,
    tables,
    css`
      .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.75rem; }
      th, td { padding: 0.375rem 0.5rem; min-width: 8rem; overflow-wrap: anywhere; }
      thead th { color: var(--ink); font-size: 0.9375rem; font-weight: 600; }
      tbody th { min-width: 6rem; padding-inline-start: 0; color: var(--muted); font-size: 0.875rem; }
      td { font-variant-numeric: tabular-nums; }
      td.now { font-weight: 600; }
      .title { display: block; color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
      @media print { :host { display: none; } }
    `,
  ];

  /** Separates the pages. */
  @property() page = "";
  @property({ attribute: false }) now: Figures | undefined;
  @state() private kept: readonly Scenario[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.kept = read(this.page);
  }

  /** Whether there is room for another one. */
  get hasRoom(): boolean {
    return this.kept.length < MOST;
  }

  /** Keeps what is shown. */
  keep(): void {
    const { now } = this;
    if (now && this.hasRoom) this.write([...this.kept, { ...now, address: location.search + location.hash }]);
  }

  override render() {
    const { now, kept } = this;
    const words = text();
    if (!now || kept.length === 0) return nothing;
    const labels = [...new Set([now, ...kept].flatMap(({ rows }) => rows.map(([label]) => label)))];
    const cell = ({ rows }: Figures, label: string) => rows.find(([one]) => one === label)?.[1] ?? "\u2013";
    return html`
      <section class="card" aria-labelledby="kept">
        <h2 id="kept">${words.keptScenarios}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label=${words.keptScenarios}>
          <table>
            <thead><tr>
              <td></td>
              <th scope="col">${words.scenarioNow}<span class="title">${now.title}</span></th>
              ${kept.map(({ title }, place) => html`<th scope="col">${words.scenarioOf(place + 1)}<span class="title">${title}</span></th>`)}
            </tr></thead>
            <tbody>
              ${labels.map((label) => html`<tr><th scope="row">${label}</th><td class="now">${cell(now, label)}</td>
                ${kept.map((one) => html`<td>${cell(one, label)}</td>`)}</tr>`)}
              <tr><th scope="row"></th><td></td>${kept.map(({ address }, place) => html`<td>${this.buttons(address, place)}</td>`)}</tr>
            </tbody>
          </table>
        </div>
      </section>
    `;
  }

  private buttons(address: string, place: number) {
    const words = text();
    const name = words.scenarioOf(place + 1);
    return html`
      <button class="quiet" aria-label=${words.showScenario(name)} @click=${() => this.show(address)}>${words.show}</button>
      <button class="quiet" aria-label=${words.removeScenario(name)}
        @click=${() => this.write(this.kept.filter((_, other) => other !== place))}>${words.remove}</button>`;
  }

  private show(address: string): void {
    history.pushState(null, "", address || location.pathname);
    dispatchEvent(new PopStateEvent("popstate"));
  }

  private write(kept: readonly Scenario[]): void {
    this.kept = kept;
    try {
      sessionStorage.setItem(keyOf(this.page), JSON.stringify(kept));
    } catch {
      // Then they last as long as the page.
    }
    this.dispatchEvent(new Event("kept"));
  }
}

function keyOf(page: string): string {
  return `drawdown.kept.${page}`;
}

function read(page: string): Scenario[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(page)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isScenario).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function isScenario(value: unknown): value is Scenario {
  const { title, address, rows } = (value ?? {}) as Partial<Scenario>;
  return typeof title === "string" && typeof address === "string" && Array.isArray(rows)
    && rows.every((row: unknown) => Array.isArray(row) && row.length === 2 && row.every((one) => typeof one === "string"));
}
