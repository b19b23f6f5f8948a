// All options side by side: cost, cost with the margin, coverage; the reason of the chosen one; and an input beside
// what lacks a number.
import type { Amount, Fit, FitOption } from "drawdown";
import { css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { element } from "../element";
import { keyOf, type Gap } from "../engine/plan";
import { readable } from "../format/amount";
import { headroom, optionName, perYear, price, topUpCount, topUps } from "../format/fit";
import { sentence } from "../format/setting";
import { Part } from "../part";
import { AssumeEvent } from "./gap-fields";
import { base, buttons, tables } from "./styles";
import { worded } from "./words";
import "./gap-entry";
import { locale, text } from "../localise";

/** Selects an option. */
export class OptionEvent extends Event {
  constructor(readonly option: string) {
    super("option");
  }
}

type Column = "rank" | "name" | "cost" | "margin" | "covers" | "unused";
interface Order {
  by: Column;
  /** The reverse of the default order. */
  turned: boolean;
}

interface Head {
  by: Column;
  label: string;
  look: string;
  /** The default order and its reverse, in words. */
  words: readonly [string, string];
}

function heads(yearly: boolean): readonly Head[] {
  const words = text();
  return [
    { by: "name", label: words.columnOption, look: "name", words: [words.byName, words.byNameBackwards] },
    {
      by: "cost",
      label: yearly ? words.perYear : words.perMonth,
      look: "amount",
      words: [words.cheapestFirst, words.dearestFirst],
    },
    {
      by: "margin",
      label: words.columnWithMargin,
      look: "amount",
      words: [words.cheapestWithMarginFirst, words.dearestWithMarginFirst],
    },
    { by: "covers", label: words.columnCovers, look: "covers", words: [words.mostNeedFirst, words.leastNeedFirst] },
    {
      by: "unused",
      label: words.columnUnused,
      look: "amount",
      words: [words.leastUnusedFirst, words.mostUnusedFirst],
    },
  ];
}

const BEST: Order = { by: "rank", turned: false };
const FIRST = 6;

/** On a narrow screen or in a narrow place the heads become a row of buttons, each option a few lines. */
const stacked = css`
  table, thead, tbody { display: block; }
  thead { padding-bottom: 0.75rem; border-bottom: 1px solid var(--line); }
  thead tr { display: flex; flex-wrap: wrap; gap: 0.375rem; }
  thead tr::before {
    content: attr(data-label); align-self: center; margin-inline-end: 0.25rem; color: var(--muted);
    font-size: 0.8125rem;
  }
  thead th, th:last-child, th.name { width: auto; padding: 0; }
  .sort { margin: 0; gap: 0.25rem; padding: 0.125rem 0.5rem; min-height: 2rem; border-color: var(--line); }
  .sort::after { position: static; }
  [aria-sort] .sort { border-color: var(--accent); }
  tbody tr { display: flex; flex-wrap: wrap; gap: 0.125rem 0.875rem; padding: 0.75rem; }
  tbody th, td, tbody th + td, td:last-child {
    display: block; padding: 0; text-align: start; white-space: normal;
  }
  tbody th.name { flex: 1 0 100%; text-align: start; white-space: normal; }
  td { font-size: 0.875rem; }
  td.cost { font-size: 0.9375rem; }
  td[data-label]::before { content: attr(data-label) " "; color: var(--muted); font-size: 0.8125rem; }
  .chosen td[data-label]::before { color: var(--ink); }
  td:empty { display: none; }
`;

@element("drawdown-option-table")
export class OptionTable extends Part {
  static override styles = [
    base,
    buttons,
    tables,
    css`
      :host { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); container-type: inline-size; }
      th, td { padding-block: 0.625rem; padding-inline: 0.75rem 0; }
      thead th { padding-block: 0 0.375rem; vertical-align: bottom; }
      th.name { width: 38%; padding-inline-start: 0.75rem; overflow-wrap: anywhere; }
      th:last-child, td:last-child { padding-inline-end: 0.75rem; }
      .sort {
        position: relative; min-height: 1.75rem; padding: 0.125rem 0.25rem; margin: 0 -0.25rem;
        border-color: transparent; background: none; color: var(--muted); font-size: 0.8125rem; white-space: nowrap;
      }
      .sort::after {
        content: "\\2195"; position: absolute; inset-inline-start: calc(100% - 0.1875rem); opacity: 0.55;
        font-size: 0.625rem; font-weight: 400;
      }
      th.amount .sort::after { inset-inline: auto calc(100% - 0.1875rem); }
      [aria-sort] .sort { color: var(--ink); font-weight: 600; }
      [aria-sort] .sort::after { opacity: 1; }
      [aria-sort="ascending"] .sort::after { content: "\\25B2"; }
      [aria-sort="descending"] .sort::after { content: "\\25BC"; }
      tbody tr { cursor: pointer; }
      tbody tr:hover { background: var(--sunken); }
      tr.chosen, tr.chosen:hover { background: var(--accent-soft); box-shadow: inset 3px 0 0 var(--accent); }
      :host(:dir(rtl)) tr.chosen { box-shadow: inset -3px 0 0 var(--accent); }
      .pick {
        display: inline; min-height: 0; padding: 0; border: 0; background: none; color: var(--ink); font-weight: 600;
        text-align: start; text-decoration: underline; text-decoration-color: var(--control-line);
        text-underline-offset: 0.2em;
      }
      .pick:hover { background: none; text-decoration-color: var(--accent); }
      .chosen .pick { text-decoration-color: var(--accent); }
      .reason {
        display: block; margin-top: 0.125rem; color: var(--muted); font-size: 0.8125rem; overflow-wrap: anywhere;
        text-wrap: pretty;
      }
      .reason .quiet { min-height: 0; padding: 0 0.125rem; font-size: inherit; }
      .chosen .reason { color: var(--ink); }
      .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.125rem 0.375rem; }
      .mark {
        padding: 0 0.4375rem; border-radius: 1rem; border: 1px solid var(--control-line); font-size: 0.75rem;
        font-weight: 600; white-space: nowrap;
      }
      .mark.best { border-color: transparent; background: var(--good-soft); color: var(--good); }
      .strong { font-weight: 650; }
      .sub { display: block; color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
      .chosen .sub { color: var(--ink); }
      .yes { color: var(--good); } .no { color: var(--bad); } .chosen .yes, .chosen .no { color: inherit; }
      th.covers, td.covers { padding-inline-start: 1.25rem; }
      .asked { margin-top: 0.5rem; cursor: auto; }
      .key { max-width: 40rem; }
      @media print { .more, .sort::after, .pick::after { display: none; } }
      .more { justify-self: start; }
      @media (max-width: 47.99rem) { ${stacked} }
      @container (max-width: 25.99rem) { ${stacked} }
      @media (forced-colors: active) { tr.chosen { outline: 2px solid Highlight; outline-offset: -2px; } }
    `,
  ];

  @property({ attribute: false }) fit: Fit | undefined;
  @property({ attribute: false }) units = "";
  @property() chosen = "";
  @property({ type: Boolean }) yearly = false;
  /** Unpublished numbers, and what was entered for them. */
  @property({ attribute: false }) gaps: readonly Gap[] = [];
  @property({ attribute: false }) values: Readonly<Record<string, string>> = {};
  @state() private order = BEST;
  @state() private all = false;
  /** The plan, or the top-up, whose number is asked for. */
  @state() private asking = "";
  private isFocusDue = false;
  /** What had the focus when it was asked. */
  private askedFrom: Element | null = null;

  /** Asks for the number that a plan lacks, beside it. */
  ask(plan: string): void {
    if (!this.gaps.some((gap) => gap.plan === plan && plan)) return;
    this.asking = plan;
    this.isFocusDue = true;
    this.askedFrom = this.focused;
  }

  /** What has the focus beside this table. */
  private get focused(): Element | null {
    const { activeElement } = this.getRootNode() as Document | ShadowRoot;
    return activeElement === this || activeElement === document.body ? null : activeElement;
  }

  /** The row may have moved with its number, and the focus with it. */
  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // Who types elsewhere meanwhile goes on typing there.
    if (this.focused && this.focused !== this.askedFrom) this.isFocusDue = false;
    if (!this.isFocusDue) return;
    const entry = this.renderRoot.querySelector<HTMLElement>("drawdown-gap-entry");
    const pick = this.renderRoot.querySelector<HTMLElement>(`[data-plan="${CSS.escape(this.asking)}"] .pick`);
    const next = entry ?? pick;
    if (!next) return;
    // A new answer may still move it.
    if (changed.has("fit") || changed.has("asking")) this.isFocusDue = changed.has("asking") && !entry;
    next.scrollIntoView({ block: "nearest" });
    next.focus({ preventScroll: true });
  }

  override render() {
    const { fit, yearly } = this;
    if (!fit) return nothing;
    const sorted = ordered(fit.options, this.order);
    const isKept = (option: FitOption) => keyOf(option) === this.chosen || option.plan === this.asking;
    const isCut = !this.all && sorted.length > FIRST + 1 && !sorted.slice(FIRST).some(isKept);
    const shown = isCut ? sorted.slice(0, FIRST) : sorted;
    const words = text();
    const columns = heads(yearly);
    const order = columns.find(({ by }) => by === this.order.by)?.words[this.order.turned ? 1 : 0] ?? words.bestFitFirst;
    const asked = shown.find(({ plan }) => plan && plan === this.asking);
    return html`
      <table role="table">
        <caption class="visually-hidden">${words.optionsInOrder(order)}</caption>
        <thead role="rowgroup">
          <tr role="row" data-label=${words.order}>${columns.map((head) => this.head(head))}</tr>
        </thead>
        <tbody role="rowgroup">${repeat(
          shown,
          // What is typed stays, though the plan becomes another option by it.
          (option) => (option === asked ? "asked" : keyOf(option)),
          (option) => this.row(option, fit, option === asked),
        )}</tbody>
      </table>
      ${isCut ? html`<button class="more" @click=${() => (this.all = true)}>${words.showAll(sorted.length)}</button>`
        : nothing}
      ${this.gaps.filter(({ plan }) => !plan).map((gap) => this.topUp(gap))}
      <p class="muted small key">${words.optionsKey}</p>
    `;
  }

  private head({ by, label, look }: Head) {
    const { order } = this;
    const isFirst = order.by === by && !order.turned;
    const sorted = order.by !== by ? nothing : isFirst === (by !== "covers") ? "ascending" : "descending";
    // A third click leads back to the best fit.
    const next = isFirst ? { by, turned: true } : order.by === by ? BEST : { by, turned: false };
    return html`
      <th role="columnheader" scope="col" class=${look} aria-sort=${sorted}>
        <button class="sort" @click=${() => (this.order = next)}><span>${label}</span></button>
      </th>
    `;
  }

  private row(option: FitOption, fit: Fit, isAsked: boolean) {
    const words = text();
    const key = keyOf(option);
    const isChosen = key === this.chosen;
    const known = option.state !== "unknown";
    const isBest = fit.found && option === fit.options[0];
    const more = option.with_margin;
    const covers = option.state === "covers" || option.state === "need_only";
    const lacks = !known || (covers && option.cost === undefined);
    const bought = topUps(option);
    return html`
      <tr role="row" class=${isChosen ? "chosen" : ""} data-plan=${option.plan ?? ""}
        @click=${() => this.dispatchEvent(new OptionEvent(key))}>
        <th role="rowheader" scope="row" class="name">
          <span class="head"><button class="pick"
            aria-pressed=${isChosen ? "true" : "false"}>${optionName(option)}</button>${isBest
            ? html`<span class="mark best">${words.best}</span>` : nothing}</span>
          ${bought > 0 ? html`<span class="sub">${words.includingTopUps(topUpCount(bought))}</span>` : nothing}
          ${lacks ? this.gap(option, isAsked) : isChosen ? this.why(option, isBest) : nothing}
          ${isAsked ? this.entry(option) : nothing}
        </th>
        <td role="cell" class="amount cost" data-label=${this.yearly ? words.perYear : words.perMonth}>${this.money(
          option.cost, option.per_month, fit)}</td>
        <td role="cell" class="amount" data-label=${words.columnWithMargin}>${more
          ? this.money(more.cost, more.per_month, fit) : covers ? "\u2013" : nothing}</td>
        <td role="cell" class="covers" data-label=${words.columnCovers}>${known ? coverage(option) : nothing}</td>
        <td role="cell" class="amount"
          data-label=${words.columnUnused}>${known ? readable(option.wasted) : nothing}</td>
      </tr>
    `;
  }

  private why(option: FitOption, isBest: boolean) {
    // The best one's reason says it.
    const room = isBest ? "" : option.state === "covers" || option.state === "need_only" ? headroom(option) : "";
    return html`<span class="reason"><span lang="en">${worded(`${sentence(option.reason)}.`)}</span>${room
      ? ` ${text().roomIs(room)}` : ""}</span>`;
  }

  /** A number that is missing: said beside the option, and asked for there. */
  private gap(option: FitOption, isAsked: boolean) {
    const words = text();
    const { plan = "" } = option;
    const said = option.state === "unknown" ? words.allowanceNotPublished : words.priceMissing;
    const hasInput = this.gaps.some((gap) => gap.plan === plan);
    return html`<span class="reason open">${said}${hasInput && !isAsked ? this.asker(plan, optionName(option))
      : nothing}</span>`;
  }

  private asker(of: string, name: string) {
    const words = text();
    const enter = (event: Event) => {
      event.stopPropagation();
      this.asking = of;
      this.isFocusDue = true;
    };
    return html` <button class="quiet" @click=${enter}>${words.enterIt}<span
      class="visually-hidden"> ${words.enterItFor(name)}</span></button>`;
  }

  private entry({ plan, term }: FitOption) {
    const gap = this.gaps.find((gap) => gap.plan === plan);
    // Of prices, that of the term which the option is about.
    const numbers = gap?.numbers.filter(({ at }) => !term || !at.startsWith("plans/") || at.endsWith(`/${term}`)) ?? [];
    return this.entryOf(numbers);
  }

  private entryOf(numbers: Gap["numbers"]) {
    const next = numbers.find(({ at }) => !this.values[at]?.trim());
    if (!next) return nothing;
    return html`<drawdown-gap-entry class="asked" .number=${next} @click=${(event: Event) => event.stopPropagation()}
      @assume=${(event: AssumeEvent) => this.assumed(event)}></drawdown-gap-entry>`;
  }

  /** Top-ups that lack a number. */
  private topUp({ name, numbers }: Gap) {
    const lacks = numbers.some(({ at }) => !this.values[at]?.trim());
    if (!lacks) return nothing;
    const key = `top-up ${name}`;
    return html`<div class="top-up"><span class="reason">${text().topUpLacks(name)}${this.asking === key ? nothing
      : this.asker(key, name)}</span>${this.asking === key ? this.entryOf(numbers) : nothing}</div>`;
  }

  private assumed({ at, text }: AssumeEvent): void {
    this.isFocusDue = true;
    this.dispatchEvent(new AssumeEvent(at, text));
  }

  /** A month or a year of it. */
  private money(whole: Amount | undefined, month: Amount | undefined, { currency, months }: Fit) {
    if (whole === undefined || month === undefined) return html`<span class="muted">${text().notPublished}</span>`;
    return html`<span class="strong">${price(this.yearly ? perYear(whole, months) : month, currency)}</span>`;
  }
}

function coverage({ state, covered }: FitOption) {
  const words = text();
  if (state === "covers")
    return html`<span class="yes"><span aria-hidden="true">\u2713 </span>${words.isCovered}</span>`;
  if (state === "need_only") return html`<span class="no">${words.needOnly}</span>`;
  return html`<span class="no">${words.percent(readable(covered))}</span>`;
}

/** Sorted; unknown values are last in either direction. */
function ordered(options: readonly FitOption[], { by, turned }: Order): FitOption[] {
  const way = turned ? -1 : 1;
  if (by === "name") return [...options].sort((a, b) => way * optionName(a).localeCompare(optionName(b), locale()));
  const sized = options.map((option, place) => ({
    option,
    size: by === "rank" && option.state !== "unknown" ? place : size(option, by),
  }));
  const known = sized.filter(({ size }) => !Number.isNaN(size)).sort((a, b) => way * (a.size - b.size));
  return [...known, ...sized.filter(({ size }) => Number.isNaN(size))].map(({ option }) => option);
}

/** The sort key, ascending; NaN if unknown. */
function size({ state, cost, covered, with_margin: more, wasted }: FitOption, by: Column): number {
  if (state === "unknown") return NaN;
  switch (by) {
    case "cost":
      return Number(cost ?? NaN);
    case "margin":
      return Number(more?.cost ?? NaN);
    case "covers":
      return state === "covers" ? -102 : state === "need_only" ? -101 : -Number(covered);
    case "unused":
      return Number(wasted);
    default:
      return NaN;
  }
}

declare global {
  interface HTMLElementEventMap {
    option: OptionEvent;
  }
}
