// Notices: the parts of the address that could not be used.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Part } from "@elements/part";
import { base, buttons } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";
import { text } from "../words";

@customElement("notice-list")
export class NoticeList extends Part {
  static override styles = [
    base,
    buttons,
    css`
      .notices {
        display: flex; gap: 0.75rem; align-items: flex-start; padding: 0.625rem 0.875rem;
        border: 1px solid var(--warn-line); border-radius: var(--radius-small); background: var(--warn-soft);
      }
      ul { flex: 1; min-width: 0; display: grid; gap: 0.25rem; font-size: 0.9375rem; }
    `,
  ];

  @property({ attribute: false }) notices: string[] = [];

  override render() {
    // The region always exists, so that screen readers announce additions.
    return html`
      <div role="status" aria-label=${text().notices}>
        ${
          this.notices.length === 0
            ? nothing
            : html`
          <div class="notices">
            <ul>${this.notices.map((notice) => html`<li>${worded(notice)}</li>`)}</ul>
            <button class="quiet" @click=${this.dismiss}>${text().dismiss}</button>
          </div>
        `
        }
      </div>
    `;
  }

  private dismiss(): void {
    this.dispatchEvent(new Event("dismiss", { bubbles: true, composed: true }));
  }
}
