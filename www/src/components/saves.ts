// Buttons that give the user the rows of a table as files, and where they stand.
import { css, html } from "lit";
import { save } from "../engine/save";
import { text } from "../words";

/** A heading, with the buttons at its end. */
export const headed = css`
  .row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; justify-content: space-between; }
`;

/** `csv` is asked for when it is wanted; the JSON is what the engine answered. */
export function saves(title: string, file: string, csv: () => string, json: unknown) {
  const words = text();
  return html`<span class="saves">
    <button class="quiet" aria-label=${words.saveAs(title, "CSV")}
      @click=${() => save(`${file}.csv`, "text/csv", csv())}>CSV</button>
    <button class="quiet" aria-label=${words.saveAs(title, "JSON")}
      @click=${() => save(`${file}.json`, "application/json", `${JSON.stringify(json, null, 2)}\n`)}>JSON</button></span>`;
}
