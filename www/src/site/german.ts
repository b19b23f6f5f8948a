// The pages in German: the frame and headings by their names, everything else in the tables of messages.
import { german } from "@elements/german";
import { localise } from "@elements/localise";
import { wordsInGerman } from "../words/german";
import { frame } from "./frame-german";

/** Every text of the page, and the numbers and dates of its elements. */
export function speak(): void {
  document.documentElement.lang = "de";
  localise({ locale: "de", messages: { ...german, ...wordsInGerman } });
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
