//! Needs that are absurd, and catalogs that are: errors with their places or answers in bounded
//! time, never a panic.

use crate::stopwatch::Stopwatch;
use drawdown::{Catalog, Fit, FitState, Need};
use serde_json::{Value, json};
use std::time::Duration;

/// Many times what any of them takes in a debug build.
const PATIENCE: Duration = Duration::from_secs(20);

fn catalog(top_ups: &Value) -> Value {
    json!({ "catalog": "hostile", "version": "1", "as_of": "2026-01-01", "currency": "USD",
        "credit": { "name": "credit", "step": "1" },
        "operations": [
            { "id": "image", "price": [ { "line": "image", "rate": "10" } ] },
            { "id": "clip", "price": [ { "line": "clip", "rate": "35" } ] } ],
        "classes": { "plan": {}, "extra": {} },
        "plans": [
            { "id": "one", "price": { "month": "10", "year": "100" }, "grants": [ "some" ] },
            { "id": "two", "price": { "month": "25" }, "grants": [ "more" ] } ],
        "grants": [
            { "id": "some", "class": "plan", "amount": "1000", "every": "cycle", "expires": "cycle_end" },
            { "id": "more", "class": "plan", "amount": "3000", "every": "cycle", "expires": "cycle_end" } ],
        "top_ups": top_ups })
}

fn pack(id: usize, credits: &str, price: &str) -> Value {
    json!({ "id": format!("t{id}"), "class": "extra", "credits": credits, "price": price })
}

fn with(key: &str, value: Value, mut pack: Value) -> Value {
    pack[key] = value;
    pack
}

/// The answer, or the errors as they are told; with everything else that stands on fits.
fn asked(name: &str, catalog: &Value, need: &Value) -> Result<Fit, String> {
    let watch = Stopwatch::start();
    let told = |errors: drawdown::Errors| errors.to_string();
    let catalog = Catalog::from_json(&catalog.to_string()).map_err(told)?;
    let need = Need::from_json(&need.to_string()).map_err(told)?;
    let fit = catalog.fit(&need).map_err(told);
    let took = watch.took();
    if took > Duration::from_secs(1) {
        eprintln!("{name}: {took:?}");
    }
    assert!(took < PATIENCE, "{name}: {took:?}");
    if let Ok(fit) = &fit {
        assert!(!fit.verdict.is_empty(), "{name}");
        assert_eq!(
            fit.found,
            fit.options.first().is_some_and(|best| best.state == FitState::Covers)
        );
    }
    fit
}

fn per_day(count: &str) -> Value {
    json!({ "lines": [ { "request": { "operation": "image" }, "per_day": count } ] })
}

#[test]
fn counts_out_of_range_are_errors_with_their_place() {
    let sold = catalog(&json!([pack(0, "500", "5")]));
    for count in ["1000000000000000000000000", "1000000001", "-1", "-0.5"] {
        let error = asked(count, &sold, &per_day(count)).unwrap_err();
        assert!(error.contains("/lines/0"), "{count}: {error}");
    }
    let line = json!({ "request": { "operation": "image", "runs": 1_000_000_000u32 }, "per_day": 1_000_000_000u32 });
    let many = json!({ "lines": [line] });
    let _ = asked("many runs of many", &sold, &many);
    for (key, value) in [
        ("months", json!(0)),
        ("months", json!(121)),
        ("season", json!(["1"])),
        ("season", json!(["-1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1"])),
        ("buffer", json!("-5%")),
        ("buffer", json!("30-20%")),
        ("plans", json!(["three"])),
        ("top_ups", json!(["t9"])),
        ("lines", json!([])),
    ] {
        let mut need = per_day("1");
        need[key] = value.clone();
        let error = asked(key, &sold, &need).unwrap_err();
        assert!(error.contains(&format!("/{key}")), "{key} {value}: {error}");
    }
}

#[test]
fn nothing_wanted_is_served_by_nothing() {
    let sold = catalog(&json!([pack(0, "500", "5")]));
    let zeros = json!(["0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0"]);
    let mut still = per_day("5");
    still["season"] = zeros;
    for (name, need) in [("no runs", per_day("0")), ("a season of zeros", still)] {
        let fit = asked(name, &sold, &need).unwrap();
        assert!(fit.found, "{name}");
        let best = &fit.options[0];
        assert_eq!((best.plan.as_deref(), best.headroom), (None, Some(100)), "{name}");
        assert_eq!(best.cost.unwrap().to_string(), "0", "{name}");
        assert!(best.top_ups.is_empty(), "{name}");
    }
}

#[test]
fn long_and_wide_needs_end() {
    let sold = catalog(&json!([
        pack(0, "700", "5"),
        pack(1, "1100", "7"),
        with("expires", json!("45 days"), pack(2, "500", "2"))
    ]));
    let mut long = per_day("14.7");
    long["months"] = json!(120);
    let fit = asked("120 months", &sold, &long).unwrap();
    assert!(fit.found);
    let mut huge = per_day("1000000000");
    huge["months"] = json!(120);
    let _ = asked("as many as there may be", &sold, &huge);
    let wide = |count: usize| {
        let line = |n: usize| {
            let operation = if n.is_multiple_of(2) { "image" } else { "clip" };
            json!({ "request": { "operation": operation }, "per_month": format!("0.{:03}", n % 997 + 1) })
        };
        json!({ "lines": (0..count).map(line).collect::<Vec<_>>(), "months": 1 })
    };
    let fit = asked("1,000 lines", &sold, &wide(1_000)).unwrap();
    assert_eq!(fit.need.lines.len(), 1_000);
    let _ = asked("10,001 lines", &sold, &wide(10_001)).unwrap_err();
    let mut margin = per_day("3");
    margin["buffer"] = json!("100000%");
    let _ = asked("a thousandfold margin", &sold, &margin);
    margin["buffer"] = json!("999999999999999 credits");
    let _ = asked("a margin of all credits", &sold, &margin);
    margin["buffer"] = json!({ "low": "1000000000000000000000", "high": "1000000000000000000000" });
    let _ = asked("a margin beyond all credits", &sold, &margin);
}

#[test]
fn absurd_top_ups_are_errors_or_answers() {
    let need = json!({ "lines": [
        { "request": { "operation": "image" }, "per_day": 9 },
        { "request": { "operation": "clip" }, "per_day": 4 } ], "months": 12 });
    let many: Vec<Value> = (0..100)
        .map(|n| pack(n, &(100 + n * 7).to_string(), &format!("{}.{:02}", 1 + n, n)))
        .collect();
    for (name, top_ups) in [
        ("nothing for money", json!([pack(0, "0", "5")])),
        ("something for nothing", json!([pack(0, "500", "0")])),
        ("nothing for nothing", json!([pack(0, "0", "0")])),
        ("something and nothing", json!([pack(0, "0", "0"), pack(1, "10", "1")])),
        ("limit 0", json!([with("limit", json!(0), pack(0, "500", "5"))])),
        ("limit 1", json!([with("limit", json!(1), pack(0, "500", "5"))])),
        (
            "not published",
            json!([{ "id": "t0", "class": "extra", "credits": null, "price": null }]),
        ),
        ("no price", json!([{ "id": "t0", "class": "extra", "credits": "500", "price": null }])),
        ("one credit", json!([pack(0, "1", "0.01")])),
        ("a millionth of a credit", json!([pack(0, "0.000001", "0.01")])),
        (
            "a large multiple",
            json!([with("multiple", json!(4_000_000_000u32), pack(0, "7", "0.01"))]),
        ),
        ("an enormous pack", json!([pack(0, "999999999999999999999999", "1")])),
        ("an enormous price", json!([pack(0, "500", "999999999999999999999999")])),
        ("a hundred of them", json!(many)),
    ] {
        for expires in ["never", "cycle_end", "1 days", "40 days"] {
            let mut top_ups = top_ups.clone();
            for pack in top_ups.as_array_mut().unwrap() {
                pack["expires"] = json!(expires);
            }
            let name = format!("{name}, {expires}");
            let fit = asked(&name, &catalog(&top_ups), &need);
            for option in fit.iter().flat_map(|fit| &fit.options) {
                let is_searched = option.top_ups.is_empty() || !name.starts_with("a hundred");
                assert!(is_searched || !option.proven, "not all of them are looked at: {option:?}");
                let known = option.top_ups.iter().all(|bought| bought.price.is_some());
                // There is nothing that a gap could be measured against.
                let is_told = option.top_ups.is_empty()
                    && option.state == FitState::Short
                    && option.reason.ends_with("no sufficient top-ups were found");
                let is_judged = option.proven || option.gap.is_some() || option.cost.is_none();
                assert!(known && (is_judged || is_told), "{name}: {option:?}");
            }
        }
    }
}

#[test]
fn bare_catalogs_are_answered() {
    let need = per_day("3");
    let mut bare = catalog(&json!([]));
    bare["plans"] = json!([]);
    bare["grants"] = json!([]);
    let fit = asked("no plans", &bare, &need).unwrap();
    assert!(!fit.found && fit.options.len() == 1);
    assert_eq!(fit.options[0].state, FitState::Short);
    bare["operations"][0]["price"] = json!("free");
    let fit = asked("no plans, nothing to pay", &bare, &need);
    assert!(fit.is_ok_and(|fit| fit.found));
    bare["operations"][0]["price"] = json!("unpriced");
    assert!(asked("no price", &bare, &need).unwrap_err().contains("/lines/0/request"));
    // A top-up that one may buy without a plan is enough by itself.
    let mut sold = catalog(&json!([pack(0, "1000", "5")]));
    sold["plans"] = json!([]);
    sold["grants"] = json!([]);
    let fit = asked("top-ups alone", &sold, &need).unwrap();
    assert!(fit.found && fit.options[0].plan.is_none());
    // 3 x 365 x 10 are 10,950, and with a fifth on top 13,140.
    assert_eq!(fit.options[0].cost.unwrap().to_string(), "55");
    let margin = fit.options[0].with_margin.as_ref().unwrap();
    assert_eq!(margin.cost.unwrap().to_string(), "70");
}
