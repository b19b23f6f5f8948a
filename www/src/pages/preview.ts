// The cost preview page: inputs on one side, the estimate on the other.
import "../site/language";
import type { SettingsChange } from "@elements/settings";
import type { Opened } from "@elements/engine/opened";
import type { CatalogInfo, OperationInfo } from "drawdown";
import type { Catalog } from "drawdown/prices";
import { css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import type { Figures } from "../components/kept-scenarios";
import type { ApplyEvent } from "../components/cheaper-list";
import { Part } from "@elements/part";
import { Narrow, folding } from "@elements/parts/narrow";
import type { Pick } from "@elements/parts/pick";
import { base, card } from "@elements/parts/styles";
import { about } from "@elements/engine/faults";
import { planned } from "@elements/parts/made";
import { headline } from "@elements/format/estimate";
import { valued } from "@elements/format/setting";
import { elsewhere } from "../engine/elsewhere";
import { usedSoFar } from "../format/metering";
import { text } from "../words";
import { platformPart } from "./parts";
import { PreviewStore } from "./preview-store";
import "../components/afford-panel";
import "@elements/parts/catalog-about";
import "../components/cheaper-list";
import "../components/cost-bar";
import "../components/notice-list";
import "../components/operation-picker";
import "../components/platform-picker";
import "../components/kept-scenarios";
import "../components/share-bar";
import "@elements/cost";
import "@elements/settings";

@customElement("preview-page")
export class PreviewPage extends Part {
  static override styles = [
    base,
    card,
    folding,
    css`
      .grid { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; align-items: start; }
      .inputs, .more { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
      .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; }
      .waiting { min-height: 100vh; }
      .answer:focus { outline: none; }
      .answer:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: var(--radius); }
      .run {
        display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: 1.125rem 1.75rem;
        align-items: start;
      }
      .elsewhere { gap: 0.375rem; }
      .actions { display: grid; gap: 1.125rem; padding-top: 1rem; border-top: 1px solid var(--line); }
      cost-bar { position: sticky; bottom: 0.5rem; z-index: 1; }
      notice-list { margin-bottom: 1rem; }
      notice-list.empty { margin: 0; }

      @media (min-width: 60rem) {
        .grid { grid-template-columns: minmax(0, 1fr) minmax(22rem, 27rem); gap: 1rem 1.5rem; }
        .inputs, .more { grid-column: 1; }
        .answer {
          grid-column: 2; grid-row: 1 / span 2; position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem);
          overflow-y: auto;
        }
        cost-bar { display: none; }
      }

      @media print {
        .grid { display: block; }
        .inputs, .more, cost-bar, .fold, notice-list { display: none; }
        .answer { position: static; max-height: none; border: 0; box-shadow: none; }
      }
    `,
  ];

  private readonly store = new PreviewStore(this);
  private readonly narrow = new Narrow(this);
  @query(".answer") private answerCard!: HTMLElement;

  override render() {
    const { store } = this;
    const { opened, operation, faults } = store;
    const inputs = html`
      <div class="inputs">
        ${this.what()}
        ${opened && operation ? this.settings(opened, operation) : nothing}
      </div>`;
    const { narrow } = this;
    return html`
      <notice-list class=${store.notices.length === 0 ? "empty" : ""} .notices=${store.notices}
        @dismiss=${() => store.dismiss()}></notice-list>
      <div class="grid" @pick=${this.picked} @apply=${this.applied} @show-cost=${this.showCost}>${
        !opened || !operation ? (narrow.value && !store.failure ? html`<div class="waiting"></div>` : inputs)
          : narrow.value
            ? html`${this.cost(opened.info)}${narrow.folded(text().changeInputs,
              `${opened.info.name} \u00b7 ${operation.name}`, inputs, faults.length > 0)}${this.more(opened.info, operation)}`
            : html`${inputs}${this.cost(opened.info)}${this.more(opened.info, operation)}`
      }</div>
    `;
  }

  private what() {
    const { store } = this;
    return html`
      <section class="card" aria-labelledby="what">
        <h2 id="what">${text().whatToGenerate}</h2>
        ${platformPart(store)}
        <operation-picker .info=${store.opened?.info} .operation=${store.operation}
          ?hidden=${!store.operation}></operation-picker>
      </section>
    `;
  }

  private settings({ info }: Opened<Catalog>, operation: OperationInfo) {
    const { selection, faults, opened } = this.store;
    const words = text();
    return html`
      <section class="card" aria-labelledby="settings">
        <h2 id="settings">${words.settings}</h2>
        <drawdown-settings .opened=${opened} operation=${operation.id} .values=${selection.settings}
          .faults=${faults} @drawdown-change=${this.settled}></drawdown-settings>
      </section>
      <section class="card" aria-labelledby="run">
        <h2 id="run">${words.runAndBalance}</h2>
        <div class="run">
          <drawdown-number-field
            .label=${words.runCountInput} .field=${"runs" as const} .value=${selection.runs} placeholder="1"
            .min=${1} .step=${1} .error=${about(faults, "runs")}></drawdown-number-field>
          <drawdown-choice-field
            .label=${words.planHeld} menu .unset=${words.noPlanHeld} .field=${"plan" as const} .value=${selection.plan}
            .options=${info.plans.map(planned)} .error=${about(faults, "plan")}></drawdown-choice-field>
          <drawdown-instant-field
            .label=${words.runAt} .allowed=${words.nowWhenEmpty} .field=${"at" as const}
            .value=${selection.at} .error=${about(faults, "at")}></drawdown-instant-field>
          ${this.meters()}
          <drawdown-amount-field
            .label=${words.balanceBefore} .allowed=${words.optional} .field=${"balance" as const}
            .value=${selection.balance}
            .unit=${words.unitName(info.units)} .error=${about(faults, "balance")}></drawdown-amount-field>
          <drawdown-instant-field
            .label=${words.balanceReadAt} .allowed=${words.optionalLocalTime} .field=${"balanceAsOf" as const}
            .value=${selection.balanceAsOf}
            .error=${about(faults, "balanceAsOf")} ?hidden=${selection.balance === ""}></drawdown-instant-field>
        </div>
      </section>
      <cost-bar .estimate=${this.store.estimate} .units=${info}></cost-bar>
    `;
  }

  /** Earlier use, if the price counts over a period. */
  private meters() {
    const { meters, selection, faults, opened } = this.store;
    return meters.map((metering) => {
      const { meter, unit = "" } = metering;
      const field = `used.${meter}` as const;
      return html`
        <drawdown-number-field
          .label=${usedSoFar(metering)} .allowed=${text().zeroWhenEmpty} .field=${field}
          .value=${selection.used[meter] ?? ""} placeholder="0"
          .min=${0} .unit=${opened?.document.units?.[unit] ?? unit}
          .error=${about(faults, field)}></drawdown-number-field>`;
    });
  }

  private cost(info: CatalogInfo) {
    const { store } = this;
    return html`
      <section class="card answer" aria-label=${text().cost} tabindex="-1">
        <drawdown-cost .opened=${store.opened} .estimate=${store.estimate} .faults=${store.faults} .now=${store.now}>
          ${this.narrow.value ? nothing : html`<div slot="actions" class="actions">${this.actions(info)}</div>`}
        </drawdown-cost>
      </section>
    `;
  }

  private actions(info: CatalogInfo) {
    const { store } = this;
    return html`
      <share-bar .store=${store} ?undoable=${store.canUndo} quotes .quote=${store.estimate && (() => store.quote())}
        .json=${store.estimate && (() => store.estimate)}></share-bar>
      <drawdown-catalog-about .info=${info}></drawdown-catalog-about>`;
  }

  /** What is compared with other settings. */
  private figures({ opened, operation, estimate, selection }: PreviewStore): Figures | undefined {
    if (!opened || !operation || !estimate) return undefined;
    const words = text();
    const label = (name: string) => operation.settings.find((setting) => setting.name === name)?.label ?? name;
    const { figure, unit, badge } = headline(estimate, opened.info, label);
    const set = operation.settings.flatMap(({ name, label, unit }) => {
      const value = estimate.settings[name];
      return value === undefined ? [] : [[label, valued(value, unit)] as const];
    });
    return {
      title: `${opened.info.name} \u00b7 ${operation.name}`,
      rows: [[words.cost, [figure, unit].filter(Boolean).join(" ")], [words.kindOfAnswer, badge], [words.runCountInput, selection.runs || "1"], ...set],
    };
  }

  /** What else may be asked of the request. */
  private more(info: CatalogInfo, operation: OperationInfo) {
    const { store } = this;
    const other = elsewhere(info.id, operation, store.selection.settings);
    return html`
      <div class="more">
        <section class="card" aria-label=${text().howManyCanIMake}>
          <afford-panel
            .answer=${store.affordable} .faults=${store.budgetFaults} .units=${info} .operation=${operation}
            ?range=${store.estimate?.state === "range"} .budget=${store.selection.budget}
            .balance=${store.selection.balance}></afford-panel>
        </section>
        <section class="card" aria-label=${text().cheaper}>
          <cheaper-list .answer=${store.cheaper} .units=${info}></cheaper-list>
        </section>
        ${other ? html`
          <section class="card elsewhere" aria-labelledby="elsewhere">
            <h2 id="elsewhere">${text().otherPlatforms}</h2>
            <p><a href=${other.href}>${text().onOtherPlatforms(other.others)}</a></p>
          </section>` : nothing}
        <section class="card"><kept-scenarios page="preview" .store=${store} .now=${this.figures(store)}></kept-scenarios></section>
        ${this.narrow.value ? html`<section class="card">${this.actions(info)}</section>` : nothing}
      </div>
    `;
  }

  private picked({ detail }: CustomEvent<Pick>): void {
    this.store.set(detail.field, detail.value);
  }

  private settled({ detail }: CustomEvent<SettingsChange>): void {
    this.store.settle(detail.values);
  }

  private applied({ request }: ApplyEvent): void {
    this.store.apply(request);
  }

  private showCost(): void {
    this.answerCard.focus({ preventScroll: true });
    this.answerCard.scrollIntoView({ block: "start" });
  }
}
