// A code editor for the JSON of a catalog. It is fetched when somebody edits.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { HighlightStyle, bracketMatching, codeFolding, foldGutter, foldKeymap, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Finding } from "drawdown";
import { findNodeAtLocation, parseTree, type Node } from "jsonc-parser";

const LOOK = EditorView.theme({
  "&": { maxHeight: "32rem", fontSize: "0.8125rem", backgroundColor: "var(--surface)", color: "var(--ink)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace', lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--muted)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 8%, transparent)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent) !important" },
  ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--ink)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-changedLine": { backgroundColor: "var(--good-soft) !important" },
  ".cm-deletedChunk": { backgroundColor: "var(--bad-soft) !important", color: "var(--ink)" },
});

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--good)" },
  { tag: tags.string, color: "var(--ink)" },
]);

export class CodeEditor {
  private readonly view: EditorView;
  private readonly changes = new Compartment();
  private tree: { of: string; root: Node | undefined } | undefined;

  constructor(parent: HTMLElement, root: ShadowRoot, text: string, label: string, changed: (text: string) => void) {
    const state = EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), foldGutter(), codeFolding(), lintGutter(), history(), drawSelection(), bracketMatching(), highlightActiveLine(),
        highlightSelectionMatches(), search(), json(), syntaxHighlighting(COLOURS), LOOK, EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(this.text);
        }),
        this.changes.of([]),
      ],
    });
    this.view = new EditorView({ state, parent, root });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  set text(text: string) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  destroy(): void {
    this.view.destroy();
  }

  /** Marks where the errors are. */
  mark(faults: readonly Finding[]): void {
    const diagnostics = faults.map((fault): Diagnostic => {
      const [from, to] = this.span(fault);
      return { from, to, severity: "error", message: fault.message };
    });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  lineOf(fault: Finding): number {
    return this.view.state.doc.lineAt(this.span(fault)[0]).number;
  }

  goTo(fault: Finding): void {
    const [anchor] = this.span(fault);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.view.focus();
  }

  /** Shows what differs from a text; nothing without one. */
  compare(original: string | undefined): void {
    const shown = original === undefined ? [] : unifiedMergeView({ original, mergeControls: false, collapseUnchanged: {} });
    this.view.dispatch({ effects: this.changes.reconfigure(shown) });
  }

  /** Where the value of a pointer is; of its nearest parent, if it is missing; where a text that is no JSON stops. */
  private span({ path, message }: Finding): [number, number] {
    const { doc } = this.view.state;
    const [, line, column] = /\(line (\d+), column (\d+)\)$/.exec(message) ?? [];
    if (line && column && Number(line) <= doc.lines) {
      const { from, to } = doc.line(Number(line));
      const at = Math.min(from + Number(column) - 1, to);
      return [at, Math.min(at + 1, doc.length)];
    }
    const parts = path.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    for (; parts.length > 0; parts.pop()) {
      const node = this.nodeAt(parts);
      if (node) return [node.offset, Math.min(node.offset + Math.min(node.length, 200), doc.length)];
    }
    return [0, Math.min(1, doc.length)];
  }

  private nodeAt(parts: readonly string[]): Node | undefined {
    const { text } = this;
    if (this.tree?.of !== text) this.tree = { of: text, root: parseTree(text) };
    const { root } = this.tree;
    // A key of digits is a place only in a list.
    let node: Node | undefined = root;
    for (const part of parts) {
      if (!node) return undefined;
      node = findNodeAtLocation(node, [node.type === "array" ? Number(part) : part]);
    }
    return node;
  }
}
