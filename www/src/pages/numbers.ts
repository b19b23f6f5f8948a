// How the numbers are made: what can be tried of it, a quote that is checked and the digests of the prices.
import "../site/language";
import { plainly } from "@elements/engine/faults";
import { day } from "@elements/format/date";
import { Part } from "@elements/part";
import { base, buttons, card } from "@elements/parts/styles";
import { semantics, version } from "drawdown/prices";
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { CatalogInfo } from "drawdown";
import type { Head } from "../components/plain-table";
import { shipped } from "../engine/catalogs";
import { checked, type Checked } from "../engine/check-quote";
import { prices } from "../engine/prices";
import { text } from "../words";
import "../components/plain-table";

@customElement("numbers-page")
export class NumbersPage extends Part {
  static override styles = [
    base,
    buttons,
    card,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.75rem; }
      .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.875rem; }
      .row { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; }
      label { font-size: 0.9375rem; font-weight: 550; }
      textarea {
        width: 100%; min-height: 7rem; margin-top: 0.3125rem; padding: 0.5rem 0.75rem; border: 1px solid var(--control-line);
        border-radius: var(--radius-small); background: var(--surface); color: var(--ink);
        font: 0.8125rem/1.5 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; resize: vertical;
      }
      input[type="file"] { max-width: 100%; font: inherit; font-size: 0.875rem; }
      .verdict { font-weight: 600; }
      .good { color: var(--good); }
      .bad { color: var(--bad); }
    `,
  ];

  @state() private quote = "";
  @state() private answer: Checked | undefined;
  @state() private said = "";
  @state() private infos: readonly CatalogInfo[] | undefined;
  @state() private isOpening = false;
  @state() private engine = "";

  override async firstUpdated(): Promise<void> {
    try {
      // Opening any catalog starts the engine.
      const [entry] = shipped;
      if (entry) await prices.openShipped(entry);
      this.engine = text().engineIs(version(), semantics());
    } catch (error) {
      this.said = plainly(error);
    }
  }

  override render() {
    return html`${this.check()}${this.digests()}`;
  }

  private check() {
    const words = text();
    return html`
      <section class="card" aria-labelledby="check">
        <h2 id="check">${words.checkQuote}</h2>
        <div class="row">
          <label for="file">${words.quoteFile}</label>
          <input id="file" type="file" accept=".json,application/json" @change=${this.opened} />
        </div>
        <label>${words.quoteText}
          <textarea spellcheck="false" autocomplete="off" .value=${this.quote}
            @input=${(event: Event) => this.take((event.target as HTMLTextAreaElement).value)}></textarea></label>
        <div class="row"><button ?disabled=${this.quote.trim() === ""} @click=${this.checkIt}>${words.checkIt}</button></div>
        <p role="status" class="verdict ${this.answer?.verdict === "verified" ? "good" : "bad"}">${this.answer ? verdictIn(this.answer) : this.said}</p>
      </section>
    `;
  }

  private digests() {
    const words = text();
    const heads: Head[] = [
      { name: words.platform }, { name: words.columnPricesOf, kind: "names" }, { name: words.catalogDigest, kind: "names" },
    ];
    return html`
      <section class="card" aria-labelledby="digests">
        <h2 id="digests">${words.digestsHeading}</h2>
        <p>${words.digestsHint}</p>
        ${this.engine ? html`<p class="muted small">${this.engine}</p>` : nothing}
        ${this.infos
          ? html`<plain-table .label=${words.digestsHeading} .heads=${heads}
            .rows=${this.infos.map(({ name, as_of, digest }) => [name, day(as_of), digest])}></plain-table>`
          : html`<div class="row"><button ?disabled=${this.isOpening} @click=${this.openAll}>${words.computeDigests}</button></div>`}
      </section>
    `;
  }

  /** An answer is about one text only. */
  private take(quote: string): void {
    this.quote = quote;
    this.answer = undefined;
    this.said = "";
  }

  private async opened(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (!file) return;
    try {
      this.take(await file.text());
    } catch (error) {
      this.said = plainly(error);
      return;
    }
    // Allows opening the same file again.
    input.value = "";
    await this.checkIt();
  }

  private async checkIt(): Promise<void> {
    const { quote } = this;
    this.take(quote);
    try {
      const answer = await checked(quote);
      if (this.quote === quote) this.answer = answer;
    } catch (error) {
      if (this.quote === quote) this.said = plainly(error);
    }
  }

  private async openAll(): Promise<void> {
    this.isOpening = true;
    try {
      this.infos = (await Promise.all(shipped.map((entry) => prices.openShipped(entry)))).map(({ info }) => info);
    } catch (error) {
      this.said = plainly(error);
    }
    this.isOpening = false;
  }
}

function verdictIn(answer: Checked): string {
  const words = text();
  switch (answer.verdict) {
    case "verified":
      return words.quoteVerified;
    case "differs":
      return words.quoteDiffers(answer.pointer.split("/").slice(1).join(" \u203a "), answer.expected, answer.found);
    case "stale_catalog":
      return words.quoteStale(answer.quoted.version, answer.current.version);
    case "other_semantics":
      return words.quoteOtherRules(answer.quoted, answer.current);
    case "expired":
      return words.quoteExpired(day(answer.expired));
    case "not_yet_valid":
      return words.quoteNotYet(day(answer.issued));
    case "forged":
    case "unknown_key":
      return words.quoteSigned;
    case "no_catalog":
      return words.quoteNoCatalog(answer.catalog);
    case "malformed":
      return words.quoteMalformed(answer.text);
    case "no_quote":
      return words.quoteNone;
  }
}
