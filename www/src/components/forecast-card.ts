// Possible outcomes with random demand, on request, because it takes a while.
import type { CatalogInfo, Finding, Forecast, ForecastOptions, Percentiles } from "drawdown";
import { css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { choice } from "@elements/engine/choice";
import { readable } from "@elements/format/amount";
import { money } from "@elements/format/projection";
import { locale } from "@elements/localise";
import type { Working } from "../pages/projection-store";
import { Part } from "@elements/part";
import type { Pick } from "@elements/parts/pick";
import { base, buttons, tables } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";
import { text } from "../words";
import "@elements/parts/choice-field";
import "@elements/parts/working-bar";

/** Requests a forecast. */
export class ForecastEvent extends Event {
  constructor(readonly options: ForecastOptions) {
    super("forecast", { bubbles: true, composed: true });
  }
}

const KINDS = [
  choice("poisson", () => text().daysDifferLittle),
  choice("negative_binomial", () => text().daysDifferMuch),
];
const PATHS = 1000;
/** The standard deviation of a day's runs is then about their mean. */
const DISPERSION = 1;

@customElement("forecast-card")
export class ForecastCard extends Part {
  static override styles = [
    base,
    buttons,
    tables,
    css`
      :host { display: grid; gap: 0.875rem; grid-template-columns: minmax(0, 1fr); }
      .ask { display: flex; flex-wrap: wrap; gap: 0.875rem 1rem; align-items: end; }
      .sentence { font-weight: 600; text-wrap: pretty; }
      table { max-width: 34rem; table-layout: fixed; }
      td { font-variant-numeric: tabular-nums; font-weight: 600; overflow-wrap: anywhere; }
      tbody th { padding-bottom: 0; color: var(--muted); font-size: 0.8125rem; }
      tbody tr + tr { border-top: 0; }
      tbody tr + tr > td { padding-top: 0; }
      td:first-child { padding-inline-start: 0; }
      .error { color: var(--bad); font-size: 0.9375rem; }
    `,
  ];

  @property({ attribute: false }) forecast: Forecast | undefined;
  @property({ attribute: false }) working: Working | undefined;
  @property({ attribute: false }) faults: Finding[] = [];
  @property({ attribute: false }) info: CatalogInfo | undefined;
  @property() zone = "UTC";
  @state() private kind = "poisson";

  /** Moves the focus to the button that replaces the pressed one. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    const turned = changed.has("working") && Boolean(changed.get("working")) !== Boolean(this.working);
    const from = this.renderRoot.querySelector<HTMLElement>("drawdown-working-bar, .ask button");
    if (!turned || !from?.matches(":focus, :focus-within")) return;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>("drawdown-working-bar, .ask button")?.focus(),
    );
  }

  override render() {
    const { forecast, working, faults } = this;
    const words = text();
    return html`
      <div>
        <h2>${words.randomDemand}</h2>
        <p class="muted small">${words.randomHint(readable(PATHS))}</p>
      </div>
      ${
        working
          ? html`<drawdown-working-bar .label=${words.simulating} .share=${working.share}
          @stop=${() => this.dispatchEvent(new Event("forecast-stop"))}></drawdown-working-bar>`
          : html`
            <div class="ask">
              <drawdown-choice-field .label=${words.daysDiffer} row .value=${this.kind} .options=${KINDS}
                @pick=${this.pickKind}></drawdown-choice-field>
              <button @click=${this.ask}>${forecast ? words.computeAgain : words.compute}</button>
            </div>`
      }
      ${faults.map(({ message }) => html`<p class="error" role="alert">${worded(message)}</p>`)}
      <div role="status">${forecast ? html`<p class="sentence">${often(forecast)}</p>` : nothing}</div>
      ${forecast && this.info ? this.outcome(forecast, this.info) : nothing}
    `;
  }

  private outcome(forecast: Forecast, info: CatalogInfo) {
    const { run_out: runOut, spent, top_ups: topUps, billed, refused, currency, unpriced } = forecast;
    const words = text();
    const date = new Intl.DateTimeFormat(locale(), {
      timeZone: this.zone,
      day: "numeric",
      month: "short",
      year: "numeric",
    });
    const row = <T>(label: string, of: Percentiles<T>, told: (value: T) => string) =>
      html`<tbody><tr><th scope="rowgroup" colspan="3">${label}</th></tr><tr><td>${told(of.p10)}</td>
        <td>${told(of.p50)}</td><td>${told(of.p90)}</td></tr></tbody>`;
    const paid = (amount: Percentiles<string | number>["p10"]) => money(amount, currency);
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${words.possibleOutcomes}>
        <table>
          <caption class="visually-hidden">${words.outcomesCaption}</caption>
          <thead><tr><th scope="col">${words.casesFew}</th><th scope="col">${words.casesHalf}</th>
            <th scope="col">${words.casesMost}</th></tr></thead>
            ${row(words.outcomeRunOut, runOut, (at) => (at === null ? words.outcomeNoRunOut : date.format(Date.parse(at))))}
            ${row(words.outcomeSpent(info.units), spent, readable)}
            ${row(words.outcomeTopUps, topUps, paid)}
            ${row(words.outcomePaid, billed, paid)}
            ${row(words.outcomeRefused, refused, readable)}
        </table>
      </div>
      ${unpriced ? html`<p class="muted small">${words.onlyPublished}</p>` : nothing}
    `;
  }

  private readonly pickKind = (event: CustomEvent<Pick>): void => {
    event.stopPropagation();
    this.kind = String(event.detail.value ?? "poisson");
  };

  private readonly ask = (): void => {
    const options: ForecastOptions = {
      paths: PATHS,
      distribution: this.kind as "poisson",
      ...(this.kind === "negative_binomial" && { dispersion: DISPERSION }),
    };
    this.dispatchEvent(new ForecastEvent(options));
  };
}

function often({ run_out: { probability } }: Forecast): string {
  const share = Number(probability) * 100;
  if (share === 0) return text().runOutNever;
  if (share === 100) return text().runOutAlways;
  return text().runOutCases(share);
}

declare global {
  interface HTMLElementEventMap {
    forecast: ForecastEvent;
  }
}
