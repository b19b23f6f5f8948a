// A quote is recomputed with the prices that are here.
import type { Quote, Verdict } from "drawdown";
import { shipped } from "./catalogs";
import { prices } from "./prices";

export type Checked = Verdict | { verdict: "no_quote" } | { verdict: "no_catalog"; catalog: string };

export async function checked(text: string): Promise<Checked> {
  const quote = quoteIn(text);
  if (!quote) return { verdict: "no_quote" };
  const id = quote.catalog.id;
  const entry = shipped.find((entry) => entry.id === id);
  if (!entry) return { verdict: "no_catalog", catalog: id };
  // Quotes of projections and plans need the engine with everything.
  const { catalog } = await (quote.kind === "estimate" ? prices : (await import("./whole")).whole).openShipped(entry);
  return catalog.verify(quote);
}

function quoteIn(text: string): Quote | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isQuote(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isQuote(value: unknown): value is Quote {
  const { catalog } = (value ?? {}) as Partial<Quote>;
  return typeof catalog?.id === "string";
}
