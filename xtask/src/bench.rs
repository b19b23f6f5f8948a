//! `cargo xtask bench`: the measurements of the README; `cargo xtask figures`: `docs/figures.md`.

use anyhow::Result;

use crate::process::{cargo, progress, run};
use crate::wasm_target::Source;
use crate::{chromium, npm, wasm};

pub(crate) fn bench(source: Source) -> Result<()> {
    let sizes = wasm::build(source)?;
    let browser = chromium::find_or_install()?;
    npm::install("benches/js")?;
    progress("native");
    run(
        cargo().args(["bench", "--bench", "estimate", "--bench", "simulate", "--bench", "fit"]),
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
