//! `cargo xtask deny`: whether the licences, versions and origins of all dependencies are allowed.

use anyhow::Result;

use crate::Options;
use crate::process::{command, run};
use crate::setup::cargo_tool;

const VERSION: &str = "0.20.2";

/// What needs no network. Others are asked for by name: `cargo xtask deny -- advisories` fetches
/// the database of known faults first.
const CHECKS: [&str; 3] = ["licenses", "bans", "sources"];

pub(crate) fn deny(options: &Options) -> Result<()> {
    let mut deny = command(cargo_tool("cargo-deny", VERSION)?);
    deny.args(["--workspace", "check", "--hide-inclusion-graph"]).args(CHECKS).args(&options.rest);
    run(&mut deny, "deny.toml says what is allowed; docs/licences.md lists the licences")
}
