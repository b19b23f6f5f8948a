// Actions to keep or share: the page's link, and the quote as a file that can be verified later.
import type { Quote } from "drawdown";
import { LitElement, css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { base, buttons } from "@elements/parts/styles";
import { save } from "../engine/save";

@customElement("quote-actions")
export class QuoteActions extends LitElement {
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
        <button @click=${this.saveQuote} ?disabled=${!this.quote}>Save quote</button>
        <button @click=${this.copy}>Copy link</button>
        <p role="status">${this.said}</p>
      </div>
    `;
  }

  private saveQuote(): void {
    const quote = this.quote?.();
    if (!quote) return;
    const name = `quote-${quote.catalog.id}-${quote.request.operation}.json`;
    save(name, "application/json", `${JSON.stringify(quote, null, 2)}\n`);
    this.said = "Quote saved.";
  }

  private async copy(): Promise<void> {
    this.dispatchEvent(new Event("before-copy", { bubbles: true, composed: true }));
    try {
      await navigator.clipboard.writeText(location.href);
      this.said = "Link copied.";
    } catch {
      this.said = "Copying is not allowed: use the link in the address bar.";
    }
  }
}
