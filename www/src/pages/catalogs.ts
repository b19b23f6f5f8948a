// The page of prices: a platform's rate card as people read one, and the file behind it.
import "../site/language";
import type { Opened } from "@elements/engine/opened";
import { day } from "@elements/format/date";
import { Part } from "@elements/part";
import { base, buttons, card } from "@elements/parts/styles";
import type { Source } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { DraftEvent } from "../components/catalog-editor";
import { save } from "../engine/save";
import { OWN } from "../components/platform-picker";
import { text } from "../words";
import { CatalogsStore } from "./catalogs-store";
import { platformPart } from "./parts";
import "@elements/parts/source-list";
import "../components/catalog-editor";
import "../components/notice-list";
import "../components/platform-picker";
import "../components/rate-table";
import "../components/rules-list";

@customElement("catalogs-page")
export class CatalogsPage extends Part {
  static override styles = [
    base,
    buttons,
    card,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
      .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
      .card > button { justify-self: start; }
      .top { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem 2rem; align-items: start; }
      .top .said { display: grid; gap: 0.5rem; }
      .notes { display: grid; gap: 0.375rem; font-size: 0.875rem; color: var(--muted); }
      notice-list.empty { position: absolute; }
      @media (min-width: 48rem) { .top { grid-template-columns: minmax(16rem, 22rem) minmax(0, 1fr); } }
    `,
  ];

  private readonly store = new CatalogsStore(this);

  override render() {
    const { store } = this;
    const { shown } = store;
    return html`
      <notice-list class=${store.notices.length === 0 ? "empty" : ""} .notices=${store.notices}
        @dismiss=${() => store.dismiss()}></notice-list>
      <section class="card">
        <div class="top">${platformPart(store)}${shown ? this.about(shown) : nothing}</div>
      </section>
      ${shown ? html`${this.prices(shown)}${this.rules()}${this.sources(shown)}${this.file()}` : nothing}
    `;
  }

  private about({ info }: Opened) {
    return html`
      <div class="said">
        <h2>${info.name}</h2>
        ${info.about ? html`<p>${info.about}</p>` : nothing}
        <p class="muted small">${text().pricesOf(day(info.as_of))}</p>
      </div>
    `;
  }

  private prices({ catalog, info, document }: Opened) {
    return html`
      <section class="card" aria-labelledby="prices">
        <div><h2 id="prices">${text().pricesOfModels}</h2><p class="muted small">${text().pricesHint}</p></div>
        <rate-table .catalog=${catalog} .info=${info} .names=${document.units ?? {}} .platform=${this.store.platform}
          .fragment=${this.store.platform === OWN ? this.store.fragment : ""}></rate-table>
      </section>
    `;
  }

  private rules() {
    const { terms } = this.store;
    return html`
      <section class="card" aria-labelledby="rules">
        <h2 id="rules">${text().plansAndRules}</h2>
        <rules-list .terms=${terms}></rules-list>
      </section>
    `;
  }

  private sources({ info, document }: Opened) {
    const { sources = {} } = document as { sources?: Record<string, Source> };
    const words = text();
    return html`
      <section class="card" aria-labelledby="sources">
        <h2 id="sources">${words.sourcesAndDates}</h2>
        <drawdown-source-list .sources=${Object.values(sources)}></drawdown-source-list>
        ${info.notes.length > 0 ? html`<ul class="notes">${info.notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}
        <p class="muted small digest">${words.catalogVersion(info.name, info.version)}. ${words.catalogDigest}: <code>${info.digest}</code></p>
      </section>
    `;
  }

  private file() {
    const { store } = this;
    const { draft } = store;
    const words = text();
    return html`
      <section class="card" aria-labelledby="file">
        <div><h2 id="file">${words.editHeading}</h2><p class="muted small">${words.editHint}</p></div>
        ${draft === undefined
          ? html`<div><button @click=${() => store.edit()}>${words.editPrices}</button> ${this.download(store.original)}</div>`
          : keyed(store.opened, html`
            <catalog-editor .original=${store.original} .draft=${draft} .faults=${store.faults} .tests=${store.tests}
              @draft=${(event: DraftEvent) => store.take(event.draft)}>
              ${this.download(draft)}
              <button ?disabled=${!store.isUsable}
                @click=${() => store.useEverywhere()}>${words.useEverywhere}</button>
              <button @click=${() => store.close()}>${words.closeEditor}</button>
            </catalog-editor>`)}
      </section>
    `;
  }

  private download(content: string) {
    const name = `${this.store.shown?.info.id ?? "catalog"}.json`;
    return html`<button @click=${() => save(name, "application/json", content)}>${text().downloadFile}</button>`;
  }
}
