// `<drawdown-balance>`: what a scenario does to a balance, as a sentence, a chart and a table.
import type { Catalog, Finding, Scenario } from "drawdown";
import type { ProjectionData } from "drawdown/worker";
import { css, html, nothing, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { BalanceStore, type Answer, type BalanceChange } from "./balance-store";
import { CatalogElement } from "./catalog-element";
import { differ } from "./differ";
import { element } from "./element";
import { balanceOf } from "./engine/balance";
import { needed } from "./parts/needed";
import { text } from "./localise";
import type { Messages } from "./messages";
import type { BalanceData } from "./parts/balance-chart";
import { base, buttons, card, late, sides } from "./parts/styles";
import { workCard } from "./parts/work-card";
import "./parts/balance-chart";
import "./parts/balance-table";
import "./parts/outlook-card";
import "./parts/shortfall-list";
import "./parts/use-table";

export type { BalanceChange };

/** A long run has moved on, has ended or was stopped. */
export interface BalanceProgress {
  /** 0 to 1; absent while no long run is under way. */
  share: number | undefined;
  /** By the user; the projection shown is for an earlier scenario. */
  stopped: boolean;
}

/**
 * A scenario's balance over time. It simulates on a thread of its own, so that a long run does not block the page;
 * with a catalog that was given as a handle, which cannot go to another thread, on this one.
 *
 * @tagname drawdown-balance
 * @fires drawdown-change - A run has ended; `detail` is a `BalanceChange`.
 * @fires drawdown-progress - A long run has moved on, has ended or was stopped; `detail` is a `BalanceProgress`.
 * @slot - Below the answer: cards of one's own.
 * @slot heading - Replaces the heading of the outlook.
 * @slot inputs - Below the outlook, or below what is to be corrected: inputs of one's own.
 * @csspart card - Each card.
 * @csspart work - The progress of a long run, or that it was stopped.
 * @csspart outlook - The outlook: a sentence and figures.
 * @csspart errors - What is wrong or missing, instead of all that follows.
 * @csspart balance - The chart and the table.
 * @csspart shortfalls - When credits are short, and the ways out.
 * @csspart use - Who used the credits, and for what.
 */
@element("drawdown-balance")
export class DrawdownBalance extends CatalogElement<Catalog> {
  static override styles = [
    base,
    buttons,
    card,
    sides,
    late,
    css`
      :host { color: var(--ink); }
      /* As high as most answers: what follows does not move. */
      .work { display: contents; }
      .waiting { display: block; min-height: 16rem; }
      @media (max-width: 40rem) { .waiting { min-height: 26rem; } }
    `,
  ];

  /** What is simulated; times are shown in its account's zone. */
  @property({ attribute: false, hasChanged: differ }) scenario: Scenario | undefined;
  /** A projection computed elsewhere, such as by a server; shown if there is no scenario. */
  @property({ attribute: false }) projection: ProjectionData | undefined;

  private readonly store = new BalanceStore(this);
  private drawn: { answer: Answer; words: Messages; data: BalanceData } | undefined;
  private outcome: BalanceChange | undefined;
  private progress: BalanceProgress = { share: undefined, stopped: false };

  protected override ownEngine() {
    return import("drawdown");
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!ASKING.some((name) => changed.has(name))) return;
    const { opened, scenario, projection } = this;
    if (!scenario && projection) this.store.take(opened, projection);
    else if (changed.has("opened") || changed.has("scenario")) this.store.ask(opened, scenario);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { outcome, share, stopped } = this.store;
    if (share !== this.progress.share || stopped !== this.progress.stopped)
      this.tell("drawdown-progress", (this.progress = { share, stopped }));
    if (outcome && outcome !== this.outcome) this.tell("drawdown-change", (this.outcome = outcome));
  }

  override render() {
    const { answer, faults, share, voice } = this.store;
    const wrong = [...this.broken, ...faults];
    const isWrong = wrong.length > 0;
    const isWaiting = !answer && !isWrong && this.scenario !== undefined;
    return html`
      <div class="answers" aria-busy=${share === undefined ? "false" : "true"}>
        <div class="work ${isWaiting ? "waiting" : ""}">${workCard(this, this.store,
          answer && faults.length === 0 ? text().runPrevious : "")}</div>
        ${isWrong ? this.correction(wrong, answer ? text().runPrevious : "") : nothing}
        ${answer ? html`<div class="answers ${isWrong ? "late" : ""}">${this.outlook(answer)}</div>` : nothing}
        <slot name="inputs"></slot>
        ${answer ? html`<div class="answers ${isWrong ? "late" : ""}">${this.answer(answer)}</div>` : nothing}
        <slot></slot>
      </div>
      <p class="visually-hidden" role="status" aria-live="polite">${voice.said}</p>
    `;
  }

  private outlook({ data: { summary, left_off: leftOff }, info, zone }: Answer) {
    const words = text();
    return html`
      <section class="card" part="card outlook" aria-label=${words.willHappen}><drawdown-outlook-card
        .summary=${summary} .info=${info} .zone=${zone} .leftOff=${leftOff.invoices ?? 0}><slot name="heading"
          slot="heading"><h2>${words.willHappen}</h2></slot></drawdown-outlook-card></section>
    `;
  }

  private answer(answer: Answer) {
    const words = text();
    const { info } = answer;
    const { summary, left_off: leftOff } = answer.data;
    return html`
      ${this.days(answer)}
      ${
        summary.shortfalls.length > 0
          ? html`<section class="card" part="card shortfalls"
          aria-label=${words.shortOfCredits}><drawdown-shortfall-list .summary=${summary} .info=${info}
          .zone=${answer.zone} .leftOff=${leftOff.shortfalls ?? 0}></drawdown-shortfall-list></section>`
          : nothing
      }
      ${
        summary.projects.length + summary.members.length > 0 || summary.operations.length > 1
          ? html`<section class="card" part="card use" aria-labelledby="who">
          <h2 id="who">${words.whoUsedIt}</h2><drawdown-use-table .summary=${summary}
            .info=${info}></drawdown-use-table></section>`
          : nothing
      }
    `;
  }

  private days(answer: Answer) {
    const words = text();
    if (this.drawn?.answer !== answer || this.drawn.words !== words)
      this.drawn = { answer, words, data: balanceOf(answer.data, answer.document, answer.zone) };
    const { data } = this.drawn;
    return html`
      <section class="card" part="card balance" aria-labelledby="balance">
        <h2 id="balance">${words.balanceByClass}</h2>
        <drawdown-balance-chart .data=${data} .units=${answer.info}></drawdown-balance-chart>
        <drawdown-balance-table .data=${data} .units=${answer.info}></drawdown-balance-table>
      </section>
    `;
  }

  /** While an input is missing or wrong; below it is the outcome of the scenario before, if there was one. */
  private correction(faults: readonly Finding[], note: string) {
    const words = text();
    const isMissing = faults.every(({ path }) => path.startsWith("/account/assume/"));
    return html`
      <section class="card" part="card errors" aria-label=${note ? words.whatIsNeeded : words.willHappen}>
        <h2>${isMissing ? words.needsOneNumber : words.needsCorrection}</h2>
        <ul class="needs" aria-label=${words.whatIsNeeded}>${faults.map(
          ({ path, message }) => html`
          <li>${needed(path, message, this.opened)}</li>`,
        )}</ul>
        ${note ? html`<p class="muted small">${note}</p>` : nothing}
      </section>
    `;
  }

  private tell(name: string, detail: BalanceChange | BalanceProgress): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

const ASKING = ["opened", "scenario", "projection"];

declare global {
  interface HTMLElementTagNameMap {
    "drawdown-balance": DrawdownBalance;
  }
}
