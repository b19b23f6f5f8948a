//! Every program in `examples/` runs, and prints something.

#![cfg(feature = "cli")]

use std::env;
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
        let mut run = Command::new(env::var_os("CARGO").expect("run by cargo"));
        run.args(["run", "--quiet", "--example"]).arg(name).current_dir(root);
        let output = run.output().unwrap();
        assert!(output.status.success(), "{name:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stdout.len() > 40, "{name:?} prints something");
        ran += 1;
    }
    assert!(ran >= 4);
}
