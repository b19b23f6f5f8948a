// The source of a price, and its date.
import type { Source } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { day } from "../format/date";
import { text } from "../localise";
import { Part } from "../part";
import { base } from "./styles";

@element("drawdown-source-list")
export class SourceList extends Part {
  static override styles = [
    base,
    css`
      :host { color: var(--muted); font-size: 0.8125rem; }
      ul { display: grid; gap: 0.25rem; }
    `,
  ];

  @property({ attribute: false }) sources: Source[] = [];

  override render() {
    if (this.sources.length === 0) return nothing;
    return html`
      <ul aria-label=${text().sources}>
        ${this.sources.map(({ at, as_of, note }) => html`
          <li>
            ${address(at)}, ${text().asOf} <time datetime=${as_of}>${day(as_of)}</time>${note
              ? html`. ${note}` : nothing}
          </li>
        `)}
      </ul>
    `;
  }
}

/** A link only for a plain web address, because anyone may write a catalog. */
function address(at: string) {
  const match = /^(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#][^\s]*)?)$/i.exec(at);
  if (!match?.[1]) return at;
  return html`<a href=${`https://${match[1]}`} target="_blank" rel="noopener noreferrer">${at}</a>`;
}
