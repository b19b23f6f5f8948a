// From history to need: when credits run out at the pace of the log, and which plan fits.
import type { CatalogInfo, Fit, FitOption } from "drawdown";
import type { PaceLine, PaceRunOut, UsageForecast, UsagePace } from "drawdown/usage";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { readable } from "@elements/format/amount";
import { headroom, optionName, price, topUps } from "@elements/format/fit";
import { onDay } from "@elements/format/projection";
import { sentence, titled } from "@elements/format/setting";
import { locale } from "@elements/localise";
import { Part } from "@elements/part";
import { base, buttons, card, sides, verdict } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";
import { sheet } from "../engine/csv";
import { text } from "../words";
import { headed, saves } from "./saves";
import "./plain-table";

@customElement("next-panel")
export class NextPanel extends Part {
  static override styles = [
    base,
    buttons,
    card,
    sides,
    verdict,
    headed,
    css`
      :host { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
      .more { margin-top: 0.375rem; text-wrap: pretty; }
      ul { font-size: 0.9375rem; }
      svg { display: block; width: 100%; height: 1.5rem; }
      .track { fill: var(--sunken); } .range { fill: var(--series-2); opacity: 0.45; } .expected { fill: var(--series-2); }
      @media (forced-colors: active) {
        svg { forced-color-adjust: none; }
        .track { fill: Canvas; stroke: GrayText; } .range { fill: GrayText; opacity: 1; } .expected { fill: Highlight; }
      }
    `,
  ];

  @property({ attribute: false }) forecast: UsageForecast | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;
  /** Id of the plan at the end of the log. */
  @property() plan = "";
  @property() zone = "UTC";

  override render() {
    const { forecast, info } = this;
    if (!forecast || !info) return nothing;
    const { pace, run_out: runOut, fit } = forecast;
    return html`
      ${pace && runOut && fit ? this.headline(runOut, fit, info) : this.tooShort(forecast)}
      ${pace ? this.pace(forecast, pace, info) : nothing}
      ${pace ? this.lines(pace, info) : nothing}
      ${fit ? this.options(fit) : nothing}
    `;
  }

  private tooShort({ not_enough: why = "" }: UsageForecast) {
    const words = text();
    return html`
      <section class="card open" aria-labelledby="ahead">
        <div>
          <header><h2 id="ahead">${words.nextMonth}</h2><span class="badge">${words.notKnownYet}</span></header>
          <p class="title" role="status">${words.notEnoughHistory}</p>
          <p class="more">${sentence(why)}.</p>
        </div>
      </section>
    `;
  }

  private headline(runOut: PaceRunOut, fit: Fit, info: CatalogInfo) {
    const words = text();
    const plan = info.plans.find(({ id }) => id === this.plan)?.name;
    const [best] = fit.options;
    const covers = best && (best.state === "covers" || best.state === "need_only");
    const [look, badge] = runOut.expected ? ["bad", words.outlookRunsOut] : ["good", words.outlookLasts];
    return html`
      <section class="card ${look}" aria-labelledby="ahead">
        <div>
          <header><h2 id="ahead">${words.nextMonth}</h2><span class="badge">${badge}</span></header>
          <p class="title" role="status">${this.runsOut(runOut)}${covers ? ` ${words.coversPace(optionName(best), spare(best))}` : ""}</p>
          <p class="more">${[this.range(runOut), plan ? words.heldIs(plan) : words.noPlanNow].filter(Boolean).join(" ")}</p>
        </div>
        ${runOut.assumptions ? html`<ul class="small muted">${runOut.assumptions.map((one) => html`
          <li>${worded(sentence(words.assumedThat(one)))}</li>`)}</ul>` : nothing}
      </section>
    `;
  }

  private runsOut({ expected, until }: PaceRunOut): string {
    const words = text();
    return expected ? words.atThisPaceRunsOut(onDay(expected, this.zone)) : words.atThisPaceLasts(onDay(until, this.zone));
  }

  private range({ expected, early, late, until }: PaceRunOut): string {
    const words = text();
    const date = (at: string) => onDay(at, this.zone);
    if (!expected) return early ? words.heavyRunsOut(date(early)) : words.heavyLasts;
    const from = early && date(early) !== date(expected) ? date(early) : "";
    const to = late ? (date(late) === date(expected) ? "" : date(late)) : words.afterDate(date(until));
    if (from && to) return words.runsOutBetween(from, to);
    return from ? words.runsOutEarliest(from) : to ? words.runsOutLight(to) : "";
  }

  private pace({ history, unrated = [] }: UsageForecast, pace: UsagePace, info: CatalogInfo) {
    const words = text();
    const { month, trend, weekdays, bursts } = pace;
    const unit = pace.in_runs ? words.runsUnit : words.unitName(info.units);
    const most = Number(month.high) * 1.05 || 1;
    const at = (amount: string | number) => `${(100 * Number(amount)) / most}%`;
    const facts = [
      words.logCovers(onDay(history.from, this.zone), onDay(Date.parse(history.until) - 1, this.zone), readable(history.active_days)),
      trend === undefined ? words.noTrend : Number(trend) < 0
        ? words.trendLess(words.percent(readable(-Number(trend)))) : words.trendMore(words.percent(readable(trend))),
      weekdays ? words.weekdayPace(weekdays.map((share, day) => `${weekday(day)} ${words.percent(readable(Math.round(Number(share))))}`).join(", "))
        : words.weekdaysAlike,
      bursts ? words.burstDays(readable(bursts.days.length), bursts.days.length, whole(bursts.size), unit) : "",
      ...unrated.map(({ reason, events }) => words.notInPace(readable(events), events, reason)),
    ].filter(Boolean);
    return html`
      <section class="card" aria-labelledby="pace">
        <h2 id="pace">${words.paceHeading}</h2>
        <dl class="figures">
          ${figure(words.paceDay, `${whole(pace.per_day)} ${unit}`)}
          ${figure(words.paceMonth, `${whole(month.expected)} ${unit}`)}
          ${figure(words.paceRange(month.within), words.span(whole(month.low), whole(month.high)))}
        </dl>
        <svg aria-hidden="true">
          <rect class="track" width="100%" height="100%" rx="4" />
          <rect class="range" x=${at(month.low)} width=${at(Number(month.high) - Number(month.low))} height="100%" />
          <rect class="expected" x=${at(month.expected)} width="3" height="100%" />
        </svg>
        <ul>${facts.map((fact) => html`<li>${fact}</li>`)}</ul>
      </section>
    `;
  }

  private lines({ lines }: UsagePace, info: CatalogInfo) {
    const words = text();
    const csv = () => sheet(
      ["operation", "settings", "member", "per_day", "each", "per_month", "done", "failed"],
      lines.map(({ request, member, per_day: day, each, per_month: month, done, failed }) =>
        [request.operation, JSON.stringify(request.settings ?? {}), member, day, each, month, done, failed]),
    );
    return html`
      <section class="card" aria-labelledby="what">
        <div class="row"><h2 id="what">${words.paceLines}</h2>${saves(words.paceLines, "pace", csv, lines)}</div>
        <plain-table .label=${words.asTable(words.paceLines)}
          .heads=${[words.columnWhat, words.columnPerDay, words.columnEach, words.columnInMonth(info.units)].map((name) => ({ name }))}
          .rows=${lines.slice(0, 100).map((line) => [
            nameOf(line, info), whole(line.per_day), readable(line.each), whole(line.per_month),
          ])}></plain-table>
      </section>
    `;
  }

  private options(fit: Fit) {
    const words = text();
    const { options, currency } = fit;
    const csv = () => sheet(
      ["option", "plan", "term", "state", "per_month", "cost", "covered", "headroom", "reason"],
      options.map((one) => [one.name, one.plan, one.term, one.state, one.per_month, one.cost, one.covered, one.headroom, one.reason]),
    );
    return html`
      <section class="card" aria-labelledby="fits">
        <div class="row"><h2 id="fits">${words.whatFits}</h2>${saves(words.whatFits, "fit", csv, fit)}</div>
        <p lang="en">${worded(sentence(fit.verdict))}</p>
        <plain-table .label=${words.asTable(words.whatFits)}
          .heads=${[{ name: words.columnOption }, { name: words.perMonth }, { name: words.columnCovered }, { name: words.columnSpare },
            { name: words.columnWhy, kind: "sentences" }]}
          .rows=${options.map((one) => [
            optionLabel(one), one.per_month === undefined ? words.notPublished : price(one.per_month, currency),
            one.state === "unknown" ? "" : words.percent(readable(one.covered)), headroom(one, true), sentence(one.reason),
          ])}></plain-table>
        <p class="small muted">${words.fitHint(readable(fit.months))}</p>
      </section>
    `;
  }
}

function optionLabel(option: FitOption): string {
  const bought = topUps(option);
  return bought > 0 ? text().optionPlusTopUps(optionName(option), readable(bought), bought) : optionName(option);
}

function nameOf({ request, member }: PaceLine, info: CatalogInfo): string {
  const name = info.operations.find(({ id }) => id === request.operation)?.name ?? request.operation;
  const settings = Object.entries(request.settings ?? {}).map(([key, value]) => `${titled(key)} ${String(value)}`);
  return [settings.length > 0 ? `${name} (${settings.join(", ")})` : name, member].filter(Boolean).join(", ");
}

/** What the plan has beyond the pace, in words. */
function spare(option: FitOption): string {
  const words = text();
  const { headroom: percent, unlimited } = option;
  const more = topUps(option) > 0 ? words.withTopUps : "";
  if (unlimited) return `${more}${words.spareUnlimited}`;
  if (percent === undefined) return more;
  return `${more}${percent >= 100 ? words.spareDouble : words.sparePercent(words.percent(readable(percent)))}`;
}

/** A day of the week, from Monday on. */
function weekday(day: number): string {
  return new Intl.DateTimeFormat(locale(), { weekday: "short", timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + day));
}

/** Without places, but for small numbers. */
function whole(amount: string | number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: Number(amount) < 100 ? 2 : 0 }).format(Number(amount));
}

function figure(name: string, value: string) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
