//! The declarations beside the shipped catalogs, in `pkg/catalogs/`, are what `catalog types` prints.
//! `cargo xtask types` takes over what it prints now.

#![cfg(feature = "cli")]

use snapbox::Data;
use snapbox::cmd::Command;

fn printed(catalog: &str, more: &[&str]) -> String {
    let command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    let command = command.args(["catalog", "types", catalog]).args(more);
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// The ids of a folder's files.
fn stems(folder: &str, end: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut stems: Vec<_> =
        names.filter_map(|name| name.strip_suffix(end).map(str::to_owned)).collect();
    stems.retain(|stem| stem != "index");
    stems.sort();
    stems
}

#[test]
fn the_declarations_beside_the_package_are_those_that_are_printed() {
    for catalog in stems("catalogs", ".json") {
        let types = printed(&catalog, &["--from", "../typed.js"]);
        let beside = format!("{}/pkg/catalogs/{catalog}.d.ts", env!("CARGO_MANIFEST_DIR"));
        let beside = Data::read_from(beside.as_ref(), None);
        snapbox::assert_data_eq!(types, beside.raw());
    }
}

#[test]
fn every_shipped_catalog_has_declarations() {
    assert_eq!(stems("catalogs", ".json"), stems("pkg/catalogs", ".d.ts"));
}

/// Every kind of setting, and texts that TypeScript would take for something else.
#[test]
fn every_kind_of_setting_has_a_type() {
    let file = std::env::temp_dir().join(format!("drawdown-types-{}.json", std::process::id()));
    let catalog = r#"{ "catalog": "own", "name": "Own */ things", "version": "1 \"b\"", "as_of": "2026-11-01",
        "credit": { "name": "credit", "plural": "credits", "step": "1" },
        "operations": [
            { "id": "image/all:v2", "name": "All */ of it", "price": "free", "settings": {
                "seconds": { "number": { "min": 1 }, "unit": "s */" },
                "size": { "choice": [512, 1024] },
                "quality": { "choice": ["low \"q\"", "high"], "others": true },
                "audio": { "flag": false },
                "parts": { "list": { "max_items": 3 } } } },
            { "id": "bare", "price": "free" } ] }"#;
    std::fs::write(&file, catalog).unwrap();
    let expected = r#"// Own */ things, version 1 "b". Made by `drawdown catalog types own`.
import type { Amount, TypedCatalog } from "drawdown";

interface Operations {
  /** All * / of it */
  "image/all:v2": {
    /** Audio */
    audio?: boolean | undefined;
    /** Parts */
    parts?: readonly Amount[] | undefined;
    /** Quality */
    quality?: "low \"q\"" | "high" | (string & {}) | undefined;
    /** Seconds, s * / */
    seconds?: Amount | undefined;
    /** Size */
    size?: 512 | 1024 | undefined;
  };
  /** bare */
  "bare": Record<string, never>;
}

type Plans = never;

declare const catalog: TypedCatalog<Operations, Plans>;
export default catalog;
"#;
    let types = printed(file.to_str().unwrap(), &[]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(types, expected);
}
