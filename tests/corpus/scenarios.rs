//! The scenarios of the corpus, natively. `BLESS=1 cargo test --test corpus scenarios` takes over
//! what comes out now.

use drawdown::{Decimal, Detail, EntryKind, Scenario, parse, to_text};
use drawdown_tests::corpus::{
    PROJECTIONS, SCENARIOS, assert_same_text, catalog_of, items, projections, string,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_scenario_gives_its_checked_in_projection() {
    let found = projections();
    if std::env::var_os("BLESS").is_some() {
        fs::write(root().join("tests/corpus/projections.json"), found).unwrap();
        return;
    }
    assert_same_text(&found, PROJECTIONS);
}

/// The list is written by hand, because wasm tests read no folder.
#[test]
fn the_list_of_scenarios_is_whole() {
    let listed: BTreeSet<String> = SCENARIOS.iter().map(|(path, _)| (*path).to_owned()).collect();
    let mut there = BTreeSet::new();
    for entry in fs::read_dir(root().join("tests/corpus/scenarios")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        there.insert(format!("tests/corpus/scenarios/{name}"));
    }
    assert_eq!(listed, there, "SCENARIOS in tests/support/src/corpus.rs");
}

/// Stopping on the way, and keeping no ledger, change nothing else.
#[test]
fn a_stop_on_the_way_and_a_missing_ledger_change_nothing() {
    for (path, text) in SCENARIOS {
        let scenario = Scenario::from_json(text).unwrap();
        let catalog = catalog_of(text);
        let Ok(whole) = catalog.simulate(&scenario, Detail::Ledger) else { continue };
        let columns = catalog.simulate(&scenario, Detail::Columns).unwrap();
        let mut stopped = drawdown::Simulation::new(&catalog, &scenario, Detail::Ledger).unwrap();
        let (start, end) = (stopped.start().to_unix(), stopped.end().to_unix());
        for part in 1..=7 {
            let until = start + (end - start) * part / 7;
            stopped.run_until(drawdown::Instant::from_unix(until).unwrap()).unwrap();
        }
        assert_eq!(to_text(&stopped.finish()).unwrap(), to_text(&whole).unwrap(), "{path}");
        let [columns, whole] = [columns, whole].map(|p| parse(&to_text(&p).unwrap()).unwrap());
        for key in ["totals", "classes", "cycles", "days", "shortfalls", "alerts", "invoices"] {
            assert_eq!(columns.get(key), whole.get(key), "{path}: {key}");
        }
        assert!(columns.get("ledger").is_none() && whole.get("ledger").is_some(), "{path}");
    }
}

/// The balance of each class follows from the entries alone.
#[test]
fn balances_follow_from_the_ledger() {
    for (path, text) in SCENARIOS {
        let scenario = Scenario::from_json(text).unwrap();
        let Ok(projection) = catalog_of(text).simulate(&scenario, Detail::Ledger) else { continue };
        let mut lots: BTreeMap<String, (String, Decimal)> = BTreeMap::new();
        for entry in projection.entries() {
            for part in &entry.lots {
                let lot = lots.entry(part.lot.clone()).or_default();
                // What rolls over may join another class.
                lot.0 = part.to.as_ref().unwrap_or(&part.class).to_string();
                let amount = part.amount.decimal();
                lot.1 = match entry.kind {
                    EntryKind::Issue | EntryKind::Refund => lot.1.checked_add(amount).unwrap(),
                    EntryKind::Spend
                    | EntryKind::Expire
                    | EntryKind::Forfeit
                    | EntryKind::Revoke => lot.1.checked_sub(amount).unwrap(),
                    _ => lot.1,
                };
            }
        }
        for class in &projection.classes {
            let of_class = lots.values().filter(|(id, _)| **id == *class.class);
            let sum =
                of_class.fold(Decimal::default(), |sum, (_, left)| sum.checked_add(*left).unwrap());
            assert_eq!(sum, class.closing.decimal(), "{path}: {}", class.class);
        }
    }
}

#[test]
fn the_corpus_holds_every_kind_of_entry() {
    let rows = parse(PROJECTIONS).unwrap();
    let mut kinds = BTreeSet::new();
    for row in items(&rows) {
        let Some(projection) = row.get("projection") else { continue };
        for entry in items(projection.get("ledger").expect("a ledger")) {
            kinds.insert(string(entry.get("kind").unwrap()).to_owned());
        }
    }
    // Holds are of a wallet in use; no scenario makes one.
    let all = [
        "alert",
        "expire",
        "forfeit",
        "forgive",
        "freeze",
        "invoice",
        "issue",
        "plan",
        "refund",
        "refuse",
        "revoke",
        "roll_over",
        "spend",
        "thaw",
    ];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), all);
}
