//! Without a ledger, days that are like the one before are counted and not gone through: the rows
//! are those that come of going through each, entry by entry.

use drawdown::{Catalog, Detail, Scenario, to_text};
use serde_json::{Value, json};

/// Grants that come anew in other distances, at other times than midnight, by another clock.
const PERIODS: [&str; 9] = [
    r#""every": "day""#,
    r#""every": "day", "at": "09:30""#,
    r#""every": "week", "on": "wednesday""#,
    r#""every": { "days": 1 }"#,
    r#""every": { "days": 2 }"#,
    r#""every": { "hours": 6 }"#,
    r#""every": { "hours": 5 }"#,
    r#""every": { "hours": 24 }"#,
    r#""every": { "hours": 36 }"#,
];

const DEMAND: [&str; 8] = [
    r#"{ "per_day": 3 }"#,
    r#"{ "per_day": 3, "at": "00:00" }"#,
    r#"{ "per_day": 2, "days": "weekdays", "at": "23:45" }"#,
    r#"{ "per_day": 4, "active_days": 22 }"#,
    r#"{ "per_day": 1, "from": "2026-03-10", "until": "2026-03-22T15:00Z" }"#,
    r#"{ "per_day": 1.5, "growth": "10" }"#,
    r#"{ "per_week": 5 }"#,
    r#"{ "on": ["2026-03-12T08:00Z", "2026-04-01"], "count": 7 }"#,
];

/// Hours that the account's clock is moved by on 29 March, and the catalog's by half an hour on 4
/// April.
const BERLIN: &str = r#"{ "name": "Berlin", "offsets": [
    { "from": "2025-10-26T01:00:00Z", "seconds": 3600 },
    { "from": "2026-03-29T01:00:00Z", "seconds": 7200 } ] }"#;
const LORD_HOWE: &str = r#"{ "name": "LordHowe", "offsets": [
    { "from": "2025-10-04T15:30:00Z", "seconds": 39600 },
    { "from": "2026-04-04T15:00:00Z", "seconds": 37800 } ] }"#;

fn catalog(period: &str, allowance: u32, billing: &str) -> Catalog {
    let text = format!(
        r#"{{ "catalog": "alike", "version": "1", "as_of": "2026-01-01",
        "credit": {{ "name": "credit", "plural": "credits", "step": "0.1" }},
        "operations": [ {{ "id": "clip", "price": [ {{ "line": "clip", "rate": "7.5" }} ] }} ],
        "classes": {{ "free": {{ "paid": false }}, "plan": {{}} }},
        "plans": [ {{ "id": "pro", "price": {{ "month": "9" }}, "grants": ["monthly"],
                      "cycle": {{ "days": 45 }} }} ],
        "grants": [
            {{ "id": "free", "class": "free", "amount": "10", "expires": "reset", {period} }},
            {{ "id": "more", "class": "free", "amount": "4.5", "expires": "reset", {period} }},
            {{ "id": "monthly", "class": "plan", "amount": "{allowance}", "every": "cycle",
               "expires": "cycle_end" }} ],
        "policies": {{ "billing": "{billing}" }},
        "burn_order": ["expires", "issued"] }}"#
    );
    Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}"))
}

fn scenario(zone: &str, lines: &[&str]) -> Scenario {
    let demand: Vec<Value> = lines
        .iter()
        .map(|line| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            line["request"] = json!({ "operation": "clip" });
            line
        })
        .collect();
    let text = json!({
        "start": "2026-02-20T10:00Z", "until": "2026-05-20",
        "account": { "plan": "pro", "zone": serde_json::from_str::<Value>(zone).unwrap() },
        "demand": demand,
    });
    Scenario::from_json(&text.to_string()).unwrap_or_else(|errors| panic!("{errors}"))
}

fn rows(catalog: &Catalog, scenario: &Scenario, detail: Detail) -> Value {
    let projection = catalog.simulate(scenario, detail).unwrap_or_else(|errors| panic!("{errors}"));
    let mut value: Value = serde_json::from_str(&to_text(&projection).unwrap()).unwrap();
    // Without a ledger, only what is rare is told.
    value["events"] = json!(null);
    value["ledger"] = json!(null);
    value
}

#[test]
fn counted_days_have_the_rows_of_days_gone_through() {
    for period in PERIODS {
        let kinds = [(200, BERLIN, "anniversary"), (2_000, LORD_HOWE, "calendar_month")];
        for (allowance, zone, billing) in kinds {
            let catalog = catalog(period, allowance, billing);
            for (first, line) in DEMAND.iter().enumerate() {
                for more in &DEMAND[first..] {
                    let scenario = scenario(zone, &[line, more]);
                    let [columns, ledger] = [Detail::Columns, Detail::Ledger]
                        .map(|detail| rows(&catalog, &scenario, detail));
                    assert_eq!(columns, ledger, "{period} {allowance} {line} {more}");
                }
            }
        }
    }
}

/// 365 days that are alike, of 7.5 credits each, take a few steps a month.
#[test]
fn equal_days_are_counted_and_not_gone_through() {
    let text = json!({
        "start": "2026-01-01", "for": "1 year",
        "demand": [ { "request": { "operation": "clip" }, "per_day": 1, "at": "12:00" } ],
    });
    let scenario = Scenario::from_json(&text.to_string()).unwrap();
    let catalog = catalog(r#""every": "day""#, 100, "anniversary");
    let mut simulation = drawdown::Simulation::new(&catalog, &scenario, Detail::Columns).unwrap();
    simulation.run().unwrap();
    let effort = simulation.effort();
    assert!(effort.steps + effort.fast < 3 * 12 && effort.planned < 3 * 12, "{effort:?}");
    let projection = simulation.finish();
    assert_eq!(projection.totals.spent.to_string(), "2737.5");
}

/// Lots that come and end together, but of which one pays for clips alone, are two: of two images a
/// day, of 7.5 credits each, 10 pay for one.
#[test]
fn equal_lots_that_pay_for_different_things_are_two() {
    let text = r#"{ "catalog": "two", "version": "1", "as_of": "2026-01-01",
        "credit": { "name": "credit", "plural": "credits", "step": "0.1" },
        "operations": [ { "id": "clip", "price": [ { "line": "clip", "rate": "7.5" } ] },
                        { "id": "image", "price": [ { "line": "image", "rate": "7.5" } ] } ],
        "classes": { "free": { "paid": false } },
        "grants": [
            { "id": "all", "class": "free", "amount": "10", "expires": "reset", "every": "day" },
            { "id": "clips", "class": "free", "amount": "5", "expires": "reset", "every": "day",
              "pays_for": { "operation": "clip" } } ],
        "burn_order": ["expires", "issued"] }"#;
    let catalog = Catalog::from_json(text).unwrap();
    let scenario = json!({ "start": "2026-01-01", "for": "30 days",
        "demand": [ { "request": { "operation": "image" }, "per_day": 1, "at": "12:00" },
                    { "request": { "operation": "image" }, "per_day": 1, "at": "13:00" } ] });
    let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
    for catalog in [catalog.clone(), catalog.step_by_step()] {
        let totals = catalog.simulate(&scenario, Detail::Columns).unwrap().totals;
        assert_eq!((totals.made, totals.refused), (30, 30));
        assert_eq!(totals.spent.to_string(), "225");
    }
}

/// Two grants of a week, 30 and 40 credits: six days of 7.5 take all of the first and 15 of the
/// second, in every week.
#[test]
fn equal_lots_are_told_apart_again() {
    let text = r#"{ "catalog": "two", "version": "1", "as_of": "2026-01-01",
        "credit": { "name": "credit", "plural": "credits", "step": "0.1" },
        "operations": [ { "id": "clip", "price": [ { "line": "clip", "rate": "7.5" } ] } ],
        "classes": { "free": { "paid": false } },
        "grants": [
            { "id": "a", "class": "free", "amount": "30", "expires": "reset", "every": "week" },
            { "id": "b", "class": "free", "amount": "40", "expires": "reset", "every": "week" } ],
        "burn_order": ["expires", "issued"] }"#;
    let catalog = Catalog::from_json(text).unwrap();
    let scenario = |until: &str| {
        let text = json!({ "start": "2026-01-05", "until": until,
            "demand": [ { "request": { "operation": "clip" }, "per_day": 1, "at": "12:00" } ] });
        Scenario::from_json(&text.to_string()).unwrap()
    };
    for catalog in [catalog.clone(), catalog.step_by_step()] {
        for until in ["2026-01-11", "2026-02-01"] {
            let projection = catalog.simulate(&scenario(until), Detail::Columns).unwrap();
            let left: Vec<_> =
                projection.lots.iter().map(|lot| lot.remaining.to_string()).collect();
            assert_eq!(projection.totals.closing.to_string(), "25", "{until}");
            assert_eq!(left.iter().filter(|left| *left != "0").collect::<Vec<_>>(), ["25"]);
        }
    }
}
