//! Every shipped catalog is free of errors and gives its published answers.

#![cfg(test)]

use drawdown::Catalog;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds catalogs", folder.display());
    files
}

#[test]
fn every_catalog_gives_its_published_answers() {
    let mut wrong = Vec::new();
    let mut passed = 0;
    for file in files("catalogs").into_iter().chain(files("tests/corpus/catalogs")) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        match Catalog::from_json(&fs::read_to_string(&file).unwrap()) {
            Err(errors) => wrong.extend(errors.iter().map(|error| format!("{name}{error}"))),
            Ok(catalog) => {
                let report = catalog.check();
                passed += report.passed;
                wrong.extend(report.failed.iter().map(|test| {
                    let (rule, expected, found) = (&test.rule, &test.expected, &test.found);
                    format!("{name}{rule}: expected {expected}, found {found}")
                }));
                wrong.extend(catalog.warnings().iter().map(|w| format!("{name}{w}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(passed > 100, "only {passed} tests were found");
}
