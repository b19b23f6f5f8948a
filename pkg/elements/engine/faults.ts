// Errors of the engine: their messages, and the inputs they belong to.
import type { DrawdownError, Finding } from "drawdown";
import { text } from "../localise";

/** The findings of an engine error; other exceptions are rethrown. */
export function findings(error: unknown): Finding[] {
  if (!isDrawdownError(error)) throw error;
  const { code, path, message } = error;
  return error.errors.length > 0 ? error.errors : [{ code, path, message }];
}

/** The same, but other exceptions become a finding about the whole. */
export function told(error: unknown): Finding[] {
  if (isDrawdownError(error)) return findings(error);
  return [{ code: "failed", path: "", message: plainly(error) }];
}

/** What is said to people instead of a browser's words for a file that did not arrive. */
export function plainly(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const isNetwork = /failed to fetch|networkerror|load failed|importing a module|dynamically imported/i.test(said);
  return isNetwork ? text().notLoaded : said;
}

/** The result of `attempt`, or the engine's findings. */
export function attempted<T>(attempt: () => T): { value: T; faults: [] } | { value?: never; faults: Finding[] } {
  try {
    return { value: attempt(), faults: [] };
  } catch (error) {
    return { faults: findings(error) };
  }
}

/** The input of a pointer into a request: `settings.seconds`, `used.searches`, `runs`, `balance`;
 * otherwise "". */
export function fieldOf(pointer: string): string {
  const [, first = "", second = ""] = pointer.split("/").map(unescaped);
  if (first === "settings" || first === "used") return second && `${first}.${second}`;
  if (first === "balance" && second === "as_of") return "balanceAsOf";
  return first;
}

/** The messages about one input. */
export function about(faults: Finding[], field: string): string {
  return faults
    .filter((fault) => fieldOf(fault.path) === field)
    .map((fault) => fault.message)
    .join("; ");
}

/** The messages at exactly this pointer. */
export function messagesAt(faults: readonly Finding[], pointer: string): string {
  return faults
    .filter(({ path }) => path === pointer)
    .map(({ message }) => message)
    .join("; ");
}

/** Always the same, so that nothing is drawn again for it. */
const NONE: readonly Finding[] = [];

/** Errors below a pointer, by the rest of each pointer. */
export function below(faults: readonly Finding[], pointer: string): readonly Finding[] {
  const found = faults.filter(({ path }) => path === pointer || path.startsWith(`${pointer}/`));
  return found.length > 0 ? found.map((fault) => ({ ...fault, path: fault.path.slice(pointer.length) })) : NONE;
}

export function isDrawdownError(error: unknown): error is DrawdownError {
  return error instanceof Error && error.name === "DrawdownError";
}

function unescaped(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
