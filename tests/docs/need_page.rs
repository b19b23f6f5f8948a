//! The example of `docs/need.md` runs, and the page names every key that a need may have and every
//! flag of the command.

#![cfg(all(feature = "schema", feature = "cli"))]

use drawdown::{Catalog, FitState, Format, Need, schema};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_example_runs() {
    let page = read("docs/need.md");
    let (_, rest) = page.split_once("\n```json\n").unwrap();
    let need = Need::from_json(rest.split_once("\n```").unwrap().0).unwrap();
    let catalog = Catalog::from_json(&read("catalogs/kive.json")).unwrap();
    let fit = catalog.fit(&need).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!((fit.found, fit.options[0].state), (true, FitState::Covers));
}

#[test]
fn every_key_is_named() {
    let page = read("docs/need.md");
    let schema: Value = serde_json::from_str(&schema(Format::Need)).unwrap();
    let own = ["NeedLine", "History", "PastRun", "BufferFields"];
    let records = own.iter().filter_map(|name| schema["$defs"].get(name)).chain([&schema]);
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
    assert!(count > 23, "only {count} keys were found");
}

#[test]
fn every_flag_is_named() {
    let page = read("docs/need.md");
    let help = Command::new(env!("CARGO_BIN_EXE_drawdown")).args(["fit", "--help"]).output();
    let help = String::from_utf8(help.unwrap().stdout).unwrap();
    let (_, options) = help.split_once("Options:").unwrap();
    let options = options.split_once("Examples:").unwrap().0;
    let lines = options.lines().map(str::trim_start);
    let flags =
        lines.filter_map(|line| line.strip_prefix("--").or(line.get(4..)?.strip_prefix("--")));
    let mut count = 0;
    for flag in flags {
        let name = flag.split([' ', '[', '=']).next().unwrap();
        assert!(name == "help" || page.contains(&format!("--{name}")), "--{name}");
        count += 1;
    }
    assert!(count > 18, "only {count} flags were found");
}
