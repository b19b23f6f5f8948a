//! The examples of `docs/catalog.md` are catalogs that pass their own tests.

use drawdown::Catalog;
use std::fs;
use std::path::Path;

#[test]
fn the_example_is_a_catalog() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/catalog.md");
    let page = fs::read_to_string(page).unwrap();
    let block = |start: &str| {
        let (_, rest) = page.split_once(&format!("\n```json\n{start}")).expect(start);
        format!("{start}{}", rest.split_once("\n```").expect("an end").0)
    };
    let operation = block(r#"{ "id": "#);
    let sections = block(r#""classes": "#);
    let text = format!(
        r#"{{ "catalog": "example", "version": "1", "as_of": "2026-11-01", "currency": "USD",
              "credit": {{ "name": "credit", "plural": "credits", "step": "0.01" }},
              "sources": {{ "guide": {{ "at": "docs.example.com/pricing", "as_of": "2026-10-30" }} }},
              "operations": [ {operation} ], {sections} }}"#
    );
    let catalog = Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(catalog.warnings(), []);
    let report = catalog.check().unwrap();
    assert_eq!((report.passed, report.failed), (1, Vec::new()));
}

fn page() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/catalog.md");
    fs::read_to_string(page).unwrap()
}

/// A catalog with one operation, of which this is the inside.
fn with_operation(inside: &str) -> String {
    format!(
        r#"{{ "catalog": "example", "version": "1", "as_of": "2026-11-01",
              "credit": {{ "name": "credit", "step": "1" }},
              "operations": [ {{ "id": "o", {inside} }} ] }}"#
    )
}

#[test]
fn every_small_example_passes_its_tests() {
    let page = page();
    let blocks: Vec<&str> = page.split("\n```json operation\n{").skip(1).collect();
    assert!(blocks.len() >= 3, "{}", blocks.len());
    for block in blocks {
        let operation = block.split("}\n```").next().unwrap();
        let catalog = Catalog::from_json(&with_operation(operation));
        let catalog = catalog.unwrap_or_else(|errors| panic!("{errors}: {operation}"));
        assert_eq!(catalog.warnings(), [], "{operation}");
        let report = catalog.check().unwrap();
        assert_eq!(report.failed, [], "{operation}");
        assert!(report.passed > 1, "{operation}");
    }
}

#[test]
fn the_names_that_are_listed_as_reserved_are_refused_and_others_are_taken() {
    let page = page();
    let (_, rows) = page.split_once("| word | what it means |\n|---|---|\n").unwrap();
    let rows = rows.split("\n\n").next().unwrap();
    let words = rows.lines().flat_map(|row| row.split('|').nth(1).unwrap().split('`'));
    let words: Vec<&str> =
        words.filter(|word| word.bytes().any(|b| b.is_ascii_alphabetic())).collect();
    assert_eq!(words.len(), 18, "{words:?}");
    let named = |name: &str| {
        let inside = format!(
            r#""settings": {{ "{name}": {{ "number": {{}} }} }}, "price": [ {{ "line": "a", "rate": "1" }} ]"#
        );
        Catalog::from_json(&with_operation(&inside))
    };
    for word in words {
        let told = named(word).unwrap_err().to_string();
        assert!(told.contains("give it another name"), "{told}");
    }
    for name in ["seconds", "input_tokens", "fps24", "Runs", "_x"] {
        assert!(named(name).is_ok(), "{name}");
    }
    for name in ["2x", "a-b", "a b", "é"] {
        assert!(named(name).is_err(), "{name}");
    }
}
