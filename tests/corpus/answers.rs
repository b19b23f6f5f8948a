//! The corpus, natively. `BLESS=1 cargo test --test corpus answers` takes over what comes out now.

use drawdown::{Request, State};
use drawdown_tests::corpus::{ANSWERS, CATALOGS, answers, assert_same_text, catalog, vectors};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_request_gives_its_checked_in_answer() {
    let found = answers();
    if std::env::var_os("BLESS").is_some() {
        fs::write(root().join("tests/corpus/answers.json"), found).unwrap();
        return;
    }
    assert_same_text(&found, ANSWERS);
}

#[test]
fn every_published_total_comes_out() {
    let mut seen = 0;
    for vector in vectors().iter().filter(|vector| vector.total.is_some()) {
        let estimate = catalog(&vector.catalog)
            .estimate(&Request::from_value(&vector.request).unwrap())
            .unwrap_or_else(|errors| panic!("{}: {errors}", vector.id));
        assert_eq!(estimate.state, State::Exact, "{}", vector.id);
        assert_eq!(estimate.total.map(|total| total.decimal()), vector.total, "{}", vector.id);
        seen += 1;
    }
    assert!(seen > 60, "only {seen} rows have a published total");
}

#[test]
fn ids_are_unique_and_every_catalog_is_asked() {
    let vectors = vectors();
    let ids: BTreeSet<&str> = vectors.iter().map(|vector| vector.id.as_str()).collect();
    assert_eq!(ids.len(), vectors.len(), "an id stands twice");
    for (path, _) in CATALOGS {
        let name = path.rsplit('/').next().unwrap();
        assert!(vectors.iter().any(|vector| vector.catalog == name), "nothing is asked of {path}");
    }
}

/// The list is written by hand, because wasm tests read no folder.
#[test]
fn the_list_of_catalogs_is_whole() {
    let listed: BTreeSet<String> = CATALOGS.iter().map(|(path, _)| (*path).to_owned()).collect();
    let mut there = BTreeSet::new();
    for folder in ["catalogs", "tests/corpus/catalogs"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".json") {
                there.insert(format!("{folder}/{name}"));
            }
        }
    }
    assert_eq!(listed, there, "CATALOGS in tests/support/src/corpus.rs");
}
