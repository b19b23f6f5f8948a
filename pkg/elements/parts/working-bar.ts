// The progress of a long run, with a button to stop it.
import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { text } from "../localise";
import { Part } from "../part";
import { base, buttons } from "./styles";

@element("drawdown-working-bar")
export class WorkingBar extends Part {
  static override shadowRootOptions = { ...Part.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    buttons,
    css`
      div { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.375rem 1rem; align-items: center; }
      p { grid-column: 1 / -1; }
      progress { width: 100%; height: 0.625rem; accent-color: var(--accent); }
    `,
  ];

  /** 0 to 1. */
  @property({ type: Number }) share = 0;
  /** What is done; without one, that it is computed. */
  @property() label = "";
  @property() note = "";

  override render() {
    const words = text();
    const label = this.label || words.computing;
    const percent = words.percent(String(Math.floor(this.share * 100)));
    return html`
      <div>
        <p><strong>${label}</strong> <span class="number">${percent}</span>${this.note
          ? html` <span class="muted small">${this.note}</span>` : ""}</p>
        <progress max="1" .value=${this.share} aria-label=${label}></progress>
        <button @click=${() => this.dispatchEvent(new Event("stop"))}>${words.stop}</button>
      </div>
    `;
  }
}
