// The plan calculator: the need on one side, the fit on the other.
import type { CatalogInfo, Finding, Fit, Term } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import { headline } from "@elements/parts/fit-card";
import type { SaveEvent } from "@elements/parts/fit-more";
import type { AssumeEvent, EnterEvent, GapFields } from "@elements/parts/gap-fields";
import type { RowEvent } from "@elements/parts/need-row";
import type { OptionEvent } from "@elements/parts/option-table";
import type { Pick } from "@elements/parts/pick";
import { lotRows, rowStyles, typed } from "@elements/parts/rows";
import { base, buttons, card, sides, tables } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";
import { planned } from "@elements/parts/made";
import { below } from "@elements/engine/faults";
import { classesOf, type Opened } from "@elements/engine/opened";
import { billed, gaps, keyOf, marginIn, PAID, rowBy, type Margin, type Paid, type Plan } from "@elements/engine/plan";
import { MOST_ROWS, terms, TERMS } from "@elements/engine/scenario";
import { counted, readable } from "@elements/format/amount";
import { optionName, price, topUps } from "@elements/format/fit";
import { on, spendableOf } from "@elements/format/projection";
import { sentence } from "@elements/format/setting";
import { platformPart } from "./parts";
import { PlanStore } from "./plan-store";
import "@elements/parts/balance-chart";
import "@elements/parts/balance-table";
import "@elements/parts/catalog-about";
import "@elements/parts/choice-field";
import "@elements/parts/fit-card";
import "@elements/parts/fit-more";
import "@elements/parts/gap-fields";
import "@elements/parts/need-row";
import "@elements/parts/need-table";
import "../components/notice-list";
import "@elements/parts/number-field";
import "@elements/parts/option-table";
import "../components/platform-picker";
import "@elements/parts/text-field";
import "@elements/parts/working-bar";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

@customElement("plan-page")
export class PlanPage extends LitElement {
  static override styles = [
    base,
    buttons,
    card,
    tables,
    rowStyles,
    sides,
    css`
      .row { padding-top: 1.125rem; border-top: 1px solid var(--line); }
      .in { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; padding-block: 0.5rem 0.25rem; }
      .switch { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 0.75rem 1rem; }
      .switch drawdown-choice-field { min-width: min(100%, 17rem); }
      .gaps { border-color: var(--warn-line); }
      .wrap { white-space: normal; }
      h3 + .longer, h3 + .scroll { margin-top: 0.375rem; }
      .longer { display: grid; gap: 0.25rem; padding-left: 1.125rem; list-style: disc; font-size: 0.9375rem; }
      .months {
        display: grid; grid-template-columns: repeat(auto-fill, minmax(4.25rem, 1fr)); gap: 0.625rem;
        margin-top: 0.5rem;
      }
      .fault { margin-top: 0.375rem; color: var(--bad); font-size: 0.875rem; }
      .method { display: grid; gap: 0.5rem; font-size: 0.9375rem; max-width: 44rem; }
      .busy { cursor: progress; }
      .answers:focus, #chosen:focus { outline: none; }
    `,
  ];

  private readonly store = new PlanStore(this);
  @query(".answers") private answersPart!: HTMLElement;
  @query("drawdown-gap-fields") private gapFields!: GapFields | null;

  override render() {
    const { store } = this;
    const { opened, plan } = store;
    return html`
      <notice-list class=${store.notices.length === 0 ? "empty" : ""} .notices=${store.notices}
        @dismiss=${() => store.dismiss()}></notice-list>
      <div class="grid">
        <div class="inputs">
          ${this.made()}
          ${opened && plan ? html`${this.margin(opened, plan)}${this.gaps(opened, plan)}${this.bar(opened.info)}`
            : nothing}
        </div>
        <div class="answers ${store.busy ? "busy" : ""}" tabindex="-1"
          aria-busy=${store.busy ? "true" : "false"}>${opened && plan
          ? html`${this.work()}${this.answers(opened, plan)}` : nothing}</div>
      </div>
      <p class="visually-hidden" role="status" aria-live="polite">${store.announcement}</p>
    `;
  }

  private made() {
    const { store } = this;
    const { opened, plan } = store;
    return html`
      <section class="card" aria-labelledby="made">
        <h2 id="made">What you make</h2>
        ${platformPart(store)}
        ${
          opened && plan
            ? html`
          ${plan.rows.map(
            (row, i) => html`
            <drawdown-need-row
              role="group" aria-label=${`Row ${i + 1}`} class="row"
              .info=${opened.info} .row=${row} .item=${store.answer?.fit.need.lines[i]}
              ?removable=${plan.rows.length > 1}
              .faults=${below(store.faults, `/lines/${i}`)}
              @row=${(event: RowEvent) => store.setRow(i, event.row)}></drawdown-need-row>`,
          )}
          ${plan.rows.length < MOST_ROWS ? html`<button @click=${() => store.addRow()}>Add a model</button>` : nothing}`
            : nothing
        }
      </section>
    `;
  }

  private margin(opened: Opened, plan: Plan) {
    const { info } = opened;
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    const zones = [...new Set(["UTC", here, plan.zone])];
    const error = this.about("/buffer");
    const need = this.store.answer?.fit.need.need.high;
    const percent = plan.unit === "percent";
    const most = percent ? 100 : roundUp(Number(need ?? 0), Number(plan.low), Number(plan.high));
    const step = percent ? 1 : undefined;
    const units = [
      { value: "percent", label: "% of the need" },
      { value: "credits", label: sentence(info.units) },
    ];
    return html`
      <section class="card" aria-labelledby="margin">
        <h2 id="margin">Margin and time</h2>
        <drawdown-choice-field label="Margin in" row .value=${plan.unit} .options=${units}
          @pick=${(event: CustomEvent<Pick>) => this.store.set(marginIn(typed(event) as Margin, plan, need))}></drawdown-choice-field>
        <drawdown-number-field label="Margin on top, at least" .unit=${percent ? "%" : ""} .value=${plan.low} placeholder="0"
          .min=${0} .max=${most} .step=${step} .error=${error || this.about("/buffer/low")}
          @pick=${this.take("low")}></drawdown-number-field>
        <drawdown-number-field label="At most" .unit=${percent ? "%" : ""} .value=${plan.high} .placeholder=${plan.low || "0"}
          .min=${0} .max=${most} .step=${step} .error=${this.about("/buffer/high")}
          @pick=${this.take("high")}></drawdown-number-field>
        <drawdown-number-field label="Months" .value=${plan.months} placeholder="12" .min=${1} .max=${36} .step=${1}
          .error=${this.about("/months")} @pick=${this.take("months")}></drawdown-number-field>
        <div class="pair">
          <drawdown-date-field label="From" .value=${plan.start} .error=${this.about("/start")}
            @pick=${this.take("start")}></drawdown-date-field>
          <drawdown-choice-field label="Time zone" menu .value=${plan.zone}
            .options=${zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
            @pick=${this.take("zone")}></drawdown-choice-field>
        </div>
        ${this.season(plan)}
        ${this.account(opened, plan)}
      </section>
    `;
  }

  /** What an account already has. */
  private account({ document, info }: Opened, plan: Plan) {
    const sold = terms(document, plan.held);
    const held = info.plans.find(({ id }) => id === plan.held)?.name;
    const set = [held, plan.given.length > 0 && info.units].filter(Boolean).join(", ");
    const classes = classesOf(document);
    return html`
      <details ?open=${below(this.store.faults, "/account").some(({ path }) => !path.startsWith("/assume"))}>
        <summary>Current plan and credits <span class="muted">\u00b7 ${set || "nothing"}</span></summary>
        <div class="in">
          <p class="muted small">Options then begin with this account; changing to another plan follows the platform\u2019s rules.</p>
          <drawdown-choice-field label="Plan held" menu unset="No plan" .value=${plan.held} .options=${info.plans.map(planned)}
            .error=${this.about("/account/plan") || this.about("/account")}
            @pick=${(event: CustomEvent<Pick>) => this.hold(typed(event), document)}></drawdown-choice-field>
          ${sold.length > 1 ? html`<drawdown-choice-field label="Held plan is paid" row .value=${plan.heldBy}
            .options=${TERMS.filter(({ value }) => sold.includes(value))} .error=${this.about("/account/term")}
            @pick=${this.take("heldBy", (value) => value as Term)}></drawdown-choice-field>` : nothing}
          ${plan.held ? html`<drawdown-date-field label="It began on" allowed="optional"
            note="Cycles and payments count from then." .value=${plan.since} .error=${this.about("/account/since")}
              @pick=${this.take("since")}></drawdown-date-field>` : nothing}
          ${
            classes.length > 0
              ? html`
            ${plan.given.length === 0 ? html`
              <p class="muted small">${held ? "Assumes the plan\u2019s full credits for the cycle that begins then. Add your credits here if they differ." : `${sentence(info.units)} that you already have, and until when.`}</p>` : nothing}
            ${lotRows(
              plan.given,
              classes,
              info.units,
              (pointer) => this.about(pointer),
              (given) => this.store.set({ given }),
            )}`
              : nothing
          }
        </div>
      </details>
    `;
  }

  private hold(held: string, document: Opened["document"]): void {
    this.store.set({ held, heldBy: terms(document, held)[0] ?? "month", ...(held ? {} : { since: "" }) });
  }

  /** Months with more or less use. */
  private season(plan: Plan) {
    const set = plan.season.some((factor) => Number(factor || "1") !== 1);
    const change = (place: number) => (event: CustomEvent<Pick>) => {
      event.stopPropagation();
      const factors = plan.season.length === 12 ? plan.season : MONTHS.map(() => "1");
      const next = factors.with(place, String(event.detail.value ?? ""));
      this.store.set({ season: next.every((factor) => factor.trim() === "1" || factor.trim() === "") ? [] : next });
    };
    return html`
      <details>
        <summary>Busy and quiet months${set ? html` <span class="muted">\u00b7 set</span>` : nothing}</summary>
        <p class="muted small">2 is twice as much in that month, 0.5 half as much.</p>
        <div class="months" role="group" aria-label="Busy and quiet months">
          ${MONTHS.map((label, i) => html`<drawdown-number-field .label=${label} .value=${plan.season[i] ?? ""} placeholder="1"
            .min=${0} .step=${0.1} @pick=${change(i)}></drawdown-number-field>`)}
        </div>
        ${this.about("/season") ? html`<p class="fault">${sentence(this.about("/season"))}</p>` : nothing}
      </details>
    `;
  }

  /** Inputs for unpublished numbers. */
  private gaps(opened: Opened, plan: Plan) {
    const { info } = opened;
    const list = gaps(opened);
    if (list.length === 0) return nothing;
    const needed = new Set(this.store.answer?.fit.options.flatMap(({ assume = [] }) => assume));
    return html`
      <section class="card gaps" aria-labelledby="gaps">
        <div>
          <h2 id="gaps" tabindex="-1">Not published: enter what you see</h2>
          <p class="muted small">${info.name} does not publish these numbers. What you enter is yours, and is marked as such; nothing is filled in for you.</p>
        </div>
        <drawdown-gap-fields .gaps=${list} .values=${plan.assume} .faults=${this.store.faults} .needed=${needed}
          @assume=${(event: AssumeEvent) => this.store.assume(event.at, event.text)}></drawdown-gap-fields>
      </section>
    `;
  }

  /** The answer in a few words, for narrow screens, where it is below the inputs. */
  private bar(info: CatalogInfo) {
    const { answer } = this.store;
    const [best] = answer?.fit.options ?? [];
    const cost =
      answer?.fit.found && best?.per_month !== undefined
        ? `, ${price(best.per_month, answer.fit.currency)} a month`
        : "";
    const words = !answer
      ? "Needs a correction"
      : answer.fit.found && best
        ? `${optionName(best)}${cost}`
        : headline(answer.fit, info).badge;
    return html`<a class="bar" href="#answer"
      @click=${(event: Event) => this.show(event, this.answersPart)}><strong>${words}</strong><span
      class="small">Show</span></a>`;
  }

  /** The progress of a long computation, or that it was stopped. */
  private work() {
    const { share, stopped, answer } = this.store;
    const before = answer ? "The answer shown is for the previous inputs." : "";
    if (share !== undefined)
      return html`<section class="card"><drawdown-working-bar .share=${share} .note=${before}
        @stop=${this.stop}></drawdown-working-bar></section>`;
    if (!stopped) return nothing;
    return html`<section class="card stopped" aria-label="Stopped">
      <p><strong>Stopped.</strong> <span class="muted small">${before}</span></p><button
        @click=${() => this.store.again()}>Compute</button></section>`;
  }

  /** Focus the button that restarts it. */
  private readonly stop = async (): Promise<void> => {
    this.store.stop();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".stopped button")?.focus();
  };

  private answers(opened: Opened, plan: Plan) {
    const { info } = opened;
    const { answer, faults } = this.store;
    if (!answer) return this.correction(faults);
    const { fit } = answer;
    const yearly = plan.paid === "year";
    return html`
      <section class="card" aria-label="What fits" id="answer">
        <drawdown-fit-card .fit=${fit} .info=${info} .zone=${plan.zone} ?yearly=${yearly} .entered=${this.store.entered}
          @enter=${this.enter}></drawdown-fit-card>
      </section>
      <section class="card" aria-labelledby="need">
        <h2 id="need">What you need</h2>
        <drawdown-need-table .need=${fit.need} .info=${info}></drawdown-need-table>
      </section>
      <section class="card" aria-labelledby="options">
        <div class="switch">
          <h2 id="options">All options</h2>
          <drawdown-choice-field label="Paid" row .value=${plan.paid} .options=${PAID.map((value) => ({ value, label: billed(value) }))}
            @pick=${this.take("paid", (value) => value as Paid)}></drawdown-choice-field>
        </div>
        <drawdown-option-table
          .fit=${fit} .units=${info.units} .chosen=${this.store.chosen ? keyOf(this.store.chosen) : ""}
          ?yearly=${yearly}
          @enter=${this.enter} @option=${(event: OptionEvent) => this.store.choose(event.option)}></drawdown-option-table>
        ${
          fit.longer_terms.length > 0
            ? html`
          <div>
            <h3>When paying for longer pays off</h3>
            <ul class="longer">${fit.longer_terms.map(({ text }) => html`<li>${text}</li>`)}</ul>
          </div>`
            : nothing
        }
      </section>
      ${this.chosen(info, fit)}
      <section class="card" aria-labelledby="more">
        <h2 id="more">Look further</h2>
        <drawdown-fit-more .opened=${opened} .need=${answer.need} .currency=${fit.currency} @save=${this.save}></drawdown-fit-more>
      </section>
      <section class="card"
        aria-label="How it is computed">${this.method(fit)}<drawdown-catalog-about .info=${info}></drawdown-catalog-about></section>
    `;
  }

  private chosen(info: CatalogInfo, fit: Fit) {
    const { store } = this;
    const { view, chosen } = store;
    if (!chosen) return nothing;
    const heading = html`<h2 id="chosen" tabindex="-1">${optionName(chosen)}, day by day</h2>`;
    if (!view)
      return html`<section class="card" aria-labelledby="chosen"><div>${heading}
        <p class="muted">${worded(sentence(chosen.reason))}</p></div></section>`;
    const { summary, data } = view;
    const runOut = summary.run_out;
    const left = spendableOf(summary.totals);
    return html`
      <section class="card" aria-labelledby="chosen">
        <div>
          ${heading}
          <p class="muted small">${runOut === null ? `No run is refused until ${on(summary.until, data.zone)}`
            : `Runs are refused from ${on(runOut, data.zone)} on`}${Number(view.more) > 0
              ? `, with ${readable(view.more)}\u00a0% more than the need` : ""}.${runOut === null && Number(left) > 0
              ? ` ${counted(left, info.unit, info.units)} ${Number(left) === 1 ? "is" : "are"} left then${topUps(chosen) > 0 && Number(view.more) === 0 ? ": top-ups are bought for the margin, too" : ""}.` : ""}</p>
        </div>
        <drawdown-balance-chart .data=${data} .units=${info}></drawdown-balance-chart>
        <drawdown-number-field label="If you make more than that" unit="%" .value=${store.more} placeholder="0" .min=${0}
          .max=${100} .step=${1}
          @pick=${(event: CustomEvent<Pick>) => store.setMore(String(event.detail.value ?? "0"))}></drawdown-number-field>
        <drawdown-balance-table .data=${data} .units=${info}></drawdown-balance-table>
        ${this.generations(info, fit)}
      </section>
    `;
  }

  /** How many runs the credits pay for with these settings, unlike the platform's own count. */
  private generations(info: CatalogInfo, fit: Fit) {
    const { chosen } = this.store;
    if (!chosen || chosen.generations.length === 0) return nothing;
    const count = (value: number | undefined) =>
      value === undefined ? html`<span class="muted">unknown</span>` : readable(value);
    return html`
      <div>
        <h3>How many a month, if only one kind is made</h3>
        <div class="scroll" tabindex="0" role="region" aria-label="Runs a month">
          <table>
            <caption class="visually-hidden">Generations that the ${info.units} of an average month are</caption>
            <thead><tr><th scope="col">Model</th><th scope="col" class="amount wrap">Default settings</th>
              <th scope="col" class="amount wrap">Your settings</th></tr></thead>
            <tbody>
              ${chosen.generations.map(({ standard, actual }, i) => {
                const id = fit.need.lines[i]?.estimate.operation ?? "";
                return html`<tr>
                  <th scope="row">${info.operations.find((operation) => operation.id === id)?.name ?? id}</th>
                    <td class="amount">${count(standard)}</td><td class="amount">${count(actual)}</td></tr>`;
              })}
            </tbody>
          </table>
        </div>
      </div>
    `;
  }

  private method({ months, start }: Fit) {
    return html`
      <details>
        <summary>How it is computed</summary>
        <div class="method">
          <p>Each plan with each term, and no plan, are simulated day by day from ${on(start, this.store.plan?.zone ?? "UTC")} for ${months === 1 ? "1 month" : `${months} months`}: credits are issued, spent in the platform’s order and expire by its rules.</p>
          <p>That is done with the need, with the smaller margin and with the larger one. Where credits run short and top-ups are sold, the cheapest purchases are looked for that keep anything from being refused with the smaller margin.</p>
          <p>The best is the cheapest that covers the need and the smaller margin; of those that cost the same, the one that leaves more room. An option is on the frontier when no other costs less and leaves more.</p>
          <p>A line that has open settings is a range; its highest cost is what is counted. Taxes and discounts are not counted.</p>
        </div>
      </details>
    `;
  }

  /** Shown while an input is missing or wrong: never the answer to another need. */
  private correction(faults: Finding[]) {
    return html`
      <section class="card" aria-label="What fits" id="answer">
        <h2>Needs a correction</h2>
        <ul class="needs" aria-label="What is needed">${faults.map(({ message }) => html`
          <li>${worded(sentence(message))}</li>`)}</ul>
      </section>
    `;
  }

  private readonly save = ({ line, request }: SaveEvent): void => {
    const row = this.store.plan?.rows[line];
    if (row) this.store.setRow(line, rowBy(row, request));
  };

  private readonly enter = ({ plan }: EnterEvent): void => {
    if (this.gapFields?.lead(plan)) return;
    const heading = this.renderRoot.querySelector<HTMLElement>("#gaps");
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
  };

  private show(event: Event, part: HTMLElement): void {
    event.preventDefault();
    part.focus({ preventScroll: true });
    part.scrollIntoView({ block: "start" });
  }

  private about(pointer: string): string {
    return this.store.faults
      .filter(({ path }) => path === pointer)
      .map(({ message }) => message)
      .join("; ");
  }

  private take<K extends "low" | "high" | "months" | "start" | "zone" | "paid" | "since" | "heldBy">(
    key: K,
    made = (value: string) => value as Plan[K],
  ) {
    return (event: CustomEvent<Pick>) => this.store.set({ [key]: made(String(event.detail.value ?? "")) });
  }
}

/** A slider maximum with room for all of these values. */
function roundUp(...numbers: number[]): number {
  const most = Math.max(100, ...numbers.filter(Number.isFinite));
  const step = 10 ** Math.floor(Math.log10(most));
  return Math.ceil(most / step) * step;
}
