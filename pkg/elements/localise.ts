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
let known: Messages = english;
let replaced: Partial<Messages> = {};
let table: Messages = english;
let chosen: string | undefined;

/** Replaces texts and locale; elements on the page render again. */
export function localise({ messages = {}, locale }: Localisation): void {
  replaced = messages;
  table = { ...known, ...replaced };
  chosen = locale === undefined ? undefined : canonical(locale);
  for (const element of shown) element.requestUpdate();
}

/** The current texts. */
export function text(): Messages {
  return table;
}

/**
 * Adds the texts of a page, in English; `localise` replaces them too. Returns how the page asks for all of them.
 * A name that an element uses already is an error of the types.
 */
export function extend<Own extends object>(own: Own & { [Name in keyof Own & keyof Messages]?: never }): () => Messages & Own {
  known = { ...known, ...own };
  table = { ...known, ...replaced };
  return text as () => Messages & Own;
}

export function locale(): string | undefined {
  return chosen ?? (typeof document === "undefined" ? undefined : canonical(document.documentElement.lang));
}

/** An element renders again when texts change, while it is connected. */
export function follow(element: ReactiveElement, isConnected: boolean): void {
  if (isConnected) shown.add(element);
  else shown.delete(element);
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag || [])[0];
  } catch {
    return undefined;
  }
}
