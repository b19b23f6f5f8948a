//! The schemas accept every file and answer that is right, and refuse a key they do not name.

#![cfg(feature = "schema")]
#![cfg(test)]

mod corpus;

use corpus::{Ask, CATALOGS, catalog, printed, vectors};
use drawdown::{Catalog, Format, Need, Request, diff, schema, to_text};
use jsonschema::Validator;
use serde::Serialize;
use serde_json::Value;

fn validator(format: Format) -> Validator {
    let schema: Value = parsed(&schema(format));
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
    parsed(&to_text(value).unwrap())
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_catalog_is_valid() {
    let validator = validator(Format::Catalog);
    for (path, text) in CATALOGS {
        assert_valid(&validator, &parsed(text), path);
    }
}

#[test]
fn an_unknown_key_is_not() {
    let validator = validator(Format::Catalog);
    for (path, text) in CATALOGS {
        for pointer in ["", "/credit", "/operations/0", "/operations/0/price/0"] {
            let mut mutated = parsed(text);
            let Some(Value::Object(members)) = mutated.pointer_mut(pointer) else { continue };
            members.insert("surplus".into(), Value::Null);
            assert!(!validator.is_valid(&mutated), "{path} with {pointer}/surplus");
        }
    }
}

#[test]
fn every_request_and_answer_is_valid() {
    let formats =
        [Format::Request, Format::Estimate, Format::Affordable, Format::Cheaper, Format::Quote];
    let [request, estimate, affordable, cheaper, quote] = formats.map(validator);
    let [need, need_estimate] = [Format::Need, Format::NeedEstimate].map(validator);
    let mut seen = 0;
    for row in vectors() {
        let Ok(answer) = row.answer(&catalog(&row.catalog)) else { continue };
        let (asked, answered) = match row.ask {
            Ask::Estimate => (&request, &estimate),
            Ask::Affordable(_) => (&request, &affordable),
            Ask::Cheaper => (&request, &cheaper),
            Ask::Quote => (&request, &quote),
            Ask::Need => (&need, &need_estimate),
        };
        assert_valid(asked, &parsed(&printed(&row.request)), &row.id);
        assert_valid(answered, &parsed(&answer), &row.id);
        seen += 1;
    }
    assert!(seen > 100, "only {seen} requests were found");
}

#[test]
fn a_surplus_key_of_an_answer_is_not() {
    let catalog = catalog("imagineart.json");
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

#[test]
fn verdicts_reports_differences_and_needs_are_valid() {
    let text = corpus::catalog_text("imagineart.json");
    let shipped = Catalog::from_json(text).unwrap();
    let changed = Catalog::from_json(&text.replace("\"24\"", "\"26\"")).unwrap();

    let quote = to_text(&shipped.quote(&Request::new("nano-banana")).unwrap()).unwrap();
    let forged = quote.replace("\"state\":\"exact\"", "\"state\":\"range\"");
    let validator_of_verdicts = validator(Format::Verdict);
    for (catalog, quote) in [(&shipped, &quote), (&shipped, &forged), (&changed, &quote)] {
        let verdict = catalog.verify_json(quote).unwrap();
        assert_valid(&validator_of_verdicts, &written(&verdict), "a verdict");
    }

    assert_valid(&validator(Format::TestReport), &written(&changed.check()), "a test report");
    let differences = diff(&shipped, &changed);
    assert!(!differences.is_empty());
    assert_valid(&validator(Format::Differences), &written(&differences), "differences");

    let month = include_str!("../examples/needs/imagineart-month.json");
    assert_valid(&validator(Format::Need), &parsed(month), "the worked example");
    let answer = shipped.need(&Need::from_json(month).unwrap()).unwrap();
    assert_valid(&validator(Format::NeedEstimate), &written(&answer), "its answer");
}
