//! The example of `docs/catalog.md` is a catalog that passes its own tests.

#![cfg(test)]

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
