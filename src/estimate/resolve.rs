//! A request's names become slots; every value is checked against its setting.

use super::asked::{ResolvedRequest, SlotValue};
use super::forbidden;
use crate::amount::{Decimal, Fraction, Number};
use crate::calendar::Moment;
use crate::catalog::program::{Held, Kind, Operation, Setting, Slot};
use crate::catalog::{Checked, Request, SettingValue};
use crate::error::{Error, ErrorKind, Errors, nearest_hint};
use crate::order::sorted;

/// Resolves every name of a request, and refuses combinations that limits do not allow.
pub(crate) fn resolve<'c>(
    catalog: &'c Checked,
    request: &Request,
) -> Result<ResolvedRequest<'c>, Errors> {
    let asked = looked_up(catalog, request)?;
    match forbidden::refused(&asked) {
        Some(error) => Err(error.into()),
        None => Ok(asked),
    }
}

/// Resolves every name of a request.
pub(crate) fn looked_up<'c>(
    catalog: &'c Checked,
    request: &Request,
) -> Result<ResolvedRequest<'c>, Errors> {
    let mut errors = Vec::new();
    let operation = catalog.operation(&request.operation)?;
    let run = &request.run;
    let plan = run.plan.as_deref().map_or(Some(None), |id| match id {
        "none" => Some(None),
        id => catalog.plan(id).map(Some),
    });
    if plan.is_none() {
        errors.push(unknown_plan(catalog, run.plan.as_deref().unwrap_or("")));
    }
    let runs = run.runs.unwrap_or(1);
    if runs == 0 {
        errors.push(Error::new(ErrorKind::OutOfRange, "/runs", "expected at least 1, found 0"));
    }
    let at = run.at.unwrap_or(catalog.document.as_of.midnight());
    let any_time = run.at.is_none() && !operation.windows.is_empty();
    let first = operation.moments.first().filter(|_| any_time);
    let mut asked = ResolvedRequest {
        catalog,
        operation,
        runs,
        plan: plan.flatten(),
        at,
        moment: first.copied().unwrap_or_else(|| Moment::at(&operation.windows, at)),
        any_time,
        used: used(catalog, operation, &run.used, &mut errors),
        metered: metered(catalog, &run.used),
        slots: Vec::with_capacity(operation.settings.len() + 1),
        open: Vec::new(),
    };
    fill(&mut asked, &run.settings, &mut errors);
    check_names(operation, &run.settings, &mut errors);
    Errors::check(errors)?;
    if asked.open.len() > 1 {
        // By name, so that the order of keys in a catalog does not matter.
        let name = |slot: &Slot| asked.setting(*slot).map(|setting| &setting.name);
        asked.open = sorted(&asked.open, |a, b| name(a).cmp(&name(b))).copied().collect();
    }
    Ok(asked)
}

fn fill(asked: &mut ResolvedRequest, given: &[(String, SettingValue)], errors: &mut Vec<Error>) {
    asked.slots.push(SlotValue::exactly(Decimal::from(asked.runs)));
    for (i, setting) in asked.operation.settings.iter().enumerate() {
        let value = given.iter().find(|(name, _)| **name == *setting.name);
        let filled = match value {
            Some((_, value)) => hold(asked.operation, i, value).unwrap_or_else(|error| {
                errors.push(error);
                SlotValue::Absent
            }),
            None => match &setting.default {
                Some(held) => filled(held),
                None => left_out(setting),
            },
        };
        if matches!(filled, SlotValue::Open) {
            asked.open.push(i + 1);
        }
        asked.slots.push(filled);
    }
}

/// The use of each meter of the operation, as the request states it; `None` if it does not.
pub(crate) fn used(
    catalog: &Checked,
    operation: &Operation,
    given: &[(String, Decimal)],
    errors: &mut Vec<Error>,
) -> Vec<Number> {
    let meters = &catalog.document.meters;
    for (name, amount) in given {
        let pointer = || format!("/used/{}", crate::json::escape(name));
        if !meters.iter().any(|(known, _)| known == name) {
            let names: Vec<&str> = meters.iter().map(|(known, _)| known.as_str()).collect();
            let hint = nearest_hint(name, &names);
            let sentence = format!("the catalog has no meter `{name}`{hint}");
            errors.push(Error::new(ErrorKind::UnknownName, pointer(), sentence));
        } else if amount.is_negative() {
            let sentence = format!("expected at least 0, found {amount}");
            errors.push(Error::new(ErrorKind::OutOfRange, pointer(), sentence));
        }
    }
    let of = |place: &usize| {
        let (meter, _) = meters.get(*place)?;
        given.iter().find(|(name, _)| name == meter).map(|(_, amount)| *amount)
    };
    operation
        .meters
        .iter()
        .map(|place| Number::from_decimal(of(place).unwrap_or_default()))
        .collect()
}

pub(crate) fn metered(catalog: &Checked, given: &[(String, Decimal)]) -> Vec<usize> {
    let is_given = |name: &str| given.iter().any(|(known, _)| known == name);
    let meters = catalog.document.meters.iter().enumerate();
    meters.filter(|(_, (name, _))| is_given(name)).map(|(place, _)| place).collect()
}

fn hold(operation: &Operation, place: usize, value: &SettingValue) -> Result<SlotValue, Error> {
    let Some(setting) = operation.settings.get(place) else { return Ok(SlotValue::Absent) };
    setting.hold(value).map(|held| filled(&held)).map_err(|mut expected| {
        for limit in operation.limits.iter().filter(|limit| limit.slot == place + 1) {
            expected.push_str(", ");
            expected.push_str(&limit.words);
        }
        let pointer = format!("/settings/{}", setting.name);
        let sentence = format!("expected {expected}, found `{value}`");
        Error::new(ErrorKind::OutOfRange, pointer, sentence)
    })
}

pub(crate) fn filled(held: &Held) -> SlotValue {
    match held {
        Held::Number(n) => SlotValue::exactly(*n),
        Held::Choice(i) => SlotValue::Choice(*i),
        Held::Flag(b) => SlotValue::Flag(*b),
        Held::Other(value) => SlotValue::Other(value.clone()),
        Held::List(items) => {
            SlotValue::List(items.iter().copied().map(Fraction::from_decimal).collect())
        }
    }
}

/// No value and no default: absent, open, or known only later.
pub(crate) fn left_out(setting: &Setting) -> SlotValue {
    if setting.optional {
        return SlotValue::Absent;
    }
    let bounded = match &setting.kind {
        Kind::Number(grid) => grid.is_bounded(),
        Kind::List { item, max_items, .. } => {
            item.min.is_some() && item.max.is_some() && max_items.is_some()
        }
        Kind::Numbers(_) | Kind::Choice(_) | Kind::Flag => true,
    };
    // However large such a number is, it has only a few cases.
    let bounded = bounded || setting.picks.is_some();
    if setting.after || !bounded { SlotValue::After } else { SlotValue::Open }
}

fn check_names(operation: &Operation, given: &[(String, SettingValue)], errors: &mut Vec<Error>) {
    for (name, _) in given {
        if !operation.settings.iter().any(|setting| *setting.name == **name) {
            let names: Vec<&str> = operation.settings.iter().map(|s| &*s.name).collect();
            let hint = nearest_hint(name, &names);
            let sentence = format!("`{}` has no setting `{name}`{hint}", operation.id);
            let pointer = format!("/settings/{}", crate::json::escape(name));
            errors.push(Error::new(ErrorKind::UnknownName, pointer, sentence));
        }
    }
}

fn unknown_plan(catalog: &Checked, id: &str) -> Error {
    let ids: Vec<&str> = catalog.plans.iter().map(|plan| &*plan.id).collect();
    Error::unknown_name("/plan", "plan", id, &ids)
}
