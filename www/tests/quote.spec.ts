// A quote made in the browser is computed again elsewhere: in Node, and by the native program.
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Catalog, type Quote } from "drawdown";
import { expect, test, type Preview } from "./preview";

const ROOT = join(import.meta.dirname, "../..");
const CATALOG = join(ROOT, "catalogs/imagineart.json");
/** Where quotes of this browser are left for other programs to verify. */
const QUOTES = process.env["DRAWDOWN_QUOTES"] ?? join(ROOT, "target/quotes");
const PROGRAM = process.env["DRAWDOWN_BIN"];

async function saved(preview: Preview, name: string): Promise<{ quote: Quote; file: string }> {
  await preview.open("platform=imagineart&operation=nano-banana-pro&runs=3&balance=1000&s.resolution=4K&s.images=2");
  await expect(preview.figure).toHaveText("960 credits");
  const [download] = await Promise.all([
    preview.page.waitForEvent("download"),
    preview.page.getByRole("button", { name: "Save quote" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("quote-imagineart-nano-banana-pro.json");
  const text = await readFile(await download.path(), "utf8");
  await mkdir(QUOTES, { recursive: true });
  const file = join(QUOTES, name);
  await writeFile(file, text);
  return { quote: JSON.parse(text) as Quote, file };
}

test("a quote saved here verifies in Node, and no changed one does", async ({ preview }) => {
  const { quote } = await saved(preview, "chromium.json");
  expect(quote.estimate.total).toBe(960);
  using catalog = new Catalog(await readFile(CATALOG, "utf8"));
  expect(catalog.verify(quote)).toEqual({ verdict: "verified" });
  const changed = [...changes(quote)];
  expect(changed.length).toBeGreaterThan(40);
  for (const { place, value } of changed) expect(said(catalog, value), place).not.toBe("verified");
});

test("a quote saved here verifies natively, and a changed one does not", async ({ preview }) => {
  expect(PROGRAM, "DRAWDOWN_BIN names the program").toBeTruthy();
  const { quote, file } = await saved(preview, "chromium-native.json");
  expect(await natively(file)).toEqual({ verdict: "verified" });
  const other = join(QUOTES, "chromium-changed.json");
  await writeFile(other, JSON.stringify({ ...quote, estimate: { ...quote.estimate, total: 1 } }));
  expect(await natively(other)).toMatchObject({ verdict: "differs", pointer: "/estimate/total" });
});

async function natively(file: string): Promise<unknown> {
  const call = promisify(execFile)(PROGRAM ?? "", ["verify", "--json", "--catalog", CATALOG, file]);
  // A verdict other than "verified" ends the program with another status, its answer printed all the same.
  const { stdout } = await call.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout);
}

/** The verdict; an error counts as one, since a changed quote may also be malformed. */
function said(catalog: Catalog, quote: unknown): string {
  try {
    return catalog.verify(quote as Quote).verdict;
  } catch (error) {
    return (error as Error).name;
  }
}

/** The quote with each of its values changed in turn. */
function* changes(value: unknown, place = ""): Generator<{ place: string; value: unknown }> {
  if (typeof value !== "object" || value === null) {
    yield { place, value: other(value) };
    return;
  }
  for (const [key, part] of Object.entries(value)) {
    for (const changed of changes(part, `${place}/${key}`)) {
      const copy = Array.isArray(value) ? value.map((item) => item as unknown) : { ...value };
      yield { place: changed.place, value: Object.assign(copy, { [key]: changed.value }) };
    }
  }
}

function other(value: unknown): unknown {
  if (typeof value === "boolean") return !value;
  return typeof value === "number" ? value + 1 : `${String(value)}x`;
}
