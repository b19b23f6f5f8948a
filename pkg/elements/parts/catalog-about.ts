// The catalog of the answer, with its author's notes.
import type { CatalogInfo } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { day } from "../format/date";
import { text } from "../localise";
import { Part } from "../part";
import { base } from "./styles";

@element("drawdown-catalog-about")
export class CatalogAbout extends Part {
  static override styles = [
    base,
    css`
      :host { color: var(--muted); font-size: 0.8125rem; }
      summary { cursor: pointer; }
      summary:hover { color: var(--ink); }
      ul { display: grid; gap: 0.375rem; padding-top: 0.5rem; }
      li { padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--line); }
    `,
  ];

  @property({ attribute: false }) info: CatalogInfo | undefined;

  override render() {
    const { info } = this;
    if (!info) return nothing;
    const words = text();
    const said = html`${words.catalogVersion(info.name, info.version)}, ${words.asOf} <time
      datetime=${info.as_of}>${day(info.as_of)}</time>`;
    if (info.notes.length === 0) return html`<p>${said}</p>`;
    return html`
      <details>
        <summary>${said}: ${words.noteCount(info.notes.length)}</summary>
        <ul>${info.notes.map((note) => html`<li>${note}</li>`)}</ul>
      </details>
    `;
  }
}
