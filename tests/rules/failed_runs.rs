//! What failed runs give back: what was paid last comes back first, and debt was paid last of all.

use drawdown::{Catalog, Detail, EntryKind, Projection, Scenario};
use serde_json::{Value, json};

fn catalog(debt: &str, failed: &str) -> Value {
    json!({ "catalog": "failing", "version": "1", "as_of": "2026-01-01", "currency": "USD",
        "credit": { "name": "credit", "step": "1" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ] },
                        { "id": "film", "price": [ { "line": "film", "rate": "60" } ] } ],
        "classes": { "free": { "paid": false } },
        "grants": [ { "id": "weekly", "class": "free", "amount": "50", "every": "week",
                      "expires": "reset" } ],
        "policies": { "overage": "debt", "debt": debt, "failed_runs": failed } })
}

/// The week begins on Monday, 2 February.
fn projected(catalog: &Value, demand: Value, actions: Value) -> Projection {
    let catalog = Catalog::from_json(&catalog.to_string()).unwrap();
    let scenario = json!({ "start": "2026-02-02", "until": "2026-02-08", "account": {},
                           "demand": [ demand ], "actions": actions });
    catalog.simulate(&Scenario::from_json(&scenario.to_string()).unwrap(), Detail::Ledger).unwrap()
}

/// What came back: as debt that is forgiven, and to lots.
fn back(projection: &Projection) -> [String; 2] {
    [EntryKind::Forgive, EntryKind::Refund].map(|kind| {
        let entries = projection.entries();
        let of_kind = entries.iter().filter(|entry| entry.kind == kind);
        of_kind.map(|entry| entry.amount.to_string()).collect::<Vec<_>>().join(" ")
    })
}

fn state(projection: &Projection) -> (String, String) {
    (projection.classes[0].closing.to_string(), projection.totals.debt.to_string())
}

#[test]
fn runs_that_fail_by_share_take_their_debt_off_first() {
    for debt in ["carry", "repay_first", "forgive_at_reset"] {
        let demand = |fails: u32| {
            json!({ "request": { "operation": "image" }, "on": [ "2026-02-03" ], "count": 8,
                    "fails": fails })
        };
        let failing = |fails| projected(&catalog(debt, "refund"), demand(fails), json!([]));
        for (fails, gave, left) in [
            (0, ["", ""], ("0", "30")),
            (25, ["20", ""], ("0", "10")),
            (50, ["30", "10"], ("10", "0")),
            (100, ["30", "50"], ("50", "0")),
        ] {
            let projection = failing(fails);
            assert_eq!(back(&projection), gave, "{debt} {fails}");
            assert_eq!(state(&projection), (left.0.to_owned(), left.1.to_owned()));
            let refunded = projection.totals.refunded.to_string();
            assert_eq!(refunded, gave[1].parse::<u32>().unwrap_or(0).to_string());
        }
        let charged = projected(&catalog(debt, "charge"), demand(50), json!([]));
        assert_eq!(back(&charged), ["", ""]);
        assert_eq!(state(&charged), ("0".to_owned(), "30".to_owned()));
    }
}

#[test]
fn runs_said_to_have_failed_take_their_debt_off_first() {
    let fail = |at: &str, count| json!({ "at": at, "do": "fail", "demand": "q", "count": count });
    let film = json!({ "id": "q", "request": { "operation": "film" }, "on": [ "2026-02-03" ] });
    let one = projected(&catalog("carry", "refund"), film, json!([fail("2026-02-04", 1)]));
    assert_eq!(back(&one), ["10", "50"]);
    assert_eq!(state(&one), ("50".to_owned(), "0".to_owned()));

    let images = || {
        json!({ "id": "q", "request": { "operation": "image" },
                "on": [ "2026-02-03", "2026-02-04" ], "count": 4 })
    };
    // 40 from the lot; then 10 from it and 30 as debt.
    let actions = json!([fail("2026-02-05", 2), fail("2026-02-06", 3)]);
    let two = projected(&catalog("carry", "refund"), images(), actions);
    assert_eq!(back(&two), ["20 10", "10 10"]);
    assert_eq!(state(&two), ("20".to_owned(), "0".to_owned()));
}
