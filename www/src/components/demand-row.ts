// A demand line: model, settings, frequency.
import type { Catalog, CatalogInfo, Finding, OperationInfo } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { attempted } from "@elements/engine/faults";
import { PACES, type Pace, type Wanted } from "@elements/engine/scenario";
import { EMPTY, requestOf } from "@elements/engine/selection";
import { headline } from "@elements/format/estimate";
import { Part } from "@elements/part";
import { madeStyles, modelled, settingsPart } from "@elements/parts/made";
import type { Option } from "@elements/parts/choice-field";
import type { Pick } from "@elements/parts/pick";
import { base, buttons } from "@elements/parts/styles";
import { unfolded } from "@elements/parts/unfolded";
import { text } from "../words";
import "@elements/parts/choice-field";
import "@elements/parts/number-field";
import "@elements/parts/text-field";

/** A demand line was changed or removed. */
export class WantedEvent extends Event {
  constructor(readonly wanted: Wanted | undefined) {
    super("wanted", { bubbles: true, composed: true });
  }
}

const COUNTS = ["5", "10", "15", "20", "22", "25"];

/** The usual days, and those that are set. */
function daysWith(set: string): Option[] {
  const { daysEvery, daysWeekdays, daysWeekends, daysOfMonth } = text();
  const named = [
    { value: "every", label: daysEvery },
    { value: "weekdays", label: daysWeekdays },
    { value: "weekends", label: daysWeekends },
  ];
  const isNamed = named.some(({ value }) => value === set);
  const counts = isNamed || COUNTS.includes(set) ? COUNTS : [...COUNTS, set];
  return [...named, ...counts.map((count) => ({ value: count, label: daysOfMonth(count) }))];
}

@customElement("demand-row")
export class DemandRow extends Part {
  static override styles = [
    base,
    buttons,
    madeStyles,
    css`
      .often { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.875rem; align-items: start; }
      .often > :last-child { grid-column: 1 / -1; }
      @media (min-width: 26rem) {
        .often { grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr) minmax(0, 1.9fr); }
        .often > :last-child { grid-column: auto; }
      }
      .pair {
        display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); gap: 0.875rem 1rem;
        align-items: start; padding-block: 0.75rem 0.375rem;
      }
      .dates {
        display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5rem), 1fr)); gap: 0.5rem 1rem;
        align-items: end;
      }
      .dates > button { justify-self: start; }
    `,
  ];

  @property({ attribute: false }) catalog: Catalog | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property({ attribute: false }) wanted: Wanted | undefined;
  @property() plan = "";
  /** The first date. */
  @property() start = "";
  /** Names of the members. */
  @property({ attribute: false }) members: readonly string[] = [];
  /** Pointers are relative to this demand line. */
  @property({ attribute: false }) faults: Finding[] = [];
  /** There are other lines, so this one can be removed. */
  @property({ type: Boolean }) removable = false;

  override render() {
    const { info, wanted, faults } = this;
    const operation = info?.operations.find(({ id }) => id === wanted?.operation);
    if (!info || !wanted || !operation) return nothing;
    const rate = faults
      .filter(({ path }) => /^\/(per_|count)/.test(path))
      .map(({ message }) => message)
      .join("; ");
    const words = text();
    return html`
      <drawdown-choice-field .label=${words.model} menu .value=${operation.id}
        .options=${info.operations.map(modelled)}
        @pick=${this.take((value) => ({ operation: value, settings: {} }))}></drawdown-choice-field>
      <div class="often">
        <drawdown-number-field .label=${words.runCountInput} .value=${wanted.runs} .min=${0} .step=${1}
          .error=${rate} @pick=${this.take((runs) => ({ runs }))}></drawdown-number-field>
        <drawdown-choice-field .label=${words.demandEach} menu .value=${wanted.every} .options=${PACES}
          @pick=${this.take((value) => this.paced(wanted, value as Pace))}></drawdown-choice-field>
        ${wanted.every === "on" ? nothing : html`<drawdown-choice-field
          .label=${words.demandOn} menu .value=${wanted.days} .options=${daysWith(wanted.days)}
          @pick=${this.take((value) => ({ days: value }))}></drawdown-choice-field>`}
      </div>
      ${wanted.every === "on" ? this.dates(wanted) : nothing}
      ${operation.settings.length > 0
        ? settingsPart(operation, wanted.settings, faults, (settings) => this.tell({ ...wanted, settings })) : nothing}
      ${this.more(wanted)}
      <div class="foot">
        <span class="muted small">${this.cost(operation, wanted)}</span>
        ${this.removable ? html`<button class="quiet"
          @click=${() => this.tell(undefined)}>${words.remove}<span
          class="visually-hidden"> ${operation.name}</span></button>`
          : nothing}
      </div>
    `;
  }

  private paced(wanted: Wanted, every: Pace): Partial<Wanted> {
    return { every, ...(every === "on" && wanted.on.length === 0 && { on: [this.start] }) };
  }

  /** The dates of the runs. */
  private dates(wanted: Wanted) {
    const words = text();
    const change = (on: readonly string[]) => this.tell({ ...wanted, on });
    const error = (place: number) =>
      this.faults
        .filter(({ path }) => path === `/on/${place}`)
        .map(({ message }) => message)
        .join("; ");
    return html`
      <div class="dates" role="group" aria-label=${words.dates}>
        ${wanted.on.map(
          (date, i) => html`
          <div class="date">
            <drawdown-date-field .label=${words.dateRow(i + 1)} .value=${date} .error=${error(i)}
              @pick=${this.take((value) => ({ on: wanted.on.with(i, value) }))}></drawdown-date-field>
            ${wanted.on.length > 1 ? html`<button class="quiet"
              @click=${() => change(wanted.on.filter((_, place) => place !== i))}>${words.remove}<span
              class="visually-hidden"> ${words.removedDate(i + 1)}</span></button>` : nothing}
          </div>`,
        )}
        ${wanted.on.length < 31
          ? html`<button @click=${() => change([...wanted.on, wanted.on.at(-1) ?? this.start])}>${words.addDate}
            </button>`
          : nothing}
      </div>
    `;
  }

  /** Rare inputs: member, project, time of day, growth, first and last date. */
  private more(wanted: Wanted) {
    const { at, member, project, growth, fails, from, until } = wanted;
    const words = text();
    const set = [at, member, project, growth, fails, from, until].filter(Boolean).length;
    const error = (...places: string[]) =>
      this.faults
        .filter(({ path }) => places.includes(path))
        .map(({ message }) => message)
        .join("; ");
    const faulty = Boolean(error("/at", "/member", "/project", "/growth", "/fails", "/from", "/until"));
    return html`
      <details ?open=${faulty}>
        <summary>${words.moreAboutLine} <span class="muted">${set > 0 ? `\u00b7 ${words.settingsSet(set)}`
          : ""}</span></summary>
        <div class="pair">${unfolded(() => html`
          ${
            this.members.length > 0 || member
              ? html`<drawdown-choice-field .label=${words.memberOfLine} menu .unset=${words.anybody} .value=${member}
              .options=${[...new Set([...this.members, member])].filter(Boolean)
                .map((value) => ({ value, label: value }))}
              .error=${error("/member")}
              @pick=${this.take((value) => ({ member: value }))}></drawdown-choice-field>`
              : nothing
          }
          <drawdown-text-field .label=${words.project} .allowed=${words.optional} .value=${project}
            .error=${error("/project")} @pick=${this.take((value) => ({ project: value }))}></drawdown-text-field>
          <drawdown-time-field .label=${words.timeOfDay} .value=${at} .note=${words.noonWhenEmpty}
            .error=${error("/at")} @pick=${this.take((value) => ({ at: value }))}></drawdown-time-field>
          <drawdown-amount-field .label=${words.monthlyGrowth} unit="%" .value=${growth} placeholder="0"
            .error=${error("/growth")}
            @pick=${this.take((value) => ({ growth: value }))}></drawdown-amount-field>
          <drawdown-amount-field .label=${words.failures} unit="%" .value=${fails} placeholder="0"
            .error=${error("/fails")} @pick=${this.take((value) => ({ fails: value }))}></drawdown-amount-field>
          <drawdown-date-field .label=${words.firstDate} .value=${from} .error=${error("/from")}
            @pick=${this.take((value) => ({ from: value }))}></drawdown-date-field>
          <drawdown-date-field .label=${words.lastDate} .value=${until} .error=${error("/until")}
            @pick=${this.take((value) => ({ until: value }))}></drawdown-date-field>`)}
        </div>
      </details>
    `;
  }

  /** The cost of one run with the current plan. */
  private cost(operation: OperationInfo, wanted: Wanted): string {
    const { catalog, info, plan } = this;
    if (!catalog || !info) return "";
    const request = requestOf(
      { ...EMPTY, operation: operation.id, settings: wanted.settings, runs: "", plan },
      operation,
      "",
    );
    const { at: _, ...rest } = request;
    const { value } = attempted(() => catalog.estimate(rest));
    if (!value) return "";
    const { figure, unit } = headline(value, info, (name) => name);
    return unit ? text().costOfRun(`${figure} ${unit}`) : figure;
  }

  private take(change: (value: string) => Partial<Wanted>) {
    return (event: CustomEvent<Pick>) => {
      event.stopPropagation();
      if (this.wanted) this.tell({ ...this.wanted, ...change(String(event.detail.value ?? "")) });
    };
  }

  private tell(wanted: Wanted | undefined): void {
    this.dispatchEvent(new WantedEvent(wanted));
  }
}

declare global {
  interface HTMLElementEventMap {
    wanted: WantedEvent;
  }
}
