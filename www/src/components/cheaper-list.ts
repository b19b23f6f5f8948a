// Cheaper requests: the change, the new cost, and a button to apply it; the same result comes first, then
// other settings of the same model, then other models.
import type { Alternative, Cheaper, Request } from "drawdown";
import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { counted } from "@elements/format/amount";
import type { Units } from "@elements/format/estimate";
import { sentence } from "@elements/format/setting";
import { Part } from "@elements/part";
import { base, buttons } from "@elements/parts/styles";
import { text } from "../words";

const FEW = 5;

/** Replaces the current request. */
export class ApplyEvent extends Event {
  constructor(readonly request: Request) {
    super("apply", { bubbles: true, composed: true });
  }
}

@customElement("cheaper-list")
export class CheaperList extends Part {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
      h2:focus { outline: none; }
      h3 { margin-top: 0.5rem; }
      button { justify-self: start; }
      li {
        display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 1rem; align-items: center;
        padding-block: 0.75rem; border-top: 1px solid var(--line);
      }
      .change { font-weight: 550; }
      .saving { color: var(--good); font-weight: 550; }
      .gate { color: var(--warn); }
    `,
  ];

  @property({ attribute: false }) answer: Cheaper | undefined;
  @property({ attribute: false }) units: Units = { unit: "", units: "" };
  @state() private all = false;
  @query("h2") private heading!: HTMLElement;

  override render() {
    const words = text();
    const alternatives = this.answer?.alternatives ?? [];
    const of = (kind: Kind) => alternatives.filter((alternative) => kindOf(alternative) === kind);
    const [same, settings, others] = [of("same"), of("settings"), of("model")];
    const shown = this.all ? others : others.slice(0, FEW);
    const list = (items: Alternative[]) => html`<ul>${items.map((alternative) => this.item(alternative))}</ul>`;
    return html`
      <h2 tabindex="-1">${words.cheaper}</h2>
      ${same.length + settings.length === 0 ? html`<p class="muted">${this.none}</p>` : nothing}
      ${same.length > 0 ? html`<h3>${words.sameResult}</h3>${list(same)}` : nothing}
      ${settings.length > 0 ? html`<h3>${words.otherSettings}</h3>${list(settings)}` : nothing}
      ${others.length > 0 ? html`<h3>${words.otherModels}</h3><p class="muted small">${words.otherModelsHint}</p>${list(shown)}`
        : nothing}
      ${
        others.length > shown.length
          ? html`<button @click=${() => (this.all = true)}>${words.showAll(others.length)}</button>`
          : nothing
      }
    `;
  }

  private item(alternative: Alternative) {
    const { change, total, saving, approximate, gates, request } = alternative;
    const { unit, units } = this.units;
    const words = text();
    return html`
      <li>
        <div>
          <p class="change">${sentence(change)}</p>
          <p class="small number">
            ${approximate ? `${words.about} ` : ""}${counted(total, unit, units)}, <span
              class="saving">${words.saves(counted(saving, unit, units))}</span>
          </p>
          ${gates.map(({ reason }) => html`<p class="small gate">${reason}</p>`)}
        </div>
        <button aria-label=${words.useItFor(change)} @click=${() => this.apply(request)}>${words.useIt}</button>
      </li>
    `;
  }

  private get none(): string {
    return this.answer ? text().noCheaperSetting : text().cheaperNeedsCost;
  }

  /** The pressed button may be gone from the new list, so focus its heading. */
  private apply(request: Request): void {
    this.dispatchEvent(new ApplyEvent(request));
    this.heading.focus({ preventScroll: true });
  }
}

type Kind = "same" | "settings" | "model";

/** Runs at another time, or several at once, give the same. */
function kindOf({ changes }: Alternative): Kind {
  if (changes.some(({ what }) => what === "operation")) return "model";
  return changes.some(({ what }) => what === "setting") ? "settings" : "same";
}

declare global {
  interface HTMLElementEventMap {
    apply: ApplyEvent;
  }
}
