//! What a projection tells a person: events, invoices, ways out of a shortfall.

use drawdown::{Catalog, Detail, Projection, Scenario, WayKind};
use serde_json::json;

const CATALOG: &str = r#"{
    "catalog": "example", "version": "1", "as_of": "2026-01-01", "currency": "EUR",
    "credit": { "name": "credit", "plural": "credits", "step": "1" },
    "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ] } ],
    "classes": { "plan": {}, "pack": { "lapse": "freeze" }, "free": { "paid": false } },
    "plans": [ { "id": "pro", "name": "Pro", "price": { "month": "9" }, "grants": [ "monthly" ],
                 "cycle": "calendar_month" },
               { "id": "max", "name": "Max", "price": { "month": "20" }, "grants": [ "max-monthly" ],
                 "cycle": "calendar_month" } ],
    "grants": [ { "id": "monthly", "class": "plan", "amount": "1000", "every": "cycle", "expires": "cycle_end" },
                { "id": "max-monthly", "class": "plan", "amount": "3000", "every": "cycle", "expires": "cycle_end" },
                { "id": "daily", "class": "free", "amount": "10", "every": "day", "expires": "reset",
                  "shared_pool": true } ],
    "top_ups": [ { "id": "pack", "name": "Pack", "class": "pack", "credits": "100", "price": "1" } ],
    "burn_order": [ { "class": [ "free", "plan", "pack" ] }, "issued" ],
    "policies": { "billing": "calendar_month", "member_caps": true } }"#;

fn simulate(scenario: &str, detail: Detail) -> Projection {
    let catalog = Catalog::from_json(CATALOG).unwrap_or_else(|errors| panic!("{errors}"));
    let scenario = Scenario::from_json(scenario).unwrap_or_else(|errors| panic!("{errors}"));
    catalog.simulate(&scenario, detail).unwrap_or_else(|errors| panic!("{errors}"))
}

/// January's invoice leaves out February, which is due in the same second.
#[test]
fn a_month_is_invoiced_without_the_next() {
    let scenario = r#"{ "start": "2026-01-01", "until": "2026-03-15", "account": { "plan": "pro" },
        "actions": [ { "at": "2026-02-01", "do": "buy", "top_up": "pack" } ] }"#;
    let invoices = simulate(scenario, Detail::Columns).invoices;
    let found = invoices.iter().map(|i| format!("{} {}", i.at, i.money.unwrap()));
    let expected = ["2026-02-01T00:00:00Z 9", "2026-03-01T00:00:00Z 10"];
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn events_are_told_with_and_without_a_ledger() {
    let scenario = r#"{ "start": "2026-01-01", "until": "2026-04-15", "account": { "plan": "pro" },
        "demand": [ { "request": { "operation": "image" }, "per_day": 3 } ],
        "actions": [ { "at": "2026-01-10", "do": "buy", "top_up": "pack" },
                     { "at": "2026-01-11", "do": "grant", "class": "pack", "amount": "50", "lot": "gift" },
                     { "at": "2026-01-12", "do": "revoke", "lot": "gift" },
                     { "at": "2026-02-10", "do": "cancel", "when": "now" },
                     { "at": "2026-02-20", "do": "subscribe", "plan": "pro" } ] }"#;
    let [few, all] = [Detail::Columns, Detail::Ledger].map(|detail| simulate(scenario, detail));
    assert_eq!(few.events(), all.events());
    let texts: Vec<String> = all.events().into_iter().map(|event| event.text).collect();
    for expected in [
        "100 credits bought: Pack for 1.00 EUR on 10 Jan 2026",
        "50 credits revoked on 12 Jan 2026",
        "Pro ended on 10 Feb 2026",
        "100 credits frozen until a subscription is active on 10 Feb 2026",
        "100 credits usable again on 20 Feb 2026",
    ] {
        assert!(texts.iter().any(|text| text == expected), "{expected}\n{}", texts.join("\n"));
    }
    assert!(few.entries().is_empty() && !all.entries().is_empty());
    assert_eq!((few.totals, few.classes), (all.totals, all.classes));
}

/// A purchase is one event, which says its price; an invoice of a plan is one of its own.
#[test]
fn a_purchase_is_told_once() {
    let catalog =
        CATALOG.replace("\"calendar_month\", \"member_caps\"", "\"anniversary\", \"member_caps\"");
    let catalog = Catalog::from_json(&catalog).unwrap_or_else(|errors| panic!("{errors}"));
    let scenario = r#"{ "start": "2026-01-01", "until": "2026-01-15",
        "account": { "plan": "pro", "auto_top_up": { "top_up": "pack", "below": "950" } },
        "demand": [ { "request": { "operation": "image" }, "on": [ "2026-01-12" ], "count": 20 } ],
        "actions": [ { "at": "2026-01-10", "do": "buy", "top_up": "pack" } ] }"#;
    let scenario = Scenario::from_json(scenario).unwrap_or_else(|errors| panic!("{errors}"));
    let projection = catalog.simulate(&scenario, Detail::Ledger).unwrap();
    let texts: Vec<String> = projection.events().into_iter().map(|event| event.text).collect();
    let expected = [
        "Pro invoiced for 9.00 EUR on 1 Jan 2026",
        "100 credits bought: Pack for 1.00 EUR on 10 Jan 2026",
        "100 credits bought automatically: Pack for 1.00 EUR on 12 Jan 2026",
    ];
    assert_eq!(texts, expected);
    assert_eq!(projection.invoices.len(), 3, "the ledger and the invoices have each");
}

/// Runs that wait are not refused for good: each shortfall says how many were made later. Of six
/// images a day the plan pays for five until the 20th; then a day's free credits are for one, and who waits is first: at midnight.
#[test]
fn what_waited_is_told_where_it_was_short() {
    let short = |when_short: &str, until: &str| {
        let scenario = format!(
            r#"{{ "start": "2026-01-01", "until": "{until}", "account": {{ "plan": "pro" }},
                "demand": [ {{ "request": {{ "operation": "image" }}, "per_day": 6 }} ],
                "when_short": "{when_short}" }}"#
        );
        let projection = simulate(&scenario, Detail::Columns);
        let of = projection.shortfalls.iter().map(|short| (short.runs, short.later)).collect();
        let left: u64 = projection.shortfalls.iter().map(|short| short.runs - short.later).sum();
        assert_eq!(left, projection.totals.refused);
        let texts = projection.events().into_iter().map(|event| event.text);
        (of, texts.filter(|text| text.ends_with(" short")).collect())
    };
    let (refused, _): (Vec<_>, Vec<String>) = short("refuse", "2026-01-24");
    assert_eq!(refused, [(5, 0), (5, 0), (5, 0)]);
    let (cut, texts) = short("wait", "2026-01-24");
    assert_eq!(cut, [(5, 2), (6, 0), (6, 0)]);
    assert_eq!(
        texts[0],
        "5 runs of image refused from 21 Jan 2026, 12:00 to 22 Jan 2026, 2 of them made later: 50 credits short"
    );
    let (waited, texts) = short("wait", "2026-02-03");
    assert!(waited.iter().all(|(runs, later)| runs == later), "{waited:?}");
    assert_eq!(
        texts[0],
        "5 runs of image waited from 21 Jan 2026, 12:00 to 22 Jan 2026: 50 credits short"
    );
}

/// Another pack or a larger plan does not lift a cap: it is neither offered nor bought.
#[test]
fn only_a_new_cycle_lifts_a_cap() {
    let scenario = |when_short: &str| {
        format!(
            r#"{{ "start": "2026-01-01", "until": "2026-02-10",
                "account": {{ "plan": "pro", "members": [ {{ "id": "ana", "cap": "100" }} ] }},
                "demand": [ {{ "member": "ana", "request": {{ "operation": "image" }}, "per_day": 1 }} ],
                "when_short": "{when_short}" }}"#
        )
    };
    let refused = simulate(&scenario("refuse"), Detail::Columns);
    let [shortfall] = &refused.shortfalls[..] else { panic!("{:?}", refused.shortfalls) };
    let ways: Vec<_> = shortfall.ways.iter().map(|way| (way.kind, way.at.to_string())).collect();
    assert_eq!(ways, [(WayKind::Wait, "2026-02-01T00:00:00Z".to_owned())]);
    for when_short in ["top_up", "upgrade"] {
        let found = simulate(&scenario(when_short), Detail::Columns);
        assert_eq!(found.totals, refused.totals, "{when_short}");
    }
}

/// What a plan gives may be unknown; without a plan, each one is a way out.
#[test]
fn without_a_plan_each_plan_is_a_way_out() {
    let unknown = r#""amount": "1000", "every": "cycle""#;
    let catalog = CATALOG.replace(unknown, r#""amount": null, "every": "cycle""#);
    let catalog = Catalog::from_json(&catalog).unwrap_or_else(|errors| panic!("{errors}"));
    let scenario = r#"{ "start": "2026-01-01", "until": "2026-01-03",
        "demand": [ { "request": { "operation": "image" }, "per_day": 2 } ] }"#;
    let scenario = Scenario::from_json(scenario).unwrap();
    let projection = catalog.simulate(&scenario, Detail::Columns).unwrap();
    let ways = projection.shortfalls[0].ways.iter().filter(|way| way.kind == WayKind::Upgrade);
    let plans: Vec<&str> = ways.filter_map(|way| way.id.as_deref()).collect();
    // What is not known comes last.
    assert_eq!(plans, ["max", "pro"]);
}

/// What is bought at one instant is bought in the order of the catalog, in whatever order a
/// scenario has it.
#[test]
fn actions_of_one_instant_follow_the_catalog() {
    let top_up = |id: &str| json!({ "id": id, "class": "extra", "credits": "10", "price": "1.00" });
    let catalog = json!({
        "catalog": "c", "version": "1", "as_of": "2026-01-01", "currency": "USD",
        "credit": { "name": "credit", "step": "1" }, "classes": { "extra": {} },
        "top_ups": [top_up("z"), top_up("m"), top_up("a")],
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ],
    });
    let catalog = Catalog::from_json(&catalog.to_string()).unwrap();
    for order in [["a", "m", "z"], ["m", "z", "a"], ["z", "m", "a"]] {
        let buy = order.map(|id| json!({ "at": "2026-01-02", "do": "buy", "top_up": id }));
        let scenario = json!({ "start": "2026-01-01", "for": "5 days", "actions": buy });
        let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
        let projection = catalog.simulate(&scenario, Detail::Ledger).unwrap();
        // Three purchases with their invoices, told at once or in parts.
        let entries = projection.entries();
        assert_eq!((entries.len(), projection.entry_count()), (6, 6));
        assert_eq!(projection.entries_between(1, 9), entries[1..]);
        let lots: Vec<_> = projection.lots.iter().map(|lot| lot.id.to_string()).collect();
        assert_eq!(lots, ["z#1", "m#2", "a#3"], "{order:?}");
    }
}

#[test]
fn of_two_changes_at_one_instant_the_later_plan_of_the_catalog_is_the_last() {
    let plan = |id: &str, price: &str| json!({ "id": id, "price": { "month": price } });
    let catalog = json!({
        "catalog": "c", "version": "1", "as_of": "2026-01-01", "currency": "USD",
        "credit": { "name": "credit", "step": "1" },
        "plans": [plan("small", "10.00"), plan("medium", "20.00"), plan("large", "30.00")],
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ],
    });
    let catalog = Catalog::from_json(&catalog.to_string()).unwrap();
    for order in [["medium", "large"], ["large", "medium"]] {
        let change = order.map(
            |id| json!({ "at": "2026-01-02", "do": "change", "plan": id, "when": "cycle_end" }),
        );
        let scenario = json!({ "start": "2026-01-01", "until": "2026-02-20",
            "account": { "plan": "small" }, "actions": change });
        let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
        let projection = catalog.simulate(&scenario, Detail::Ledger).unwrap();
        assert_eq!(projection.totals.billed.to_string(), "40", "{order:?}");
    }
}

/// The table of a zone reaches from when the account was opened to a year after the end.
#[test]
fn a_zone_is_needed_until_a_year_after_the_end() {
    let covered = |account: serde_json::Value| {
        let text = json!({ "start": "2026-01-01", "until": "2026-02-01", "account": account });
        let covered = Scenario::from_json(&text.to_string()).unwrap().covered().unwrap();
        [covered.start, covered.end].map(|at| at.to_string()[..10].to_owned())
    };
    assert_eq!(covered(json!({})), ["2026-01-01", "2027-02-02"]);
    assert_eq!(covered(json!({ "since": "2025-06-01" })), ["2025-06-01", "2027-02-02"]);
}
