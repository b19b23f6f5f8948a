// The card of a long computation: its progress with a button to stop it, or that it was stopped.
import { html, nothing } from "lit";
import { text } from "../localise";
import type { Part } from "../part";
import "./working-bar";

export interface Work {
  /** 0 to 1, once it takes long. */
  share: number | undefined;
  stopped: boolean;
  stop(): void;
  again(): void;
}

/** In a host with the styles `card` and `sides`; `note` says what is shown meanwhile. */
export function workCard(host: Part, work: Work, note: string) {
  const words = text();
  if (work.share !== undefined)
    return html`<section class="card" part="card work"><drawdown-working-bar .share=${work.share} .note=${note}
      @stop=${() => void stop(host, work)}></drawdown-working-bar></section>`;
  if (!work.stopped) return nothing;
  return html`<section class="card stopped" part="card work" aria-label=${words.stopped}>
    <p><strong>${words.stopped}.</strong> <span class="muted small">${note}</span></p><button
      @click=${() => work.again()}>${words.compute}</button></section>`;
}

/** Focuses the button that restarts it. */
async function stop(host: Part, work: Work): Promise<void> {
  work.stop();
  await host.updateComplete;
  host.renderRoot.querySelector<HTMLElement>(".stopped button")?.focus();
}
