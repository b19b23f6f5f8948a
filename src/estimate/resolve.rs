//! A request's names become slots; every value is checked against its setting.

use super::limit;
use crate::amount::{Decimal, Fault, Fraction, Number};
use crate::calendar::{Instant, Moment, Window};
use crate::catalog::program::{Held, Kind, Operation, Plan, Price, Setting, Slot};
use crate::catalog::{Checked, Request, SettingValue};
use crate::error::{Error, ErrorKind, Errors, nearest_hint};
use crate::order::sorted;

/// What a slot is filled with.
#[derive(Clone, Debug)]
pub(crate) enum Filled {
    Number(Number),
    Choice(usize),
    Flag(bool),
    List(Vec<Fraction>),
    /// Any list of so many such items.
    AnyList {
        count: Number,
        item: Number,
    },
    /// Left out, and allowed to be.
    Absent,
    /// Known only after the run, or without bounds.
    After,
    /// One of several choices.
    Open,
    /// A choice that the catalog does not list.
    Other(SettingValue),
}

impl Filled {
    /// One number.
    pub(crate) fn exactly(decimal: Decimal) -> Filled {
        Filled::Number(Number::from_decimal(decimal))
    }
}

/// The first choice that the catalog does not list.
pub(crate) fn unlisted(slots: &[Filled]) -> Option<Slot> {
    slots.iter().position(|filled| matches!(filled, Filled::Other(_)))
}

/// A request whose names have been looked up.
pub(crate) struct Asked<'c> {
    pub(crate) catalog: &'c Checked,
    pub(crate) operation: &'c Operation,
    pub(crate) runs: u32,
    /// 0 for none.
    pub(crate) plan: usize,
    pub(crate) at: Instant,
    /// Which windows of time hold then.
    pub(crate) moment: Moment,
    /// The request named no instant, so any window may hold.
    pub(crate) any_time: bool,
    /// What has been used of each meter of the operation.
    pub(crate) used: Vec<Number>,
    /// Meters of which the request says what was used, by their places in the catalog.
    pub(crate) metered: Vec<usize>,
    /// Slot 0 holds the number of runs.
    pub(crate) slots: Vec<Filled>,
    pub(crate) open: Vec<Slot>,
}

impl<'c> Asked<'c> {
    pub(crate) fn setting(&self, slot: Slot) -> Option<&'c Setting> {
        self.operation.settings.get(slot.checked_sub(1)?)
    }

    pub(crate) fn held_plan(&self) -> Option<&'c Plan> {
        self.catalog.plans.get(self.plan.checked_sub(1)?)
    }

    /// The price that holds while these windows do; one with hours before one without. None
    /// where the calendar ends of a window that it depends on.
    pub(crate) fn price(&self, moment: Moment) -> Option<&'c Price> {
        let (price, depends_on) = self.pick(moment);
        price.filter(|_| moment.first_unknown(depends_on).is_none())
    }

    /// The window whose calendar has ended, when that is why there is no price.
    pub(crate) fn ended(&self) -> Option<&'c Window> {
        let (_, depends_on) = self.pick(self.moment);
        self.operation.windows.get(self.moment.first_unknown(depends_on)?)
    }

    /// A price, and the windows that the answer depends on, as bits.
    fn pick(&self, moment: Moment) -> (Option<&'c Price>, u64) {
        let at = self.at;
        let (mut plain, mut windows) = (None, 0);
        for price in &self.operation.prices {
            if price.from.is_some_and(|from| at < from) || price.until.is_some_and(|u| u <= at) {
                continue;
            }
            match price.hours {
                None => plain = plain.or(Some(price)),
                Some(place) if moment.holds(place) == Some(true) => {
                    return (Some(price), price.follows);
                }
                Some(place) => windows |= 1 << place,
            }
        }
        (plain, windows | plain.map_or(0, |price| price.follows))
    }

    /// The same, with these values and nothing open but these.
    pub(crate) fn with(&self, slots: Vec<Filled>, open: Vec<Slot>) -> Asked<'c> {
        let (used, metered) = (self.used.clone(), self.metered.clone());
        Asked { slots, open, used, metered, ..*self }
    }

    /// Arithmetic that had to stop, as an error at the operation.
    pub(crate) fn fault(&self, fault: Fault) -> Error {
        let (kind, what) = match fault {
            Fault::Inexact => (ErrorKind::Inexact, "an amount no longer fits exact arithmetic"),
            Fault::DivisionByZero => (ErrorKind::DivisionByZero, "a division by zero"),
        };
        let sentence = format!("{what}, in the price at {}", self.operation.pointer);
        Error::new(kind, "/operation", sentence)
    }
}

/// Looks up every name of a request, and refuses what limits between settings do not allow.
pub(crate) fn resolve<'c>(catalog: &'c Checked, request: &Request) -> Result<Asked<'c>, Errors> {
    let asked = looked_up(catalog, request)?;
    match limit::refused(&asked) {
        Some(error) => Err(error.into()),
        None => Ok(asked),
    }
}

/// Looks up every name of a request.
pub(crate) fn looked_up<'c>(catalog: &'c Checked, request: &Request) -> Result<Asked<'c>, Errors> {
    let mut errors = Vec::new();
    let operation = catalog.operation(&request.operation)?;
    let run = &request.run;
    let plan = run.plan.as_deref().map_or(Some(0), |id| match id {
        "none" => Some(0),
        id => catalog.plan(id),
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
    let mut asked = Asked {
        catalog,
        operation,
        runs,
        plan: plan.unwrap_or(0),
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
        // By name: the order of keys in a catalog changes nothing, not even its digest.
        let name = |slot: &Slot| asked.setting(*slot).map(|setting| &setting.name);
        asked.open = sorted(&asked.open, |a, b| name(a).cmp(&name(b))).copied().collect();
    }
    Ok(asked)
}

fn fill(asked: &mut Asked, given: &[(String, SettingValue)], errors: &mut Vec<Error>) {
    asked.slots.push(Filled::exactly(Decimal::from(asked.runs)));
    for (i, setting) in asked.operation.settings.iter().enumerate() {
        let value = given.iter().find(|(name, _)| **name == *setting.name);
        let filled = match value {
            Some((_, value)) => hold(asked.operation, i, value).unwrap_or_else(|error| {
                errors.push(error);
                Filled::Absent
            }),
            None => match &setting.default {
                Some(held) => filled(held),
                None => left_out(setting),
            },
        };
        if matches!(filled, Filled::Open) {
            asked.open.push(i + 1);
        }
        asked.slots.push(filled);
    }
}

/// What a request says was used of each meter of the operation; nothing where it says nothing.
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

fn hold(operation: &Operation, place: usize, value: &SettingValue) -> Result<Filled, Error> {
    let Some(setting) = operation.settings.get(place) else { return Ok(Filled::Absent) };
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

pub(crate) fn filled(held: &Held) -> Filled {
    match held {
        Held::Number(n) => Filled::exactly(*n),
        Held::Choice(i) => Filled::Choice(*i),
        Held::Flag(b) => Filled::Flag(*b),
        Held::Other(value) => Filled::Other(value.clone()),
        Held::List(items) => {
            Filled::List(items.iter().copied().map(Fraction::from_decimal).collect())
        }
    }
}

/// Neither given nor a default: absent, open, or not to be known before.
pub(crate) fn left_out(setting: &Setting) -> Filled {
    if setting.optional {
        return Filled::Absent;
    }
    let bounded = match &setting.kind {
        Kind::Number(grid) => grid.is_bounded(),
        Kind::List { item, max_items, .. } => {
            item.min.is_some() && item.max.is_some() && max_items.is_some()
        }
        Kind::Numbers(_) | Kind::Choice(_) | Kind::Flag => true,
    };
    // However large it is, there are only so many cases.
    let bounded = bounded || setting.picks.is_some();
    if setting.after || !bounded { Filled::After } else { Filled::Open }
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
    let hint = nearest_hint(id, &ids);
    Error::new(ErrorKind::UnknownName, "/plan", format!("there is no plan `{id}`{hint}"))
}
