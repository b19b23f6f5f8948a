//! `cargo xtask mutants`: changes the library in one place at a time, and counts the changes that
//! no native test detects.

use anyhow::{Context, Result};

use crate::Options;
use crate::process::{command, output, progress, root, run};
use crate::setup::cargo_tool;

const VERSION: &str = "27.1.0";

/// The files that compute amounts.
const FILES: [&str; 5] = [
    "src/catalog/**/*.rs",
    "src/estimate/**/*.rs",
    "src/wallet/**/*.rs",
    "src/simulate/**/*.rs",
    "src/fit/**/*.rs",
];

/// The quick levels of tests; properties run with fewer cases.
const TESTS: [&str; 5] = ["rules", "corpus", "scenarios", "hostile", "properties"];
const CASES: &str = "32";

/// Tries a sample of mutants, spread over all files: every n-th one.
pub(crate) fn mutants(options: &Options) -> Result<()> {
    let binary = cargo_tool("cargo-mutants", VERSION)?;
    let of_files = FILES.iter().flat_map(|files| ["--file", *files]);
    let mut list = command(&binary);
    list.arg("mutants").arg("--list").args(of_files.clone());
    let count = output(&mut list).context("cannot list the mutants")?.lines().count();
    let sample = options.cases.unwrap_or(500).max(1) as usize;
    let shards = count.div_ceil(sample).max(1);
    progress(format!("{} of {count} mutants", count.div_ceil(shards)));
    let mut mutants = command(&binary);
    mutants.arg("mutants").args(of_files).args(["--sharding", "round-robin"]);
    mutants.arg("--shard").arg(format!("0/{shards}"));
    mutants.arg("--output").arg(root().join("target"));
    mutants.args(["--baseline", "skip", "--shuffle", "--timeout", "180"]).args(&options.rest);
    mutants.args(["--", "--lib"]).args(TESTS.iter().flat_map(|test| ["--test", *test]));
    mutants.env("PROPTEST_CASES", CASES);
    // Optimised a little, a mutant takes as long to build, and its tests take a seventh of the time.
    mutants.env("CARGO_PROFILE_DEV_OPT_LEVEL", "1").env("CARGO_PROFILE_DEV_DEBUG", "0");
    run(&mut mutants, "target/mutants.out/missed.txt lists the changes that no test detected")
}
