//! Caps are for a class of credits, and for each member who has credits alone.

use drawdown::{Catalog, Detail, EntryKind, Projection, Scenario};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn projected(catalog: &Value, scenario: &Value) -> Projection {
    let text = catalog.to_string();
    let catalog = Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
    let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
    catalog.simulate(&scenario, Detail::Ledger).unwrap()
}

fn catalog(plans: Value, grants: Value) -> Value {
    json!({ "catalog": "caps", "version": "1", "as_of": "2026-01-01", "currency": "USD",
        "credit": { "name": "credit", "step": "1" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ] } ],
        "classes": { "plan": {}, "bonus": {} }, "plans": plans, "grants": grants,
        "policies": { "change": { "downgrade": { "when": "cycle_end", "old_lots": "cap_to_new",
                                                 "allowance": "none", "cycle": "keep" } } } })
}

fn grant(id: &str, class: &str, amount: &str, more: Value) -> Value {
    let mut grant = json!({ "id": id, "class": class, "amount": amount, "every": "cycle",
                            "expires": "cycle_end" });
    for (key, value) in more.as_object().unwrap() {
        grant[key] = value.clone();
    }
    grant
}

fn rollover(cap: Value, on: &str) -> Value {
    json!({ "rollover": { "carry": 1, "cap": cap, "cap_on": on } })
}

/// Credits of entries of a kind, by lot.
fn by_lot(projection: &Projection, kind: EntryKind) -> BTreeMap<String, String> {
    let entries = projection.entries();
    let parts = entries.iter().filter(|entry| entry.kind == kind).flat_map(|entry| &entry.lots);
    parts.map(|part| (part.lot.clone(), part.amount.to_string())).collect()
}

fn shown(lots: &[(&str, &str)]) -> BTreeMap<String, String> {
    lots.iter().map(|(lot, amount)| ((*lot).to_owned(), (*amount).to_owned())).collect()
}

/// Two grants of a class come with every cycle, 100 and 40: together they are its allowance.
#[test]
fn an_allowance_is_that_of_the_class() {
    for (cap, on, kept) in [
        (json!({ "amount": "150" }), "total", 10),
        (json!({ "times": "1.5" }), "total", 70),
        (json!({ "times": "0.5" }), "carried", 70),
        (json!({ "amount": "150" }), "carried", 140),
    ] {
        let rule = || rollover(cap.clone(), on);
        let grants = json!([grant("a", "plan", "100", rule()), grant("b", "plan", "40", rule())]);
        let plans = json!([ { "id": "p", "price": { "month": "10" }, "grants": [ "a", "b" ] } ]);
        let scenario = json!({ "start": "2026-01-01", "until": "2026-02-02",
                               "account": { "plan": "p" } });
        let projection = projected(&catalog(plans, grants), &scenario);
        let left = projection.classes[0].closing.to_string();
        assert_eq!(left, (kept + 140).to_string(), "{cap} {on}");
    }
}

/// At the end of a cycle the new plan's grants come next: of each class its own.
#[test]
fn what_a_downgrade_leaves_room_for_is_of_each_class() {
    let cap = || rollover(json!({ "amount": "350" }), "total");
    let all = || json!({ "rollover": { "carry": 1 } });
    let grants = json!([
        grant("b", "plan", "500", all()),
        grant("bb", "bonus", "300", all()),
        grant("a", "plan", "100", cap()),
        grant("ab", "bonus", "200", cap())
    ]);
    let plans = json!([ { "id": "small", "price": { "month": "10" }, "grants": [ "a", "ab" ] },
                        { "id": "large", "price": { "month": "30" }, "grants": [ "b", "bb" ] } ]);
    let scenario = json!({ "start": "2026-01-01", "until": "2026-02-02",
        "account": { "plan": "large" },
        "actions": [ { "at": "2026-01-11", "do": "downgrade", "plan": "small" } ] });
    let projection = projected(&catalog(plans, grants), &scenario);
    let cut = by_lot(&projection, EntryKind::Forfeit);
    assert_eq!(cut, shown(&[("b#1", "250"), ("bb#2", "150")]));
}

fn of_members(rule: Value, account: Value) -> Projection {
    let plans = json!([ { "id": "p", "price": { "month": "10" }, "grants": [ "a" ] } ]);
    let catalog = catalog(plans, json!([grant("a", "plan", "100", rule)]));
    let mut scenario = json!({ "start": "2026-01-01", "until": "2026-02-02", "account": account,
        "demand": [ { "request": { "operation": "image" }, "on": [ "2026-01-05" ], "count": 3 } ] });
    scenario["account"]["plan"] = json!("p");
    if account["members"].is_array() {
        scenario["demand"][0]["member"] = json!("ann");
    }
    projected(&catalog, &scenario)
}

/// What one member has left takes no room from another.
#[test]
fn each_member_has_a_cap_alone() {
    let two = || json!({ "members": [ { "id": "ann" }, { "id": "bob" } ] });
    let rolled = |rule, account| by_lot(&of_members(rule, account), EntryKind::RollOver);
    let carried = || rollover(json!({ "times": "0.9" }), "carried");
    assert_eq!(rolled(carried(), two()), shown(&[("a#1", "70"), ("a#2", "90")]));
    let total = || rollover(json!({ "amount": "150" }), "total");
    assert_eq!(rolled(total(), two()), shown(&[("a#1", "50"), ("a#2", "50")]));
    let floor = json!({ "rollover": { "percent": "10", "floor": "75" } });
    assert_eq!(rolled(floor, two()), shown(&[("a#1", "70"), ("a#2", "75")]));
    let mut shared = carried();
    shared["shared_pool"] = json!(true);
    assert_eq!(rolled(shared, two()), shown(&[("a#1", "70")]));
}

/// A renewal is left out for those who still have much.
#[test]
fn a_renewal_is_skipped_for_each_member_alone() {
    let rule = json!({ "expires": "never", "renewal": { "skip_over": { "amount": "80" } } });
    let account = json!({ "members": [ { "id": "ann" }, { "id": "bob" } ] });
    let projection = of_members(rule, account);
    let issued = by_lot(&projection, EntryKind::Issue);
    // Ann has 70 left, Bob all of his 100.
    assert_eq!(issued, shown(&[("a#1", "100"), ("a#2", "100"), ("a#3", "100")]));
    assert_eq!(projection.classes[0].closing.to_string(), "270");
}
