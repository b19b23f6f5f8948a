// The plans and rules of a platform, in the engine's sentences.
import type { TermsLine, Terms } from "drawdown";
import { sentence } from "@elements/format/setting";
import { Part } from "@elements/part";
import { base } from "@elements/parts/styles";
import { worded } from "@elements/parts/words";
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { text } from "../words";

@customElement("rules-list")
export class RulesList extends Part {
  static override styles = [
    base,
    css`
      :host { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1.25rem 1.5rem; }
      section { padding-top: 0.5rem; border-top: 2px solid var(--line); }
      ul { display: grid; gap: 0.3125rem; padding-top: 0.375rem; font-size: 0.9375rem; }
      li { padding-inline-start: 0.875rem; text-indent: -0.875rem; }
      li::before { content: "\u2013"; display: inline-block; width: 0.875rem; text-indent: 0; color: var(--muted); }
      .price { font-weight: 600; }
    `,
  ];

  @property({ attribute: false }) terms: Terms | undefined;

  override render() {
    const { terms } = this;
    if (!terms) return nothing;
    const [first, ...others] = terms.plans;
    const everywhere = others.length === 0 ? [] : (first?.lines ?? []).filter((line) => others.every(({ lines }) => has(lines, line)));
    const common = [...everywhere, ...terms.account];
    return html`
      ${terms.plans.map(({ plan, name, lines }) => this.group(plan === undefined ? text().noPlanHeld : name, lines.filter((line) => !has(everywhere, line))))}
      ${common.length > 0 ? this.group(text().rulesForAll, common) : nothing}
    `;
  }

  private group(name: string, lines: readonly TermsLine[]) {
    if (lines.length === 0) return nothing;
    return html`
      <section>
        <h3>${name}</h3>
        <ul>${lines.map(({ topic, text: said, assumed }) => html`
          <li class=${topic === "price" ? "price" : ""} lang=${assumed ? nothing : "en"}>${worded(assumed ? text().ruleAssumed(sentence(said)) : sentence(said))}</li>`)}</ul>
      </section>
    `;
  }
}

function has(lines: readonly TermsLine[], { topic, text: said }: TermsLine): boolean {
  return lines.some((line) => line.topic === topic && line.text === said);
}
