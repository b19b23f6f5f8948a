//! `cargo xtask test`: every check, each kind counted and timed.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::postgres::Postgres;
use crate::process::{cargo, command, each_line, progress, root, run, state_dir, target_dir};
use crate::report::Counts;
use crate::wasm::EVERYTHING;
use crate::wasm_target::{self, WasmTarget};
use crate::{Options, chromium, floors, npm, pages, python, setup, wasm};

/// A name and its function. A kind continues after a failure and counts it; an error means that it
/// could not run.
type Kind = (&'static str, fn(&Options) -> Result<Counts>);

/// The kinds that fail fastest come first.
const KINDS: [Kind; 13] = [
    ("lint", lint),
    ("native", native),
    ("docs", docs),
    ("catalogs", catalogs),
    ("signatures", signatures),
    ("sql", sql),
    ("lists", lists),
    ("server", server),
    ("wasm-node", wasm_node),
    ("wasm-chromium", wasm_chromium),
    ("package", package),
    ("page", page),
    ("size", size),
];

/// Kinds that only run when they are named.
const SLOW_KINDS: [Kind; 1] = [("packaging", packaging)];

pub(crate) fn test(options: &Options) -> Result<()> {
    let mut total = Counts::default();
    let mut summary = Vec::new();
    for (name, kind) in wanted(&options.kinds)? {
        progress(format!("== {name}"));
        let began = Instant::now();
        let counts = kind(options).unwrap_or_else(|error| {
            println!("error: {error:#}");
            Counts::FAILED
        });
        let seconds = began.elapsed().as_secs_f64();
        summary.push(format!(
            "{name:<14} {:>6} passed {:>4} failed {seconds:>7.1} s",
            counts.passed, counts.failed
        ));
        total += counts;
    }
    println!("\n{}\n", summary.join("\n"));
    for name in &total.names {
        println!("{}", name.trim());
    }
    println!("{total}");
    if total.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

/// All kinds but the slow ones, or those named; `wasm` stands for `wasm-node` and `wasm-chromium`.
fn wanted(names: &[String]) -> Result<Vec<Kind>> {
    let is = |kind: &str, name: &str| kind == name || kind.split('-').next() == Some(name);
    if names.is_empty() {
        return Ok(KINDS.to_vec());
    }
    let kinds = || KINDS.into_iter().chain(SLOW_KINDS);
    if let Some(name) = names.iter().find(|name| !kinds().any(|(kind, _)| is(kind, name))) {
        let all: Vec<&str> = kinds().map(|(kind, _)| kind).collect();
        bail!("no kind of tests `{name}`: {}", all.join(", "));
    }
    Ok(kinds().filter(|(kind, _)| names.iter().any(|name| is(kind, name))).collect())
}

fn lint(options: &Options) -> Result<Counts> {
    let mut counts = Counts::default();
    counts += check("format", cargo().args(["fmt", "--all", "--check"]), "run `cargo fmt --all`");
    let native = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    counts += check("clippy", cargo().args(native), "fix the lints above");
    let target = wasm_target::find_or_install(options.source)?;
    match target {
        WasmTarget::Default => {
            let mut clippy = target.cargo("clippy", EVERYTHING.features);
            clippy.args(["--lib", "--test", "wasm_*", "--", "-D", "warnings"]);
            counts += check("clippy for wasm", &mut clippy, "fix the lints above");
        }
        WasmTarget::Debian { .. } => progress("clippy for wasm: left out, Debian has none"),
    }
    counts += verdict("floors", floors::check());
    counts += verdict("lock files", lock_files_name_no_host());
    Ok(counts)
}

/// A lock file with addresses of another registry would use that registry on every machine.
fn lock_files_name_no_host() -> Result<()> {
    for folder in [
        "pkg",
        "www",
        "benches/js",
        "benches/pages",
        "tests/packaging/fast",
        "tests/packaging/slow",
    ] {
        let lock = fs::read_to_string(root().join(folder).join("package-lock.json"))?;
        if lock.contains("\"resolved\": \"http") {
            bail!(
                "{folder}/package-lock.json names download addresses\n  remove it and node_modules, \
                 and run `npm install --omit-lockfile-registry-resolved` there"
            );
        }
    }
    Ok(())
}

fn native(options: &Options) -> Result<Counts> {
    tests_of(native_tests().arg("--").args(&options.rest))
}

fn native_tests() -> Command {
    let mut tests = tests_but_the_service();
    tests.args(["--lib", "--bins", "--tests"]);
    tests
}

/// The service has tests of its own, and its crates would change the features of all others.
fn tests_but_the_service() -> Command {
    let mut tests = cargo();
    tests.args(["test", "--workspace", "--exclude", "drawdown-server", "--no-fail-fast"]);
    tests
}

/// New random cases, `--cases` of each property. The library is compiled for speed: that takes longer
/// once, and each case a third of the time.
pub(crate) fn explore(options: &Options) -> Result<()> {
    let mut tests = cargo();
    tests.args(["test", "--no-fail-fast", "--test", "properties"]);
    for package in ["drawdown", "drawdown-tests"] {
        tests.args(["--config", &format!("profile.dev.package.{package}.opt-level=1")]);
    }
    let cases = options.cases.unwrap_or(10_000);
    let seed = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    progress(format!("{cases} cases of each property, seed {seed}"));
    tests.env("PROPTEST_CASES", cases.to_string());
    tests.env("PROPTEST_RNG_SEED", seed.to_string()).arg("--").args(&options.rest);
    run(&mut tests, "add a test for each failed case")
}

/// Takes over the declarations of the shipped catalogs that the tests compare.
pub(crate) fn types() -> Result<()> {
    let mut tests = cargo();
    tests.args(["test", "--test", "cli", "types"]).env("SNAPSHOTS", "overwrite");
    run(&mut tests, "make a file `pkg/catalogs/<id>.d.ts` for a new catalog")
}

fn docs(_: &Options) -> Result<Counts> {
    let mut counts = tests_of(tests_but_the_service().arg("--doc"))?;
    let mut doc = cargo();
    doc.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    counts += check("cargo doc", &mut doc, "fix the warnings above");
    Ok(counts)
}

/// Every catalog passes the checker and its own tests.
fn catalogs(_: &Options) -> Result<Counts> {
    let program = program()?;
    let mut counts = Counts::default();
    for folder in ["catalogs", "examples/catalogs", "tests/corpus/catalogs"] {
        for file in json_files(folder)? {
            let mut checker = command(&program);
            counts += check(&file, checker.args(["catalog", "check", &file]), "fix the catalog");
        }
    }
    Ok(counts)
}

/// The command-line program, as built by the native tests.
fn program() -> Result<PathBuf> {
    run(native_tests().arg("--no-run"), "fix the errors above")?;
    Ok(target_dir().join("debug").join(format!("drawdown{}", env::consts::EXE_SUFFIX)))
}

fn json_files(folder: &str) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join(folder)).with_context(|| format!("no {folder}/"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") {
            files.push(format!("{folder}/{name}"));
        }
    }
    files.sort();
    Ok(files)
}

fn wasm_node(options: &Options) -> Result<Counts> {
    // As ES modules: the library brings its own.
    tests_of(wasm_tests(options)?.env("WASM_BINDGEN_USE_NODE_EXPERIMENTAL", "1"))
}

fn wasm_chromium(options: &Options) -> Result<Counts> {
    let browser = chromium::find_or_install()?;
    let mut tests = wasm_tests(options)?;
    tests
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser.webdriver_json()?)
        .env("CHROMEDRIVER", &browser.driver);
    tests_of(&mut tests)
}

/// The same test programs run in both hosts; they do not work with `--quiet`.
fn wasm_tests(options: &Options) -> Result<Command> {
    let target = wasm_target::find_or_install(options.source)?;
    let runner = setup::wasm_bindgen()?.test_runner();
    let mut tests = target.cargo("test", EVERYTHING.features);
    // Slightly optimised: compiling takes longer, but by less than one run in one host saves. Not
    // by a separate profile, which would compile every macro again.
    tests
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .args(["--config", "profile.dev.opt-level=1"])
        .args(["--test", "wasm_*", "--no-fail-fast", "--"])
        .args(&options.rest);
    Ok(tests)
}

/// The npm package as Node loads it, and its types as tsc reads them.
fn package(options: &Options) -> Result<Counts> {
    wasm::build(options.source)?;
    let mut counts = tests_of(&mut npm::script("pkg", "test"))?;
    counts += check("types", &mut npm::script("pkg", "types"), "fix pkg/index.d.ts or the callers");
    counts += apps("fast")?;
    Ok(counts)
}

/// The package as it is published, in small apps: with every bundler, framework and host.
fn packaging(options: &Options) -> Result<Counts> {
    wasm::build(options.source)?;
    let mut counts = apps("fast")?;
    counts += apps("slow")?;
    Ok(counts)
}

/// The signed quote of `docs/quotes.md`, as another language checks it.
fn signatures(_: &Options) -> Result<Counts> {
    let python = python::with("cryptography", python::CRYPTOGRAPHY)?;
    tests_of(command(python).arg("tests/quotes/check.py").current_dir(root()))
}

/// Reports of generated logs, beside what DuckDB computes from the same files.
fn sql(_: &Options) -> Result<Counts> {
    let program = program()?;
    let python = python::with("duckdb", python::DUCKDB)?;
    let mut tests = command(python);
    tests.arg("tests/usage/sql.py").current_dir(root()).env("DRAWDOWN", program);
    tests_of(&mut tests)
}

/// Random requests to imported price lists, beside the calculators of their own packages: `--cases` for
/// each model, of which there are `--models`. With many, the library is compiled for speed.
fn lists(options: &Options) -> Result<Counts> {
    let [genai_prices, litellm] = packages_of_lists()?;
    let mut tests = tests_but_the_service();
    tests.args(["--test", "lists"]);
    if let Some(cases) = options.cases {
        tests.env("DRAWDOWN_LISTS_CASES", cases.to_string());
        tests.args(["--config", "profile.dev.package.drawdown.opt-level=1"]);
    }
    if let Some(models) = options.models {
        tests.env("DRAWDOWN_LISTS_MODELS", models.to_string());
    }
    tests.env("DRAWDOWN_PYTHON_GENAI_PRICES", genai_prices);
    tests.env("DRAWDOWN_PYTHON_LITELLM", litellm);
    tests_of(tests.args(["--", "--ignored"]).args(&options.rest))
}

/// Both at once: pip mostly waits and unpacks.
fn packages_of_lists() -> Result<[PathBuf; 2]> {
    let install = |list: &str| python::with_file(list, &format!("tests/lists/{list}.txt"));
    thread::scope(|scope| {
        let genai_prices = scope.spawn(|| install("genai-prices"));
        let litellm = install("litellm")?;
        let genai_prices =
            genai_prices.join().unwrap_or_else(|_| bail!("the installation panicked"))?;
        Ok([genai_prices, litellm])
    })
}

/// The service on both databases, and beside it the account logic in a simulated world: the tests of the
/// service mostly wait.
fn server(_: &Options) -> Result<Counts> {
    let postgres = Postgres::start()?;
    run(service_tests().arg("--no-run"), "fix the errors above")?;
    thread::scope(|scope| {
        let world = scope.spawn(simulated_world);
        let mut counts = service(&postgres)?;
        counts += world.join().unwrap_or_else(|_| bail!("the simulated world panicked"))?;
        Ok(counts)
    })
}

/// The account logic is compiled for speed: a million operations take minutes otherwise.
fn service_tests() -> Command {
    let mut tests = cargo();
    tests.args(["test", "--no-fail-fast", "--package", "drawdown-server"]);
    for package in ["drawdown", "drawdown-server"] {
        tests.args(["--config", &format!("profile.dev.package.{package}.opt-level=1")]);
    }
    tests
}

/// The service, as built by its tests.
fn service_program() -> Result<PathBuf> {
    run(service_tests().arg("--no-run"), "fix the errors above")?;
    Ok(target_dir().join("debug").join(format!("drawdown-server{}", env::consts::EXE_SUFFIX)))
}

fn simulated_world() -> Result<Counts> {
    let mut tests = service_tests();
    tests_of(tests.args(["--test", "simulation"]).env("DRAWDOWN_OPERATIONS", "1000000"))
}

fn service(postgres: &Postgres) -> Result<Counts> {
    let mut tests = service_tests();
    tests.args(["--lib", "--bins", "--test", "service"]);
    tests.env("DRAWDOWN_TEST_POSTGRES", &postgres.url).env("DRAWDOWN_KILLS", "50");
    // For tests that stop a PostgreSQL of their own.
    tests.env("DRAWDOWN_TEST_POSTGRES_PROGRAMS", &postgres.programs);
    let mut counts = tests_of(&mut tests)?;
    let file = state_dir()?.join("openapi.db");
    let _leftover = fs::remove_file(&file);
    for database in [format!("sqlite://{}?mode=rwc", file.display()), postgres.url.clone()] {
        let mut tests = command(python::with("schemathesis", python::SCHEMATHESIS)?);
        tests.arg("server/tests/openapi.py").arg(target_dir().join("debug/drawdown-server"));
        counts += tests_of(tests.arg(database))?;
    }
    Ok(counts)
}

fn apps(group: &str) -> Result<Counts> {
    let browser = chromium::find_or_install()?;
    let mut run = command("node");
    run.arg("tests/packaging/run.mjs").arg(group).current_dir(root());
    run.env("CHROMIUM", &browser.program).env("CARGO_TARGET_DIR", target_dir());
    tests_of(&mut run)
}

/// The pages in Chromium, served like `cargo xtask start` does, and `examples/generate` with the service.
fn page(options: &Options) -> Result<Counts> {
    wasm::build(options.source)?;
    pages::build()?;
    let browser = chromium::find_or_install()?;
    let mut tests = npm::script("www", "test");
    tests.env("CHROMIUM", &browser.program).env("DRAWDOWN_BIN", program()?);
    tests.env("DRAWDOWN_SERVER", service_program()?);
    tests_of(&mut tests)
}

fn size(options: &Options) -> Result<Counts> {
    let sizes = wasm::build(options.source)?;
    print!("{sizes}");
    Ok(verdict("size", sizes.check()))
}

/// One command that passes or fails as a whole.
fn check(name: &str, command: &mut Command, hint: &str) -> Counts {
    progress(name);
    verdict(name, run(command, hint))
}

fn verdict(name: &str, result: Result<()>) -> Counts {
    let Err(error) = result else {
        return Counts::PASSED;
    };
    println!("{name}: FAILED: {error:#}");
    Counts::FAILED
}

/// A test runner: prints its output except for passed tests, and adds up its counts.
fn tests_of(command: &mut Command) -> Result<Counts> {
    let mut counts = Counts::default();
    let succeeded = each_line(command, |line| {
        if let Some(more) = Counts::in_line(line) {
            counts += more;
        }
        if Counts::names_failure(line) && !counts.names.iter().any(|name| name == line) {
            counts.names.push(line.to_owned());
        }
        if !is_noise(line) {
            println!("{line}");
        }
    })?;
    if !succeeded && counts.failed == 0 {
        counts.failed = 1;
    }
    if succeeded && counts.passed == 0 {
        bail!("no test ran");
    }
    Ok(counts)
}

/// Lines that only repeat the counts.
fn is_noise(line: &str) -> bool {
    let line = line.trim_start();
    let starts = ["running ", "\u{2713}", "\u{2714}", "\u{2139}"];
    line.is_empty()
        || line.ends_with("... ok")
        || starts.iter().any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(wanted_names: &[&str]) -> Vec<&'static str> {
        let names: Vec<String> = wanted_names.iter().map(ToString::to_string).collect();
        wanted(&names).unwrap().into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_kind_is_named_whole_or_by_its_first_word() {
        assert_eq!(names(&[]).len(), KINDS.len());
        assert_eq!(names(&["wasm"]), ["wasm-node", "wasm-chromium"]);
        assert_eq!(names(&["wasm-node", "lint"]), ["lint", "wasm-node"]);
        assert!(wanted(&["wasm-".into()]).is_err());
    }

    #[test]
    fn failures_are_no_noise() {
        assert!(is_noise("test adds ... ok"));
        assert!(is_noise("  \u{2713}  1 page.spec.ts (12ms)"));
        assert!(!is_noise("test adds ... FAILED"));
    }
}
