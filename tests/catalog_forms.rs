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

#[test]
fn limits_in_a_circle_and_limits_that_leave_nothing_are_errors() {
    let settings = |settings: Value| {
        errors(&with(json!({ "settings": settings, "price": [ { "line": "x", "rate": "1" } ] })))
    };
    let at = "/operations/0/settings";
    for (of, expected) in [
        (
            json!({ "a": { "number": { "min": 0, "max": "b" } }, "b": { "number": { "max": "a + 1" } } }),
            format!("{at}/a: limits in a circle: a -> b -> a"),
        ),
        (
            json!({ "a": { "number": { "max": "a" } } }),
            format!("{at}/a: limits in a circle: a -> a"),
        ),
        (
            json!({ "x": { "number": { "max": "a" } },
                    "a": { "choice": ["1", { "is": "2", "only": { "b": true } }], "values": {} },
                    "b": { "flag": false } }),
            format!("{at}/x/number/max: expected a number, found a choice: `a`"),
        ),
        (
            json!({ "a": { "choice": ["1", { "is": "2", "only": { "b": { "above": 5 } } }] },
                    "b": { "choice": [5, { "is": 6, "only": { "a": "2" } }] } }),
            format!("{at}/a: limits in a circle: a -> b -> a"),
        ),
        (
            json!({ "a": { "number": { "min": 5, "max": "b" } }, "b": { "number": { "min": 1, "max": 4 } } }),
            format!("{at}/a/number: `min` 5 is above `max` 4"),
        ),
        (
            json!({ "a": { "number": { "max": "b" }, "default": 5 }, "b": { "number": { "min": 1, "max": 4 } } }),
            format!("{at}/a/default: expected a number of at most 4, found `5`"),
        ),
        (
            json!({ "a": { "number": { "max": "c" } } }),
            format!("{at}/a/number/max: there is no setting or quantity `c`; did you mean `a`?"),
        ),
        (
            json!({ "a": { "choice": ["1", { "is": "2", "if": {} }] } }),
            format!("{at}/a/choice/1/if: unknown key `if`; did you mean `is`?"),
        ),
        (
            json!({ "a": { "list": { "min": 1, "max": 2, "min_items": "1.5" } } }),
            format!("{at}/a/list/min_items: expected a whole number, not negative, found 1.5"),
        ),
    ] {
        assert_eq!(settings(of).lines().next(), Some(&*expected));
    }
}

/// Every combination that is allowed lies in the range, and both ends are one of them.
#[test]
fn ranges_and_previews_keep_to_limits() {
    let catalog = read(&with(json!({
        "settings": {
            "model": { "choice": ["a", "b", { "is": "c", "only": { "long": true } }] },
            "long": { "flag": null },
            "seconds": { "number": { "min": 1, "max": "5 + images", "step": 1 } },
            "images": { "number": { "min": 0, "max": 3, "step": 1 } },
        },
        "price": [ { "line": "x", "quantity": "seconds * 7 - images * 6", "rate": { "by": "model", "a": "1", "b": "2", "c": "11" } } ],
    })));
    let open = catalog.estimate(&Request::new("clip")).unwrap();
    let [low, high] = [open.low.unwrap(), open.high.unwrap()];
    let mut preview = catalog.preview("clip", None, None).unwrap();
    let slots = ["model", "long", "seconds", "images"].map(|name| preview.slot(name).unwrap());
    let mut totals = Vec::new();
    let mut refused = 0;
    for model in 0..3 {
        for long in 0..2 {
            for seconds in 1..=8_u32 {
                for images in 0..=3_u32 {
                    preview.pick(slots[0], model).unwrap();
                    preview.pick(slots[1], long).unwrap();
                    preview.set(slots[2], seconds.into()).unwrap();
                    preview.set(slots[3], images.into()).unwrap();
                    let request = Request::new("clip")
                        .set("model", ["a", "b", "c"][model])
                        .set("long", long == 1)
                        .set("seconds", seconds)
                        .set("images", images);
                    let is_allowed = seconds <= 5 + images && (model != 2 || long == 1);
                    match catalog.estimate(&request) {
                        Ok(estimate) => {
                            assert!(is_allowed, "{request:?}");
                            assert_eq!(preview.total().unwrap(), estimate.total);
                            totals.extend(estimate.total);
                        }
                        Err(errors) => {
                            assert!(!is_allowed, "{request:?}: {errors}");
                            assert_eq!(preview.total().unwrap_err(), *errors.first().unwrap());
                            refused += 1;
                        }
                    }
                }
            }
        }
    }
    // Six lengths are too long for each of six, and model c without `long` has 26 others.
    assert_eq!(refused, 6 * 6 + 26);
    assert_eq!((totals.iter().min(), totals.iter().max()), (Some(&low), Some(&high)));
}

#[test]
fn what_no_combination_allows_is_refused_while_all_is_open() {
    let catalog = read(&with(json!({
        "settings": {
            "a": { "choice": ["low", "high"], "values": { "low": { "least": 1 }, "high": { "least": 4 } } },
            "b": { "choice": [{ "is": "x", "only": { "a": "low" } }, { "is": "y", "only": { "c": { "min": 9 } } }] },
            "c": { "number": { "min": 0, "max": 10, "step": 1 } },
            "d": { "number": { "min": "a.least", "max": 5 }, "default": 3 },
        },
        "price": [ { "line": "x", "rate": "1" } ],
    })));
    let told = |request: Request| catalog.estimate(&request).unwrap_err().to_string();
    assert_eq!(
        told(Request::new("clip").set("a", "high").set("c", 3)),
        "/settings/d: `d` can be at least a.least, found 3: `a` is high"
    );
    assert_eq!(
        told(Request::new("clip").set("a", "high").set("c", 3).set("d", 5)),
        "/settings/b: `b` can be y only with c ≥ 9: `c` is 3"
    );
}

#[test]
fn ids_of_operations_are_those_of_vendors() {
    let id = |id: &str| {
        let mut catalog = with(json!({ "price": "free" }));
        catalog["operations"][0]["id"] = id.into();
        Catalog::from_json(&catalog.to_string()).map_err(|errors| errors.to_string())
    };
    for right in ["a/b", "A:b", "a~1", "@a/b.c-d_e", &"x".repeat(128)] {
        let catalog = id(right).unwrap();
        assert!(catalog.estimate(&Request::new(right)).unwrap().free, "{right}");
    }
    for wrong in ["a b", "a?b", "a\"", "ä", &"x".repeat(129)] {
        let sentence =
            "expected an id of at most 128 letters, digits, `-`, `_`, `.`, `/`, `:`, `~`, `@`";
        assert_eq!(
            id(wrong).unwrap_err(),
            format!("/operations/0/id: {sentence}, found `{wrong}`")
        );
    }
}

#[test]
fn failed_runs_of_an_operation_come_before_the_policies() {
    let catalog = json!({
        "catalog": "x", "version": "1", "as_of": "2026-11-01", "credit": { "name": "credit", "step": "1" },
        "operations": [
            { "id": "sure", "name": "Sure", "price": [ { "line": "x", "rate": "10" } ] },
            { "id": "risky", "name": "Risky", "failed_runs": "charge", "price": [ { "line": "x", "rate": "10" } ] },
        ],
        "classes": { "main": {} },
    });
    let of = |catalog: &Value| {
        let read = read(catalog);
        let scenario = json!({
            "start": "2026-11-01", "for": "1 day",
            "account": { "lots": [ { "class": "main", "amount": "100" } ] },
            "demand": [
                { "id": "a", "request": { "operation": "sure" }, "per_day": 2, "fails": 50 },
                { "id": "b", "request": { "operation": "risky" }, "per_day": 2, "fails": 50 },
            ],
        });
        let scenario = drawdown::Scenario::from_json(&scenario.to_string()).unwrap();
        let projection = read.simulate(&scenario, drawdown::Detail::Ledger).unwrap();
        let terms = read.terms();
        let texts: Vec<String> = terms
            .account
            .iter()
            .filter(|line| line.topic == drawdown::Topic::FailedRuns)
            .map(|line| line.text.clone())
            .collect();
        (projection.totals.refunded.to_string(), texts)
    };
    let (refunded, terms) = of(&catalog);
    assert_eq!(refunded, "10");
    assert_eq!(
        terms[..2],
        ["A failed run gives its credits back", "A failed run of Risky costs like any other"]
    );
    let mut charged = catalog.clone();
    charged["policies"] = json!({ "failed_runs": "charge" });
    charged["operations"][0]["failed_runs"] = "refund".into();
    let (refunded, terms) = of(&charged);
    assert_eq!(refunded, "10");
    assert_eq!(
        terms[..2],
        ["A failed run costs like any other", "A failed run of Sure gives its credits back"]
    );
}
