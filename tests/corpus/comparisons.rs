//! Comparisons of all shipped catalogs, natively. `BLESS=1 cargo test --test corpus comparisons`
//! takes over what comes out now.

use drawdown::parse;
use drawdown_tests::corpus::{COMPARISONS, assert_same_text, comparisons, items, string};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_comparison_gives_its_checked_in_answer() {
    let found = comparisons();
    if std::env::var_os("BLESS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/comparisons.json");
        fs::write(path, found).unwrap();
        return;
    }
    assert_same_text(&found, COMPARISONS);
}

#[test]
fn the_corpus_holds_platforms_of_every_state() {
    let rows = parse(COMPARISONS).unwrap();
    let mut states = BTreeSet::new();
    for answer in items(&rows).iter().filter_map(|row| row.get("answer")) {
        for platform in items(answer.get("platforms").expect("platforms")) {
            states.insert(string(platform.get("state").unwrap()).to_owned());
        }
    }
    for state in
        ["covers", "credits_only", "no_rate", "not_offered", "other_settings", "priced", "unknown"]
    {
        assert!(states.contains(state), "no platform is {state}: {states:?}");
    }
}
