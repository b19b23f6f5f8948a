// Actions to keep or share: the page's link, and the quote as a file that can be verified later.
import type { Quote } from "drawdown";
import { css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Part } from "@elements/part";
import { base, buttons } from "@elements/parts/styles";
import { save } from "../engine/save";
import { text } from "../words";

@customElement("quote-actions")
export class QuoteActions extends Part {
  static override styles = [
    base,
    buttons,
    css`
      .row { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; }
      p { color: var(--muted); font-size: 0.875rem; }
    `,
  ];

  /** Makes the quote of the shown request. */
  @property({ attribute: false }) quote: (() => Quote) | undefined;
  @state() private said = "";

  override render() {
    return html`
      <div class="row">
        <button @click=${this.saveQuote} ?disabled=${!this.quote}>${text().saveQuote}</button>
        <button @click=${this.copy}>${text().copyLink}</button>
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

  private async copy(): Promise<void> {
    this.dispatchEvent(new Event("before-copy", { bubbles: true, composed: true }));
    try {
      await navigator.clipboard.writeText(location.href);
      this.said = text().linkCopied;
    } catch {
      this.said = text().copyingNotAllowed;
    }
  }
}
