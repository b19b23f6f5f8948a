//! Every number of the formats that are read has a range: the schema states it, the pages list it, and
//! a number just outside is refused at its pointer.
//!
//! `SNAPSHOTS=overwrite cargo test --test docs ranges` writes the lists of the pages anew.

#![cfg(feature = "schema")]
#![allow(clippy::float_arithmetic, reason = "ends of ranges as JSON numbers, not amounts")]

use drawdown::{Catalog, Detail, Errors, ForecastOptions, Format, Need, Request, Scenario, schema};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What there is of decimals: below 10^24.
const ALL: f64 = 1e24;

/// The two ends of a number, and whether the least is outside.
#[derive(Clone, Debug, Default, PartialEq)]
struct Range {
    least: Option<Value>,
    is_open: bool,
    most: Option<Value>,
    is_whole: bool,
}

impl Range {
    fn of(schemas: &[&Map<String, Value>]) -> Range {
        let mut range = Range::default();
        for schema in schemas {
            if let Some(least) = schema.get("minimum") {
                range.least = Some(least.clone());
                range.is_open = false;
            } else if let Some(least) = schema.get("exclusiveMinimum")
                && range.least.is_none()
            {
                range.least = Some(least.clone());
                range.is_open = true;
            }
            let most = schema.get("maximum").or(schema.get("exclusiveMaximum"));
            if let Some(most) = most
                && range.most.as_ref().and_then(Value::as_f64).is_none_or(|most| most >= ALL)
            {
                range.most = Some(most.clone());
            }
            range.is_whole |= types(schema).contains(&"integer");
        }
        range
    }

    /// Whether it says more than what all decimals are.
    fn is_narrow(&self) -> bool {
        self.least.as_ref().and_then(Value::as_f64) != Some(-ALL)
    }

    fn words(&self) -> String {
        let text = |end: &Value| end.to_string().trim_end_matches(".0").to_owned();
        let least = text(self.least.as_ref().unwrap());
        let most = self.most.as_ref().filter(|most| most.as_f64() < Some(ALL)).map(text);
        let whole = if self.is_whole { "whole, " } else { "" };
        match (most, self.is_open) {
            (Some(most), _) => format!("{whole}{least} to {most}"),
            (None, true) => format!("{whole}more than {least}"),
            (None, false) => format!("{whole}{least} and more"),
        }
    }

    /// The numbers nearest to it that are outside, as far as a number of JSON can say them.
    fn outside(&self) -> Vec<Value> {
        let near = |end: &Value, step: f64| {
            let step = if self.is_whole { step } else { step / 1000.0 };
            let number = end.as_f64().unwrap() + step;
            if self.is_whole { json!(number as i128) } else { json!(number) }
        };
        let least = self.least.as_ref().unwrap();
        let mut outside = vec![if self.is_open { least.clone() } else { near(least, -1.0) }];
        outside.extend(
            self.most.iter().filter(|most| most.as_f64() < Some(1e15)).map(|most| near(most, 1.0)),
        );
        outside
    }
}

fn types(schema: &Map<String, Value>) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(only)) => vec![only],
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The numbers of a schema, by their paths: `plans[].price.month`.
struct Walk<'s> {
    root: &'s Value,
    /// Definitions that are being looked at: a table in a table is like the first.
    above: Vec<&'s str>,
    found: BTreeMap<String, Range>,
}

impl<'s> Walk<'s> {
    fn of(root: &'s Value) -> BTreeMap<String, Range> {
        let mut walk = Walk { root, above: Vec::new(), found: BTreeMap::new() };
        walk.look(root, String::new(), &[]);
        walk.found
    }

    fn look(&mut self, schema: &'s Value, path: String, over: &[&'s Map<String, Value>]) {
        let Value::Object(members) = schema else { return };
        let over: Vec<_> = over.iter().copied().chain([members]).collect();
        if types(members).iter().any(|one| matches!(*one, "number" | "integer")) {
            let range = Range::of(&over);
            self.found.insert(path.clone(), range);
        }
        if let Some(name) = members.get("$ref").and_then(Value::as_str)
            && !self.above.contains(&name)
        {
            self.above.push(name);
            let definition = self.root.pointer(name.trim_start_matches('#')).unwrap();
            self.look(definition, path.clone(), &over);
            self.above.pop();
        }
        for one in members.get("anyOf").and_then(Value::as_array).into_iter().flatten() {
            self.look(one, path.clone(), &over);
        }
        for (key, one) in members.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            let dot = if path.is_empty() { "" } else { "." };
            self.look(one, format!("{path}{dot}{key}"), &[]);
        }
        for (key, sign) in [("items", "[]"), ("additionalProperties", ".*")] {
            if let Some(one) = members.get(key) {
                self.look(one, format!("{path}{sign}"), &[]);
            }
        }
    }
}

fn ranges(format: Format) -> BTreeMap<String, Range> {
    Walk::of(&serde_json::from_str(&schema(format)).unwrap())
}

/// The pointers of a document that a path leads to.
fn places(document: &Value, path: &str) -> Vec<String> {
    let steps = path.replace("[]", ".[]");
    let mut places = vec![String::new()];
    for step in steps.split('.').filter(|step| !step.is_empty()) {
        let inner = |at: &String| -> Vec<String> {
            match (document.pointer(at), step) {
                (Some(Value::Array(items)), "[]") => {
                    (0..items.len()).map(|place| format!("{at}/{place}")).collect()
                }
                (Some(Value::Object(members)), "*") => {
                    members.keys().map(|key| format!("{at}/{key}")).collect()
                }
                (Some(Value::Object(members)), _) if members.contains_key(step) => {
                    vec![format!("{at}/{step}")]
                }
                _ => Vec::new(),
            }
        };
        places = places.iter().flat_map(inner).collect();
    }
    let is_number = |at: &String| {
        let text = match document.pointer(at) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        text.parse::<f64>().is_ok()
    };
    places.into_iter().filter(is_number).collect()
}

fn read<T>(read: Result<T, Errors>) -> Vec<(String, String)> {
    let Err(errors) = read else { return Vec::new() };
    errors.iter().map(|error| (error.pointer().to_owned(), error.sentence().to_owned())).collect()
}

/// Every number of a document, by a format's schema, is refused where it is just outside.
fn refused(format: Format, documents: &[&Value], reads: impl Fn(&str) -> Vec<(String, String)>) {
    let name = format.name();
    for document in documents {
        assert_eq!(reads(&document.to_string()), [], "{name}: the document itself");
    }
    for (path, range) in ranges(format) {
        assert!(
            range.least.is_some() && range.most.is_some() || range.least.is_some(),
            "{name}: {path} has no least number"
        );
        if !range.is_narrow() {
            assert_eq!(range.most.as_ref().and_then(Value::as_f64), Some(ALL), "{name}: {path}");
            continue;
        }
        // The account keeps the meters of all requests.
        if format != Format::Catalog && path.contains("request.used") {
            continue;
        }
        let all = documents.iter().flat_map(|document| {
            places(document, &path).into_iter().map(move |at| (*document, at))
        });
        let all: Vec<(&Value, String)> = all.collect();
        assert!(!all.is_empty(), "{name}: no document has {path}");
        for (document, at) in all {
            for number in range.outside() {
                for number in [number.clone(), Value::String(number.to_string())] {
                    let mut other = document.clone();
                    *other.pointer_mut(&at).unwrap() = number.clone();
                    let errors = reads(&other.to_string());
                    let error = errors.iter().find(|(pointer, _)| *pointer == at);
                    let Some((_, sentence)) = error else {
                        panic!("{name}: {at} = {number} is taken: {errors:?}")
                    };
                    assert!(sentence.starts_with("expected "), "{at}: {sentence}");
                    assert!(sentence.contains("found "), "{at}: {sentence}");
                }
            }
        }
    }
}

#[test]
fn numbers_of_a_catalog() {
    refused(Format::Catalog, &[&every_number_of_a_catalog()], |text| {
        read(Catalog::from_json(text))
    });
}

#[test]
fn numbers_of_a_scenario() {
    let catalog = Catalog::from_json(&every_number_of_a_catalog().to_string()).unwrap();
    let document = json!({ "start": "2026-01-01", "for": "1 month", "account": account(),
        "demand": [
            { "id": "a", "request": wanted(), "per_day": 1, "active_days": 20, "growth": 5, "fails": 5 },
            { "request": wanted(), "per_week": 1 }, { "request": wanted(), "per_month": "1.5" },
            { "request": wanted(), "on": [ "2026-01-05" ], "count": 2 } ],
        "actions": [ { "at": "2026-01-05", "do": "buy", "top_up": "t", "count": 1 },
                     { "at": "2026-01-05", "do": "grant", "class": "c", "amount": 1, "priority": 1 },
                     { "at": "2026-01-05", "do": "grant", "class": "c", "amount": 1 } ] });
    let other = json!({ "start": "2026-01-01", "account": { "balance": { "c": 5 } },
        "actions": [ { "at": "2026-01-05", "do": "buy", "top_up": "t", "credits": 1 } ] });
    refused(Format::Scenario, &[&document, &other], |text| {
        let scenario = Scenario::from_json(text);
        read(scenario.and_then(|scenario| catalog.simulate(&scenario, Detail::Columns)))
    });
}

#[test]
fn numbers_of_a_need() {
    let catalog = Catalog::from_json(&every_number_of_a_catalog().to_string()).unwrap();
    let document = json!({ "lines": [
            { "request": wanted(), "per_day": 1, "days": 20 }, { "request": wanted(), "per_week": 1 },
            { "request": wanted(), "per_month": "1.5" } ],
        "buffer": { "low": 20, "high": 30 }, "months": 12, "season": [1,1,1,1,1,1,1,1,1,1,1,1],
        "account": account(),
        "history": { "from": "2026-01-01", "until": "2026-02-01",
                     "runs": [ { "at": "2026-01-02", "request": wanted(), "count": 1 } ] } });
    let mut other = document.clone();
    other["account"] = json!({ "balance": { "c": 5 } });
    refused(Format::Need, &[&document, &other], |text| {
        read(Need::from_json(text).and_then(|need| catalog.need(&need)))
    });
}

#[test]
fn numbers_of_a_request() {
    let catalog = Catalog::from_json(&every_number_of_a_catalog().to_string()).unwrap();
    let mut document = wanted();
    document["used"] = json!({ "m": 1 });
    refused(Format::Request, &[&document], |text| {
        read(Request::from_json(text).and_then(|request| catalog.estimate(&request)))
    });
}

#[test]
fn numbers_of_a_forecast() {
    let catalog = Catalog::from_json(&every_number_of_a_catalog().to_string()).unwrap();
    let scenario = Scenario::from_json(r#"{ "start": "2026-01-01", "for": "1 day" }"#).unwrap();
    let options =
        json!({ "paths": 20, "seed": "7", "distribution": "negative_binomial", "dispersion": 2 });
    refused(Format::ForecastOptions, &[&options], |text| {
        let options = ForecastOptions::from_json(text);
        read(options.and_then(|options| catalog.forecast(&scenario, &options)))
    });
}

/// What was put together in Rust is checked as what was read.
#[test]
fn numbers_that_were_not_read() {
    let catalog = Catalog::from_json(&every_number_of_a_catalog().to_string()).unwrap();
    let scenario = r#"{ "start": "2026-01-01", "account": { "debt": 1 },
        "demand": [ { "request": { "operation": "o" }, "per_day": 1 } ] }"#;
    let mut scenario = Scenario::from_json(scenario).unwrap();
    scenario.demand[0].fails = Some(101.into());
    scenario.account.as_mut().unwrap().debt = Some("-1".parse().unwrap());
    let errors = read(catalog.simulate(&scenario, Detail::Columns));
    let told = [
        ("/demand/0/fails", "expected 0 to 100, found 101"),
        ("/account/debt", "expected at least 0, found -1"),
    ];
    for (pointer, sentence) in told {
        assert!(errors.contains(&(pointer.to_owned(), sentence.to_owned())), "{errors:?}");
    }
}

#[test]
fn a_level_of_an_alert_is_one_of_two() {
    let catalog = Catalog::from_json(&every_number_of_a_catalog().to_string()).unwrap();
    let text = r#"{ "start": "2026-01-01", "account": { "alerts": [ {}, { "percent": 50, "credits": 3 } ] } }"#;
    let errors = read(catalog.simulate(&Scenario::from_json(text).unwrap(), Detail::Columns));
    let pointers: Vec<&str> = errors.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(pointers, ["/account/alerts/0", "/account/alerts/1"]);
    let mut document = every_number_of_a_catalog();
    document["policies"]["alerts"] = json!([{}]);
    let errors = read(Catalog::from_json(&document.to_string()));
    assert_eq!(errors[0].0, "/policies/alerts/0");
}

/// One catalog with many slips: all are told at once.
#[test]
fn all_that_is_out_of_range_is_told_at_once() {
    let mut document = every_number_of_a_catalog();
    document["plans"][0]["price"]["month"] = json!("-10.00");
    document["plans"][0]["top_ups_per_cycle"] = json!("-5");
    document["grants"][0]["rollover"]["percent"] = json!("250");
    document["top_ups"][0]["price"] = json!("-3");
    document["top_ups"][0]["limit"] = json!(0);
    document["policies"]["overage_limit"] = json!("-7");
    document["policies"]["alerts"] = json!([ { "percent": "-20" } ]);
    let errors = Catalog::from_json(&document.to_string()).unwrap_err();
    let told = [
        "/plans/0/price/month: expected at least 0, found -10",
        "/plans/0/top_ups_per_cycle: expected at least 0, found -5",
        "/grants/0/rollover/percent: expected 0 to 100, found 250",
        "/top_ups/0/price: expected at least 0, found -3",
        "/top_ups/0/limit: expected at least 1, found 0",
        "/policies/overage_limit: expected at least 0, found -7",
        "/policies/alerts/0/percent: expected 0 to 100, found -20",
    ];
    assert_eq!(errors.to_string(), told.join("\n"));
}

/// The lists in the pages are those of the schemas.
#[test]
fn pages_list_the_ranges() {
    for (page, formats) in [
        ("docs/catalog.md", &[Format::Catalog][..]),
        ("docs/scenario.md", &[Format::Scenario, Format::ForecastOptions]),
        ("docs/need.md", &[Format::Need]),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let before = fs::read_to_string(&path).unwrap();
        let heading = "| number | range |\n|---|---|\n";
        let (first, rest) = before.split_once(heading).expect(page);
        let (_, last) = rest.split_once("\n\n").expect(page);
        let after = format!("{first}{heading}{}\n{last}", rows(formats));
        if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
            fs::write(&path, after).unwrap();
            continue;
        }
        assert_eq!(before, after, "{page}");
    }
}

/// One row for each range, with all the numbers that have it.
fn rows(formats: &[Format]) -> String {
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for (path, range) in formats.iter().flat_map(|format| ranges(*format)) {
        // What is said of a request and an account stands there.
        let is_elsewhere = path.contains("request.")
            || path.contains(".prices[]")
            || path.starts_with("setting_groups")
            || path.starts_with("account.") && formats == [Format::Need];
        if !range.is_narrow() || is_elsewhere {
            continue;
        }
        let words = range.words();
        let path = format!("`{path}`");
        match rows.iter_mut().find(|(known, _)| *known == words) {
            Some((_, paths)) => paths.push(path),
            None => rows.push((words, vec![path])),
        }
    }
    let row =
        |(words, paths): (String, Vec<String>)| format!("| {} | {words} |\n", paths.join(", "));
    rows.into_iter().map(row).collect()
}

fn wanted() -> Value {
    json!({ "operation": "o", "runs": 2 })
}

fn account() -> Value {
    json!({ "zone": { "name": "x", "offsets": [ { "from": "2025-01-01", "seconds": -3600 } ] },
        "members": [ { "id": "a", "cap": "5" } ],
        "lots": [ { "class": "c", "amount": "5", "priority": 1 } ],
        "debt": "1", "used": { "m": 1 }, "alerts": [ { "percent": 80 }, { "credits": 5 } ],
        "plan": "p",
        "auto_top_up": { "top_up": "t", "below": 5, "count": 1, "target": 10, "limit": 2 },
        "assume": { "grants": { "g": 1 }, "plans": { "p": { "month": 1, "quarter": 1, "year": "2" } },
                    "top_ups": { "t": { "credits": 1, "price": 2 } } } })
}

fn every_number_of_a_catalog() -> Value {
    let rate = json!([ { "line": "x", "rate": "1" } ]);
    let grant =
        |id: &str, every: Value| json!({ "id": id, "class": "c", "amount": 1, "every": every });
    let adjust = json!([ { "convert": 2 }, { "round": { "to": 1, "mode": "ceil" } } ]);
    let priced = json!({ "id": "q", "settings": { "s": { "number": { "min": 0 }, "default": 1 } },
        "prices": [ { "valid": { "from": "2026-01-01" }, "adjust": adjust, "price": [
            { "line": "x", "quantity": "s", "rate": "1", "per": 2, "block": { "size": 2, "mode": "ceil" }, "adjust": adjust },
            { "line": "y", "quantity": "s", "tiers": { "graduated": [
                { "up_to": 5, "rate": "1" }, { "below": 9, "rate": "1" }, { "rate": "1" } ] } },
            { "line": "z", "quantity": "s", "tiers": { "volume": [
                { "up_to": 5, "rate": "1" }, { "below": 9, "rate": "1" }, { "rate": "1" } ] } } ] } ] });
    let mut grants = vec![
        json!({ "id": "g", "class": "c", "amount": 5, "every": "cycle", "priority": 1, "expires": "cycle_end",
            "rollover": { "carry": 1, "cap": { "times": 2 }, "floor": 1, "percent": 50 } }),
        json!({ "id": "h", "class": "d", "amount": 5, "every": "cycle", "expires": "cycle_end",
            "rollover": { "cap": { "amount": 2 } }, "renewal": { "skip_over": { "times": 2 } } }),
        json!({ "id": "i", "class": "c", "amount": 5, "every": "day", "renewal": { "skip_over": { "amount": 2 } } }),
        json!({ "id": "j", "class": "c", "amount": 5, "every": "day", "renewal": { "refill": 2 } }),
    ];
    grants.push(grant("k", json!({ "days": 3 })));
    grants.push(grant("l", json!({ "hours": 3 })));
    grants.push(json!({ "id": "n", "class": "c", "amount": 1, "every": { "rolling_hours": 3 }, "expires": "reset" }));
    json!({ "catalog": "c", "version": "1", "as_of": "2026-11-01", "credit": { "name": "credit", "step": 1 },
        "meters": { "m": { "per": "month" } },
        "zones": { "z": { "name": "x", "offsets": [ { "from": "2025-01-01", "seconds": -3600 } ] } },
        "setting_groups": { "group": { "x": { "number": { "min": 1, "step": 1 } },
                                       "y": { "list": { "min": 1, "max_items": 3, "step": 1 } } } },
        "operations": [
            { "id": "o", "price": rate, "use": "group",
              "settings": { "s": { "number": { "min": 0, "max": 5, "step": 1 }, "default": 1 },
                            "t": { "list": { "min": 0, "max": 5, "max_items": 3, "step": 1 }, "default": [1] } },
              "tests": [ { "request": { "runs": 2, "used": { "m": 1 } }, "total": 2, "gates": 0 },
                         { "request": {}, "low": 1, "high": 1 } ] },
            { "id": "p", "settings": { "s": { "number": { "min": 0 }, "default": 1 } },
              "price": [ { "line": "x", "quantity": "s", "rate": "1", "per": 2, "block": { "size": 2, "mode": "ceil" }, "adjust": adjust },
                         { "line": "y", "quantity": "s", "meter": "m", "tiers": { "graduated": [
                             { "up_to": 5, "rate": "1" }, { "below": 9, "rate": "1" }, { "rate": "1" } ] } },
                         { "line": "z", "quantity": "s", "charged": "request", "tiers": { "volume": [
                             { "up_to": 5, "rate": "1" }, { "below": 9, "rate": "1" }, { "rate": "1" } ] } } ],
              "adjust": adjust }, priced ],
        "classes": { "c": {}, "d": {} }, "grants": grants,
        "plans": [ { "id": "p", "price": { "month": 1, "quarter": 2, "year": 3 }, "cost_factor": "0.5",
                     "cycle": { "days": 30 }, "top_ups_per_cycle": 5, "grants": ["g", "h"] } ],
        "top_ups": [ { "id": "t", "class": "c", "credits": 1, "price": 1, "limit": 1, "multiple": 1, "priority": 1 } ],
        "limits": [ { "id": "l", "most": 5, "per": "day" } ],
        "policies": { "member_caps": true, "overage": "debt", "overage_limit": 5, "alerts": [ { "percent": 80 }, { "credits": 5 } ] },
        "burn_order": [ "expires", "issued" ] })
}
