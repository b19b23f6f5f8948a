// `<drawdown-cost>`: what a request costs, with its lines, as it is changed.
import type { Estimate, Finding } from "drawdown";
import type { Amount, Catalog, Request } from "drawdown/prices";
import { css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { CatalogElement } from "./catalog-element";
import { element } from "./element";
import { attempted, fieldOf } from "./engine/faults";
import { headline, spoken, type Units } from "./format/estimate";
import { sentence } from "./format/setting";
import { Later } from "./later";
import { text } from "./localise";
import { base } from "./parts/styles";
import { worded } from "./parts/words";
import { DrawdownSettings, type SettingsChange } from "./settings";
import "./parts/balance-summary";
import "./parts/gate-list";
import "./parts/line-table";
import "./parts/source-list";

/** The cost has changed. */
export interface CostChange {
  request: Request;
  /** Absent while an input is wrong. */
  estimate: Estimate | undefined;
  faults: readonly Finding[];
}

/** Milliseconds without a change, after which a screen reader says the cost. */
const PAUSE = 700;

/**
 * The live cost of a request. A `<drawdown-settings>` inside it takes its catalog and operation from it, and
 * gives it the settings.
 *
 * @tagname drawdown-cost
 * @fires drawdown-change - The cost has changed; `detail` is a `CostChange`.
 * @slot - Inputs, above the cost: a `<drawdown-settings>`.
 * @slot heading - Replaces the heading.
 * @slot actions - Below the cost: a button that starts the run.
 * @csspart badge - The kind of answer.
 * @csspart figure - The number in the largest type.
 * @csspart unit - The unit after it.
 * @csspart hint - The sentence below it.
 * @csspart gates - Why the request is not allowed.
 * @csspart lines - The table of lines.
 * @csspart balance - The balance before and after.
 * @csspart notes - Notes, reasons and errors.
 * @csspart sources - Where the prices are from.
 */
@element("drawdown-cost")
export class DrawdownCost extends CatalogElement<Catalog> {
  static override styles = [
    base,
    css`
      :host { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); color: var(--ink); }
      :host([compact]) { display: inline; color: inherit; }
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
      .list li { padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--line); overflow-wrap: anywhere; }
      :host([compact]) .figure { display: inline; margin: 0; font: inherit; letter-spacing: 0; color: inherit; }
      :host([compact]) .figure .unit { font: inherit; color: inherit; }
      slot:not([name]) { display: block; }
      @media (forced-colors: active) { .badge { border: 1px solid; } }
    `,
  ];

  /** The whole request; the properties below stand for its parts. */
  @property({ attribute: false }) request: Request | undefined;
  /** The id of the operation. */
  @property() operation = "";
  @property({ attribute: false }) settings: NonNullable<Request["settings"]> = {};
  /** The id of the plan held. */
  @property() plan = "";
  /** How many runs; 1 without it. */
  @property() runs: number | string = "";
  /** Credits before the run. */
  @property() balance: Amount = "";
  /** Only the figure, in the text that it stands in. */
  @property({ type: Boolean, reflect: true }) compact = false;
  /** An estimate made elsewhere, such as by a server; shown if there is no request. */
  @property({ attribute: false }) estimate: Estimate | undefined;
  /** Errors found elsewhere; those of its own request come by themselves. */
  @property({ attribute: false }) faults: readonly Finding[] = [];
  /** The instant that counts as now, for the age of a balance. */
  @property() now = "";
  @state() private said = "";
  /** Its own answer is new in this update. */
  private isNew = false;

  private readonly announce = new Later(PAUSE, () => {
    this.said = this.spoken;
  });

  protected override ownEngine() {
    return import("drawdown/prices");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.announce.cancel();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { opened, asked } = this;
    this.isNew = Boolean(opened && asked) && ASKING.some((name) => changed.has(name));
    if (opened && asked && this.isNew) {
      const { value, faults } = attempted(() => opened.catalog.estimate(asked));
      [this.estimate, this.faults] = [value, faults];
    } else if (asked && this.broken.length > 0) {
      [this.estimate, this.faults] = [undefined, []];
    }
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    for (const settings of this.querySelectorAll<DrawdownSettings>("drawdown-settings")) {
      settings.opened = this.opened;
      settings.operation = this.operation;
    }
    const { asked: request, estimate, faults, isNew } = this;
    if ((changed.has("estimate") || changed.has("faults")) && (estimate || faults.length > 0)) this.announce.soon();
    if (!request || !isNew) return;
    const detail: CostChange = { request, estimate, faults };
    this.dispatchEvent(new CustomEvent("drawdown-change", { detail, bubbles: true, composed: true }));
  }

  override render() {
    const { estimate } = this;
    if (this.compact) return html`<span class="figure" part="figure">${this.brief()}</span>`;
    return html`
      <slot @drawdown-change=${this.takeSettings}></slot>
      ${estimate ? this.answer(estimate) : this.faults.length + this.broken.length > 0 ? this.correction() : nothing}
      <slot name="actions"></slot>
      <p class="visually-hidden" role="status" aria-live="polite">${this.said}</p>
    `;
  }

  private answer(estimate: Estimate) {
    const { units } = this;
    const { look, badge, figure, unit, hint } = headline(estimate, units, this.label);
    const words = text();
    return html`
      <div class=${look}>
        ${this.header(badge)}
        <p class="figure number" part="figure">${voiced(figure)}${unit
          ? html` <span class="unit" part="unit">${unit}</span>` : nothing}</p>
        ${hint ? html`<p class="hint" part="hint">${hint}</p>` : nothing}
      </div>
      <drawdown-gate-list part="gates" .gates=${estimate.gates}
        ?hidden=${estimate.gates.length === 0}></drawdown-gate-list>
      ${texts(
        words.why,
        estimate.reasons.map((reason) => reason.text),
      )}
      <drawdown-line-table part="lines" .estimate=${estimate} .units=${units}
        ?hidden=${estimate.lines.length === 0}></drawdown-line-table>
      <drawdown-balance-summary part="balance" .estimate=${estimate} .units=${units} .now=${this.now}
        ?hidden=${!estimate.balance}></drawdown-balance-summary>
      ${texts(words.notes, estimate.notes)}
      <drawdown-source-list part="sources" .sources=${estimate.sources}
        ?hidden=${estimate.sources.length === 0}></drawdown-source-list>
    `;
  }

  /** Shown while an input is wrong: never the cost of another request. */
  private correction() {
    const faults = [...this.broken, ...this.faults];
    const elsewhere = faults.filter(({ path }) => fieldOf(path) === "" || this.broken.length > 0);
    const marked = faults.length - elsewhere.length;
    const words = text();
    return html`
      <div class="faulty">
        ${this.header(words.noAnswer)}
        <p class="figure" part="figure">${words.needsCorrection}</p>
        ${marked > 0 ? html`<p class="hint" part="hint">${words.seeMarked(marked)}</p>` : nothing}
      </div>
      ${texts(
        words.errors,
        elsewhere.map(({ message }) => message),
      )}
    `;
  }

  private header(badge: string) {
    return html`<header><slot name="heading"><h2 id="cost">${text().cost}</h2></slot><span class="badge"
      part="badge">${badge}</span></header>`;
  }

  /** The figure alone. */
  private brief() {
    const { estimate } = this;
    if (!estimate) return this.faults.length + this.broken.length > 0 ? text().needsCorrection : "";
    const { figure, unit } = headline(estimate, this.units, this.label);
    return html`${voiced(figure)}${unit ? html` <span class="unit" part="unit">${unit}</span>` : nothing}`;
  }

  /** The request of these properties. */
  private get asked(): Request | undefined {
    if (this.request) return this.request;
    const { operation, settings, plan, runs, balance } = this;
    if (!operation) return undefined;
    return {
      operation,
      settings,
      ...(plan && { plan }),
      ...(runs !== "" && { runs: Number(runs) }),
      ...(balance !== "" && { balance }),
    };
  }

  private get units(): Units {
    const unit = this.estimate?.unit ?? "";
    return this.opened?.info ?? { unit, units: unit };
  }

  private readonly label = (name: string): string => {
    const id = this.estimate?.operation;
    const operation = this.opened?.info.operations.find((one) => one.id === id);
    return operation?.settings.find((setting) => setting.name === name)?.label ?? name;
  };

  private get spoken(): string {
    return this.estimate ? spoken(this.estimate, this.units) : text().saidNoCost;
  }

  private takeSettings(event: CustomEvent<SettingsChange>): void {
    event.stopPropagation();
    this.settings = event.detail.settings;
  }
}

const ASKING = ["opened", "request", "operation", "settings", "plan", "runs", "balance"];

/** Not every screen reader speaks the sign for "about". */
function voiced(figure: string) {
  if (!figure.startsWith("\u2248")) return figure;
  return html`<span class="visually-hidden">${text().about}</span><span
    aria-hidden="true">\u2248</span>${figure.slice(1)}`;
}

function texts(label: string, list: string[]) {
  if (list.length === 0) return nothing;
  return html`<ul class="list" part="notes" aria-label=${label}>${list.map((one) => html`
    <li>${worded(sentence(one))}</li>`)}</ul>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "drawdown-cost": DrawdownCost;
  }
}
