// Further questions about a need: each is computed when it is opened, and again while it is open.
import type { BreakEven, CatalogInfo, Finding, Need, Request, Saving, SeasonalPlan, Sensitivity, Term } from "drawdown";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { element } from "../element";
import type { Opened } from "../engine/opened";
import { told } from "../engine/faults";
import { Planner, type Answers, type Question as Any } from "../engine/planner";
import { readable } from "../format/amount";
import { day } from "../format/date";
import { paid, price } from "../format/fit";
import { sentence } from "../format/setting";
import { Later } from "../later";
import { Part } from "../part";
import { base, buttons, tables } from "./styles";
import { worded } from "./words";
import "./working-bar";

type Question = Exclude<Any, "fit">;

/** Shorter computations show no progress, in milliseconds. */
const UNNOTICED = 250;

/** Replaces the request of a line. */
export class SaveEvent extends Event {
  constructor(
    readonly line: number,
    readonly request: Request,
  ) {
    super("save", { bubbles: true, composed: true });
  }
}

const QUESTIONS: readonly { question: Question; label: string }[] = [
  { question: "breakEven", label: "Which option costs least at which need" },
  { question: "sensitivity", label: "Does it stay the best if you make more or less?" },
  { question: "savings", label: "Cheaper requests" },
  { question: "seasonalPlan", label: "Another plan each month" },
];

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
      tr.here { background: var(--accent-soft); }
      tr.here th:first-child { box-shadow: inset 3px 0 0 var(--accent); }
      th:first-child { padding-left: 0.75rem; }
      th:last-child, td:last-child { padding-right: 0.75rem; }
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
      li > span { flex: 1 1 14rem; overflow-wrap: anywhere; }
    `,
  ];

  @property({ attribute: false }) opened: Opened | undefined;
  @property({ attribute: false }) need: Need | undefined;
  @property({ attribute: false }) currency: string | undefined;
  @state() private open: ReadonlySet<Question> = new Set();
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
      ({ question, label }) => html`
      <details @toggle=${(event: Event) => this.toggled(question, (event.target as HTMLDetailsElement).open)}>
        <summary>${label}</summary>
        <div aria-live="polite"
          aria-busy=${this.answers[question] || this.faults[question] ? "false" : "true"}>${this.open.has(question)
          ? this.told(question) : nothing}</div>
      </details>`,
    )}`;
  }

  private toggled(question: Question, open: boolean): void {
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
      this.planner
        .ask(question, opened, need, { signal: control.signal, onProgress })
        .then(
          (answer) => {
            if (isWanted()) this.answers = { ...this.answers, [question]: answer };
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
    if (faults[question])
      return html`<p class="said">${faults[question].map(({ message }) => worded(`${sentence(message)}. `))}</p>`;
    if (this.stopped.has(question))
      return html`<p class="said"><strong>Stopped.</strong> <button data-again=${question}
        @click=${() => this.goOn(question)}>Compute</button></p>`;
    const share = this.shares[question];
    if (share !== undefined)
      return html`<drawdown-working-bar .share=${share} @stop=${() => this.stop(question)}></drawdown-working-bar>`;
    if (!answers[question]) return html`<p class="said muted">Computing\u2026</p>`;
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
    }
  }

  private breakEven({ steps, need, up_to: most }: BreakEven, { units }: CatalogInfo): TemplateResult {
    return html`
      <p class="said">Up to ${readable(most)}\u00a0% of what you make, before the margin; you need ${readable(need)} ${units} a month.</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Which option costs least, by need">
        <table>
          <caption class="visually-hidden">The cheapest option by need</caption>
          <thead><tr><th scope="col">${sentence(units)} a month</th><th scope="col">Costs least</th><th scope="col"
            class="amount">In all${this.currency ? `, ${this.currency}` : ""}</th></tr></thead>
          <tbody>
            ${steps.map((step) => {
              const here = Number(step.from) <= 100 && Number(step.until) >= 100;
              const cost =
                step.cost === undefined || step.until_cost === undefined
                  ? ""
                  : Number(step.cost) === Number(step.until_cost)
                    ? price(step.cost)
                    : `${price(step.cost)} to ${price(step.until_cost)}`;
              return html`
                <tr class=${here ? "here" : ""}>
                  <th scope="row" class="span">${readable(step.from_need)} to ${readable(step.until_need)}${here
                    ? html`<span class="sub">you are here</span>` : nothing}</th>
                  <td>${named(step)}</td>
                  <td class="amount">${cost}</td>
                </tr>`;
            })}
          </tbody>
        </table>
      </div>
    `;
  }

  private sensitivity({ steps, text }: Sensitivity): TemplateResult {
    return html`
      <p class="said">${sentence(text)}.</p>
<div class="scroll" tabindex="0" role="region" aria-label="The best option if you make more or less">
        <table>
          <caption class="visually-hidden">The best option by need</caption>
          <thead><tr><th scope="col">You make</th><th scope="col">Costs least</th><th scope="col"
            class="amount">In all${this.currency ? `, ${this.currency}` : ""}</th></tr></thead>
          <tbody>
            ${steps.map(
              (step) => html`
              <tr class=${step.change === 0 ? "here" : ""}>
                <th scope="row" class="span">${step.change === 0 ? "as set"
                  : `${readable(Math.abs(step.change))}\u00a0% ${step.change > 0 ? "more" : "less"}`}</th>
                <td>${named(step)}${step.same || step.change === 0 ? nothing
                  : html` <span class="mark">another</span>`}</td>
                <td class="amount">${step.cost === undefined ? "" : price(step.cost)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  private savings(list: Saving[], info: CatalogInfo): TemplateResult {
    if (list.length === 0) return html`<p class="said">No equivalent request costs less.</p>`;
    return html`
      <ul>
        ${list.map(({ line, request, text }) => {
          const id = this.need?.lines?.[line]?.request.operation ?? "";
          const name = info.operations.find((operation) => operation.id === id)?.name ?? id;
          return html`<li><span>${name}: ${worded(text)}</span><button aria-label=${`Use it: ${name}: ${text}`}
            @click=${() => this.dispatchEvent(new SaveEvent(line, request))}>Use it</button></li>`;
        })}
      </ul>
    `;
  }

  private seasons({ months, text, complete }: SeasonalPlan): TemplateResult {
    return html`
      <p class="said">${sentence(text)}.${complete ? "" : " Not all sequences of plans were searched."}</p>
      ${months.length > 0 ? html`<ul>${months.map(({ from, name, action }) => html`<li><span>${day(from)}: ${action
        ? `${sentence(action)} to ` : ""}${name}</span></li>`)}</ul>` : nothing}
    `;
  }
}

function named({ name, term }: { name?: string; term?: Term }): TemplateResult {
  if (name === undefined) return html`<span class="muted">no option with a known price</span>`;
  return term ? html`${name} <span class="way">${paid(term)}</span>` : html`${name}`;
}

declare global {
  interface HTMLElementEventMap {
    save: SaveEvent;
  }
}
