//! Balances to the letter: what the scenarios `balances-*` of the corpus lead to, written by hand
//! from the rules and not taken over from what came out.

use drawdown::{
    Account, Catalog, ChangeAt, Charge, Detail, Entry, EntryKind, Opened, Projection, Scenario,
    Wallet, WayKind,
};
use drawdown_tests::corpus::{SCENARIOS, catalog_of};

fn scenario(id: &str) -> &'static str {
    let name = format!("balances-{id}.json");
    SCENARIOS.iter().find(|(path, _)| path.ends_with(&name)).unwrap().1
}

fn projected(id: &str) -> Projection {
    let text = scenario(id);
    let read = Scenario::from_json(text).unwrap();
    catalog_of(text).simulate(&read, Detail::Ledger).unwrap()
}

/// "01-05 expire 20": month and day, kind and amount; of invoices, the money.
fn line(entry: &Entry) -> String {
    let at = entry.at.to_string();
    let kind = drawdown::to_text(&entry.kind).unwrap();
    let money = entry.money.filter(|_| entry.kind == EntryKind::Invoice);
    let amount = money.map_or(entry.amount.to_string(), |money| money.to_string());
    format!("{} {} {amount}", &at[5..10], kind.trim_matches('"'))
}

fn lines(projection: &Projection, is_of: impl Fn(&Entry) -> bool) -> Vec<String> {
    projection.entries().iter().filter(|entry| is_of(entry)).map(line).collect()
}

fn of_lot(projection: &Projection, id: &str) -> Vec<String> {
    lines(projection, |entry| entry.lots.iter().any(|part| part.lot == id))
}

fn of_kind(projection: &Projection, kind: EntryKind) -> Vec<String> {
    lines(projection, |entry| entry.kind == kind)
}

#[test]
fn a_lot_ends_with_the_cycle_that_it_begins_in() {
    let projection = projected("future-lots");
    assert_eq!(of_lot(&projection, "later"), ["01-30 issue 70", "03-01 expire 70"]);
    assert_eq!(of_lot(&projection, "on-renewal"), ["01-30 issue 60", "03-01 expire 60"]);
    assert_eq!(of_lot(&projection, "pack"), ["01-30 issue 50", "03-01 expire 50"]);
    assert_eq!(of_lot(&projection, "day"), ["01-30 issue 4", "02-04 expire 4"]);
}

#[test]
fn an_automatic_top_up_is_bought_when_it_is_due() {
    let projection = projected("auto-top-up-at-start");
    let bought = ["01-01 issue 80", "01-01 issue 920", "01-01 invoice 9.2"];
    assert_eq!(lines(&projection, |_| true), bought);
    let projection = projected("auto-top-up-after-a-freeze");
    let bought = lines(&projection, |entry| entry.about.as_deref() == Some("unit"));
    // The gift expires and is bought again, then the plan's credits freeze.
    let expected = ["01-05 issue 20", "01-05 invoice 0.2", "01-20 issue 100", "01-20 invoice 1"];
    assert_eq!(bought, expected);
    assert_eq!(of_kind(&projection, EntryKind::Alert), [""; 0]);
}

#[test]
fn what_has_not_begun_is_not_left() {
    let projection = projected("not-begun");
    assert_eq!(of_kind(&projection, EntryKind::Alert), ["01-01 alert 2"]);
    let refused = projection.entries().into_iter().find(|e| e.kind == EntryKind::Refuse).unwrap();
    assert_eq!(refused.text, "spend refused: out of credits (6 credits missing)");
    let [shortfall] = &projection.shortfalls[..] else { panic!("{:?}", projection.shortfalls) };
    let way = &shortfall.ways[0];
    assert_eq!((way.kind, way.id.as_deref()), (WayKind::Wait, Some("later")));
    assert_eq!((way.at.to_string(), way.covers), ("2026-01-05T00:00:00Z".to_owned(), true));
    assert_eq!(shortfall.until.unwrap().to_string(), "2026-01-05T12:00:00Z");
    let balances = projection.balances();
    let balances: Vec<String> = balances.iter().map(ToString::to_string).collect();
    assert_eq!(balances, ["2", "2", "2", "2", "94", "86", "78"]);
}

#[test]
fn a_longer_term_is_paid_when_it_begins() {
    let projection = projected("change-term");
    assert_eq!(of_kind(&projection, EntryKind::Invoice), ["01-01 invoice 18", "01-10 invoice 180"]);
    let text = scenario("shorter-term-now");
    let read = Scenario::from_json(text).unwrap();
    let errors = catalog_of(text).simulate(&read, Detail::Ledger).unwrap_err();
    let first = errors.first().unwrap();
    assert_eq!(first.pointer(), "/actions/0/when");
    assert!(first.to_string().contains("paid for until 2027-01-01"), "{first}");
}

#[test]
fn what_is_due_at_the_start_belongs_to_it() {
    let projection = projected("renewal-at-start");
    assert_eq!(projection.totals.billed.to_string(), "54");
    let projection = projected("downgrade");
    assert_eq!(of_kind(&projection, EntryKind::Invoice), ["08-01 invoice 50", "09-01 invoice 18"]);
}

#[test]
fn a_rollover_keeps_its_cap_and_its_time() {
    let projection = projected("bank");
    let bank = projection.classes.iter().find(|class| &*class.class == "bank").unwrap();
    assert_eq!(bank.closing.to_string(), "25500");
    let rolled = projection.entries().into_iter().find(|e| e.kind == EntryKind::RollOver).unwrap();
    let part = &rolled.lots[0];
    assert_eq!((&*part.class, part.to.as_deref()), ("fast", Some("bank")));
    assert_eq!(rolled.text, "8,500 credits rolled over as Bank");
    let old = of_lot(&projected("carried"), "old");
    assert_eq!(old, ["01-02 issue 90", "02-01 forfeit 40", "03-01 expire 50"]);
    let term = of_lot(&projected("term-rollover"), "commit#1");
    let expected = [
        "01-01 issue 12000",
        "02-15 spend 9000",
        "04-01 forfeit 1500",
        "04-01 roll_over 1500",
        "07-01 expire 1500",
    ];
    assert_eq!(term, expected);
}

#[test]
fn the_target_is_reached_when_debt_is_paid() {
    let projection = projected("target-with-debt");
    assert_eq!(projection.totals.closing.to_string(), "1000");
    assert_eq!(projection.totals.debt.to_string(), "0");
}

#[test]
fn time_that_rolls_begins_with_the_first_use() {
    let projection = projected("rolling");
    let issued = |grant: &str| -> Vec<String> {
        let entries = projection.entries().into_iter();
        let of =
            entries.filter(|e| e.kind == EntryKind::Issue && e.about.as_deref() == Some(grant));
        of.map(|entry| entry.at.to_string()[8..16].to_owned()).collect()
    };
    // Used at 00:30 and at 12:30; what nobody has used is not issued again.
    assert_eq!(issued("hour"), ["01T00:00", "01T05:30"]);
    assert_eq!(issued("long"), ["01T00:00", "01T05:30", "01T17:30"]);
    assert_eq!(issued("reset"), ["01T00:00", "01T17:30"]);
    assert_eq!(issued("open"), ["01T00:00"]);
}

/// The same rules hold where nobody simulates.
#[test]
fn a_live_wallet_tells_what_can_be_spent() {
    let text = include_str!("../corpus/catalogs/p-balances.json");
    let catalog = Catalog::from_json(text).unwrap();
    let account = Account::from_json(
        r#"{ "plan": "pro", "since": "2026-01-01",
             "lots": [ { "class": "plan", "amount": "40" },
                       { "id": "later", "class": "pack", "amount": "100", "effective": "2026-02-10" } ],
             "auto_top_up": { "top_up": "unit", "below": "50", "target": "60" } }"#,
    )
    .unwrap();
    let Opened { mut wallet, entries, .. } =
        Wallet::open(&catalog, "w", &account, "2026-01-02".parse().unwrap()).unwrap();
    assert!(entries.iter().any(|entry| entry.text.starts_with("20 credits bought automatically")));
    assert_eq!(
        (wallet.balance().to_string(), wallet.withheld().to_string()),
        ("60".into(), "100".into())
    );
    assert_eq!(wallet.available("spend", None).unwrap().to_string(), "60");
    let charged = wallet.charge(&Charge::new("spend", "61".parse().unwrap())).unwrap();
    assert_eq!(charged.refusal().unwrap().shortfall.to_string(), "1");
    // Frozen credits are bought anew, and can be spent again with the next subscription.
    let entries = wallet.cancel(ChangeAt::Now).unwrap().entries;
    assert!(entries.iter().any(|entry| entry.text.starts_with("40 credits bought automatically")));
    assert_eq!(
        (wallet.balance().to_string(), wallet.withheld().to_string()),
        ("60".into(), "140".into())
    );
    wallet.subscribe("pro", drawdown::Term::Month).unwrap();
    assert_eq!(
        (wallet.balance().to_string(), wallet.withheld().to_string()),
        ("200".into(), "100".into())
    );
    wallet.advance_to("2026-02-10".parse().unwrap()).unwrap();
    assert_eq!(wallet.withheld().to_string(), "0");
}

/// A price holds from its first instant on, also where every day is like the one before.
#[test]
fn a_run_costs_what_it_costs_on_its_day() {
    let catalog = Catalog::from_json(
        r#"{ "catalog": "t", "version": "1", "as_of": "2026-01-01", "credit": { "name": "credit", "step": "1" },
        "operations": [ { "id": "image", "name": "Image", "prices": [
            { "price": [ { "line": "image", "rate": "10" } ], "valid": { "until": "2026-02-01" } },
            { "price": [ { "line": "image", "rate": "20" } ], "valid": { "from": "2026-02-01", "until": "2026-03-01" } },
            { "price": [ { "line": "image", "rate": "30" } ], "valid": { "from": "2026-03-01" } } ] } ],
        "classes": { "pack": {} } }"#,
    )
    .unwrap();
    let scenario = Scenario::from_json(
        r#"{ "start": "2026-01-30", "until": "2026-03-03",
        "account": { "lots": [ { "class": "pack", "amount": "5000" } ] },
        "demand": [ { "request": { "operation": "image" }, "per_day": 1 } ] }"#,
    )
    .unwrap();
    let projection = catalog.simulate(&scenario, Detail::Ledger).unwrap();
    let charges = of_kind(&projection, EntryKind::Spend);
    let of =
        |amount: &str| charges.iter().filter(|line| line.ends_with(&format!(" {amount}"))).count();
    assert_eq!((of("10"), of("20"), of("30"), charges.len()), (2, 28, 2, 32));
    let totals = catalog.simulate(&scenario, Detail::Columns).unwrap().totals;
    assert_eq!(totals.spent.to_string(), "640");
}
