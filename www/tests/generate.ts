// The example `examples/generate`, running: the service, an account, a back end and its page.
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "./package";

const SERVER = process.env["DRAWDOWN_SERVER"] ?? "";

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export interface Running {
  page: string;
  data: string;
  /** Asks the service, with all that a back end may do. */
  ask(path: string, body?: unknown, idempotencyKey?: string): Promise<Answer>;
  service: { url: string; key: string };
  stop(): Promise<void>;
}

/** Starts all of it, as the page about it says. */
export async function start(): Promise<Running> {
  if (!SERVER) throw new Error("DRAWDOWN_SERVER names no program");
  const data = await mkdtemp(join(tmpdir(), "drawdown-generate-"));
  const program = [process.execPath, join(ROOT, "examples/generate/start.mjs"), "--port", "0", "--data", data];
  // Tests ask more than customers.
  const limits = { DRAWDOWN_SERVER_LIMITS__REQUESTS_PER_SECOND: "100000", DRAWDOWN_SERVER_LIMITS__BURST: "100000" };
  const all = await launched(program, { SECONDS: "0.3", ...limits }, 3);
  const [page = "", url = ""] = all.lines.map((line) => line.replace(/^\w+: /, ""));
  const key = keyOf(databaseIn(data));
  const ask = async (path: string, body?: unknown, idempotencyKey = "-"): Promise<Answer> => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": idempotencyKey };
    const sent = body === undefined ? {} : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await fetch(url + path, { headers, ...sent });
    return { status: response.status, body: (await response.json()) as Answer["body"] };
  };
  const stop = async () => {
    await all.stop("SIGTERM");
    await rm(data, { recursive: true });
  };
  return { page, data, ask, service: { url, key: (await readFile(join(data, "key"), "utf8")).trim() }, stop };
}

export interface Program {
  lines: string[];
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** A back end alone, of a customer of its own. */
export function backend(environment: Record<string, string>): Promise<Program> {
  return launched([process.execPath, join(ROOT, "examples/generate/backend.mjs")], { PORT: "0", ...environment }, 1);
}

/** A service alone, at an address. */
export function service(database: string, address: string): Promise<Program> {
  return launched([SERVER, "--listen", address, "--database", database, "--catalogs", join(ROOT, "examples/catalogs")], { RUST_LOG: "error" }, 1);
}

export const databaseIn = (folder: string) => `sqlite://${join(folder, "accounts.db")}?mode=rwc`;

/** A new API key. */
export const keyOf = (database: string) => execFileSync(SERVER, ["key", "create", "test", "--database", database], { encoding: "utf8" }).trim();

/** A program that has printed some lines. */
async function launched([program = "", ...args]: string[], environment: Record<string, string>, lines: number): Promise<Program> {
  const child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const printed: string[] = [];
  for await (const line of createInterface(child.stdout)) if (printed.push(line) === lines) break;
  if (printed.length < lines) throw new Error(`${program} has ended`);
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return { lines: printed, stop };
}
