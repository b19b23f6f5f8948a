//! Limits of use in a time, beside the balance; grants with a validity; what is carried for a span.

use drawdown::{
    Account, Catalog, Cause, ChangeAt, Charge, Credits, Detail, EntryKind, Instant, Need, Refusal,
    Scenario, Term, Wallet, WalletMapping, diff,
};
use serde_json::{Value, json};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn image(amount: &str) -> Charge {
    Charge::new("image", amount.parse::<Credits>().unwrap())
}

/// Two limits that bind together, for those with a plan; a longer one for all.
fn limits() -> Value {
    json!([
        { "id": "burst", "most": "100", "per": "5 hours", "when": { "plan": "pro" } },
        { "id": "week", "name": "Weekly limit", "most": "300", "per": "7 days", "window": "first_use",
          "when": { "plan": "pro" } },
        { "id": "month", "most": "1000", "per": "month" }
    ])
}

fn catalog(limits: &Value) -> Catalog {
    let text = json!({
        "catalog": "small", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "0.01" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ] } ],
        "classes": { "plan": {}, "pack": {} },
        "plans": [ { "id": "pro", "price": { "month": "9" }, "grants": [ "monthly" ] },
                   { "id": "max", "price": { "month": "90" }, "grants": [ "monthly" ] } ],
        "grants": [ { "id": "monthly", "class": "plan", "amount": "5000", "every": "cycle",
                      "expires": "cycle_end" } ],
        "limits": limits
    });
    Catalog::from_json(&text.to_string()).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn open(catalog: &Catalog) -> Wallet {
    let account = Account::from_json(r#"{ "plan": "pro" }"#).unwrap();
    Wallet::open(catalog, "w", &account, at("2026-02-02T08:00Z")).unwrap().wallet
}

/// Charges at an instant, and says who refuses it and until when.
fn charge(wallet: &mut Wallet, when: &str, amount: &str) -> Option<(String, Option<String>)> {
    wallet.advance_to(at(when)).unwrap();
    let charged = wallet.charge(&image(amount)).unwrap();
    let said = |refusal: &Refusal| {
        assert_eq!(refusal.cause, Cause::Limit);
        let until = refusal.until.map(|until| until.to_string());
        (refusal.limit.clone().unwrap(), until)
    };
    charged.refusal().map(said)
}

fn by(limit: &str, until: &str) -> Option<(String, Option<String>)> {
    Some((limit.to_owned(), Some(until.to_owned())))
}

#[test]
fn a_charge_must_fit_into_every_limit_of_the_plan() {
    let catalog = catalog(&limits());
    let mut wallet = open(&catalog);
    assert_eq!(charge(&mut wallet, "2026-02-02T09:00Z", "60"), None);
    assert_eq!(charge(&mut wallet, "2026-02-02T10:00Z", "40"), None);
    // What was charged at nine no longer counts at two.
    let until_two = by("burst", "2026-02-02T14:00:00Z");
    assert_eq!(charge(&mut wallet, "2026-02-02T11:00Z", "60"), until_two);
    assert_eq!(charge(&mut wallet, "2026-02-02T11:00Z", "61"), by("burst", "2026-02-02T15:00:00Z"));
    assert_eq!(wallet.available("image", None).unwrap().to_string(), "0");
    assert_eq!(charge(&mut wallet, "2026-02-02T14:00Z", "60"), None);
    assert_eq!(charge(&mut wallet, "2026-02-03T09:00Z", "100"), None);
    // The longer one refuses it longest, though the shorter one would too.
    assert_eq!(charge(&mut wallet, "2026-02-03T10:00Z", "50"), by("week", "2026-02-09T09:00:00Z"));
    assert_eq!(charge(&mut wallet, "2026-02-03T15:00Z", "40"), None);
    assert_eq!(charge(&mut wallet, "2026-02-09T08:59Z", "1"), by("week", "2026-02-09T09:00:00Z"));
    assert_eq!(charge(&mut wallet, "2026-02-09T09:00Z", "100"), None);
    assert_eq!(charge(&mut wallet, "2026-02-09T15:00Z", "101"), Some(("burst".into(), None)));
}

#[test]
fn the_entry_of_a_refusal_names_the_limit_and_its_end() {
    let mut wallet = open(&catalog(&limits()));
    assert_eq!(charge(&mut wallet, "2026-02-02T09:00Z", "60"), None);
    for amount in ["50", "101"] {
        let refused = wallet.charge(&image(amount)).unwrap();
        let [entry] = refused.entries() else { panic!("one entry") };
        assert_eq!(entry.limit.as_deref(), Some("burst"));
        let until = (amount == "50").then(|| at("2026-02-02T14:00Z"));
        assert_eq!((entry.until, entry.about.as_deref()), (until, Some("image")));
    }
}

#[test]
fn of_several_runs_credits_may_be_short_before_a_limit_is() {
    let scenario = json!({
        "start": "2026-02-02T08:00Z", "for": "1 day",
        "account": { "plan": "pro", "lots": [ { "class": "plan", "amount": "30" } ] },
        "demand": [ { "request": { "operation": "image" }, "on": [ "2026-02-02T09:00Z" ], "count": 20 } ]
    });
    let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
    let projection = catalog(&limits()).simulate(&scenario, Detail::Columns).unwrap();
    let [shortfall] = projection.shortfalls.as_slice() else { panic!("one shortfall") };
    assert_eq!((shortfall.cause, shortfall.runs), (Cause::OutOfCredits, 17));
}

#[test]
fn a_plan_that_a_limit_stops_is_not_said_to_lack_credits() {
    let need = json!({ "lines": [ { "request": { "operation": "image" }, "per_day": 5 } ],
                       "start": "2026-02-01", "months": 1 });
    let fit = catalog(&limits()).fit(&Need::from_json(&need.to_string()).unwrap()).unwrap();
    let pro = fit.options.iter().find(|option| option.plan.as_deref() == Some("pro")).unwrap();
    assert!(
        pro.reason.starts_with("reaches a limit of use on")
            && pro.reason.ends_with("are refused, and no top-up lifts a limit"),
        "{}",
        pro.reason
    );
}

#[test]
fn a_hold_of_merged_lots_goes_back_to_what_is_left_of_them() {
    let text = json!({
        "catalog": "small", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "plural": "credits", "step": "1" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ] } ],
        "classes": { "plan": {} },
        "plans": [ { "id": "pro", "price": { "month": "9" }, "grants": [ "monthly" ] } ],
        "grants": [ { "id": "monthly", "class": "plan", "amount": "100", "every": "cycle",
                      "expires": "cycle_end", "rollover": { "cap": { "amount": "150" } } } ]
    });
    // In April, the 50 that are left of February and the 100 of March are one lot. The cap of May takes
    // 80 of it: more than February's part.
    let scenario = json!({
        "start": "2026-02-01", "until": "2026-05-02", "account": { "plan": "pro" },
        "actions": [ { "at": "2026-04-30", "do": "hold", "hold": "a", "amount": "20",
                       "until": "2026-05-01T12:00Z" } ]
    });
    let catalog = Catalog::from_json(&text.to_string()).unwrap();
    let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
    let projection = catalog.simulate(&scenario, Detail::Ledger).unwrap();
    let entries = projection.entries();
    let last = entries.last().unwrap();
    assert_eq!(last.text, "20 credits of a hold released, because its time is over");
    assert_eq!(projection.totals.closing.to_string(), "270");
}

#[test]
fn a_plan_change_forgets_no_use() {
    let mut wallet = open(&catalog(&limits()));
    assert_eq!(charge(&mut wallet, "2026-02-02T09:00Z", "100"), None);
    wallet.subscribe("max", Term::Month).unwrap();
    assert_eq!(charge(&mut wallet, "2026-02-02T10:00Z", "850"), None);
    let until_march = by("month", "2026-03-01T00:00:00Z");
    assert_eq!(charge(&mut wallet, "2026-02-20T10:00Z", "51"), until_march);
    wallet.cancel(ChangeAt::Now).unwrap();
    wallet.subscribe("pro", Term::Month).unwrap();
    assert_eq!(charge(&mut wallet, "2026-02-20T10:00Z", "50"), None);
}

#[test]
fn what_comes_back_no_longer_counts() {
    let mut wallet = open(&catalog(&limits()));
    let charged = wallet.charge(&image("50")).unwrap();
    let receipt = charged.into_applied().receipt.unwrap();
    let held = wallet.hold(&image("50"), Some(at("2026-02-02T10:00Z"))).unwrap();
    let hold = held.into_applied().hold.unwrap().id;
    assert!(charge(&mut wallet, "2026-02-02T09:00Z", "10").is_some());
    wallet.refund(&receipt.id, Some("20".parse().unwrap())).unwrap();
    assert_eq!(charge(&mut wallet, "2026-02-02T09:00Z", "20"), None);
    assert!(wallet.settle(&hold, "30".parse().unwrap()).unwrap().is_paid());
    assert_eq!(charge(&mut wallet, "2026-02-02T09:00Z", "20"), None);
    assert!(charge(&mut wallet, "2026-02-02T09:00Z", "1").is_some());
    // A hold that nobody settles is released at its end.
    assert_eq!(charge(&mut wallet, "2026-02-02T15:00Z", "10"), None);
    assert!(wallet.hold(&image("90"), Some(at("2026-02-02T16:00Z"))).unwrap().is_paid());
    assert!(charge(&mut wallet, "2026-02-02T15:59Z", "1").is_some());
    assert_eq!(charge(&mut wallet, "2026-02-02T16:00Z", "90"), None);
}

#[test]
fn a_saved_wallet_knows_what_counts() {
    let catalog = catalog(&limits());
    let mut wallet = open(&catalog);
    let fresh = wallet.save();
    assert!(fresh.contains(r#""format":"1.0""#) && !fresh.contains("limit_uses"), "{fresh}");
    assert_eq!(charge(&mut wallet, "2026-02-02T09:00Z", "60"), None);
    assert_eq!(charge(&mut wallet, "2026-02-02T10:00Z", "40"), None);
    let state = wallet.save();
    assert!(state.contains(r#""format":"1.2""#), "{state}");
    let mut again = Wallet::load(&catalog, &state).unwrap();
    assert_eq!(again.save(), state);
    let until_two = by("burst", "2026-02-02T14:00:00Z");
    assert_eq!(charge(&mut again, "2026-02-02T11:00Z", "60"), until_two);
    for (from, to, expected) in [
        (r#""limit":"burst""#, r#""limit":"bust""#, "bust"),
        (r#""used":"40""#, r#""used":"-40""#, "expected at least 0, found -40"),
        (
            r#""at":"2026-02-02T10:00:00Z","used":"40""#,
            r#""at":"2026-02-02T08:00:00Z","used":"40""#,
            "expected an instant after",
        ),
    ] {
        assert!(state.contains(from), "{state}");
        let errors = Wallet::load(&catalog, &state.replace(from, to)).unwrap_err().to_string();
        assert!(errors.contains(expected), "{errors}");
    }
}

#[test]
fn use_of_a_limit_that_the_new_catalog_lacks_is_forgotten() {
    let before = catalog(&limits());
    let mut wallet = open(&before);
    assert_eq!(charge(&mut wallet, "2026-02-02T09:00Z", "100"), None);
    let mut fewer = limits();
    fewer.as_array_mut().unwrap().remove(0);
    let after = catalog(&fewer);
    let migration = Wallet::migrate(&wallet.save(), &after, &WalletMapping::default()).unwrap();
    let dropped = format!("{:?}", migration.report);
    assert!(dropped.contains("the use of the limit `burst` is forgotten"), "{dropped}");
    let mut wallet = migration.wallet;
    assert_eq!(charge(&mut wallet, "2026-02-02T10:00Z", "200"), None);
    assert_eq!(charge(&mut wallet, "2026-02-02T10:00Z", "1"), by("week", "2026-02-09T09:00:00Z"));
}

#[test]
fn runs_wait_until_use_no_longer_counts() {
    let scenario = json!({
        "start": "2026-02-02T08:00Z", "for": "1 day", "account": { "plan": "pro" }, "when_short": "wait",
        "demand": [ { "request": { "operation": "image" }, "on": [ "2026-02-02T09:00Z" ], "count": 13 } ]
    });
    let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
    let projection = catalog(&limits()).simulate(&scenario, Detail::Ledger).unwrap();
    let entries = projection.entries();
    let said: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(
        said[2..],
        [
            "100 credits for 10 × image",
            "3 × image refused: the limit of 100 credits in 5 hours is reached, until 2026-02-02T14:00:00Z",
            "30 credits for 3 × image",
        ]
    );
    let [shortfall] = projection.shortfalls.as_slice() else { panic!("one shortfall") };
    assert_eq!((shortfall.cause, shortfall.later), (Cause::Limit, 3));
    let [way] = shortfall.ways.as_slice() else { panic!("one way out") };
    assert_eq!(
        (way.id.as_deref(), way.at, way.covers),
        (Some("burst"), at("2026-02-02T14:00Z"), true)
    );
    let refused = entries.iter().find(|entry| entry.kind == EntryKind::Refuse).unwrap();
    assert_eq!(refused.limit.as_deref(), Some("burst"));
    assert_eq!(refused.until, Some(at("2026-02-02T14:00Z")));
}

#[test]
fn a_catalog_with_a_limit_that_cannot_be_is_refused() {
    for (limit, expected) in [
        (json!({ "id": "a", "most": "0", "per": "day" }), "/limits/0/most"),
        (json!({ "id": "a", "most": "1", "per": "fortnight" }), "/limits/0/per: expected \"day\""),
        (
            json!({ "id": "a", "most": "1", "per": "200 years" }),
            "/limits/0/per: expected at most a hundred years",
        ),
        (
            json!({ "id": "a", "most": "1", "per": "week", "window": "rolling" }),
            "/limits/0/window: a day, week or month begins by the calendar",
        ),
        (json!({ "id": "a", "most": "1", "per": "day", "when": { "runs": 2 } }), "/limits/0/when"),
    ] {
        let text = json!({
            "catalog": "small", "version": "1", "as_of": "2026-11-01",
            "credit": { "name": "credit", "step": "1" }, "operations": [], "limits": [limit]
        });
        let errors = Catalog::from_json(&text.to_string()).unwrap_err().to_string();
        assert!(errors.contains(expected), "{errors}");
    }
}

#[test]
fn the_terms_say_the_limits() {
    let terms = catalog(&limits()).terms();
    let said = |plan: usize| {
        let lines = terms.plans[plan].lines.iter().map(|line| line.text.as_str());
        lines.filter(|text| text.starts_with("At most")).collect::<Vec<_>>()
    };
    assert_eq!(said(0), ["At most 1,000 credits a calendar month"]);
    assert_eq!(
        said(1),
        [
            "At most 100 credits in 5 hours",
            "At most 300 credits within 7 days of the first use",
            "At most 1,000 credits a calendar month"
        ]
    );
}

#[test]
fn a_grant_may_come_only_while_a_class_is_empty() {
    let text = |every: Value| {
        json!({
            "catalog": "small", "version": "1", "as_of": "2026-11-01",
            "credit": { "name": "credit", "plural": "credits", "step": "1" },
            "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "10" } ] } ],
            "classes": { "free": { "paid": false }, "pack": { "name": "Pack credits" } },
            "grants": [ { "id": "relief", "class": "free", "amount": "20", "every": every, "expires": "reset",
                          "if_empty": "pack" } ],
            "burn_order": [ { "paid": "first" } ]
        })
        .to_string()
    };
    let catalog = Catalog::from_json(&text(json!("day"))).unwrap();
    let scenario = r#"{ "start": "2026-02-01", "for": "4 days",
        "account": { "lots": [ { "class": "pack", "amount": "25" } ] },
        "demand": [ { "request": { "operation": "image" }, "per_day": 1 } ],
        "actions": [ { "at": "2026-02-02T18:00Z", "do": "spend", "amount": "5" } ] }"#;
    let projection =
        catalog.simulate(&Scenario::from_json(scenario).unwrap(), Detail::Ledger).unwrap();
    let entries = projection.entries();
    let said: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(
        said[1..],
        [
            "10 credits for image",
            "10 credits for image",
            "5 credits spent",
            "20 credits issued: free",
            "10 credits for image",
            "10 of 20 credits expired unused",
            "20 credits issued: free",
            "10 credits for image",
        ]
    );
    let terms = &catalog.terms().plans[0].lines[0].text;
    assert_eq!(
        terms,
        "20 credits every day at 00:00, only while no Pack credits are left, good until the next issue"
    );
    let never = Catalog::from_json(&text(json!({ "rolling_hours": 5 }))).unwrap_err().to_string();
    assert!(never.contains("/grants/0/if_empty: after an issue that did not come"), "{never}");
}

#[test]
fn a_diff_tells_limits_that_change_come_and_go() {
    let mut other = limits();
    other[0]["most"] = json!("80");
    other[1] = json!({ "id": "day", "most": "200", "per": "day" });
    let found = diff(&catalog(&limits()), &catalog(&other)).unwrap();
    let said: Vec<&str> = found.iter().map(|one| one.sentence.as_str()).collect();
    assert_eq!(
        said,
        [
            "burst, most: 100 → 80 credits from 1 November 2026",
            "New in limits: day, from 1 November 2026",
            "No longer in limits: Weekly limit, from 1 November 2026"
        ]
    );
}
