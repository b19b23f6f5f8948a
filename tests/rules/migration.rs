//! A saved wallet moves to another catalog, and nothing is lost.

use drawdown::{
    Account, Catalog, Charge, Command, EntryKind, EntryReason, Instant, MigratedWhat, Migration,
    Term, Wallet, WalletMapping,
};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn document() -> Value {
    json!({
        "catalog": "small", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "0.01" },
        "meters": { "images": { "per": "month" } },
        "operations": [
            { "id": "image", "price": [ { "line": "image", "rate": "1" } ] },
            { "id": "film", "price": [ { "line": "film", "rate": "1" } ] } ],
        "classes": { "free": { "paid": false }, "sub": {}, "pack": {} },
        "plans": [ { "id": "pro", "price": { "month": "10.00", "year": "100.00" },
                     "grants": ["pro"] },
                   { "id": "max", "price": { "month": "20.00" }, "grants": ["max"] } ],
        "grants": [
            { "id": "gift", "class": "free", "amount": "50", "every": "once" },
            { "id": "daily", "class": "free", "amount": "40", "every": "day",
              "expires": "reset" },
            { "id": "pro", "class": "sub", "amount": "100", "every": "cycle",
              "expires": "cycle_end" },
            { "id": "max", "class": "sub", "amount": "300", "every": "cycle",
              "expires": "cycle_end" } ],
        "top_ups": [ { "id": "pack", "class": "pack", "credits": "500", "price": "5.00",
                       "limit": 2 } ],
        "burn_order": [ "expires", "issued" ]
    })
}

fn catalog(of: &Value) -> Catalog {
    Catalog::from_json(&of.to_string()).unwrap_or_else(|errors| panic!("{errors}"))
}

/// The catalog with every string that is one of these names replaced.
fn renamed(of: &Value, names: &[(&str, &str)]) -> Value {
    let name = |text: &str| {
        let found = names.iter().find(|(from, _)| *from == text);
        found.map_or(text, |(_, to)| to).to_owned()
    };
    match of {
        Value::String(text) => json!(name(text)),
        Value::Array(items) => items.iter().map(|item| renamed(item, names)).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| (name(key), renamed(value, names)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}

/// A wallet with one of everything.
fn busy() -> Wallet {
    let account = Account::from_json(
        r#"{ "plan": "max", "members": [ { "id": "ann" } ], "used": { "images": "3" },
             "auto_top_up": { "top_up": "pack", "below": "1" } }"#,
    );
    let catalog = catalog(&document());
    let opened = Wallet::open(&catalog, "a", &account.unwrap(), at("2026-11-01T12:00Z")).unwrap();
    let mut wallet = opened.wallet;
    wallet.buy("pack", 1).unwrap();
    let charge = |operation: &str, amount: &str| Charge::new(operation, amount.parse().unwrap());
    let command = Command::charge("job-1", wallet.now(), charge("image", "60"));
    assert!(wallet.apply(&command).unwrap().is_paid());
    assert!(wallet.hold(&charge("film", "30"), None).unwrap().is_paid());
    wallet.subscribe("pro", Term::Month).unwrap();
    assert!(wallet.subscribed().unwrap().planned.is_some(), "the smaller plan comes later");
    wallet
}

fn migrate(state: &str, to: &Value, mapping: &Value) -> Migration {
    let mapping = WalletMapping::from_json(&mapping.to_string()).unwrap();
    Wallet::migrate(state, &catalog(to), &mapping).unwrap_or_else(|errors| panic!("{errors}"))
}

fn errors_of(state: &str, to: &Value, mapping: &Value) -> Vec<String> {
    let mapping = WalletMapping::from_json(&mapping.to_string()).unwrap();
    let errors = Wallet::migrate(state, &catalog(to), &mapping).unwrap_err();
    errors.iter().map(|error| error.pointer().to_owned()).collect()
}

/// What is left by class, and what is held.
fn balances(wallet: &Wallet) -> Vec<(String, String)> {
    let of = |class: drawdown::ClassBalance| (class.left.to_string(), class.held.to_string());
    wallet.balances().into_iter().map(of).collect()
}

#[test]
fn a_changed_price_or_text_changes_nothing_in_a_wallet() {
    let wallet = busy();
    let mut new = document();
    (new["version"], new["top_ups"][0]["name"]) = (json!("2"), json!("A larger pack"));
    new["plans"][1]["price"]["month"] = json!("25.00");
    let state = wallet.save();
    assert!(Wallet::load(&catalog(&new), &state).is_err(), "it is of another version");
    let Migration { wallet: moved, entries, report, .. } = migrate(&state, &new, &json!({}));
    assert!(entries.is_empty() && report.names.is_empty());
    assert_eq!((&*report.from, &*report.to), ("small 1", "small 2"));
    let bare = |state: &str| -> Value {
        let mut value: Value = serde_json::from_str(state).unwrap();
        value["catalog"] = json!(null);
        value
    };
    assert_eq!(bare(&moved.save()), bare(&state));
    Wallet::load(&catalog(&new), &moved.save()).unwrap();
}

#[test]
fn every_name_may_be_another() {
    let wallet = busy();
    let names = [
        ("image", "picture"),
        ("film", "video"),
        ("free", "gratis"),
        ("sub", "plan"),
        ("pack", "bundle"),
        ("pro", "premium"),
        ("max", "ultra"),
        ("gift", "welcome"),
        ("daily", "each_day"),
        ("images", "pictures"),
    ];
    let new = renamed(&document(), &names);
    let of = |some: &[&str]| -> Value {
        let some = names.iter().filter(|(from, _)| some.contains(from));
        Value::Object(some.map(|(from, to)| ((*from).to_owned(), json!(to))).collect())
    };
    let mapping = json!({
        "classes": of(&["free", "sub", "pack"]), "plans": of(&["pro", "max"]),
        "grants": of(&["gift", "daily", "pro", "max"]), "top_ups": of(&["pack"]),
        "operations": of(&["image", "film"]), "meters": of(&["images"])
    });
    let state = wallet.save();
    let wrong = errors_of(&state, &new, &json!({}));
    for pointer in ["/subscription/plan", "/lot_kinds/0/class", "/holds/0/operation"] {
        assert!(wrong.iter().any(|found| found == pointer), "{pointer}: {wrong:?}");
    }
    let mut moved = migrate(&state, &new, &mapping);
    assert_eq!(balances(&moved.wallet), balances(&wallet));
    assert_eq!(moved.wallet.plan(), Some("ultra"));
    let mut old = wallet.clone();
    // Both go on alike: a month of days, a settled hold, a refund, a command that comes again.
    let hold = old.holds()[0].id.clone();
    for wallet in [&mut old, &mut moved.wallet] {
        assert!(wallet.settle(&hold, "20".parse().unwrap()).unwrap().is_paid());
        wallet.refund("a/r1", Some("10".parse().unwrap())).unwrap();
        wallet.buy(if wallet.plan() == Some("max") { "pack" } else { "bundle" }, 1).unwrap();
        wallet.advance_to(at("2026-12-05")).unwrap();
    }
    assert_eq!(balances(&moved.wallet), balances(&old));
    let back: Vec<(&str, &str)> = names.iter().map(|(from, to)| (*to, *from)).collect();
    let mapped = |value: &Value| {
        let object = value.as_object().unwrap();
        Value::Object(
            object.iter().map(|(a, b)| (b.as_str().unwrap().to_owned(), json!(a))).collect(),
        )
    };
    let inverse: Value =
        mapping.as_object().unwrap().iter().map(|(k, v)| (k.clone(), mapped(v))).collect();
    let again = migrate(&moved.wallet.save(), &renamed(&new, &back), &inverse);
    // The receipt from there names its lot as it was named then.
    assert_eq!(again.wallet.save().replace("bundle#4", "pack#4"), old.save());
}

#[test]
fn what_is_gone_needs_a_word() {
    let state = busy().save();
    let mut new = document();
    new["operations"].as_array_mut().unwrap().pop();
    new["top_ups"] = json!([]);
    new["plans"].as_array_mut().unwrap().pop();
    new["grants"].as_array_mut().unwrap().pop();
    let wrong = errors_of(&state, &new, &json!({}));
    let expected =
        ["/subscription/plan", "/lot_kinds/2/grant", "/lot_kinds/3/top_up", "/holds/0/operation"];
    for pointer in expected {
        assert!(wrong.iter().any(|found| found == pointer), "{pointer}: {wrong:?}");
    }
    let gone = json!({ "plans": { "max": null }, "grants": { "max": null },
                       "top_ups": { "pack": null }, "operations": { "film": null } });
    let moved = migrate(&state, &new, &gone);
    let kinds: Vec<_> = moved.entries.iter().map(|entry| (entry.kind, entry.reason)).collect();
    assert_eq!(kinds, [(EntryKind::Release, EntryReason::Migrated)]);
    assert_eq!(moved.wallet.plan(), None);
    let left = |wallet: &Wallet| {
        balances(wallet)
            .iter()
            .map(|(left, held)| left.parse::<f64>().unwrap() + held.parse::<f64>().unwrap())
            .sum::<f64>()
    };
    assert_eq!(left(&moved.wallet), left(&busy()), "not a credit is lost");
    let dropped = moved.report.dropped.join("; ");
    assert!(dropped.contains("the subscription to `max` ends"), "{dropped}");
    let gone: Vec<_> = moved.report.names.iter().filter(|name| name.to.is_none()).collect();
    assert_eq!(gone.len(), 4);
    assert_eq!(gone[0].what, MigratedWhat::Plan);
    // The credits of the plan still end with its cycle.
    let mut wallet = moved.wallet;
    let entries = wallet.advance_to(at("2026-12-01T12:00Z")).unwrap();
    let ended = entries.iter().filter(|entry| entry.about.as_deref() == Some("sub"));
    assert_eq!(ended.map(|entry| entry.kind).collect::<Vec<_>>(), [EntryKind::Expire]);
}

#[test]
fn grants_that_are_new_come_at_their_next_time_and_once_ones_never() {
    let state = busy().save();
    let mut new = document();
    let more = [
        json!({ "id": "again", "class": "free", "amount": "7", "every": "once" }),
        json!({ "id": "weekly", "class": "free", "amount": "9", "every": "week" }),
        json!({ "id": "rolling", "class": "free", "amount": "3", "every": { "rolling_hours": 24 },
                "expires": "reset" }),
    ];
    new["grants"].as_array_mut().unwrap().extend(more);
    new["grants"][1]["every"] = json!({ "hours": 36 });
    new["grants"][1]["expires"] = json!("2 days");
    let mut wallet = migrate(&state, &new, &json!({})).wallet;
    let entries = wallet.advance_to(at("2026-11-03T12:00Z")).unwrap();
    let issued: Vec<String> = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::Issue)
        .map(|entry| format!("{} {}", entry.at, entry.about.as_deref().unwrap_or("")))
        .collect();
    let expected = [
        "2026-11-01T12:00:00Z rolling",
        "2026-11-02T00:00:00Z weekly",
        "2026-11-03T00:00:00Z daily",
    ];
    assert_eq!(issued, expected);
    Wallet::load(&catalog(&new), &wallet.save()).unwrap();
}

#[test]
fn two_classes_may_become_one() {
    let wallet = busy();
    let mut new = renamed(&document(), &[("pack", "sub")]);
    new["classes"] = json!({ "free": { "paid": false }, "sub": {} });
    new["top_ups"][0]["id"] = json!("pack");
    let moved = migrate(&wallet.save(), &new, &json!({ "classes": { "pack": "sub" } }));
    assert_eq!(moved.wallet.balance(), wallet.balance());
    assert_eq!(moved.wallet.balances().len(), 2);
    assert_eq!(moved.report.names.len(), 1);
}

#[test]
fn two_top_ups_may_become_one_and_their_limit_counts_both() {
    let mut old = document();
    let top_up = |id: &str| json!({ "id": id, "class": "pack", "credits": "500", "price": "5.00", "limit": 2 });
    old["top_ups"] = json!([top_up("pack"), top_up("box")]);
    let opened =
        Wallet::open(&catalog(&old), "a", &Account::default(), at("2026-11-01T12:00Z")).unwrap();
    let mut wallet = opened.wallet;
    wallet.buy("pack", 1).unwrap();
    wallet.buy("box", 1).unwrap();
    let mapping = json!({ "top_ups": { "box": "pack" } });
    let mut moved = migrate(&wallet.save(), &document(), &mapping).wallet;
    assert_eq!(moved.buy("pack", 1).unwrap_err().kind(), drawdown::ErrorKind::NoAnswer);
}

#[test]
fn a_grant_that_comes_once_needs_a_word_though_it_has_no_credits_left() {
    let account = Account::default();
    let catalog = catalog(&document());
    let mut wallet = Wallet::open(&catalog, "a", &account, at("2026-11-01T12:00Z")).unwrap().wallet;
    wallet.charge(&Charge::new("image", "90".parse().unwrap())).unwrap().into_applied();
    wallet.advance_to(at("2027-11-01")).unwrap();
    let state = wallet.save();
    assert!(!state.contains("gift#"), "it has no lot");
    let mut new = document();
    new["grants"][0]["id"] = json!("welcome");
    let place = errors_of(&state, &new, &json!({}));
    assert!(place.iter().all(|pointer| pointer.starts_with("/grants/")), "{place:?}");
    assert_eq!(place.len(), 1);
    let moved = migrate(&state, &new, &json!({ "grants": { "gift": "welcome" } }));
    assert_eq!(moved.wallet.balance(), wallet.balance(), "it does not come again");
    migrate(&state, &new, &json!({ "grants": { "gift": null } }));
}

#[test]
fn a_mapping_leads_to_names_of_the_catalog() {
    let wrong = errors_of(&busy().save(), &document(), &json!({ "plans": { "pro": "prime" } }));
    assert_eq!(wrong[0], "/mapping/plans/pro");
    assert!(WalletMapping::from_json(r#"{ "classes": { "free": null } }"#).is_err());
    assert!(WalletMapping::from_json(r#"{ "class": {} }"#).is_err());
}

/// States of every released format, with what was left and held when they were saved. They are read
/// for ever: a folder is added, never changed. `BLESS=1 cargo test --test rules states` adds the file
/// of a new format.
#[test]
fn states_of_every_format_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/states");
    let state = busy().save();
    let format: Value = serde_json::from_str(&state).unwrap();
    let current = folder.join(format["format"].as_str().unwrap()).join("busy.json");
    if std::env::var_os("BLESS").is_some() && !current.exists() {
        fs::create_dir_all(current.parent().unwrap()).unwrap();
        fs::write(&current, &state).unwrap();
    }
    assert!(current.exists(), "{} is missing", current.display());
    let mut read = 0;
    for version in fs::read_dir(&folder).unwrap() {
        let text = fs::read_to_string(version.unwrap().path().join("busy.json")).unwrap();
        let saved = migrate(&text, &document(), &json!({})).wallet;
        assert_eq!(balances(&saved), balances(&busy()));
        assert_eq!(saved.holds(), busy().holds());
        assert_eq!(saved.receipts().collect::<Vec<_>>(), busy().receipts().collect::<Vec<_>>());
        assert_eq!(saved.subscribed(), busy().subscribed());
        let mut again = saved.clone();
        let charge = Charge::new("image", "60".parse().unwrap());
        let command = Command::charge("job-1", again.now(), charge);
        assert!(again.apply(&command).unwrap().applied().repeated, "it is remembered");
        read += 1;
    }
    assert!(read > 0);
}

#[test]
fn a_plan_that_is_gone_leaves_credits_as_their_class_says() {
    let with = |lapse: &str| {
        let mut of = document();
        of["classes"]["pack"] = json!({ "lapse": lapse });
        of
    };
    let opened = |of: &Value| {
        let account = Account::from_json(r#"{ "plan": "max" }"#).unwrap();
        let at = at("2026-11-01T12:00Z");
        let mut wallet = Wallet::open(&catalog(of), "a", &account, at).unwrap().wallet;
        wallet.buy("pack", 1).unwrap();
        let receipt = Command::charge("1", at, Charge::new("film", "60".parse().unwrap()));
        assert!(wallet.apply(&receipt).unwrap().is_paid());
        wallet
    };
    let gone = json!({ "plans": { "max": null, "pro": null }, "operations": { "film": null } });
    for (lapse, frozen) in [("freeze", "500"), ("keep", "0"), ("forfeit", "0")] {
        let wallet = opened(&with(lapse));
        let mut new = with(lapse);
        new["plans"] = json!([]);
        new["grants"].as_array_mut().unwrap().truncate(2);
        new["operations"].as_array_mut().unwrap().pop();
        let mut mapping = gone.clone();
        mapping["grants"] = json!({ "pro": null, "max": null });
        let moved = migrate(&wallet.save(), &new, &mapping);
        let balances = moved.wallet.balances();
        let pack = balances.iter().find(|of| of.class == "pack").unwrap();
        assert_eq!((pack.left.to_string(), pack.frozen.to_string()), ("500".into(), frozen.into()));
        let kinds: Vec<EntryKind> = moved.entries.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, if lapse == "freeze" { vec![EntryKind::Freeze] } else { vec![] });
        let dropped = moved.report.dropped.join("; ");
        assert!(dropped.contains("`a/r1`, of `film`, can no longer be refunded: 60"), "{dropped}");
    }
}
