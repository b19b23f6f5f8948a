//! Actions of a scenario beside its demand: use by hand, holds, purchases by credits, gifts with rules, revocations,
//! and what is not possible; and readings of the account on the way.

use drawdown::{Catalog, Detail, Errors, Projection, Scenario};
use serde_json::{Value, json};

fn catalog() -> Catalog {
    let text = json!({
        "catalog": "small", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "0.01" },
        "operations": [ { "id": "image", "name": "Image", "tool": "image", "price": [ { "line": "image", "rate": "10" } ] },
                        { "id": "video", "name": "Video", "tool": "video", "price": [ { "line": "video", "rate": "60" } ] } ],
        "classes": { "free": { "paid": false }, "plan": { "lapse": "freeze" }, "pack": {} },
        "plans": [ { "id": "pro", "price": { "month": "9" }, "grants": [ "monthly" ] } ],
        "grants": [ { "id": "monthly", "class": "plan", "amount": "100", "every": "cycle", "expires": "cycle_end", "priority": 2 },
                    { "id": "gift", "class": "free", "amount": "0", "every": "once", "expires": "3 days",
                      "pays_for": { "tool": "image" }, "priority": 1 } ],
        "top_ups": [ { "id": "ten", "name": "Ten", "class": "pack", "credits": "10", "price": "1", "limit": 5, "expires": "30 days", "priority": 3 },
                     { "id": "block", "name": "Block", "class": "pack", "credits": "40", "price": "3", "multiple": 100 } ],
        "burn_order": [ "priority", "expires", "issued" ]
    });
    Catalog::from_json(&text.to_string()).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn simulated(actions: Value, more: Value) -> Result<Projection, Errors> {
    let mut scenario = json!({ "start": "2026-02-01", "for": "40 days", "account": { "plan": "pro" }, "actions": actions });
    for (key, value) in more.as_object().unwrap() {
        scenario[key] = value.clone();
    }
    catalog().simulate(&Scenario::from_json(&scenario.to_string())?, Detail::Ledger)
}

/// The ledger without the plan's invoices and grants.
fn ledger(actions: Value) -> Vec<String> {
    let projection = simulated(actions, json!({})).unwrap_or_else(|errors| panic!("{errors}"));
    let entries = projection.entries();
    let own = |text: &&str| !text.contains("invoiced") && !text.ends_with("issued: pro plan");
    entries.iter().map(|entry| entry.text.as_str()).filter(own).map(str::to_owned).collect()
}

fn errors(actions: Value) -> String {
    match simulated(actions, json!({})) {
        Ok(_) => panic!("no error"),
        Err(errors) => errors.to_string(),
    }
}

#[test]
fn credits_are_spent_without_a_demand() {
    assert_eq!(
        ledger(json!([
            { "at": "2026-02-02", "do": "grant", "class": "free", "amount": "30", "from": "gift", "lot": "welcome" },
            { "at": "2026-02-03", "do": "spend", "amount": "20" },
            { "at": "2026-02-03", "do": "spend", "amount": "20", "operation": "image" },
            { "at": "2026-02-03", "do": "spend", "amount": "500" },
            { "at": "2026-02-04", "do": "spend", "amount": "500", "operation": "video" },
        ])),
        [
            "30 credits issued: free",
            // Credits for images only pay for no purpose that is not known.
            "20 credits spent",
            "500 credits refused: out of credits (420 credits missing)",
            "20 credits for Image",
            "Video refused: out of credits (420 credits missing)",
            "10 of 30 credits expired unused",
            "80 of 100 credits expired unused",
        ]
    );
}

#[test]
fn a_hold_is_settled_released_or_ends() {
    assert_eq!(
        ledger(json!([
            { "at": "2026-02-02T09:00Z", "do": "hold", "hold": "a", "amount": "60", "operation": "video" },
            { "at": "2026-02-02T09:01Z", "do": "hold", "hold": "b", "amount": "30" },
            { "at": "2026-02-02T09:02Z", "do": "hold", "hold": "c", "amount": "30", "operation": "video" },
            { "at": "2026-02-02T10:00Z", "do": "settle", "hold": "a", "amount": "45.5" },
            { "at": "2026-02-02T10:01Z", "do": "settle", "hold": "c", "amount": "30" },
            { "at": "2026-02-02T11:00Z", "do": "release", "hold": "b" },
            { "at": "2026-02-03T09:00Z", "do": "hold", "hold": "d", "amount": "20" },
            { "at": "2026-02-05T09:00Z", "do": "hold", "hold": "e", "amount": "20", "until": "2026-02-05T10:00Z" },
            { "at": "2026-02-05T09:30Z", "do": "settle", "hold": "e", "amount": "54" },
        ])),
        [
            "60 credits held: Video",
            "30 credits held",
            "Video refused: out of credits (20 credits missing)",
            "45.5 credits of a hold spent: Video",
            "14.5 credits of a hold released",
            "30 credits of a hold released",
            "20 credits held",
            "20 credits of a hold released, because its time is over",
            "20 credits held",
            "20 credits of a hold spent",
            "34 credits spent",
            "0.5 of 100 credits expired unused",
        ]
    );
    let open = |then: Value| {
        errors(json!([ { "at": "2026-02-02", "do": "hold", "hold": "a", "amount": "60" },
                       { "at": "2026-02-02", "do": "release", "hold": "a" }, then ]))
    };
    assert_eq!(
        open(json!({ "at": "2026-02-03", "do": "settle", "hold": "a", "amount": "1" })),
        "/actions/2/hold: the hold `a` is not open: it was settled or released, or its time is over"
    );
    assert!(
        open(json!({ "at": "2026-02-03", "do": "release", "hold": "z" }))
            .contains("/actions/2/hold")
    );
    assert!(
        open(json!({ "at": "2026-02-03", "do": "hold", "hold": "a", "amount": "1" }))
            .contains("two holds have the id `a`")
    );
    assert!(
        open(json!({ "at": "2026-02-03", "do": "hold", "amount": "1" }))
            .contains("expected a key `hold`")
    );
}

#[test]
fn a_purchase_may_say_the_credits() {
    assert_eq!(
        ledger(json!([
            { "at": "2026-02-02", "do": "buy", "top_up": "ten", "credits": "31" },
            { "at": "2026-02-02", "do": "buy", "top_up": "block", "credits": "150" },
        ]))[..2],
        ["40 credits bought: Ten for 4.00 USD", "200 credits bought: Block for 15.00 USD"]
    );
    let both = errors(
        json!([ { "at": "2026-02-02", "do": "buy", "top_up": "ten", "credits": "31", "count": 2 } ]),
    );
    assert_eq!(both, "/actions/0/credits: expected `count` or `credits`, found both");
}

#[test]
fn what_is_not_possible_may_be_an_entry() {
    let buy = |note: Value| {
        json!([
        { "at": "2026-02-02", "do": "buy", "top_up": "ten", "count": 4 },
        { "at": "2026-02-03", "do": "buy", "top_up": "ten", "count": 2, "if_refused": note },
        { "at": "2026-02-04", "do": "buy", "top_up": "ten" } ])
    };
    assert_eq!(
        errors(buy(json!("error"))),
        "/actions/1/top_up: `ten` may be bought at most 5 times in a cycle"
    );
    assert_eq!(
        ledger(buy(json!("note")))[..3],
        [
            "40 credits bought: Ten for 4.00 USD",
            "Ten refused: not possible now",
            "10 credits bought: Ten for 1.00 USD"
        ]
    );
    // A mistake stays one.
    let unknown = errors(
        json!([ { "at": "2026-02-03", "do": "buy", "top_up": "tin", "if_refused": "note" } ]),
    );
    assert!(unknown.contains("did you mean `ten`"), "{unknown}");
}

#[test]
fn given_credits_follow_a_rule_and_revocations_reach_a_class_or_purchases() {
    assert_eq!(
        ledger(json!([
            { "at": "2026-02-02", "do": "grant", "class": "free", "amount": "30", "from": "gift", "effective": "2026-02-05", "lot": "later" },
            { "at": "2026-02-02", "do": "grant", "class": "pack", "amount": "50", "priority": 0, "expires": "2026-02-20", "lot": "first" },
            { "at": "2026-02-03", "do": "spend", "amount": "20", "operation": "image" },
            { "at": "2026-02-06", "do": "spend", "amount": "60", "operation": "image" },
            { "at": "2026-02-10", "do": "buy", "top_up": "ten", "count": 2 },
            { "at": "2026-02-11", "do": "grant", "class": "pack", "amount": "5", "lot": "other" },
            { "at": "2026-02-12", "do": "revoke", "top_up": "ten" },
            { "at": "2026-02-13", "do": "revoke", "class": "pack" },
            { "at": "2026-02-14", "do": "revoke", "class": "plan" },
        ])),
        [
            // At one instant, in the order of the catalog.
            "30 credits issued: free",
            "50 credits issued: pack",
            "20 credits for Image",
            "60 credits for Image",
            "20 credits bought: Ten for 2.00 USD",
            "5 credits issued: pack",
            "20 credits revoked",
            "5 credits revoked",
            "100 credits revoked",
        ]
    );
    let two =
        errors(json!([ { "at": "2026-02-02", "do": "revoke", "class": "pack", "lot": "x" } ]));
    assert_eq!(two, "/actions/0: expected exactly one of `lot`, `class`, `top_up`");
    let unknown = errors(
        json!([ { "at": "2026-02-02", "do": "grant", "class": "free", "amount": "1", "from": "gfit" } ]),
    );
    assert!(unknown.contains("did you mean `gift`"), "{unknown}");
}

#[test]
fn the_account_is_read_on_the_way() {
    let projection = simulated(
        json!([
            { "at": "2026-02-02", "do": "grant", "class": "free", "amount": "30", "effective": "2026-02-20" },
            { "at": "2026-02-03T10:00Z", "do": "hold", "hold": "a", "amount": "25" },
            { "at": "2026-02-04", "do": "buy", "top_up": "ten" },
            { "at": "2026-02-05", "do": "cancel", "when": "now" },
        ]),
        json!({ "read": [ "2026-02-06", "2026-02-03T10:00Z", "2026-02-03T10:00Z", "2027-01-01" ] }),
    )
    .unwrap();
    let read = serde_json::from_str::<Value>(&drawdown::to_text(&projection).unwrap()).unwrap()["readings"].clone();
    let [first, second] = read.as_array().unwrap().as_slice() else { panic!("{read}") };
    assert_eq!(
        (&first["at"], &first["spendable"], &first["owed"]),
        (&json!("2026-02-03T10:00:00Z"), &json!("75"), &json!("0"))
    );
    let class = |reading: &Value, place: usize| {
        let of = &reading["classes"][place];
        ["class", "left", "spendable", "frozen", "held"]
            .map(|key| of[key].as_str().unwrap().to_owned())
    };
    let plan = |reading: &Value| {
        (0..3).map(|place| class(reading, place)).find(|of| of[0] == "plan").unwrap()
    };
    let free = |reading: &Value| {
        (0..3).map(|place| class(reading, place)).find(|of| of[0] == "free").unwrap()
    };
    assert_eq!(plan(first), ["plan", "75", "75", "0", "25"]);
    assert_eq!(free(first), ["free", "30", "0", "0", "0"], "it has not begun");
    // The hold has ended, and without a plan its credits are frozen.
    assert_eq!(plan(second), ["plan", "100", "0", "100", "0"]);
    assert_eq!(second["spendable"], "10");
    assert_eq!(second["lots"].as_array().unwrap().len(), 3);
    let without = simulated(json!([]), json!({})).unwrap();
    assert!(!drawdown::to_text(&without).unwrap().contains("readings"));
}

#[test]
fn instants_to_read_are_in_the_scenario_and_not_too_many() {
    let read = |read: Value| simulated(json!([]), json!({ "read": read })).unwrap_err().to_string();
    let early = read(json!(["2026-02-03", "2026-01-31"]));
    assert_eq!(early, "/read/1: expected an instant from the start, 2026-02-01T00:00:00Z, on");
    let many = read(json!(vec!["2026-02-03"; 1_001]));
    assert_eq!(many, "/read: expected at most 1000 instants");
}
