// `<drawdown-cost>`: what a request costs, with its lines, as it is changed.
import type { Estimate, Finding } from "drawdown";
import type { Amount, Catalog, Request, SettingValue } from "drawdown/prices";
import { css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { CatalogElement } from "./catalog-element";
import { differ } from "./differ";
import { element } from "./element";
import { attempted, fieldOf } from "./engine/faults";
import { amountOf } from "./format/amount";
import { headline, spoken, type Units } from "./format/estimate";
import { sentence } from "./format/setting";
import { text } from "./localise";
import { base } from "./parts/styles";
import { worded } from "./parts/words";
import type { DrawdownSettings } from "./settings";
import { Voice } from "./voice";
import "./parts/balance-summary";
import "./parts/gate-list";
import "./parts/line-table";
import "./parts/source-list";

type Settings = NonNullable<Request["settings"]>;

/** The cost has changed. */
export interface CostChange {
  request: Request;
  /** Absent while an input is wrong. */
  estimate: Estimate | undefined;
  faults: readonly Finding[];
}

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
      @media (forced-colors: active) { .badge { border: 1px solid; } }
    `,
  ];

  /** The whole request; the properties below stand for its parts. */
  @property({ attribute: false, hasChanged: differ }) request: Request | undefined;
  /** The id of the operation. */
  @property() operation = "";
  @property({ attribute: false, hasChanged: differ }) settings: Settings | undefined = {};
  /** The id of the plan held. */
  @property() plan = "";
  /** How many runs; 1 without it. */
  @property() runs: number | string | null | undefined = "";
  /** Credits before the run. */
  @property() balance: Amount | null | undefined = "";
  /** Only the figure, in the text that it stands in. */
  @property({ type: Boolean, reflect: true }) compact = false;
  /** An estimate made elsewhere, such as by a server; shown if there is no request. */
  @property({ attribute: false }) estimate: Estimate | undefined;
  /** Errors found elsewhere; those of its own request come by themselves. */
  @property({ attribute: false }) faults: readonly Finding[] | undefined = [];
  /** The instant that counts as now, for the age of a balance. */
  @property() now = "";
  /** The settings of a `<drawdown-settings>` inside it. */
  @state({ hasChanged: differ }) private typed: Record<string, SettingValue> | undefined;
  /** Its own answer, if it is asked anything. */
  private own: Answer | undefined;
  private isNew = false;
  /** What that answers. */
  private asking: readonly unknown[] = [];

  private readonly voice = new Voice(this, () => this.spoken);

  constructor() {
    super();
    this.addEventListener("drawdown-settled", this.settled);
  }

  protected override ownEngine() {
    return import("drawdown/prices");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.voice.cancel();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { own } = this;
    const asking = [this.opened, this.broken, JSON.stringify(this.asked)];
    if (asking.some((one, place) => one !== this.asking[place])) this.own = this.work();
    this.asking = asking;
    this.isNew = this.own !== own;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.handDown(changed);
    const { estimate, faults = [] } = this.shown;
    if (!this.compact && (this.isNew || SHOWING.some((name) => changed.has(name)))) this.voice.soon();
    const { asked: request } = this;
    if (!request || !this.isNew) return;
    const detail: CostChange = { request, estimate, faults };
    this.dispatchEvent(new CustomEvent("drawdown-change", { detail, bubbles: true, composed: true }));
  }

  /** The answer to what is asked; without a catalog there is none. */
  private work(): Answer | undefined {
    const { opened, asked, broken } = this;
    if (!asked) return undefined;
    if (!opened) return broken.length > 0 || this.own ? { estimate: undefined, faults: broken } : undefined;
    const { value: estimate, faults } = attempted(() => opened.catalog.estimate(asked));
    return { estimate, faults };
  }

  /** What is shown: the own answer, or what was made elsewhere. */
  private get shown(): Answer {
    return this.asked ? (this.own ?? NOTHING) : { estimate: this.estimate, faults: this.faults ?? [] };
  }

  private get inner(): DrawdownSettings | null {
    return this.querySelector("drawdown-settings");
  }

  /** Gives the settings inside it what it has itself. */
  private handDown(changed?: PropertyValues): void {
    const { inner, opened } = this;
    if (!inner) {
      this.typed = undefined;
      return;
    }
    const operation = this.request?.operation ?? this.operation;
    if (opened) inner.opened = opened;
    if (operation) inner.operation = operation;
    const settings = this.request ? this.request.settings : this.settings;
    const isAnother = !changed || changed.has("request") || changed.has("settings");
    if (isAnother && settings && Object.keys(settings).length > 0) inner.settings = settings;
  }

  override render() {
    const { estimate, faults } = this.shown;
    if (this.compact) return html`<span class="figure" part="figure">${this.brief()}</span>`;
    return html`
      <slot @drawdown-change=${this.keep} @slotchange=${() => this.handDown()}></slot>
      ${estimate ? this.answer(estimate) : faults.length > 0 ? this.correction(faults) : nothing}
      <slot name="actions"></slot>
      <p class="visually-hidden" role="status" aria-live="polite">${this.voice.said}</p>
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
      <drawdown-balance-summary part="balance" .estimate=${estimate} .units=${units}
        .now=${this.now || new Date().toISOString()} ?hidden=${!estimate.balance}></drawdown-balance-summary>
      ${texts(words.notes, estimate.notes)}
      <drawdown-source-list part="sources" .sources=${estimate.sources}
        ?hidden=${estimate.sources.length === 0}></drawdown-source-list>
    `;
  }

  /** Shown while an input is wrong: never the cost of another request. */
  private correction(faults: readonly Finding[]) {
    const elsewhere = faults.filter((fault) => !this.isMarked(fault));
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

  /** Whether an input shows it: one of the settings inside, or one of the host that found it. */
  private isMarked({ path }: Finding): boolean {
    if (this.broken.length > 0) return false;
    const field = fieldOf(path);
    return this.asked ? field.startsWith("settings.") && this.inner !== null : field !== "";
  }

  private header(badge: string) {
    return html`<header><slot name="heading"><h2>${text().cost}</h2></slot><span class="badge"
      part="badge">${badge}</span></header>`;
  }

  /** The figure alone. */
  private brief() {
    const { estimate, faults } = this.shown;
    if (!estimate) return faults.length > 0 ? text().needsCorrection : "";
    const { figure, unit } = headline(estimate, this.units, this.label);
    return html`${voiced(figure)}${unit ? html` <span class="unit" part="unit">${unit}</span>` : nothing}`;
  }

  /** The request of these properties; the settings inside it say what is set. */
  private get asked(): Request | undefined {
    const { request, operation, plan, runs, balance } = this;
    if (request) return this.typed ? { ...request, settings: this.fitting(request.operation) } : request;
    if (!operation) return undefined;
    return {
      operation,
      settings: this.fitting(operation),
      ...(plan && { plan }),
      // A text that is not a number is passed on: the engine reports the error.
      ...(isGiven(runs) && { runs: amountOf(String(runs)) as number }),
      ...(isGiven(balance) && { balance }),
    };
  }

  /** The settings that the operation has, of those inside; what the host gives is asked as it is. */
  private fitting(id: string): Settings {
    if (!this.typed) return this.settings ?? {};
    const names = this.opened?.info.operations.find((one) => one.id === id)?.settings.map(({ name }) => name);
    return Object.fromEntries(Object.entries(this.typed).filter(([name]) => names?.includes(name) ?? true));
  }

  private get units(): Units {
    const unit = this.shown.estimate?.unit ?? "";
    return this.opened?.info ?? { unit, units: unit };
  }

  private readonly label = (name: string): string => {
    const id = this.shown.estimate?.operation;
    const operation = this.opened?.info.operations.find((one) => one.id === id);
    return operation?.settings.find((setting) => setting.name === name)?.label ?? name;
  };

  /** Nothing before there is an answer to the settings inside it, too. */
  private get spoken(): string | undefined {
    const { estimate, faults } = this.shown;
    if (!this.typed && this.inner?.matches(":defined") && this.opened) return undefined;
    if (estimate) return spoken(estimate, this.units);
    return faults.length > 0 ? text().saidNoCost : undefined;
  }

  /** What the settings inside it tell is told by the cost. */
  private keep(event: Event): void {
    if (event.target === this.inner) event.stopPropagation();
  }

  private readonly settled = (event: Event): void => {
    const { inner } = this;
    if (inner && event.target === inner) this.typed = inner.settings;
  };
}

interface Answer {
  estimate: Estimate | undefined;
  faults: readonly Finding[];
}

/** What may change the answer that is shown, besides its own. */
const SHOWING = ["estimate", "faults", "typed"];

const NOTHING: Answer = { estimate: undefined, faults: [] };

function isGiven<T>(value: T | null | undefined | ""): value is T {
  return value !== null && value !== undefined && value !== "";
}

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
