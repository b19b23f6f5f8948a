import type {
  Account, Amount, Catalog, FitOption, FitOptions, InstantInput, InstantText, Request, SettingValue, Term,
} from "./index.js";

/** A generation by a model, wherever it is offered. */
export interface ModelRequest {
  /** Name of the model: `nano-banana-2`, or `Nano Banana 2`. */
  model: string;
  /** Only operations with all of these tags, such as `image-to-video`. */
  tags?: readonly string[];
  /** What is left out takes the platform's default. */
  settings?: Readonly<Record<string, SettingValue | undefined>>;
  /** Number of runs (1). */
  runs?: number;
}

/** A request and its frequency: exactly one of `per_day`, `per_week`, `per_month`. */
export interface ModelLine {
  request: ModelRequest;
  /** May be a fraction. */
  per_day?: Amount;
  /** With `per_day`: active days of the month; every day when left out. */
  days?: number;
  per_week?: Amount;
  per_month?: Amount;
}

/** The generations of a month by model. */
export interface ModelNeed {
  about?: string;
  lines?: readonly ModelLine[];
  /** The margin on top: per cent, `"20-30%"` (`"20-30%"`). */
  buffer?: Amount | { low: Amount; high: Amount; unit?: "percent" | "credits" };
  /** First instant; the latest date of the catalogs when left out. */
  start?: InstantInput;
  /** 1 to 120 (12). */
  months?: number;
  /** Twelve factors for the need of each month, January to December. */
  season?: readonly Amount[];
  /** Which end of a cost range is charged (`high`). */
  ranges?: "high" | "low";
  /** ISO code of the money to compare in; that of the catalogs when left out, if they agree. */
  currency?: string;
  /** What one unit of another currency is worth in it, by ISO code. */
  rates?: { readonly [currency: string]: Amount };
  /** By id of the catalog: the account there, with assumptions; a new one when left out. */
  accounts?: { readonly [catalog: string]: Account };
}

/** One generation by model. */
export interface ModelRun {
  request: ModelRequest;
  /** The instant whose prices count; the date of each catalog when left out. */
  at?: InstantInput;
  /** ISO code of the money to compare in; that of the catalogs when left out, if they agree. */
  currency?: string;
  /** What one unit of another currency is worth in it, by ISO code. */
  rates?: { readonly [currency: string]: Amount };
}

/** Where a need costs least. */
export interface Comparison {
  currency?: string;
  start?: InstantText;
  months: number;
  /** Every platform: first those that cover the need at a known price, the cheapest first. */
  platforms: Platform[];
}

/** What a need costs on a platform. */
export interface Platform {
  /** Id. */
  catalog: string;
  name: string;
  version: string;
  /** Date of its prices. */
  as_of: string;
  /** The platform's own money. */
  currency?: string;
  /** Only `covers` and `need_only` are ranked; `need_only` lacks the smaller margin. */
  state: "covers" | "need_only" | "no_rate" | "unknown" | "short" | "other_settings" | "not_offered";
  /** Why, as a sentence. */
  reason: string;
  /** Of all months, in the money of the comparison. */
  cost?: Amount;
  per_month?: Amount;
  /** If the need and the smaller margin are both used. */
  per_month_with_margin?: Amount;
  cost_with_margin?: Amount;
  /** Grants whose amount is not published and that are left out: the true cost may be lower. */
  not_counted?: string[];
  /** The operations that make what is needed, line by line. */
  lines?: OfferedLine[];
  /** The best plan, term and purchases, in the platform's own money. */
  option?: FitOption;
}

/** What a platform makes for a request. */
export interface OfferedLine {
  /** With the operation of the platform. */
  request: Request;
  name: string;
  /** Every setting with a value, including the platform's defaults. */
  settings: { [setting: string]: SettingValue };
  /** How many results a run makes, if a setting says so. */
  results?: Amount;
  /** The cost without a plan, in credits: equal ends if exact. */
  low?: Amount;
  high?: Amount;
  unit: string;
  approximate: boolean;
  /** Why the cost is not known. */
  unknown?: string;
}

/** What one generation costs on each platform. */
export interface RunComparison {
  currency?: string;
  /** Every platform: first those whose cost in money is known, the cheapest first. */
  platforms: PlatformRun[];
}

/** What one generation costs on a platform. */
export interface PlatformRun {
  /** Id. */
  catalog: string;
  name: string;
  version: string;
  /** Date of its prices. */
  as_of: string;
  /** The platform's own money. */
  currency?: string;
  state: "priced" | "no_rate" | "credits_only" | "unknown" | "other_settings" | "not_offered";
  /** Why there is no cost in money, as a sentence. */
  reason?: string;
  line?: OfferedLine;
  /** In the money of the comparison, from the cheapest credits to the dearest. */
  money?: MoneyRange;
  /** The same for one of its results, if a run makes several. */
  per_result?: MoneyRange;
  /** The ways to buy credits for it, the cheapest first. */
  credits?: CreditPrice[];
}

/** Money between two ends, to six places. */
export interface MoneyRange {
  low: Amount;
  high: Amount;
}

/** A way to buy credits, and what the generation costs if it is paid with them. */
export interface CreditPrice {
  /** The plan that the credits come with; one that the top-up is sold to, if it is sold to nobody without. */
  plan?: string;
  /** Of the plan that the credits come with. */
  term?: Term;
  top_up?: string;
  /** Name of the plan or the top-up. */
  name: string;
  /** Credits in it: those that a plan issues in a term. */
  credits: Amount;
  /** What it costs, in the platform's money. */
  price: Amount;
  /** What the generation costs with this plan, in credits: equal ends if exact. */
  low: Amount;
  high: Amount;
  /** And in the money of the comparison; absent without a rate. */
  money?: MoneyRange;
}

export interface CompareOptions extends FitOptions {
  /** Other names of models, instead of the shipped ones. */
  models?: { readonly [name: string]: { readonly label?: string; readonly aliases?: readonly string[] } } | undefined;
}

/**
 * Where a need costs least: the best option on each platform. What cannot be compared is listed with its
 * reason, and never ranked.
 */
export function compare(catalogs: Iterable<Catalog<any>>, need: ModelNeed, options?: CompareOptions): Comparison;

/** What one generation costs on each platform, in credits and in money. */
export function compareRun(catalogs: Iterable<Catalog<any>>, run: ModelRun, options?: Pick<CompareOptions, "models">): RunComparison;
