// The answer: the cost, its lines, and its sources.
import type { Estimate, Finding } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { fieldOf } from "../engine/faults";
import { headline, type Units } from "../format/estimate";
import { sentence } from "../format/setting";
import { base } from "./styles";
import { worded } from "./words";
import "./balance-summary";
import "./gate-list";
import "./line-table";
import "./source-list";

@customElement("cost-card")
export class CostCard extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
      header { display: flex; justify-content: space-between; align-items: center; gap: 0.75rem; }
      .badge {
        padding: 0.0625rem 0.625rem; border-radius: 1rem; background: var(--sunken); color: var(--muted);
        font-size: 0.8125rem; font-weight: 600;
      }
      .exact .badge { background: var(--accent-soft); color: var(--accent); }
      .free .badge { background: var(--good-soft); color: var(--good); }
      .about .badge, .range .badge { background: var(--warn-soft); color: var(--warn); }
      .rate .badge, .unknown .badge, .faulty .badge { border: 1px dashed var(--control-line); background: none; }
      .figure {
        margin-top: 0.25rem; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.5rem;
        font-size: clamp(2rem, 1.5rem + 2.4vw, 2.75rem); font-weight: 680; letter-spacing: -0.025em; line-height: 1.15;
        overflow-wrap: anywhere;
      }
      .figure .unit { color: var(--muted); font-size: 1.0625rem; font-weight: 500; letter-spacing: 0; }
      .range .figure { font-size: clamp(1.75rem, 1.3rem + 2vw, 2.25rem); }
      .rate .figure, .unknown .figure, .faulty .figure { color: var(--muted); font-size: 1.625rem; font-weight: 620; }
      .free .figure { color: var(--good); }
      .hint { margin-top: 0.25rem; color: var(--muted); font-size: 0.9375rem; }
      .list { display: grid; gap: 0.375rem; font-size: 0.9375rem; }
      .list li { padding-left: 0.75rem; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
    `,
  ];

  @property({ attribute: false }) estimate: Estimate | undefined;
  @property({ attribute: false }) faults: Finding[] = [];
  @property({ attribute: false }) units: Units = { unit: "", units: "" };
  /** The label of a setting, by name. */
  @property({ attribute: false }) label: (setting: string) => string = (name) => name;
  @property() now = "";

  override render() {
    return this.estimate ? this.answer(this.estimate) : this.correction();
  }

  private answer(estimate: Estimate) {
    const { look, badge, figure, unit, hint } = headline(estimate, this.units, this.label);
    return html`
      <div class=${look}>
        <header><h2 id="cost">Cost</h2><span class="badge">${badge}</span></header>
        <p class="figure number">${voiced(figure)}${unit ? html` <span class="unit">${unit}</span>` : nothing}</p>
        ${hint ? html`<p class="hint">${hint}</p>` : nothing}
      </div>
      <gate-list .gates=${estimate.gates} ?hidden=${estimate.gates.length === 0}></gate-list>
      ${texts(
        "Why",
        estimate.reasons.map(({ text }) => text),
      )}
      <line-table .estimate=${estimate} .units=${this.units} ?hidden=${estimate.lines.length === 0}></line-table>
      <balance-summary .estimate=${estimate} .units=${this.units} .now=${this.now}
        ?hidden=${!estimate.balance}></balance-summary>
      ${texts("Notes", estimate.notes)}
      <source-list .sources=${estimate.sources} ?hidden=${estimate.sources.length === 0}></source-list>
    `;
  }

  /** Shown while an input is wrong: never the cost of another request. */
  private correction() {
    const elsewhere = this.faults.filter(({ path }) => fieldOf(path) === "");
    const marked = this.faults.length - elsewhere.length;
    return html`
      <div class="faulty">
        <header><h2 id="cost">Cost</h2><span class="badge">No answer</span></header>
        <p class="figure">Needs a correction</p>
        ${marked > 0 ? html`<p class="hint">See the marked ${marked === 1 ? "input" : "inputs"}.</p>` : nothing}
      </div>
      ${texts(
        "Errors",
        elsewhere.map(({ message }) => message),
      )}
    `;
  }
}

/** Not every screen reader speaks the sign for "about". */
function voiced(figure: string) {
  if (!figure.startsWith("\u2248")) return figure;
  return html`<span class="visually-hidden">about</span><span aria-hidden="true">\u2248</span>${figure.slice(1)}`;
}

function texts(label: string, list: string[]) {
  if (list.length === 0) return nothing;
  return html`<ul class="list" aria-label=${label}>${list.map((text) => html`
    <li>${worded(sentence(text))}</li>`)}</ul>`;
}
