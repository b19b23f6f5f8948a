// Packs the package, installs it into small apps, builds and runs each: `node tests/packaging/run.mjs fast|slow [name]`.
// Prints a line for each case, and at the end the counts that `cargo xtask test` adds up.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { answer } from "./apps/answer.mjs";

const HERE = import.meta.dirname;
const REPOSITORY = join(HERE, "../..");

/** A folder with the tools of a group and the package, as `npm install` leaves them; the apps beside them. */
async function workspace(group) {
  const target = process.env["CARGO_TARGET_DIR"] ?? join(REPOSITORY, "target");
  const folder = join(target, "packaging", group);
  await mkdir(folder, { recursive: true });
  await install(join(HERE, group), folder);
  await unpack(join(folder, "node_modules/drawdown"));
  await rm(join(folder, "apps"), { recursive: true, force: true });
  await cp(join(HERE, "apps"), join(folder, "apps"), { recursive: true });
  const shared = await readFile(join(HERE, "apps/answer.mjs"), "utf8");
  await writeFile(join(folder, "apps/answer.cjs"), shared.replace("export function answer", "exports.answer = function answer"));
  return folder;
}

/** The tools by their lock file, unless that is what is there. */
async function install(from, folder) {
  const [lock, before] = [await readFile(join(from, "package-lock.json"), "utf8"), join(folder, "installed.json")];
  if (existsSync(before) && (await readFile(before, "utf8")) === lock) return;
  for (const file of ["package.json", "package-lock.json", ".npmrc"]) await cp(join(from, file), join(folder, file));
  npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder);
  await writeFile(before, lock);
}

/** What `npm publish` would send, where `npm install` would put it. Its dependencies are among the tools. */
async function unpack(to) {
  const folder = join(to, "../..");
  const [{ filename }] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], join(REPOSITORY, "pkg")));
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  execFileSync("tar", ["--extract", "--gzip", "--strip-components=1", `--file=${join(folder, filename)}`, `--directory=${to}`]);
}

function npm(args, cwd) {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** By the package as it stands in the repository: what every app has to find. */
async function expectedAnswer() {
  const entry = (name) => import(pathToFileURL(join(REPOSITORY, "pkg", name)).href);
  const kive = JSON.parse(await readFile(join(REPOSITORY, "catalogs/kive.json"), "utf8"));
  return answer(await entry("prices/index.js"), await entry("index.js"), kive);
}

const [group = "fast", wanted] = process.argv.slice(2);
const { cases } = await import(`./${group}.mjs`);
const folder = await workspace(group);
// The corpus finds its catalogs beside the repository's tests.
await rm(join(folder, "tests"), { force: true });
await symlink(join(REPOSITORY, "tests"), join(folder, "tests"));
const context = { folder, repository: REPOSITORY, expected: await expectedAnswer() };
const failures = [];
/** Rows of the table in docs/platforms.md. */
const rows = [];
let passed = 0;
for (const [name, run] of Object.entries(cases)) {
  if (wanted && !name.includes(wanted)) continue;
  const began = performance.now();
  try {
    const version = await run(context);
    passed += 1;
    rows.push(`| ${name} | ${version} |\n`);
    console.log(`${name.padEnd(44)} ok   ${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s   ${version ?? ""}`);
  } catch (error) {
    failures.push(name);
    const told = [error.message, error.stdout, error.stderr].filter(Boolean).join("\n");
    console.log(`${name}: FAILED\n${told.slice(0, 4000)}`);
  }
}
if (!wanted) await writeFile(join(folder, "rows.md"), rows.join(""));
console.log(`${passed} passed`);
if (failures.length > 0) console.log(`${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);
