//! Every shipped catalog is free of errors and gives its published answers.

use drawdown::{Catalog, Request};
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
                let report = catalog.check().unwrap();
                passed += report.passed;
                wrong.extend(report.failed.iter().map(|test| {
                    let (rule, expected, found) = (&test.rule, &test.expected, &test.found);
                    format!("{name}{rule}: expected {expected}, found {found}")
                }));
                let warned = catalog.warnings().iter().filter(|w| !may_warn(&name, w));
                wrong.extend(warned.map(|w| format!("{name}{w}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(passed > 100, "only {passed} tests were found");
}

/// One catalog is about amounts that nobody says how to round; and one vendor bills twelfths of an hour.
fn may_warn(name: &str, warning: &drawdown::Error) -> bool {
    ["p-fractions.json", "anthropic.json"].contains(&name)
        && warning.kind() == drawdown::ErrorKind::Inexact
}

/// Amounts without a finite decimal are pointed out, where no rounding follows them.
#[test]
fn amounts_that_nobody_rounds_draw_a_warning() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/catalogs/p-fractions.json");
    let catalog = Catalog::from_json(&fs::read_to_string(file).unwrap()).unwrap();
    let places: Vec<&str> = catalog.warnings().iter().map(drawdown::Error::pointer).collect();
    assert_eq!(places, ["/operations/0/price", "/operations/3/price"]);
}

/// Units have words for several; a word for what nothing is counted in is an error.
#[test]
fn units_are_counted_in_words() {
    let text = |units: &str| {
        format!(
            r#"{{ "catalog": "example", "version": "1", "as_of": "2026-11-01",
                "credit": {{ "name": "credit", "step": "1" }}, "units": {{ {units} }},
                "operations": [ {{ "id": "image",
                  "settings": {{ "n": {{ "number": {{ "min": 1, "max": 9 }} }} }},
                  "price": [ {{ "line": "image", "quantity": "n", "unit": "image", "rate": "4",
                                "block": {{ "size": "2", "mode": "ceil" }} }} ] }} ] }}"#
        )
    };
    let catalog = Catalog::from_json(&text(r#""image": "images""#)).unwrap();
    let words = |n: &str| {
        let request = format!(r#"{{ "operation": "image"{n} }}"#);
        let estimate = catalog.estimate(&Request::from_json(&request).unwrap()).unwrap();
        estimate.lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>()
    };
    let one = r#", "settings": { "n": 1 }"#;
    assert_eq!(words(one), ["1 image billed as 2 images", "2 images × 4"]);
    assert_eq!(words(r#", "settings": { "n": 4 }"#)[1], "4 images × 4");
    assert_eq!(words("")[1], "2–10 images × 4");
    let unused = Catalog::from_json(&text(r#""imgae": "images""#)).unwrap();
    let warnings: Vec<String> = unused.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(warnings, ["/units/imgae: no quantity has the unit `imgae`"]);
}
