// What each option costs, by volume: a line for each, with one volume selected by pointer or keyboard; and the same as
// a table.
import type { Amount } from "drawdown";
import { bisectCenter } from "d3-array";
import { css, html, nothing, svg, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { element } from "../element";
import type { Volume, VolumeCosts } from "../engine/volumes";
import { counted, readable } from "../format/amount";
import type { Units } from "../format/estimate";
import { price } from "../format/fit";
import { sentence } from "../format/setting";
import { locale, text } from "../localise";
import type { Messages } from "../messages";
import { Part } from "../part";
import { ChartCursor } from "./chart-cursor";
import { HEIGHT, LEFT, TOP } from "./chart-plan";
import { chart } from "./chart-styles";
import { base, tables } from "./styles";
import { volumePlan, type Label, type VolumePlan } from "./volume-plan";
import { Width } from "./width";

const AXIS = TOP + HEIGHT;

@element("drawdown-volume-chart")
export class VolumeChart extends Part {
  static override styles = [
    base,
    tables,
    chart,
    css`
      .edge.other { stroke: var(--control-line); }
      .edge.thin { stroke-width: 1.25; }
      /* Its own line, with a broad one below it. */
      .edge.best { stroke-width: 2.25; }
      .broad { fill: none; stroke: var(--series); stroke-width: 8; stroke-opacity: 0.25; stroke-linejoin: round; }
      .name { fill: var(--series); font-weight: 600; }
      .name, .here-text { paint-order: stroke; stroke: var(--surface); stroke-width: 3; stroke-linejoin: round; }
      .here { stroke: var(--control-line); stroke-dasharray: 3 3; }
      .reading { display: grid; gap: 0.375rem; }
      .reading header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
      .key { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 0.125rem 1.5rem; }
      .key li { display: flex; align-items: baseline; gap: 0.4375rem; }
      .key .number { margin-inline-start: auto; white-space: nowrap; }
      .best { font-weight: 650; }
      th:first-child, td:first-child { white-space: nowrap; }
      .sub { color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
      thead th { vertical-align: bottom; }
      @media (forced-colors: active) {
        .edge.other { stroke: GrayText; }
        .here { stroke: CanvasText; }
        .name { fill: CanvasText; }
        .broad { stroke: CanvasText; }
        .name, .here-text { stroke: Canvas; }
      }
    `,
  ];

  @property({ attribute: false }) costs: VolumeCosts | undefined;
  @property({ attribute: false }) units: Units = { unit: "", units: "" };
  @property() currency: string | undefined;
  private readonly room = new Width(this);
  private readonly cursor = new ChartCursor(this, () => ({
    count: this.costs?.volumes.length ?? 1,
    page: 5,
    at: (x) => this.placeBelow(x),
  }));
  private planned: (VolumePlan & { words: Messages }) | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { costs } = this;
    // It begins with what is set.
    if (changed.has("costs") && costs) this.cursor.place = costs.volumes.findIndex(({ share }) => Number(share) === 100);
  }

  override render() {
    const { costs } = this;
    const volume = costs?.volumes[this.cursor.place];
    // Without a volume there is nothing to compare: all is free.
    if (!costs || !volume || !costs.volumes.at(-1)?.need) return nothing;
    const words = text();
    return html`
      ${this.cursor.slider(words.volumeChart, this.spoken(costs, volume), this.drawing(costs, volume))}
      ${this.reading(costs, volume)}
      <p class="muted small">${words.volumesKey(readable(costs.volumes.length))}</p>
      <details>
        <summary>${words.tableSummary}</summary>
        ${this.table(costs)}
      </details>
    `;
  }

  private drawing(costs: VolumeCosts, volume: Volume) {
    const { value: width, isKnown } = this.room;
    if (!isKnown) return svg`<svg height=${AXIS + 42} aria-hidden="true"></svg>`;
    const [words, { planned }] = [text(), this];
    const isKept = planned?.costs === costs && planned.width === width && planned.words === words;
    const plan = (this.planned = isKept ? planned : { ...volumePlan(costs, width), words });
    const at = plan.x(volume.need);
    const [cheapest] = volume.costs.values();
    return svg`
      <svg viewBox="0 0 ${width} ${AXIS + 42}" height=${AXIS + 42} aria-hidden="true">
        ${guard([plan], () => this.backdrop(plan))}
        <line class="cursor" x1=${at} x2=${at} y1=${TOP} y2=${AXIS} />
        ${cheapest === undefined ? nothing
          : svg`<circle class="dot" cx=${at} cy=${plan.y(Number(cheapest))} r="4" />`}
      </svg>
    `;
  }

  private backdrop({ costs, width, right, steps, marks, lines, best, names, beside, x, y }: VolumePlan) {
    const words = text();
    const compact = new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 });
    const here = x(costs.volumes.find(({ share }) => Number(share) === 100)?.need ?? 0);
    return svg`
      <text x="0" y=${TOP - 9}>${this.total}</text>
      ${steps.map((cost) => svg`
        <line class="grid ${cost === 0 ? "zero" : ""}" x1=${LEFT} x2=${right} y1=${y(cost)} y2=${y(cost)} />
        <text x=${LEFT - 8} y=${y(cost) + 4} text-anchor="end">${compact.format(cost)}</text>`)}
      ${marks.map((need) => svg`
        <line class="grid" x1=${x(need)} x2=${x(need)} y1=${AXIS} y2=${AXIS + 5} />
        <text x=${x(need)} y=${AXIS + 18} text-anchor=${x(need) > width - 16 ? "end" : "middle"}>${compact.format(need)}</text>`)}
      <text x=${right} y=${AXIS + 36} text-anchor="end">${this.head}</text>
      <line class="here" x1=${here} x2=${here} y1=${TOP - 4} y2=${AXIS} />
      ${lines.map((path, option) => svg`<path class="edge thin ${look(costs, option)}" d=${path} />`).reverse()}
      ${best.map(({ option, path }) => svg`<path class="broad ${look(costs, option)}" d=${path} /><path
        class="edge best ${look(costs, option)}" d=${path} />`)}
      <text class="here-text" x=${here} y=${TOP - 9} text-anchor="middle">${words.youAreHere}</text>
      ${beside.map((label) => named(label, "beside"))}
      ${names.map((label) => named(label, `name ${look(costs, label.option)}`))}
    `;
  }

  private reading(costs: VolumeCosts, volume: Volume) {
    const words = text();
    return html`
      <div class="reading">
        <header><strong class="number">${this.named(volume)}</strong><span
          class="muted number">${this.share(volume)}</span></header>
        <ul class="key">${ranked(costs, volume).map(({ option, name, cost }, place) => html`
          <li><svg class="swatch" viewBox="0 0 24 11" aria-hidden="true"><path
            class="edge ${look(costs, option)}" d="M0 6h24" /></svg><span
            class=${place === 0 && cost !== undefined ? "best" : ""}>${name}</span><span
            class="number ${cost === undefined ? "muted" : place === 0 ? "best" : ""}">${cost === undefined
              ? words.notEnough : price(cost, this.currency)}</span></li>`)}
        </ul>
      </div>
    `;
  }

  /** The same as the reading, in one sentence. */
  private spoken(costs: VolumeCosts, volume: Volume): string {
    const words = text();
    const said = ranked(costs, volume).map(({ name, cost }, place) => {
      if (cost === undefined) return `${name}: ${words.notEnough}`;
      const told = price(cost, this.currency);
      return place === 0 ? words.cheapestIs(name, told) : `${name}: ${told}`;
    });
    return [`${this.named(volume)} (${this.share(volume)})`, ...said].join("; ");
  }

  private table(costs: VolumeCosts) {
    const words = text();
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${words.volumeTable}>
        <table>
          <caption class="visually-hidden">${words.volumeTable}. ${this.total}</caption>
          <thead><tr><th scope="col">${this.head}</th>${costs.options.map(({ name }) => html`
            <th scope="col" class="amount">${name}</th>`)}</tr></thead>
          <tbody>${costs.volumes.map((volume) => html`
            <tr><th scope="row" class="number">${readable(volume.need)} <span
              class="sub">${words.percent(readable(volume.share))}</span></th>${this.cells(costs, volume)}</tr>`)}</tbody>
        </table>
      </div>
    `;
  }

  private cells({ options }: VolumeCosts, { costs }: Volume) {
    const words = text();
    const [cheapest] = costs.keys();
    return options.map(({ key }) => {
      const cost = costs.get(key);
      if (cost === undefined) return html`<td class="amount muted">${words.notEnough}</td>`;
      return html`<td class="amount ${key === cheapest ? "best" : ""}">${price(cost)}${key === cheapest
        ? html`<span class="sub"> ${words.cheapest}</span>` : nothing}</td>`;
    });
  }

  private get head(): string {
    return text().unitsAMonth(sentence(this.units.units));
  }

  private get total(): string {
    return this.currency ? text().inAllOf(this.currency) : text().inAll;
  }

  private named({ need }: Volume): string {
    const { unit, units } = this.units;
    return text().volumeIs(counted(need, unit, units));
  }

  private share({ share }: Volume): string {
    return text().volumeShare(text().percent(readable(share)));
  }

  private placeBelow(x: number): number {
    const { planned } = this;
    return planned ? bisectCenter(planned.costs.volumes.map(({ need }) => planned.x(need)), x) : 0;
  }
}

function named({ x, y, anchor, text }: Label, kind: string) {
  return svg`<text class=${kind} x=${x} y=${y} text-anchor=${anchor}>${text}</text>`;
}

/** A colour and a dash for those that are the cheapest somewhere, a dash for the others. */
function look({ options }: VolumeCosts, option: number): string {
  return `c${option % 6} ${options[option]?.isCheapest ? "" : "other"}`;
}

/** All options as they stand at a volume: the cheapest first, those that do not suffice last. */
function ranked({ options }: VolumeCosts, { costs }: Volume): { option: number; name: string; cost?: Amount }[] {
  const order = new Map([...costs.keys()].map((key, rank) => [key, rank]));
  const rank = (key: string) => order.get(key) ?? Infinity;
  const all = options.map(({ key, name }, option) => ({ option, key, name, cost: costs.get(key) }));
  const sorted = all.sort((a, b) => (rank(a.key) === rank(b.key) ? 0 : rank(a.key) - rank(b.key)));
  return sorted.map(({ option, name, cost }) => ({ option, name, ...(cost !== undefined && { cost }) }));
}
