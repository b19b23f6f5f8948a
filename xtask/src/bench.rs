//! `cargo xtask bench`: the measurements of the README; `cargo xtask figures`: `docs/figures.md`;
//! `cargo xtask usage-figures`: those of `docs/usage.md`; `cargo xtask page-figures`: `docs/figures-pages.md`.

use std::env::consts::EXE_SUFFIX;

use anyhow::Result;

use crate::process::{cargo, command, progress, root, run, target_dir};
use crate::wasm_target::Source;
use crate::{Options, chromium, npm, pages, python, wasm};

pub(crate) fn bench(source: Source) -> Result<()> {
    let sizes = wasm::build(source)?;
    let browser = chromium::find_or_install()?;
    npm::install("benches/js")?;
    progress("native");
    run(
        cargo().arg("bench").args(
            ["estimate", "simulate", "fit", "wallet"].iter().flat_map(|name| ["--bench", name]),
        ),
        "fix the errors above",
    )?;
    progress("Node and Chromium");
    let mut script = npm::script("benches/js", "bench");
    run(script.env("CHROMIUM", &browser.program), "fix the errors above")?;
    print!("{sizes}");
    Ok(())
}

/// Measures the npm package beside what else a page could use, and writes the page of figures.
pub(crate) fn figures(source: Source) -> Result<()> {
    wasm::build(source)?;
    let browser = chromium::find_or_install()?;
    npm::install("benches/js")?;
    progress("figures");
    let mut script = npm::script("benches/js", "figures");
    run(script.env("CHROMIUM", &browser.program), "fix the errors above")
}

/// Scores and frames of the built pages, in `docs/figures-pages.md`.
pub(crate) fn page_figures(source: Source) -> Result<()> {
    wasm::build(source)?;
    pages::build()?;
    let browser = chromium::find_or_install()?;
    npm::install("benches/pages")?;
    progress("figures of the pages");
    let mut script = npm::script("benches/pages", "figures");
    run(script.env("CHROMIUM", &browser.program), "see what it says above")
}

/// Reports of a large log by the program, beside DuckDB.
pub(crate) fn usage_figures(options: &Options) -> Result<()> {
    let mut build = cargo();
    run(build.args(["build", "--release", "--bin", "drawdown"]), "fix the errors above")?;
    let program = target_dir().join("release").join(format!("drawdown{}", EXE_SUFFIX));
    let rows = options.cases.unwrap_or(10_000_000);
    let mut script = command(python::with("duckdb", python::DUCKDB)?);
    script.args(["benches/usage.py", &rows.to_string()]).current_dir(root());
    run(script.env("DRAWDOWN", program), "see what it says above")
}
