//! `cargo xtask fuzz`: the readers of hostile input, for as long as you like.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;

use crate::Options;
use crate::process::{cargo, command, output, progress, root, run};

const TARGETS: [&str; 6] = ["catalog", "request", "scenario", "need", "quote", "wallet"];

pub(crate) fn fuzz(options: &Options) -> Result<()> {
    let seconds = options.cases.unwrap_or(600);
    match output(command("cargo").args(["+nightly", "fuzz", "--version"])) {
        Some(_) => with_lib_fuzzer(options, seconds),
        None => {
            progress("no cargo-fuzz with a nightly compiler: the fuzzer of the tests does it");
            by_itself(options, seconds)
        }
    }
}

fn wanted(options: &Options) -> Vec<&str> {
    match options.rest.is_empty() {
        true => TARGETS.to_vec(),
        false => options.rest.iter().map(String::as_str).collect(),
    }
}

/// Guided by what each text reaches. It begins with the corpus, which the tests write out.
fn with_lib_fuzzer(options: &Options, seconds: u32) -> Result<()> {
    let mut corpus = tests();
    corpus
        .env("DRAWDOWN_FUZZ_SECONDS", "1")
        .env("DRAWDOWN_FUZZ_CORPUS", root().join("fuzz/corpus"));
    run(&mut corpus, "fix what it says above")?;
    for target in wanted(options) {
        let mut fuzz = command("cargo");
        fuzz.args(["+nightly", "fuzz", "run", target, "--"]);
        fuzz.arg(format!("-max_total_time={seconds}"));
        fuzz.args(["-timeout=2", "-rss_limit_mb=1024", "-max_len=100000"]);
        run(&mut fuzz, "the text is in fuzz/artifacts/")?;
    }
    Ok(())
}

fn by_itself(options: &Options, seconds: u32) -> Result<()> {
    let seed = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    progress(format!("{seconds} s each, seed {seed}"));
    let mut fuzz = tests();
    fuzz.env("DRAWDOWN_FUZZ_SECONDS", seconds.to_string());
    fuzz.env("DRAWDOWN_FUZZ_SEED", seed.to_string());
    fuzz.args(["--", "--show-output"]).args(&options.rest);
    run(&mut fuzz, "add a test for what it says above")
}

fn tests() -> std::process::Command {
    let mut tests = cargo();
    tests.args(["test", "--test", "fuzz"]);
    for package in ["drawdown", "drawdown-tests"] {
        tests.args(["--config", &format!("profile.dev.package.{package}.opt-level=1")]);
    }
    tests
}
