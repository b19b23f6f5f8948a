// Shortfalls and their ways out.
import type { CatalogInfo, ProjectionSummary, Shortfall, Way } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { counted, readable } from "../format/amount";
import { on, reason, runs, way } from "../format/projection";
import { text } from "../localise";
import { Part } from "../part";
import { base, tables } from "./styles";

/** Shown at once; further ones on request. */
const FIRST = 2;
/** Maximum number shown. */
const MOST = 60;

@element("drawdown-shortfall-list")
export class ShortfallList extends Part {
  static override styles = [
    base,
    tables,
    css`
      :host { display: grid; gap: 0.875rem; grid-template-columns: minmax(0, 1fr); }
      .shortfall { padding-inline-start: 0.875rem; border-inline-start: 3px solid var(--bad-line); }
      .shortfall + .shortfall, details .shortfall { margin-top: 0.875rem; }
      .ways { display: grid; gap: 0.25rem; margin-top: 0.375rem; font-size: 0.9375rem; }
      .ways li { display: flex; gap: 0.625rem; }
      .ways p { display: flex; flex-wrap: wrap; gap: 0 0.625rem; min-width: 0; }
      .covers::before { content: "\u2713"; color: var(--good); font-weight: 700; }
      .partly::before { content: "\u2013"; color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) summary: ProjectionSummary | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property() zone = "UTC";
  /** Number of shortfalls that the summary leaves out. */
  @property({ type: Number }) leftOff = 0;

  override render() {
    const { info, summary } = this;
    const list = summary?.shortfalls ?? [];
    if (!info || list.length === 0) return nothing;
    const groups = grouped(list);
    const shared = sharedBy(groups);
    const repeated = new Set(shared.map(({ key }) => key));
    const entry = (group: Group) => this.group(group, repeated, info);
    const words = text();
    return html`
      <h2>${words.shortOfCredits}${this.times(list.length, this.leftOff)}</h2>
      ${this.leftOff > 0 ? html`<p class="muted small">${words.shortFirst(readable(list.length))}</p>` : nothing}
      <div>${groups.slice(0, FIRST).map(entry)}</div>
      ${this.more(groups, entry)}
      ${shared.length > 0 ? this.shared(shared, groups.length) : nothing}
    `;
  }

  private times(count: number, leftOff = 0) {
    if (count < 2) return nothing;
    return html` <span class="muted">${text().shortTimes(readable(count + leftOff))}</span>`;
  }

  private more(groups: Group[], entry: (group: Group) => unknown) {
    const words = text();
    const more = groups.slice(FIRST, MOST);
    if (more.length === 0) return nothing;
    return html`<details>
      <summary>${groups.length > MOST
        ? words.shortMoreOf(more.length, readable(groups.length - FIRST)) : words.shortMore(more.length)}</summary>
      ${more.map(entry)}
    </details>`;
  }

  private shared(shared: Shared[], of: number) {
    const words = text();
    return html`<div>
      <h3 id="ways">${shared.every(({ times }) => times === of) ? words.waysOutOfAll : words.waysOutOfSeveral}</h3>
      <ul class="ways" aria-labelledby="ways">
        ${shared.map(({ way, times }) => this.way(way, times === of ? "" : words.wayHelps(times, of)))}
      </ul>
    </div>`;
  }

  private way(entry: Way, remark = "") {
    const { info, summary, zone } = this;
    if (!info || !summary) return nothing;
    const { what, how } = way(entry, info, summary.currency, zone);
    return html`<li class=${entry.covers ? "covers" : "partly"}>
      <p><span>${what}</span><span class="muted">${[how, remark].filter(Boolean).join("; ")}</span></p></li>`;
  }

  private group({ shortfalls, ways }: Group, repeated: ReadonlySet<string>, info: CatalogInfo) {
    const { zone } = this;
    const words = text();
    const [first] = shortfalls;
    const last = shortfalls.at(-1);
    if (!first || !last) return nothing;
    const until = last.until ? words.shortUntil(on(last.until, zone)) : words.shortToTheEnd;
    const own = ways.filter((entry) => !repeated.has(keyOf(entry)));
    return html`
      <div class="shortfall">
        <h3>${words.shortSpan(on(first.from, zone), until)}${this.times(shortfalls.length)}</h3>
        <p class="small">${[fateOf(shortfalls, info), ...causesOf(shortfalls, info)].join(" ")}</p>
        ${
          own.length > 0
            ? html`<ul class="ways" aria-label=${words.waysOut}>${own.map((entry) => this.way(entry))}</ul>`
            : nothing
        }
      </div>
    `;
  }
}

function nameOf(id: string, info: CatalogInfo): string {
  return info.operations.find((operation) => operation.id === id)?.name ?? id;
}

/** What became of the runs: `8 runs of Veo 3 refused, 300 credits short in all.` */
function fateOf(shortfalls: Shortfall[], info: CatalogInfo): string {
  const words = text();
  const wanted = new Map<string, number>();
  for (const { operation, runs } of shortfalls) wanted.set(operation, (wanted.get(operation) ?? 0) + runs);
  const all = [...wanted].map(([id, count]) => words.shortRuns(runs(count), nameOf(id, info))).join(", ");
  const many = shortfalls.reduce((sum, { runs }) => sum + runs, 0);
  const later = shortfalls.reduce((sum, { later = 0 }) => sum + later, 0);
  const fate =
    later === 0 ? words.shortRefused : later === many ? words.shortWaited : words.shortMadeLater(readable(later));
  const missing = shortfalls.reduce((sum, { missing }) => sum + Number(missing), 0);
  if (!(missing > 0)) return words.shortFate(all, fate);
  const credits = counted(Number(missing.toFixed(6)), info.unit, info.units);
  return words.shortFateMissing(all, fate, credits, shortfalls.length > 1 || (shortfalls[0]?.runs ?? 0) > 1);
}

/** Why, where it is not the number of credits; each reason once. */
function causesOf(shortfalls: Shortfall[], info: CatalogInfo): string[] {
  const others = shortfalls.filter(({ cause }) => cause !== "out_of_credits");
  return [...new Set(others.map((one) => text().shortWhy(nameOf(one.operation, info), reason(one))))];
}

/** Consecutive shortfalls that end by the same wait. */
interface Group {
  shortfalls: Shortfall[];
  /** Each way out once; with several shortfalls, only waits that suffice. */
  ways: Way[];
}

function grouped(list: readonly Shortfall[]): Group[] {
  const groups: (Group & { key: string })[] = [];
  for (const shortfall of list) {
    const key = shortfall.ways
      .filter(({ kind, covers }) => kind === "wait" && covers)
      .map(keyOf)
      .join();
    const last = groups.at(-1);
    if (last && key !== "" && last.key === key) last.shortfalls.push(shortfall);
    else groups.push({ key, shortfalls: [shortfall], ways: [] });
  }
  for (const group of groups) {
    const all = group.shortfalls
      .flatMap(({ ways }) => ways)
      .filter(({ kind, covers }) => kind !== "wait" || covers || group.shortfalls.length === 1);
    group.ways = [...new Map(all.map((way) => [keyOf(way), way])).values()];
  }
  return groups;
}

interface Shared {
  key: string;
  way: Way;
  times: number;
}

/** Ways out that several groups share, in order of first occurrence. */
function sharedBy(list: readonly Group[]): Shared[] {
  const found = new Map<string, Shared>();
  for (const { ways } of list) {
    for (const way of ways) {
      const key = keyOf(way);
      const before = found.get(key);
      if (before) before.times += 1;
      else found.set(key, { key, way, times: 1 });
    }
  }
  return [...found.values()].filter(({ times }) => times > 1);
}

/** Equal for ways out with the same text; only waits include their date. */
function keyOf({ kind, id, name, at, credits, price, count, term, covers }: Way): string {
  return [kind, id, name, kind === "wait" ? at : "", credits, price, count, term, covers].join("|");
}
