//! The schemas accept every file and answer that is right, and refuse a key they do not name.

#![cfg(feature = "schema")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

use drawdown::{Catalog, Credits, Format, Need, Request, diff, schema, to_text};
use jsonschema::Validator;
use serde::Serialize;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|e| e == "json")).collect()
}

/// Every catalog of the repository, as text.
fn catalogs() -> Vec<(PathBuf, String)> {
    let files = files("catalogs").into_iter().chain(files("tests/corpus/catalogs"));
    files.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn validator(format: Format) -> Validator {
    let schema: Value = serde_json::from_str(&schema(format)).unwrap();
    jsonschema::draft202012::meta::validate(&schema).expect("a schema itself");
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn assert_valid(validator: &Validator, value: &Value, what: &str) {
    let wrong: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{what}\n{}", wrong.join("\n"));
}

fn written<T: Serialize>(value: &T) -> Value {
    serde_json::from_str(&to_text(value).unwrap()).unwrap()
}

#[test]
fn every_catalog_is_valid() {
    let validator = validator(Format::Catalog);
    for (path, text) in catalogs() {
        assert_valid(
            &validator,
            &serde_json::from_str(&text).unwrap(),
            &path.display().to_string(),
        );
    }
}

#[test]
fn an_unknown_key_is_not() {
    let validator = validator(Format::Catalog);
    for (path, text) in catalogs() {
        let catalog: Value = serde_json::from_str(&text).unwrap();
        for pointer in ["", "/credit", "/operations/0", "/operations/0/price/0"] {
            let mut mutated = catalog.clone();
            let Some(Value::Object(members)) = mutated.pointer_mut(pointer) else { continue };
            members.insert("surplus".into(), Value::Null);
            assert!(!validator.is_valid(&mutated), "{} with {pointer}/surplus", path.display());
        }
    }
}

#[test]
fn a_surplus_key_of_an_answer_is_not() {
    let catalog = Catalog::from_json(&catalogs()[0].1).unwrap();
    let operation = catalog.operation_ids().next().unwrap();
    let validator = validator(Format::Quote);
    for pointer in ["", "/catalog", "/request", "/estimate", "/estimate/lines/0"] {
        let mut quote = written(&catalog.quote(&Request::new(operation)).unwrap());
        assert_valid(&validator, &quote, operation);
        let Some(Value::Object(members)) = quote.pointer_mut(pointer) else { continue };
        members.insert("surplus".into(), Value::Null);
        assert!(!validator.is_valid(&quote), "{pointer}/surplus");
    }
}

/// The requests that the catalogs test themselves with.
fn requests(catalog: &str) -> Vec<Request> {
    let catalog: Value = serde_json::from_str(catalog).unwrap();
    let mut requests = Vec::new();
    for operation in catalog["operations"].as_array().unwrap() {
        for test in operation.get("tests").and_then(Value::as_array).into_iter().flatten() {
            let mut request = test["request"].clone();
            request["operation"] = operation["id"].clone();
            requests.push(Request::from_json(&request.to_string()).unwrap());
        }
    }
    requests
}

#[test]
fn every_answer_is_valid() {
    let formats =
        [Format::Request, Format::Estimate, Format::Affordable, Format::Cheaper, Format::Quote];
    let [request_schema, estimate, affordable, cheaper, quote] = formats.map(validator);
    let budget: Credits = "1000".parse().unwrap();
    let mut seen = 0;
    for (path, text) in catalogs() {
        let catalog = Catalog::from_json(&text).unwrap();
        for request in requests(&text) {
            let request = request.balance(budget);
            let what = format!("{}: {request:?}", path.display());
            let Ok(answer) = catalog.quote(&request) else { continue };
            seen += 1;
            assert_valid(&request_schema, &written(&request), &what);
            assert_valid(&quote, &written(&answer), &what);
            assert_valid(&estimate, &written(&answer.estimate), &what);
            assert_valid(
                &affordable,
                &written(&catalog.affordable(&request, budget).unwrap()),
                &what,
            );
            if let Ok(answer) = catalog.cheaper(&request) {
                assert_valid(&cheaper, &written(&answer), &what);
            }
        }
    }
    assert!(seen > 100, "only {seen} requests were found");
}

#[test]
fn verdicts_reports_differences_and_needs_are_valid() {
    let shipped =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogs/imagineart.json"))
            .unwrap();
    let catalog = Catalog::from_json(&shipped).unwrap();
    let changed = Catalog::from_json(&shipped.replace("\"24\"", "\"26\"")).unwrap();

    let quote = catalog.quote(&Request::new("nano-banana")).unwrap();
    let forged = to_text(&quote).unwrap().replace("\"state\":\"exact\"", "\"state\":\"range\"");
    let verdicts = [
        catalog.verify_json(&to_text(&quote).unwrap()).unwrap(),
        catalog.verify_json(&forged).unwrap(),
        changed.verify_json(&to_text(&quote).unwrap()).unwrap(),
    ];
    for verdict in &verdicts {
        assert_valid(&validator(Format::Verdict), &written(verdict), "a verdict");
    }

    assert_valid(&validator(Format::TestReport), &written(&changed.check()), "a test report");
    let differences = diff(&catalog, &changed);
    assert!(!differences.is_empty());
    assert_valid(&validator(Format::Differences), &written(&differences), "differences");

    for path in files("examples/needs") {
        let text = fs::read_to_string(&path).unwrap();
        let what = path.display().to_string();
        assert_valid(&validator(Format::Need), &serde_json::from_str(&text).unwrap(), &what);
        let answer = catalog.need(&Need::from_json(&text).unwrap()).unwrap();
        assert_valid(&validator(Format::NeedEstimate), &written(&answer), &what);
    }
}
