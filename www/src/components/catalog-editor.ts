// The file of a catalog, to be changed: its errors at their lines, its tests, its changes.
import type { Finding, TestReport } from "drawdown";
import { Part } from "@elements/part";
import { base, buttons } from "@elements/parts/styles";
import { sentence } from "@elements/format/setting";
import { worded } from "@elements/parts/words";
import { plainly } from "@elements/engine/faults";
import { css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { CodeEditor } from "../engine/code-editor";
import { text } from "../words";

/** The file was changed. */
export class DraftEvent extends Event {
  constructor(readonly draft: string) {
    super("draft");
  }
}

/** More errors than this say the same. */
const MOST = 20;

@customElement("catalog-editor")
export class CatalogEditor extends Part {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.75rem; }
      .code { border: 1px solid var(--control-line); border-radius: var(--radius-small); overflow: hidden; }
      .code:empty { min-height: 24rem; }
      .state { display: grid; gap: 0.375rem; font-size: 0.9375rem; }
      .bad { color: var(--bad); }
      .good { color: var(--good); }
      .row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
    `,
  ];

  @property() original = "";
  @property() draft = "";
  @property({ attribute: false }) faults: readonly Finding[] = [];
  @property({ attribute: false }) tests: TestReport | undefined;
  @state() private showsChanges = false;
  @state() private failure = "";
  @query(".code") private place!: HTMLElement;
  private editor: CodeEditor | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.editor?.destroy();
    this.editor = undefined;
  }

  override async firstUpdated(): Promise<void> {
    try {
      // A third of the page's scripts, for those who edit.
      const { CodeEditor } = await import("../engine/code-editor");
      if (!this.isConnected) return;
      this.editor = new CodeEditor(this.place, this.renderRoot as ShadowRoot, this.draft, text().editorLabel, (draft) =>
        this.dispatchEvent(new DraftEvent(draft)));
      // They may have been found before.
      this.editor.mark(this.faults);
      this.requestUpdate();
    } catch (error) {
      this.failure = plainly(error);
    }
  }

  override updated(changed: PropertyValues<this>): void {
    const { editor } = this;
    if (!editor) return;
    if (editor.text !== this.draft) editor.text = this.draft;
    if (changed.has("faults")) editor.mark(this.faults);
  }

  override render() {
    const words = text();
    return html`
      <div class="code"></div>
      ${this.editor ? nothing : html`<p role="status">${this.failure || words.editorLoading}</p>`}
      <p class="muted small">${words.editorKeys}</p>
      <div class="state" role="status">${this.errors()}${this.report()}</div>
      <div class="row">
        <button aria-pressed=${this.showsChanges} ?disabled=${!this.editor} @click=${this.toggle}>${words.showChanges}</button>
        <button ?disabled=${this.draft === this.original}
          @click=${() => this.dispatchEvent(new DraftEvent(this.original))}>${words.undoAll}</button>
        <slot></slot>
      </div>
    `;
  }

  private errors() {
    const { faults } = this;
    const words = text();
    if (faults.length === 0) return html`<p class="good">${words.noErrors}</p>`;
    return html`
      <p class="bad">${words.errorsFound(faults.length)}</p>
      <ul>${faults.slice(0, MOST).map((fault) => html`<li>
        <button class="quiet" @click=${() => this.editor?.goTo(fault)}>${words.atLine(this.editor?.lineOf(fault) ?? 1)}</button>
        ${worded(sentence(fault.message))}</li>`)}</ul>`;
  }

  private report() {
    const { tests } = this;
    const words = text();
    if (!tests) return nothing;
    const count = tests.passed + tests.failed.length;
    if (count === 0) return html`<p>${words.noTests}</p>`;
    if (tests.failed.length === 0) return html`<p class="good">${words.testsPass(count)}</p>`;
    return html`
      <p class="bad">${words.testsFail(tests.failed.length, count)}</p>
      <ul>${tests.failed.slice(0, MOST).map(({ operation, expected, found }) => html`
        <li>${words.testFailed(operation, expected, found)}</li>`)}</ul>`;
  }

  private toggle(): void {
    this.showsChanges = !this.showsChanges;
    this.editor?.compare(this.showsChanges ? this.original : undefined);
  }
}

declare global {
  interface HTMLElementEventMap {
    draft: DraftEvent;
  }
}
