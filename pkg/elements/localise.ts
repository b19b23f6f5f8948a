// Texts and numbers for the host's readers: one table of messages, one locale, for all elements of a page.
import type { ReactiveElement } from "lit";
import { messages as english, type Messages } from "./messages";

export interface Localisation {
  /** Texts by name; those left out stay English. */
  messages?: Partial<Messages>;
  /** Of numbers and dates; without one, the `lang` of the document, then the browser's. */
  locale?: string;
}

const shown = new Set<ReactiveElement>();
let table: Messages = english;
let chosen: string | undefined;

/** Replaces texts and locale; elements on the page render again. */
export function localise({ messages = {}, locale }: Localisation): void {
  table = { ...english, ...messages };
  chosen = locale === undefined ? undefined : known(locale);
  for (const element of shown) element.requestUpdate();
}

/** The current texts. */
export function text(): Messages {
  return table;
}

export function locale(): string | undefined {
  return chosen ?? (typeof document === "undefined" ? undefined : known(document.documentElement.lang));
}

/** An element renders again when texts change, while it is connected. */
export function follow(element: ReactiveElement, isConnected: boolean): void {
  if (isConnected) shown.add(element);
  else shown.delete(element);
}

function known(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag || [])[0];
  } catch {
    return undefined;
  }
}
