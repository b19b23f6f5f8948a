//! `cargo xtask start`: from a fresh clone to a page in the browser.

use anyhow::Result;

use crate::process::{cargo, progress, root, run};
use crate::{Options, pages, serve, wasm};

pub(crate) fn start(options: &Options) -> Result<()> {
    let sizes = wasm::build(options.source)?;
    pages::build()?;
    print!("{sizes}");
    worked_example()?;
    if options.serve {
        serve::forever(&root().join("www/dist"), options.port)?;
    }
    Ok(())
}

/// A month of generations on one platform, priced by the command-line program.
fn worked_example() -> Result<()> {
    progress("worked example: drawdown need examples/needs/imagineart-month.json\n");
    run(
        cargo()
            .args(["run", "--quiet", "--release", "--bin", "drawdown", "--"])
            .args(["need", "examples/needs/imagineart-month.json"]),
        "fix the errors above",
    )?;
    println!();
    Ok(())
}
