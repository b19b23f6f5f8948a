//! What the vendor does not sell, and what nobody can ask for.

use super::evaluate::Refusal;
use super::explain::{cell, value};
use super::range::is_sold;
use super::resolve::{Asked, Filled, resolve};
use crate::catalog::program::{Body, Charge, Column, Kind, Slot, Table, Text, Use};
use crate::catalog::{Catalog, Request, SettingValue};
use crate::error::{Error, ErrorKind, Errors};
use serde::Serialize;

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
}

impl Catalog {
    /// For each choice and flag of an operation, which values the vendor sells, all else as asked:
    /// a page can grey out the others. What is open elsewhere may be anything, and what has no
    /// published price counts as sold.
    ///
    /// # Errors
    /// As [`Catalog::estimate`], but for `not_sold`.
    pub fn sold(&self, request: &Request) -> Result<Vec<Sold>, Errors> {
        let asked = resolve(self.checked(), request)?;
        let mut all = Vec::new();
        for (place, setting) in asked.operation.settings.iter().enumerate() {
            if let Some(choices) = choices(&setting.kind) {
                all.push(of_setting(&asked, place + 1, &setting.name, choices));
            }
        }
        Ok(all)
    }
}

fn of_setting(asked: &Asked, slot: Slot, name: &Text, choices: Vec<Filled>) -> Sold {
    let mut found = Sold { setting: name.clone(), sold: Vec::new(), not_sold: Vec::new() };
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
            (ErrorKind::NotSold, format!("`{}` is not sold", component.label))
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

/// Says what is sold instead: other values of the innermost column that has some.
fn not_sold(asked: &Asked, table: &Table, slots: &[Filled]) -> Error {
    let mut sentence = format!("{} is not sold", cell::words(asked, slots, table));
    let columns = table.columns.get(..=table.level).unwrap_or_default();
    let instead = columns.iter().rev().find_map(|column| {
        let found = sold_instead(asked, column);
        (!found.is_empty()).then_some((column, found))
    });
    if let Some((column, found)) = &instead {
        let words: Vec<String> = found.iter().map(SettingValue::to_string).collect();
        sentence.push_str(&format!("; sold instead: {} {}", column.text, words.join(", ")));
    }
    let column = instead.map(|(column, _)| column).or(columns.last());
    Error::new(ErrorKind::NotSold, column.map_or("/operation".to_owned(), pointer), sentence)
}

fn sold_instead(asked: &Asked, column: &Column) -> Vec<SettingValue> {
    let setting = column.slot.and_then(|slot| Some((slot, asked.setting(slot)?)));
    if let Some((slot, setting)) = setting {
        let choices = choices(&setting.kind).unwrap_or_default();
        return of_setting(asked, slot, &setting.name, choices).sold;
    }
    let mut sold = Vec::new();
    if &*column.text == "plan" {
        for plan in 0..=asked.catalog.plans.len() {
            let mut with = asked.with(asked.slots.clone(), asked.open.clone());
            with.plan = plan;
            if is_sold(&with) {
                let id = with.held_plan().map_or("none", |plan| &*plan.id);
                sold.push(SettingValue::Text(id.to_owned()));
            }
        }
    }
    sold
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
