//! The example of `docs/scenario.md` runs, and the page names every key that a scenario may have.

#![cfg(feature = "schema")]

use drawdown::{Catalog, Detail, Format, Scenario, schema};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_example_runs() {
    let page = read("docs/scenario.md");
    let (_, rest) = page.split_once("\n```json\n").unwrap();
    let mut example: Value = serde_json::from_str(rest.split_once("\n```").unwrap().0).unwrap();
    // The library knows zones as tables alone.
    example["account"]["zone"] = "UTC".into();
    let scenario = Scenario::from_json(&example.to_string()).unwrap_or_else(|e| panic!("{e}"));
    let catalog = Catalog::from_json(&read("catalogs/kive.json")).unwrap();
    let projection = catalog.simulate(&scenario, Detail::Columns);
    assert!(projection.unwrap_or_else(|e| panic!("{e}")).totals.made > 1000);
}

#[test]
fn every_key_is_named() {
    let page = read("docs/scenario.md");
    let schema: Value = serde_json::from_str(&schema(Format::Scenario)).unwrap();
    let own = ["Account", "Member", "OpeningLot", "AutoTopUp", "Assumptions", "Demand", "Action"];
    let records = own.iter().map(|name| &schema["$defs"][name]).chain([&schema]);
    let mut count = 0;
    for record in records {
        let keys = record["properties"].as_object().unwrap_or_else(|| panic!("{record}"));
        for key in keys.keys() {
            let is_named =
                page.contains(&format!("`{key}`")) || page.contains(&format!("\"{key}\""));
            assert!(is_named, "{key}");
            count += 1;
        }
    }
    assert!(count > 50, "only {count} keys were found");
}
