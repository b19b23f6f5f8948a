//! Laws of projections, over random platforms and what people do there, and the whole answer by a
//! second implementation.

use drawdown::{
    Catalog, Column, Credits, Detail, EntryKind, Instant, Projection, Scenario, Simulation, to_text,
};
use drawdown_tests::cases::cases;
use drawdown_tests::reference::generate::{days, model};
use drawdown_tests::reference::{Carry, Model, Outcome, Sums, work, write};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn catalog(model: &Model, factor: i128) -> Catalog {
    let text = write::catalog(model, factor).to_string();
    Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn project(catalog: &Catalog, scenario: &Value, detail: Detail) -> Projection {
    let text = scenario.to_string();
    let projection = Scenario::from_json(&text).and_then(|s| catalog.simulate(&s, detail));
    projection.unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn projected(model: &Model, factor: i128, detail: Detail) -> Projection {
    project(&catalog(model, factor), &write::scenario(model, factor), detail)
}

/// Hundredths.
fn hundredths(amount: Credits) -> i128 {
    in_hundredths(&amount.to_string())
}

fn in_hundredths(text: &str) -> i128 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{rest:0<2}").parse().unwrap_or_else(|_| panic!("{text} is not in hundredths"))
}

/// What the engine says, in the words of the reference.
fn outcome(model: &Model, projection: &Projection) -> Outcome {
    let class = |place: usize| {
        let name = format!("class-{place}");
        projection.classes.iter().find(|class| *class.class == *name).unwrap()
    };
    let sums = (0..model.classes).map(class).map(|class| Sums {
        // What is there at the start has been issued before.
        issued: hundredths(class.issued) + hundredths(class.opened),
        spent: hundredths(class.spent) - hundredths(class.refunded),
        expired: hundredths(class.expired),
        forfeited: hundredths(class.forfeited),
        left: hundredths(class.closing),
        waiting: hundredths(class.withheld),
    });
    let columns: Vec<Vec<Credits>> = (0..model.classes)
        .map(|class| projection.days.column(&format!("class-{class}"), Column::Closing).unwrap())
        .collect();
    let row = |day: usize| columns.iter().map(|column| hundredths(column[day])).collect();
    Outcome {
        classes: sums.collect(),
        days: (0..projection.days.starts().len()).map(row).collect(),
        wanted: projection.totals.wanted,
        made: projection.totals.made,
        refused: projection.totals.refused,
        failed: projection.totals.failed,
        run_out: projection.run_out.map(|at| at.to_unix()),
        lines: Vec::new(),
        debt: hundredths(projection.totals.debt),
        billed: in_hundredths(&projection.totals.billed.to_string()),
    }
}

fn shown(model: &Model) -> String {
    format!("{}\n{}", write::catalog(model, 1), write::scenario(model, 1))
}

/// In each row of each class, closing is what was there, came and went.
fn balances(projection: &Projection) -> Result<(), String> {
    let sum = |amounts: &[Credits]| amounts.iter().map(|amount| hundredths(*amount)).sum::<i128>();
    for class in projection.days.classes() {
        let column = |column| projection.days.column(class, column).unwrap();
        for row in 0..projection.days.starts().len() {
            let at = |which| column(which)[row];
            let gained =
                [Column::Opened, Column::Issued, Column::Refunded, Column::RolledIn].map(at);
            let lost = [
                Column::Spent,
                Column::Held,
                Column::Expired,
                Column::RolledOut,
                Column::Forfeited,
                Column::Revoked,
            ]
            .map(at);
            if hundredths(at(Column::Closing)) != sum(&gained) - sum(&lost) {
                return Err(format!("row {row} of {class}"));
            }
        }
    }
    Ok(())
}

/// The balance of each class by the entries alone.
fn by_the_ledger(projection: &Projection) -> BTreeMap<String, i128> {
    let mut lots: BTreeMap<String, (String, i128)> = BTreeMap::new();
    for entry in projection.entries() {
        for part in &entry.lots {
            let lot = lots.entry(part.lot.clone()).or_default();
            // What rolls over may join another class.
            lot.0 = part.to.as_ref().unwrap_or(&part.class).to_string();
            lot.1 += match entry.kind {
                EntryKind::Issue | EntryKind::Refund | EntryKind::Release => {
                    hundredths(part.amount)
                }
                EntryKind::Spend
                | EntryKind::Hold
                | EntryKind::Expire
                | EntryKind::Forfeit
                | EntryKind::Revoke => -hundredths(part.amount),
                _ => 0,
            };
        }
    }
    let mut classes: BTreeMap<String, i128> = BTreeMap::new();
    for (class, left) in lots.into_values() {
        *classes.entry(class).or_default() += left;
    }
    classes.retain(|_, left| *left != 0);
    classes
}

fn by_class(projection: &Projection) -> BTreeMap<String, i128> {
    let rows = projection.classes.iter().map(|c| (c.class.to_string(), hundredths(c.closing)));
    rows.filter(|(_, left)| *left != 0).collect()
}

/// The models reach what the laws are about.
#[test]
fn the_models_are_of_every_kind() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for _ in 0..400 {
        let model = model().new_tree(&mut runner).unwrap().current();
        let outcome = work(&model);
        let any = |sum: fn(&Sums) -> i128| outcome.classes.iter().any(|class| sum(class) > 0);
        let story = &model.story;
        for (kind, is_of) in [
            ("spent", any(|class| class.spent)),
            ("expired", any(|class| class.expired)),
            ("forfeited", any(|class| class.forfeited)),
            ("refused", outcome.refused > 0),
            ("some made and some refused", outcome.refused > 0 && outcome.made > 0),
            ("bought", !story.buys.is_empty()),
            ("a zone", story.zone != drawdown_tests::reference::Table::Utc),
            ("opening lots", story.lots.as_ref().is_some_and(|lots| lots.len() > 1)),
            ("three grants", model.grants.len() >= 3),
            ("limits that bind together", model.limits.len() > 1 && outcome.refused > 0),
            ("holds", !story.holds.is_empty()),
            ("only if empty", model.grants.iter().any(|grant| grant.if_empty.is_some())),
            ("one charge beyond", model.debt.is_some_and(|debt| debt.only_last)),
            ("a grant that ends", model.grants.iter().any(|grant| grant.valid.1.is_some())),
            (
                "carried for a span, or to a latest end",
                model.grants.iter().filter_map(|grant| grant.rollover).any(|rule| {
                    rule.latest.is_some() || !matches!(rule.carry, None | Some(Carry::Cycles(_)))
                }),
            ),
        ] {
            *seen.entry(kind).or_default() += u32::from(is_of);
        }
    }
    assert!(seen.values().all(|count| *count >= 20), "{seen:?}");
}

proptest! {
    #![proptest_config(cases(3_000))]

    #[test]
    fn a_second_implementation_agrees(model in model()) {
        let projection = projected(&model, 1, Detail::Columns);
        let mut expected = work(&model);
        expected.lines = Vec::new();
        prop_assert_eq!(outcome(&model, &projection), expected, "{}", shown(&model));
    }
}

proptest! {
    #![proptest_config(cases(3_000))]

    #[test]
    fn a_second_implementation_agrees_on_calm_days(
        mut model in model(),
        masks in any::<[u8; 3]>(),
    ) {
        days(&mut model, masks);
        let projection = projected(&model, 1, Detail::Columns);
        let mut expected = work(&model);
        expected.lines = Vec::new();
        prop_assert_eq!(outcome(&model, &projection), expected, "{}", shown(&model));
    }
}

proptest! {
    #![proptest_config(cases(600))]

    /// A few hours are too short to be gone through in plain numbers.
    #[test]
    fn many_short_runs_are_one_long_run(
        mut model in model(),
        masks in any::<[u8; 3]>(),
        ledger in any::<bool>(),
        hours in 1..20_i64,
    ) {
        days(&mut model, masks);
        let detail = if ledger { Detail::Ledger } else { Detail::Columns };
        let text = write::scenario(&model, 1).to_string();
        let scenario = Scenario::from_json(&text).unwrap();
        let mut short = Simulation::new(&catalog(&model, 1), &scenario, detail).unwrap();
        let mut until = short.start().to_unix();
        loop {
            until += hours * 3600;
            if !short.run_until(Instant::from_unix(until).unwrap()).unwrap() {
                break;
            }
        }
        let short = to_text(&short.finish()).unwrap();
        let long = to_text(&projected(&model, 1, detail)).unwrap();
        prop_assert_eq!(short, long, "{}", shown(&model));
    }

    #[test]
    fn rows_balance_and_the_ledger_says_the_same(model in model()) {
        let ledger = projected(&model, 1, Detail::Ledger);
        prop_assert_eq!(balances(&ledger), Ok(()), "{}", shown(&model));
        prop_assert_eq!(by_the_ledger(&ledger), by_class(&ledger), "{}", shown(&model));
        let columns = projected(&model, 1, Detail::Columns);
        let [mut columns, mut ledger] = [columns, ledger]
            .map(|p| serde_json::from_str::<Value>(&to_text(&p).unwrap()).unwrap());
        for value in [&mut columns, &mut ledger] {
            // Without a ledger, only what is rare is told.
            value["events"] = json!(null);
            value["ledger"] = json!(null);
        }
        prop_assert_eq!(columns, ledger, "{}", shown(&model));
    }

    #[test]
    fn the_order_of_the_input_makes_no_difference(model in model(), turn in 0..5usize, ids in any::<bool>()) {
        let catalog = catalog(&model, 1);
        let mut scenario = write::scenario(&model, 1);
        if !ids {
            for line in scenario["demand"].as_array_mut().unwrap() {
                line.as_object_mut().unwrap().remove("id");
            }
        }
        let first = to_text(&project(&catalog, &scenario, Detail::Ledger)).unwrap();
        for pointer in ["/demand", "/actions", "/account/lots"] {
            if let Some(list) = scenario.pointer_mut(pointer).and_then(Value::as_array_mut) {
                list.reverse();
                let turn = turn.min(list.len());
                list.rotate_left(turn);
            }
        }
        let second = to_text(&project(&catalog, &scenario, Detail::Ledger)).unwrap();
        prop_assert_eq!(first, second, "{}", shown(&model));
    }

    #[test]
    fn ten_times_the_amounts_are_ten_times_the_result(model in model()) {
        let mut once = outcome(&model, &projected(&model, 1, Detail::Columns));
        let tenfold = outcome(&model, &projected(&model, 10, Detail::Columns));
        for sums in &mut once.classes {
            let Sums { issued, spent, expired, forfeited, left, waiting } = sums;
            for sum in [issued, spent, expired, forfeited, left, waiting] {
                *sum *= 10;
            }
        }
        once.debt *= 10;
        once.days.iter_mut().flatten().for_each(|left| *left *= 10);
        prop_assert_eq!(once, tenfold, "{}", shown(&model));
    }
}
