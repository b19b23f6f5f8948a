// Starts everything: the service, with an account, and the back end with its page.
//
//   node examples/generate/start.mjs [--port 8080] [--data FOLDER]
//
// DRAWDOWN_SERVER names the service's program; without it, cargo builds one.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

const ROOT = join(import.meta.dirname, "../..");
const { values } = parseArgs({ options: { port: { type: "string", default: "8080" }, data: { type: "string" } } });
const data = values.data ? resolve(values.data) : mkdtempSync(join(tmpdir(), "drawdown-generate-"));
mkdirSync(data, { recursive: true });

/** Runs a program to its end; what it says is shown, its answer is returned. */
const run = (program, args) => execFileSync(program, args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

function serviceProgram() {
  run("cargo", ["build", "--package", "drawdown-server"]);
  const { target_directory: target } = JSON.parse(run("cargo", ["metadata", "--format-version", "1", "--no-deps"]));
  return join(target, "debug", "drawdown-server");
}

/** A key that may read and charge, made at the first start and kept where only you can read it. */
function apiKey(program, database) {
  const file = join(data, "key");
  if (!existsSync(file)) writeFileSync(file, run(program, ["key", "create", "generate", "--scopes", "read,charge", "--database", database]), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** Starts a program. Returns the first line that it prints: its address. If it ends, everything does. */
function started(program, args, environment = {}) {
  const child = spawn(program, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...environment } });
  child.on("exit", () => stop(1));
  children.push(child);
  return new Promise((resolve) => createInterface(child.stdout).once("line", resolve));
}

const children = [];
function stop(code) {
  for (const child of children) child.removeAllListeners("exit").kill();
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop(0));

if (!existsSync(join(ROOT, "pkg/generated/elements/standalone.js"))) run("cargo", ["xtask", "build"]);
const program = process.env.DRAWDOWN_SERVER ?? serviceProgram();
const database = `sqlite://${join(data, "accounts.db")}?mode=rwc`;
const key = apiKey(program, database);
const service = await started(program, ["--listen", "127.0.0.1:0", "--database", database, "--catalogs", join(ROOT, "examples/catalogs")], {
  RUST_LOG: "error",
});
const page = await started(process.execPath, [join(import.meta.dirname, "backend.mjs")], {
  DRAWDOWN_URL: service,
  DRAWDOWN_KEY: key,
  DATA: data,
  PORT: values.port,
});
console.log(`page: ${page}\nservice: ${service}\ndata: ${data}`);
