//! The needs of the corpus, natively. `BLESS=1 cargo test --test corpus fits` takes over what comes
//! out now.

use drawdown::parse;
use drawdown_tests::corpus::{FITS, NEEDS, assert_same_text, fits, items, string};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_need_gives_its_checked_in_fit() {
    let found = fits();
    if std::env::var_os("BLESS").is_some() {
        fs::write(root().join("tests/corpus/fits.json"), found).unwrap();
        return;
    }
    assert_same_text(&found, FITS);
}

/// The list is written by hand, because wasm tests read no folder.
#[test]
fn the_list_of_needs_is_whole() {
    let listed: BTreeSet<String> = NEEDS.iter().map(|(path, _)| (*path).to_owned()).collect();
    let mut there = BTreeSet::new();
    for entry in fs::read_dir(root().join("tests/corpus/needs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        there.insert(format!("tests/corpus/needs/{name}"));
    }
    assert_eq!(listed, there, "NEEDS in tests/support/src/corpus.rs");
}

#[test]
fn the_corpus_holds_options_of_every_state() {
    let rows = parse(FITS).unwrap();
    let mut states = BTreeSet::new();
    for row in items(&rows) {
        let Some(fit) = row.get("fit") else { continue };
        for option in items(fit.get("options").expect("options")) {
            states.insert(string(option.get("state").unwrap()).to_owned());
        }
    }
    let all = ["blocked", "covers", "need_only", "short", "unknown"];
    assert_eq!(states.iter().map(String::as_str).collect::<Vec<_>>(), all);
}
