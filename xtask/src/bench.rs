//! `cargo xtask bench`: the measurements of the README.

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
