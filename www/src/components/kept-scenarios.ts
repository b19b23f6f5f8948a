// Up to three states of a page side by side with what is shown now.
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Part } from "@elements/part";
import { base, buttons, tables } from "@elements/parts/styles";
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
    tables,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.625rem; }
      :host > button, button { justify-self: start; }
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
  @property({ attribute: false }) store: { writeAddress(): void } | undefined;
  @state() private kept: readonly Scenario[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.kept = read(this.page);
  }

  override render() {
    const { now, kept } = this;
    const words = text();
    return html`
      <h2>${words.keptScenarios}</h2>
      <p class="muted small">${words.keptHint(MOST)}</p>
      <button ?disabled=${!now || kept.length >= MOST} @click=${this.keep}>${words.keepToCompare}</button>
      ${now && kept.length > 0 ? this.table(now, kept) : nothing}
    `;
  }

  private table(now: Figures, kept: readonly Scenario[]) {
    const words = text();
    const labels = [...new Set([now, ...kept].flatMap(({ rows }) => rows.map(([label]) => label)))];
    const cell = ({ rows }: Figures, label: string) => rows.find(([one]) => one === label)?.[1] ?? "\u2013";
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${words.keptScenarios}>
        <table>
          <thead><tr>
            <td></td>
            <th scope="col">${words.scenarioNow}<span class="title">${now.title}</span></th>
            ${kept.map(({ title, address }, place) => html`<th scope="col">${words.scenarioOf(place + 1)}<span
              class="title">${title}</span>${this.buttons(address, place)}</th>`)}
          </tr></thead>
          <tbody>${labels.map((label) => html`
            <tr><th scope="row">${label}</th><td class="now">${cell(now, label)}</td>
              ${kept.map((one) => html`<td>${cell(one, label)}</td>`)}</tr>`)}</tbody>
        </table>
      </div>
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

  private readonly keep = (): void => {
    if (!this.now) return;
    // What was typed last may not be in the address yet.
    this.store?.writeAddress();
    this.write([...this.kept, { ...this.now, address: location.search + location.hash }]);
  };

  private show(address: string): void {
    this.store?.writeAddress();
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
