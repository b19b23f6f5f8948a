//! The rules of the wallet, each by a small catalog; and balances over time with their answers.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use drawdown::{
    Account, Catalog, Cause, ChangeAt, Charge, Credits, Detail, Entry, EntryKind, EntryReason,
    Errors, Instant, Opened, Outcome, Receipt, Scenario, Term, Wallet,
};
use serde_json::{Value, json};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn credits(text: &str) -> Credits {
    text.parse().unwrap()
}

/// A catalog with these members, completed by what every catalog has.
fn catalog(members: &Value) -> Catalog {
    let mut text = json!({
        "catalog": "small", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "0.01" },
        "operations": [
            { "id": "image", "tier": "basic", "price": [ { "line": "image", "rate": "1" } ] },
            { "id": "video", "tier": "pro", "price": [ { "line": "video", "rate": "1" } ] } ]
    });
    for (key, value) in members.as_object().unwrap() {
        text[key] = value.clone();
    }
    Catalog::from_json(&text.to_string()).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn open(members: &Value, account: &Value, start: &str) -> Wallet {
    let account = Account::from_json(&account.to_string()).unwrap();
    Wallet::open(&catalog(members), "w", &account, at(start)).unwrap().wallet
}

fn charge(wallet: &mut Wallet, amount: &str) -> Receipt {
    let charged = wallet.charge(&Charge::new("image", credits(amount))).unwrap();
    assert!(charged.is_paid());
    charged.into_applied().receipt.unwrap()
}

fn refused(wallet: &mut Wallet, operation: &str, amount: &str) -> (Cause, String) {
    let charged = wallet.charge(&Charge::new(operation, credits(amount))).unwrap();
    let refusal = charged.refusal().unwrap();
    (refusal.cause, refusal.shortfall.to_string())
}

/// The id of a new hold, which lasts as long as there is a calendar.
fn hold(wallet: &mut Wallet, amount: &str) -> String {
    let held = wallet.hold(&Charge::new("image", credits(amount)), Some(at("9999-01-01"))).unwrap();
    held.into_applied().hold.unwrap().id
}

fn balance(wallet: &Wallet) -> String {
    wallet.balance().to_string()
}

fn of_class(wallet: &Wallet, class: &str) -> String {
    let lots = wallet.lots().into_iter().filter(|lot| *lot.class == *class);
    lots.fold(Credits::ZERO, |sum, lot| sum.checked_add(lot.remaining).unwrap()).to_string()
}

fn kinds(entries: &[Entry]) -> Vec<(EntryKind, String)> {
    entries.iter().map(|entry| (entry.kind, entry.amount.to_string())).collect()
}

/// A plan of 100 a month, with what a test says about its grant.
fn monthly(grant: &Value) -> Value {
    let mut rule = json!({ "id": "pro", "class": "sub", "amount": "100", "every": "cycle",
                           "expires": "cycle_end" });
    for (key, value) in grant.as_object().unwrap() {
        rule[key] = value.clone();
    }
    json!({
        "classes": { "sub": { "lapse": "forfeit" }, "rolled": { "lapse": "forfeit" },
                     "top_up": { "lapse": "keep" } },
        "plans": [ { "id": "pro", "price": { "month": "10.00" }, "grants": ["pro"] } ],
        "grants": [ rule ], "burn_order": [ "expires", "issued" ]
    })
}

#[test]
fn balances_over_time() {
    let corpus: Value = serde_json::from_str(include_str!("../corpus/balances.json")).unwrap();
    for case in corpus["cases"].as_array().unwrap() {
        run(case);
    }
}

fn run(case: &Value) {
    let id = &case["id"];
    let account = Account::from_json(&case["account"].to_string()).unwrap();
    let catalog = catalog(&case["catalog"]);
    let start = at(case["start"].as_str().unwrap());
    let Opened { mut wallet, mut entries, .. } =
        Wallet::open(&catalog, "w", &account, start).unwrap();
    for step in case["steps"].as_array().unwrap() {
        entries.extend(wallet.advance_to(at(step["at"].as_str().unwrap())).unwrap());
        let mut was_refused = false;
        if let Some(amount) = step["charge"].as_str() {
            let charged = wallet.charge(&Charge::new("image", credits(amount))).unwrap();
            was_refused = charged.refusal().is_some();
        }
        if let Some(plan) = step["subscribe"].as_str() {
            entries.extend(wallet.subscribe(plan, Term::Month).unwrap().entries);
        }
        if let Some(top_up) = step["buy"].as_str() {
            entries.extend(wallet.buy(top_up, 1).unwrap());
        }
        let expected = &step["expect"];
        assert_eq!(was_refused, expected["refused"] == true, "{id} {step}");
        if let Some(left) = expected["balance"].as_str() {
            assert_eq!(balance(&wallet), left, "{id} {step}");
        }
        if let Some(debt) = expected["debt"].as_str() {
            assert_eq!(wallet.debt().to_string(), debt, "{id} {step}");
        }
        for (class, left) in expected["classes"].as_object().into_iter().flatten() {
            assert_eq!(of_class(&wallet, class), left.as_str().unwrap(), "{id} {class}");
        }
        if let Some(ends) = expected["expires"].as_array() {
            let found: Vec<Value> =
                wallet.lots().iter().map(|lot| json!(lot.expires.unwrap().to_string())).collect();
            assert_eq!(&found, ends, "{id}");
        }
    }
    if let Some(issues) = case["issues"].as_array() {
        let issued = entries.iter().filter(|entry| entry.kind == EntryKind::Issue);
        let issued: Vec<Value> = issued.map(|entry| json!(entry.at.to_string())).collect();
        assert_eq!(&issued, issues, "{id}");
    }
}

#[test]
fn w1_every_key_of_the_burn_order_decides() {
    let lots = json!([
        { "id": "a", "class": "free", "amount": "30", "expires": "2026-12-03", "priority": 2 },
        { "id": "b", "class": "sub", "amount": "20", "expires": "2026-12-02", "priority": 3 },
        { "id": "c", "class": "top_up", "amount": "10", "priority": 1 }
    ]);
    let first = |order: Value| {
        let classes = json!({ "free": { "paid": false }, "sub": {}, "top_up": {} });
        let members = json!({ "classes": classes, "burn_order": order });
        let wallet = open(&members, &json!({ "lots": lots }), "2026-11-01");
        wallet.lots().iter().map(|lot| lot.id.clone()).collect::<String>()
    };
    assert_eq!(first(json!([{ "class": ["sub", "top_up", "free"] }])), "bca");
    assert_eq!(first(json!(["priority"])), "cab");
    assert_eq!(first(json!(["expires"])), "bac");
    assert_eq!(first(json!([{ "paid": "last" }, "amount"])), "acb");
    assert_eq!(first(json!([{ "paid": "first" }, "expires"])), "bca");
    assert_eq!(first(json!(["amount"])), "cba");
    assert_eq!(first(json!(["issued"])), "abc");
}

#[test]
fn w2_all_or_nothing_by_eligible_lots() {
    let members = json!({
        "classes": { "free": { "paid": false }, "top_up": {} },
        "grants": [ { "id": "daily", "class": "free", "amount": "50", "every": "day",
                      "expires": "reset", "pays_for": { "tier": "basic" } } ],
        "burn_order": [ { "class": ["free", "top_up"] } ]
    });
    let mut wallet = open(&members, &json!({}), "2026-11-01");
    wallet.grant("top_up", credits("20"), None).unwrap();
    assert_eq!(refused(&mut wallet, "video", "30"), (Cause::NotEligible, "10".into()));
    assert_eq!(refused(&mut wallet, "image", "71"), (Cause::OutOfCredits, "1".into()));
    assert_eq!(balance(&wallet), "70", "nothing has happened");
    charge(&mut wallet, "60");
    assert_eq!((of_class(&wallet, "free"), of_class(&wallet, "top_up")), ("0".into(), "10".into()));
}

#[test]
fn w2_what_has_ended_or_not_begun_does_not_pay() {
    let members = json!({ "classes": { "promo": {} }, "burn_order": ["issued"] });
    let account = json!({ "lots": [
        { "id": "over", "class": "promo", "amount": "5", "expires": "2026-11-01" },
        { "id": "later", "class": "promo", "amount": "7", "effective": "2026-11-02" } ] });
    let mut wallet = open(&members, &account, "2026-11-01");
    refused(&mut wallet, "image", "1");
    // A saved wallet remembers when a lot begins.
    let mut wallet = Wallet::load(&catalog(&members), &wallet.save()).unwrap();
    refused(&mut wallet, "image", "1");
    wallet.advance_to(at("2026-11-02")).unwrap();
    charge(&mut wallet, "7");
}

#[test]
fn w3_rollover_for_so_many_cycles_then_it_ends() {
    let members = monthly(&json!({ "rollover": { "carry": 2, "class": "rolled" } }));
    let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-31");
    let closed = wallet.advance_to(at("2026-02-28")).unwrap();
    assert_eq!(closed[0].kind, EntryKind::RollOver);
    assert_eq!((&*closed[0].lots[0].class, closed[0].about.as_deref()), ("sub", Some("rolled")));
    let lots = wallet.lots();
    let carried = lots.iter().find(|lot| &*lot.class == "rolled").unwrap();
    assert_eq!(carried.expires, Some(at("2026-04-30")), "counted from the anchor");
    wallet.advance_to(at("2026-03-31")).unwrap();
    assert_eq!(balance(&wallet), "300");
    let closed = wallet.advance_to(at("2026-04-30")).unwrap();
    assert_eq!(kinds(&closed)[0], (EntryKind::Expire, "100".into()));
    assert_eq!(balance(&wallet), "300");
}

#[test]
fn w3_caps_floor_and_share() {
    let left = |rollover: Value, used: &str| {
        let members = monthly(&json!({ "rollover": rollover }));
        let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
        charge(&mut wallet, used);
        wallet.advance_to(at("2026-02-01")).unwrap();
        balance(&wallet)
    };
    assert_eq!(left(json!({ "cap": { "amount": "30" } }), "10"), "130");
    assert_eq!(left(json!({ "cap": { "times": "1.5" }, "cap_on": "total" }), "10"), "150");
    assert_eq!(left(json!({ "percent": "50" }), "10"), "145");
    assert_eq!(left(json!({ "percent": "33.333" }), "0"), "133.33");
    assert_eq!(left(json!({ "percent": "10", "floor": "40" }), "10"), "140");
    assert_eq!(left(json!({ "percent": "10", "floor": "40" }), "70"), "130");
    assert_eq!(left(json!({ "cap": { "amount": "0" } }), "10"), "100");
}

#[test]
fn w3_trimming_takes_what_ends_soonest() {
    let members = monthly(&json!({ "rollover": { "carry": 3, "cap": { "amount": "150" } } }));
    let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
    wallet.advance_to(at("2026-03-01")).unwrap();
    let lots = wallet.lots();
    assert_eq!(lots[1].remaining.to_string(), "50", "of January, which ends first");
    assert_eq!(lots[2].remaining.to_string(), "100", "of February");
    assert_eq!(balance(&wallet), "250");
}

#[test]
fn w3_held_credits_roll_over_with_their_lot() {
    let members = monthly(&json!({ "rollover": { "carry": 1, "class": "rolled" } }));
    let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
    let all = hold(&mut wallet, "100");
    wallet.advance_to(at("2026-02-01")).unwrap();
    wallet.release(&all).unwrap();
    assert_eq!(
        (of_class(&wallet, "rolled"), of_class(&wallet, "sub")),
        ("100".into(), "100".into())
    );
}

#[test]
fn w3_renewals() {
    let after = |renewal: Value| {
        let members = monthly(&json!({ "expires": "never", "renewal": renewal }));
        let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
        charge(&mut wallet, "20");
        wallet.advance_to(at("2026-02-01")).unwrap();
        balance(&wallet)
    };
    assert_eq!(after(json!("add")), "180");
    assert_eq!(after(json!("reset")), "100");
    assert_eq!(after(json!({ "refill": "150" })), "150");
    assert_eq!(after(json!({ "skip_over": { "amount": "79" } })), "80");
    assert_eq!(after(json!({ "skip_over": { "amount": "80" } })), "180");
}

#[test]
fn w3_months_of_life_do_not_drift() {
    let members = monthly(&json!({ "expires": "1 month" }));
    let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-31");
    wallet.advance_to(at("2026-02-28")).unwrap();
    assert_eq!(wallet.lots()[0].expires, Some(at("2026-03-31")));
}

#[test]
fn w3_what_comes_with_the_term_ends_with_it() {
    let members = json!({
        "classes": { "sub": {} },
        "plans": [ { "id": "pro", "price": { "year": "99" }, "grants": ["year"] } ],
        "grants": [ { "id": "year", "class": "sub", "amount": "1200", "every": "term",
                      "expires": "reset" } ],
        "burn_order": [ "issued" ]
    });
    let mut wallet = open(&members, &json!({ "plan": "pro", "term": "year" }), "2026-01-15");
    wallet.advance_to(at("2026-12-31")).unwrap();
    assert_eq!(balance(&wallet), "1200");
    charge(&mut wallet, "200");
    wallet.advance_to(at("2027-01-15")).unwrap();
    assert_eq!(balance(&wallet), "1200");
}

#[test]
fn w4_lapse_by_class() {
    let members = |lapse: &str| {
        json!({
            "classes": { "free": { "paid": false }, "sub": { "lapse": "forfeit" },
                         "top_up": { "lapse": lapse } },
            "plans": [ { "id": "pro", "price": { "month": "10" }, "grants": ["pro"] } ],
            "grants": [
                { "id": "pro", "class": "sub", "amount": "100", "every": "cycle",
                  "expires": "cycle_end" },
                { "id": "hello", "class": "free", "amount": "1", "every": "once",
                  "when": { "plan": "none" }, "pays_for": { "tier": "basic" } } ],
            "burn_order": [ { "class": ["free", "sub", "top_up"] } ]
        })
    };
    let lapsed = |lapse: &str| {
        let mut wallet = open(&members(lapse), &json!({ "plan": "pro" }), "2026-01-01");
        wallet.grant("top_up", credits("50"), None).unwrap();
        wallet.cancel(ChangeAt::Now).unwrap();
        assert_eq!(of_class(&wallet, "sub"), "0");
        wallet
    };
    let available =
        |wallet: &Wallet, operation: &str| wallet.available(operation, None).unwrap().to_string();
    let kept = lapsed("keep");
    assert_eq!((available(&kept, "image"), available(&kept, "video")), ("51".into(), "50".into()));
    let restricted = lapsed("restrict");
    assert_eq!(available(&restricted, "image"), "51");
    assert_eq!(available(&restricted, "video"), "0");
    assert_eq!(of_class(&lapsed("forfeit"), "top_up"), "0");
    // Without a free tier, nothing may be used in it.
    let mut without = members("restrict");
    without["grants"].as_array_mut().unwrap().pop();
    let mut wallet = open(&without, &json!({ "plan": "pro" }), "2026-01-01");
    wallet.grant("top_up", credits("50"), None).unwrap();
    assert_eq!(available(&wallet, "image"), "150");
    wallet.cancel(ChangeAt::Now).unwrap();
    assert_eq!(
        (available(&wallet, "image"), of_class(&wallet, "top_up")),
        ("0".into(), "50".into())
    );
    assert_eq!(refused(&mut wallet, "image", "2").0, Cause::SubscriptionEnded);
    wallet.subscribe("pro", Term::Month).unwrap();
    assert_eq!(available(&wallet, "video"), "150");
    let mut frozen = lapsed("freeze");
    assert_eq!(refused(&mut frozen, "image", "2"), (Cause::SubscriptionEnded, "1".into()));
    let thawed = frozen.subscribe("pro", Term::Month).unwrap();
    assert!(thawed.entries.iter().any(|entry| entry.kind == EntryKind::Thaw));
    charge(&mut frozen, "151");
}

/// 50 credits wait for a subscription, and 20 that are left pay for videos alone.
#[test]
fn w4_frozen_credits_are_the_reason_where_they_would_suffice() {
    let mut members = monthly(&json!({}));
    members["classes"]["top_up"] = json!({ "lapse": "freeze" });
    members["classes"]["free"] = json!({ "paid": false });
    members["grants"].as_array_mut().unwrap().push(json!({
        "id": "videos", "class": "free", "amount": "20", "every": "once",
        "when": { "plan": "none" }, "pays_for": { "tier": "pro" } }));
    let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
    wallet.grant("top_up", credits("50"), None).unwrap();
    wallet.cancel(ChangeAt::Now).unwrap();
    assert_eq!(balance(&wallet), "20");
    assert_eq!(refused(&mut wallet, "image", "10"), (Cause::SubscriptionEnded, "10".into()));
    assert_eq!(refused(&mut wallet, "video", "30"), (Cause::SubscriptionEnded, "10".into()));
    wallet.subscribe("pro", Term::Month).unwrap();
    charge(&mut wallet, "150");
    assert_eq!(refused(&mut wallet, "image", "10"), (Cause::NotEligible, "10".into()));
}

#[test]
fn w4_a_cancellation_waits_and_can_be_taken_back() {
    let mut wallet = open(&monthly(&json!({})), &json!({ "plan": "pro" }), "2026-01-31");
    wallet.cancel(ChangeAt::TermEnd).unwrap();
    wallet.advance_to(at("2026-02-27")).unwrap();
    assert_eq!((wallet.plan(), balance(&wallet)), (Some("pro"), "100".into()));
    wallet.resume().unwrap();
    wallet.advance_to(at("2026-02-28")).unwrap();
    assert_eq!(wallet.plan(), Some("pro"));
    wallet.cancel(ChangeAt::TermEnd).unwrap();
    wallet.advance_to(at("2026-03-31")).unwrap();
    assert_eq!((wallet.plan(), balance(&wallet)), (None, "0".into()));
}

/// From 100 to 300 a month, by a rule, on 11 January.
fn upgraded(rule: Value) -> Wallet {
    let members = json!({
        "classes": { "sub": { "lapse": "forfeit" }, "top_up": {} },
        "plans": [ { "id": "small", "price": { "month": "10" }, "grants": ["small"] },
                   { "id": "large", "price": { "month": "30" }, "grants": ["large"] } ],
        "grants": [
            { "id": "small", "class": "sub", "amount": "100", "every": "cycle",
              "expires": "cycle_end" },
            { "id": "large", "class": "sub", "amount": "310", "every": "cycle",
              "expires": "cycle_end" } ],
        "burn_order": [ "expires" ],
        "policies": { "change": { "upgrade": rule } }
    });
    let mut wallet = open(&members, &json!({ "plan": "small" }), "2026-01-01");
    wallet.grant("top_up", credits("7"), None).unwrap();
    wallet.advance_to(at("2026-01-11")).unwrap();
    wallet.subscribe("large", Term::Month).unwrap();
    wallet
}

/// The place in the catalog decides only between plans of the same allowance.
#[test]
fn w5_the_larger_allowance_is_the_upgrade() {
    let change = |order: [&str; 2], from: &str, to: &str| {
        let plans = order.map(|id| json!({ "id": id, "price": { "month": "10" }, "grants": [id] }));
        let grants = [("small", "100"), ("large", "310"), ("other", "100")].map(|(id, amount)| {
            json!({ "id": id, "class": "sub", "amount": amount, "every": "cycle", "expires": "cycle_end" })
        });
        let members = json!({
            "classes": { "sub": {} }, "plans": plans,
            "grants": grants.into_iter().filter(|grant| order.iter().any(|id| grant["id"] == *id)).collect::<Vec<_>>(),
            "policies": { "change": { "upgrade": { "when": "now" }, "downgrade": { "when": "cycle_end" } } }
        });
        let mut wallet = open(&members, &json!({ "plan": from }), "2026-01-01");
        wallet.advance_to(at("2026-01-11")).unwrap();
        wallet.subscribe(to, Term::Month).unwrap();
        if wallet.plan() == Some(to) { "now" } else { "cycle_end" }
    };
    for order in [["small", "large"], ["large", "small"]] {
        assert_eq!(change(order, "small", "large"), "now", "{order:?}");
        assert_eq!(change(order, "large", "small"), "cycle_end", "{order:?}");
    }
    assert_eq!(change(["small", "other"], "small", "other"), "now");
    assert_eq!(change(["small", "other"], "other", "small"), "cycle_end");
}

#[test]
fn w5_what_a_change_issues() {
    let sub = |allowance: &str| {
        let wallet = upgraded(json!({ "when": "now", "allowance": allowance, "cycle": "keep" }));
        assert_eq!(of_class(&wallet, "top_up"), "7");
        of_class(&wallet, "sub")
    };
    assert_eq!(sub("full"), "410");
    assert_eq!(sub("difference"), "310");
    assert_eq!(sub("prorated"), "310", "21 of 31 days: 210 on top of 100");
    assert_eq!(sub("none"), "100");
}

#[test]
fn w5_when_and_which_cycle() {
    let mut later = upgraded(json!({ "when": "cycle_end" }));
    assert_eq!((later.plan(), of_class(&later, "sub")), (Some("small"), "100".into()));
    later.advance_to(at("2026-02-01")).unwrap();
    assert_eq!((later.plan(), of_class(&later, "sub")), (Some("large"), "310".into()));
    let mut kept = upgraded(json!({ "when": "now", "cycle": "keep" }));
    kept.advance_to(at("2026-02-01")).unwrap();
    assert_eq!(of_class(&kept, "sub"), "310");
    let mut anew = upgraded(json!({ "when": "now", "cycle": "reset" }));
    anew.advance_to(at("2026-02-10")).unwrap();
    assert_eq!(of_class(&anew, "sub"), "410");
    anew.advance_to(at("2026-02-11")).unwrap();
    assert_eq!(of_class(&anew, "sub"), "310");
}

#[test]
fn w5_what_becomes_of_old_lots() {
    let sub = |old: &str| {
        let rule = json!({ "when": "now", "allowance": "full", "cycle": "reset", "old_lots": old });
        let mut wallet = upgraded(rule);
        assert_eq!(of_class(&wallet, "top_up"), "7", "not of the plan");
        let now = of_class(&wallet, "sub");
        wallet.advance_to(at("2026-02-01")).unwrap();
        (now, of_class(&wallet, "sub"))
    };
    assert_eq!(sub("keep"), ("410".into(), "410".into()));
    assert_eq!(sub("keep_to_cycle_end"), ("410".into(), "310".into()));
    assert_eq!(sub("forfeit"), ("310".into(), "310".into()));
    assert_eq!(sub("cap_to_new"), ("410".into(), "410".into()), "100 is below the new allowance");
}

/// Credits that would last a year are of the old plan too, if it is changed at the end of its cycle.
#[test]
fn w5_what_becomes_of_old_lots_at_the_end_of_a_cycle() {
    let sub = |old: &str, to: &str| {
        let change = json!({ "when": "cycle_end", "old_lots": old });
        let grant = |id: &str, amount: &str| json!({ "id": id, "class": "sub", "amount": amount, "every": "cycle", "expires": "12 months" });
        let members = json!({
            "classes": { "sub": { "lapse": "forfeit" } },
            "plans": [ { "id": "small", "price": { "month": "10", "year": "100" }, "grants": ["small"] },
                       { "id": "large", "price": { "month": "30" }, "grants": ["large"] } ],
            "grants": [grant("small", "100"), grant("large", "310")],
            "policies": { "change": { "upgrade": change } }
        });
        let mut wallet = open(&members, &json!({ "plan": "small" }), "2026-01-01");
        let term = if to == "small" { Term::Year } else { Term::Month };
        wallet.subscribe(to, term).unwrap();
        wallet.advance_to(at("2026-02-01")).unwrap();
        of_class(&wallet, "sub")
    };
    assert_eq!(sub("keep", "large"), "410");
    assert_eq!(sub("forfeit", "large"), "310");
    // Another term of the same plan leaves them alone.
    assert_eq!(sub("forfeit", "small"), "200");
}

/// A year that follows a month is paid from the day on which the month ends.
#[test]
fn a_longer_term_begins_where_the_month_ends() {
    let mut members = monthly(&json!({}));
    members["plans"][0]["price"] = json!({ "month": "10.00", "year": "100.00" });
    members["policies"] = json!({ "change": { "upgrade": { "when": "cycle_end" },
                                              "downgrade": { "when": "cycle_end" } } });
    let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
    wallet.subscribe("pro", Term::Year).unwrap();
    let billed = |wallet: &mut Wallet, until: &str| {
        let entries = wallet.advance_to(at(until)).unwrap();
        let invoices = entries.iter().filter(|entry| entry.kind == EntryKind::Invoice);
        invoices.map(|entry| (entry.at, entry.money.unwrap().to_string())).collect::<Vec<_>>()
    };
    assert_eq!(billed(&mut wallet, "2026-02-01"), [(at("2026-02-01"), "100".to_owned())]);
    assert!(billed(&mut wallet, "2027-01-31").is_empty());
    assert_eq!(billed(&mut wallet, "2027-02-01"), [(at("2027-02-01"), "100".to_owned())]);
}

/// What is issued more often pays first; what is issued once, last.
#[test]
fn w1_shorter_intervals_pay_first() {
    let every = [
        ("once", json!("once")),
        ("term", json!("term")),
        ("hundred", json!({ "days": 100 })),
        ("cycle", json!("cycle")),
        ("month", json!({ "days": 31 })),
        ("week", json!("week")),
        ("hours", json!({ "hours": 100 })),
        ("day", json!("day")),
    ];
    let grant = |(id, every): &(&str, Value)| json!({ "id": id, "class": id, "amount": "10", "every": every, "expires": "never" });
    let classes = every.iter().map(|(id, _)| ((*id).to_owned(), json!({}))).collect();
    let members = json!({
        "classes": Value::Object(classes),
        "plans": [ { "id": "pro", "price": { "year": "10.00" }, "grants": every.clone().map(|(id, _)| id) } ],
        "grants": every.each_ref().map(grant), "burn_order": ["interval"],
    });
    let mut wallet = open(&members, &json!({ "plan": "pro", "term": "year" }), "2026-01-01");
    assert_eq!(balance(&wallet), "80");
    for next in ["day", "hours", "week", "cycle", "month", "hundred", "term", "once"] {
        assert_eq!(of_class(&wallet, next), "10", "{next}");
        charge(&mut wallet, "10");
        assert_eq!(of_class(&wallet, next), "0", "{next}");
    }
}

#[test]
fn a_refused_purchase_says_how_often_it_may_be_made() {
    let told = |limit: u32| {
        let mut members = monthly(&json!({}));
        members["top_ups"] = json!([ { "id": "pack", "class": "top_up", "credits": "10",
                                       "price": "1", "expires": "never", "limit": limit } ]);
        let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
        wallet.buy("pack", limit).unwrap();
        wallet.buy("pack", 1).unwrap_err().to_string()
    };
    assert!(told(1).contains("`pack` may be bought at most once in a cycle"), "{}", told(1));
    assert!(told(2).contains("`pack` may be bought at most 2 times in a cycle"), "{}", told(2));
}

#[test]
fn w6_debt() {
    let owing = |debt: &str| {
        let mut members = monthly(&json!({}));
        members["policies"] = json!({ "overage": "debt", "overage_limit": "40", "debt": debt });
        let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
        charge(&mut wallet, "130");
        assert_eq!((balance(&wallet), wallet.debt().to_string()), ("0".into(), "30".into()));
        refused(&mut wallet, "image", "11");
        let entries = wallet.advance_to(at("2026-02-01")).unwrap();
        let forgiven = entries.iter().filter(|entry| entry.kind == EntryKind::Forgive);
        let forgiven: Vec<String> = forgiven.map(|entry| entry.text.clone()).collect();
        (balance(&wallet), wallet.debt().to_string(), forgiven)
    };
    assert_eq!(owing("carry"), ("100".into(), "30".into(), Vec::new()));
    let told = vec!["30 credits of debt forgiven".to_owned()];
    assert_eq!(owing("forgive_at_reset"), ("100".into(), "0".into(), told));
    assert_eq!(owing("repay_first"), ("70".into(), "0".into(), Vec::new()));
}

#[test]
fn w6_only_new_credits_pay_debt() {
    let members = json!({
        "classes": { "free": { "paid": false }, "top_up": {} },
        "grants": [ { "id": "hello", "class": "free", "amount": "50", "every": "once",
                      "pays_for": { "tier": "basic" } } ],
        "burn_order": [ "issued" ],
        "policies": { "overage": "debt", "debt": "repay_first" }
    });
    let mut wallet = open(&members, &json!({}), "2026-11-01");
    assert!(wallet.charge(&Charge::new("video", credits("5"))).unwrap().is_paid());
    wallet.advance_to(at("2026-11-05")).unwrap();
    assert_eq!((balance(&wallet), wallet.debt().to_string()), ("50".into(), "5".into()));
    wallet.grant("top_up", credits("8"), None).unwrap();
    assert_eq!((of_class(&wallet, "top_up"), wallet.debt().to_string()), ("3".into(), "0".into()));
}

#[test]
fn w7_hold_settle_release() {
    let mut wallet = open(&monthly(&json!({})), &json!({ "plan": "pro" }), "2026-01-01");
    let first = hold(&mut wallet, "60");
    assert_eq!(balance(&wallet), "40");
    refused(&mut wallet, "image", "41");
    let settled = wallet.settle(&first, credits("45")).unwrap();
    assert_eq!(kinds(settled.entries())[0], (EntryKind::Settle, "45".into()));
    assert_eq!(kinds(settled.entries())[1], (EntryKind::Release, "15".into()));
    assert_eq!(balance(&wallet), "55");
    let second = hold(&mut wallet, "50");
    wallet.release(&second).unwrap();
    assert_eq!(balance(&wallet), "55");
    assert!(wallet.release(&second).is_err(), "not twice");
    let third = hold(&mut wallet, "1");
    assert_ne!(second, third, "numbers are not used again");
    let over = wallet.settle(&third, credits("100")).unwrap();
    assert!(matches!(over, Outcome::Partly(..)));
    assert_eq!(over.receipt().unwrap().amount, credits("1"));
}

#[test]
fn w7_held_credits_end_with_their_lot() {
    let mut wallet = open(&monthly(&json!({})), &json!({ "plan": "pro" }), "2026-01-01");
    let held = hold(&mut wallet, "60");
    wallet.advance_to(at("2026-02-01")).unwrap();
    let released = wallet.release(&held).unwrap();
    let expected = [(EntryKind::Release, "60".into()), (EntryKind::Expire, "60".into())];
    assert_eq!(kinds(&released), expected);
    assert_eq!(balance(&wallet), "100");
}

#[test]
fn w7_refunds_go_where_they_came_from() {
    let refunded = |policy: &str| {
        let mut members = monthly(&json!({}));
        members["policies"] = json!({ "refund_expired": policy });
        let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
        let receipt = charge(&mut wallet, "60");
        wallet.refund(&receipt.id, None).unwrap();
        assert_eq!(balance(&wallet), "100");
        assert!(wallet.refund(&receipt.id, None).is_err(), "not twice");
        let receipt = charge(&mut wallet, "60");
        wallet.advance_to(at("2026-02-01")).unwrap();
        (kinds(&wallet.refund(&receipt.id, None).unwrap()), balance(&wallet))
    };
    let gone = || vec![(EntryKind::Refund, "60".to_owned()), (EntryKind::Expire, "60".to_owned())];
    assert_eq!(refunded("expire"), (gone(), "100".into()));
    let mut again = gone();
    again.push((EntryKind::Issue, "60".into()));
    assert_eq!(refunded("reissue"), (again, "160".into()));
}

#[test]
fn w7_a_receipt_makes_no_credits() {
    let members = monthly(&json!({ "rollover": { "cap": { "amount": "10" } } }));
    let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
    let receipt = charge(&mut wallet, "5");
    wallet.advance_to(at("2026-01-30")).unwrap();
    assert!(wallet.refund(&receipt.id, Some(credits("6"))).is_err(), "it was 5");
    wallet.refund(&receipt.id, None).unwrap();
    assert_eq!(balance(&wallet), "100");
}

#[test]
fn w8_alerts_fire_once_and_are_armed_again() {
    let mut members = monthly(&json!({}));
    members["policies"] = json!({ "alerts": [ { "percent": "80" }, { "credits": "10" } ] });
    let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-01-01");
    let mut alerts = |amount: &str| {
        let charged = wallet.charge(&Charge::new("image", credits(amount))).unwrap();
        let count = charged.entries().iter().filter(|e| e.kind == EntryKind::Alert).count();
        if amount == "50" {
            wallet.grant("top_up", credits("70"), None).unwrap();
        }
        count
    };
    assert_eq!(alerts("79"), 0);
    assert_eq!(alerts("1"), 1, "80 % are used");
    assert_eq!(alerts("10"), 0, "10 is not below 10");
    assert_eq!(alerts("0.01"), 1);
    assert_eq!(alerts("1"), 0, "once");
    wallet.grant("top_up", credits("70"), None).unwrap();
    let again = wallet.charge(&Charge::new("image", credits("75"))).unwrap();
    assert_eq!(again.entries().iter().filter(|e| e.kind == EntryKind::Alert).count(), 2);
}

#[test]
fn w8_auto_top_up_rests_and_has_a_limit() {
    let mut members = monthly(&json!({}));
    members["top_ups"] = json!([ { "id": "pack", "class": "top_up", "credits": "10",
                                   "price": "1", "expires": "never" } ]);
    let auto = json!({ "top_up": "pack", "below": "20", "limit": 2, "cooldown": "2 days" });
    let account = json!({ "plan": "pro", "auto_top_up": auto });
    let mut wallet = open(&members, &account, "2026-01-01");
    charge(&mut wallet, "85");
    assert_eq!(balance(&wallet), "25");
    charge(&mut wallet, "20");
    assert_eq!(balance(&wallet), "5", "it rests");
    let bought = wallet.advance_to(at("2026-01-10")).unwrap();
    assert_eq!((bought[0].at, bought[0].reason), (at("2026-01-03"), EntryReason::AutoTopUp));
    assert_eq!(balance(&wallet), "15", "two in a cycle");
    wallet.advance_to(at("2026-01-31")).unwrap();
    assert_eq!(balance(&wallet), "15");
}

#[test]
fn w8_auto_top_up_reaches_a_target() {
    let mut members = monthly(&json!({}));
    members["top_ups"] = json!([ { "id": "pack", "class": "top_up", "credits": "10",
                                   "price": "1", "expires": "never" } ]);
    let auto = json!({ "top_up": "pack", "below": "20", "target": "55" });
    let mut wallet = open(&members, &json!({ "plan": "pro", "auto_top_up": auto }), "2026-01-01");
    charge(&mut wallet, "81");
    assert_eq!(balance(&wallet), "59");
}

#[test]
fn w8_auto_top_up_buys_again_at_once_what_debt_takes() {
    let mut members = monthly(&json!({}));
    members["policies"] = json!({ "overage": "debt", "debt": "repay_first" });
    members["top_ups"] = json!([ { "id": "pack", "class": "top_up", "credits": "25",
                                   "price": "1", "expires": "never" } ]);
    let auto = json!({ "top_up": "pack", "below": "14" });
    let account = json!({ "plan": "pro", "auto_top_up": auto });
    let mut wallet = open(&members, &account, "2026-01-01");
    charge(&mut wallet, "112");
    // 25 less a debt of 12 are below the threshold still.
    assert_eq!((balance(&wallet), wallet.debt().to_string()), ("38".into(), "0".into()));
    wallet.advance_to(at("2026-01-02")).unwrap();
    assert_eq!(balance(&wallet), "38", "nothing is left to be bought by whoever looks next");
}

#[test]
fn w7_runs_that_are_told_late_to_have_failed_come_back_as_the_policy_says() {
    let refunded = |policy: &str| {
        let mut members = monthly(&json!({}));
        members["policies"] = json!({ "refund_expired": policy });
        let scenario = json!({
            "start": "2026-01-01", "for": "2 months", "account": { "plan": "pro" },
            "demand": [ { "id": "images", "request": { "operation": "image" },
                          "on": [ "2026-01-20" ], "count": 10 } ],
            "actions": [ { "at": "2026-02-10", "do": "fail", "demand": "images", "count": 4 } ]
        });
        let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
        let totals = catalog(&members).simulate(&scenario, Detail::Columns).unwrap().totals;
        let text = |amount: Credits| amount.to_string();
        (text(totals.refunded), text(totals.wasted), text(totals.closing))
    };
    // The lot that paid ended on 1 February with 90 unused.
    assert_eq!(refunded("expire"), ("4".into(), "94".into(), "100".into()));
    assert_eq!(refunded("reissue"), ("4".into(), "94".into(), "104".into()));
}

#[test]
fn the_last_runs_that_failed_may_be_of_several_days() {
    let failed = |fails: &str, counts: &[u32]| {
        let actions: Vec<Value> = counts
            .iter()
            .map(|count| json!({ "at": "2026-01-20", "do": "fail", "demand": "images", "count": count }))
            .collect();
        let scenario = json!({
            "start": "2026-01-01", "for": "1 month", "account": { "plan": "pro" },
            "demand": [ { "id": "images", "request": { "operation": "image" }, "fails": fails,
                          "on": [ "2026-01-02", "2026-01-03", "2026-01-04" ], "count": 4 } ],
            "actions": actions
        });
        let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
        let totals =
            catalog(&monthly(&json!({}))).simulate(&scenario, Detail::Ledger).unwrap().totals;
        (totals.refunded.to_string(), totals.failed)
    };
    assert_eq!(failed("0", &[3]), ("3".into(), 3));
    assert_eq!(failed("0", &[6]), ("6".into(), 6));
    assert_eq!(failed("0", &[3, 4]), ("7".into(), 7));
    assert_eq!(failed("0", &[9, 9]), ("12".into(), 12), "no more than were made");
    assert_eq!(failed("50", &[3]), ("9".into(), 9), "two of each day failed at once");
    assert_eq!(failed("50", &[100]), ("12".into(), 12));
}

#[test]
fn members_have_caps_in_a_cycle() {
    let mut members = monthly(&json!({ "shared_pool": true }));
    members["policies"] = json!({ "member_caps": true });
    let account =
        json!({ "plan": "pro", "members": [ { "id": "ann", "cap": "30" }, { "id": "bo" } ] });
    let mut wallet = open(&members, &account, "2026-01-01");
    let mut by = |member: &str, amount: &str| {
        let charge = Charge::new("image", credits(amount)).by(member);
        wallet.charge(&charge).unwrap().refusal().map(|refusal| refusal.cause)
    };
    assert_eq!(by("ann", "30"), None);
    assert_eq!(by("ann", "1"), Some(Cause::MemberCap));
    assert_eq!(by("bo", "60"), None);
    assert_eq!(by("bo", "11"), Some(Cause::UsedByMembers));
    wallet.advance_to(at("2026-02-01")).unwrap();
    let charge = Charge::new("image", credits("30")).by("ann");
    assert!(wallet.charge(&charge).unwrap().is_paid());
}

#[test]
fn t5_rolling_hours_run_from_the_first_use() {
    let members = json!({
        "classes": { "free": { "paid": false } },
        "grants": [ { "id": "roll", "class": "free", "amount": "5", "every": { "rolling_hours": 24 },
                      "expires": "reset" } ],
        "burn_order": [ "issued" ]
    });
    let mut wallet = open(&members, &json!({}), "2026-11-01");
    wallet.advance_to(at("2026-11-05T08:00Z")).unwrap();
    charge(&mut wallet, "2");
    wallet.advance_to(at("2026-11-06T07:59Z")).unwrap();
    assert_eq!(balance(&wallet), "3");
    wallet.advance_to(at("2026-11-06T08:00Z")).unwrap();
    assert_eq!(balance(&wallet), "5");
    let lot = wallet.lots()[0].id.clone();
    wallet.revoke(&lot).unwrap();
    assert_eq!(balance(&wallet), "0");
    wallet.advance_to(at("2026-11-07T08:00Z")).unwrap();
    assert_eq!(balance(&wallet), "5", "the next one comes");
}

#[test]
fn what_a_lapse_takes_from_a_grant_that_goes_on_comes_again_at_once() {
    let members = json!({
        "classes": { "free": { "paid": false, "lapse": "forfeit" } },
        "plans": [ { "id": "pro", "price": { "month": "10" } } ],
        "grants": [ { "id": "roll", "class": "free", "amount": "5", "every": { "rolling_hours": 24 },
                      "expires": "reset" } ],
        "burn_order": [ "issued" ]
    });
    let mut wallet = open(&members, &json!({ "plan": "pro" }), "2026-11-01");
    let entries = wallet.cancel(ChangeAt::Now).unwrap().entries;
    let kinds: Vec<EntryKind> = entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [EntryKind::Plan, EntryKind::Forfeit, EntryKind::Issue]);
    assert_eq!(balance(&wallet), "5");
    assert_eq!(wallet.advance_to(at("2026-11-01")).unwrap(), []);
}

#[test]
fn what_rolls_over_at_the_end_of_a_term_pays_at_its_new_place() {
    let members = json!({
        "classes": { "plan": {}, "bank": {} },
        "plans": [ { "id": "pro", "price": { "month": "10" }, "grants": [ "pro" ],
                     "cycle": "calendar_month" } ],
        "grants": [ { "id": "pro", "class": "plan", "amount": "5", "every": "term",
                      "expires": "cycle_end", "rollover": { "class": "bank" } } ],
        "burn_order": [ { "class": [ "plan", "bank" ] } ]
    });
    let account = json!({ "plan": "pro", "since": "2026-01-10",
                          "lots": [ { "class": "plan", "amount": "8", "from": "pro" } ] });
    let mut wallet = open(&members, &account, "2026-02-01");
    wallet.advance_to(at("2026-02-10")).unwrap();
    let classes: Vec<String> = wallet.lots().iter().map(|lot| lot.class.to_string()).collect();
    assert_eq!(classes, ["plan", "bank"]);
}

#[test]
fn t6_what_happens_at_one_instant() {
    let mut members = monthly(&json!({ "rollover": { "cap": { "amount": "10" } } }));
    members["policies"] = json!({ "overage": "debt", "debt": "repay_first",
                                  "billing": "calendar_month", "alerts": [ { "credits": "105" } ] });
    let account = json!({ "plan": "pro", "debt": "3", "lots": [
        { "id": "a", "class": "top_up", "amount": "4", "expires": "2026-02-01" },
        { "id": "b", "class": "sub", "amount": "50", "from": "pro" } ] });
    let mut wallet = open(&members, &account, "2026-01-01");
    charge(&mut wallet, "51");
    assert!(wallet.charge(&Charge::new("image", credits("6"))).unwrap().is_paid());
    let entries = wallet.advance_to(at("2026-02-01")).unwrap();
    let order: Vec<EntryKind> = entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(order, [EntryKind::Invoice, EntryKind::Issue, EntryKind::Spend]);
    assert_eq!(entries[0].reason, EntryReason::Month);
}

#[test]
fn grants_by_hand_and_revocations() {
    let mut wallet = open(&monthly(&json!({})), &json!({ "plan": "pro" }), "2026-01-01");
    let given = wallet.grant("top_up", credits("9"), Some(at("2026-01-05"))).unwrap();
    assert_eq!((given[0].kind, given[0].reason), (EntryKind::Issue, EntryReason::Manual));
    assert!(wallet.grant("top_up", credits("9"), Some(at("2026-01-01"))).is_err(), "over already");
    assert!(wallet.grant("topup", credits("9"), None).unwrap_err().sentence().contains("top_up"));
    assert_eq!(wallet.lots()[0].id, given[0].lots[0].lot);
    let taken = wallet.revoke(&given[0].lots[0].lot).unwrap();
    assert_eq!(kinds(&taken), [(EntryKind::Revoke, "9".into())]);
    assert!(wallet.revoke("nothing").is_err());
    assert_eq!(balance(&wallet), "100");
}

fn some_state() -> (Catalog, String) {
    let members = monthly(&json!({ "rollover": { "carry": 1, "class": "rolled" } }));
    let account =
        Account::from_json(r#"{ "plan": "pro", "members": [ { "id": "ann" } ] }"#).unwrap();
    let catalog = catalog(&members);
    let mut wallet = Wallet::open(&catalog, "w", &account, at("2026-01-31")).unwrap().wallet;
    wallet.advance_to(at("2026-03-05")).unwrap();
    let charge = Charge::new("image", credits("130")).by("ann");
    assert!(wallet.hold(&charge, None).unwrap().is_paid());
    (catalog, wallet.save())
}

#[test]
fn a_state_is_of_one_catalog_and_one_set_of_rules() {
    let (catalog, state) = some_state();
    Wallet::load(&catalog, &state).unwrap();
    let other = super_catalog();
    let errors = Wallet::load(&other, &state).unwrap_err();
    assert_eq!(errors.first().unwrap().pointer(), "/catalog/digest");
    let mut value: Value = serde_json::from_str(&state).unwrap();
    value["semantics"] = json!(999_999);
    let errors = Wallet::load(&catalog, &value.to_string()).unwrap_err();
    assert_eq!(errors.first().unwrap().pointer(), "/semantics");
}

fn super_catalog() -> Catalog {
    catalog(&monthly(&json!({ "amount": "101" })))
}

/// What loading says of a state in which one value is another.
fn changed(pointer: &str, to: Value) -> Errors {
    let (catalog, state) = some_state();
    let mut value: Value = serde_json::from_str(&state).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.insert(key.to_owned(), to)),
        Some(Value::Array(items)) => items[key.parse::<usize>().unwrap()] = to,
        _ => panic!("{pointer} in {state}"),
    }
    Wallet::load(&catalog, &value.to_string()).unwrap_err()
}

#[test]
fn a_state_that_does_not_add_up_is_refused() {
    let says = |pointer: &str, to: Value, expected: &str| {
        let errors = changed(pointer, to.clone());
        assert!(errors.iter().any(|e| e.pointer() == expected), "{pointer} {to}: {errors}");
    };
    says("/lot_kinds/0/class", json!("sbu"), "/lot_kinds/0/class");
    let lot = |place: usize, field: usize, to: &str, expected: &str| {
        let (_, state) = some_state();
        let state: Value = serde_json::from_str(&state).unwrap();
        let row = state["lots"][place].as_str().unwrap();
        let mut fields: Vec<&str> = row.split(' ').collect();
        fields[field] = to;
        says(&format!("/lots/{place}"), json!(fields.join(" ")), expected);
    };
    let [number, kind, issued, amount, left, held] = [0, 1, 2, 3, 4, 5];
    lot(0, left, "-1", "/lots/0");
    lot(0, amount, "1", "/lots/0");
    lot(1, left, "1", "/classes");
    lot(1, number, "1", "/lots/1");
    lot(1, kind, "9", "/lots/1");
    lot(1, issued, "2999-01-01", "/lots/1");
    lot(0, held, "held=99", "/lots/0");
    for wrong in ["", "1", "1 0 now 5 5", "x 0 2026-01-01 5 5", "1 0 2026-01-01 5 5 hold=3"] {
        says("/lots/0", json!(wrong), "/lots/0");
    }
    says("/holds/0/lots/0/lot", json!(77), "/holds/0/lots/0/lot");
    says("/holds/0/operation", json!("imago"), "/holds/0/operation");
    says("/subscription/plan", json!("por"), "/subscription/plan");
    says("/subscription/cycle/n", json!(4_000_000_000_u32), "/subscription/cycle");
    says("/subscription/cycle/stride", json!(0), "/subscription/cycle");
    says("/subscription", json!(null), "/lot_kinds/1/ends");
    says("/members/0/id", json!("bo"), "/holds/0/member");
    says("/debt", json!("-1"), "/debt");
    says("/last_lot", json!(1.5), "/last_lot");
    says("/now", json!("soon"), "/now");
}

/// Holds are numbered from 1 in order, each number once and none above the last that was given.
#[test]
fn holds_of_a_state_are_numbered_in_order() {
    let (catalog, state) = some_state();
    let with = |numbers: [u64; 2]| {
        let mut value: Value = serde_json::from_str(&state).unwrap();
        let mut holds = [value["holds"][0].clone(), value["holds"][0].clone()];
        for (place, hold) in holds.iter_mut().enumerate() {
            hold["n"] = json!(numbers[place]);
            hold["lots"] = json!([hold["lots"][place]]);
        }
        (value["holds"], value["last_hold"]) = (json!(holds), json!(7));
        let errors = Wallet::load(&catalog, &value.to_string()).err();
        let told = errors.as_ref().map(|errors| errors.first().unwrap().pointer().to_owned());
        told.unwrap_or_default()
    };
    for (numbers, wrong) in [
        ([1, 2], ""),
        ([3, 7], ""),
        ([1, 1], "/holds/1/n"),
        ([2, 1], "/holds/1/n"),
        ([1, 8], "/holds/1/n"),
        ([0, 1], "/holds/0/n"),
    ] {
        assert_eq!(with(numbers), wrong, "{numbers:?}");
    }
}

/// A subscription gives credits of which the number is known, in a state too.
#[test]
fn a_state_has_no_plan_with_unknown_credits() {
    let mut members = monthly(&json!({}));
    members["plans"] = json!([ { "id": "pro", "price": { "month": "10.00" }, "grants": ["pro"] },
                               { "id": "max", "price": { "month": "20.00" }, "grants": ["max"] } ]);
    let mut unknown = members["grants"][0].clone();
    (unknown["id"], unknown["amount"]) = (json!("max"), json!(null));
    members["grants"].as_array_mut().unwrap().push(unknown);
    let state = open(&members, &json!({ "plan": "pro" }), "2026-01-31").save();
    let mut value: Value = serde_json::from_str(&state).unwrap();
    value["subscription"]["plan"] = json!("max");
    let errors = Wallet::load(&catalog(&members), &value.to_string()).unwrap_err();
    assert!(errors.iter().any(|error| error.pointer() == "/subscription/plan"), "{errors}");
}

/// A loaded wallet knows the top-up of each lot, and the date of its last automatic purchase.
#[test]
fn a_saved_wallet_goes_on_resting_between_top_ups() {
    let mut members = monthly(&json!({}));
    members["top_ups"] = json!([ { "id": "pack", "class": "top_up", "credits": "10",
                                   "price": "1", "expires": "never" } ]);
    let auto = json!({ "top_up": "pack", "below": "20", "cooldown": "2 days" });
    let account = json!({ "plan": "pro", "auto_top_up": auto });
    let mut wallet = open(&members, &account, "2026-01-01");
    charge(&mut wallet, "85");
    let saved = wallet.save();
    let mut wallet = Wallet::load(&catalog(&members), &saved).unwrap();
    assert_eq!(wallet.save(), saved);
    let value: Value = serde_json::from_str(&saved).unwrap();
    assert_eq!(value["lot_kinds"][1]["top_up"], "pack");
    charge(&mut wallet, "20");
    assert_eq!(balance(&wallet), "5", "it rests");
    let bought = wallet.advance_to(at("2026-01-10")).unwrap();
    assert_eq!((bought[0].at, bought[0].reason), (at("2026-01-03"), EntryReason::AutoTopUp));
}

/// What an account assumes is a part of its state: the price of a plan, and the credits of a grant
/// and of a top-up.
#[test]
fn a_saved_wallet_keeps_what_was_assumed() {
    let mut members = monthly(&json!({}));
    members["top_ups"] = json!([ { "id": "pack", "class": "top_up", "credits": "10",
                                   "price": "1", "expires": "never" } ]);
    let assume = json!({ "plans": { "pro": { "month": "7.00" } }, "grants": { "pro": "250" },
                         "top_ups": { "pack": { "credits": "40", "price": "3.00" } } });
    let wallet = open(&members, &json!({ "plan": "pro", "assume": assume }), "2026-01-31");
    let saved = wallet.save();
    let mut wallet = Wallet::load(&catalog(&members), &saved).unwrap();
    assert_eq!(wallet.save(), saved);
    let entries = wallet.advance_to(at("2026-03-01")).unwrap();
    let invoices = entries.iter().filter(|entry| entry.kind == EntryKind::Invoice);
    let billed: Vec<_> = invoices.map(|entry| entry.money.unwrap().to_string()).collect();
    assert_eq!(billed, ["7"]);
    assert_eq!(balance(&wallet), "250");
    let bought = wallet.buy("pack", 1).unwrap();
    assert_eq!(balance(&wallet), "290");
    assert!(bought.iter().any(|entry| entry.money == Some("3".parse().unwrap())), "{bought:?}");
}

#[test]
fn numbers_of_lots_are_never_rounded() {
    let (catalog, state) = some_state();
    let mut value: Value = serde_json::from_str(&state).unwrap();
    value["last_lot"] = json!("18446744073709551615");
    let wallet = Wallet::load(&catalog, &value.to_string()).unwrap();
    assert!(wallet.save().contains(r#""last_lot":"18446744073709551615""#));
}

#[test]
fn hostile_states_are_errors() {
    let (catalog, state) = some_state();
    for text in ["", "{}", "[]", "null", "{\"semantics\":1}", &state[..state.len() / 2]] {
        assert!(Wallet::load(&catalog, text).is_err(), "{text}");
    }
    let hostile =
        [json!(null), json!(-1), json!("x"), json!([]), json!({}), json!(4_294_967_295_u32)];
    let value: Value = serde_json::from_str(&state).unwrap();
    let mut pointers = Vec::new();
    all_pointers(&value, String::new(), &mut pointers);
    assert!(pointers.len() > 60);
    for pointer in pointers {
        for to in &hostile {
            let mut value = value.clone();
            *value.pointer_mut(&pointer).unwrap() = to.clone();
            if let Ok(mut wallet) = Wallet::load(&catalog, &value.to_string()) {
                let _ = wallet.advance_to(at("2027-01-01"));
            }
        }
    }
}

fn all_pointers(value: &Value, place: String, out: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                all_pointers(item, format!("{place}/{i}"), out);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                all_pointers(member, format!("{place}/{key}"), out);
            }
        }
        _ => {}
    }
    out.push(place);
}
