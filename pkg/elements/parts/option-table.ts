// All options side by side: cost, coverage, reason.
import type { Fit, FitOption } from "drawdown";
import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { element } from "../element";
import { keyOf } from "../engine/plan";
import { readable } from "../format/amount";
import { headroom, optionName, perYear, price, topUpCount, topUps } from "../format/fit";
import { sentence } from "../format/setting";
import { Part } from "../part";
import { EnterEvent } from "./gap-fields";
import { base, buttons, tables } from "./styles";
import { worded } from "./words";
import { locale, text } from "../localise";

/** Selects an option. */
export class OptionEvent extends Event {
  constructor(readonly option: string) {
    super("option");
  }
}

type Column = "rank" | "name" | "cost" | "need" | "margin" | "room" | "unused";
interface Order {
  by: Column;
  /** The reverse of the default order. */
  turned: boolean;
}

interface Head {
  by: Column;
  label: string;
  /** Text for screen readers before the label. */
  before?: string;
  look: string;
  /** The default order and its reverse, in words. */
  first: "ascending" | "descending";
  words: readonly [string, string];
}

function heads(): readonly Head[] {
  const words = text();
  const covers = words.coversThe;
  const ascending = { look: "amount", first: "ascending" } as const;
  const descending = { look: "center", first: "descending" } as const;
  return [
    { ...ascending, by: "rank", label: "#", look: "rank", words: [words.bestFitFirst, words.bestFitLast] },
    { ...ascending, by: "name", label: words.columnOption, look: "name", words: [words.byName, words.byNameBackwards] },
    { ...ascending, by: "cost", label: words.perMonth, words: [words.cheapestFirst, words.dearestFirst] },
    {
      ...descending,
      by: "need",
      label: words.columnNeed,
      before: covers,
      words: [words.mostNeedFirst, words.leastNeedFirst],
    },
    {
      ...descending,
      by: "margin",
      label: words.columnMargin,
      before: covers,
      words: [words.marginFirst, words.marginLast],
    },
    {
      ...descending,
      by: "room",
      label: words.columnRoom,
      look: "amount",
      words: [words.mostRoomFirst, words.leastRoomFirst],
    },
    {
      ...ascending,
      by: "unused",
      label: words.columnUnused,
      words: [words.leastUnusedFirst, words.mostUnusedFirst],
    },
  ];
}

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
  .long, .per { display: inline; }
  .per { margin-inline-end: 0.5rem; font-size: 0.8125rem; }
  .short { display: none; }
  tbody tr {
    position: relative; display: flex; flex-wrap: wrap; gap: 0.125rem 0.875rem;
    padding-block: 0.75rem; padding-inline: 2.5rem 0.75rem;
  }
  tbody th, td, tbody th + td, td:last-child {
    display: block; padding: 0; text-align: start; white-space: normal;
  }
  td.rank { position: absolute; inset-inline-start: 0.75rem; }
  tbody th.name, td.cost { flex: 1 0 100%; text-align: start; white-space: normal; }
  td.cost .strong { margin-inline-end: 0.25rem; font-size: 1.0625rem; }
  td.cost .sub { display: inline-block; margin-inline-end: 0.5rem; }
  td.fact { font-size: 0.875rem; }
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
      th.name { width: 44%; }
      .rank { color: var(--muted); font-variant-numeric: tabular-nums; }
      .chosen .rank { color: var(--ink); }
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
      .long, .per { display: none; }
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
      .center { text-align: center; }
      .key { max-width: 40rem; }
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
  @state() private order: Order = { by: "rank", turned: false };
  @state() private all = false;

  override render() {
    const { fit, yearly } = this;
    if (!fit) return nothing;
    const sorted = ordered(fit.options, this.order);
    const place = sorted.findIndex((option) => keyOf(option) === this.chosen);
    const isCut = !this.all && sorted.length > FIRST + 1 && place < FIRST;
    const shown = isCut ? sorted.slice(0, FIRST) : sorted;
    const words = text();
    const columns = heads();
    const order = columns.find(({ by }) => by === this.order.by)?.words[this.order.turned ? 1 : 0] ?? "";
    const named = (head: Head) => (head.by === "cost" && yearly ? { ...head, label: words.perYear } : head);
    return html`
      <table role="table">
        <caption class="visually-hidden">${words.optionsInOrder(order)}</caption>
        <thead role="rowgroup">
          <tr role="row" data-label=${words.order}>${columns.map((head) => this.head(named(head)))}</tr>
        </thead>
        <tbody role="rowgroup">${shown.map((option) => this.row(option, fit))}</tbody>
      </table>
      ${isCut ? html`<button class="more" @click=${() => (this.all = true)}>${words.showAll(sorted.length)}</button>`
        : nothing}
      <p class="muted small key">${words.optionsKey}</p>
    `;
  }

  private head({ by, label, before, look, first }: Head) {
    const { order } = this;
    const rank = text().columnRank;
    const other = first === "ascending" ? "descending" : "ascending";
    const sorted = order.by !== by ? nothing : order.turned ? other : first;
    const spoken =
      by === "rank"
        ? html`<span class="visually-hidden">${rank}</span><span aria-hidden="true"><span class="short">#</span><span
        class="long">${rank}</span></span>`
        : label;
    return html`
      <th role="columnheader" scope="col" class=${look} aria-sort=${sorted}>
        <button class="sort"
          @click=${() => (this.order = { by, turned: order.by === by && !order.turned })}><span>${before
          ? html`<span class="visually-hidden">${before} </span>` : nothing}${spoken}</span></button>
      </th>
    `;
  }

  private row(option: FitOption, fit: Fit) {
    const words = text();
    const key = keyOf(option);
    const isChosen = key === this.chosen;
    const known = option.state !== "unknown";
    const mean =
      option.cost === undefined || option.per_month === undefined
        ? undefined
        : this.yearly
          ? perYear(option.cost, fit.months)
          : option.per_month;
    const bought = topUps(option);
    const isBest = fit.found && option === fit.options[0];
    const isFrontier = option.frontier && known && option.state !== "blocked";
    const covers = option.state === "covers" || option.state === "need_only";
    return html`
      <tr role="row" class=${isChosen ? "chosen" : ""} @click=${() => this.dispatchEvent(new OptionEvent(key))}>
        <td role="cell" class="rank">${fit.options.indexOf(option) + 1}</td>
        <th role="rowheader" scope="row" class="name">
          <span class="head"><button class="pick"
            aria-pressed=${isChosen ? "true" : "false"}>${optionName(option)}</button>${isBest
            ? html`<span class="mark best">${words.best}</span>` : nothing}${isFrontier
            ? html`<span class="mark">${words.frontier}</span>` : nothing}</span>
          ${known ? html`<span class="reason">${worded(sentence(option.reason))}</span>` : this.gap(option)}
        </th>
        <td role="cell" class="amount cost">${this.cost(mean, option, fit)}${bought > 0
          ? html`<span class="sub">${topUpCount(bought)}</span>` : nothing}</td>
        <td role="cell" class="center fact"
          data-label=${words.columnNeed}>${known
            ? mark(covers, words.percent(readable(option.covered))) : nothing}</td>
        <td role="cell" class="center fact"
          data-label=${words.columnMargin}>${known ? margin(option, fit) : nothing}</td>
        <td role="cell" class="amount fact" data-label=${words.columnRoom}>${headroom(option, true)}</td>
        <td role="cell" class="amount fact"
          data-label=${words.columnUnused}>${known ? readable(option.wasted) : nothing}</td>
      </tr>
    `;
  }

  /** The engine names missing numbers by id; here they are inputs. */
  private gap(option: FitOption) {
    const words = text();
    const enter = (event: Event) => {
      event.stopPropagation();
      this.dispatchEvent(new EnterEvent(option.plan ?? ""));
    };
    return html`<span class="reason open">${words.allowanceNotPublished} <button class="quiet"
      @click=${enter}>${words.enterIt}<span
      class="visually-hidden"> ${words.enterItFor(optionName(option))}</span></button></span>`;
  }

  private cost(mean: string | number | undefined, option: FitOption, { currency, months }: Fit) {
    const words = text();
    if (mean === undefined) return html`<span class="muted">${words.notPublished}</span>`;
    const whole =
      months === (this.yearly ? 12 : 1) || option.cost === undefined
        ? nothing
        : html`<span class="sub">${words.priceInAll(price(option.cost))}</span>`;
    const more = option.with_margin?.cost;
    const margin =
      more === undefined || Number(more) === Number(option.cost)
        ? nothing
        : html`<span class="sub">${words.priceWithMargin(price(more))}</span>`;
    return html`<span class="strong">${price(mean, currency)}</span><span class="per"
      aria-hidden="true">${this.yearly ? words.aYear : words.eachMonth}</span>${whole}${margin}`;
  }
}

function mark(yes: boolean, otherwise: string) {
  return yes
    ? html`<span class="yes"><span aria-hidden="true">\u2713</span><span
      class="visually-hidden">${text().isCovered}</span></span>`
    : html`<span class="no">${otherwise}</span>`;
}

/** Both margins, only the smaller, or none. */
function margin({ buffer_low: low, buffer_high: high }: FitOption, { need }: Fit) {
  if (low && !high) {
    const { unit, low: smaller } = need.buffer;
    return html`<span class="yes"><span
      aria-hidden="true">\u2713 </span>${unit === "percent" ? text().percent(readable(smaller))
      : readable(smaller)}</span>`;
  }
  return mark(high, text().isNotCovered);
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
function size(
  { state, cost, covered, buffer_low: low, buffer_high: high, headroom, wasted }: FitOption,
  by: Column,
): number {
  if (state === "unknown") return NaN;
  switch (by) {
    case "cost":
      return Number(cost ?? NaN);
    case "need":
      return state === "covers" || state === "need_only" ? -100 : -Number(covered);
    case "margin":
      return -Number(low) - Number(high);
    case "room":
      return -(headroom ?? NaN);
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
