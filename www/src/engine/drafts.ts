// Catalogs that are being edited: kept while this tab is open, so that a reload or another language loses nothing.

const KEY = "drawdown.draft.";

export function draftOf(platform: string): string | undefined {
  try {
    return sessionStorage.getItem(KEY + platform) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it, or forgets the former one. */
export function keepDraft(platform: string, draft: string | undefined): void {
  try {
    if (draft === undefined) sessionStorage.removeItem(KEY + platform);
    else sessionStorage.setItem(KEY + platform, draft);
  } catch {
    // Then it is lost with the page.
  }
}
