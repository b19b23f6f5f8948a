// Further questions about a need: each is computed when it is opened, and again while it is open.
import type { BreakEven, CatalogInfo, Finding, FitOptions, Need, Request, Saving, SeasonalPlan, Sensitivity, Term } from "drawdown";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { element } from "../element";
import type { Opened } from "../engine/opened";
import { told } from "../engine/faults";
import { Planner, type Answers as Given, type Question as Any } from "../engine/planner";
import { volumeCosts, type VolumeCosts } from "../engine/volumes";
import { readable } from "../format/amount";
import { day } from "../format/date";
import { paid, price } from "../format/fit";
import { sentence } from "../format/setting";
import { Later, UNNOTICED } from "../later";
import { text } from "../localise";
import { Part } from "../part";
import { base, buttons, tables } from "./styles";
import { worded } from "./words";
import "./volume-chart";
import "./working-bar";

type Asked = Exclude<Any, "fit">;
/** What each option costs is asked for once it is known which one is the cheapest. */
type Question = Asked | "costs";

interface Answers extends Given {
  costs: VolumeCosts;
}

/** Replaces the request of a line. */
export class SaveEvent extends Event {
  constructor(
    readonly line: number,
    readonly request: Request,
  ) {
    super("save");
  }
}

const QUESTIONS: readonly Asked[] = ["breakEven", "sensitivity", "savings", "seasonalPlan"];

function asked(question: Asked): string {
  const { askBreakEven: breakEven, askSensitivity: sensitivity, askSavings: savings, askSeasonalPlan } = text();
  return { breakEven, sensitivity, savings, seasonalPlan: askSeasonalPlan }[question];
}

@element("drawdown-fit-more")
export class FitMore extends Part {
  static override styles = [
    base,
    buttons,
    tables,
    css`
      :host { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
      .said { font-size: 0.9375rem; text-wrap: pretty; }
      .said + .scroll, .said + ul { margin-top: 0.5rem; }
      .volumes { margin-block: 0.75rem; }
      tr.here { background: var(--accent-soft); }
      tr.here th:first-child { box-shadow: inset 3px 0 0 var(--accent); }
      :host(:dir(rtl)) tr.here th:first-child { box-shadow: inset -3px 0 0 var(--accent); }
      th:first-child { padding-inline-start: 0.75rem; }
      th:last-child, td:last-child { padding-inline-end: 0.75rem; }
      .mark {
        padding: 0 0.4375rem; border: 1px solid var(--control-line); border-radius: 1rem; font-size: 0.75rem;
        font-weight: 600;
      }
      .way { color: var(--muted); font-size: 0.8125rem; }
      .here .way { color: var(--ink); }
      td.amount { white-space: normal; }
      @media (min-width: 30rem) { .span { white-space: nowrap; } }
      .span { font-variant-numeric: tabular-nums; }
      .here .sub { color: var(--ink); }
      .sub { display: block; color: var(--muted); font-size: 0.8125rem; }
      ul { display: grid; gap: 0.625rem; }
      li {
        display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0.125rem 1rem;
        font-size: 0.9375rem; padding-top: 0.5rem; border-top: 1px solid var(--line);
      }
      li > span { flex: 1 1 14rem; }
      @media (forced-colors: active) { tr.here { outline: 2px solid Highlight; outline-offset: -2px; } }
    `,
  ];

  @property({ attribute: false }) opened: Opened | undefined;
  @property({ attribute: false }) need: Need | undefined;
  @property({ attribute: false }) currency: string | undefined;
  @state() private open: ReadonlySet<Asked> = new Set();
  @state() private answers: Partial<Answers> = {};
  @state() private faults: Partial<Record<Question, Finding[]>> = {};
  /** Progress of the questions that take long. */
  @state() private shares: Partial<Record<Question, number>> = {};
  @state() private stopped: ReadonlySet<Question> = new Set();

  private readonly controls = new Map<Question, AbortController>();

  /** The need of the answers. */
  private asked = "";
  private readonly planner = new Planner();
  private readonly again = new Later(300, () => this.ask([...this.open]));

  /** After a move in the page it asks again. */
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate("need");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.again.cancel();
    this.asked = "";
    this.planner.end();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("need") && !changed.has("opened")) return;
    const key = this.opened?.info.digest + JSON.stringify(this.need);
    if (key === this.asked) return;
    this.asked = key;
    this.answers = {};
    this.faults = {};
    this.shares = {};
    this.stopped = new Set();
    this.controls.clear();
    this.planner.drop();
    if (this.open.size > 0) this.again.soon();
  }

  override render() {
    return html`${QUESTIONS.map(
      (question) => html`
      <details @toggle=${(event: Event) => this.toggled(question, (event.target as HTMLDetailsElement).open)}>
        <summary>${asked(question)}</summary>
        <div aria-live="polite"
          aria-busy=${this.answers[question] || this.faults[question] ? "false" : "true"}>${this.open.has(question)
          ? this.told(question) : nothing}</div>
      </details>`,
    )}`;
  }

  private toggled(question: Asked, open: boolean): void {
    const next = new Set(this.open);
    if (open) next.add(question);
    else next.delete(question);
    this.open = next;
    if (open && !this.answers[question] && !this.controls.has(question) && !this.stopped.has(question))
      this.ask([question]);
  }

  private ask(questions: Question[]): void {
    const { opened, need, asked } = this;
    if (!opened || !need) return;
    for (const question of questions) {
      const control = new AbortController();
      this.controls.set(question, control);
      const isWanted = () => this.asked === asked && this.controls.get(question) === control;
      let share = 0;
      let isNoticed = false;
      const show = () => {
        if (isNoticed && isWanted()) this.shares = { ...this.shares, [question]: share };
      };
      const noticed = setTimeout(() => {
        isNoticed = true;
        show();
      }, UNNOTICED);
      const onProgress = (done: number) => {
        share = done;
        show();
      };
      this.answerTo(question, opened, need, { signal: control.signal, onProgress })
        .then(
          (answer) => {
            if (!isWanted()) return;
            this.answers = { ...this.answers, [question]: answer };
            if (question === "breakEven") this.ask(["costs"]);
          },
          (error: unknown) => {
            if (isWanted()) this.faults = { ...this.faults, [question]: told(error) };
          },
        )
        .finally(() => {
          clearTimeout(noticed);
          if (isWanted()) this.forget(question);
        });
    }
  }

  private async answerTo(question: Question, opened: Opened, need: Need, options: FitOptions): Promise<unknown> {
    const { planner, answers } = this;
    if (question !== "costs") return planner.ask(question, opened, need, options);
    return answers.breakEven && volumeCosts(planner, opened, need, answers.breakEven, options);
  }

  private forget(question: Question): void {
    this.controls.delete(question);
    const { [question]: _, ...shares } = this.shares;
    this.shares = shares;
  }

  /** Focus the button that restarts it. */
  private async stop(question: Question): Promise<void> {
    const control = this.controls.get(question);
    this.forget(question);
    this.stopped = new Set([...this.stopped, question]);
    control?.abort();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-again="${question}"]`)?.focus();
  }

  private goOn(question: Question): void {
    this.stopped = new Set([...this.stopped].filter((other) => other !== question));
    this.ask([question]);
  }

  private told(question: Question): TemplateResult {
    const { answers, faults } = this;
    const words = text();
    if (faults[question])
      return html`<p class="said">${faults[question].map(({ message }) => worded(`${sentence(message)}. `))}</p>`;
    if (this.stopped.has(question))
      return html`<p class="said"><strong>${words.stopped}.</strong> <button data-again=${question}
        @click=${() => this.goOn(question)}>${words.compute}</button></p>`;
    const share = this.shares[question];
    if (share !== undefined)
      return html`<drawdown-working-bar .share=${share} @stop=${() => this.stop(question)}></drawdown-working-bar>`;
    if (!answers[question]) return html`<p class="said muted">${words.computingNow}</p>`;
    const info = this.opened?.info;
    if (!info) return html``;
    switch (question) {
      case "breakEven":
        return this.breakEven(answers.breakEven as BreakEven, info);
      case "sensitivity":
        return this.sensitivity(answers.sensitivity as Sensitivity);
      case "savings":
        return this.savings(answers.savings as Saving[], info);
      case "seasonalPlan":
        return this.seasons(answers.seasonalPlan as SeasonalPlan);
      case "costs":
        return html`<drawdown-volume-chart .costs=${answers.costs} .units=${info} .currency=${this.currency
          }></drawdown-volume-chart>`;
    }
  }

  private breakEven({ steps, need, up_to: most }: BreakEven, { units }: CatalogInfo): TemplateResult {
    const words = text();
    const span = words.breakEvenSpan(words.percent(readable(most)), `${readable(need)} ${words.unitName(units)}`);
    const head = words.unitsAMonth(sentence(units));
    return html`
      <p class="said">${span}</p>
      <div class="volumes" aria-live="off">${this.told("costs")}</div>
      ${this.table(words.breakEvenTable, words.cheapestByNeed, head, steps.map((step) => {
        const here = Number(step.from) <= 100 && Number(step.until) >= 100;
        return html`
          <tr class=${here ? "here" : ""}>
            <th scope="row" class="span">${words.rangeOf(readable(step.from_need), readable(step.until_need))}${here
              ? html`<span class="sub">${words.youAreHere}</span>` : nothing}</th>
            <td>${named(step)}</td>
            <td class="amount">${costs(step)}</td>
          </tr>`;
      }))}
    `;
  }

  private sensitivity({ steps, text: said }: Sensitivity): TemplateResult {
    const words = text();
    return html`
      <p class="said">${sentence(said)}.</p>
      ${this.table(words.sensitivityTable, words.bestByNeed, words.youMake, steps.map((step) => html`
        <tr class=${step.change === 0 ? "here" : ""}>
          <th scope="row" class="span">${changed(step.change)}</th>
          <td>${named(step)}${step.same || step.change === 0 ? nothing
            : html` <span class="mark">${words.another}</span>`}</td>
          <td class="amount">${step.cost === undefined ? "" : price(step.cost)}</td>
        </tr>`))}
    `;
  }

  /** Of needs, with what costs least. */
  private table(label: string, caption: string, need: string, rows: TemplateResult[]): TemplateResult {
    const words = text();
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${label}>
        <table>
          <caption class="visually-hidden">${caption}</caption>
          <thead><tr><th scope="col">${need}</th><th scope="col">${words.costsLeast}</th><th scope="col"
            class="amount">${this.currency ? words.inAllOf(this.currency) : words.inAll}</th></tr></thead>
          <tbody>${rows}</tbody>
        </table>
      </div>
    `;
  }

  private savings(list: Saving[], info: CatalogInfo): TemplateResult {
    const words = text();
    if (list.length === 0) return html`<p class="said">${words.noSavings}</p>`;
    return html`
      <ul>
        ${list.map(({ line, request, text: said }) => {
          const id = this.need?.lines?.[line]?.request.operation ?? "";
          const name = info.operations.find((operation) => operation.id === id)?.name ?? id;
          return html`<li><span>${name}: ${worded(said)}</span><button aria-label=${words.useItFor(`${name}: ${said}`)}
            @click=${() => this.dispatchEvent(new SaveEvent(line, request))}>${words.useIt}</button></li>`;
        })}
      </ul>
    `;
  }

  private seasons({ months, text: said, complete }: SeasonalPlan): TemplateResult {
    const words = text();
    const step = ({ name, action }: SeasonalPlan["months"][number]) =>
      action ? words.changeTo(sentence(action), name) : name;
    return html`
      <p class="said">${sentence(said)}.${complete ? "" : ` ${words.notAllSearched}`}</p>
      ${months.length > 0
        ? html`<ul>${months.map((month) => html`<li><span>${day(month.from)}: ${step(month)}</span></li>`)}</ul>`
        : nothing}
    `;
  }
}

/** What a step of the need costs, from its first to its last. */
function costs({ cost, until_cost: most }: BreakEven["steps"][number]): string {
  if (cost === undefined || most === undefined) return "";
  return Number(cost) === Number(most) ? price(cost) : text().rangeOf(price(cost), price(most));
}

/** A need by its difference in per cent. */
function changed(change: number): string {
  const words = text();
  if (change === 0) return words.asSet;
  const percent = words.percent(readable(Math.abs(change)));
  return change > 0 ? words.moreBy(percent) : words.lessBy(percent);
}

function named({ name, term }: { name?: string; term?: Term }): TemplateResult {
  if (name === undefined) return html`<span class="muted">${text().noKnownPrice}</span>`;
  return term ? html`${name} <span class="way">${paid(term)}</span>` : html`${name}`;
}

declare global {
  interface HTMLElementEventMap {
    save: SaveEvent;
  }
}
