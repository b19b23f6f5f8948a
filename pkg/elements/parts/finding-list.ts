// Findings of the catalog checker, each with its place in the file.
import type { Finding } from "drawdown";
import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { sentence } from "../format/setting";
import { text } from "../localise";
import { Part } from "../part";
import { base } from "./styles";
import { worded } from "./words";

/** A pointer as people read it: `operations, no. 1, price` for `/operations/0/price`. */
function trail(pointer: string): string {
  // A place that is no pointer, such as the name of a file.
  if (!pointer.startsWith("/")) return pointer;
  const parts = pointer.slice(1).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return parts.map((part) => (/^\d+$/.test(part) ? text().numberInList(Number(part) + 1) : part)).join(" \u203a ");
}

@element("drawdown-finding-list")
export class FindingList extends Part {
  static override styles = [
    base,
    css`
      :host {
        padding: 0.75rem 1rem; border: 1px solid var(--bad-line); border-radius: var(--radius-small);
        background: var(--bad-soft);
      }
      :host([mild]) { border-color: var(--warn-line); background: var(--warn-soft); }
      h3 { color: var(--bad); }
      :host([mild]) h3 { color: var(--warn); }
      li { padding-top: 0.5rem; font-size: 0.9375rem; }
      .place { display: block; color: var(--muted); }
    `,
  ];

  @property() heading = "";
  @property({ attribute: false }) findings: Finding[] = [];
  /** Warnings, not errors. */
  @property({ type: Boolean, reflect: true }) mild = false;

  override render() {
    const { findings, wholeFile } = text();
    return html`
      <div role=${this.mild ? "group" : "alert"} aria-label=${this.heading}>
        <h3>${findings(this.heading, this.findings.length, this.mild)}</h3>
        <ul>
          ${this.findings.map(({ path, message }) => html`
            <li><span class="place">${path ? trail(path) : wholeFile}</span>${worded(sentence(message))}</li>`)}
        </ul>
      </div>
    `;
  }
}
