//! Settings and choices that are new, gone or different.

use super::difference::ChangeKind;
use super::price::price;
use super::subject::credits;
use super::words::{inside, qualifier};
use crate::amount::grouped;
use crate::catalog::program::{Kind, NumberRange, Operation, Setting};
use crate::catalog::{Catalog, Request, SettingValue};

/// A change and its sentence, without the date.
pub(super) type Told = (ChangeKind, String);

/// The changes of an operation's settings. What a new choice costs is part of the sentence.
pub(super) fn settings(old: &Operation, after: &Catalog, new: &Operation) -> Vec<Told> {
    let name = &new.name;
    let mut told = Vec::new();
    if old.name != *name {
        told.push((ChangeKind::Other, format!("{} is now called {name}", old.name)));
    }
    for setting in &new.settings {
        match named(old, setting) {
            Some(known) => both(after, new, known, setting, &mut told),
            None => {
                let label = inside(&setting.label);
                told.push((ChangeKind::Other, format!("{name} has a new setting: {label}")));
            }
        }
    }
    let gone = old.settings.iter().filter(|setting| named(new, setting).is_none());
    told.extend(gone.map(|setting| {
        let label = inside(&setting.label);
        (ChangeKind::Other, format!("{name} no longer has the setting {label}"))
    }));
    told
}

fn named<'o>(operation: &'o Operation, setting: &Setting) -> Option<&'o Setting> {
    operation.settings.iter().find(|known| known.name == setting.name)
}

/// The changes of one setting that both versions have.
fn both(
    after: &Catalog,
    operation: &Operation,
    old: &Setting,
    new: &Setting,
    told: &mut Vec<Told>,
) {
    let name = &operation.name;
    let (was, is) = (choices(old), choices(new));
    for value in is.iter().filter(|value| !was.is_empty() && !was.contains(value)) {
        let mut request = Request::new(&*operation.id);
        request.run.settings = vec![(new.name.to_string(), value.clone())];
        let cost = credits(after).price(&price(after, &request));
        let (_, with) = qualifier(operation, new, std::slice::from_ref(value));
        told.push((ChangeKind::Added, format!("New: {name}{with}, {cost}")));
    }
    for value in was.iter().filter(|value| !is.is_empty() && !is.contains(value)) {
        let (_, with) = qualifier(operation, old, std::slice::from_ref(value));
        told.push((ChangeKind::Removed, format!("No longer offered: {name}{with}")));
    }
    let label = inside(&new.label);
    if let (Kind::Number(was), Kind::Number(is)) = (&old.kind, &new.kind)
        && (was.min, was.max) != (is.min, is.max)
    {
        let change = format!("{} → {}", bounds(was), bounds(is));
        told.push((ChangeKind::Other, format!("{name}, {label}: {change}")));
    }
    let default = |setting: &Setting| Some(setting.value(setting.default.as_ref()?));
    if let (was, Some(is)) = (default(old), default(new))
        && was.as_ref() != Some(&is)
    {
        let was = was.map(|was| format!(", before {was}")).unwrap_or_default();
        told.push((ChangeKind::Other, format!("{name}: {label} is {is} by default{was}")));
    }
}

/// The values to choose from; none for numbers and lists.
fn choices(setting: &Setting) -> Vec<SettingValue> {
    match &setting.kind {
        Kind::Choice(names) => names.iter().cloned().map(SettingValue::Text).collect(),
        Kind::Numbers(numbers) => numbers.iter().copied().map(SettingValue::Number).collect(),
        Kind::Flag | Kind::Number(_) | Kind::List { .. } => Vec::new(),
    }
}

fn bounds(range: &NumberRange) -> String {
    match (range.min, range.max) {
        (Some(min), Some(max)) => format!("{} to {}", grouped(min), grouped(max)),
        (Some(min), None) => format!("{} or more", grouped(min)),
        (None, Some(max)) => format!("up to {}", grouped(max)),
        (None, None) => "any number".to_owned(),
    }
}
