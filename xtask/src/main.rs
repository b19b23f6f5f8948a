//! `cargo xtask`: sets up, builds, tests, measures and serves drawdown.

mod bench;
mod chromium;
mod deny;
mod floors;
mod fuzz;
mod mutants;
mod npm;
mod pages;
mod postgres;
mod process;
mod python;
mod report;
mod semver;
mod service_figures;
mod setup;
mod stamp;
mod start;
mod test;
mod wasm;
mod wasm_target;

use anyhow::{Result, bail};
use lexopt::prelude::*;

const USAGE: &str = "\
Usage: cargo xtask <command>

  start     install what is missing, build, print a worked example, serve the page
              --port <n>    first port to try (4173)
              --no-serve    stop before serving
  test      install what is missing, run every check, or only these kinds:
              lint native docs catalogs signatures sql lists wasm (wasm-node wasm-chromium) package
              page size, or, by name only: packaging (the npm package in every bundler and host)
              --cases <n>   for lists: n requests to each model
              --models <n>  for lists: only n random models of each list
              -- <args>     passed on to the test runner: cargo xtask test wasm -- some_name
  floors    check that dependencies in src/ point one way (a part of lint)
  deny      whether the licences, versions and origins of all dependencies are allowed
              -- advisories  known faults too (fetches their database)
  semver    whether the library still has everything that the last release had
              -- <args>     passed on to cargo-semver-checks
  explore   try new random cases of the properties
              --cases <n>   how many of each (10000)
              -- <args>     passed on to the test runner: cargo xtask explore -- some_name
  fuzz      give the readers texts with faults, by libFuzzer if cargo-fuzz and a nightly compiler are
            there, otherwise by a fuzzer of the tests
              --cases <n>   seconds for each reader (600)
              -- <names>    only these: catalog request scenario need quote wallet
  mutants   count small changes of the library that no test detects (hours)
              --cases <n>   how many to try (500)
              -- <args>     passed on to cargo-mutants
  types     write the declarations of the shipped catalogs to pkg/catalogs/
  build     build the wasm package and the pages
  bench     run the measurements: native, Node, Chromium
  figures   measure the npm package beside alternatives, and write docs/figures.md
  usage-figures
            measure reports of a large usage log beside DuckDB
              --cases <n>   how many events (10000000)
  service-figures
            measure the service on SQLite and PostgreSQL, and write docs/figures-service.md
              --cases <n>   seconds of each measurement (10)
              -- <seconds>  and then so long under load, to see its memory
  page-figures
            measure the built pages with Lighthouse and sliders, and write docs/figures-pages.md
  setup     only install what is missing

Options
  --wasm-target <auto|rustup|debian>
            source of the compiler's wasm target; also the variable DRAWDOWN_WASM_TARGET
";

fn main() {
    if let Err(error) = run() {
        eprintln!("\nerror: {error:#}");
        std::process::exit(1);
    }
}

fn run() -> Result<()> {
    let options = Options::parse()?;
    match options.command.as_str() {
        "setup" => setup::everything(options.source),
        "build" => build(&options),
        "start" => start::start(&options),
        "test" => test::test(&options),
        "floors" => floors::check(),
        "deny" => deny::deny(&options),
        "semver" => semver::semver(&options),
        "explore" => test::explore(&options),
        "fuzz" => fuzz::fuzz(&options),
        "types" => test::types(),
        "mutants" => mutants::mutants(&options),
        "bench" => bench::bench(options.source),
        "figures" => bench::figures(options.source),
        "usage-figures" => bench::usage_figures(&options),
        "page-figures" => bench::page_figures(options.source),
        "service-figures" => service_figures::service_figures(&options),
        "" | "help" => {
            print!("{USAGE}");
            Ok(())
        }
        other => bail!("no command `{other}`\n\n{USAGE}"),
    }
}

fn build(options: &Options) -> Result<()> {
    let sizes = wasm::build(options.source)?;
    pages::build()?;
    print!("{sizes}");
    Ok(())
}

/// The parsed command line.
struct Options {
    command: String,
    /// The kinds of tests to run; all if empty.
    kinds: Vec<String>,
    /// Arguments after `--`.
    rest: Vec<String>,
    source: wasm_target::Source,
    port: u16,
    /// How many random cases of each property, or how many mutants.
    cases: Option<u32>,
    /// How many models of each price list.
    models: Option<u32>,
    serve: bool,
}

impl Options {
    fn parse() -> Result<Self> {
        let mut parser = lexopt::Parser::from_env();
        let mut options = Self {
            command: String::new(),
            kinds: Vec::new(),
            rest: Vec::new(),
            source: wasm_target::Source::from_env()?,
            port: 4173,
            cases: None,
            models: None,
            serve: true,
        };
        loop {
            if let Some(raw) = parser.try_raw_args()
                && raw.peek().is_some_and(|next| next == "--")
            {
                options.rest = raw.skip(1).map(ValueExt::string).collect::<Result<_, _>>()?;
                return Ok(options);
            }
            let Some(argument) = parser.next()? else {
                return Ok(options);
            };
            match argument {
                Long("wasm-target") => options.source = parser.value()?.parse()?,
                Long("port") => options.port = parser.value()?.parse()?,
                Long("cases") => options.cases = Some(parser.value()?.parse()?),
                Long("models") => options.models = Some(parser.value()?.parse()?),
                Long("no-serve") => options.serve = false,
                Short('h') | Long("help") => options.command = "help".into(),
                Value(value) if options.command.is_empty() => options.command = value.string()?,
                Value(value) if options.command == "test" => options.kinds.push(value.string()?),
                other => bail!("{}\n\n{USAGE}", other.unexpected()),
            }
        }
    }
}
