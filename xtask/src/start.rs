//! `cargo xtask start`: from a fresh clone to a page in the browser.

use anyhow::Result;

use crate::process::{cargo, progress, run};
use crate::{Options, npm, pages, wasm};

pub(crate) fn start(options: &Options) -> Result<()> {
    let sizes = wasm::build(options.source)?;
    pages::build()?;
    print!("{sizes}");
    worked_example()?;
    if options.serve {
        serve(options.port)?;
    }
    Ok(())
}

/// Serves the built pages until the process is stopped.
fn serve(port: u16) -> Result<()> {
    progress("serving the pages (stop with Ctrl-C)");
    let port = port.to_string();
    run(
        npm::script("www", "preview").args(["--", "--port", port.as_str()]),
        "pass another port with --port",
    )
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
