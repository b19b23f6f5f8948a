// The recommendation and its cost.
import type { Amount, CatalogInfo, Fit, FitOption, NeedEstimate } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { named, readable } from "../format/amount";
import { listed } from "../format/estimate";
import {
  between,
  brief,
  briefPrice,
  headroom,
  marginText,
  optionName,
  perYear,
  price,
  topUpCount,
  topUps,
} from "../format/fit";
import { sentence } from "../format/setting";
import { text } from "../localise";
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
  const words = text();
  const [best] = fit.options;
  if (!best) return { look: "open", badge: words.nothingToCompare, title: words.noOptions, text: "" };
  const open = fit.options
    .filter(({ state, plan }) => state === "unknown" && !info.plans.find(({ id }) => id === plan)?.contact)
    .map(({ name }) => name);
  const bought = topUps(best);
  const label = bought > 0 ? words.optionWith(optionName(best), topUpCount(bought)) : optionName(best);
  const others = open.length > 0 ? words.leftOut(listed(open), open.length) : "";
  if (fit.found) {
    const parts = [withoutMargin(fit, best), priceless(fit), others];
    return { look: "good", badge: words.bestFit, title: label, text: parts.filter(Boolean).join(" ") };
  }
  if (best.state === "covers")
    return {
      look: "open",
      badge: words.coversIt,
      title: words.smallestThatCovers(label),
      text: [words.priceNotPublished, others].filter(Boolean).join(" "),
    };
  if (open.length > 0)
    return {
      look: "open",
      badge: words.notKnownYet,
      title: words.whatTheyGive(listed(open), open.length),
      text: words.enterWhatYouSee,
    };
  return lacking(fit, best, label);
}

/** Of a fit in which nothing covers the need and its margin. */
function lacking({ options }: Fit, best: FitOption, label: string): Headline {
  const words = text();
  if (best.state === "need_only")
    return { look: "bad", badge: words.noMargin, title: label, text: words.coversOnlyNeed };
  if (best.state === "blocked")
    return { look: "bad", badge: words.noOption, title: words.noOptionAllows, text: sentence(best.reason) };
  const sure = options.every(({ state, proven }) => state !== "short" || proven);
  return {
    look: "bad",
    badge: words.noOption,
    title: sure ? words.noOptionCovers : words.noOptionFound,
    text: words.comesNearest(optionName(best), words.percent(readable(best.covered)), best.reason),
  };
}

/** An option that is cheaper, because it covers only the need as given. */
function withoutMargin({ options, currency }: Fit, { cost }: FitOption): string {
  const cheaper = options
    .filter((one) => one.state === "need_only" && one.cost !== undefined && Number(one.cost) < Number(cost ?? 0))
    .sort((a, b) => Number(a.cost) - Number(b.cost))[0];
  if (cheaper?.per_month === undefined) return "";
  return text().cheaperWithoutMargin(optionName(cheaper), price(cheaper.per_month, currency));
}

/** Options that cover the need at a price that is not published. */
function priceless({ options }: Fit): string {
  const names = options
    .filter(({ state, cost }) => state === "covers" && cost === undefined)
    .map(({ name }) => name);
  return names.length > 0 ? text().coversWithoutPrice(listed(names), names.length) : "";
}

/** The plan whose number is asked for first. */
function lacksPlan({ options: [best, ...rest] }: Fit): string {
  const lacking = best?.state === "covers" ? best : [best, ...rest].find((option) => option?.state === "unknown");
  return lacking?.plan ?? "";
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
      .prices { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); gap: 0.75rem; }
      .prices > div {
        padding: 0.75rem 0.875rem; border: 1px solid var(--line); border-radius: var(--radius-small);
        background: var(--sunken);
      }
      .prices > .need { border-color: var(--accent); background: var(--accent-soft); }
      .prices dt { font-size: 0.9375rem; font-weight: 550; }
      .prices dd { font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
      .prices .big { font-size: 1.375rem; font-weight: 650; letter-spacing: -0.015em; line-height: 1.3; }
      .prices .big .per { font-size: 0.9375rem; font-weight: 400; letter-spacing: 0; }
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
    const words = text();
    const { look, badge, title, text: more } = headline(fit, info);
    const [best] = fit.options;
    const numbers = words.numberCount(entered, readable(entered));
    return html`
      <div class=${look}>
        <header><h2>${words.whatFits}</h2><span class="badge">${badge}</span></header>
        <p class="lead number">${wanted(fit.need, info)}</p>
        <p class="title">${title}</p>
        ${more ? html`<p class="text">${worded(more)}</p>` : nothing}
        ${look === "open" && fit.options.length > 0
          ? html`<button @click=${() => this.dispatchEvent(new EnterEvent(lacksPlan(fit)))}>${best?.state === "covers"
            ? words.enterTheNumbers : words.enterTheCredits}</button>`
          : nothing}
        ${entered > 0 ? html`<p class="yours">${words.basedOnYours(numbers, info.name)}</p>` : nothing}
      </div>
      ${best && (best.state === "covers" || best.state === "need_only") ? html`${best.cost === undefined ? nothing
        : this.prices(best, fit)}${this.figures(best, fit)}` : nothing}
    `;
  }

  /** What it costs for the need as said, and beside it what it costs if the margin is used too. */
  private prices({ cost, per_month: mean, top_ups: bought = [], with_margin: more, buffer_high: all }: FitOption, fit: Fit) {
    const words = text();
    const { currency, months, need } = fit;
    const { low, high, unit } = need.buffer;
    const margin = marginText({ low, high: all ? high : low, unit }, this.info?.units ?? "");
    const side = (look: string, label: string, whole: Amount | undefined, month: Amount | undefined, count: number, note = "") => {
      const shown = whole === undefined || month === undefined ? undefined : this.yearly ? perYear(whole, months) : month;
      return html`<div class=${look}><dt>${label}</dt>
        ${shown === undefined ? html`<dd class="big">${note || words.notPublished}</dd>` : html`
          <dd class="big">${price(shown, currency)} <span class="per">${this.yearly ? words.aYear : words.eachMonth}</span></dd>
          <dd>${words.priceOver(price(whole ?? 0, currency), words.monthCount(months, readable(months)))}</dd>
          ${count > 0 ? html`<dd>${words.includingTopUps(topUpCount(count))}</dd>` : nothing}`}</div>`;
    };
    const sum = (list: readonly { count: number }[] = []) => list.reduce((total, { count }) => total + count, 0);
    const hasMargin = Number(high) > 0;
    return html`
      <dl class="prices">
        ${side("need", words.forWhatYouMake, cost, mean, sum(bought))}
        ${hasMargin ? side("", words.withOnTop(margin), more?.cost, more?.per_month, sum(more?.top_ups),
          more ? "" : words.marginNotCovered) : nothing}
      </dl>
    `;
  }

  private figures(best: FitOption, { currency }: Fit) {
    const words = text();
    const money = (amount: Amount) => price(amount, currency);
    const bought = best.top_ups ?? [];
    const worth = (amount: Amount) => words.worth(money(amount));
    const has = (amount: Amount | undefined) => amount !== undefined && Number(amount) !== 0;
    const mightDo = fewer(best, money);
    return html`
      <dl class="figures">
        ${topUps(best) > 0 && mightDo ? figure(words.topUps, readable(topUps(best)), mightDo) : nothing}
        ${best.per_run !== undefined && has(best.per_run)
          ? figure(words.perRun, briefPrice(best.per_run, currency), ofUnit(best, this.info?.unit)) : nothing}
        ${figure(words.roomToGrow, headroom(best))}
        ${Number(best.left) > 0
          ? figure(words.leftOfTopUps, readable(best.left), best.left_money === undefined ? "" : worth(best.left_money))
          : nothing}
        ${figure(words.lostUnused, readable(best.wasted), has(best.wasted_money) ? worth(best.wasted_money ?? 0) : "")}
      </dl>
      ${bought.length > 0 ? html`<drawdown-purchase-list .bought=${bought} .currency=${currency} .zone=${this.zone}
        .units=${this.info?.units ?? ""}></drawdown-purchase-list>` : nothing}
    `;
  }
}

/** `For 62,040 credits a month, 77,550 with 25 % on top`. */
function wanted({ need, with_buffer: most, approximate, buffer }: NeedEstimate, { unit, units }: CatalogInfo): string {
  const words = text();
  const about = approximate ? `${words.about} ` : "";
  const month = `${about}${between(need)} ${named(need.high, unit, units)}`;
  return words.needAndMargin(month, between(most), marginText(buffer, units));
}

function figure(label: string, amount: string, more = "") {
  return html`<div><dt>${label}</dt>
    <dd>${amount}${more ? html`<span class="more">${more}</span>` : nothing}</dd></div>`;
}

/** How far the number of purchases may be from the least. */
function fewer({ proven, gap }: FitOption, money: (amount: Amount) => string): string {
  const words = text();
  if (proven) return "";
  return gap === undefined ? words.fewerMightDo : words.fewerMightDoAtMost(money(gap));
}

function ofUnit({ per_credit: each }: FitOption, unit = ""): string {
  return each === undefined ? "" : text().priceOfUnit(brief(each, 5), unit);
}
