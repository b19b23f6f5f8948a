// A JSON text with each of its parts altered in turn, in every way that its kind allows.
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

/** JSON as it stands in a text: a key may occur twice. */
type Tree = { members: [string, Tree][] } | { items: Tree[] } | { leaf: string | number | boolean | null };

export interface Altered {
  /** Where, and what was done. */
  name: string;
  text: string;
}

/**
 * All alterations of a quote, each as it stands, and with its digests made to fit. Then the terms are for its maker to
 * say, and so is the release that has made it: what has to be the same is `semantics`.
 */
export function* alteredQuotes(quote: object): Generator<Altered> {
  const told = write(treeOf(quote));
  if (digested(told) !== told) throw new Error("the digests of this quote are made in another way");
  for (const { name, tree } of alterations(treeOf(quote), "")) {
    const text = write(tree);
    // A key that is there twice is the same only to a reader that takes one of the two.
    if (name.endsWith(" doubled") || !isDeepStrictEqual(valueOf(text), quote)) yield { name, text };
    const fitting = digested(text);
    const isQuote = isDeepStrictEqual(valueOf(fitting), quote) || /^\/(drawdown is|id|issued|expires) /.test(name);
    if (!isQuote && fitting !== text) yield { name: `${name}, digests made to fit`, text: fitting };
  }
}

function* alterations(tree: Tree, place: string): Generator<{ name: string; tree: Tree }> {
  if (place) for (const leaf of [null, true, 0, -1, "", "x"]) yield { name: `${place} is ${JSON.stringify(leaf)}`, tree: { leaf } };
  if (place) yield { name: `${place} is {}`, tree: { members: [] } };
  if (place) yield { name: `${place} is []`, tree: { items: [] } };
  if (place) yield { name: `${place} in a list`, tree: { items: [tree] } };
  if ("leaf" in tree) yield* otherLeaves(tree.leaf, place);
  else if ("members" in tree) yield* otherMembers(tree.members, place);
  else yield* otherItems(tree.items, place);
}

function* otherLeaves(leaf: string | number | boolean | null, place: string): Generator<{ name: string; tree: Tree }> {
  const others = typeof leaf === "number" ? otherNumbers(leaf) : typeof leaf === "string" ? otherTexts(leaf) : [!leaf];
  for (const other of others) yield { name: `${place} is ${JSON.stringify(other)}`, tree: { leaf: other } };
}

function otherNumbers(number: number): (number | string)[] {
  return [number + 1, number - 1, -number, number * 10, number / 10, number + 1e-9, 1e300, String(number + 1), `${number}x`];
}

function otherTexts(text: string): string[] {
  const numbered = text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  const at = Date.parse(text);
  const moved = /^\d{4}-\d\d-\d\dT/.test(text) ? [-60, 1, 60, 3600].map((seconds) => new Date(at + 1000 * seconds).toISOString().replace(".000", "")) : [];
  return [`${text}x`, `x${text}`, `${text} `, text.slice(1), text.slice(0, -1), text.toUpperCase(), numbered, `${text}\u0000`, ...moved];
}

function* otherMembers(members: [string, Tree][], place: string): Generator<{ name: string; tree: Tree }> {
  for (const [index, [key, part]] of members.entries()) {
    const put = (...these: [string, Tree][]): Tree => ({ members: members.toSpliced(index, 1, ...these) });
    yield { name: `${place}/${key} removed`, tree: put() };
    yield { name: `${place}/${key} renamed`, tree: put([`${key}x`, part]) };
    yield { name: `${place}/${key} doubled`, tree: put([key, part], [key, part]) };
    for (const { name, tree } of alterations(part, `${place}/${key}`)) yield { name, tree: put([key, tree]) };
  }
  yield { name: `${place}/extra added`, tree: { members: [...members, ["extra", { leaf: 1 }]] } };
  yield { name: `${place}/__proto__ added`, tree: { members: [...members, ["__proto__", { members: [] }]] } };
}

function* otherItems(items: Tree[], place: string): Generator<{ name: string; tree: Tree }> {
  yield { name: `${place}/- added`, tree: { items: [...items, { leaf: "x" }] } };
  for (const [index, part] of items.entries()) {
    const put = (...these: Tree[]): Tree => ({ items: items.toSpliced(index, 1, ...these) });
    yield { name: `${place}/${index} dropped`, tree: put() };
    yield { name: `${place}/${index} twice`, tree: put(part, part) };
    if (index > 0) yield { name: `${place}/${index} moved up`, tree: { items: items.toSpliced(index - 1, 2, part, items[index - 1]!) } };
    for (const { name, tree } of alterations(part, `${place}/${index}`)) yield { name, tree: put(tree) };
  }
}

function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return { items: value.map(treeOf) };
  if (typeof value === "object" && value !== null) return { members: Object.entries(value).map(([key, part]) => [key, treeOf(part)]) };
  return { leaf: value as string | number | boolean | null };
}

function write(tree: Tree): string {
  if ("leaf" in tree) return JSON.stringify(tree.leaf);
  if ("items" in tree) return `[${tree.items.map(write).join(",")}]`;
  return `{${tree.members.map(([key, part]) => `${JSON.stringify(key)}:${write(part)}`).join(",")}}`;
}

const valueOf = (text: string): unknown => JSON.parse(text);

/** The quote with the digests that it would have if it were right: docs/quotes.md says how they are made. */
function digested(text: string): string {
  const { digest: _, ...quote } = valueOf(text) as Record<string, unknown>;
  const request_digest = sha256(quote["request"]);
  const inner = { ...quote, ...("request_digest" in quote && { request_digest }) };
  const digests = { ...("request_digest" in quote && { request_digest }), digest: sha256(inner) };
  return JSON.stringify({ ...(valueOf(text) as object), ...digests });
}

const sha256 = (value: unknown) => `sha256:${createHash("sha256").update(canonical(value, "")).digest("hex")}`;

/** Canonical JSON, with amounts as texts; these keys hold counts and versions. */
const COUNTS = new Set(["runs", "semantics"]);

function canonical(value: unknown, key: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, "")).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part, name)}`).join(",")}}`;
  }
  return typeof value === "number" && !COUNTS.has(key) ? JSON.stringify(String(value)) : JSON.stringify(value ?? null);
}
