//! `docs/licences.md` lists what drawdown is built from, with licences: what browsers load, what the
//! elements and the program hold besides, and what the service does.
//! `SNAPSHOTS=overwrite cargo test --test docs licences` writes it anew.

use serde_json::Value;
use snapbox::file;
use std::collections::BTreeMap;
use std::process::Command;

/// Each licence of what is shipped must be one of these, or offer one.
const ALLOWED: [&str; 7] =
    ["MIT", "Apache-2.0", "Zlib", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Unicode-3.0"];

const MODULE: [&str; 5] =
    ["--target", "wasm32-unknown-unknown", "--no-default-features", "--features", "wasm-plans"];

/// Crates with their licences, but for drawdown itself.
fn crates(options: &[&str]) -> BTreeMap<String, String> {
    let tree = ["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}|{l}"];
    let output = Command::new(env!("CARGO"))
        .args(tree)
        .args(options)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| line.trim_end_matches(" (*)"));
    let named = lines.filter_map(|line| line.split_once('|')).map(|(package, licence)| {
        let name: Vec<&str> = package.split(' ').take(2).collect();
        (name.join(" ").replace(" v", " "), licence.replace('/', " OR ").replace("  ", " "))
    });
    named.filter(|(name, _)| !name.starts_with("drawdown")).collect()
}

/// What is bundled into the elements: packages by the names of their lock file.
const BUNDLED: [&str; 4] = ["d3-array", "d3-path", "d3-shape", "lit"];

fn packages() -> BTreeMap<String, String> {
    let lock: Value = serde_json::from_str(include_str!("../../pkg/package-lock.json")).unwrap();
    let found = BUNDLED.iter().map(|name| {
        let package = &lock["packages"][format!("node_modules/{name}")];
        let text = |field: &str| package[field].as_str().unwrap().to_owned();
        (format!("{name} {}", text("version")), text("license"))
    });
    found.collect()
}

/// Whether one may take it by an allowed licence: all parts of `AND`, one of `OR`.
fn is_allowed(licence: &str) -> bool {
    let parts = licence.split(" AND ").map(|part| part.trim_matches(['(', ')']));
    parts.into_iter().all(|part| part.split(" OR ").any(|one| ALLOWED.contains(&one.trim())))
}

fn table(of: &str, all: &BTreeMap<String, String>) -> String {
    let rows = all.iter().map(|(name, licence)| format!("| {name} | {licence} |\n"));
    format!("| {of} | licence |\n|---|---|\n{}", rows.collect::<String>())
}

#[test]
fn what_is_shipped_is_listed_and_may_be_shipped() {
    let module = crates(&MODULE);
    let mut program = crates(&[]);
    let mut service = crates(&["--package", "drawdown-server"]);
    let packages = packages();
    let all = module.iter().chain(&packages).chain(&program).chain(&service);
    let refused = all.filter(|(_, licence)| !is_allowed(licence));
    assert_eq!(refused.collect::<Vec<_>>(), [], "neither MIT, Apache 2.0 nor one like them");
    program.retain(|name, _| !module.contains_key(name));
    service.retain(|name, _| !module.contains_key(name) && !program.contains_key(name));
    let page = format!(
        "# Licences of what drawdown is built from\n\ndrawdown itself is under MIT or Apache 2.0, as you \
         choose. A test holds these lists against the lock file.\n\n## What browsers load\n\n{}\n## What \
         the elements and the pages hold besides\n\nThe notices of d3 are in `LICENSE-D3` of the \
         package; those of all that the pages hold are in `licences.md` beside\nthem, which the build \
         writes.\n\n{}\n## What the program and the native library hold besides\n\n{}\n## What only \
         the service holds\n\n{}",
        table("crate", &module),
        table("package", &packages),
        table("crate", &program),
        table("crate", &service)
    );
    snapbox::assert_data_eq!(page, file!["../../docs/licences.md"].raw());
}

#[test]
fn a_licence_has_to_offer_one_that_is_allowed() {
    assert!(is_allowed("GPL-3.0 OR MIT") && is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!is_allowed("GPL-3.0") && !is_allowed("MIT AND GPL-3.0") && !is_allowed(""));
}
