// The reader's language. A page waits for its texts, so that nothing is shown in another language first.
import { keepOffline } from "./offline";

const KEPT = "drawdown.language";
const LANGUAGES = ["en", "de"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The chosen language; without a choice, the browser's. */
export function language(): Language {
  const wanted = [kept(), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  return wanted.flatMap((tag) => LANGUAGES.find((known) => known === tag) ?? []).at(0) ?? "en";
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    // A browser that keeps nothing.
    return null;
  }
}

/** The state of the page is in its address, so it may be loaded again. */
function choose(chosen: Language): void {
  try {
    localStorage.setItem(KEPT, chosen);
  } catch {
    return;
  }
  location.reload();
}

function offer(other: Language, name: string): void {
  const button = document.querySelector<HTMLButtonElement>("header .language");
  if (!button) return;
  button.lang = other;
  button.textContent = name;
  button.disabled = false;
  button.addEventListener("click", () => choose(other));
}

if (language() === "de") {
  const { speak } = await import("./german");
  speak();
  offer("en", "English");
} else {
  offer("de", "Deutsch");
}

keepOffline();
