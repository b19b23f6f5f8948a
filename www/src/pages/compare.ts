// The comparison page: what is made on one side, platforms in order on the other.
import "../site/language";
import type { Platform } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { below, messagesAt } from "@elements/engine/faults";
import { MOST_ROWS } from "@elements/engine/scenario";
import { Part } from "@elements/part";
import type { Pick } from "@elements/parts/pick";
import { Narrow, folding } from "@elements/parts/narrow";
import { base, buttons, card, sides } from "@elements/parts/styles";
import type { ModelRowEvent } from "../components/model-row";
import { modelNamed } from "../engine/offered";
import { FRESH, type Wanted } from "../engine/wanted";
import { text } from "../words";
import { CompareStore } from "./compare-store";
import "@elements/parts/number-field";
import "../components/model-row";
import "../components/notice-list";
import "../components/platform-ranking";
import "../components/run-ranking";

@customElement("compare-page")
export class ComparePage extends Part {
  static override styles = [
    base, buttons, card, sides, folding,
    css`
      model-row + model-row { padding-top: 1.125rem; border-top: 1px solid var(--line); }
      .fault { color: var(--bad); }
    `,
  ];

  private readonly store = new CompareStore(this);
  private readonly narrow = new Narrow(this);

  override render() {
    const { store, narrow } = this;
    const inputs = html`<div class="inputs">${this.made(store.wanted)}${this.margin(store.wanted)}</div>`;
    return html`
      <notice-list class=${store.notices.length === 0 ? "empty" : ""} .notices=${store.notices}
        @dismiss=${() => store.dismiss()}></notice-list>
      <div class="grid">${narrow.value
        ? html`${this.answers()}${narrow.folded(text().changeInputs, this.brief(), inputs, store.faults.length > 0)}`
        : html`${inputs}${this.answers()}`}</div>
    `;
  }

  private answers() {
    const { store } = this;
    return html`
      <div class="answers">
        ${store.failure ? html`<p class="card fault" role="alert">${store.failure}</p>` : nothing}
        <platform-ranking .answer=${store.answers?.need} ?late=${store.isLate} .planOf=${this.planOf}></platform-ranking>
        ${store.answers?.runs.map((run, place) => html`
          <run-ranking .answer=${run} ?late=${store.isLate}
            .name=${modelNamed(store.wanted.rows[place]?.model ?? "")?.label ?? ""}></run-ranking>`)}
      </div>
    `;
  }

  /** What is made, in a few words. */
  private brief(): string {
    return this.store.wanted.rows.map(({ model, count, every }) => text().madeBrief(count, modelNamed(model)?.label ?? model, every)).join(", ");
  }

  private made({ rows }: Wanted) {
    const { store } = this;
    const change = (place: number) => ({ row }: ModelRowEvent) =>
      store.take({ rows: row ? rows.with(place, row) : rows.filter((_, other) => other !== place) });
    return html`
      <section class="card" aria-labelledby="made">
        <h2 id="made">${text().whatYouMakeEverywhere}</h2>
        ${rows.map((row, place) => html`
          <model-row .row=${row} .catalogs=${store.catalogs} .faults=${below(store.faults, `/lines/${place}`)}
            ?removable=${rows.length > 1} @model-row=${change(place)}></model-row>`)}
        ${rows.length < MOST_ROWS
          ? html`<button @click=${() => store.take({ rows: [...rows, FRESH] })}>${text().addNeedRow}</button>` : nothing}
      </section>
    `;
  }

  private margin({ low, high, months }: Wanted) {
    const words = text();
    const take = (field: "low" | "high" | "months") => (event: CustomEvent<Pick>) => {
      event.stopPropagation();
      this.store.take({ [field]: String(event.detail.value ?? "") });
    };
    const { faults } = this.store;
    return html`
      <section class="card" aria-labelledby="margin">
        <h2 id="margin">${words.marginAndMonths}</h2>
        <div class="pair">
          <drawdown-number-field .label=${words.safetyFrom} .value=${low} unit="%" .min=${undefined}
            .error=${messagesAt(faults, "/buffer/low") || messagesAt(faults, "/buffer")} @pick=${take("low")}></drawdown-number-field>
          <drawdown-number-field .label=${words.safetyTo} .value=${high} unit="%"
            .error=${messagesAt(faults, "/buffer/high")} @pick=${take("high")}></drawdown-number-field>
        </div>
        <drawdown-number-field .label=${words.monthsCompared} .value=${months} placeholder="12" .min=${1} .max=${36} .step=${1}
          .error=${messagesAt(faults, "/months")} @pick=${take("months")}></drawdown-number-field>
      </section>
    `;
  }

  /** The plan calculator with the same rows, on a platform. */
  private readonly planOf = ({ catalog, lines = [] }: Platform): string => {
    const { rows, low, high, months } = this.store.wanted;
    const address = new URLSearchParams({ platform: catalog });
    lines.forEach(({ request: { operation, settings = {} } }, place) => {
      const row = rows[place];
      if (!row) return;
      const word = `l${place + 1}`;
      address.set(word, operation);
      address.set(`${word}.n`, `${row.count || "0"}/${row.every}`);
      if (row.days) address.set(`${word}.days`, row.days);
      for (const [name, value] of Object.entries(settings))
        address.set(`${word}.s.${name}`, value === true ? "yes" : value === false ? "no" : String(value));
    });
    address.set("margin", `${low || "0"}-${high || low || "0"}`);
    address.set("months", months || "12");
    return `./plan.html?${address}`;
  };
}
