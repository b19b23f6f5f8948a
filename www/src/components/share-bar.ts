// To keep or share what is shown: undo, the page's link, the answer as JSON or CSV, the quote, on paper.
import type { Quote } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Part } from "@elements/part";
import { base, buttons } from "@elements/parts/styles";
import { OWN } from "./platform-picker";
import { save } from "../engine/save";
import { VERSION, text as written } from "../url-state/address";
import { text } from "../words";

/** What a page shares. */
export interface Shared {
  readonly platform?: string;
  /** Of the prices that are shown. */
  readonly version?: string | undefined;
  /** The own catalog for the address; empty if it is too large. */
  readonly fragment?: string;
  readonly canUndo: boolean;
  undo(): unknown;
  writeAddress(): void;
}

@customElement("share-bar")
export class ShareBar extends Part {
  static override styles = [
    base,
    buttons,
    css`
      .row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
      p { color: var(--muted); font-size: 0.875rem; }
      @media print { :host { display: none; } }
    `,
  ];

  @property({ attribute: false }) store: Shared | undefined;
  @property({ type: Boolean }) undoable = false;
  /** Makes the quote of the shown request. */
  @property({ attribute: false }) quote: (() => Quote) | undefined;
  @property({ type: Boolean }) quotes = false;
  @property({ attribute: false }) json: (() => unknown) | undefined;
  @property({ attribute: false }) csv: (() => string) | undefined;
  @property({ type: Boolean }) printable = false;
  @state() private said = "";

  override render() {
    const words = text();
    return html`
      <div class="row">
        <button ?disabled=${!this.undoable} @click=${() => this.store?.undo()}>${words.undo}</button>
        ${this.quotes ? html`<button @click=${this.saveQuote} ?disabled=${!this.quote}>${words.saveQuote}</button>` : nothing}
        <button @click=${this.copyLink}>${words.copyLink}</button>
        ${this.json ? html`<button @click=${() => this.copy(`${JSON.stringify(this.json?.(), null, 2)}\n`, words.jsonCopied)}>${words.copyJson}</button>` : nothing}
        ${this.csv ? html`<button @click=${() => this.copy(this.csv?.() ?? "", words.csvCopied)}>${words.copyCsv}</button>` : nothing}
        ${this.printable ? html`<button @click=${() => print()}>${words.print}</button>` : nothing}
        <p role="status">${this.said}</p>
      </div>
    `;
  }

  private saveQuote(): void {
    const quote = this.quote?.();
    if (!quote) return;
    const name = `quote-${quote.catalog.id}-${quote.request.operation}.json`;
    save(name, "application/json", `${JSON.stringify(quote, null, 2)}\n`);
    this.said = text().quoteSaved;
  }

  private async copyLink(): Promise<void> {
    const { store } = this;
    const words = text();
    store?.writeAddress();
    const isOwn = store?.platform === OWN;
    await this.copy(linkTo(store?.version), isOwn ? (store.fragment ? words.ownInLink : words.ownTooLargeForLink) : words.linkCopied);
  }

  private async copy(copied: string, said: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(copied);
      this.said = said;
    } catch {
      this.said = text().copyingNotAllowed;
    }
  }
}

/** The address, with the version of the prices: who opens it learns that they have changed. */
function linkTo(version: string | undefined): string {
  const url = new URL(location.href);
  const query = new URLSearchParams(url.search);
  if (version && query.size > 0) query.set(VERSION, version);
  url.search = written(query);
  return url.href;
}
