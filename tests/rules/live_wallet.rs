//! Wallets that a server keeps: what goes wrong there does not go wrong here.

use drawdown::{
    Account, Catalog, Cause, Charge, Command, Credits, Demand, EntryKind, EntryReason, Errors,
    Instant, Opened, Outcome, Request, Span, SpanUnit, Wallet, WalletLimits, to_text,
};
use serde_json::{Value, json};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn credits(text: &str) -> Credits {
    text.parse().unwrap()
}

fn catalog() -> Catalog {
    catalog_with("day")
}

/// The free credits come at this interval.
fn catalog_with(every: &str) -> Catalog {
    let text = json!({
        "catalog": "small", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "0.01" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ],
        "classes": { "free": { "paid": false }, "sub": {}, "pack": {} },
        "plans": [ { "id": "pro", "price": { "month": "10.00", "year": "100.00" },
                     "grants": ["pro"] },
                   { "id": "max", "price": { "month": "20.00" }, "grants": ["max"] } ],
        "grants": [ { "id": "daily", "class": "free", "amount": "40", "every": every,
                      "expires": "reset" },
                    { "id": "pro", "class": "sub", "amount": "100", "every": "cycle",
                      "expires": "cycle_end" },
                    { "id": "max", "class": "sub", "amount": "300", "every": "cycle",
                      "expires": "cycle_end" } ],
        "top_ups": [ { "id": "pack", "class": "pack", "credits": "500", "price": "5.00" } ],
        "burn_order": [ "expires", "issued" ],
        "policies": { "refund_expired": "reissue", "member_caps": true }
    });
    Catalog::from_json(&text.to_string()).unwrap()
}

fn open(id: &str) -> Wallet {
    Wallet::open(&catalog(), id, &Account::default(), at("2026-11-01T12:00Z")).unwrap().wallet
}

fn image(amount: &str) -> Charge {
    Charge::new("image", credits(amount))
}

/// The id of the receipt of a charge that is paid.
fn paid(wallet: &mut Wallet, amount: &str) -> String {
    let Outcome::Paid(done) = wallet.charge(&image(amount)).unwrap() else { panic!("refused") };
    done.receipt.unwrap().id
}

fn held(wallet: &mut Wallet, amount: &str) -> String {
    let outcome = wallet.hold(&image(amount), None).unwrap();
    outcome.hold().unwrap().id.clone()
}

/// The pointer and the code of an error.
fn told<T: std::fmt::Debug>(result: Result<T, drawdown::Error>) -> (String, &'static str) {
    let error = result.unwrap_err();
    (error.pointer().to_owned(), error.code())
}

#[test]
fn a_receipt_is_refunded_once() {
    let mut wallet = open("a");
    let (first, second) = (paid(&mut wallet, "8"), paid(&mut wallet, "8"));
    assert_eq!((&*first, &*second), ("a/r1", "a/r2"));
    wallet.refund(&first, None).unwrap();
    assert_eq!(told(wallet.refund(&first, None)), ("/receipt".into(), "out_of_range"));
    assert_eq!(wallet.balance(), credits("32"));
    assert_eq!(wallet.receipt_of(&first).unwrap().refunded, Some(credits("8")));
}

#[test]
fn a_receipt_is_refunded_once_after_its_lot_has_ended_too() {
    let mut wallet = open("a");
    let receipt = paid(&mut wallet, "40");
    let mut back = 0;
    for day in 2..21 {
        wallet.advance_to(at(&format!("2026-11-{day:02}T12:00Z"))).unwrap();
        back += usize::from(wallet.refund(&receipt, None).is_ok());
    }
    assert_eq!(back, 1);
}

#[test]
fn a_refund_in_parts_is_never_more_than_the_receipt() {
    let mut wallet = open("a");
    let receipt = paid(&mut wallet, "30");
    wallet.refund(&receipt, Some(credits("10"))).unwrap();
    assert_eq!(wallet.receipt_of(&receipt).unwrap().refundable(), credits("20"));
    let more = wallet.refund(&receipt, Some(credits("20.01")));
    assert_eq!(told(more), ("/amount".into(), "out_of_range"));
    assert_eq!(told(wallet.refund(&receipt, Some(Credits::ZERO))).0, "/amount");
    wallet.refund(&receipt, None).unwrap();
    assert_eq!(wallet.balance(), credits("40"));
    assert!(wallet.refund(&receipt, None).is_err());
}

#[test]
fn what_another_wallet_has_issued_is_refused() {
    let (mut ours, mut theirs) = (open("a"), open("a/b"));
    let (receipt, hold) = (paid(&mut theirs, "8"), held(&mut theirs, "5"));
    paid(&mut ours, "8");
    held(&mut ours, "5");
    let before = ours.save();
    assert_eq!((&*receipt, &*hold), ("a/b/r1", "a/b/h1"));
    assert_eq!(told(ours.refund(&receipt, None)), ("/receipt".into(), "unknown_name"));
    assert_eq!(told(ours.settle(&hold, credits("1"))), ("/hold".into(), "unknown_name"));
    assert_eq!(told(ours.release(&hold)).1, "unknown_name");
    for wrong in ["a/r01", "a/h1", "a/r", "a/r+1", "r1", "", "/", "a/r18446744073709551616"] {
        assert_eq!(told(ours.refund(wrong, None)).1, "unknown_name", "{wrong}");
    }
    assert_eq!(ours.save(), before);
}

#[test]
fn what_was_refunded_and_held_is_saved() {
    let mut wallet = open("a");
    let (receipt, hold) = (paid(&mut wallet, "8"), held(&mut wallet, "5"));
    wallet.refund(&receipt, Some(credits("3"))).unwrap();
    let mut wallet = Wallet::load(&catalog(), &wallet.save()).unwrap();
    assert_eq!(wallet.id(), "a");
    assert_eq!(wallet.receipts().next().unwrap().refundable(), credits("5"));
    assert!(wallet.refund(&receipt, Some(credits("6"))).is_err());
    assert_eq!(wallet.hold_of(&hold).unwrap().amount, credits("5"));
    assert!(wallet.settle(&hold, credits("5")).unwrap().is_paid());
    assert_eq!(paid(&mut wallet, "1"), "a/r3", "no number is used again");
}

#[test]
fn a_command_that_comes_again_is_carried_out_once() {
    let mut wallet = open("a");
    let noon = at("2026-11-01T12:00Z");
    let command = Command::charge("job-1", noon, image("30"));
    let first = wallet.apply(&command).unwrap();
    let mut wallet = Wallet::load(&catalog(), &wallet.save()).unwrap();
    let again =
        wallet.apply(&Command::charge("job-1", at("2026-11-01T15:00Z"), image("30"))).unwrap();
    assert!(again.applied().repeated && !first.applied().repeated);
    assert_eq!(again.entries(), first.entries());
    assert_eq!(again.receipt(), first.receipt());
    assert_eq!((wallet.balance(), wallet.now()), (credits("10"), noon));
    // A refusal is remembered too: what is to be tried again has an id of its own.
    let too_much = Command::charge("job-2", noon, image("11"));
    assert!(matches!(wallet.apply(&too_much).unwrap(), Outcome::Refused(..)));
    wallet.buy("pack", 1).unwrap();
    assert!(matches!(wallet.apply(&too_much).unwrap(), Outcome::Refused(..)));
    // Another content under the same id.
    let other = Command::charge("job-1", noon, image("31"));
    assert_eq!(told(wallet.apply(&other)), ("/id".into(), "duplicate"));
    // After a day, it is a new command.
    wallet.advance_to(at("2026-11-02T12:00:01Z")).unwrap();
    let anew = Command::charge("job-1", wallet.now(), image("31"));
    assert!(!wallet.apply(&anew).unwrap().applied().repeated);
}

#[test]
fn a_clock_may_be_a_little_late_and_not_far_ahead() {
    let mut wallet = open("a");
    wallet.advance_to(at("2026-11-03T12:00Z")).unwrap();
    let charge = |id: &str, when: &str| Command::charge(id, at(when), image("1"));
    let late = wallet.apply(&charge("1", "2026-11-03T11:55Z")).unwrap();
    assert_eq!(late.entries()[0].at, wallet.now());
    let too_late = wallet.apply(&charge("2", "2026-11-03T11:54:59Z"));
    assert_eq!(told(too_late), ("/at".into(), "out_of_range"));
    let far = charge("3", "2027-11-03T12:00:01Z");
    assert_eq!(told(wallet.apply(&far)), ("/at".into(), "out_of_range"));
    assert_eq!(wallet.now(), at("2026-11-03T12:00Z"));
    assert!(wallet.apply(&far.confirmed()).unwrap().is_paid());
    assert_eq!(wallet.now(), at("2027-11-03T12:00:01Z"));
}

#[test]
fn limits_are_saved_with_the_wallet() {
    let mut wallet = open("a");
    let span = |text: &str| text.parse::<Span>().unwrap();
    let limits = WalletLimits::default().hold(span("10 minutes")).late(span("1 hour"));
    wallet.set_limits(limits.clone()).unwrap();
    let mut wallet = Wallet::load(&catalog(), &wallet.save()).unwrap();
    assert_eq!(wallet.limits(), &limits);
    let hold = held(&mut wallet, "5");
    assert_eq!(wallet.hold_of(&hold).unwrap().until, at("2026-11-01T12:10Z"));
    assert_eq!(wallet.next_due(), Some(at("2026-11-01T12:10Z")));
}

#[test]
fn settings_are_written_as_they_are_read() {
    let settings = json!({
        "members": [{ "id": "ann", "cap": "30" }, { "id": "bo" }],
        "alerts": [{ "percent": "80" }, { "credits": "5" }],
        "auto_top_up": { "top_up": "pack", "below": "0", "target": "700", "limit": 2, "cooldown": "1 day" },
        "assume": { "grants": { "pro": "120" }, "plans": { "max": { "month": "25", "year": null } },
                    "top_ups": { "pack": { "credits": "600" } } }
    });
    let account = Account::from_json(&settings.to_string()).unwrap();
    let wallet = Wallet::open(&catalog(), "a", &account, at("2026-11-01T12:00Z")).unwrap().wallet;
    let wallet = Wallet::load(&catalog(), &wallet.save()).unwrap();
    let assume = wallet.assumptions();
    let written = format!(
        r#"{{"members":{},"alerts":{},"auto_top_up":{},"assume":{}}}"#,
        to_text(&wallet.members()).unwrap(),
        to_text(&wallet.alerts()).unwrap(),
        to_text(&wallet.auto_top_up()).unwrap(),
        to_text(&assume).unwrap(),
    );
    let again = Account::from_json(&written).unwrap();
    assert_eq!((again.members, again.alerts), (account.members, account.alerts));
    assert_eq!((again.auto_top_up, again.assume), (account.auto_top_up, Some(assume.clone())));
    assert_eq!(assume.grants, account.assume.unwrap().grants);
    let limits = WalletLimits::from_json(r#"{ "hold": "5 minutes" }"#).unwrap();
    assert_eq!(limits, WalletLimits::default().hold("5 minutes".parse().unwrap()));
    assert!(WalletLimits::from_json(r#"{ "holds": "5 minutes" }"#).is_err());
}

#[test]
fn a_limit_of_no_length_is_refused_before_it_is_saved() {
    let mut wallet = open("a");
    let before = wallet.save();
    let none = Span { count: 0, unit: SpanUnit::Minutes };
    let limits = WalletLimits::default().late(none);
    assert_eq!(told(wallet.set_limits(limits)), ("/late".into(), "out_of_range"));
    assert_eq!(wallet.save(), before);
}

/// What Ann can use after her use of another cycle, held or paid, has come back.
fn available_after(come_back: impl Fn(&mut Wallet, bool) -> Outcome) -> Credits {
    let account = Account::from_json(
        r#"{ "plan": "pro", "members": [ { "id": "ann", "cap": "30" } ],
             "lots": [ { "class": "pack", "amount": "500" } ] }"#,
    );
    let opened = Wallet::open(&catalog(), "a", &account.unwrap(), at("2026-11-10")).unwrap();
    let mut wallet = opened.wallet;
    assert!(come_back(&mut wallet, false).is_paid());
    wallet.advance_to(at("2026-12-10")).unwrap();
    assert!(wallet.charge(&image("20").by("ann")).unwrap().is_paid());
    let mut wallet = Wallet::load(&catalog(), &wallet.save()).unwrap();
    assert!(come_back(&mut wallet, true).is_paid());
    wallet.available("image", Some("ann")).unwrap()
}

#[test]
fn what_comes_back_of_another_cycle_gives_a_member_no_more_in_this_one() {
    let until = Some(at("2027-01-01"));
    let released = available_after(|wallet, again| match again {
        false => wallet.hold(&image("30").by("ann"), until).unwrap(),
        true => {
            wallet.release("a/h1").unwrap();
            wallet.apply(&Command::advance("1", wallet.now())).unwrap()
        }
    });
    let settled = available_after(|wallet, again| match again {
        false => wallet.hold(&image("30").by("ann"), until).unwrap(),
        true => wallet.settle("a/h1", credits("1")).unwrap(),
    });
    let refunded = available_after(|wallet, again| match again {
        false => wallet.charge(&image("30").by("ann")).unwrap(),
        true => wallet.apply(&Command::refund("1", wallet.now(), "a/r1", None)).unwrap(),
    });
    assert_eq!([released, settled, refunded], [credits("10"); 3]);
}

#[test]
fn a_hold_ends_by_itself() {
    let mut wallet = open("a");
    let first = held(&mut wallet, "5");
    let second = wallet.hold(&image("6"), Some(at("2026-11-01T13:00Z"))).unwrap();
    let second = second.hold().unwrap().id.clone();
    assert_eq!(wallet.holds().len(), 2);
    let entries = wallet.advance_to(at("2026-11-01T13:00Z")).unwrap();
    assert_eq!(entries[0].kind, EntryKind::Release);
    assert_eq!(entries[0].reason, EntryReason::HoldEnded);
    assert_eq!(entries[0].text, "6 credits of a hold released, because its time is over");
    assert_eq!(wallet.balance(), credits("35"));
    assert_eq!(told(wallet.settle(&second, credits("1"))).1, "unknown_name");
    assert_eq!(
        told(wallet.hold(&image("1"), Some(wallet.now()))),
        ("/until".into(), "out_of_range")
    );
    // The lot ends at midnight, and the hold at noon: what it gives back expires.
    let entries = wallet.advance_to(at("2026-11-02T12:00Z")).unwrap();
    let kinds: Vec<EntryKind> = entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds[kinds.len() - 2..], [EntryKind::Release, EntryKind::Expire]);
    assert!(wallet.hold_of(&first).is_err() && wallet.holds().is_empty());
    assert_eq!(wallet.balance(), credits("40"));
}

#[test]
fn a_cost_above_the_hold_is_paid_or_partly_refused() {
    let mut wallet = open("a");
    let hold = held(&mut wallet, "30");
    assert!(wallet.settle(&hold, credits("35")).unwrap().is_paid());
    let hold = held(&mut wallet, "5");
    let outcome = wallet.settle(&hold, credits("7")).unwrap();
    let Outcome::Partly(done, refusal) = outcome else { panic!("{outcome:?}") };
    assert_eq!(done.receipt.unwrap().amount, credits("5"));
    assert_eq!(refusal.shortfall, credits("2"));
}

#[test]
fn what_fails_changes_nothing() {
    let huge = credits("999999999999999999999999");
    let catalog = catalog_with("week");
    let noon = at("2026-11-01T12:00Z");
    let mut wallet = Wallet::open(&catalog, "a", &Account::default(), noon).unwrap().wallet;
    wallet.subscribe("pro", drawdown::Term::Month).unwrap();
    let (receipt, hold) = (paid(&mut wallet, "8"), held(&mut wallet, "5"));
    let most = credits("999999999999999999999");
    wallet.grant("pack", most, None).unwrap();
    let state = wallet.save();
    let end = at("9999-12-31T23:59:59Z");
    let commands = [
        Command::advance("1", at("2026-10-01")),
        Command::advance("2", end).confirmed(),
        Command::charge("3", wallet.now(), Charge::new("imago", credits("1"))),
        Command::charge("4", wallet.now(), image("-1")),
        Command::charge("5", wallet.now(), image("1").by("ann")),
        Command::hold("6", wallet.now(), image("-1"), None),
        Command::hold("7", wallet.now(), image("1"), Some(at("2026-10-01"))),
        Command::settle("8", wallet.now(), &hold, credits("-1")),
        Command::settle("9", wallet.now(), "a/h2", credits("1")),
        Command::refund("10", wallet.now(), &receipt, Some(huge)),
        Command::refund("11", wallet.now(), "a/r9", None),
    ];
    for command in commands {
        assert!(wallet.apply(&command).is_err(), "{command:?}");
        assert_eq!(wallet.save(), state, "{command:?}");
    }
    let texts = [
        r#"{ "grant": { "class": "pack", "amount": "999999999999999999999" } }"#,
        r#"{ "grant": { "class": "pack", "amount": "999999999999999999999999" } }"#,
        r#"{ "grant": { "class": "pack", "amount": "1", "expires": "2026-10-01" } }"#,
        r#"{ "grant": { "class": "free", "amount": "999999999999999999999999" } }"#,
        r#"{ "revoke": { "lot": "none" } }"#,
        r#"{ "buy": { "top_up": "pack", "count": 4294967295 } }"#,
        r#"{ "buy": { "top_up": "pack", "count": 0 } }"#,
        r#"{ "buy": { "top_up": "pick" } }"#,
        r#"{ "subscribe": { "plan": "pri" } }"#,
        r#"{ "subscribe": { "plan": "max", "term": "year" } }"#,
        r#"{ "resume": true }"#,
        r#"{ "count": { "meter": "none", "amount": "1" } }"#,
    ];
    for text in texts {
        let mut value: Value = serde_json::from_str(text).unwrap();
        (value["id"], value["at"]) = (json!("x"), json!("2026-11-01T12:00Z"));
        let command = Command::from_json(&value.to_string()).unwrap();
        let result = wallet.apply(&command);
        assert!(result.is_err(), "{text}: {result:?}");
        assert_eq!(wallet.save(), state, "{text}");
    }
    Wallet::load(&catalog, &state).unwrap();
}

#[test]
fn commands_are_read_as_they_are_written() {
    let texts = [
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","advance":true}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","confirm":true,"resume":true}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","charge":{"operation":"image","amount":"3","member":"ann"}}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","hold":{"operation":"image","amount":"3","until":"2026-11-02T00:00:00Z"}}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","settle":{"hold":"a/h1","amount":"3"}}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","release":{"hold":"a/h1"}}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","refund":{"receipt":"a/r1"}}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","grant":{"class":"pack","amount":"3"}}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","revoke":{"lot":"pack#3"}}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","buy":{"top_up":"pack","count":2}}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","subscribe":{"plan":"pro","term":"year","when":"now"}}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","cancel":{}}"#,
        r#"{"id":"1","at":"2026-11-01T12:00:00Z","count":{"meter":"m","amount":"-1"}}"#,
    ];
    for text in texts {
        let command = Command::from_json(text).unwrap();
        assert_eq!(drawdown::to_text(&command).unwrap(), text);
    }
    let wrong = |text: &str| -> String {
        let errors: Errors = Command::from_json(text).unwrap_err();
        errors.first().unwrap().pointer().to_owned()
    };
    assert_eq!(wrong(r#"{"id":"1","at":"2026-11-01"}"#), "");
    assert_eq!(wrong(r#"{"id":"1","at":"2026-11-01","advance":true,"resume":true}"#), "");
    assert_eq!(wrong(r#"{"id":"1","at":"2026-11-01","chrage":{}}"#), "/chrage");
    assert_eq!(wrong(r#"{"id":"1","at":"2026-11-01","charge":{"operation":"image"}}"#), "/charge");
}

#[test]
fn a_wallet_says_what_it_has() {
    let account =
        Account::from_json(r#"{ "plan": "pro", "members": [ { "id": "ann", "cap": "30" } ] }"#);
    let Opened { mut wallet, .. } =
        Wallet::open(&catalog(), "a", &account.unwrap(), at("2026-11-10")).unwrap();
    let subscribed = wallet.subscribed().unwrap();
    assert_eq!((&*subscribed.plan, subscribed.paid_until), ("pro", at("2026-12-10")));
    assert_eq!(subscribed.planned, None);
    assert_eq!(wallet.available("image", Some("ann")).unwrap(), credits("30"));
    wallet.hold(&image("30").by("ann"), None).unwrap().hold().unwrap();
    assert_eq!(wallet.available("image", Some("ann")).unwrap(), Credits::ZERO);
    let free = &wallet.balances()[0];
    assert_eq!((&*free.class, free.left, free.held), ("free", credits("10"), credits("30")));
    wallet.subscribe("max", drawdown::Term::Month).unwrap();
    let done = wallet.cancel(drawdown::ChangeAt::TermEnd).unwrap();
    assert!(done.entries.is_empty() && done.planned == wallet.subscribed().unwrap().planned);
    let lot = &wallet.lot_details()[0];
    assert_eq!((lot.grant.as_deref(), lot.member.as_deref()), (Some("daily"), Some("ann")));
    let planned = wallet.subscribed().unwrap().planned.unwrap();
    assert_eq!((planned.plan, planned.at), (None, at("2026-12-10")));
}

/// A state, and what loading says of it when one value is another.
fn changed(change: impl Fn(&mut Value)) -> String {
    let mut wallet = open("a");
    paid(&mut wallet, "8");
    held(&mut wallet, "5");
    wallet.apply(&Command::charge("1", wallet.now(), image("2"))).unwrap().receipt().unwrap();
    let mut value: Value = serde_json::from_str(&wallet.save()).unwrap();
    change(&mut value);
    match Wallet::load(&catalog(), &value.to_string()) {
        Ok(_) => "loaded".to_owned(),
        Err(errors) => errors.first().unwrap().pointer().to_owned(),
    }
}

#[test]
fn a_state_that_is_not_of_this_wallet_is_refused() {
    assert_eq!(changed(|_| ()), "loaded");
    assert_eq!(changed(|state| state["semantics"] = json!(1)), "loaded", "older rules");
    assert_eq!(changed(|state| state["wallet"] = json!("b")), "/receipts/0/id");
    assert_eq!(changed(|state| state["wallet"] = json!("")), "/wallet");
    assert_eq!(changed(|state| state["receipts"][0]["amount"] = json!("5")), "/receipts/0/amount");
    assert_eq!(
        changed(|state| state["receipts"][0]["refunded"] = json!("9")),
        "/receipts/0/amount"
    );
    assert_eq!(changed(|state| state["receipts"][1]["id"] = json!("a/r1")), "/receipts/1/id");
    assert_eq!(changed(|state| state["last_receipt"] = json!(1)), "/receipts/1/id");
    let more = |state: &mut Value| {
        state["receipts"][0]["amount"] = json!("20");
        state["receipts"][0]["lots"][0]["amount"] = json!("20");
    };
    assert_eq!(changed(more), "/receipts/0/lots");
    assert_eq!(
        changed(|state| state["holds"][0]["until"] = state["now"].clone()),
        "/holds/0/until"
    );
    let twice = |state: &mut Value| {
        let known = state["commands"][0].clone();
        state["commands"].as_array_mut().unwrap().push(known);
    };
    assert_eq!(changed(twice), "/commands/1/id");
    let outcome = |state: &mut Value| state["commands"][0]["outcome"]["outcome"] = json!("refused");
    assert_eq!(changed(outcome), "/commands/0/outcome");
}

#[test]
fn keys_of_a_newer_minor_format_are_kept() {
    let newer = |state: &mut Value| {
        state["format"] = json!("1.7");
        state["loyalty"] = json!({ "points": [1, "2"] });
    };
    assert_eq!(changed(newer), "loaded");
    assert_eq!(changed(|state| state["loyalty"] = json!(1)), "/loyalty", "of this version");
    assert_eq!(changed(|state| state["format"] = json!("2.0")), "/format");
    assert_eq!(changed(|state| state["format"] = json!(1)), "/format");
    assert_eq!(changed(|state| drop(state.as_object_mut().unwrap().remove("format"))), "");
    let mut value: Value = serde_json::from_str(&open("a").save()).unwrap();
    newer(&mut value);
    let saved = Wallet::load(&catalog(), &value.to_string()).unwrap().save();
    let again: Value = serde_json::from_str(&saved).unwrap();
    assert_eq!(again["loyalty"], value["loyalty"]);
    // Written in the format that is known here, the key must still be read.
    Wallet::load(&catalog(), &saved).unwrap();
}

/// A catalog with a price by plan, a meter, a gate, an open setting and a price that is not published.
fn priced() -> Wallet {
    let text = json!({
        "catalog": "priced", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "1" },
        "meters": { "words": { "per": "month", "unit": "word" } },
        "operations": [
            { "id": "image", "price": [
                { "line": "image", "rate": "5", "when": { "plan": "pro" } },
                { "line": "image", "rate": "8", "when": { "plan": "max" } } ] },
            { "id": "text", "settings": { "words": { "number": { "min": 0 }, "default": 10 } },
              "price": [ { "line": "text", "quantity": "words", "unit": "word", "meter": "words",
                           "included": "15", "rate": "1" } ] },
            { "id": "film", "gates": [ { "requires": { "plan": "max" }, "reason": "for Max" } ],
              "price": [ { "line": "film", "rate": "1" } ] },
            { "id": "size", "settings": { "size": { "choice": ["s", "l"] } },
              "price": [ { "line": "size", "rate": { "by": ["size"], "s": "10", "l": "30" } } ] },
            { "id": "secret", "price": "unpriced" } ],
        "classes": { "sub": {} },
        "plans": [ { "id": "pro", "price": { "month": "10.00" }, "grants": ["pro"] },
                   { "id": "max", "price": { "month": "20.00" }, "grants": ["pro"] } ],
        "grants": [ { "id": "pro", "class": "sub", "amount": "100", "every": "cycle",
                      "expires": "cycle_end" } ],
        "burn_order": [ "expires" ]
    });
    let catalog = Catalog::from_json(&text.to_string()).unwrap_or_else(|e| panic!("{e}"));
    let account = Account::from_json(r#"{ "plan": "pro" }"#).unwrap();
    Wallet::open(&catalog, "a", &account, at("2026-11-10")).unwrap().wallet
}

#[test]
fn a_request_is_priced_for_the_account_as_it_stands() {
    let mut wallet = priced();
    // Whatever it claims.
    let claims = Request::new("image").runs(2).plan("max");
    assert_eq!(wallet.price(&claims).unwrap().total, Some(credits("10")));
    assert!(wallet.charge_request(&claims, None).unwrap().is_paid());
    wallet.subscribe("max", drawdown::Term::Month).unwrap();
    let paid = wallet.charge_request(&claims, None).unwrap();
    assert_eq!(paid.receipt().unwrap().amount, credits("16"));
}

#[test]
fn a_charged_request_counts_in_its_meters() {
    let mut wallet = priced();
    let cost = |wallet: &mut Wallet| {
        wallet.charge_request(&Request::new("text"), None).unwrap().receipt().unwrap().amount
    };
    assert_eq!([cost(&mut wallet), cost(&mut wallet)], [credits("0"), credits("5")]);
    assert_eq!(wallet.used()[0].1, "20".parse().unwrap());
    wallet.advance_to(at("2026-12-01")).unwrap();
    assert_eq!(cost(&mut wallet), Credits::ZERO);
}

#[test]
fn gates_and_unknown_prices_refuse_a_request() {
    let mut wallet = priced();
    let cause = |wallet: &mut Wallet, operation: &str| {
        let outcome = wallet.charge_request(&Request::new(operation), None).unwrap();
        assert_eq!(outcome.entries()[0].kind, EntryKind::Refuse);
        outcome.refusal().unwrap().cause
    };
    assert_eq!(cause(&mut wallet, "film"), Cause::Gate);
    let gated = wallet.charge_request(&Request::new("film"), None).unwrap();
    assert_eq!(gated.refusal().unwrap().gate.as_deref(), Some("for Max"));
    assert_eq!(cause(&mut wallet, "secret"), Cause::NoPrice);
    let held = wallet.hold_request(&Request::new("film"), None, None, None).unwrap();
    assert_eq!(held.refusal().unwrap().cause, Cause::Gate);
    let state = wallet.save();
    assert_eq!(told(wallet.charge_request(&Request::new("size"), None)).0, "/request");
    assert_eq!(told(wallet.charge_request(&Request::new("none"), None)).0, "/request/operation");
    assert_eq!(wallet.save(), state);
    let most = wallet.hold_request(&Request::new("size"), None, None, None).unwrap();
    assert_eq!(most.hold().unwrap().amount, credits("30"));
    let less = wallet.hold_request(&Request::new("size"), None, Some(credits("20")), None).unwrap();
    assert_eq!(less.hold().unwrap().amount, credits("20"));
    let text = r#"{"id":"1","at":"2026-11-10T00:00:00Z","charge_request":{"request":{"operation":"image","settings":{}}}}"#;
    let command = Command::from_json(text).unwrap();
    assert_eq!(drawdown::to_text(&command).unwrap(), text);
    assert!(wallet.apply(&command).unwrap().is_paid());
}

#[test]
fn a_spent_lot_leaves_when_its_receipts_do() {
    let mut wallet = open("a");
    let lots = |wallet: &Wallet| {
        let state: Value = serde_json::from_str(&wallet.save()).unwrap();
        let lots = state["lots"].as_array().unwrap().iter().map(|lot| lot.as_str().unwrap());
        let kind = |lot: &str| lot.split(' ').nth(1).unwrap().parse::<usize>().unwrap();
        lots.filter(|lot| state["lot_kinds"][kind(lot)]["class"] == "pack").count()
    };
    wallet.buy("pack", 2).unwrap();
    wallet.buy("pack", 1).unwrap();
    let receipt = paid(&mut wallet, "1045");
    let (hold, until) = (image("10"), Some(at("2027-12-01")));
    assert!(wallet.hold(&hold, until).unwrap().is_paid());
    wallet.advance_to(at("2027-01-30")).unwrap();
    assert_eq!((lots(&wallet), wallet.receipts().count()), (2, 1), "it may still be refunded");
    wallet.advance_to(at("2027-01-31")).unwrap();
    assert_eq!((lots(&wallet), wallet.receipts().count()), (1, 0), "one has credits left");
    assert!(wallet.refund(&receipt, None).is_err());
    Wallet::load(&catalog(), &wallet.save()).unwrap();
}

#[test]
fn members_come_and_go() {
    let mut wallet = open("a");
    paid(&mut wallet, "8");
    let member = |id: &str| drawdown::Member::new(id);
    wallet.set_members(&[member("bo"), member("ann").cap(credits("30"))]).unwrap();
    assert_eq!(wallet.balance(), credits("32"), "credits that were there stay");
    let ann = image("5").by("ann");
    assert!(wallet.charge(&ann).unwrap().is_paid());
    assert_eq!(wallet.available("image", Some("ann")).unwrap(), credits("25"));
    // Each gets their own from tomorrow on.
    wallet.advance_to(at("2026-11-02T00:00Z")).unwrap();
    assert_eq!(wallet.available("image", Some("bo")).unwrap(), credits("40"));
    let gone = wallet.set_members(&[member("ann")]).unwrap_err();
    assert_eq!(gone.first().unwrap().pointer(), "/account/members");
    wallet.set_members(&[member("bo"), member("ann"), member("cy")]).unwrap();
    assert_eq!(wallet.available("image", Some("cy")).unwrap(), Credits::ZERO);
    let entries = wallet.advance_to(at("2026-11-03T00:00Z")).unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.kind == EntryKind::Issue).count(), 3);
    assert!(wallet.set_members(&[member("bo"), member("bo")]).is_err());
    Wallet::load(&catalog(), &wallet.save()).unwrap();
}

#[test]
fn alerts_and_the_automatic_top_up_may_change() {
    let mut wallet = open("a");
    let level = |text: &str| Account::from_json(text).unwrap().alerts;
    wallet.set_alerts(&level(r#"{ "alerts": [ { "credits": "20" } ] }"#)).unwrap();
    assert!(wallet.charge(&image("5")).unwrap().is_paid());
    let below = wallet.charge(&image("20")).unwrap();
    assert!(below.entries().iter().any(|entry| entry.kind == EntryKind::Alert));
    wallet.set_alerts(&[]).unwrap();
    let rule = Account::from_json(r#"{ "auto_top_up": { "top_up": "pack", "below": "20" } }"#);
    let rule = rule.unwrap().auto_top_up;
    let entries = wallet.set_auto_top_up(rule.as_ref()).unwrap();
    assert!(
        entries.iter().any(|entry| entry.reason == EntryReason::AutoTopUp),
        "it is due at once"
    );
    assert_eq!(wallet.balance(), credits("515"));
    wallet.set_auto_top_up(None).unwrap();
    assert!(wallet.charge(&image("510")).unwrap().is_paid());
    assert_eq!(wallet.balance(), credits("5"));
}

#[test]
fn the_clock_may_change() {
    let mut wallet = open("a");
    let zone = |seconds: i32| {
        drawdown::Zone::new("x", &[drawdown::Offset::new(at("1970-01-01"), seconds)]).unwrap()
    };
    assert_eq!(wallet.next_due(), Some(at("2026-11-02T00:00Z")));
    wallet.set_zone(&zone(-3600)).unwrap();
    let entries = wallet.advance_to(at("2026-11-02T01:00Z")).unwrap();
    let issued = entries.iter().find(|entry| entry.kind == EntryKind::Issue).unwrap();
    assert_eq!(issued.at, at("2026-11-02T01:00Z"));
    assert_eq!(wallet.zone_until(), None);
    let until = Some(at("2027-01-01"));
    wallet.set_zone(&zone(-3600).known_until(until)).unwrap();
    assert_eq!(Wallet::load(&catalog(), &wallet.save()).unwrap().zone_until(), until);
    // A day further east, tomorrow's credits do not come twice.
    wallet.set_zone(&zone(50_400)).unwrap();
    let entries = wallet.advance_to(at("2026-11-03T23:00Z")).unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.kind == EntryKind::Issue).count(), 2);
}

#[test]
fn what_is_assumed_may_change() {
    let mut wallet = open("a");
    let assume = |text: &str| Account::from_json(text).unwrap().assume.unwrap();
    let pack = assume(r#"{ "assume": { "top_ups": { "pack": { "credits": "700" } } } }"#);
    wallet.set_assumptions(&pack).unwrap();
    wallet.buy("pack", 1).unwrap();
    assert_eq!(wallet.balance(), credits("740"));
    assert!(Wallet::load(&catalog(), &wallet.save()).unwrap().save().contains("700"));
    let wrong = assume(r#"{ "assume": { "top_ups": { "pick": { "credits": "700" } } } }"#);
    let before = wallet.save();
    assert!(wallet.set_assumptions(&wrong).is_err());
    assert_eq!(wallet.save(), before);
}

#[test]
fn what_an_account_needs_stays_assumed() {
    let text = r#"{ "catalog": "small", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "1" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ],
        "classes": { "sub": {}, "pack": {} }, "burn_order": [ "expires" ],
        "plans": [ { "id": "pro", "price": { "month": "10.00", "year": null },
                     "grants": ["pro"] } ],
        "grants": [ { "id": "pro", "class": "sub", "amount": null, "every": "cycle",
                      "expires": "cycle_end" } ],
        "top_ups": [ { "id": "pack", "class": "pack", "credits": null, "price": "5.00" } ] }"#;
    let catalog = Catalog::from_json(text).unwrap_or_else(|errors| panic!("{errors}"));
    let account = r#"{ "plan": "pro", "assume": { "grants": { "pro": "30" },
        "plans": { "pro": { "year": "100.00" } }, "top_ups": { "pack": { "credits": "50" } } } }"#;
    let account = Account::from_json(account).unwrap();
    let opened = Wallet::open(&catalog, "a", &account, at("2026-11-01T12:00Z"));
    let mut wallet = opened.unwrap_or_else(|errors| panic!("{errors}")).wallet;
    let assumed = wallet.assumptions();
    assert_eq!(assumed.grants, account.assume.as_ref().unwrap().grants);
    assert_eq!(assumed.plans, account.assume.as_ref().unwrap().plans);
    assert_eq!(assumed.top_ups[0].1.credits, Some(credits("50")));
    let before = wallet.save();
    wallet.set_assumptions(&assumed).unwrap();
    assert_eq!(wallet.save(), before);
    // The size that is assumed is enough for an automatic top-up, and then it has to stay.
    wallet.set_auto_top_up(Some(&drawdown::AutoTopUp::new("pack", credits("10")))).unwrap();
    let (mut no_size, mut no_amount) = (assumed.clone(), assumed);
    no_size.top_ups.clear();
    no_amount.grants.clear();
    for (lacks, pointer) in
        [(no_size, "/account/assume/top_ups/pack"), (no_amount, "/account/assume/grants/pro")]
    {
        let error = wallet.set_assumptions(&lacks).unwrap_err();
        assert_eq!(error.first().unwrap().pointer(), pointer);
    }
    assert!(wallet.charge(&image("25")).unwrap().is_paid());
    assert_eq!(wallet.balance(), credits("55"), "50 were bought");
    wallet.advance_to(at("2026-12-02")).unwrap();
    assert_eq!(wallet.balance(), credits("80"));
}

#[test]
fn the_receipt_of_a_member_who_has_gone_is_refunded() {
    let mut wallet = open("a");
    wallet.set_members(&[drawdown::Member::new("ann")]).unwrap();
    let receipt = wallet.charge(&image("5").by("ann")).unwrap().receipt().unwrap().id.clone();
    wallet.set_members(&[]).unwrap();
    let mut wallet = Wallet::load(&catalog(), &wallet.save()).unwrap();
    wallet.refund(&receipt, None).unwrap();
    assert_eq!(wallet.balance(), credits("40"));
}

/// What free and bought credits become when a run is refunded late; `rules` follow the classes.
fn late(rules: &str) -> Wallet {
    let account = Account::from_json(r#"{ "members": [ { "id": "ann" }, { "id": "bob" } ] }"#);
    let opened =
        Wallet::open(&late_catalog(rules), "a", &account.unwrap(), at("2026-11-01T12:00Z"));
    opened.unwrap().wallet
}

fn late_catalog(rules: &str) -> Catalog {
    let text = r#"{ "catalog": "small", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "1" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] },
                        { "id": "film", "price": [ { "line": "film", "rate": "1" } ] } ],
        "classes": { "free": { "paid": false }, "pack": {} }, "burn_order": [ "expires" ],
        "top_ups": [ { "id": "pack", "class": "pack", "credits": "100", "price": "5.00" } ],"#;
    Catalog::from_json(&format!("{text} {rules} }}")).unwrap()
}

#[test]
fn credits_that_are_issued_again_are_for_the_same_member_and_operation() {
    let mut wallet = late(
        r#""grants": [ { "id": "daily", "class": "free", "amount": "40", "every": "day",
                         "expires": "reset", "pays_for": { "operation": "image" } },
                       { "id": "gift", "class": "free", "amount": "1", "every": "once" } ],
           "policies": { "refund_expired": "reissue" }"#,
    );
    let receipt = wallet.charge(&image("40").by("ann")).unwrap().receipt().unwrap().id.clone();
    wallet.advance_to(at("2026-11-02")).unwrap();
    wallet.refund(&receipt, None).unwrap();
    let available = |operation, member| wallet.available(operation, Some(member)).unwrap();
    assert_eq!(available("image", "ann"), credits("81"));
    assert_eq!(available("image", "bob"), credits("41"));
    assert_eq!(available("film", "ann"), credits("1"));
}

#[test]
fn a_debt_that_was_repaid_is_refunded_in_credits() {
    let mut wallet = late(r#""policies": { "overage": "debt", "debt": "repay_first" }"#);
    let receipt = paid(&mut wallet, "30");
    wallet.buy("pack", 1).unwrap();
    assert_eq!((wallet.debt(), wallet.balance()), (Credits::ZERO, credits("70")));
    wallet.refund(&receipt, None).unwrap();
    assert_eq!((wallet.debt(), wallet.balance()), (Credits::ZERO, credits("100")));
}

#[test]
fn what_repaid_a_debt_comes_back_once_and_to_its_lots() {
    let rules = r#""policies": { "overage": "debt", "debt": "repay_first" }"#;
    let mut wallet = late(rules);
    let (first, second) = (paid(&mut wallet, "30"), paid(&mut wallet, "30"));
    for _ in 0..2 {
        wallet.buy("pack", 1).unwrap();
    }
    assert_eq!((wallet.debt(), wallet.balance()), (Credits::ZERO, credits("140")));
    wallet.refund(&first, Some(credits("10"))).unwrap();
    let mut wallet = Wallet::load(&late_catalog(rules), &wallet.save()).unwrap();
    wallet.refund(&first, None).unwrap();
    assert!(wallet.refund(&first, None).is_err());
    wallet.refund(&second, None).unwrap();
    assert_eq!((wallet.debt(), wallet.balance()), (Credits::ZERO, credits("200")));
    let lots: Vec<String> = wallet.lots().iter().map(|lot| lot.remaining.to_string()).collect();
    assert_eq!(lots, ["100", "100"]);
}

#[test]
fn a_state_repays_no_more_than_its_lots_did() {
    let rules = r#""policies": { "overage": "debt", "debt": "repay_first" }"#;
    let mut wallet = late(rules);
    paid(&mut wallet, "30");
    wallet.buy("pack", 1).unwrap();
    for (key, value) in [("amount", "30.01"), ("amount", "-1"), ("class", "sack")] {
        let mut state: Value = serde_json::from_str(&wallet.save()).unwrap();
        state["repaid"][0]["lot"][key] = json!(value);
        let errors = Wallet::load(&late_catalog(rules), &state.to_string());
        let is_refused =
            errors.is_err_and(|e| e.first().unwrap().pointer().starts_with("/repaid/0/lot"));
        // The class counts for lots that are gone.
        assert_eq!(is_refused, key == "amount", "{key} {value}");
    }
}

#[test]
fn credits_that_come_back_repay_debt() {
    let mut wallet = late(r#""policies": { "overage": "debt", "debt": "repay_first" }"#);
    wallet.buy("pack", 1).unwrap();
    let receipt = paid(&mut wallet, "60");
    let hold = held(&mut wallet, "40");
    paid(&mut wallet, "70");
    assert_eq!((wallet.debt(), wallet.balance()), (credits("70"), Credits::ZERO));
    wallet.release(&hold).unwrap();
    assert_eq!((wallet.debt(), wallet.balance()), (credits("30"), Credits::ZERO));
    wallet.refund(&receipt, None).unwrap();
    assert_eq!((wallet.debt(), wallet.balance()), (Credits::ZERO, credits("30")));
}

#[test]
fn a_lot_that_a_new_receipt_names_stays() {
    let mut wallet = open("a");
    paid(&mut wallet, "1");
    wallet.buy("pack", 1).unwrap();
    wallet.advance_to(at("2027-01-30T12:00Z")).unwrap();
    // The first receipt is forgotten by the charge that uses up the pack.
    let text = r#"{ "id": "1", "at": "2027-01-30T12:00:01Z",
                    "charge": { "operation": "image", "amount": "540" } }"#;
    let outcome = wallet.apply(&Command::from_json(text).unwrap()).unwrap();
    assert_eq!(wallet.receipts().count(), 1);
    wallet.refund(&outcome.receipt().unwrap().id, None).unwrap();
    assert_eq!(wallet.balance(), credits("540"));
}

#[test]
fn what_makes_no_difference_is_no_other_command() {
    let mut wallet = priced();
    let command = |id: &str, what: &str| {
        let text = format!(r#"{{ "id": "{id}", "at": "2026-11-10T12:00Z", {what} }}"#);
        Command::from_json(&text).unwrap()
    };
    let requests = [
        r#""charge_request": { "request": { "operation": "image" } }"#,
        r#""charge_request": { "request": { "operation": "image", "runs": 1, "plan": "max",
            "at": "2026-11-09", "balance": "7", "used": { "words": "3" } } }"#,
    ];
    for (i, text) in requests.iter().enumerate() {
        assert_eq!(wallet.apply(&command("1", text)).unwrap().applied().repeated, i > 0);
    }
    let two = r#""charge_request": { "request": { "operation": "image", "runs": 2 } }"#;
    assert_eq!(told(wallet.apply(&command("1", two))), ("/id".into(), "duplicate"));
    let ends = [r#""cancel": {}"#, r#""cancel": { "when": "term_end" }"#];
    for (i, text) in ends.iter().enumerate() {
        assert_eq!(wallet.apply(&command("2", text)).unwrap().applied().repeated, i > 0);
    }
}

#[test]
fn a_hold_that_is_over_is_told_from_one_that_never_was() {
    let mut wallet = open("a");
    let hold = held(&mut wallet, "5");
    wallet.release(&hold).unwrap();
    let sentence = |id: &str, wallet: &mut Wallet| {
        wallet.settle(id, credits("1")).unwrap_err().sentence().to_owned()
    };
    assert!(sentence("a/h1", &mut wallet).contains("is not open any more"));
    assert!(sentence("a/h2", &mut wallet).contains("there was never a hold `a/h2`"));
}

#[test]
fn a_run_out_is_for_want_of_credits() {
    let wallet = priced();
    let demand = |operation: &str, runs: u32| Demand::new(Request::new(operation)).per_day(runs);
    assert_eq!(wallet.run_out(&[demand("film", 1)]).unwrap(), None, "a gate is no want of credits");
    let both = [demand("film", 1), demand("image", 4)];
    assert_eq!(wallet.run_out(&both).unwrap(), Some(at("2026-11-15T12:00Z")));
}
