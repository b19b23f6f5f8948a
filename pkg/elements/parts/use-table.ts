// Use by project, by member, by model.
import type { CatalogInfo, ProjectionSummary } from "drawdown";
import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { element } from "../element";
import { readable } from "../format/amount";
import { sentence } from "../format/setting";
import { text } from "../localise";
import { Part } from "../part";
import { base, tables } from "./styles";

interface Row {
  name: string;
  made: number;
  refused: number;
  spent: string | number;
}

@element("drawdown-use-table")
export class UseTable extends Part {
  static override styles = [
    base,
    tables,
    css`
      tbody th { overflow-wrap: anywhere; }
      tbody .head th { padding-top: 0.75rem; color: var(--muted); font-size: 0.8125rem; }
      tbody .head + tr { border-top: 0; }
    `,
  ];

  @property({ attribute: false }) summary: ProjectionSummary | undefined;
  @property({ attribute: false }) info: CatalogInfo | undefined;

  override render() {
    const { summary, info } = this;
    if (!summary || !info) return nothing;
    const words = text();
    const { projects, members, operations } = summary;
    const named = (id: string) => info.operations.find((operation) => operation.id === id)?.name ?? id;
    const parts: [string, Row[]][] = [
      [words.useByProject, projects.map(({ project, ...rest }) => ({ name: project, ...rest }))],
      [words.useByMember, members.map(({ member, ...rest }) => ({ name: member, ...rest }))],
      [words.useByModel, operations.map(({ operation, ...rest }) => ({ name: named(operation), ...rest }))],
    ];
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${words.useLabel}>
        <table>
          <caption class="visually-hidden">${words.useCaption(info.units)}</caption>
          <thead>
            <tr>
              <th scope="col">${words.useColumn}</th>
              <th scope="col" class="amount">${words.useMade}</th>
              <th scope="col" class="amount">${words.useRefused}</th>
              <th scope="col" class="amount">${sentence(info.units)}</th>
            </tr>
          </thead>
          ${parts
            .filter(([, rows]) => rows.length > 0)
            .map(
              ([title, rows]) => html`
            <tbody>
              <tr class="head"><th scope="rowgroup" colspan="4">${title}</th></tr>
              ${rows.map(({ name, made, refused, spent }) => html`<tr><th scope="row">${name}</th>
                <td class="amount">${readable(made)}</td><td class="amount">${readable(refused)}</td>
                  <td class="amount">${readable(spent)}</td></tr>`)}
            </tbody>`,
            )}
        </table>
      </div>
    `;
  }
}
