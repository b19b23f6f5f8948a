//! The corpus on wasm32, in Node and in Chromium: the same bytes as natively.

#![cfg(test)]
#![cfg(all(target_arch = "wasm32", feature = "wasm-plans"))]

use drawdown::{Catalog, Decimal, JsCatalog, Value, parse};
use drawdown_tests::corpus::wallets;
use drawdown_tests::corpus::{
    ANSWERS, Ask, CATALOGS, COMPARISONS, FITS, PROJECTIONS, Vector, answers, assert_same_text,
    catalog_text, comparisons, fits, printed, projections, vectors,
};
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn every_request_gives_its_checked_in_answer() {
    assert_same_text(&answers(), ANSWERS);
}

#[wasm_bindgen_test]
fn every_scenario_gives_its_checked_in_projection() {
    assert_same_text(&projections(), PROJECTIONS);
}

#[wasm_bindgen_test]
fn every_need_gives_its_checked_in_fit() {
    assert_same_text(&fits(), FITS);
}

#[wasm_bindgen_test]
fn every_comparison_gives_its_checked_in_answer() {
    assert_same_text(&comparisons(), COMPARISONS);
}

#[wasm_bindgen_test]
fn every_log_of_a_wallet_gives_its_checked_in_outcomes_and_states() {
    wallets::assert_checked_in();
}

#[wasm_bindgen_test]
fn every_catalog_passes_its_own_tests() {
    let mut passed = 0;
    for (path, text) in CATALOGS {
        let report = Catalog::from_json(text).unwrap().check().unwrap();
        assert!(report.failed.is_empty(), "{path}: {:?}", report.failed);
        passed += report.passed;
    }
    assert!(passed > 100, "only {passed} tests were found");
}

/// What JavaScript is handed: amounts as numbers where they print back, everything else the same.
#[wasm_bindgen_test]
fn javascript_sees_the_same_answers() {
    let expected = parse(ANSWERS).unwrap();
    for vector in vectors() {
        let catalog = JsCatalog::new(&catalog_text(&vector.catalog).into()).unwrap();
        let Some(found) = asked(&vector, &catalog) else { continue };
        let row = drawdown_tests::corpus::items(&expected).iter().find(|row| {
            row.get("id").is_some_and(|id| drawdown_tests::corpus::string(id) == vector.id)
        });
        let row = row.unwrap_or_else(|| panic!("no answer for {}", vector.id));
        match found {
            Ok(found) => {
                let text = String::from(JSON::stringify(&found).unwrap());
                assert_same(row.get("answer").unwrap(), &parse(&text).unwrap(), &vector.id);
            }
            Err(error) => {
                let message = Reflect::get(&error, &"message".into()).unwrap().as_string();
                assert_eq!(
                    message.as_deref(),
                    row.get("error").map(drawdown_tests::corpus::string),
                    "{}",
                    vector.id
                );
            }
        }
    }
}

/// Nothing for what JavaScript cannot ask.
fn asked(vector: &Vector, catalog: &JsCatalog) -> Option<Result<JsValue, JsValue>> {
    let request = JSON::parse(&printed(&vector.request)).unwrap();
    Some(match &vector.ask {
        Ask::Estimate => catalog.estimate(&request),
        Ask::Affordable(budget) => {
            catalog.ask("affordable", &request, &drawdown_tests::corpus::string(budget).into())
        }
        Ask::Cheaper => catalog.ask("cheaper", &request, &JsValue::UNDEFINED),
        Ask::Quote => catalog.ask("quote", &request, &JsValue::UNDEFINED),
        Ask::Need => return None,
    })
}

/// A number stands for the decimal string that it prints as.
fn assert_same(expected: &Value, found: &Value, place: &str) {
    match (expected, found) {
        (Value::String(text), Value::Number(number)) => {
            let [text, number] = [text, number].map(|text| text.parse::<Decimal>());
            assert_eq!(text, number, "{place}");
        }
        (Value::Array(expected), Value::Array(found)) => {
            assert_eq!(expected.len(), found.len(), "{place}");
            for (i, (expected, found)) in expected.iter().zip(found).enumerate() {
                assert_same(expected, found, &format!("{place}/{i}"));
            }
        }
        (Value::Object(expected), Value::Object(found)) => {
            assert_eq!(keys(expected), keys(found), "{place}");
            for ((key, expected), (_, found)) in sorted(expected).iter().zip(sorted(found)) {
                assert_same(expected, &found, &format!("{place}/{key}"));
            }
        }
        _ => assert_eq!(expected, found, "{place}"),
    }
}

fn keys(members: &[(String, Value)]) -> Vec<String> {
    sorted(members).into_iter().map(|(key, _)| key).collect()
}

/// JavaScript puts keys that are whole numbers first.
fn sorted(members: &[(String, Value)]) -> Vec<(String, Value)> {
    let mut members = members.to_vec();
    members.sort_by(|a, b| a.0.cmp(&b.0));
    members
}
