// The recommendation and its cost.
import type { CatalogInfo, Fit, FitOption, NeedEstimate } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { named, readable } from "../format/amount";
import { listed } from "../format/estimate";
import { between, brief, headroom, marginText, optionName, perYear, price, times, topUps } from "../format/fit";
import { sentence } from "../format/setting";
import { Part } from "../part";
import { EnterEvent } from "./gap-fields";
import { base, buttons, verdict } from "./styles";
import { worded } from "./words";
import "./purchase-list";

export interface Headline {
  look: "good" | "bad" | "open";
  badge: string;
  title: string;
  text: string;
}

/** A fit at a glance. */
export function headline(fit: Fit, info: CatalogInfo): Headline {
  const [best] = fit.options;
  const open = fit.options.filter(
    ({ state, plan }) => state === "unknown" && !info.plans.find(({ id }) => id === plan)?.contact,
  );
  if (!best) return { look: "open", badge: "Nothing to compare", title: "There are no options to compare", text: "" };
  const bought = topUps(best);
  const label = `${optionName(best)}${bought > 0 ? `, with ${times(bought, "top-up", "top-ups")}` : ""}`;
  const others =
    open.length > 0
      ? `${listed(open.map(({ name }) => name))} ${open.length === 1 ? "is" : "are"} left out: ${open.length === 1 ? "its allowance is" : "their allowances are"} not published.`
      : "";
  const unpriced = fit.options.filter(({ state, cost }) => state === "covers" && cost === undefined);
  const priceless =
    unpriced.length > 0
      ? `${listed(unpriced.map(({ name }) => name))} ${unpriced.length === 1 ? "covers it too, but its price is" : "cover it too, but their prices are"} not published. `
      : "";
  if (fit.found)
    return {
      look: "good",
      badge: "Best fit",
      title: label,
      text: `${sentence(best.reason)}. ${priceless}${others}`.trim(),
    };
  if (best.state === "covers")
    return {
      look: "open",
      badge: "Covers it",
      title: `${label}: the smallest that covers it`,
      text: `Its price is not published. ${others}`.trim(),
    };
  if (open.length > 0) {
    const names = listed(open.map(({ name }) => name));
    return {
      look: "open",
      badge: "Not known yet",
      title: `What ${names} ${open.length === 1 ? "gives" : "give"} is not published`,
      text: "Enter what you see at the platform, and the plans are compared by your own numbers.",
    };
  }
  if (best.state === "need_only")
    return { look: "bad", badge: "No margin", title: label, text: "Covers the need, but no option covers its margin." };
  if (best.state === "blocked")
    return { look: "bad", badge: "None", title: "No option allows the whole need", text: sentence(best.reason) };
  const sure = fit.options.every(({ state, proven }) => state !== "short" || proven);
  return {
    look: "bad",
    badge: "None",
    title: sure ? "No option covers it" : "No option was found to cover it",
    text: `${optionName(best)} comes nearest, with ${readable(best.covered)}\u00a0%: ${best.reason}.`,
  };
}

@element("drawdown-fit-card")
export class FitCard extends Part {
  static override styles = [
    base,
    buttons,
    verdict,
    css`
      :host { display: grid; gap: 1.125rem; grid-template-columns: minmax(0, 1fr); }
      .lead { margin-top: 0.375rem; color: var(--muted); font-size: 0.9375rem; text-wrap: pretty; }
      .lead + .title { margin-top: 0.125rem; }
      .text { margin-top: 0.375rem; color: var(--muted); font-size: 0.9375rem; text-wrap: pretty; }
      button { margin-top: 0.75rem; }
      .yours { margin-top: 0.5rem; color: var(--warn); font-size: 0.875rem; }
      .figures > .first { border-color: var(--accent); }
      .first dd { font-size: 1.125rem; }
    `,
  ];

  @property({ attribute: false }) fit: Fit | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property() zone = "UTC";
  /** Money per year instead of per month. */
  @property({ type: Boolean }) yearly = false;
  /** Number of values that the user entered. */
  @property({ type: Number }) entered = 0;

  override render() {
    const { fit, info, entered } = this;
    if (!fit || !info) return nothing;
    const { look, badge, title, text } = headline(fit, info);
    const [best] = fit.options;
    return html`
      <div class=${look}>
        <header><h2>What fits</h2><span class="badge">${badge}</span></header>
        <p class="lead number">${this.wanted(fit.need, info)}</p>
        <p class="title">${title}</p>
        ${text ? html`<p class="text">${worded(text)}</p>` : nothing}
        ${look === "open" && fit.options.length > 0
          ? html`<button @click=${() => this.dispatchEvent(new EnterEvent())}>Enter the numbers</button>` : nothing}
        ${entered > 0 ? html`
          <p class="yours">Based on ${times(entered, "number", "numbers")} that you entered, because ${info.name} does not publish them.</p>` : nothing}
      </div>
      ${best && best.state === "covers" ? this.figures(best, fit) : nothing}
    `;
  }

  /** `For 62,040 credits a month, 77,550 with 25 % on top`. */
  private wanted({ need, with_buffer: most, approximate, buffer }: NeedEstimate, info: CatalogInfo): string {
    const about = approximate ? "about " : "";
    return `For ${about}${between(need)} ${named(need.high, info.unit, info.units)} a month, ${between(most)} with ${marginText(buffer, info.units)} on top`;
  }

  private figures(best: FitOption, { currency, months }: Fit) {
    const money = (amount: string | number) => price(amount, currency);
    const mean =
      best.cost === undefined || best.per_month === undefined
        ? undefined
        : this.yearly
          ? perYear(best.cost, months)
          : best.per_month;
    const bought = best.top_ups ?? [];
    const more = best.with_margin?.cost;
    return html`
      <dl class="figures">
        ${mean === undefined ? nothing : html`<div class="first"><dt>${this.yearly ? "Per year" : "Per month"}</dt>
          <dd>${money(mean)}<span class="more">on average</span></dd></div>`}
        <div class="first"><dt>In ${times(months, "month", "months")}</dt>
          <dd>${best.cost === undefined ? "not published" : money(best.cost)}</dd></div>
        ${more === undefined || Number(more) === Number(best.cost) ? nothing : html`<div><dt>With the margin</dt>
          <dd>${money(more)}<span class="more">if you make that much</span></dd></div>`}
        ${topUps(best) > 0 ? html`<div><dt>Top-ups</dt><dd>${readable(topUps(best))}${best.proven ? nothing
          : html`<span class="more">fewer might do${best.gap === undefined ? ""
            : `: ${money(best.gap)} at most`}</span>`}</dd></div>` : nothing}
        ${best.per_run === undefined || Number(best.per_run) === 0 ? nothing : html`<div><dt>Per run</dt>
          <dd>${money(brief(best.per_run))}${best.per_credit === undefined ? nothing
            : html`<span class="more">${brief(best.per_credit, 5)} a ${this.info?.unit ?? ""}</span>`}</dd></div>`}
        <div><dt>Room to grow</dt><dd>${headroom(best)}</dd></div>
        ${Number(best.left) > 0 ? html`<div><dt>Left of top-ups</dt>
          <dd>${readable(best.left)}${best.left_money === undefined ? nothing
            : html`<span class="more">worth ${money(best.left_money)}</span>`}</dd></div>` : nothing}
        <div><dt>Lost unused</dt>
          <dd>${readable(best.wasted)}${best.wasted_money !== undefined && Number(best.wasted_money) > 0
            ? html`<span class="more">worth ${money(best.wasted_money)}</span>` : nothing}</dd></div>
      </dl>
      ${bought.length > 0 ? html`<drawdown-purchase-list .bought=${bought} .currency=${currency} .zone=${this.zone}
        .units=${this.info?.units ?? ""}></drawdown-purchase-list>` : nothing}
    `;
  }
}
