// On a phone the answer comes first, and the inputs are folded under it.
import { css, html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";

/** As wide as this, in pixels, a place holds inputs and answers one after the other only. */
const MOST = 560;

/** Whether the window, or the place of the host in it, is as narrow as a phone. */
export class Narrow implements ReactiveController {
  value = false;
  /** Whether the inputs are unfolded. */
  open = false;
  private window: MediaQueryList | undefined;
  private observer: ResizeObserver | undefined;

  constructor(private readonly host: ReactiveControllerHost & Element) {
    host.addController(this);
  }

  hostConnected(): void {
    this.window = matchMedia("(max-width: 40rem)");
    this.window.addEventListener("change", this.look);
    this.observer = new ResizeObserver(this.look);
    this.observer.observe(this.host);
    this.value = this.window.matches;
  }

  hostDisconnected(): void {
    this.window?.removeEventListener("change", this.look);
    this.observer?.disconnect();
  }

  /** Inputs that fold; `brief` says what is set in them. */
  folded(label: string, brief: string, inputs: TemplateResult, isWrong = false): TemplateResult {
    const toggle = (event: Event) => {
      this.open = (event.target as HTMLDetailsElement).open;
    };
    return html`<details class="fold" ?open=${this.open || isWrong} @toggle=${toggle}>
      <summary><span>${label}</span> <span class="muted small">${brief}</span></summary>${inputs}</details>`;
  }

  private readonly look = (): void => {
    const { width } = this.host.getBoundingClientRect();
    const value = (this.window?.matches ?? false) || (width > 0 && width <= MOST);
    if (value === this.value) return;
    this.value = value;
    this.host.requestUpdate();
  };
}

export const folding = css`
  .fold { display: block; }
  .fold > summary {
    display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.5rem; padding: 0.75rem 1rem;
    border: 1px solid var(--control-line); border-radius: var(--radius); background: var(--surface); cursor: pointer;
    font-weight: 600; overflow-wrap: anywhere;
  }
  .fold > summary::before { content: "\\25B8"; color: var(--accent); }
  :host(:dir(rtl)) .fold > summary::before { content: "\\25C2"; }
  .fold[open] > summary::before, :host(:dir(rtl)) .fold[open] > summary::before { content: "\\25BE"; }
  .fold > summary > .small { font-weight: 400; }
  .fold[open] > summary { margin-bottom: 1rem; }
`;
