// Catalogs that are being edited: kept while this tab is open, so that a reload or another language loses nothing.

const KEY = "drawdown.draft.";

/** Before the digest of a catalog that is the reader's own. */
const OWN = "own ";

/** What a draft is a draft of. */
export function draftKey(platform: string, digest: string, isOwn: boolean): string {
  return isOwn ? OWN + digest : platform;
}

export function draftOf(key: string): string | undefined {
  try {
    return sessionStorage.getItem(KEY + key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it, or forgets the former one. */
export function keepDraft(key: string, draft: string | undefined): void {
  try {
    if (draft === undefined) sessionStorage.removeItem(KEY + key);
    else sessionStorage.setItem(KEY + key, draft);
  } catch {
    // Then it is lost with the page.
  }
}

/** Forgets those of the reader's own catalogs. */
export function forgetOwnDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEY + OWN)) sessionStorage.removeItem(key);
  } catch {
    // Then none was kept.
  }
}
