//! The shorter forms of a catalog: what they mean, and what is said when they are wrong.

#![cfg(test)]

use drawdown::{Catalog, Request};
use serde_json::{Value, json};

/// A catalog of one operation, `clip`.
fn with(operation: Value) -> Value {
    let mut operation = operation;
    operation["id"] = "clip".into();
    json!({
        "catalog": "x", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "1" }, "operations": [operation],
    })
}

fn read(catalog: &Value) -> Catalog {
    Catalog::from_json(&catalog.to_string()).unwrap_or_else(|errors| panic!("{errors}\n{catalog}"))
}

/// Every error of a catalog, one a line.
fn errors(catalog: &Value) -> String {
    match Catalog::from_json(&catalog.to_string()) {
        Ok(_) => panic!("no error\n{catalog}"),
        Err(errors) => errors.to_string(),
    }
}

fn total(catalog: &Catalog, request: Request) -> Option<String> {
    catalog.estimate(&request).unwrap().total.map(|total| total.to_string())
}

/// One component whose rate is by `resolution`.
fn by_resolution(rate: Value) -> Value {
    with(json!({
        "settings": { "resolution": { "choice": ["360p", "540p", "720p"] }, "seconds": { "number": {} } },
        "price": [ { "line": "clip", "rate": rate } ],
    }))
}

#[test]
fn a_key_may_stand_for_several_values_and_each_value_has_one_row() {
    let catalog =
        read(&by_resolution(json!({ "by": "resolution", "360p|540p": "4", "else": "6" })));
    for (resolution, expected) in [("360p", "4"), ("540p", "4"), ("720p", "6")] {
        let request = Request::new("clip").set("resolution", resolution);
        assert_eq!(total(&catalog, request).as_deref(), Some(expected), "{resolution}");
    }
    let at = "/operations/0/price/0/rate";
    for (rate, expected) in [
        (
            json!({ "by": "resolution", "360p|540p": "4", "540p": "5" }),
            format!("{at}/540p: `540p` has a row already"),
        ),
        (
            json!({ "by": "resolution", "360p|541p": "4" }),
            format!(
                "{at}/360p|541p: there is no value of this column `541p`; did you mean `540p`?"
            ),
        ),
        (json!({ "by": "seconds", "5|5.0": "4" }), format!("{at}/5|5.0: 5 has a cell already")),
        (
            json!({ "by": "seconds", "5|": "4" }),
            format!("{at}/5|: expected a number as the key of this column, found ``"),
        ),
    ] {
        assert_eq!(errors(&by_resolution(rate)), expected);
    }
}

#[test]
fn a_comparison_is_a_column_of_numbers() {
    let at = "/operations/0/price/0/rate";
    for (rate, expected) in [
        (
            json!({ "by": "seconds > 5", "yes": "4", "maybe": "5" }),
            format!(
                "{at}/maybe: there is no value of this column `maybe`; expected one of: no, yes"
            ),
        ),
        (
            json!({ "by": "resolution > 5", "yes": "4" }),
            format!("{at}: expected numbers in a comparison, found a choice"),
        ),
        (
            json!({ "by": "seconds > 5", "ranges": [ { "is": "4" } ] }),
            format!("{at}/ranges: expected a number as the column of ranges"),
        ),
        (
            json!({ "by": "seconds > 5 > 4", "yes": "4" }),
            format!(
                "{at}/by: in `seconds > 5 > 4`: expected an operator or the end, found `>` at character 13"
            ),
        ),
    ] {
        assert_eq!(errors(&by_resolution(rate)).lines().next(), Some(&*expected));
    }
}
