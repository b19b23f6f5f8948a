// `<drawdown-planner>`: which plan and top-ups cover a need at the lowest cost.
import type { Catalog, CatalogInfo, Finding, Fit, Need, NeedLine } from "drawdown";
import { css, html, nothing, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { CatalogElement } from "./catalog-element";
import { differ } from "./differ";
import { element } from "./element";
import { below } from "./engine/faults";
import { isHandle, type Opened } from "./engine/opened";
import { billed, gaps, keyOf, PAID, rowBy, type Paid, type Plan } from "./engine/plan";
import { MOST_ROWS } from "./engine/scenario";
import { readable } from "./format/amount";
import { optionName, price } from "./format/fit";
import { on } from "./format/projection";
import { locale, text } from "./localise";
import { headline } from "./parts/fit-card";
import type { SaveEvent } from "./parts/fit-more";
import type { AssumeEvent, EnterEvent } from "./parts/gap-fields";
import { Narrow, folding } from "./parts/narrow";
import { needed } from "./parts/needed";
import type { RowEvent } from "./parts/need-row";
import type { OptionEvent, OptionTable } from "./parts/option-table";
import type { MoreEvent } from "./parts/option-view";
import type { Pick } from "./parts/pick";
import { typed } from "./parts/rows";
import type { SetEvent } from "./parts/set";
import { base, buttons, card, late, sides, tables } from "./parts/styles";
import { unfolded } from "./parts/unfolded";
import { workCard } from "./parts/work-card";
import { PlannerStore, type Answer } from "./planner-store";
import "./parts/account-fields";
import "./parts/catalog-about";
import "./parts/choice-field";
import "./parts/finding-list";
import "./parts/fit-card";
import "./parts/fit-more";
import "./parts/gap-fields";
import "./parts/margin-fields";
import "./parts/need-row";
import "./parts/need-table";
import "./parts/option-table";
import "./parts/option-view";

/** The inputs or the answer have changed. */
export interface PlannerChange {
  need: Need;
  /** Absent while an input is wrong, and while the answer takes long: it never belongs to another need. */
  fit: Fit | undefined;
  /** What is set. */
  plan: Plan;
  /** Errors by pointer into the need. */
  faults: readonly Finding[];
}

/**
 * The plan calculator: a need on one side, and the plans and top-ups that fit it on the other. It computes long
 * answers on a thread of its own, so it takes a catalog as an object, a text or an address, not as a handle.
 *
 * @tagname drawdown-planner
 * @fires drawdown-change - The inputs or the answer have changed; `detail` is a `PlannerChange`.
 * @slot catalog - Above the need: where a catalog is chosen.
 * @csspart inputs - The cards of inputs.
 * @csspart answers - The cards of the answer.
 * @csspart card - Each card.
 * @csspart work - The progress of a long computation, or that it was stopped.
 * @csspart bar - The answer in a few words, on narrow screens.
 */
@element("drawdown-planner")
export class DrawdownPlanner extends CatalogElement<Catalog> {
  static override styles = [
    base,
    buttons,
    card,
    tables,
    sides,
    folding,
    late,
    css`
      :host { color: var(--ink); container-type: inline-size; }
      .row { padding-top: 1.125rem; border-top: 1px solid var(--line); }
      .switch { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 0.75rem 1rem; }
      .switch drawdown-choice-field { min-width: min(100%, 17rem); }
      .gaps { display: grid; gap: 0.5rem; grid-template-columns: minmax(0, 1fr); }
      h3 + .longer { margin-top: 0.375rem; }
      .longer { display: grid; gap: 0.25rem; padding-inline-start: 1.125rem; list-style: disc; font-size: 0.9375rem; }
      .method { display: grid; gap: 0.5rem; font-size: 0.9375rem; max-width: 44rem; }
      /* As high as most answers: what follows does not move. */
      .waiting { min-height: 32rem; }
      .busy { cursor: progress; }
      .answers:focus { outline: none; }
      /* On paper: the best fit, and the others beside it. */
      @media print {
        .grid { display: block; }
        .inputs, .fold, .more, .switch drawdown-choice-field { display: none; }
        .card { border: 0; box-shadow: none; padding-inline: 0; }
      }
      /* In a narrow place on a wide screen. */
      @container (max-width: 55.99rem) {
        .grid { grid-template-columns: minmax(0, 1fr); }
        .bar { display: flex; }
      }
    `,
  ];

  /** The lines of the need that it begins with. */
  @property({ attribute: false, hasChanged: differ }) lines: readonly NeedLine[] = [];
  /** The first date that it begins with; today if empty. */
  @property() start = "";

  private readonly store = new PlannerStore(this);
  private told: readonly unknown[] = [];
  @query(".answers") private answersPart!: HTMLElement;
  @query("drawdown-option-table") private optionTable!: OptionTable | null;
  private readonly narrow = new Narrow(this);

  protected override ownEngine() {
    return import("drawdown");
  }

  /** What is set. One that is given with a catalog, or before it, is kept when that is open. */
  @property({ attribute: false })
  get plan(): Plan | undefined {
    return this.store.plan;
  }

  set plan(plan: Plan | undefined) {
    this.store.adopt(plan);
  }

  /** The need of what is set. */
  get need(): Need | undefined {
    return this.store.need;
  }

  /** The answer to the need; absent while an input is wrong, and while it is computed. */
  get fit(): Fit | undefined {
    const { asked, answer, isLate } = this.store;
    return asked || isLate ? undefined : answer?.fit;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { store, opened } = this;
    if (changed.has("src") || changed.has("catalog")) this.prepare();
    const isReset = store.opened !== undefined && !store.plan;
    if (!isReset && !BEGINNING.some((name) => changed.has(name))) return;
    store.begin(opened?.text ? opened : undefined, this.start, this.lines);
  }

  /** The thread loads while the catalog does; a handle will not be asked. */
  private prepare(): void {
    const { src, catalog, store } = this;
    if (src || (catalog && !isHandle(catalog))) store.prepare();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { need, fit, plan, store } = this;
    const { due, asked } = store;
    const faults = asked ? NONE : store.faults;
    const now = [plan, fit, faults];
    if (due || !need || !plan || now.every((one, i) => one === this.told[i])) return;
    this.told = now;
    store.tell();
    const detail: PlannerChange = { need, fit, plan, faults };
    this.dispatchEvent(new CustomEvent("drawdown-change", { detail, bubbles: true, composed: true }));
  }

  override render() {
    const { opened, plan, busy, voice, answer, faults } = this.store;
    const { narrow } = this;
    const note = answer ? text().answerIsPrevious : "";
    const isReady = opened && plan;
    const inputs = html`<div class="inputs" part="inputs">
      ${this.made()}
      ${isReady ? html`${this.margin(opened, plan)}${this.bar(opened.info)}` : nothing}
    </div>`;
    const answers = (shown: unknown) => html`<div class="answers ${busy ? "busy" : ""}" part="answers" tabindex="-1"
      aria-busy=${busy ? "true" : "false"}>${shown}</div>`;
    const first = () => isReady ? html`${workCard(this, this.store, note)}${this.verdict(plan)}` : nothing;
    return html`
      <div class="grid">${narrow.value && isReady
        ? html`${answers(html`<div class="answers ${answer || faults.length > 0 ? "" : "waiting"}">${first()}</div>`)}${narrow.folded(text().changeInputs, madeIn(plan, opened.info), inputs,
          faults.length > 0)}<div class="answers">${this.answers(opened, plan)}</div>`
        : html`${inputs}${answers(html`${first()}${isReady ? this.answers(opened, plan) : nothing}`)}`}</div>
      <p class="visually-hidden" role="status" aria-live="polite">${voice.said}</p>
    `;
  }

  private made() {
    const words = text();
    const { opened, plan } = this.store;
    return html`
      <section class="card" part="card" aria-labelledby="made">
        <h2 id="made">${words.whatYouMake}</h2>
        <slot name="catalog"></slot>
        ${this.opened && !this.opened.text ? html`<p role="alert">${words.needsTextOfCatalog}</p>` : nothing}
        ${this.broken.length > 0 ? html`<drawdown-finding-list .heading=${words.catalogUnusable}
          .findings=${this.broken}></drawdown-finding-list>` : nothing}
        ${opened && plan ? this.rows(opened, plan) : nothing}
      </section>
    `;
  }

  private rows({ info }: Opened, { rows }: Plan) {
    const words = text();
    const { store } = this;
    return html`
      ${rows.map(
        (row, i) => html`
        <drawdown-need-row
          role="group" aria-label=${words.needRow(i + 1)} class="row"
          .info=${info} .row=${row} .item=${store.isLate ? undefined : store.answer?.fit.need.lines[i]}
          ?removable=${rows.length > 1} .faults=${below(store.faults, `/lines/${i}`)}
          @row=${(event: RowEvent) => store.setRow(i, event.row)}></drawdown-need-row>`,
      )}
      ${rows.length < MOST_ROWS
        ? html`<button @click=${() => store.addRow()}>${words.addNeedRow}</button>` : nothing}
    `;
  }

  private margin(opened: Opened, plan: Plan) {
    const { answer, faults, isLate } = this.store;
    return html`
      <section class="card" part="card" aria-labelledby="margin">
        <h2 id="margin">${text().marginAndTime}</h2>
        <drawdown-margin-fields .plan=${plan} .info=${opened.info} .faults=${faults}
          .need=${isLate ? undefined : answer?.fit.need.need.high} ?awaited=${this.store.asked} @set=${this.set}></drawdown-margin-fields>
        <drawdown-account-fields .opened=${opened} .plan=${plan} .faults=${faults}
          @set=${this.set}></drawdown-account-fields>
        ${guard([opened, plan.assume, answer, faults, text(), locale()], () => this.gaps(opened, plan))}
      </section>
    `;
  }

  /** Inputs for all unpublished numbers, folded: each is asked for beside the option that lacks it. */
  private gaps(opened: Opened, plan: Plan) {
    const words = text();
    const { store } = this;
    const list = gaps(opened);
    if (list.length === 0) return nothing;
    const missing = new Set(store.answer?.fit.options.flatMap(({ assume = [] }) => assume));
    const { entered } = store;
    return html`
      <details ?open=${store.faults.some(({ path }) => path.startsWith("/account/assume/"))}>
        <summary>${words.gapsHeading} <span class="muted">\u00b7 ${entered > 0
          ? words.numberCount(entered, readable(entered)) : words.holdsNothing}</span></summary>
        <div class="gaps">
          <p class="muted small">${words.gapsHint(opened.info.name)}</p>
          ${unfolded(() => html`<drawdown-gap-fields .gaps=${list} .values=${plan.assume} .faults=${store.faults}
            .needed=${missing} @assume=${this.assume}></drawdown-gap-fields>`)}
        </div>
      </details>
    `;
  }

  /** The answer in a few words, for places where it is below the inputs. */
  private bar(info: CatalogInfo) {
    return html`<a class="bar" part="bar" href="#answer"
      @click=${this.show}><strong>${this.brief(info)}</strong><span class="small">${text().show}</span></a>`;
  }

  private brief(info: CatalogInfo): string {
    const words = text();
    const { answer, faults, stopped, isLate } = this.store;
    if (!answer && faults.length === 0) return stopped ? words.stopped : words.computingNow;
    const fit = answer?.fit;
    if (!fit || isLate) return words.needsCorrection;
    const [best] = fit.options;
    if (!fit.found || !best) return headline(fit, info).badge;
    const { per_month: cost } = best;
    const name = optionName(best);
    return cost === undefined ? name : words.optionAMonth(name, price(cost, fit.currency));
  }

  /** The best fit, or what is to be corrected. */
  private verdict({ paid }: Plan) {
    const { answer, entered, faults, opened, isLate } = this.store;
    // Neither before the first answer, nor if it was stopped.
    if (!answer) return faults.length > 0 ? this.correction() : nothing;
    return html`
      ${isLate ? this.correction(text().answerIsPrevious) : nothing}
      <section class="card ${isLate ? "late" : ""}" part="card" aria-label=${text().whatFits} id=${isLate ? "late" : "answer"}>
        <drawdown-fit-card .fit=${answer.fit} .info=${opened?.info} .zone=${answer.zone} ?yearly=${paid === "year"}
          .entered=${entered} @enter=${this.enter}></drawdown-fit-card>
      </section>
    `;
  }

  /** What else there is to see of the answer; not made again for inputs that are not answered yet. */
  private answers(opened: Opened, plan: Plan) {
    const { answer, view, more, isLate } = this.store;
    const { option, paid, assume } = plan;
    const shown = [opened, answer, view, more, option, paid, assume, text(), locale()];
    if (!answer) return nothing;
    return html`<div class="answers ${isLate ? "late" : ""}">${guard(shown, () => this.answered(opened, plan, answer))}</div>`;
  }

  private answered(opened: Opened, plan: Plan, { fit, need, zone }: Answer) {
    const { info } = opened;
    const words = text();
    return html`
      ${this.options(fit, opened, plan)}
      <section class="card more" part="card" aria-labelledby="need">
        <h2 id="need">${words.whatYouNeed}</h2>
        <drawdown-need-table .need=${fit.need} .info=${info}></drawdown-need-table>
      </section>
      ${this.chosen(fit, info)}
      <section class="card more" part="card" aria-labelledby="more">
        <h2 id="more">${words.lookFurther}</h2>
        <drawdown-fit-more .opened=${opened} .need=${need} .currency=${fit.currency}
          @save=${this.save}></drawdown-fit-more>
      </section>
      <section class="card more" part="card" aria-label=${words.howComputed}>
        ${method(fit, zone)}<drawdown-catalog-about .info=${info}></drawdown-catalog-about>
      </section>
    `;
  }

  private options(fit: Fit, opened: Opened, plan: Plan) {
    const words = text();
    const { store } = this;
    return html`
      <section class="card" part="card" aria-labelledby="options">
        <div class="switch">
          <h2 id="options">${words.allOptions}</h2>
          <drawdown-choice-field .label=${words.paidHow} row .value=${plan.paid}
            .options=${PAID.map((value) => ({ value, label: billed(value) }))}
            @pick=${(event: CustomEvent<Pick>) => store.set({ paid: typed(event) as Paid })}></drawdown-choice-field>
        </div>
        <drawdown-option-table
          .fit=${fit} .units=${opened.info.units} .chosen=${store.chosen ? keyOf(store.chosen) : ""}
          .gaps=${gaps(opened)} .values=${plan.assume} ?yearly=${plan.paid === "year"} @assume=${this.assume}
          @option=${(event: OptionEvent) => store.choose(event.option)}></drawdown-option-table>
        ${fit.longer_terms.length > 0 ? html`
          <div>
            <h3>${words.longerTerms}</h3>
            <ul class="longer" lang="en">${fit.longer_terms.map(({ text }) => html`<li>${text}</li>`)}</ul>
          </div>` : nothing}
      </section>
    `;
  }

  private chosen(fit: Fit, info: CatalogInfo) {
    const { chosen, view, more } = this.store;
    if (!chosen) return nothing;
    return html`
      <section class="card more" part="card" aria-label=${text().dayByDay(optionName(chosen))}>
        <drawdown-option-view .option=${chosen} .fit=${fit} .info=${info} .view=${view} .more=${more}
          @more=${(event: MoreEvent) => this.store.setMore(event.more)}></drawdown-option-view>
      </section>
    `;
  }

  /** While an input is missing or wrong; below it is the answer to the inputs before, if there was one. */
  private correction(note = "") {
    const words = text();
    return html`
      <section class="card" part="card" aria-label=${note ? words.whatIsNeeded : words.whatFits} id="answer">
        <h2>${words.needsCorrection}</h2>
        <ul class="needs" aria-label=${words.whatIsNeeded}>${this.store.faults.map(({ path, message }) => html`
          <li>${needed(path, message, this.opened)}</li>`)}</ul>
        ${note ? html`<p class="muted small">${note}</p>` : nothing}
      </section>
    `;
  }

  private readonly set = ({ change }: SetEvent): void => this.store.set(change);

  private readonly save = ({ line, request }: SaveEvent): void => {
    const row = this.plan?.rows[line];
    // While an input is wrong, the saving may be of another row that had this place.
    const of = this.store.answer?.need.lines?.[line]?.request.operation;
    if (row && row.operation === of) this.store.setRow(line, rowBy(row, request));
  };

  private readonly assume = ({ at, text }: AssumeEvent): void => this.store.assume(at, text);

  private readonly enter = ({ plan }: EnterEvent): void => this.optionTable?.ask(plan);

  private show(event: Event): void {
    event.preventDefault();
    this.answersPart.focus({ preventScroll: true });
    this.answersPart.scrollIntoView({ block: "start" });
  }
}

/** What is made, for the line that the inputs are folded to. */
function madeIn({ rows }: Plan, { name, operations }: CatalogInfo): string {
  const models = rows.map(({ operation }) => operations.find(({ id }) => id === operation)?.name ?? operation);
  return [name, ...new Set(models)].join(" \u00b7 ");
}

const NONE: readonly Finding[] = [];
const BEGINNING = ["opened", "lines", "start"];

function method({ months, start }: Fit, zone: string) {
  const words = text();
  return html`
    <details>
      <summary>${words.howComputed}</summary>
      <div class="method">
        <p>${words.howSimulated(on(start, zone), words.monthCount(months, readable(months)))}</p>
        <p>${words.howMargins}</p>
        <p>${words.howRanked}</p>
        <p>${words.howRanges}</p>
      </div>
    </details>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    "drawdown-planner": DrawdownPlanner;
  }
}
