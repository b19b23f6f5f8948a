//! What the lines of an estimate say: every rule with its number, in the order a person computes.

use drawdown::{Catalog, Decimal, ErrorKind, Estimate, Request, State};
use serde_json::Value;

/// The estimate of the only operation of a catalog, made of these keys.
fn estimate(operation: &str, request: &str) -> Estimate {
    let text = format!(
        r#"{{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
              "credit": {{ "name": "credit", "step": "1" }},
              "plans": [ {{ "id": "pro", "name": "Pro", "price": {{ "month": "9" }} }} ],
              "operations": [ {{ "id": "o", {operation} }} ] }}"#
    );
    let catalog = Catalog::from_json(&text).unwrap();
    let request = Request::from_json(&format!(r#"{{ "operation": "o"{request} }}"#)).unwrap();
    catalog.estimate(&request).unwrap()
}

fn texts(operation: &str, request: &str) -> Vec<String> {
    estimate(operation, request).lines.into_iter().map(|line| line.text).collect()
}

#[test]
fn a_step_says_the_number_it_used() {
    let operation = r#"
        "settings": { "size": { "choice": ["s", "l"], "default": "s" },
                      "n": { "number": { "min": 1, "max": 9 }, "default": 2 } },
        "price": [ { "line": "image", "rate": "10" } ],
        "adjust": [ { "times": { "by": "plan", "pro": "0.9", "else": "1" } },
                    { "minimum": { "by": "size", "s": "2000", "l": "n * 1000" } },
                    { "maximum": "n * 1500" },
                    { "round": { "to": "1000", "mode": "ceil" } } ]"#;
    assert_eq!(
        texts(operation, r#", "plan": "pro""#),
        ["1 × 10", "× 0.9", "at least 2,000", "at most 3,000", "rounded up to multiples of 1,000"]
    );
    let open = operation.replace(r#""l"], "default": "s" }"#, r#""l"] }"#);
    let open = open.replace("\"s\": \"2000\"", "\"s\": \"500\"");
    assert_eq!(texts(&open, "")[2], "at least 500–2,000");
}

#[test]
fn a_span_begins_at_its_lower_end() {
    let operation = r#"
        "settings": { "mode": { "choice": ["many", "few"],
            "values": { "many": { "n": 10, "rate": 1 }, "few": { "n": 2, "rate": 9 } } } },
        "price": [ { "line": "image", "quantity": "mode.n", "rate": "mode.rate" } ],
        "adjust": [ { "round": { "to": "7", "mode": "ceil" } } ]"#;
    assert_eq!(texts(operation, "")[0], "2–10 × 1–9");
}

#[test]
fn a_bound_on_each_run_says_so() {
    let operation = |per| {
        format!(
            r#""price": [ {{ "line": "image", "rate": "4" }} ],
               "adjust": [ {{ "minimum": "5", "per": "{per}" }} ]"#
        )
    };
    let three = r#", "runs": 3"#;
    assert_eq!(texts(&operation("run"), three), ["3 × 4", "at least 5, each run"]);
    assert_eq!(texts(&operation("request"), three), ["3 × 4", "at least 5"]);
    assert_eq!(texts(&operation("run"), ""), ["1 × 4", "at least 5"]);
}

#[test]
fn blocks_stand_before_what_they_cost() {
    let operation = r#"
        "settings": { "seconds": { "number": { "min": 0 } } },
        "price": [ { "line": "sound", "quantity": "seconds", "unit": "s", "rate": "0.5", "per": 30,
                     "block": { "size": 30, "mode": "ceil" } } ]"#;
    let runs = r#", "settings": { "seconds": 31 }, "runs": 20"#;
    assert_eq!(texts(operation, runs), ["620 s billed as 1,200 s", "1,200 s × 0.5 / 30 s"]);
    assert_eq!(texts(operation, ""), ["0.5 per 30 s, once Seconds is given"]);
}

#[test]
fn the_dearest_is_shown_beside_the_others() {
    let operation = r#"
        "settings": { "seconds": { "number": { "min": 1, "max": 5 } },
                      "size": { "number": { "min": 0 }, "default": 4 } },
        "price": [ { "line": "the dearer", "max_of": [
            { "line": "duration", "quantity": "seconds", "rate": "1000" },
            { "line": "size", "quantity": "size", "rate": "300" },
            { "line": "reference", "rate": "7", "when": { "size": { "above": 100 } } } ] } ]"#;
    let asked = |settings: &str| texts(operation, &format!(r#", "settings": {{ {settings} }}"#));
    assert_eq!(asked(r#""seconds": 2"#), ["the highest: duration 2,000 (size 1,200)"]);
    assert_eq!(asked(r#""seconds": 1"#), ["the highest: size 1,200 (duration 1,000)"]);
    assert_eq!(
        texts(operation, r#", "settings": { "seconds": 2, "size": 101 }, "runs": 2"#),
        ["the highest: size 60,600 (duration 4,000, reference 14)"]
    );
    assert_eq!(texts(operation, ""), ["the highest: duration 1,000–5,000 (size 1,200)"]);
}

#[test]
fn rates_known_later_read_like_a_price_list() {
    let operation = |unit: &str| {
        format!(
            r#""settings": {{ "songs": {{ "number": {{ "min": 0 }}, "after": true }} }},
               "price": [ {{ "line": "music", "quantity": "songs", {unit} "rate": "1200" }} ]"#
        )
    };
    let words = |unit| texts(&operation(unit), "");
    assert_eq!(words(r#""unit": "song","#), ["1,200 per song, known only after the run"]);
    assert_eq!(words(r#""unit": "2 songs","#), ["1,200 per 2 songs, known only after the run"]);
    assert_eq!(words(""), ["1,200 each, known only after the run"]);
    let known = texts(&operation(r#""unit": "2 songs","#), r#", "settings": { "songs": 3 }"#);
    assert_eq!(known, ["3 × 2 songs × 1,200"]);
}

#[test]
fn only_lines_that_say_nothing_are_idle() {
    let operation = r#"
        "settings": { "seconds": { "number": { "min": 0 } } },
        "price": [ { "line": "free", "rate": "0" },
                   { "line": "over 10 s", "quantity": "max(seconds - 10, 0)", "rate": "3" },
                   { "line": "sound", "quantity": "seconds", "unit": "s", "rate": "1",
                     "block": { "size": 5, "mode": "ceil" } } ],
        "adjust": [ { "minimum": "5" }, { "round": { "to": "5", "mode": "ceil" } },
                    { "convert": "1" } ]"#;
    let idle = |seconds: u32| {
        let request = format!(r#", "settings": {{ "seconds": {seconds} }}"#);
        let estimate = estimate(operation, &request);
        let lines = estimate.lines.into_iter().filter(drawdown::Line::is_idle);
        lines.map(|line| line.text).collect::<Vec<_>>()
    };
    let steps = ["at least 5", "rounded up to multiples of 5"];
    assert_eq!(idle(5), [&["0 × 3", "5 s billed as 5 s"][..], &steps].concat());
    assert_eq!(idle(6), [&["0 × 3"][..], &steps].concat());
    assert_eq!(idle(12), ["at least 5"]);
}

#[test]
fn no_span_runs_from_high_to_low() {
    let mut spans = 0;
    for (path, text) in drawdown_tests::corpus::CATALOGS {
        let mut value: Value = serde_json::from_str(text).unwrap();
        without_defaults(&mut value);
        let catalog = Catalog::from_json(&value.to_string()).unwrap();
        let info = catalog.info();
        let plans = info.plans.iter().map(|plan| Some(plan.id.clone())).chain([None]);
        for plan in plans {
            for operation in &info.operations {
                let mut request = Request::new(&*operation.id);
                request.run.plan.clone_from(&plan);
                let estimate = match catalog.estimate(&request) {
                    Err(errors) if errors.iter().all(|e| e.kind() == ErrorKind::NotSold) => {
                        continue;
                    }
                    estimate => estimate.unwrap(),
                };
                for line in estimate.lines {
                    spans += rising_spans(&line.text, path);
                }
            }
        }
    }
    assert!(spans > 30, "{spans}");
}

/// Opens every setting.
fn without_defaults(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(without_defaults),
        Value::Object(members) => {
            members.remove("default");
            members.get_mut("flag").into_iter().for_each(|flag| *flag = Value::Null);
            members.values_mut().for_each(without_defaults);
        }
        _ => {}
    }
}

/// How many spans of numbers a text has; each must rise.
fn rising_spans(text: &str, path: &str) -> usize {
    let number = |text: &str| text.replace([',', '(', ')', '…'], "").parse::<Decimal>().ok();
    let spans = text.split(' ').filter_map(|word| word.split_once('–'));
    let spans: Vec<_> =
        spans.filter_map(|(low, high)| Some((number(low)?, number(high)?))).collect();
    assert!(spans.iter().all(|(low, high)| low < high), "{path}: {text}");
    spans.len()
}

/// Seconds that are rounded up are tried as a span; the second line is charged above 500 of them.
fn long_clip(long: &str) -> String {
    format!(
        r#""settings": {{ "seconds": {{ "number": {{ "min": 1, "max": 1000 }} }}, "audio": {{ "flag": null }} }},
           "price": [ {{ "line": "clip", "quantity": "ceil(seconds / 100)", "rate": "10" }},
                      {{ "line": "long", "when": {{ "seconds": {{ "above": 500 }} }}, {long} }} ]"#
    )
}

fn ends(line: &drawdown::Line) -> [String; 2] {
    [line.low, line.high].map(|end| end.unwrap().to_string())
}

/// What a condition may add is a part of the range from nothing on, and the lines still add up.
#[test]
fn a_line_that_may_be_charged_begins_at_nothing() {
    let found = estimate(&long_clip(r#""rate": "5""#), "");
    let lines: Vec<_> = found.lines.iter().map(ends).collect();
    assert_eq!(lines, [["10", "100"], ["0", "5"]]);
    assert_eq!([found.low, found.high].map(|end| end.unwrap().to_string()), ["10", "105"]);
}

/// With audio, long clips are not sold: only short ones are left, and they have one line.
#[test]
fn a_part_that_is_not_sold_leaves_no_line() {
    for long in [
        r#""rate": { "by": "audio", "no": "5", "yes": "not_sold" }"#,
        r#""rate": "5", "adjust": [ { "times": { "by": "audio", "no": "2", "yes": "not_sold" } } ]"#,
    ] {
        let found = estimate(&long_clip(long), r#", "settings": { "audio": true }"#);
        let lines: Vec<_> = found.lines.iter().map(ends).collect();
        assert_eq!(lines, [["10", "100"]], "{long}");
    }
}

/// A price that is billed but not published is never counted as nothing.
#[test]
fn a_part_without_a_published_price_leaves_the_total_unknown() {
    let long = long_clip(r#""rate": { "by": "audio", "no": "5", "yes": "unpriced" }"#);
    let found = estimate(&long, r#", "settings": { "audio": true }"#);
    assert_eq!((found.state, found.total, found.low), (State::Unknown, None, None));
    assert_eq!(found.reasons[0].text, "the vendor does not publish the price of this part");
}

/// Every number of an open setting was tried: the gap is named, not one of them.
#[test]
fn a_gap_above_the_last_range_is_named_by_its_bound() {
    let operation = r#"
        "settings": { "seconds": { "number": { "min": 1, "max": 1000 } }, "model": { "choice": ["a", "b"] } },
        "price": [ { "line": "clip", "rate": { "by": ["seconds", "model"], "ranges": [
            { "up_to": 5, "is": { "a": "1", "b": "2" } } ] } } ]"#;
    let said = |request: &str| -> Vec<String> {
        estimate(operation, request).reasons.into_iter().map(|reason| reason.text).collect()
    };
    assert_eq!(
        said(r#", "settings": { "model": "a" }"#),
        ["no price is published for seconds above 5; choose seconds"]
    );
    assert_eq!(
        said(r#", "settings": { "model": "a", "seconds": 50 }"#),
        ["no price is published for seconds 50"]
    );
}

/// What depends on something that happens during the run is part of no total.
#[test]
fn a_flag_that_is_known_after_the_run_leaves_the_total_to_it() {
    let operation = r#"
        "settings": { "retry": { "flag": null, "after": true } },
        "price": [ { "line": "clip", "rate": "10" },
                   { "line": "again", "when": { "retry": true }, "rate": "5" } ]"#;
    let found = estimate(operation, "");
    assert_eq!((found.state, found.total), (State::Rate, None));
    let known = estimate(operation, r#", "settings": { "retry": true }"#);
    assert_eq!(known.total.unwrap().to_string(), "15");
}

/// Thirds are rounded to twelve places for show; what is left over is in the line that rounds.
#[test]
fn what_places_leave_over_is_in_the_rounding() {
    let operation = r#"
        "price": [ { "line": "a", "quantity": "1 / 3", "rate": "1" },
                   { "line": "b", "quantity": "1 / 3", "rate": "1" } ],
        "adjust": [ { "round": { "to": "1", "mode": "ceil" } } ]"#;
    let amounts = |operation: &str| {
        let found = estimate(operation, "");
        let lines = found.lines.iter().map(|line| line.amount.unwrap().to_string());
        (lines.collect::<Vec<_>>(), found.total.unwrap().to_string())
    };
    let third = "0.333333333333";
    assert_eq!(
        amounts(operation),
        (vec![third.into(), third.into(), "0.333333333334".into()], "1".into())
    );
}
