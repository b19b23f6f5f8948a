//! The example of `docs/compare.md` runs, and the page names every key, flag and state.

#![cfg(all(feature = "schema", feature = "cli"))]

use drawdown::{Format, ModelNeed, Models, PlatformState, compare, schema};
use drawdown_tests::corpus::catalog;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/compare.md")).unwrap()
}

#[test]
fn the_example_runs() {
    let page = page();
    let (_, rest) = page.split_once("\n```json\n").unwrap();
    let need = ModelNeed::from_json(rest.split_once("\n```").unwrap().0).unwrap();
    let catalogs = ["kling.json", "magic-hour.json", "imaginode.json"].map(catalog);
    let found = compare(&catalogs, &need, &Models::shipped()).unwrap();
    assert_eq!(found.currency.as_deref(), Some("EUR"));
    assert!(found.platforms.iter().all(|one| one.state >= PlatformState::NoRate), "{found:?}");
}

#[test]
fn every_key_is_named() {
    let page = page();
    let mut count = 0;
    for format in [Format::ModelNeed, Format::ModelRun] {
        let schema: Value = serde_json::from_str(&schema(format)).unwrap();
        let own = ["ModelLine", "ModelRequest"];
        let records = own.iter().filter_map(|name| schema["$defs"].get(name)).chain([&schema]);
        for record in records {
            for key in record["properties"].as_object().unwrap().keys() {
                let is_named =
                    page.contains(&format!("`{key}`")) || page.contains(&format!("\"{key}\""));
                assert!(is_named, "{key}");
                count += 1;
            }
        }
    }
    assert!(count > 20, "only {count} keys were found");
}

#[test]
fn every_state_is_named() {
    let page = page();
    for format in [Format::Comparison, Format::RunComparison] {
        let schema: Value = serde_json::from_str(&schema(format)).unwrap();
        let name = if format == Format::Comparison { "PlatformState" } else { "PlatformRunState" };
        let states = schema["$defs"][name]["oneOf"].as_array().unwrap();
        assert!(states.len() > 5, "{states:?}");
        for state in states {
            let word = state["const"].as_str().unwrap();
            assert!(page.contains(&format!("`{word}`")), "{word}");
        }
    }
}

#[test]
fn every_flag_of_its_own_is_explained_in_its_help() {
    let help = Command::new(env!("CARGO_BIN_EXE_drawdown")).args(["compare", "--help"]).output();
    let help = String::from_utf8(help.unwrap().stdout).unwrap();
    for flag in ["--set", "--monthly", "--tag", "--currency", "--rate", "--models", "--json"] {
        assert!(help.contains(flag), "{flag}\n{help}");
    }
}
