//! What the vendor does not sell, and what nobody can ask for.

use super::affordable::search::Values;
use super::evaluate::Refusal;
use super::explain::{cell, value};
use super::range::{Combinations, Cost, cost, is_sold};
use super::resolve::{Asked, Filled, resolve, unlisted};
use crate::amount::{Decimal, Fraction, Number};
use crate::catalog::program::{Body, Charge, Column, Grid, Kind, Slot, Table, Text, Use};
use crate::catalog::{Catalog, Request, SettingValue};
use crate::error::{Error, ErrorKind, Errors};
use serde::Serialize;
use std::cmp::Ordering;

/// Costs worked out for one number; what is left after so many counts as sold.
const LOOKS: usize = 20_000;

/// The highest number of runs that an error looks at to say what is sold instead.
const MOST_RUNS: u32 = 100;

/// Which values of a setting are sold, all else as asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Sold {
    /// Name of the setting.
    pub setting: Text,
    /// What can be chosen, from the lowest to the highest.
    pub sold: Vec<SettingValue>,
    /// What the vendor does not sell beside the other settings.
    pub not_sold: Vec<SettingValue>,
    /// Of a number, what can be asked for, rising; of what is no number, nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranges: Option<Vec<SoldRange>>,
}

/// Values of a number that can be asked for, both ends included, in the steps of the setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SoldRange {
    /// The least; absent where the setting has no least value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Decimal>,
    /// The most; absent where the setting has no largest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Decimal>,
}

impl SoldRange {
    fn words(&self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from} to {to}"),
            (Some(from), None) => format!("{from} or more"),
            (None, Some(to)) => format!("{to} or less"),
            (None, None) => "any".to_owned(),
        }
    }
}

impl Catalog {
    /// For each choice, flag and number of an operation, which values the vendor sells, all else as
    /// asked: a page can grey out the others. What is open elsewhere may be anything, and what has
    /// no published price counts as sold.
    ///
    /// # Errors
    /// As [`Catalog::estimate`], but for `not_sold`.
    pub fn sold(&self, request: &Request) -> Result<Vec<Sold>, Errors> {
        let asked = resolve(self.checked(), request)?;
        let mut all = Vec::new();
        for (place, setting) in asked.operation.settings.iter().enumerate() {
            if let Kind::Number(grid) = &setting.kind {
                let ranges = Some(Stretches::of(&asked, place + 1, grid));
                let (sold, not_sold) = (Vec::new(), Vec::new());
                all.push(Sold { setting: setting.name.clone(), sold, not_sold, ranges });
            } else if let Some(choices) = choices(&setting.kind) {
                all.push(of_setting(&asked, place + 1, &setting.name, choices));
            }
        }
        Ok(all)
    }
}

fn of_setting(asked: &Asked, slot: Slot, name: &Text, choices: Vec<Filled>) -> Sold {
    let (sold, not_sold) = (Vec::new(), Vec::new());
    let mut found = Sold { setting: name.clone(), sold, not_sold, ranges: None };
    for choice in choices {
        let shown = asked.setting(slot).and_then(|setting| value(&choice, &setting.kind));
        let list = if is_sold(&chosen(asked, slot, choice)) {
            &mut found.sold
        } else {
            &mut found.not_sold
        };
        list.extend(shown);
    }
    found
}

fn choices(kind: &Kind) -> Option<Vec<Filled>> {
    match kind {
        Kind::Choice(names) => Some((0..names.len()).map(Filled::Choice).collect()),
        Kind::Numbers(numbers) => Some(numbers.iter().map(|n| Filled::exactly(*n)).collect()),
        Kind::Flag => Some(vec![Filled::Flag(false), Filled::Flag(true)]),
        Kind::Number(_) | Kind::List { .. } => None,
    }
}

/// How many of a span of values can be asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    None,
    Some,
    All,
}

/// Looks for the values of a number that can be asked for, from the least to the most: spans are
/// halved until all or none of their values can.
struct Stretches<'a, 'c> {
    asked: Asked<'c>,
    plan: Option<Combinations<'a>>,
    slot: Slot,
    values: Values,
    found: Vec<(i128, i128)>,
    looks: usize,
}

impl<'a, 'c: 'a> Stretches<'a, 'c> {
    fn of(asked: &'a Asked<'c>, slot: Slot, grid: &Grid) -> Vec<SoldRange> {
        let plan = Combinations::of(asked, Some(slot));
        let plan = plan.filter(|_| unlisted(&asked.slots).is_none());
        let values = Values::of(grid);
        let last = values.last;
        let asked = asked.with(asked.slots.clone(), asked.open.clone());
        let mut search = Stretches { asked, plan, slot, values, found: Vec::new(), looks: 0 };
        search.among(0, last);
        let end = |place: i128| search.values.value(place).ok();
        let is_first = |place: i128| place == 0 && grid.min.is_none();
        let is_last = |place: i128| place == last && grid.max.is_none();
        let ranges = search.found.iter().map(|(from, to)| SoldRange {
            from: end(*from).filter(|_| !is_first(*from)),
            to: end(*to).filter(|_| !is_last(*to)),
        });
        ranges.collect()
    }

    fn among(&mut self, from: i128, to: i128) {
        match self.share(from, to) {
            Share::None => {}
            Share::Some if from < to => {
                let middle = from + (to - from) / 2;
                self.among(from, middle);
                self.among(middle + 1, to);
            }
            Share::Some | Share::All => match self.found.last_mut() {
                Some((_, end)) if *end + 1 == from => *end = to,
                _ => self.found.push((from, to)),
            },
        }
    }

    /// What is not known counts as sold.
    fn share(&mut self, from: i128, to: i128) -> Share {
        let (Some(plan), Ok(span)) = (&self.plan, self.values.filled(from, to)) else {
            return Share::All;
        };
        if self.looks > LOOKS {
            return Share::All;
        }
        let limits = &self.asked.operation.limits;
        // Beside some of a span, another setting may break the limit that this one sets it.
        let limits_others = limits.iter().any(|limit| limit.others.contains(&self.slot));
        let mut share = Share::None;
        let mut slots = self.asked.slots.clone();
        for number in 0..plan.count {
            self.looks += 1;
            if let Some(place) = slots.get_mut(self.slot) {
                place.clone_from(&span);
            }
            let found = match plan.fill(number, &mut slots) {
                Ok(None) => continue,
                Ok(Some(moment)) => cost(&self.asked, moment, &slots, true),
                Err(fault) => Err(fault),
            };
            let is_whole = match found {
                Ok(Cost::Refused) => continue,
                Ok(Cost::Known { refuses_some, .. } | Cost::Unknown { refuses_some }) => {
                    !refuses_some
                        && (from == to || !limits_others)
                        && slots.get(self.slot).is_some_and(|cut| is_same(cut, &span))
                }
                // So far apart that nothing can be worked out.
                Err(_) => from == to,
            };
            if is_whole {
                return Share::All;
            }
            share = Share::Some;
        }
        share
    }
}

/// Whether limits between settings have cut nothing off.
fn is_same(cut: &Filled, span: &Filled) -> bool {
    let (Filled::Number(cut), Filled::Number(span)) = (cut, span) else { return false };
    let is_eq =
        |end: fn(&Number) -> Fraction| end(cut).compare(&end(span)).is_ok_and(Ordering::is_eq);
    is_eq(Number::low) && is_eq(Number::high)
}

/// The request with one more value.
fn chosen<'c>(asked: &Asked<'c>, slot: Slot, value: Filled) -> Asked<'c> {
    let mut slots = asked.slots.clone();
    if let Some(place) = slots.get_mut(slot) {
        *place = value;
    }
    let open = asked.open.iter().copied().filter(|open| *open != slot).collect();
    asked.with(slots, open)
}

/// Why nobody can ask for it, as an error at the setting to change.
#[cold]
pub(super) fn refused(asked: &Asked, refusal: Refusal, slots: &[Filled]) -> Error {
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

/// Says what is sold instead of the first setting that has something else.
fn push_others(asked: &Asked, read: &[Slot], sentence: &mut String) {
    let instead = read.iter().find_map(|slot| {
        let found = others(asked, *slot);
        (!found.is_empty()).then_some((asked.setting(*slot)?, found))
    });
    if let Some((setting, found)) = instead {
        sentence.push_str(&format!("; sold instead: {} {}", setting.name, found.join(", ")));
    }
}

/// Says what is sold instead: other values of the innermost column that has some.
fn not_sold(asked: &Asked, table: &Table, slots: &[Filled]) -> Error {
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

fn sold_instead(asked: &Asked, column: &Column) -> Vec<String> {
    match (column.slot, &*column.text) {
        (Some(slot), _) => others(asked, slot),
        (None, "runs") => sold_runs(asked),
        (None, "plan") => sold_plans(asked),
        _ => Vec::new(),
    }
}

/// What else can be asked for of a setting.
fn others(asked: &Asked, slot: Slot) -> Vec<String> {
    let Some(setting) = asked.setting(slot) else { return Vec::new() };
    if let Kind::Number(grid) = &setting.kind {
        return Stretches::of(asked, slot, grid).iter().map(SoldRange::words).collect();
    }
    let choices = choices(&setting.kind).unwrap_or_default();
    let sold = of_setting(asked, slot, &setting.name, choices).sold;
    sold.iter().map(SettingValue::to_string).collect()
}

fn sold_plans(asked: &Asked) -> Vec<String> {
    let held = |plan: usize| {
        let mut with = asked.with(asked.slots.clone(), asked.open.clone());
        with.plan = plan;
        is_sold(&with).then(|| with.held_plan().map_or("none", |plan| &*plan.id).to_owned())
    };
    (0..=asked.catalog.plans.len()).filter_map(held).collect()
}

/// Numbers of runs that are sold, up to [`MOST_RUNS`]: nothing is said of more.
fn sold_runs(asked: &Asked) -> Vec<String> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for runs in 1..=MOST_RUNS {
        let mut with = chosen(asked, 0, Filled::exactly(Decimal::from(runs)));
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

/// Names the settings that lead there with their values; the pointer to them.
fn name(asked: &Asked, slots: &[Filled], read: &[Slot], sentence: &mut String) -> String {
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
