//! Worked examples that other vendors publish, and arithmetic that must come out.

use super::*;

fn wallet_catalog(name: &str) -> Catalog {
    let text = match name {
        "rollover-double" => include_str!("../corpus/catalogs/p-wallet-rollover-double.json"),
        _ => include_str!("../corpus/catalogs/p-wallet-add-on-first.json"),
    };
    Catalog::from_json(text).unwrap()
}

/// 10 a month, carried up to twice the allowance: 8 of 10 used leave 12, and never more than 30.
#[test]
fn rollover_up_to_twice_the_allowance() {
    let catalog = wallet_catalog("rollover-double");
    let scenario = r#"{ "start": "2026-11-01", "for": "12 months", "account": { "plan": "ten" },
        "demand": [ { "request": { "operation": "image" }, "on": ["2026-11-10"], "count": 8 } ] }"#;
    assert_eq!(at(&catalog, scenario, "2026-12-01T00:00:01Z").wallet().balance().to_string(), "12");
    let p = project(&catalog, scenario);
    let closing = |class| p.days.column(class, drawdown::Column::Closing).unwrap();
    let sums: Vec<String> = closing("subscription")
        .iter()
        .zip(closing("rollover"))
        .map(|(a, b)| a.checked_add(b).unwrap().to_string())
        .collect();
    // 2, then 12, 22, 30 from then on.
    assert_eq!(
        [&sums[10], &sums[30], &sums[61], &sums[92], &sums[364]],
        ["2", "12", "22", "30", "30"]
    );
}

/// Add-on first, free last: of 650 credits the class that stands last pays least.
#[test]
fn add_on_first_free_last() {
    let p = project(
        &wallet_catalog("add-on-first"),
        r#"{ "start": "2026-11-01T01:00Z", "until": "2026-11-01T20:00Z",
             "account": { "plan": "monthly", "lots": [ { "class": "free", "amount": "100" },
               { "class": "subscription", "amount": "500" }, { "class": "add_on", "amount": "300" } ] },
             "demand": [ { "request": { "operation": "image" }, "on": ["2026-11-01T12:00Z"], "count": 650 } ] }"#,
    );
    // 300 + 350: 150 of the subscription stay, and all that is free.
    assert_eq!(closing(&p), ["add_on 0", "subscription 150", "free 100"]);
}

/// Ten charges of 0.1 empty one credit; the eleventh is refused. 0.9 and 0.1 leave nothing.
#[test]
fn tenths_are_exact() {
    let p = project(
        &greenzero(),
        r#"{ "start": "2026-11-01", "for": "1 day", "account": { "lots": [ { "class": "top_up", "amount": "1" } ] },
             "demand": [ { "request": { "operation": "inference", "runs": 10 }, "on": [
               "2026-11-01T01:00Z", "2026-11-01T02:00Z", "2026-11-01T03:00Z", "2026-11-01T04:00Z", "2026-11-01T05:00Z", "2026-11-01T06:00Z",
               "2026-11-01T07:00Z", "2026-11-01T08:00Z", "2026-11-01T09:00Z", "2026-11-01T10:00Z", "2026-11-01T11:00Z" ] } ] }"#,
    );
    assert_eq!((p.totals.made, p.totals.refused), (10, 1));
    assert_eq!((p.totals.closing.to_string(), p.totals.debt.to_string()), ("0".into(), "0".into()));
    assert_eq!(run_out(&p).unwrap(), "2026-11-01T11:00Z");
}

/// A lot that ends at noon cannot pay at noon.
#[test]
fn intervals_are_half_open() {
    let p = project(
        &greenzero(),
        r#"{ "start": "2026-11-01", "for": "1 day",
             "account": { "lots": [ { "class": "top_up", "amount": "10", "expires": "2026-11-01T12:00Z" } ] },
             "demand": [ { "request": { "operation": "inference", "runs": 100 }, "on": ["2026-11-01T12:00Z"] } ] }"#,
    );
    assert_eq!((p.totals.refused, p.classes[1].expired.to_string()), (1, "10".into()));
}

/// The larger plan that is taken when credits are short does not allow the operation: what is left
/// is refused, and no run is lost.
#[test]
fn runs_that_an_upgrade_closes_are_refused() {
    let catalog = Catalog::from_json(
        r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
            "credit": { "name": "credit", "step": "1" },
            "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ],
                "gates": [ { "requires": { "plan": "small" }, "reason": "only with Small" } ] } ],
            "classes": { "plan": {} },
            "plans": [ { "id": "small", "price": { "month": "1" }, "grants": [ "small" ] },
                       { "id": "large", "price": { "month": "9" }, "grants": [ "large" ] } ],
            "grants": [
                { "id": "small", "class": "plan", "amount": "25", "every": "cycle", "expires": "cycle_end" },
                { "id": "large", "class": "plan", "amount": "900", "every": "cycle", "expires": "cycle_end" } ] }"#,
    )
    .unwrap();
    let scenario = Scenario::from_json(
        r#"{ "start": "2026-11-01", "for": "2 days", "account": { "plan": "small" },
            "demand": [ { "request": { "operation": "image" }, "per_day": 5 } ],
            "when_short": "upgrade" }"#,
    )
    .unwrap();
    let totals = catalog.simulate(&scenario, Detail::Columns).unwrap().totals;
    // Two at 10 of 25 credits; then three on the first day and five on the second are not allowed.
    assert_eq!((totals.wanted, totals.made, totals.refused), (10, 2, 8));
}

/// Runs that wait for credits that never come are one entry, however long they wait.
#[test]
fn a_hundred_years_of_waiting_end() {
    let catalog = Catalog::from_json(
        r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
            "credit": { "name": "credit", "step": "1" },
            "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ] } ],
            "classes": { "free": { "paid": false } },
            "grants": [ { "id": "daily", "class": "free", "amount": "10", "every": "day", "expires": "reset" } ] }"#,
    )
    .unwrap();
    let scenario = Scenario::from_json(
        r#"{ "start": "2026-11-01", "for": "100 years", "when_short": "wait",
            "demand": [ { "request": { "operation": "image" }, "per_day": 2 } ] }"#,
    )
    .unwrap();
    let totals = catalog.simulate(&scenario, Detail::Columns).unwrap().totals;
    // One a day; the other waits, and is still waiting at the end.
    assert_eq!((totals.wanted, totals.made, totals.refused), (73_048, 36_524, 36_524));
}
