//! Lots that roll over together go on as one: a wallet that is old is no larger than a young one,
//! and nothing is lost of what each of them was.

use allocation_counter::measure;
use drawdown::{
    Account, Catalog, Charge, Detail, Entry, EntryKind, Instant, Projection, Receipt, Scenario,
    Simulation, Wallet, to_text,
};
use serde_json::{Value, json};

/// A grant that comes often and rolls over by a rule, with cycles of a day.
fn catalog(every: Value, rollover: Value) -> Value {
    json!({ "catalog": "often", "version": "1", "as_of": "2026-11-01", "currency": "USD",
        "credit": { "name": "credit", "plural": "credits", "step": "1" },
        "classes": { "plan": {}, "bank": {}, "pack": {} },
        "plans": [ { "id": "p", "price": { "month": "30" }, "grants": [ "g" ],
                     "cycle": { "days": 1 } } ],
        "grants": [ { "id": "g", "class": "plan", "amount": "10", "every": every,
                      "expires": "cycle_end", "rollover": rollover } ],
        "top_ups": [ { "id": "pack", "class": "pack", "credits": "100", "price": "9",
                       "expires": "90 days" } ],
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "3" } ] } ],
        "burn_order": [ { "class": [ "bank", "plan", "pack" ] }, "expires", "issued" ] })
}

fn read(catalog: &Value) -> Catalog {
    Catalog::from_json(&catalog.to_string()).unwrap_or_else(|errors| panic!("{errors}\n{catalog}"))
}

fn scenario(days: u32, per_day: u32, detail: Detail, catalog: &Value) -> Projection {
    let scenario = json!({ "start": "2026-11-01", "for": format!("{days} days"),
        "account": { "plan": "p" },
        "demand": [ { "request": { "operation": "image" }, "per_day": per_day } ],
        "actions": (0..days / 30).map(|month| json!({ "do": "buy", "top_up": "pack",
            "at": Instant::from_unix(1_793_491_200 + i64::from(month) * 30 * 86_400 + 7_200)
                .unwrap() })).collect::<Vec<_>>() });
    let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
    let mut simulation = Simulation::new(&read(catalog), &scenario, detail).unwrap();
    simulation.run().unwrap();
    let lots = simulation.wallet().lots().len();
    assert!(lots < 24 * 5, "{lots} lots");
    simulation.finish()
}

/// What is asked for in a time, and in twice that time.
#[test]
fn cost_grows_with_the_events() {
    let hourly = || json!({ "hours": 1 });
    for (every, rule, per_day) in [
        (hourly(), json!({}), 0),
        (hourly(), json!({}), 20),
        (hourly(), json!({ "class": "bank" }), 20),
        (hourly(), json!({ "cap": { "amount": "3000" } }), 0),
        (hourly(), json!({ "carry": 5 }), 50),
        (hourly(), json!({ "percent": "50" }), 0),
        (json!("day"), json!({}), 2),
        (json!("cycle"), json!({}), 2),
    ] {
        let catalog = catalog(every, rule);
        for detail in [Detail::Columns, Detail::Ledger] {
            let of = |days| measure(|| drop(scenario(days, per_day, detail, &catalog)));
            let [once, twice] = [of(120), of(240)];
            let bytes = (once.bytes_total, twice.bytes_total);
            // Lists grow by doubling.
            assert!(2 * bytes.1 < 5 * bytes.0, "{bytes:?} {catalog}");
            let counts = (once.count_total, twice.count_total);
            assert!(10 * counts.1 < 21 * counts.0, "{counts:?} {catalog}");
            assert!(twice.bytes_max < 3 * once.bytes_max, "{catalog}");
        }
    }
}

/// A second grant that comes at the same instants, of so many credits for the same money.
fn with_another(amount: &str) -> Value {
    let mut catalog = catalog(json!({ "hours": 1 }), json!({}));
    let mut other = catalog["grants"][0].clone();
    other["id"] = json!("h");
    other["amount"] = json!(amount);
    catalog["grants"].as_array_mut().unwrap().push(other);
    catalog["plans"][0]["grants"] = json!(["g", "h"]);
    catalog
}

/// What is worth the same may pay sooner or later.
#[test]
fn lots_of_two_grants_that_are_worth_the_same_go_on_as_two() {
    let wallet = |amount: &str| {
        let mut wallet = opened(&read(&with_another(amount)));
        wallet.advance_to(at("2026-11-05T00:30Z")).unwrap();
        wallet.lots().len()
    };
    assert_eq!(wallet("10"), 4);
    assert_eq!(wallet("11"), 2 * (4 * 24 + 1), "each pays before the other");
}

/// Where lots stay apart, those that stay as they are are not named at every close.
#[test]
fn what_is_told_grows_with_the_events() {
    let catalog = read(&with_another("11"));
    let told = |days: u32| {
        let text = json!({ "start": "2026-11-01", "for": format!("{days} days"),
                           "account": { "plan": "p" } });
        let scenario = Scenario::from_json(&text.to_string()).unwrap();
        let projection = catalog.simulate(&scenario, Detail::Ledger).unwrap();
        let entries = projection.entries();
        let parts = entries.iter().map(|entry| 1 + entry.lots.len()).sum::<usize>();
        let rolled = entries.iter().filter(|entry| entry.kind == EntryKind::RollOver);
        let last = rolled.clone().next_back().unwrap().at;
        let amount = |entry: &Entry| entry.amount.to_string().parse::<u32>().unwrap();
        let sum = rolled.filter(|entry| entry.at == last).map(amount).sum::<u32>();
        (parts, sum)
    };
    let [(once, first), (twice, second)] = [told(8), told(16)];
    assert!(twice < 21 * once / 10 + 50, "{once} {twice}");
    assert_eq!((first, second), (7 * 24 * 21, 15 * 24 * 21), "all that rolls over is told");
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn opened(catalog: &Catalog) -> Wallet {
    let account = Account::from_json(r#"{ "plan": "p" }"#).unwrap();
    Wallet::open(catalog, "w", &account, at("2026-11-01")).unwrap().wallet
}

fn charge(wallet: &mut Wallet, amount: &str) -> Receipt {
    let charged = wallet.charge(&Charge::new("image", amount.parse().unwrap())).unwrap();
    charged.into_applied().receipt.unwrap()
}

fn lots(entry: &Entry) -> Vec<(&str, String)> {
    entry.lots.iter().map(|part| (&*part.lot, part.amount.to_string())).collect()
}

#[test]
fn what_was_paid_by_a_part_is_refunded_to_the_whole() {
    let catalog = read(&catalog(json!({ "hours": 8 }), json!({})));
    let mut wallet = opened(&catalog);
    wallet.advance_to(at("2026-11-01T08:00Z")).unwrap();
    let (first, second) = (charge(&mut wallet, "10"), charge(&mut wallet, "5"));
    wallet.refund(&first.id, None).unwrap();
    let day = wallet.advance_to(at("2026-11-02")).unwrap();
    let rolled: Vec<&Entry> = day.iter().filter(|e| e.kind == EntryKind::RollOver).collect();
    assert_eq!(rolled.len(), 1, "{day:?}");
    let parts = [("g#1", "10"), ("g#2", "5"), ("g#3", "10")];
    assert_eq!(lots(rolled[0]), parts.map(|(lot, amount)| (lot, amount.to_owned())));
    assert_eq!(rolled[0].text, "25 credits rolled over");
    let view = wallet.lots();
    assert_eq!((view.len(), &*view[0].id), (2, "g#1"));
    assert_eq!(
        (view[0].amount.to_string(), view[0].remaining.to_string()),
        ("30".to_owned(), "25".to_owned())
    );

    let saved = wallet.save();
    for mut wallet in [Wallet::load(&catalog, &saved).unwrap(), wallet] {
        assert_eq!(wallet.save(), saved);
        let back = wallet.refund(&second.id, None).unwrap();
        assert_eq!(lots(&back[0]), [("g#1", "5".to_owned())]);
        assert_eq!(wallet.balance().to_string(), "40");
        let again = wallet.refund(&second.id, None).unwrap_err();
        assert_eq!(again.pointer(), "/receipt", "{again}");
        let later = wallet.advance_to(at("2026-11-03")).unwrap();
        let rolled = later.iter().find(|entry| entry.kind == EntryKind::RollOver).unwrap();
        assert_eq!(lots(rolled)[0], ("g#1", "30".to_owned()), "the whole rolls over again");
        assert_eq!(wallet.lots()[0].remaining.to_string(), "60");
    }
}

#[test]
fn wrong_numbers_of_parts_are_told() {
    let catalog = read(&catalog(json!({ "hours": 8 }), json!({})));
    let mut wallet = opened(&catalog);
    wallet.advance_to(at("2026-11-02")).unwrap();
    let state = wallet.save();
    let with = |joined: &str| state.replace(" joined=2-3", joined);
    assert_ne!(with(""), state);
    for joined in ["1-3", "3-2", "2-99", "2-3,3"] {
        let errors = Wallet::load(&catalog, &with(&format!(" joined={joined}"))).unwrap_err();
        assert_eq!(errors.first().unwrap().pointer(), "/lots/0", "{joined}");
        assert!(errors.to_string().contains("`joined`"), "{errors}");
    }
    Wallet::load(&catalog, &with("")).unwrap();
}

#[test]
fn a_state_may_have_a_lot_of_two_parts() {
    let catalog = read(&catalog(json!({ "hours": 12 }), json!({})));
    let mut wallet = opened(&catalog);
    wallet.advance_to(at("2026-11-02")).unwrap();
    let saved = wallet.save();
    assert!(saved.contains(" joined=2\"") || saved.contains(" joined=2 "), "{saved}");
    assert_eq!(Wallet::load(&catalog, &saved).unwrap().save(), saved);
}

/// What may pay between two lots keeps them apart; where nothing may, they are one.
#[test]
fn lots_stay_apart_where_another_may_pay_between_them() {
    let of = |change: fn(&mut Value)| {
        let mut catalog = catalog(json!({ "hours": 8 }), json!({}));
        change(&mut catalog);
        let mut wallet = opened(&read(&catalog));
        wallet.advance_to(at("2026-11-01T08:30Z")).unwrap();
        wallet.buy("pack", 1).unwrap();
        wallet.advance_to(at("2026-11-02")).unwrap();
        wallet.lots().iter().map(|lot| lot.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(|_| {}), ["g#1", "g#5", "pack#3"]);
    let apart = ["g#1", "g#2", "pack#3", "g#4", "g#5"];
    assert_eq!(
        of(|catalog| catalog["burn_order"] = json!(["issued"]))[..3],
        ["g#1", "pack#3", "g#4"]
    );
    assert_eq!(of(|catalog| catalog["burn_order"] = json!(["effective"])), apart);
    let percent = |catalog: &mut Value| {
        catalog["burn_order"] = json!(["issued"]);
        catalog["grants"][0]["rollover"] = json!({ "percent": "90" });
    };
    assert_eq!(of(percent), apart);
}

#[test]
fn a_part_cannot_be_revoked_by_itself() {
    let catalog = read(&catalog(json!({ "hours": 8 }), json!({})));
    let revoke = |lot: &str| {
        let text = json!({ "start": "2026-11-01", "for": "3 days", "account": { "plan": "p" },
            "actions": [ { "at": "2026-11-02T01:00Z", "do": "revoke", "lot": lot } ] });
        let scenario = Scenario::from_json(&text.to_string()).unwrap();
        catalog.simulate(&scenario, Detail::Ledger).map(|projection| to_text(&projection).unwrap())
    };
    let errors = revoke("g#2").unwrap_err().to_string();
    assert!(errors.contains("the lot `g#2` was merged into `g#1`"), "{errors}");
    assert!(revoke("g#9").unwrap_err().to_string().contains("there is no lot `g#9`"));
    assert!(revoke("g#1").unwrap().contains("30 credits revoked"));
}

/// What was carried without a limit in time has no end when the subscription is cancelled, at once or
/// at the end of a cycle; what came with the present cycle ends when that would have.
#[test]
fn a_cancellation_gives_no_end_to_what_had_none() {
    for (rule, carried) in [
        (json!({}), None),
        (json!({ "class": "bank" }), None),
        (json!({ "carry": 5 }), Some("2026-11-08T00:00:00Z")),
    ] {
        let mut catalog = catalog(json!("cycle"), rule);
        catalog["classes"] = json!({ "plan": { "lapse": "keep" }, "bank": { "lapse": "keep" },
                                     "pack": {} });
        let catalog = read(&catalog);
        for (when, new) in [("now", "2026-11-04T00:00:00Z"), ("cycle_end", "")] {
            let scenario = json!({ "start": "2026-11-01", "until": "2026-11-20",
                "account": { "plan": "p" },
                "actions": [ { "at": "2026-11-03T08:00:00Z", "do": "cancel", "when": when } ] });
            let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
            let projection = catalog.simulate(&scenario, Detail::Ledger).unwrap();
            let entries = projection.entries();
            let ended: Vec<String> = entries
                .iter()
                .filter(|entry| entry.kind == EntryKind::Expire)
                .map(|entry| format!("{} {}", entry.at, entry.amount))
                .collect();
            let left: u32 = projection
                .classes
                .iter()
                .map(|class| class.closing.to_string().parse::<u32>().unwrap())
                .sum();
            let of_new = format!("{new} 10");
            match (carried, when) {
                (None, "now") => assert_eq!((&ended[..], left), (&[of_new][..], 20)),
                (None, _) => assert_eq!((ended.len(), left), (0, 30)),
                (Some(_), _) => assert_eq!(left, 0, "{ended:?}"),
            }
            let at = |at: &str| ended.iter().any(|entry| entry.starts_with(at));
            assert!(carried.is_none_or(at), "{ended:?}");
        }
    }
}

/// All credits of a class roll over alike: a second grant of it has the rule of the first.
#[test]
fn a_class_has_one_rollover() {
    let told = |second: Value| {
        let grant = |id: &str, rollover: &Value| {
            json!({ "id": id, "class": "sub", "amount": "10", "every": "cycle", "expires": "cycle_end",
                    "rollover": rollover })
        };
        let first = json!({ "carry": 1 });
        let catalog = json!({
            "catalog": "c", "version": "1", "as_of": "2026-11-01",
            "credit": { "name": "credit", "step": "1" }, "classes": { "sub": {} },
            "plans": [ { "id": "pro", "price": { "month": "9" }, "grants": ["a", "b"] } ],
            "grants": [grant("a", &first), grant("b", &second)],
            "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ],
        });
        Catalog::from_json(&catalog.to_string()).err().map(|errors| errors.to_string())
    };
    assert_eq!(told(json!({ "carry": 1 })), None);
    assert_eq!(
        told(json!({ "carry": 2 })).unwrap(),
        "/grants/1/rollover: the class `sub` follows the rollover of `a`: write the same one here, or give these credits another class"
    );
}
