// Where logs are dropped or chosen.
import { css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Part } from "@elements/part";
import { base, buttons } from "@elements/parts/styles";
import { sampleLog } from "../engine/sample";
import { text } from "../words";

/** Passes on the chosen files. */
export class LogsEvent extends Event {
  constructor(readonly files: readonly File[]) {
    super("logs", { bubbles: true, composed: true });
  }
}

@customElement("log-drop")
export class LogDrop extends Part {
  static override styles = [
    base,
    buttons,
    css`
      .drop {
        display: grid; gap: 0.5rem; justify-items: center; padding: clamp(1rem, 5vw, 2rem) 1rem;
        border: 2px dashed var(--control-line); border-radius: var(--radius); background: var(--sunken);
        text-align: center;
      }
      .drop.over { border-color: var(--accent); background: var(--accent-soft); }
      .small.drop { padding: 0.75rem 1rem; }
      input { position: absolute; width: 1px; height: 1px; opacity: 0; }
      input:focus-visible + label { outline: 2px solid var(--accent); outline-offset: 2px; }
      .row { display: flex; flex-wrap: wrap; gap: 0.5rem; justify-content: center; }
      label.button { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
      label.button:hover { background: var(--accent); filter: brightness(1.1); }
    `,
  ];

  /** Files are there already. */
  @property({ type: Boolean }) again = false;
  @state() private over = false;

  override render() {
    const words = text();
    return html`
      <div class="drop ${this.over ? "over" : ""} ${this.again ? "small" : ""}"
        @dragover=${this.hovered} @dragleave=${() => (this.over = false)} @drop=${this.dropped}>
        <p>${this.again ? words.logDropOthers : words.logDrop}</p>
        <div class="row">
          <span>
            <input type="file" id="logs" multiple
              accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,.gz,.zst,text/csv,application/json" @change=${this.chosen} />
            <label class="button" for="logs">${words.chooseFiles}</label>
          </span>
          <button @click=${() => this.pass([sampleLog()])}>${words.tryExample}</button>
        </div>
      </div>
    `;
  }

  private hovered(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  private dropped(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    this.pass([...(event.dataTransfer?.files ?? [])]);
  }

  private chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.pass([...(input.files ?? [])]);
    // Allows choosing the same file again after a correction.
    input.value = "";
  }

  private pass(files: readonly File[]): void {
    if (files.length > 0) this.dispatchEvent(new LogsEvent(files));
  }
}

declare global {
  interface HTMLElementEventMap {
    logs: LogsEvent;
  }
}
