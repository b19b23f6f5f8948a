//! `cargo xtask semver`: whether the library still has everything that the last release had.

use anyhow::Result;

use crate::Options;
use crate::process::{command, output, run};
use crate::setup::cargo_tool;

const VERSION: &str = "0.51.0";

/// Compares the public interface with that of the last tag.
pub(crate) fn semver(options: &Options) -> Result<()> {
    let Some(tag) = last_tag() else {
        println!("there is no release to compare with yet: no git tag leads to this commit");
        return Ok(());
    };
    println!("compared with {tag}");
    let mut check = command(cargo_tool("cargo-semver-checks", VERSION)?);
    check.args(["semver-checks", "--package", "drawdown", "--baseline-rev", &tag]);
    // The JavaScript face is no interface for Rust.
    check.arg("--default-features").args(&options.rest);
    run(&mut check, "keep what a caller may use, or raise the version that says so")
}

fn last_tag() -> Option<String> {
    output(command("git").args(["describe", "--tags", "--abbrev=0"])).filter(|tag| !tag.is_empty())
}
