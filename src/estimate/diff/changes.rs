//! The changes of a new version as a customer would read them.

use super::account::account;
use super::boxes::boxes;
use super::cells::{Axes, Cell, Point, cells, effective};
use super::difference::{ChangeKind, Difference};
use super::operation::added;
use super::price::{NOT_OFFERED, ends, price};
use super::rates::rates;
use super::sections::general;
use super::settings::{Told, settings};
use super::subject::{Area, credits, subject};
use super::words::dated;
use crate::amount::{Decimal, Fraction};
use crate::calendar::Instant;
use crate::catalog::program::{Kind, NumberRange, Operation, Setting};
use crate::catalog::{Catalog, PriceRules, Request, SettingValue};
use crate::error::Errors;
use serde::Serialize;

/// Maximum number of sentences about the prices of one operation; the rest is counted.
const MOST: usize = 24;

/// A change in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What it means for a customer.
    pub kind: ChangeKind,
    /// The sentence, by names and with its date:
    /// `Sketch at 4K: 98 → 110 credits from 1 December 2026`.
    pub sentence: String,
    /// Since when it holds: the beginning of the price's validity, or else the date of the new
    /// catalog.
    pub from: Instant,
}

/// Compares two versions for customers: what gets dearer, cheaper, what is new, what is no longer
/// sold, and what else changes, in this order. Cases that change alike are one sentence; it tells the
/// rates instead if these are fewer, or if the cost depends on a number that every request gives.
/// A price on a plan that follows from its cost factor is left out.
/// [`diff`](crate::diff) lists everything.
///
/// ```
/// use drawdown::{Catalog, changes};
/// let version = |version: &str, rate: &str| Catalog::from_json(&format!(r#"{{
///     "catalog": "example", "version": "{version}", "as_of": "2026-12-01",
///     "credit": {{ "name": "credit", "plural": "credits", "step": "1" }}, "operations": [ {{
///       "id": "sketch", "name": "Sketch", "settings": {{ "size": {{ "choice": ["2K", "4K"] }} }},
///       "price": [ {{ "line": "image", "rate": {{ "by": "size", "2K": "49", "4K": "{rate}" }} }} ]
///     }} ] }}"#));
/// let changes = changes(&version("1", "98")?, &version("2", "110")?)?;
/// assert_eq!(changes[0].sentence, "Sketch at 4K: 98 → 110 credits from 1 December 2026");
/// # Ok::<(), drawdown::Errors>(())
/// ```
///
/// # Errors
/// Errors in the operations of an [opened](Catalog::open) catalog.
pub fn changes(before: &Catalog, after: &Catalog) -> Result<Vec<Change>, Errors> {
    let (old, new) = (before.checked(), after.checked());
    let now = after.as_of().midnight();
    let mut found = Vec::new();
    for (place, head) in new.heads().iter().enumerate() {
        let operation = new.operation_at(place)?;
        match old.head(&head.id) {
            Some((place, _)) => {
                let versions =
                    Both { before, old: old.operation_at(place)?, after, new: operation };
                versions.changes(&mut found)?;
            }
            None => {
                let Difference { kind, sentence, from, after: price, .. } =
                    added(before, after, operation)?;
                if price.as_deref() != Some(NOT_OFFERED) {
                    found.push(Change { kind, sentence, from });
                }
            }
        }
    }
    for head in old.heads().iter().filter(|head| new.head(&head.id).is_none()) {
        let sentence = format!("No longer offered: {}", head.name());
        found.push(Change::new((ChangeKind::Removed, sentence), now));
    }
    let rest = account(before, after).into_iter().chain(general(before, after));
    found.extend(rest.map(|told| Change::new(told, now)));
    found.sort_by_key(|change| change.kind);
    Ok(found)
}

impl Change {
    fn new((kind, sentence): Told, from: Instant) -> Self {
        Change { kind, sentence: dated(&sentence, from), from }
    }
}

/// An operation of both versions.
struct Both<'c> {
    before: &'c Catalog,
    old: &'c Operation,
    after: &'c Catalog,
    new: &'c Operation,
}

impl Both<'_> {
    fn changes(&self, found: &mut Vec<Change>) -> Result<(), Errors> {
        let now = effective(self.before, self.after, self.new);
        self.prices(now, found)?;
        let settings = settings(self.old, self.after, self.new);
        found.extend(settings.into_iter().map(|told| Change::new(told, now)));
        found.extend(self.gates()?.into_iter().map(|told| Change::new(told, now)));
        Ok(())
    }

    /// What cases cost, or the rates if these are fewer sentences.
    fn prices(&self, now: Instant, found: &mut Vec<Change>) -> Result<(), Errors> {
        let (old, new) = ((self.before, self.old), (self.after, self.new));
        let rates = rates(old, new)?.into_iter();
        let mut rates: Vec<Change> = rates
            .map(|rated| Change::new((rated.kind, rated.sentence), rated.from.unwrap_or(now)))
            .collect();
        let mut all = Vec::new();
        if self.new.settings.iter().any(is_open) {
            all = rates;
        } else {
            let (axes, cells) = cells(old, new);
            self.cells(&axes, &cells, now, &mut all);
            if all.is_empty() {
                // Rules that are written in another way change no price.
                rates.retain(|change| change.kind != ChangeKind::Other);
            }
            if all.is_empty() || !rates.is_empty() && rates.len() < all.len() {
                all = rates;
            }
        }
        if all.is_empty() && self.differs_elsewhere() {
            let sentence = format!("{}: the price is computed in another way", self.new.name);
            all.push(Change::new((ChangeKind::Other, sentence), now));
        }
        if let Some(more) = all.len().checked_sub(MOST).filter(|more| *more > 0) {
            all.sort_by_key(|change| change.kind);
            all.truncate(MOST);
            let sentence = format!("{}: {more} more prices change", self.new.name);
            all.push(Change::new((ChangeKind::Other, sentence), now));
        }
        found.extend(all);
        Ok(())
    }

    /// Whether some number other than the default has another price: a condition, a quantity or a
    /// bound that no case shows.
    fn differs_elsewhere(&self) -> bool {
        let mut request = Request::new(&*self.new.id);
        self.new.settings.iter().any(|setting| {
            let Kind::Number(range) = &setting.kind else { return false };
            ladder(range).any(|number| {
                let value = SettingValue::Number(number);
                request.run.settings = vec![(setting.name.to_string(), value)];
                price(self.before, &request) != price(self.after, &request)
            })
        })
    }

    /// Cases with the same prices before and after, together.
    fn cells(&self, axes: &Axes, cells: &[Cell], now: Instant, found: &mut Vec<Change>) {
        let mut groups: Vec<(&Cell, Vec<&Point>)> = Vec::new();
        let is_by_plan = self.is_by_plan();
        for cell in cells.iter().filter(|cell| !self.follows(cell, is_by_plan)) {
            match groups.iter_mut().find(|(known, _)| known.plan == cell.plan && same(known, cell))
            {
                Some((_, points)) => points.push(&cell.point),
                None => groups.push((cell, vec![&cell.point])),
            }
        }
        for (cell, points) in &groups {
            // What also holds without a plan is told once.
            let is_told = |(known, told): &(&Cell, Vec<&Point>)| {
                known.plan.is_none() && same(known, cell) && points.iter().all(|p| told.contains(p))
            };
            if cell.plan.is_none() || !groups.iter().any(is_told) {
                let areas = boxes(self.new, axes, points);
                found.extend(areas.iter().map(|area| self.of_area(cell, area, now)));
            }
        }
    }

    fn of_area(&self, cell: &Cell, area: &Area, now: Instant) -> Change {
        let subject = subject(self.after, self.new, area, cell.plan.as_deref());
        let change = credits(self.after).change(&cell.before, &cell.after);
        let kind = ChangeKind::of_price(&cell.before, &cell.after);
        Change::new((kind, format!("{subject}: {change}")), cell.from.unwrap_or(now))
    }

    /// Whether a rule names a plan, in either version.
    fn is_by_plan(&self) -> bool {
        let rules = [self.before.price_rules(&self.old.id), self.after.price_rules(&self.new.id)];
        let named = |rules: PriceRules| rules.rules.iter().any(|rule| rule.case.contains("plan "));
        rules.into_iter().flatten().any(named)
    }

    /// Whether the price on a plan follows from that without one by the plan's factor, in both
    /// versions: it does unless a rule names the plan, and then it may.
    fn follows(&self, cell: &Cell, is_by_plan: bool) -> bool {
        let Some(plan) = cell.plan.as_deref() else { return false };
        let mut request = Request::new(&*self.new.id);
        request.run.settings.clone_from(&cell.point);
        request.run.at = cell.from;
        let sides = [(self.before, &cell.before), (self.after, &cell.after)];
        let factors = sides.map(|(catalog, _)| {
            let plans = &catalog.checked().plans;
            plans.iter().find(|known| *known.id == *plan)?.cost_factor
        });
        let is_times_the_factor = || {
            sides.into_iter().zip(factors).all(|((catalog, shown), factor)| {
                let factor = factor.unwrap_or(Fraction::integer(1));
                let step = catalog.checked().document.credit.step;
                is_times(shown, &price(catalog, &request), factor, step).unwrap_or(false)
            })
        };
        factors.iter().any(Option::is_some) && (!is_by_plan || is_times_the_factor())
    }

    /// Rules about who may use it.
    fn gates(&self) -> Result<Vec<Told>, Errors> {
        let old = self.before.price_rules(&self.old.id)?.gates;
        let new = self.after.price_rules(&self.new.id)?.gates;
        let name = &self.new.name;
        let fresh = new.iter().filter(|gate| !old.contains(gate));
        let fresh = fresh.map(|gate| (ChangeKind::Other, format!("{name}: {gate}")));
        let gone = old.iter().filter(|gate| !new.contains(gate));
        let gone = gone.map(|gate| (ChangeKind::Other, format!("{name}, no longer: {gate}")));
        Ok(fresh.chain(gone).collect())
    }
}

/// Numbers of every size between the bounds, and the bounds.
fn ladder(range: &NumberRange) -> impl Iterator<Item = Decimal> {
    let sizes = (0..9_u32).flat_map(|zeros| [1, 2, 5].map(|first| first * 10_u32.pow(zeros)));
    let is_between = |number: &Decimal| {
        range.min.is_none_or(|min| *number >= min) && range.max.is_none_or(|max| *number <= max)
    };
    sizes.map(Decimal::from).filter(is_between).chain(range.min).chain(range.max)
}

/// Whether a price is another one times a factor, rounded to a step.
fn is_times(price: &str, base: &str, factor: Fraction, step: Decimal) -> Option<bool> {
    let (price, base) = (ends(price)?, ends(base)?);
    let is_near = |price: Decimal, base: Decimal| {
        let exact = Fraction::from_decimal(base).mul(&factor).ok()?;
        let off = Fraction::from_decimal(price).sub(&exact).ok()?;
        let off = if off.is_negative() { off.negated().ok()? } else { off };
        Some(off.compare(&Fraction::from_decimal(step)).ok()?.is_lt())
    };
    Some(is_near(price.0, base.0)? && is_near(price.1, base.1)?)
}

fn same(a: &Cell, b: &Cell) -> bool {
    (a.from, &a.before, &a.after) == (b.from, &b.before, &b.after)
}

/// Whether a setting has no value by which a customer would know the operation: how much of it is
/// part of every request, or known only after the run.
fn is_open(setting: &Setting) -> bool {
    let is_number = matches!(setting.kind, Kind::Number(_) | Kind::List { .. });
    is_number && setting.default.is_none() && !setting.optional
}
