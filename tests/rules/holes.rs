//! `Catalog::holes` lists what has no price, and nothing that nobody can ask for.

use drawdown::Catalog;
use serde_json::{Value, json};

fn holes(operation: Value) -> Vec<String> {
    let mut operation = operation;
    operation["id"] = "clip".into();
    let catalog = json!({
        "catalog": "x", "version": "1", "as_of": "2026-11-01", "credit": { "name": "credit", "step": "1" },
        "plans": [ { "id": "pro" }, { "id": "max" } ], "operations": [operation],
    });
    let text = catalog.to_string();
    let catalog = Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
    catalog.holes().iter().map(|hole| hole.sentence().to_owned()).collect()
}

fn of_rate(settings: Value, rate: Value) -> Vec<String> {
    holes(json!({ "settings": settings, "price": [ { "line": "clip", "rate": rate } ] }))
}

#[test]
fn every_kind_of_column_names_what_it_lacks() {
    let settings = json!({
        "model": { "choice": ["a", "b"] }, "resolution": { "choice": ["480p", "720p"] }, "audio": { "flag": null },
        "length": { "choice": [5, 10] }, "seconds": { "number": { "min": 1, "max": 30, "step": 1 } },
        "few": { "number": { "min": 1, "max": 2, "step": 1 } }, "megapixels": { "number": { "min": 0 } },
    });
    for (rate, expected) in [
        (
            json!({ "by": ["resolution", "model"], "480p": { "a": "5" }, "720p": { "a": "6", "b": "7" } }),
            vec!["no price for resolution 480p, model b"],
        ),
        (json!({ "by": "audio", "no": "1" }), vec!["no price for audio yes"]),
        (json!({ "by": "plan", "pro": "1", "none": "2" }), vec!["no price for plan max"]),
        (json!({ "by": "length", "5": "1" }), vec!["no price for length 10"]),
        (
            json!({ "by": "seconds", "10": "2", "5": "1" }),
            vec!["no price for seconds other than 5, 10"],
        ),
        (json!({ "by": "few", "1": "1", "2": "2" }), vec![]),
        (
            json!({ "by": "seconds", "ranges": [ { "up_to": 10, "is": "1" } ] }),
            vec!["no price for seconds above 10"],
        ),
        (
            json!({ "by": "seconds", "ranges": [ { "below": 30, "is": "1" } ] }),
            vec!["no price for seconds from 30"],
        ),
        (json!({ "by": "seconds", "ranges": [ { "up_to": 30, "is": "1" } ] }), vec![]),
        (json!({ "by": "seconds * 2", "ranges": [ { "up_to": 60, "is": "1" } ] }), vec![]),
        (
            json!({ "by": "megapixels", "ranges": [ { "up_to": 4, "is": "1" } ] }),
            vec!["no price for megapixels above 4"],
        ),
        (json!({ "by": "seconds > 5", "yes": "1" }), vec!["no price for seconds > 5 no"]),
        // A word of the vendor is no hole, and an `else` leaves none.
        (json!({ "by": "model", "a": "unpriced", "b": "not_sold" }), vec![]),
        (json!({ "by": "model", "a": "1", "else": "2" }), vec![]),
        // The same column twice: only one cell can be reached.
        (json!({ "by": ["model", "model"], "a": { "a": "1" }, "b": { "b": "2" } }), vec![]),
        (
            json!({ "by": ["plan", "plan"], "none": { "none": "1" }, "pro": { "pro": "2" }, "max": { "max": "3" } }),
            vec![],
        ),
    ] {
        assert_eq!(of_rate(settings.clone(), rate.clone()), expected, "{rate}");
    }
}

#[test]
fn what_nobody_can_ask_for_is_no_hole() {
    let settings = json!({
        "model": { "choice": ["a", "b"] },
        "resolution": { "choice": ["480p", { "is": "720p", "only": { "model": "b" } }] },
        "seconds": { "number": { "min": 1, "max": 30 } },
    });
    let table = json!({ "by": ["resolution", "model"], "480p": "1", "720p": { "b": "2" } });
    assert!(of_rate(settings.clone(), table).is_empty());
    let component = |when: Value, rate: Value| {
        holes(
            json!({ "settings": settings, "price": [ { "line": "clip", "when": when, "rate": rate } ] }),
        )
    };
    let by_model = json!({ "by": "model", "a": "1" });
    assert!(component(json!({ "model": "a" }), by_model.clone()).is_empty());
    assert_eq!(component(json!({ "seconds": { "max": 5 } }), by_model), ["no price for model b"]);
    let short = json!({ "by": "seconds", "ranges": [ { "up_to": 5, "is": "1" } ] });
    assert!(component(json!({ "seconds": { "max": 5 } }), short.clone()).is_empty());
    assert_eq!(
        component(json!({ "seconds": { "max": 8 } }), short),
        ["no price for seconds above 5"]
    );
}

/// A flag that is not set may be either.
#[test]
fn what_one_value_of_a_flag_asks_for_is_a_hole() {
    let found = |when: Value| {
        holes(json!({
            "settings": { "audio": { "flag": null }, "model": { "choice": ["a", "b"] } },
            "price": [ { "line": "sound", "when": when, "rate": { "by": "model", "a": "1" } } ],
        }))
    };
    assert_eq!(found(json!({ "audio": true })), ["no price for model b"]);
    assert_eq!(found(json!({ "audio": false })), ["no price for model b"]);
    assert!(found(json!({ "audio": true, "model": "a" })).is_empty());
}

#[test]
fn tiers_and_steps_have_holes_too_and_only_twenty_are_told() {
    let tiers = json!({ "graduated": [ { "up_to": 10, "rate": "1" } ] });
    let operation = json!({
        "settings": { "seconds": { "number": { "min": 1, "max": 30 } } },
        "price": [ { "line": "footage", "quantity": "seconds", "tiers": tiers } ],
        "adjust": [ { "times": { "by": "plan", "pro": "0.9", "max": "0.8" } } ],
    });
    assert_eq!(
        holes(operation),
        ["no price for more of `footage`: above 10", "no price for plan none"]
    );
    let names: Vec<String> = (0..30).map(|n| format!("c{n}")).collect();
    let found =
        of_rate(json!({ "model": { "choice": names } }), json!({ "by": "model", "c0": "1" }));
    assert_eq!(found.len(), 21);
    assert_eq!(found.last().unwrap(), "9 more combinations have no price");
}
