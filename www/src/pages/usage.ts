// The usage page: logs and what is asked of them on one side, the answers on the other.
import type { ReadSummary, ReportRow, UsageReport } from "drawdown/usage";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, query } from "lit/decorators.js";
import { counted, readable } from "@elements/format/amount";
import { locale } from "@elements/localise";
import { base, buttons, card, sides, verdict } from "@elements/parts/styles";
import type { LogsEvent } from "../components/log-drop";
import type { MappingEvent } from "../components/mapping-card";
import type { OpenEvent, PlatformEvent } from "../components/platform-picker";
import type { NamedRow } from "../components/usage-table";
import type { ViewEvent } from "../components/view-fields";
import { shipped } from "../engine/catalogs";
import { save } from "../engine/save";
import { csv, type Reports } from "../engine/usage";
import { dateOf, periodName, periods } from "../format/days";
import { UsageStore } from "./usage-store";
import "@elements/parts/finding-list";
import "@elements/parts/working-bar";
import "../components/log-drop";
import "../components/mapping-card";
import "../components/problem-list";
import "../components/rating-fields";
import "../components/usage-bars";
import "../components/usage-columns";
import "../components/usage-table";
import "../components/view-fields";
import { text } from "../words";

/** More periods than this are only shown where there are events. */
const MOST_COLUMNS = 1_500;

@customElement("usage-page")
export class UsagePage extends LitElement {
  static override styles = [
    base,
    buttons,
    card,
    sides,
    verdict,
    css`
      .chart { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; align-items: start; }
      .row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; justify-content: space-between; }
      .answers:focus { outline: none; }
      .files li { overflow-wrap: anywhere; }
      details > summary { cursor: pointer; color: var(--accent); font-weight: 550; }
      details[open] > summary { margin-bottom: 0.75rem; }
      @media (min-width: 80rem) { .chart.two { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); } }
    `,
  ];

  private readonly store = new UsageStore(this);
  @query(".answers") private answersPart!: HTMLElement;

  override render() {
    const { store } = this;
    const { files } = store;
    return html`
      <div class="grid">
        <div class="inputs" @view=${(event: ViewEvent) => store.show(event.change)}>
          ${this.log()}
          ${files.length > 0 && store.recognised ? this.columns() : nothing}
          ${store.read && store.read.events > 0 ? this.view() : nothing}
          ${files.length > 0 ? this.rating() : nothing}
          ${store.reports ? html`<a class="bar" href="#answers" @click=${this.showAnswers}>
            <strong>${this.spent(store.reports)}</strong><span class="small">Show</span></a>` : nothing}
        </div>
        <div class="answers" tabindex="-1">${this.answers()}</div>
      </div>
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
        <h2 id="log">Log</h2>
        ${files.length > 0 ? html`<ul class="files small">${files.map(({ name, size }) => html`
          <li>${name} <span class="muted number">${bytes(size)}</span></li>`)}</ul>` : nothing}
        <log-drop ?again=${files.length > 0} @logs=${(event: LogsEvent) => void store.open(event.files)}></log-drop>
      </section>
    `;
  }

  private columns() {
    const { store } = this;
    return html`
      <section class="card" aria-label="Columns">
        <details ?open=${store.faults.length > 0 || store.stale}>
          <summary>Columns</summary>
          <mapping-card .recognised=${store.recognised} .mapping=${store.mapping}
            @mapping=${(event: MappingEvent) => void store.map(event.mapping)}></mapping-card>
        </details>
        ${store.stale ? html`<button @click=${() => void store.readAll()}>Read the log again</button>` : nothing}
      </section>
    `;
  }

  private view() {
    const { store } = this;
    const { first = "", last = "" } = store.read ?? {};
    return html`
      <section class="card" aria-labelledby="view">
        <h2 id="view">Show</h2>
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
        <h2 id="rating">Prices for events without a charge</h2>
        <rating-fields .shipped=${shipped} .platform=${store.platform} .own=${store.own?.info.name ?? ""}
          .file=${store.ownFile} .faults=${store.ownFaults} .info=${store.rating?.info} .view=${store.view}
          ></rating-fields>
      </section>
    `;
  }

  private answers() {
    const { store } = this;
    if (store.files.length === 0) return this.empty();
    return html`
      ${this.progress()}
      ${store.faults.length > 0 ? html`<drawdown-finding-list heading="The log cannot be read" .findings=${store.faults}
        ></drawdown-finding-list>` : nothing}
      ${store.viewFaults.length > 0 ? html`<drawdown-finding-list heading="This cannot be shown"
        .findings=${store.viewFaults}></drawdown-finding-list>` : nothing}
      ${store.read ? this.summary() : nothing}
      ${store.reports ? this.charts(store.reports) : nothing}
    `;
  }

  private empty() {
    return html`
      <section class="card" aria-labelledby="none">
        <h2 id="none">No log yet</h2>
        <p class="muted">Drop the usage export of your platform. Its columns are recognised by their names: at least a
          time and a model or tool; better also who ran it, how many runs, and the credits that were charged.</p>
        <p class="muted">Without credits in the log, choose a platform, and each event is rated by its published
          prices.</p>
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
      <section class="card" aria-label="Stopped"><div class="row"><p role="status"><strong>Stopped.</strong> Nothing of
        the log is kept.</p><button @click=${() => void store.readAll()}>Read the log again</button></div></section>`
      : nothing;
  }

  private summary() {
    const { read, reports } = this.store;
    if (!read) return nothing;
    const total = reports?.time.total;
    const title = read.events === 0 ? "No event could be read" : reports ? this.spent(reports) : "…";
    return html`
      <section class="card" aria-labelledby="total">
        <h2 id="total">${read.events === 0 ? "Nothing to show" : "Spent"}</h2>
        <p class="title" role="status">${title}</p>
        ${total ? html`
          <dl class="figures">
            ${figure("Runs", readable(total.runs))}
            ${figure("Failed runs", readable(total.failed))}
            ${figure("Events", readable(total.events))}
            ${Number(total.refunded) > 0 ? figure("Refunded", readable(total.refunded)) : nothing}
            ${total.unknown > 0 ? figure("Without known credits", readable(total.unknown)) : nothing}
            ${reports?.time.cost === undefined ? nothing : figure("Cost", readable(reports.time.cost))}
          </dl>` : nothing}
        <problem-list ?hidden=${isFlawless(read, reports)} .read=${read} .unrated=${reports?.time.unrated ?? []}></problem-list>
      </section>
    `;
  }

  private charts({ time, operation, member }: Reports) {
    const { view } = this.store;
    const { unit, units } = this.units();
    const all = periods(view.from, view.until, view.period);
    const byKey = new Map(time.rows.map((row) => [row.key[0] ?? "", row]));
    const kept = all.length > MOST_COLUMNS ? [...byKey.keys()] : all;
    const shown = time.rows.map((row) => ({ name: periodName(row.key[0] ?? "", locale()), row }));
    const columns = html`<usage-columns .periods=${kept} .rows=${byKey} .unit=${unit} .units=${units}></usage-columns>`;
    return html`
      ${this.chart("Over time", "Time", time, columns, shown, false)}
      ${this.ranked("By model or tool", "Model or tool", operation)}
      ${this.ranked("By member", "Member", member)}
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
    const json = () => save(`${file}.json`, "application/json", `${JSON.stringify(report, null, 2)}\n`);
    return html`
      <section class="card" aria-label=${title}>
        <div class="row"><h2>${title}</h2><span>
          <button class="quiet" aria-label="${title}: save as CSV"
            @click=${() => save(`${file}.csv`, "text/csv", csv(report))}>CSV</button>
          <button class="quiet" aria-label="${title}: save as JSON" @click=${json}>JSON</button></span></div>
        <div class="chart ${isNarrow ? "two" : ""}">
          ${chart}
          <usage-table .heading=${heading} .label=${`${title}, as a table`} .rows=${rows} .report=${report}
            ></usage-table>
        </div>
      </section>
    `;
  }

  private units(): { unit: string; units: string } {
    const { rating } = this.store;
    return rating ? rating.info : { unit: "credit", units: "credits" };
  }
}

/** There is nothing to list. */
function isFlawless({ bad_rows: bad, duplicates, ignored }: ReadSummary, reports: Reports | undefined): boolean {
  return bad + duplicates + ignored.length + (reports?.time.unrated.length ?? 0) === 0;
}

function nameOf({ key: [name], others }: ReportRow): string {
  if (others) return others === 1 ? "1 other" : `${readable(others)} others`;
  return name ?? "Not stated";
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
