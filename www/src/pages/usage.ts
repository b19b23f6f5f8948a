// The usage page: logs and what is asked of them on one side, the answers on the other.
import "../site/language";
import type { ReadSummary, ReportRow, UsageReport } from "drawdown/usage";
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, query } from "lit/decorators.js";
import { counted, readable } from "@elements/format/amount";
import { locale } from "@elements/localise";
import { choice } from "@elements/engine/choice";
import { Part } from "@elements/part";
import { Narrow, folding } from "@elements/parts/narrow";
import type { Pick } from "@elements/parts/pick";
import { base, buttons, card, sides, verdict } from "@elements/parts/styles";
import type { LogsEvent } from "../components/log-drop";
import type { MappingEvent } from "../components/mapping-card";
import type { PlansEvent } from "../components/plans-part";
import type { OpenEvent, PlatformEvent } from "../components/platform-picker";
import { headed, saves } from "../components/saves";
import type { ShownEvent } from "../components/shown-fields";
import type { NamedRow } from "../components/usage-table";
import type { ViewEvent } from "../components/view-fields";
import { shipped } from "../engine/catalogs";
import { csv, type Reports } from "../engine/usage";
import { dateOf, periodName, periods } from "../format/days";
import type { Section } from "./account-store";
import { UsageStore } from "./usage-store";
import "@elements/parts/choice-field";
import "@elements/parts/finding-list";
import "@elements/parts/working-bar";
import "../components/account-fields";
import "../components/act-fields";
import "../components/invoice-list";
import "../components/log-drop";
import "../components/mapping-card";
import "../components/next-panel";
import "../components/problem-list";
import "../components/rating-fields";
import "../components/replay-panel";
import "../components/shown-fields";
import "../components/start-fields";
import "../components/usage-bars";
import "../components/usage-columns";
import "../components/usage-table";
import "../components/view-fields";
import { text } from "../words";

/** More periods than this are only shown where there are events. */
const MOST_COLUMNS = 1_500;

const SECTIONS = [
  choice<Section>("spent", () => text().sectionSpent),
  choice<Section>("account", () => text().sectionAccount),
  choice<Section>("invoices", () => text().sectionInvoices),
  choice<Section>("next", () => text().sectionNext),
];

@customElement("usage-page")
export class UsagePage extends Part {
  static override styles = [
    base,
    buttons,
    card,
    sides,
    verdict,
    headed,
    folding,
    css`
      .chart { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; align-items: start; }
      .answers:focus { outline: none; }
      details > summary { cursor: pointer; color: var(--accent); font-weight: 550; }
      details[open] > summary { margin-bottom: 0.75rem; }
      @media print { .grid { display: block; } .inputs { display: none; } .answers { display: block; } }
      @media (min-width: 80rem) { .chart.two { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); } }
    `,
  ];

  private readonly store = new UsageStore(this);
  private readonly narrow = new Narrow(this);
  @query(".answers") private answersPart!: HTMLElement;

  override render() {
    const { store } = this;
    const { files } = store;
    const hasEvents = store.read !== undefined && store.read.events > 0;
    const { narrow } = this;
    const inputs = html`
        <div class="inputs" @view=${(event: ViewEvent) => store.show(event.change)}
          @plans=${(event: PlansEvent) => store.setAccount(event.change)}>
          ${this.log()}
          ${files.length > 0 && store.recognised ? this.columns() : nothing}
          ${hasEvents ? this.section() : nothing}
          ${hasEvents && store.account.section === "spent" ? this.view() : nothing}
          ${files.length > 0 ? this.rating() : nothing}
          ${hasEvents && store.account.section !== "spent" ? this.account() : nothing}
          ${store.reports ? html`<a class="bar" href="#answers" @click=${this.showAnswers}>
            <strong>${this.brief(store.reports)}</strong><span class="small">${text().show}</span></a>` : nothing}
        </div>`;
    const answers = html`<div class="answers" tabindex="-1">${this.answers()}</div>`;
    // Without a log there is nothing else to see than where it goes.
    const isFolded = narrow.value && files.length > 0;
    return html`
      <div class="grid">${isFolded
        ? html`${answers}${narrow.folded(text().logInputs, files.map(({ name }) => name).join(", "), inputs,
          store.faults.length + store.viewFaults.length > 0)}`
        : html`${inputs}${answers}`}</div>
    `;
  }

  /** The answer in a few words, for narrow screens. */
  private brief(reports: Reports): string {
    const { section } = this.store.account;
    return section === "spent" ? this.spent(reports) : (SECTIONS.find(({ value }) => value === section)?.label ?? "");
  }

  private section() {
    const { account } = this.store;
    return html`
      <section class="card" aria-label=${text().usageSection}>
        <drawdown-choice-field .label=${text().usageSection} row even .options=${SECTIONS} .value=${account.section}
          @pick=${(event: CustomEvent<Pick>) => {
            event.stopPropagation();
            account.choose(event.detail.value as Section);
          }}></drawdown-choice-field>
      </section>
    `;
  }

  private account() {
    const { account } = this.store;
    const { opened, plans, faults } = account;
    if (!opened || !plans) return nothing;
    return html`
      <section class="card" aria-labelledby="account">
        <h2 id="account">${text().account}</h2>
        <account-fields past .opened=${opened} .plans=${plans} .faults=${faults}></account-fields>
      </section>
      <start-fields .opened=${opened} .plans=${plans} .faults=${faults}></start-fields>
      <act-fields past .opened=${opened} .plans=${plans} .faults=${faults}></act-fields>
      <shown-fields .shown=${account.shown} .fresh=${plans.start} .units=${opened.info.units}
        @shown=${(event: ShownEvent) => account.show(event.shown)}></shown-fields>
    `;
  }

  private spent({ time }: Reports): string {
    const { unit, units } = this.units();
    return counted(time.total.credits, unit, units);
  }

  /** On narrow screens the answers are below the inputs. */
  private readonly showAnswers = (event: Event): void => {
    event.preventDefault();
    this.answersPart.focus({ preventScroll: true });
    this.answersPart.scrollIntoView({ block: "start" });
  };

  private log() {
    const { store } = this;
    const { files } = store;
    return html`
      <section class="card" aria-labelledby="log">
        <h2 id="log">${text().logHeading}</h2>
        ${files.length > 0 ? html`<ul class="files small">${files.map(({ name, size }) => html`
          <li>${name} <span class="muted number">${bytes(size)}</span></li>`)}</ul>` : nothing}
        <log-drop ?again=${files.length > 0} @logs=${(event: LogsEvent) => void store.open(event.files)}></log-drop>
      </section>
    `;
  }

  private columns() {
    const { store } = this;
    return html`
      <section class="card" aria-label=${text().columns}>
        <details ?open=${store.faults.length > 0 || store.stale}>
          <summary>${text().columns}</summary>
          <mapping-card .recognised=${store.recognised} .mapping=${store.mapping}
            @mapping=${(event: MappingEvent) => void store.map(event.mapping)}></mapping-card>
        </details>
        ${store.stale ? html`<button @click=${() => void store.readAll()}>${text().readAgain}</button>` : nothing}
      </section>
    `;
  }

  private view() {
    const { store } = this;
    const { first = "", last = "" } = store.read ?? {};
    return html`
      <section class="card" aria-labelledby="view">
        <h2 id="view">${text().whichPart}</h2>
        <view-fields .view=${store.view} .whole=${[dateOf(first, store.zone), dateOf(last, store.zone)]}
          .members=${store.members} .operations=${store.operations}></view-fields>
      </section>
    `;
  }

  private rating() {
    const { store } = this;
    return html`
      <section class="card" aria-labelledby="rating"
        @platform=${(event: PlatformEvent) => void store.choosePlatform(event.platform)}
        @open-catalog=${(event: OpenEvent) => void store.openCatalog(event.file)}>
        <h2 id="rating">${text().pricesOfLog}</h2>
        <rating-fields .shipped=${shipped} .platform=${store.platform} .own=${store.own?.info.name ?? ""}
          .file=${store.ownFile} .faults=${store.ownFaults} .info=${store.rating?.info} .view=${store.view}
          .plan=${store.account.section === "spent" ? store.account.plans?.plan : undefined}></rating-fields>
      </section>
    `;
  }

  private answers() {
    const { store } = this;
    if (store.files.length === 0) return this.empty();
    return html`
      ${this.progress()}
      ${store.faults.length > 0 ? html`<drawdown-finding-list .heading=${text().logUnreadable} .findings=${store.faults}
        ></drawdown-finding-list>` : nothing}
      ${store.viewFaults.length > 0 ? html`<drawdown-finding-list .heading=${text().logNotShown}
        .findings=${store.viewFaults}></drawdown-finding-list>` : nothing}
      ${store.account.section === "spent" || !store.read ? html`
        ${store.read ? this.summary() : nothing}
        ${store.reports ? this.charts(store.reports) : nothing}` : this.accounted()}
    `;
  }

  /** What the account of the log did. */
  private accounted() {
    const words = text();
    const { account } = this.store;
    const { opened, plans, replay, section } = account;
    if (!opened || !plans) {
      return html`
        <section class="card" aria-labelledby="first">
          <h2 id="first">${words.choosePlatformFirst}</h2>
          <p class="muted">${words.choosePlatformHint}</p>
        </section>`;
    }
    const { info, document } = opened;
    const plan = replay?.projection.cycles.at(-1)?.plan ?? "";
    return html`
      ${account.share === undefined ? nothing : html`<section class="card" aria-label=${words.accountComputing}>
        <drawdown-working-bar .label=${words.accountComputing} .share=${account.share}
          @stop=${() => account.stop()}></drawdown-working-bar></section>`}
      ${account.stopped && !account.isRunning ? html`<section class="card" aria-label=${words.accountStopped}><div
        class="row"><p role="status"><strong>${words.accountStopped}</strong></p><button
        @click=${() => account.begin()}>${words.computeAgain}</button></div></section>` : nothing}
      ${account.faults.length > 0 ? html`<drawdown-finding-list .heading=${words.accountWrong}
        .findings=${account.faults}></drawdown-finding-list>` : nothing}
      ${section === "account" && replay ? html`<replay-panel .replay=${replay} .info=${info} .document=${document}
        .zone=${plans.zone} .payments=${account.listsPayments ? () => account.payments() : undefined}></replay-panel>` : nothing}
      ${section === "invoices" && account.invoices ? html`<invoice-list .invoices=${account.invoices} .info=${info}
        .zone=${plans.zone}></invoice-list>` : nothing}
      ${section === "next" && account.forecast ? html`<next-panel .forecast=${account.forecast} .info=${info} .plan=${plan}
        .zone=${plans.zone}></next-panel>` : nothing}
    `;
  }

  private empty() {
    return html`
      <section class="card" aria-labelledby="none">
        <h2 id="none">${text().noLogYet}</h2>
        <p class="muted">${text().noLogHint}</p>
        <p class="muted">${text().noLogPrices}</p>
      </section>
    `;
  }

  private progress() {
    const { store } = this;
    if (store.isReading) {
      return store.share === undefined ? nothing : html`
        <section class="card" aria-label=${text().logReading}>
          <drawdown-working-bar .label=${text().logReading} .share=${store.share}
          @stop=${() => store.stop()}></drawdown-working-bar></section>`;
    }
    return store.stopped ? html`
      <section class="card" aria-label=${text().logStopped}><div class="row"><p
        role="status"><strong>${text().logStopped}</strong> ${text().logNothingKept}</p><button @click=${() => void store.readAll()}>${text().readAgain}</button></div></section>`
      : nothing;
  }

  private summary() {
    const { read, reports } = this.store;
    if (!read) return nothing;
    const words = text();
    const total = reports?.time.total;
    const title = read.events === 0 ? words.noEventRead : reports ? this.spent(reports) : "…";
    return html`
      <section class="card" aria-labelledby="total">
        <h2 id="total">${read.events === 0 ? words.nothingToShow : words.spentHeading}</h2>
        <p class="title" role="status">${title}</p>
        ${total ? html`
          <dl class="figures">
            ${figure(words.figureRuns, readable(total.runs))}
            ${figure(words.figureFailedRuns, readable(total.failed))}
            ${figure(words.figureEvents, readable(total.events))}
            ${Number(total.refunded) > 0 ? figure(words.figureRefunded, readable(total.refunded)) : nothing}
            ${total.unknown > 0 ? figure(words.figureUnknown, readable(total.unknown)) : nothing}
            ${reports?.time.cost === undefined ? nothing : figure(words.figureCost, readable(reports.time.cost))}
          </dl>` : nothing}
        <problem-list ?hidden=${isFlawless(read, reports)} .read=${read} .unrated=${reports?.time.unrated ?? []}></problem-list>
      </section>
    `;
  }

  private charts({ time, operation, member }: Reports) {
    const words = text();
    const { view } = this.store;
    const { unit, units } = this.units();
    const all = periods(view.from, view.until, view.period);
    const byKey = new Map(time.rows.map((row) => [row.key[0] ?? "", row]));
    const kept = all.length > MOST_COLUMNS ? [...byKey.keys()] : all;
    const shown = time.rows.map((row) => ({ name: periodName(row.key[0] ?? "", locale()), row }));
    const columns = html`<usage-columns .periods=${kept} .rows=${byKey} .unit=${unit} .units=${units}></usage-columns>`;
    return html`
      ${this.chart(words.overTime, words.columnTime, time, columns, shown, false)}
      ${this.ranked(words.byModel, words.fieldOperation, operation)}
      ${this.ranked(words.byMember, words.fieldMember, member)}
    `;
  }

  private ranked(title: string, heading: string, report: UsageReport) {
    const rows = report.rows.map((row) => ({ name: nameOf(row), row }));
    return this.chart(title, heading, report, html`<usage-bars .rows=${rows}></usage-bars>`, rows, !this.store.view.compare);
  }

  private chart(
    title: string, heading: string, report: UsageReport, chart: TemplateResult, rows: NamedRow[], isNarrow: boolean,
  ) {
    const file = `usage-by-${report.by.join("-")}`;
    return html`
      <section class="card" aria-label=${title}>
        <div class="row"><h2>${title}</h2>${saves(title, file, () => csv(report), report)}</div>
        <div class="chart ${isNarrow ? "two" : ""}">
          ${chart}
          <usage-table .heading=${heading} .label=${text().asTable(title)} .rows=${rows} .report=${report}
            ></usage-table>
        </div>
      </section>
    `;
  }

  private units(): { unit: string; units: string } {
    const { rating } = this.store;
    return rating ? rating.info : { unit: text().creditWord, units: text().creditsWord };
  }
}

/** There is nothing to list. */
function isFlawless({ bad_rows: bad, duplicates, ignored }: ReadSummary, reports: Reports | undefined): boolean {
  return bad + duplicates + ignored.length + (reports?.time.unrated.length ?? 0) === 0;
}

function nameOf({ key: [name], others }: ReportRow): string {
  if (others) return text().othersCount(readable(others), others);
  return name ?? text().notStated;
}

function figure(name: string, value: string) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** A size for people: `1.2 MB`. */
function bytes(size: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(size, 1)) / 3)));
  const unit = units[power] ?? "byte";
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 })
    .format(size / 1000 ** power);
}
