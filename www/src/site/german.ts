// The pages in German: the frame and headings here, everything else in the tables of messages.
import { localise } from "@elements/localise";

/** By `data-text` and `data-label` of the pages. */
const frame: Readonly<Record<string, string>> = {
  skip: "Zum Inhalt",
  pages: "Seiten",
  pagePreview: "Kostenvorschau",
  pagePlan: "Tarifrechner",
  pageForecast: "Guthabenprognose",
  pageCompare: "Vergleich",
  pageUsage: "Nutzung",
  pageCatalogs: "Preise",
  pageNumbers: "Wie die Zahlen entstehen",
  footer:
    "Alles wird in Ihrem Browser berechnet; nichts, was Sie eingeben, verlässt ihn. Die Preise sind die, die die Plattformen veröffentlichen, mit dem angegebenen Stand.",
};

/** Every text of the page, and the numbers and dates of its elements. */
export function speak(): void {
  document.documentElement.lang = "de";
  localise({ locale: "de" });
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    const said = frame[element.dataset["text"] ?? ""];
    if (said) element.textContent = said;
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-label]")) {
    const said = frame[element.dataset["label"] ?? ""];
    if (said) element.ariaLabel = said;
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-language]"))
    element.hidden = element.dataset["language"] !== "de";
  const title = document.querySelector("h1")?.textContent;
  if (title) document.title = `${title} · drawdown`;
}
