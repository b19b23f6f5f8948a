//! The fuzzers of `fuzz/` with any compiler: from the corpus on, texts with faults in their values and bytes.
//! What a reader accepts is a text to go on from. None may panic, take long, or take much memory.
//!
//! `DRAWDOWN_FUZZ_SECONDS` of each reader, 4 by default; `DRAWDOWN_FUZZ_SEED` draws others;
//! `DRAWDOWN_FUZZ_CORPUS` is a folder to write the first texts to, for libFuzzer.

#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "../../fuzz/src/lib.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "libFuzzer's targets use the rest, from another crate"
)]
mod targets;

use allocation_counter::measure;
use drawdown_tests::mutation::Dice;
use std::panic::catch_unwind;
use std::time::{Duration, Instant};
use targets::TARGETS;

/// For one text; an unoptimised build takes ten times as long.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });
/// In use at once for one text, in bytes.
const MOST_MEMORY: u64 = 256 << 20;
/// Accepted texts that are kept beside the first ones.
const KEPT: usize = 500;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn fuzz(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let mut pool = (target.seeds)();
    keep(name, &pool);
    let first = pool.len();
    let accepted = pool.iter().filter(|text| bounded(target, text)).count();
    assert!(accepted * 2 > first, "only {accepted} of {first} first texts are accepted");
    let seconds = number("DRAWDOWN_FUZZ_SECONDS").unwrap_or(4);
    let mut dice = Dice::new(number("DRAWDOWN_FUZZ_SEED").unwrap_or(1));
    let (mut runs, mut accepted) = (0_u64, 0_u64);
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        let from = dice.below(pool.len());
        let text = targets::mutated(&mut dice, &pool[from]);
        runs += 1;
        // What grows without end is no longer like what somebody sends.
        if bounded(target, &text) && text.len() < 200_000 {
            accepted += 1;
            match pool.len() < first + KEPT {
                true => pool.push(text),
                false => {
                    let at = first + dice.below(KEPT);
                    pool[at] = text;
                }
            }
        }
    }
    println!("{name}: {runs} texts, {accepted} accepted, in {seconds} s");
    assert!(accepted > 0 && accepted < runs, "{accepted} of {runs} accepted");
}

fn bounded(target: &targets::Target, text: &str) -> bool {
    let begun = Instant::now();
    let mut accepted = None;
    let used = measure(|| accepted = catch_unwind(|| (target.run)(text)).ok());
    let took = begun.elapsed();
    let Some(accepted) = accepted else { panic!("a panic at:\n{text}") };
    assert!(took < LONGEST, "{took:?} for:\n{text}");
    assert!(used.bytes_max < MOST_MEMORY, "{} bytes for:\n{text}", used.bytes_max);
    accepted
}

/// Writes the first texts for libFuzzer.
fn keep(name: &str, seeds: &[String]) {
    let Some(folder) = std::env::var_os("DRAWDOWN_FUZZ_CORPUS") else { return };
    let folder = std::path::Path::new(&folder).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    for (n, text) in seeds.iter().enumerate() {
        std::fs::write(folder.join(format!("seed-{n}")), text).unwrap();
    }
}

#[test]
fn catalogs() {
    fuzz("catalog");
}

#[test]
fn requests() {
    fuzz("request");
}

#[test]
fn scenarios() {
    fuzz("scenario");
}

#[test]
fn needs() {
    fuzz("need");
}

#[test]
fn quotes() {
    fuzz("quote");
}

#[test]
fn wallets() {
    fuzz("wallet");
}
