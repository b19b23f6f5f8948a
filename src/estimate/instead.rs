//! Why something cannot be requested, and what is sold instead.

use super::asked::{ResolvedRequest, SlotValue};
use super::cost::is_sold;
use super::evaluate::Refusal;
use super::explain::cell;
use super::sold::{SoldRange, Stretches, choices, chosen, of_setting};
use super::value::value;
use crate::amount::Decimal;
use crate::catalog::SettingValue;
use crate::catalog::by_plan::no_plan_and_each;
use crate::catalog::program::{Body, Charge, Column, Kind, Slot, Table, Text, Use};
use crate::error::{Error, ErrorKind};

/// The highest number of runs that an error tries.
const MOST_RUNS: u32 = 100;

/// Why it cannot be requested, as an error at the setting to change.
#[cold]
pub(super) fn refused(asked: &ResolvedRequest, refusal: Refusal, slots: &[SlotValue]) -> Error {
    let mut read = Vec::new();
    let mut see = |slot: Slot, _: Use| read.push(slot);
    let (kind, mut sentence) = match refusal {
        Refusal::NotSold(Some(table)) => return not_sold(asked, table, slots),
        Refusal::NotSold(None) => {
            let sentence = format!("{} is not sold", asked.operation.name);
            return Error::new(ErrorKind::NotSold, "/operation", sentence);
        }
        Refusal::Part(component) => {
            component.uses(&mut see);
            let mut sentence = format!("`{}` is not sold", component.label);
            let pointer = name(asked, slots, &read, &mut sentence);
            push_others(asked, &read, &mut sentence);
            return Error::new(ErrorKind::NotSold, pointer, sentence);
        }
        Refusal::Quantity(component, quantity) => {
            if let Charge::Metered(metered) = &component.charge {
                metered.quantity.visit(&mut |slot| see(slot, Use::Measured));
            }
            let mut sentence = format!("`{}` would bill ", component.label);
            quantity.push(&mut sentence);
            (ErrorKind::BelowZero, sentence + ", which is below 0")
        }
        Refusal::Total(total) => {
            if let Some(Body::Sum(sum)) = asked.price(asked.moment).map(|price| &price.body) {
                sum.uses(&mut see);
            }
            let mut sentence = format!("{} would cost ", asked.operation.name);
            total.push(&mut sentence);
            (ErrorKind::BelowZero, sentence + ", which is below 0")
        }
    };
    let pointer = name(asked, slots, &read, &mut sentence);
    Error::new(kind, pointer, sentence)
}

/// Adds what is sold instead, for the first setting with other values.
fn push_others(asked: &ResolvedRequest, read: &[Slot], sentence: &mut String) {
    let instead = read.iter().find_map(|slot| {
        let found = others(asked, *slot);
        (!found.is_empty()).then_some((asked.setting(*slot)?, found))
    });
    if let Some((setting, found)) = instead {
        sentence.push_str(&format!("; sold instead: {} {}", setting.name, found.join(", ")));
    }
}

/// Adds what is sold instead: other values of the innermost column that has some.
fn not_sold(asked: &ResolvedRequest, table: &Table, slots: &[SlotValue]) -> Error {
    let mut sentence = format!("{} is not sold", cell::words(asked, slots, table));
    let columns = table.columns.get(..=table.level).unwrap_or_default();
    let instead = columns.iter().rev().find_map(|column| {
        let found = sold_instead(asked, column);
        (!found.is_empty()).then_some((column, found))
    });
    if let Some((column, found)) = &instead {
        sentence.push_str(&format!("; sold instead: {} {}", column.text, found.join(", ")));
    }
    let column = instead.map(|(column, _)| column).or(columns.last());
    Error::new(ErrorKind::NotSold, column.map_or("/operation".to_owned(), pointer), sentence)
}

fn sold_instead(asked: &ResolvedRequest, column: &Column) -> Vec<String> {
    match (column.slot, &*column.text) {
        (Some(slot), _) => others(asked, slot),
        (None, "runs") => sold_runs(asked),
        (None, "plan") => sold_plans(asked),
        _ => Vec::new(),
    }
}

/// The other values of a setting that can be requested.
fn others(asked: &ResolvedRequest, slot: Slot) -> Vec<String> {
    let Some(setting) = asked.setting(slot) else { return Vec::new() };
    if let Kind::Number(grid) = &setting.kind {
        return Stretches::of(asked, slot, grid).iter().map(SoldRange::words).collect();
    }
    let choices = choices(&setting.kind).unwrap_or_default();
    let sold = of_setting(asked, slot, &setting.name, choices).sold;
    sold.iter().map(SettingValue::to_string).collect()
}

fn sold_plans(asked: &ResolvedRequest) -> Vec<String> {
    let held = |plan| {
        let mut with = asked.with(asked.slots.clone(), asked.open.clone());
        with.plan = plan;
        is_sold(&with).then(|| with.held_plan().map_or("none", |plan| &*plan.id).to_owned())
    };
    no_plan_and_each(asked.catalog.plans.len()).filter_map(held).collect()
}

/// Numbers of runs that are sold, up to [`MOST_RUNS`].
fn sold_runs(asked: &ResolvedRequest) -> Vec<String> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for runs in 1..=MOST_RUNS {
        let mut with = chosen(asked, 0, SlotValue::exactly(Decimal::from(runs)));
        with.runs = runs;
        if !is_sold(&with) {
            continue;
        }
        match found.last_mut() {
            Some((_, last)) if *last + 1 == runs => *last = runs,
            _ => found.push((runs, runs)),
        }
    }
    let end = |runs: u32| Some(Decimal::from(runs));
    let range = |(from, to): (u32, u32)| SoldRange { from: end(from), to: end(to) };
    found.into_iter().map(|span| range(span).words()).collect()
}

fn pointer(column: &Column) -> String {
    match (column.slot, &*column.text) {
        (Some(_), name) => format!("/settings/{name}"),
        (None, "plan") => "/plan".to_owned(),
        (None, "runs") => "/runs".to_owned(),
        (None, _) => "/operation".to_owned(),
    }
}

/// Names the settings that lead there, with their values. Returns the pointer to them.
fn name(
    asked: &ResolvedRequest,
    slots: &[SlotValue],
    read: &[Slot],
    sentence: &mut String,
) -> String {
    let mut named: Vec<&Text> = Vec::new();
    for slot in read {
        let Some(setting) = asked.setting(*slot) else { continue };
        let shown = slots.get(*slot).and_then(|filled| value(filled, &setting.kind));
        if let Some(shown) = shown.filter(|_| !named.contains(&&setting.name)) {
            sentence.push_str(if named.is_empty() { ": " } else { ", " });
            sentence.push_str(&format!("`{}` is {shown}", setting.name));
            named.push(&setting.name);
        }
    }
    match named.as_slice() {
        [] => "/operation".to_owned(),
        [name] => format!("/settings/{name}"),
        _ => "/settings".to_owned(),
    }
}
