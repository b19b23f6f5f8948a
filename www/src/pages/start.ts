// The start page: one live example, and the platforms whose prices are here.
import "../site/language";
import type { SettingsChange } from "@elements/settings";
import { Part } from "@elements/part";
import type { Pick } from "@elements/parts/pick";
import { base, card } from "@elements/parts/styles";
import { counted, readable } from "@elements/format/amount";
import { headline } from "@elements/format/estimate";
import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { shipped } from "../engine/catalogs";
import { text } from "../words";
import { platformPart } from "./parts";
import { StartStore } from "./start-store";
import "../components/operation-picker";
import "../components/platform-picker";
import "@elements/settings";

@customElement("start-page")
export class StartPage extends Part {
  static override styles = [
    base,
    card,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.75rem; }
      .example { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem 2.5rem; align-items: start; }
      .inputs, .answer { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.125rem; }
      .figure { font-size: clamp(2rem, 1.5rem + 3vw, 3.25rem); font-weight: 680; letter-spacing: -0.03em; line-height: 1.1; }
      .figure .unit { font-size: 0.45em; font-weight: 550; letter-spacing: 0; }
      .next { display: grid; gap: 0.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
      .next a { font-size: 0.9375rem; }
      .platforms { display: flex; flex-wrap: wrap; gap: 0.5rem; padding-top: 0.75rem; }
      .platforms a {
        padding: 0.25rem 0.75rem; border: 1px solid var(--control-line); border-radius: 1rem; color: var(--ink);
        font-size: 0.9375rem; text-decoration: none;
      }
      .platforms a:hover { border-color: var(--accent); background: var(--accent-soft); }
      @media (min-width: 48rem) { .example { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
    `,
  ];

  private readonly store = new StartStore(this);

  override render() {
    return html`${this.example()}${this.platforms()}`;
  }

  private example() {
    const { store } = this;
    const { opened, operation, faults, selection } = store;
    return html`
      <section class="card" aria-labelledby="example">
        <div class="example">
          <div class="inputs" @pick=${({ detail }: CustomEvent<Pick>) => store.set(detail.field, detail.value)}>
            <h2 id="example">${text().tryIt}</h2>
            ${platformPart(store)}
            <operation-picker .info=${opened?.info} .operation=${operation} ?hidden=${!operation}></operation-picker>
            ${opened && operation ? html`<drawdown-settings .opened=${opened} operation=${operation.id}
              .values=${selection.settings} .faults=${faults}
              @drawdown-change=${({ detail }: CustomEvent<SettingsChange>) => store.settle(detail.values)}></drawdown-settings>` : nothing}
          </div>
          ${this.answer()}
        </div>
      </section>
    `;
  }

  private answer() {
    const { estimate, opened, operation } = this.store;
    const words = text();
    if (!opened) return nothing;
    const runs = this.store.runsFor(1000);
    const label = (name: string) => operation?.settings.find((setting) => setting.name === name)?.label ?? name;
    const { figure, unit, hint } = estimate ? headline(estimate, opened.info, label) : { figure: words.needsCorrection, unit: "", hint: "" };
    return html`
      <div class="answer">
        <div role="status">
          <p class="muted small">${words.oneCosts}</p>
          <p class="figure">${figure}${unit ? html` <span class="unit">${unit}</span>` : nothing}</p>
          ${hint ? html`<p class="muted small">${hint}</p>` : nothing}
          ${runs ? html`<p>${words.paysFor(counted(1000, opened.info.unit, opened.info.units), readable(runs), runs)}</p>` : nothing}
        </div>
        <nav class="next" aria-label=${words.goOnWith}>
          <a href=${this.store.to("preview")}>${words.seeLines}</a>
          <a href=${this.store.to("plan")}>${words.seePlan(opened.info.name)}</a>
          <a href=${this.store.to("catalogs")}>${words.seePrices(opened.info.name)}</a>
        </nav>
      </div>
    `;
  }

  private platforms() {
    return html`
      <section aria-labelledby="platforms">
        <h2 id="platforms">${text().platformsHere(shipped.length)}</h2>
        <ul class="platforms">${shipped.map(({ id, name }) => html`
          <li><a href="./catalogs.html?${new URLSearchParams({ platform: id })}">${name}</a></li>`)}</ul>
      </section>
    `;
  }
}
