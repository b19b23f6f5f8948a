// A demand line: model, settings, frequency.
import type { Catalog, CatalogInfo, Finding, OperationInfo } from "drawdown";
import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { attempted } from "@elements/engine/faults";
import { PACES, type Pace, type Wanted } from "@elements/engine/scenario";
import { EMPTY, requestOf } from "@elements/engine/selection";
import { headline } from "@elements/format/estimate";
import { madeStyles, modelled, settingsPart } from "@elements/parts/made";
import type { Pick } from "@elements/parts/pick";
import { base, buttons } from "@elements/parts/styles";
import "@elements/parts/choice-field";
import "@elements/parts/number-field";
import "@elements/parts/text-field";

/** A demand line was changed or removed. */
export class WantedEvent extends Event {
  constructor(readonly wanted: Wanted | undefined) {
    super("wanted", { bubbles: true, composed: true });
  }
}

const DAYS = [
  { value: "every", label: "Every day" },
  { value: "weekdays", label: "Weekdays" },
  { value: "weekends", label: "Weekends" },
  ...[5, 10, 15, 20, 22, 25].map((count) => ({ value: String(count), label: `${count} a month` })),
];

@customElement("demand-row")
export class DemandRow extends LitElement {
  static override styles = [
    base,
    buttons,
    madeStyles,
    css`
      .often { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.875rem; align-items: start; }
      .often > :last-child { grid-column: 1 / -1; }
      @media (min-width: 26rem) {
        .often { grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr) minmax(0, 1.6fr); }
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
    const days = [
      ...DAYS,
      ...(DAYS.some(({ value }) => value === wanted.days)
        ? []
        : [{ value: wanted.days, label: `${wanted.days} a month` }]),
    ];
    return html`
      <drawdown-choice-field label="Model" menu .value=${operation.id} .options=${info.operations.map(modelled)}
        @pick=${this.take((value) => ({ operation: value, settings: {} }))}></drawdown-choice-field>
      <div class="often">
        <drawdown-number-field label="Runs" .value=${wanted.runs} .min=${0} .step=${1} .error=${rate}
          @pick=${this.take((runs) => ({ runs }))}></drawdown-number-field>
        <drawdown-choice-field label="Each" menu .value=${wanted.every} .options=${PACES}
          @pick=${this.take((value) => this.paced(wanted, value as Pace))}></drawdown-choice-field>
        ${wanted.every === "on" ? nothing : html`<drawdown-choice-field
          label="On" menu .value=${wanted.days} .options=${days}
          @pick=${this.take((value) => ({ days: value }))}></drawdown-choice-field>`}
      </div>
      ${wanted.every === "on" ? this.dates(wanted) : nothing}
      ${operation.settings.length > 0
        ? settingsPart(operation, wanted.settings, faults, (settings) => this.tell({ ...wanted, settings })) : nothing}
      ${this.more(wanted)}
      <div class="foot">
        <span class="muted small">${this.cost(operation, wanted)}</span>
        ${this.removable ? html`<button class="quiet"
          @click=${() => this.tell(undefined)}>Remove<span class="visually-hidden"> ${operation.name}</span></button>`
          : nothing}
      </div>
    `;
  }

  private paced(wanted: Wanted, every: Pace): Partial<Wanted> {
    return { every, ...(every === "on" && wanted.on.length === 0 && { on: [this.start] }) };
  }

  /** The dates of the runs. */
  private dates(wanted: Wanted) {
    const change = (on: readonly string[]) => this.tell({ ...wanted, on });
    const error = (place: number) =>
      this.faults
        .filter(({ path }) => path === `/on/${place}`)
        .map(({ message }) => message)
        .join("; ");
    return html`
      <div class="dates" role="group" aria-label="Dates">
        ${wanted.on.map(
          (date, i) => html`
          <div class="date">
            <drawdown-date-field .label=${`Date ${i + 1}`} .value=${date} .error=${error(i)}
              @pick=${this.take((value) => ({ on: wanted.on.with(i, value) }))}></drawdown-date-field>
            ${wanted.on.length > 1 ? html`<button class="quiet"
              @click=${() => change(wanted.on.filter((_, place) => place !== i))}>Remove<span
              class="visually-hidden"> date ${i + 1}</span></button>` : nothing}
          </div>`,
        )}
        ${wanted.on.length < 31
          ? html`<button @click=${() => change([...wanted.on, wanted.on.at(-1) ?? this.start])}>Add a date</button>`
          : nothing}
      </div>
    `;
  }

  /** Rare inputs: member, project, time of day, growth, first and last date. */
  private more(wanted: Wanted) {
    const { at, member, project, growth, fails, from, until } = wanted;
    const set = [at, member, project, growth, fails, from, until].filter(Boolean).length;
    const error = (...places: string[]) =>
      this.faults
        .filter(({ path }) => places.includes(path))
        .map(({ message }) => message)
        .join("; ");
    const faulty = Boolean(error("/at", "/member", "/project", "/growth", "/fails", "/from", "/until"));
    return html`
      <details ?open=${faulty}>
        <summary>More about this line <span class="muted">${set > 0 ? `\u00b7 ${set} set` : ""}</span></summary>
        <div class="pair">
          ${
            this.members.length > 0 || member
              ? html`<drawdown-choice-field label="For" menu unset="Anybody" .value=${member}
              .options=${[...new Set([...this.members, member])].filter(Boolean)
                .map((value) => ({ value, label: value }))}
              .error=${error("/member")}
              @pick=${this.take((value) => ({ member: value }))}></drawdown-choice-field>`
              : nothing
          }
          <drawdown-text-field label="Project" allowed="optional" .value=${project} .error=${error("/project")}
            @pick=${this.take((value) => ({ project: value }))}></drawdown-text-field>
          <drawdown-time-field label="Time of day" .value=${at} note="Noon when empty." .error=${error("/at")}
            @pick=${this.take((value) => ({ at: value }))}></drawdown-time-field>
          <drawdown-text-field label="Monthly growth" unit="%" .value=${growth} placeholder="0"
            .error=${error("/growth")}
            @pick=${this.take((value) => ({ growth: value }))}></drawdown-text-field>
          <drawdown-text-field label="Failures" unit="%" .value=${fails} placeholder="0" .error=${error("/fails")}
            @pick=${this.take((value) => ({ fails: value }))}></drawdown-text-field>
          <drawdown-date-field label="First date" .value=${from} .error=${error("/from")}
            @pick=${this.take((value) => ({ from: value }))}></drawdown-date-field>
          <drawdown-date-field label="Until" .value=${until} .error=${error("/until")}
            @pick=${this.take((value) => ({ until: value }))}></drawdown-date-field>
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
    return unit ? `${figure} ${unit} a run` : figure;
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
