//! Messages about what people write by mistake say what to write instead.

use drawdown::Catalog;
use serde_json::{Value, json};

/// The errors of a catalog with one operation, of which these keys are.
fn errors(parts: &Value) -> String {
    let mut operation = json!({
        "id": "o",
        "settings": { "seconds": { "number": { "min": 1, "max": 20 } }, "size": { "choice": ["s", "l"] }, "audio": { "flag": false } },
        "price": [ { "line": "a", "rate": "1" } ],
    });
    let members = operation.as_object_mut().unwrap();
    members.extend(parts.as_object().unwrap().clone());
    let catalog = json!({
        "catalog": "c", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "1" }, "operations": [operation],
    });
    Catalog::from_json(&catalog.to_string()).unwrap_err().to_string()
}

/// The errors of a component.
fn in_component(keys: Value) -> String {
    let mut component = json!({ "line": "a" });
    component.as_object_mut().unwrap().extend(keys.as_object().unwrap().clone());
    errors(&json!({ "price": [component] }))
}

const AT: &str = "/operations/0/price/0";

#[test]
fn a_cell_before_the_last_column_is_a_row_or_a_rate() {
    let cell = |cell: Value| {
        in_component(json!({ "rate": { "by": ["size", "audio"], "s": cell, "l": "4" } }))
    };
    let to_come = "is not a rate: expected a row for the further columns of `by`, or one rate for all of them";
    assert_eq!(cell(json!("5 credits")), format!("{AT}/rate/s: `5 credits` {to_come}"));
    assert_eq!(cell(json!("no")), format!("{AT}/rate/s: `no` {to_come}"));
    assert_eq!(
        cell(json!("secnods")),
        format!("{AT}/rate/s: `secnods` {to_come}; did you mean `seconds`?")
    );
    let null = "expected a rate, \"unpriced\" (billed, but not published) or \"free\", found null";
    assert_eq!(cell(json!(null)), format!("{AT}/rate/s: {null}"));
    assert_eq!(cell(json!({ "no": null, "yes": "1" })), format!("{AT}/rate/s/no: {null}"));
    let last = in_component(
        json!({ "rate": { "by": "size", "s": [ { "up_to": 5, "is": "1" } ], "l": "4" } }),
    );
    assert_eq!(
        last,
        format!(
            "{AT}/rate/s: expected a rate: for ranges here, name a further column in `by`, found a list"
        )
    );
}

#[test]
fn null_is_no_rate() {
    let null = "expected a rate, \"unpriced\" (billed, but not published) or \"free\", found null";
    assert_eq!(in_component(json!({ "rate": null })), format!("{AT}/rate: {null}"));
    assert_eq!(
        in_component(json!({ "rate": "1", "adjust": [ { "minimum": null } ] })),
        format!("{AT}/adjust/0/minimum: {null}")
    );
}

#[test]
fn a_step_belongs_in_adjust() {
    for step in ["times", "minimum", "maximum", "round", "convert"] {
        let hint = format!("unknown key `{step}`; it is a step: write it in `adjust`");
        assert_eq!(in_component(json!({ "rate": "1", step: "5" })), format!("{AT}/{step}: {hint}"));
        assert_eq!(errors(&json!({ step: "5" })), format!("/operations/0/{step}: {hint}"));
    }
}

#[test]
fn a_sign_in_a_condition_is_a_bound() {
    for (found, written) in [
        (">5", r#"{ "above": 5 }"#),
        (">= 5", r#"{ "min": 5 }"#),
        ("<0.5", r#"{ "below": 0.5 }"#),
        ("≤ seconds", r#"{ "max": "seconds" }"#),
    ] {
        assert_eq!(
            in_component(json!({ "rate": "1", "when": { "seconds": found } })),
            format!(
                "{AT}/when/seconds: expected a number, found `{found}`; a bound is written {written}"
            )
        );
    }
    let told = in_component(json!({ "rate": "1", "when": { "seconds": { "up_to": 5 } } }));
    assert!(told.contains("unknown key `up_to`; in a condition it is called `max`"), "{told}");
}

#[test]
fn tiers_are_of_a_kind() {
    let tiers = json!([ { "up_to": 10, "rate": "1" }, { "rate": "2" } ]);
    assert_eq!(
        in_component(json!({ "tiers": tiers })),
        format!(
            "{AT}/tiers: expected {{ \"graduated\": [...] }}, each part at its own rate, or {{ \"volume\": [...] }}, all at the rate reached, found a list"
        )
    );
    let told = in_component(json!({ "tiers": { "graduated": [ { "is": "1" } ] } }));
    assert!(told.contains("unknown key `is`; in a tier it is called `rate`"), "{told}");
    let table = json!({ "by": "seconds", "ranges": [ { "rate": "1" } ] });
    let told = in_component(json!({ "rate": table }));
    assert!(told.contains("unknown key `rate`; in a range it is called `is`"), "{told}");
}

#[test]
fn a_reserved_name_says_what_it_means() {
    for (name, says) in [
        ("runs", "is the number of runs of the request"),
        ("plan", "is the plan held"),
        ("hours", "is a window of time in a condition"),
        ("any", "says that one of several conditions holds"),
        ("all", "says that several conditions hold"),
        ("not", "says that a condition does not hold"),
        ("by", "is the columns of a table"),
        ("else", "is all other values of a column"),
        ("ranges", "is the rows of a table by ranges"),
        ("max", "is a function in expressions"),
    ] {
        let settings = json!({ "settings": { name: { "flag": false } } });
        let told = errors(&settings);
        assert_eq!(
            told,
            format!("/operations/0/settings/{name}: `{name}` {says}: give it another name")
        );
    }
}

#[test]
fn a_failed_test_says_what_led_to_it() {
    let catalog = json!({
        "catalog": "c", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "1" },
        "operations": [ { "id": "o",
            "settings": { "n": { "number": { "min": 1 }, "default": 3 }, "size": { "choice": ["s", "l"], "default": "s" } },
            "price": [ { "line": "image", "quantity": "n", "unit": "MP",
                         "rate": { "by": "size", "s": "4" } } ],
            "adjust": [ { "minimum": "20" }, { "maximum": "90" } ],
            "tests": [ { "request": {}, "total": "12" },
                       { "request": { "settings": { "size": "l" } }, "total": "12" },
                       { "request": {}, "total": "20" } ] } ],
    });
    let report = Catalog::from_json(&catalog.to_string()).unwrap().check().unwrap();
    assert_eq!(report.passed, 1);
    let [least, missing] = report.failed.as_slice() else { panic!("{report:?}") };
    assert_eq!([&*least.expected, &*least.found], ["total 12", "total 20"]);
    assert_eq!(least.lines, ["image: 3 MP × 4 = 12", "Minimum charge: at least 20 = 8"]);
    assert_eq!([&*missing.expected, &*missing.found], ["total 12", "no total"]);
    assert!(missing.lines[1].starts_with("no price is published for"), "{missing:?}");
}

fn information(operations: &Value) -> Vec<String> {
    let catalog = json!({
        "catalog": "c", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "1" }, "operations": operations,
    });
    let catalog = Catalog::from_json(&catalog.to_string()).unwrap();
    catalog.information().iter().map(ToString::to_string).collect()
}

#[test]
fn a_slip_of_the_decimal_point_is_pointed_out() {
    let sizes = json!({ "size": { "choice": ["s", "m", "l", "xl"] }, "audio": { "flag": false } });
    let table = |l: &str| {
        json!({ "by": ["audio", "size"], "no": { "s": "5", "m": "8", "l": l, "xl": "16" },
                "yes": { "s": "6", "m": "9", "l": "13", "xl": "17" } })
    };
    let operation = |id: &str, rate: Value| json!({ "id": id, "tool": "image", "settings": sizes, "price": [ { "line": "image", "rate": rate } ] });
    assert_eq!(information(&json!([operation("o", table("12"))])), [""; 0]);
    assert_eq!(
        information(&json!([operation("o", table("120"))])),
        [
            "/operations/0/price/0/rate/no/l: 120 lies about ten times above its neighbours, 5 to 16: is the decimal point right?"
        ]
    );
    let tools: Vec<Value> = ["5", "0.07", "6", "9"]
        .into_iter()
        .map(|rate| operation(&format!("o{}", rate.replace('.', "-")), json!(rate)))
        .collect();
    assert_eq!(
        information(&json!(tools)),
        [
            "/operations/1/price/0/rate: 0.07 lies about a hundred times below its neighbours, 5 to 9: is the decimal point right?"
        ]
    );
    let named = json!({
        "catalog": "c", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "1" }, "tables": { "sizes": table("1200") },
        "operations": [operation("o", json!({ "table": "sizes" }))],
    });
    let named = Catalog::from_json(&named.to_string()).unwrap().information();
    assert_eq!(named[0].pointer(), "/tables/sizes/no/l");
    let tiers = json!([ { "id": "o", "settings": { "n": { "number": { "min": 0 } } },
        "price": [ { "line": "n", "quantity": "n", "tiers": { "graduated": [
            { "up_to": 10, "rate": "0.4" }, { "up_to": 20, "rate": "3" }, { "up_to": 30, "rate": "0.2" },
            { "rate": "0.15" } ] } } ] } ]);
    assert_eq!(
        information(&tiers),
        [
            "/operations/0/price/0/tiers/graduated/1/rate: 3 lies about ten times above its neighbours, 0.15 to 0.4: is the decimal point right?"
        ]
    );
}

#[test]
fn no_catalog_of_the_repository_looks_like_a_slip() {
    // Looked up again: the cached tokens of this model cost a tenth of others, as published.
    let right = [
        ("catalogs/openai.json", "/operations/12/price/1/rate"),
        ("catalogs/openai.json", "/operations/12/price/3/rate"),
    ];
    let mut found = Vec::new();
    for (path, text) in drawdown_tests::corpus::CATALOGS {
        let hints = Catalog::from_json(text).unwrap().information();
        found.extend(hints.iter().map(|hint| (*path, hint.pointer().to_owned())));
    }
    found.sort();
    assert_eq!(found, right.map(|(path, pointer)| (path, pointer.to_owned())));
}

#[test]
fn a_difference_by_a_power_of_ten_is_a_slip() {
    let version = |rate: &str| {
        let catalog = json!({
            "catalog": "c", "version": "1", "as_of": "2026-11-01",
            "credit": { "name": "credit", "step": "0.01" },
            "operations": [ { "id": "o", "price": [ { "line": "a", "rate": rate } ] } ],
        });
        Catalog::from_json(&catalog.to_string()).unwrap()
    };
    let is_slip = |before: &str, after: &str| {
        let found = drawdown::diff(&version(before), &version(after)).unwrap();
        assert!(!found.is_empty());
        found.iter().all(drawdown::Difference::is_slip)
    };
    for (before, after) in
        [("12", "120"), ("12", "1.2"), ("12", "1300"), ("0.5", "500"), ("10", "80")]
    {
        assert!(is_slip(before, after), "{before} {after}");
    }
    for (before, after) in [("12", "60"), ("12", "200"), ("12", "0"), ("0", "10"), ("1", "20000")] {
        assert!(!is_slip(before, after), "{before} {after}");
    }
}

#[test]
fn half_of_a_window_is_no_window() {
    let hours = |hours: Value| in_component(json!({ "rate": "1", "when": { "hours": hours } }));
    let at = format!("{AT}/when/hours");
    let half = format!("{at}: expected both `from` and `until`, or neither");
    assert_eq!(hours(json!({ "from": "09:00" })), half);
    assert_eq!(hours(json!({ "until": "18:00", "days": "mon-fri" })), half);
    let none = format!("{at}: expected `from` and `until`, or `days`, found none of them");
    assert_eq!(hours(json!({ "zone": "utc" })).lines().next(), Some(&*none));
}

/// A cell that could be a row too is neither.
#[test]
fn a_rate_that_reads_like_a_row_is_told() {
    let told = |cell: Value| {
        let settings = json!({ "model": { "choice": ["a", "b"] }, "size": { "choice": ["from", "table", "l"] } });
        let price =
            json!([ { "line": "a", "rate": { "by": ["model", "size"], "a": cell, "b": "4" } } ]);
        errors(&json!({ "settings": settings, "price": price }))
    };
    let says = |word: &str| {
        format!(
            "{AT}/rate/a: `{word}` is a value of `size` too: write the row with an `else`, or the rate in the last column"
        )
    };
    assert_eq!(told(json!({ "from": "1", "to": "2" })), says("from"));
    let named = told(json!({ "table": "rates" }));
    assert!(named.contains(&says("table")), "{named}");
}
