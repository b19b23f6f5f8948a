// The comparison page: what is made on one side, platforms in order on the other.
import "../site/language";
import type { Comparison } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import { below, messagesAt } from "@elements/engine/faults";
import { MOST_ROWS } from "@elements/engine/scenario";
import { optionName } from "@elements/format/fit";
import { Part } from "@elements/part";
import type { Pick } from "@elements/parts/pick";
import { Narrow, folding } from "@elements/parts/narrow";
import { needed } from "@elements/parts/needed";
import { typed } from "@elements/parts/rows";
import { base, buttons, card, sides } from "@elements/parts/styles";
import type { ModelRowEvent } from "../components/model-row";
import type { Answers } from "../engine/comparing";
import { sheet } from "../engine/csv";
import { catalogsOf, modelNamed, settingsOf } from "../engine/offered";
import { FRESH, type ModelRow, type Wanted } from "../engine/wanted";
import { text } from "../words";
import { CompareStore } from "./compare-store";
import "@elements/parts/number-field";
import "../components/model-row";
import "../components/notice-list";
import "../components/platform-ranking";
import "../components/run-ranking";
import "../components/share-bar";

@customElement("compare-page")
export class ComparePage extends Part {
  static override styles = [
    base, buttons, card, sides, folding,
    css`
      model-row + model-row { padding-top: 1.125rem; border-top: 1px solid var(--line); }
      .fault { color: var(--bad); }
      .answers:focus { outline: none; }
      .made { display: none; }
      @media print {
        .grid { display: block; }
        .inputs, .fold, run-ranking, .answers > .card, notice-list { display: none; }
        .made { display: block; }
      }
    `,
  ];

  private readonly store = new CompareStore(this);
  private readonly narrow = new Narrow(this);

  @query(".answers") private answersPart!: HTMLElement;
  @query("button.add") private addButton!: HTMLElement | null;

  override render() {
    const { store, narrow } = this;
    const inputs = html`<div class="inputs">${this.made(store.wanted)}${this.margin(store.wanted)}${this.bar()}</div>`;
    return html`
      <notice-list class=${store.notices.length === 0 ? "empty" : ""} .notices=${store.notices}
        @dismiss=${() => store.dismiss()}></notice-list>
      <div class="grid">${narrow.value
        ? this.answers(narrow.folded(text().changeInputs, this.brief(), inputs, store.faults.length > 0))
        : html`${inputs}${this.answers(nothing)}`}</div>
      <p class="visually-hidden" role="status" aria-live="polite">${store.voice.said}</p>
    `;
  }

  /** On a phone the folded inputs follow the ranking. */
  private answers(fold: unknown) {
    const { store } = this;
    return html`<div class="answers" tabindex="-1">
      <p class="made">${this.brief()}</p>
      ${store.failure ? html`<p class="card fault" role="alert">${store.failure}</p>` : nothing}
      ${store.faults.length > 0 ? this.correction() : nothing}
      <platform-ranking .answers=${store.answers} .catalogs=${store.catalogs} .missing=${store.missing}
        ?late=${store.isLate} ?busy=${store.isBusy}>${fold}</platform-ranking>
      ${this.runs()}
      ${store.answers ? this.share(store.answers) : nothing}
    </div>`;
  }

  private share({ need }: Answers) {
    const { store } = this;
    return html`
      <section class="card" aria-label=${text().shareHeading}>
        <share-bar .store=${store} ?undoable=${store.canUndo} printable .json=${() => need} .csv=${() => platforms(need)}></share-bar>
      </section>
    `;
  }

  private correction() {
    const words = text();
    return html`
      <section class="card" aria-labelledby="correction">
        <h2 id="correction">${words.needsCorrection}</h2>
        <ul class="needs" aria-label=${words.whatIsNeeded}>${this.store.faults.map(({ path, message }) => html`
          <li>${needed(path, message, undefined)}</li>`)}</ul>
      </section>
    `;
  }

  private runs() {
    const { answers, catalogs, isLate } = this.store;
    return answers?.runs.map(({ row, answer }, place) => html`
      <run-ranking .answer=${answer} .catalogs=${catalogs} ?late=${isLate} ?hint=${place === 0}
        .name=${this.named(row, answers)}></run-ranking>`);
  }

  /** The label of a model, with the settings if several rows have it. */
  private named({ model: name, settings }: ModelRow, { runs }: Answers): string {
    const model = modelNamed(name);
    if (!model) return name;
    if (runs.filter(({ row }) => row.model === name).length === 1) return model.label;
    const all = settingsOf(model, catalogsOf(model, this.store.catalogs));
    const set = Object.entries(settings).filter(([, value]) => value.trim()).map(([name, value]) => {
      const { label = name, unit = "" } = all.find((setting) => setting.name === name) ?? {};
      return `${label} ${value} ${unit}`.trim();
    });
    return [model.label, set.join(", ") || text().settingsAsTheyStand].join(" \u00b7 ");
  }

  /** The answer in a few words, for windows where it is below the inputs. */
  private bar() {
    const words = text();
    return html`<a class="bar" href="#answer" @click=${this.show}><strong>${this.store.brief() ?? words.computingNow}</strong><span
      class="small">${words.show}</span></a>`;
  }

  private readonly show = (event: Event): void => {
    event.preventDefault();
    this.answersPart.focus({ preventScroll: true });
    this.answersPart.scrollIntoView({ block: "start" });
  };

  /** What is made, in a few words. */
  private brief(): string {
    return this.store.wanted.rows.map(({ model, count, every }) => text().madeBrief(count, modelNamed(model)?.label ?? model, every)).join(", ");
  }

  private made({ rows }: Wanted) {
    const { store } = this;
    const change = (place: number) => ({ row }: ModelRowEvent) => (row ? store.take({ rows: rows.with(place, row) }) : this.removeRow(place));
    return html`
      <section class="card" aria-labelledby="made">
        <h2 id="made">${text().whatYouMake}</h2>
        ${rows.map((row, place) => html`
          <model-row .row=${row} .catalogs=${store.catalogs} .faults=${below(store.faults, `/lines/${place}`)}
            ?removable=${rows.length > 1} @model-row=${change(place)}></model-row>`)}
        ${rows.length < MOST_ROWS
          ? html`<button class="add" @click=${() => store.take({ rows: [...rows, FRESH] })}>${text().addNeedRow}</button>` : nothing}
      </section>
    `;
  }

  /** The pressed button goes with the row, so focus the one that adds a row. */
  private async removeRow(place: number): Promise<void> {
    const { store } = this;
    store.take({ rows: store.wanted.rows.filter((_, other) => other !== place) });
    await this.updateComplete;
    this.addButton?.focus();
  }

  private margin({ low, high, months }: Wanted) {
    const words = text();
    const take = (field: "low" | "high" | "months") => (event: CustomEvent<Pick>) => this.store.take({ [field]: typed(event) });
    const { faults } = this.store;
    return html`
      <section class="card" aria-labelledby="margin">
        <h2 id="margin">${words.marginAndTime}</h2>
        <div class="pair">
          <drawdown-number-field .label=${words.marginAtLeast} .value=${low} unit="%" placeholder="0"
            .error=${messagesAt(faults, "/buffer/low") || messagesAt(faults, "/buffer")} @pick=${take("low")}></drawdown-number-field>
          <drawdown-number-field .label=${words.marginAtMost} .value=${high} unit="%" .placeholder=${low || "0"}
            .error=${messagesAt(faults, "/buffer/high")} @pick=${take("high")}></drawdown-number-field>
        </div>
        <drawdown-number-field .label=${words.planMonths} .value=${months} placeholder="12" .min=${1} .max=${36} .step=${1}
          .error=${messagesAt(faults, "/months")} @pick=${take("months")}></drawdown-number-field>
      </section>
    `;
  }
}

/** Every platform as a row. */
function platforms({ platforms, currency = "" }: Comparison): string {
  const head = ["platform", "state", "option", "currency", "per_month", "cost", "reason"];
  return sheet(head, platforms.map((platform) => [
    platform.name, platform.state, platform.option && optionName(platform.option), currency, platform.per_month, platform.cost, platform.reason,
  ]));
}
