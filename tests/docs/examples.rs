//! Every program in `examples/` runs, and prints something.

#![cfg(feature = "cli")]

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn examples_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut ran = 0;
    for entry in fs::read_dir(root.join("examples")).unwrap() {
        let path = entry.unwrap().path();
        let Some(name) = path.file_stem().filter(|_| path.extension().is_some_and(|e| e == "rs"))
        else {
            continue;
        };
        assert!(printed(name).len() > 40, "{name:?} prints something");
        ran += 1;
    }
    assert!(ran >= 5);
}

#[test]
fn a_quote_is_held_and_settled_once() {
    let text = printed(OsStr::new("hold"));
    let lines: Vec<&str> = text.lines().collect();
    let jobs = ["job-1: 96 held", "job-1: 96 held", "job-2: 409, the quote was accepted before"];
    assert_eq!(lines.get(..3), Some(jobs.as_slice()));
    assert_eq!(lines.iter().filter(|line| line.contains(" Settle: 72 ")).count(), 1);
    assert_eq!(lines.last(), Some(&"balance: 968"));
}

fn printed(example: &OsStr) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut run = Command::new(env::var_os("CARGO").expect("run by cargo"));
    run.args(["run", "--quiet", "--example"]).arg(example).current_dir(root);
    let output = run.output().unwrap();
    assert!(output.status.success(), "{example:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
