//! Conditions, and rates from tables.

use super::super::asked::SlotValue;
use super::env::Env;
use super::gap::{Interrupt, MissingPrice, after};
use crate::amount::{Fault, Number};
use crate::catalog::program::{Cells, Condition, Edge, Expression, Limits, Rate, Slot, Table};
use std::cmp::Ordering;

/// Whether a condition holds; for a span of values it may be `Maybe`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    No,
    Maybe,
    Yes,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Truth::Yes } else { Truth::No }
    }
}

impl Truth {
    fn not(self) -> Self {
        match self {
            Truth::No => Truth::Yes,
            Truth::Maybe => Truth::Maybe,
            Truth::Yes => Truth::No,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        if (self as u8) < (other as u8) { self } else { other }
    }

    pub(super) fn or(self, other: Self) -> Self {
        if (self as u8) > (other as u8) { self } else { other }
    }
}

/// The result of a rate.
pub(crate) enum Priced<'c> {
    Number(Number),
    Free,
    Unpriced,
    /// A table has no cell for the request.
    Missing(&'c Table),
    /// Not sold, according to this table.
    NotSold(Option<&'c Table>),
}

impl<'c> Env<'_, 'c> {
    pub(crate) fn holds(&mut self, condition: &Condition) -> Result<Truth, Interrupt<'static>> {
        Ok(match condition {
            Condition::All(list) => {
                let mut all = Truth::Yes;
                for condition in list {
                    all = all.and(self.holds(condition)?);
                }
                all
            }
            Condition::Any(list) => {
                let mut any = Truth::No;
                for condition in list {
                    any = any.or(self.holds(condition)?);
                }
                any
            }
            Condition::Not(inner) => self.holds(inner)?.not(),
            Condition::Choice(slot, mask) => match self.slot(*slot) {
                SlotValue::Choice(i) => mask.get(*i).copied().unwrap_or(false).into(),
                SlotValue::Open => Truth::Maybe,
                SlotValue::After => return Err(after(*slot)),
                _ => Truth::No,
            },
            Condition::Flag(slot, wanted) => match self.slot(*slot) {
                SlotValue::Flag(flag) => (flag == wanted).into(),
                SlotValue::Open => Truth::Maybe,
                SlotValue::After => return Err(after(*slot)),
                _ => Truth::No,
            },
            Condition::Present(slot) => self.present(*slot),
            Condition::Plan(mask) => mask.get(self.plan).copied().unwrap_or(false).into(),
            Condition::Equals(subject, values) => {
                let truth = self.equals(subject, values);
                self.or_maybe(truth)?
            }
            Condition::Bounds(subject, limits) => {
                let truth = self.within(subject, limits);
                self.or_maybe(truth)?
            }
            Condition::Hours(window) => {
                self.moment.holds(*window).map_or(Truth::Maybe, Truth::from)
            }
        })
    }

    /// A condition on an open setting may hold.
    fn or_maybe(
        &self,
        truth: Result<Truth, Interrupt<'static>>,
    ) -> Result<Truth, Interrupt<'static>> {
        match truth {
            Err(Interrupt::MissingPrice(MissingPrice::After(slot))) if self.is_anything(slot) => {
                Ok(Truth::Maybe)
            }
            truth => truth,
        }
    }

    /// Whether a slot without a value represents all its values.
    fn is_anything(&self, slot: Slot) -> bool {
        self.anything || matches!(self.slot(slot), SlotValue::Open)
    }

    /// For a number or choice; other kinds have their own conditions.
    fn present(&self, slot: Slot) -> Truth {
        (!matches!(self.slot(slot), SlotValue::Absent)).into()
    }

    fn equals(
        &mut self,
        subject: &Expression,
        values: &[Number],
    ) -> Result<Truth, Interrupt<'static>> {
        let subject = self.number(subject)?;
        let mut truth = Truth::No;
        for value in values {
            let (low, high) = (subject.compare_low(value)?, subject.compare_high(value)?);
            truth = truth.or(match (low, high) {
                (Ordering::Equal, Ordering::Equal) => Truth::Yes,
                (Ordering::Greater, _) | (_, Ordering::Less) => Truth::No,
                _ => Truth::Maybe,
            });
        }
        Ok(truth)
    }

    fn within(
        &mut self,
        subject: &Expression,
        limits: &Limits,
    ) -> Result<Truth, Interrupt<'static>> {
        let subject = self.number(subject)?;
        let mut truth = Truth::Yes;
        if let Some(min) = &limits.min {
            truth = truth.and(at_least(&subject, &self.number(min)?)?);
        }
        if let Some(max) = &limits.max {
            truth = truth.and(at_least(&self.number(max)?, &subject)?);
        }
        if let Some(above) = &limits.above {
            truth = truth.and(at_least(&self.number(above)?, &subject)?.not());
        }
        if let Some(below) = &limits.below {
            truth = truth.and(at_least(&subject, &self.number(below)?)?.not());
        }
        Ok(truth)
    }

    pub(crate) fn rate(&mut self, rate: &'c Rate) -> Result<Priced<'c>, Interrupt<'c>> {
        match rate {
            Rate::Number(expression) => self.number(expression).map(Priced::Number),
            Rate::Free => Ok(Priced::Free),
            Rate::Unpriced => Ok(Priced::Unpriced),
            Rate::NotSold => Ok(Priced::NotSold(None)),
            Rate::Span(span) => {
                self.published_span = true;
                Ok(Priced::Number(span.clone()))
            }
            Rate::Table(table) => match self.cell(table)? {
                Priced::NotSold(None) => Ok(Priced::NotSold(Some(table))),
                priced => Ok(priced),
            },
        }
    }

    fn cell(&mut self, table: &'c Table) -> Result<Priced<'c>, Interrupt<'c>> {
        let cell = match &table.cells {
            Cells::Choice(slot, cells) => match self.slot(*slot) {
                SlotValue::Choice(i) => cells.get(*i).and_then(Option::as_ref),
                SlotValue::After | SlotValue::Open => return self.any_cell(table, after(*slot)),
                _ => None,
            },
            Cells::Flag(slot, [no, yes]) => match self.slot(*slot) {
                SlotValue::Flag(true) => yes.as_ref(),
                SlotValue::Flag(false) => no.as_ref(),
                SlotValue::After | SlotValue::Open => return self.any_cell(table, after(*slot)),
                _ => None,
            },
            Cells::When(condition, [no, yes]) => match self.holds(condition) {
                Ok(Truth::Yes) => yes.as_ref(),
                Ok(Truth::No) => no.as_ref(),
                Ok(Truth::Maybe) => return self.hull_of(table, [no.as_ref(), yes.as_ref()]),
                Err(stop) => return self.any_cell(table, stop),
            },
            Cells::Plan(cells) => cells.get(self.plan).and_then(Option::as_ref),
            Cells::Exact(column, cells) => match self.number(column) {
                Ok(value) => return self.exact(table, value, cells),
                Err(stop) => return self.any_cell(table, stop),
            },
            Cells::Ranges(column, rows) => match self.number(column) {
                Ok(value) => return self.ranges(table, value, rows),
                Err(stop) => return self.any_cell(table, stop),
            },
        };
        self.or_otherwise(table, cell)
    }

    /// One of several cells that a span reaches.
    fn case(&mut self, rate: &'c Rate) -> Result<Priced<'c>, Interrupt<'c>> {
        match self.rate(rate) {
            Err(Interrupt::MissingPrice(_)) if self.skips_gaps => Ok(Priced::Unpriced),
            priced => priced,
        }
    }

    /// All cells together, if the key has no value and may be anything.
    #[cold]
    fn any_cell(
        &mut self,
        table: &'c Table,
        stop: Interrupt<'c>,
    ) -> Result<Priced<'c>, Interrupt<'c>> {
        match stop {
            Interrupt::MissingPrice(MissingPrice::After(slot)) if self.is_anything(slot) => {}
            _ => return Err(stop),
        }
        match &table.cells {
            Cells::Choice(_, cells) => self.hull_of(table, cells.iter().map(Option::as_ref)),
            Cells::Plan(cells) => self.hull_of(table, cells.all().iter().map(Option::as_ref)),
            Cells::Flag(_, cells) | Cells::When(_, cells) => {
                self.hull_of(table, cells.iter().map(Option::as_ref))
            }
            // A value between the keys has no cell.
            Cells::Exact(_, cells) => {
                self.hull_of(table, cells.iter().map(|(_, rate)| Some(rate)).chain([None]))
            }
            Cells::Ranges(_, rows) => {
                let beyond = rows.last().is_some_and(|(bound, _)| bound.is_some());
                let beyond = beyond.then_some(None);
                self.hull_of(table, rows.iter().map(|(_, rate)| Some(rate)).chain(beyond))
            }
        }
    }

    /// The span of some cells; a missing one counts as the `else`.
    fn hull_of(
        &mut self,
        table: &'c Table,
        cells: impl IntoIterator<Item = Option<&'c Rate>>,
    ) -> Result<Priced<'c>, Interrupt<'c>> {
        let mut found = None;
        for cell in cells {
            let next = self.or_otherwise(table, cell)?;
            found = Some(match found {
                None => next,
                Some(found) => self.hull(found, next)?,
            });
        }
        Ok(found.unwrap_or(Priced::Missing(table)))
    }

    fn or_otherwise(
        &mut self,
        table: &'c Table,
        cell: Option<&'c Rate>,
    ) -> Result<Priced<'c>, Interrupt<'c>> {
        match cell.or(table.otherwise.as_ref()) {
            Some(rate) => self.case(rate),
            None => Ok(Priced::Missing(table)),
        }
    }

    fn exact(
        &mut self,
        table: &'c Table,
        value: Number,
        cells: &'c [(Number, Rate)],
    ) -> Result<Priced<'c>, Interrupt<'c>> {
        if value.compare_high(&value)?.is_eq() {
            let mut cell = None;
            for (key, rate) in cells {
                if value.compare_low(key)?.is_eq() {
                    cell = Some(rate);
                }
            }
            return self.or_otherwise(table, cell);
        }
        // Some value of the span is between the keys, so without `else` it has no cell.
        let mut found = self.or_otherwise(table, None)?;
        for (key, rate) in cells {
            if value.compare_low(key)?.is_le() && value.compare_high(key)?.is_ge() {
                let next = self.case(rate)?;
                found = self.hull(found, next)?;
            }
        }
        Ok(found)
    }

    fn ranges(
        &mut self,
        table: &'c Table,
        value: Number,
        rows: &'c [(Option<Edge>, Rate)],
    ) -> Result<Priced<'c>, Interrupt<'c>> {
        let mut found: Option<Priced<'c>> = None;
        for (bound, rate) in rows {
            let reaches = |compare: fn(&Number, &Number) -> Result<Ordering, Fault>| match bound {
                None => Ok(true),
                Some(bound) => {
                    let order = compare(&value, &bound.at)?;
                    Ok::<_, Fault>(order.is_lt() || bound.included && order.is_eq())
                }
            };
            if found.is_none() && !reaches(Number::compare_low)? {
                continue;
            }
            let next = self.case(rate)?;
            found = Some(match found {
                None => next,
                Some(found) => self.hull(found, next)?,
            });
            if reaches(Number::compare_high)? {
                return Ok(found.unwrap_or(Priced::Missing(table)));
            }
        }
        let beyond = self.or_otherwise(table, None)?;
        match found {
            None => Ok(beyond),
            Some(found) => Ok(self.hull(found, beyond)?),
        }
    }

    fn hull(&mut self, a: Priced<'c>, b: Priced<'c>) -> Result<Priced<'c>, Fault> {
        Ok(match (a, b) {
            // Cells that are not sold are no cases.
            (Priced::NotSold(_), other) | (other, Priced::NotSold(_)) => {
                self.refuses_some = true;
                other
            }
            (Priced::Missing(_) | Priced::Unpriced, other)
            | (other, Priced::Missing(_) | Priced::Unpriced)
                if self.skips_gaps =>
            {
                other
            }
            (Priced::Missing(table), _) | (_, Priced::Missing(table)) => Priced::Missing(table),
            (Priced::Unpriced, _) | (_, Priced::Unpriced) => Priced::Unpriced,
            (Priced::Free, Priced::Free) => Priced::Free,
            (Priced::Number(x), Priced::Free) | (Priced::Free, Priced::Number(x)) => {
                self.some_free = true;
                Priced::Number(x.hull(&Number::ZERO)?)
            }
            (Priced::Number(x), Priced::Number(y)) => Priced::Number(x.hull(&y)?),
        })
    }
}

fn at_least(a: &Number, b: &Number) -> Result<Truth, Fault> {
    Ok(if a.low().compare(&b.high())?.is_ge() {
        Truth::Yes
    } else if a.high().compare(&b.low())?.is_lt() {
        Truth::No
    } else {
        Truth::Maybe
    })
}
