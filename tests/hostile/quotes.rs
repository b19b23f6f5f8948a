//! Quotes with a fault at every place: each is an error at a place that exists, or is read as it says.

use crate::malformed::same;
use drawdown::{Catalog, Error, Errors, Quote, Request, Value, to_value};
use drawdown_tests::corpus::printed;
use drawdown_tests::mutation::{Path, at, at_mut, paths};
use std::collections::BTreeSet;

/// Quotes that have every key between them.
fn quotes() -> Vec<Value> {
    let catalog = Catalog::from_json(
        r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "1" },
        "meters": { "words": { "per": "month", "unit": "word" } },
        "classes": { "free": {} }, "burn_order": [ "expires", "issued" ],
        "sources": { "page": { "at": "example.com", "as_of": "2026-10-30", "note": "read twice" } },
        "grants": [ { "id": "daily", "class": "free", "amount": "100", "every": "day",
                      "expires": "reset", "pays_for": { "not": { "operation": ["image"] } } } ],
        "plans": [ { "id": "pro", "price": { "month": null } } ],
        "operations": [
          { "id": "image", "source": "page", "approximate": true,
            "settings": { "size": { "choice": ["s", "l"] }, "seconds": { "number": { "min": 1, "max": 9 }, "default": 5 } },
            "price": [ { "line": "size", "rate": { "by": ["size"], "s": "1", "l": "3" } },
                       { "line": "span", "quantity": "seconds", "unit": "s", "rate": { "from": "1", "to": "2" }, "per": "2" } ],
            "gates": [ { "requires": { "plan": "pro" }, "reason": "for Pro" } ], "notes": [ "a note" ] },
          { "id": "text", "price": [ { "line": "text", "quantity": "9", "unit": "word", "meter": "words",
                                       "included": "12", "rate": "1" } ] },
          { "id": "after", "price": [ { "line": "fixed", "rate": "2" }, { "line": "unknown", "rate": "unpriced" } ] },
          { "id": "plain", "price": [ { "line": "plain", "rate": "2" } ] } ] }"#,
    )
    .unwrap_or_else(|errors| panic!("{errors}"));
    let at = "2026-11-10T12:00Z".parse().unwrap();
    let four = "4".parse().unwrap();
    let requests = [
        Request::new("image").plan("pro").at(at).balance_as_of(four, at).set("seconds", 3),
        Request::new("image").runs(2),
        Request::new("text").used("words", "6".parse().unwrap()).balance("1".parse().unwrap()),
        Request::new("after"),
        Request::new("plain"),
    ];
    requests.iter().map(|request| to_value(&catalog.quote(request).unwrap()).unwrap()).collect()
}

/// The errors of a quote: none is without a place that exists.
fn errors(quote: &Value) -> Option<Errors> {
    let errors = Quote::from_value(quote).err()?;
    assert!(!errors.is_empty());
    for error in errors.iter() {
        let keys = error.pointer().split('/').skip(1);
        let found = keys.map(|key| key.replace("~1", "/").replace("~0", "~")).try_fold(
            quote,
            |value, key| match value {
                Value::Array(items) => items.get(key.parse::<usize>().unwrap()),
                value => value.get(&key),
            },
        );
        assert!(found.is_some(), "{error} in {}", printed(quote));
        assert!(!error.sentence().is_empty());
    }
    Some(errors)
}

fn read(quote: &Value) -> Value {
    to_value(&Quote::from_value(quote).unwrap()).unwrap()
}

/// As it is written: what is null is left out, and some lists if they are empty; a balance without
/// `as_of` is its amount.
fn shortest(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(shortest).collect()),
        Value::Object(members) => {
            let is_empty = |value: &Value| match value {
                Value::Array(items) => items.is_empty(),
                Value::Object(members) => members.is_empty(),
                _ => false,
            };
            let is_left_out = |key: &str, value: &Value| match key {
                "classes" | "meters" | "used" => is_empty(value),
                _ => *value == Value::Null,
            };
            let kept = members.iter().filter(|(key, value)| !is_left_out(key, value));
            let kept: Vec<_> = kept.map(|(key, value)| (key.clone(), shortest(value))).collect();
            match kept.as_slice() {
                [(key, amount)] if key == "amount" => amount.clone(),
                _ => Value::Object(kept),
            }
        }
        other => other.clone(),
    }
}

/// The JSON pointer of a path; no key of these quotes needs an escape.
fn pointer(quote: &Value, path: &[usize]) -> String {
    let mut pointer = String::new();
    let mut value = quote;
    for place in path {
        let (segment, below) = match value {
            Value::Array(items) => (place.to_string(), &items[*place]),
            Value::Object(members) => (members[*place].0.clone(), &members[*place].1),
            _ => panic!("no list or object"),
        };
        pointer.push('/');
        pointer.push_str(&segment);
        value = below;
    }
    pointer
}

/// Whether the object at a path may have any keys.
fn has_any_key(quote: &Value, path: &[usize]) -> bool {
    let pointer = pointer(quote, path);
    ["/request/settings", "/request/used", "/estimate/settings"].contains(&pointer.as_str())
}

#[test]
fn a_value_of_another_type_is_an_error_or_read_as_it_says() {
    let (mut refused, mut tried) = (0, 0);
    for quote in quotes() {
        assert!(same(&read(&quote), &quote));
        for path in paths(&quote) {
            for other in [
                Value::Null,
                Value::Bool(true),
                Value::Number("3".into()),
                Value::Number("-0.5".into()),
                Value::String("no such thing".into()),
                Value::String(String::new()),
                Value::Array(Vec::new()),
                Value::Array(vec![Value::Null]),
                Value::Object(Vec::new()),
            ] {
                let mut mutated = quote.clone();
                *at_mut(&mut mutated, &path) = other;
                tried += 1;
                match errors(&mutated) {
                    Some(errors) => {
                        let place = pointer(&quote, &path);
                        let is_there = |error: &Error| {
                            let told = error.pointer();
                            told.starts_with(&place)
                                || error.code() == "missing" && place.starts_with(told)
                        };
                        assert!(errors.iter().all(is_there), "{place}: {errors}");
                        refused += 1;
                    }
                    None => {
                        let (read, said) = (read(&mutated), shortest(&mutated));
                        assert!(same(&read, &said), "{}\n{}", printed(&read), printed(&said));
                    }
                }
            }
        }
    }
    assert!(refused * 3 > tried * 2, "only {refused} of {tried} were refused");
}

#[test]
fn only_these_keys_may_be_missing() {
    let mut optional = BTreeSet::new();
    let mut required = BTreeSet::new();
    for quote in quotes() {
        for path in paths(&quote) {
            let (last, parent) = path.split_last().unwrap();
            let mut without = quote.clone();
            let Value::Object(members) = at_mut(&mut without, parent) else { continue };
            members.remove(*last);
            if has_any_key(&quote, parent) {
                continue;
            }
            let place = pointer(&quote, &path);
            let (around, key) = place.rsplit_once('/').unwrap();
            let around = around.trim_end_matches(|c: char| c == '/' || c.is_ascii_digit());
            let place = format!("{around}/{key}");
            match errors(&without) {
                Some(errors) => {
                    let error = errors.first().unwrap();
                    assert_eq!((errors.len(), error.code()), (1, "missing"), "{errors}");
                    assert!(error.sentence().contains(&format!("`{key}`")), "{error}");
                    required.insert(place);
                }
                None => {
                    optional.insert(place);
                }
            }
        }
    }
    let optional: Vec<&str> = optional.iter().map(String::as_str).collect();
    assert_eq!(
        optional,
        [
            "/estimate/balance",
            "/estimate/balance/after",
            "/estimate/balance/as_of",
            "/estimate/balance/high",
            "/estimate/balance/low",
            "/estimate/balance/shortfall",
            "/estimate/gates/classes",
            "/estimate/high",
            "/estimate/known",
            "/estimate/lines/amount",
            "/estimate/lines/high",
            "/estimate/lines/low",
            "/estimate/lines/per",
            "/estimate/lines/quantity",
            "/estimate/lines/rate",
            "/estimate/lines/rate_high",
            "/estimate/lines/rate_low",
            "/estimate/lines/unit",
            "/estimate/low",
            "/estimate/meters",
            "/estimate/meters/counts",
            "/estimate/meters/unit",
            "/estimate/per_run",
            "/estimate/plan",
            "/estimate/sources/note",
            "/estimate/total",
            "/request/at",
            "/request/balance",
            "/request/balance/as_of",
            "/request/plan",
            "/request/runs",
            "/request/settings",
            "/request/used",
        ]
    );
    assert_eq!(required.len(), 48, "{required:?}");
}

#[test]
fn an_unknown_key_is_an_error_wherever_it_is() {
    let mut tried = 0;
    for quote in quotes() {
        for path in std::iter::once(Path::new()).chain(paths(&quote)) {
            if !matches!(at(&quote, &path), Value::Object(_)) {
                continue;
            }
            let mut more = quote.clone();
            let Value::Object(members) = at_mut(&mut more, &path) else { continue };
            members.push(("surplus".to_owned(), Value::Null));
            if has_any_key(&quote, &path) {
                continue;
            }
            let errors = errors(&more).unwrap_or_else(|| panic!("{}", printed(&more)));
            let error = errors.first().unwrap();
            assert_eq!((errors.len(), error.code()), (1, "unknown_key"), "{errors}");
            assert!(error.pointer().ends_with("/surplus"), "{error}");
            tried += 1;
        }
    }
    assert!(tried > 30, "only {tried} objects were tried");
}

/// All errors at once, each with its place, what is expected and what is found.
#[test]
fn all_errors_of_a_quote_are_told() {
    let mut text = printed(&quotes()[0]);
    for (before, after) in [
        (r#""semantics":"#, r#""semantic":"#),
        (r#""kind":"estimate""#, r#""kind":"wish""#),
        (r#""state":"range""#, r#""state":"rang""#),
        (r#""free":false"#, r#""free":"no""#),
        (r#""kind":"component""#, r#""kind":3"#),
        (r#""quantity":"3""#, r#""quantity":"3 s""#),
        (r#""as_of":"2026-10-30","note""#, r#""as_of":"yesterday","note""#),
        (r#""notes":["#, r#""notes":[7,"#),
    ] {
        assert!(text.contains(before), "no {before} in {text}");
        text = text.replacen(before, after, 1);
    }
    let errors = Quote::from_json(&text).unwrap_err().to_string();
    let expected = [
        "/semantic: unknown key `semantic`; did you mean `semantics`?",
        "/kind: `wish` is not known here; expected one of: estimate, projection, fit",
        "(document): expected a key `semantics`, found none",
        "/estimate/state: `rang` is not known here; did you mean `range`?",
        "/estimate/free: expected true or false, found \"no\"",
        "/estimate/lines/0/kind: expected one of \"component\", \"factor\", \"minimum\", \
         \"maximum\", \"rounding\", \"conversion\", \"before\", found 3",
        "/estimate/lines/1/quantity: expected a decimal such as \"12.5\", found \"3 s\": not a \
         decimal number",
        "/estimate/notes/0: expected a text, such as \"7\", found 7",
        "/estimate/sources/0/as_of: expected a date such as \"2026-11-01\", found \"yesterday\"",
    ];
    assert_eq!(errors.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_quote_of_another_kind_is_not_read_as_an_estimate() {
    let text = printed(&quotes()[0]).replacen(r#""kind":"estimate""#, r#""kind":"fit""#, 1);
    let errors = Quote::from_json(&text).unwrap_err();
    assert_eq!(errors.first().unwrap().pointer(), "/kind");
}

#[test]
fn what_is_no_quote_is_an_error() {
    for text in ["", "null", "[]", "{}", "1", "\"quote\"", r#"{"kind":"estimate"}"#, "{\"kind\":"] {
        assert!(Quote::from_json(text).is_err(), "{text}");
    }
}
