//! Limits between settings: bounds that are expressions, and choices with a condition.

use super::super::condition_words;
use super::super::expression::Formula;
use super::super::program::{
    Condition, Expression, Kind, Limit, LimitRule, Limited, NumberRange, RUNS, Setting, Slot,
};
use super::super::setting::{ChoiceDocument, ListDocument, NumberDocument, SettingDocument};
use super::Scope;
use super::named::Entry;
use crate::amount::{Arithmetic, Decimal, Fault, Fraction, Mode, Number, Rounding};
use crate::error::ErrorKind;
use crate::json::Path;

impl Scope<'_> {
    /// The limits of all settings, each after the limits it depends on.
    pub(super) fn setting_limits(&self, path: &Path, entries: &[Entry]) -> Vec<Limit> {
        let mut limits = Vec::new();
        for (place, entry) in entries.iter().enumerate() {
            let add = |path: &Path| self.limits_of(path, place + 1, entry.document, &mut limits);
            entry.at(self.log, path, add);
        }
        self.in_order(path, entries, limits)
    }

    fn limits_of(
        &self,
        path: &Path,
        slot: Slot,
        document: &SettingDocument,
        limits: &mut Vec<Limit>,
    ) {
        if let Some(number) = &document.number {
            self.number_limits(&path.key("number"), slot, number, limits);
        }
        if let Some(list) = &document.list {
            self.list_limits(&path.key("list"), slot, list, limits);
        }
        if let Some(choices) = &document.choice {
            self.choice_limits(&path.key("choice"), slot, choices, limits);
        }
    }

    fn number_limits(
        &self,
        path: &Path,
        slot: Slot,
        number: &NumberDocument,
        limits: &mut Vec<Limit>,
    ) {
        let NumberDocument { min, max, step: _ } = number;
        limits.extend(self.bound(path, slot, "min", Limited::Value, min));
        limits.extend(self.bound(path, slot, "max", Limited::Value, max));
    }

    fn list_limits(&self, path: &Path, slot: Slot, list: &ListDocument, limits: &mut Vec<Limit>) {
        let ListDocument { min, max, step: _, min_items, max_items } = list;
        limits.extend(self.bound(path, slot, "min", Limited::Value, min));
        limits.extend(self.bound(path, slot, "max", Limited::Value, max));
        limits.extend(self.bound(path, slot, "min_items", Limited::Items, min_items));
        limits.extend(self.bound(path, slot, "max_items", Limited::Items, max_items));
    }

    fn bound(
        &self,
        path: &Path,
        slot: Slot,
        key: &str,
        limited: Limited,
        bound: &Option<Formula>,
    ) -> Option<Limit> {
        let bound = bound.as_ref().filter(|bound| bound.written_out().is_none())?;
        let expression = self.number(&path.key(key), bound);
        let mut others = Vec::new();
        expression.visit(&mut |slot| others.push(slot));
        let is_least = key.starts_with("min");
        let side = if is_least { "at least" } else { "at most" };
        let items = if limited == Limited::Items { " items" } else { "" };
        let rule = if is_least { LimitRule::AtLeast } else { LimitRule::AtMost };
        Some(Limit {
            slot,
            rule: rule(limited, expression),
            others: distinct(others),
            words: format!("{side} {}{items}", bound.text),
        })
    }

    fn choice_limits(
        &self,
        path: &Path,
        slot: Slot,
        choices: &[ChoiceDocument],
        limits: &mut Vec<Limit>,
    ) {
        for (place, choice) in choices.iter().enumerate() {
            let Some(only) = &choice.only else { continue };
            let Some(setting) = self.setting(slot) else { continue };
            let chosen = match &setting.kind {
                Kind::Numbers(numbers) => {
                    let number = numbers.get(place).copied().unwrap_or_default();
                    Condition::Equals(Expression::Slot(slot), vec![Number::from_decimal(number)])
                }
                _ => Condition::Choice(slot, (0..choices.len()).map(|i| i == place).collect()),
            };
            let condition = self.condition(&path.index(place).key("only"), only);
            let mut others = Vec::new();
            condition.visit(&mut |slot| others.push(slot));
            limits.push(Limit {
                slot,
                rule: LimitRule::Only(Box::new([chosen, condition])),
                others: distinct(others),
                words: format!(
                    "{} only with {}",
                    choice.is,
                    condition_words::condition(self.document, only)
                ),
            });
        }
    }

    /// Sorts limits after those they depend on; logs an error if that is impossible.
    fn in_order(&self, path: &Path, entries: &[Entry], mut limits: Vec<Limit>) -> Vec<Limit> {
        let mut ordered: Vec<Limit> = Vec::with_capacity(limits.len());
        while !limits.is_empty() {
            let waits = |limit: &Limit| {
                limit.others.iter().any(|other| limits.iter().any(|limit| limit.slot == *other))
            };
            let ready: Vec<bool> = limits.iter().map(|limit| !waits(limit)).collect();
            let (now, later) = split(limits, &ready);
            if now.is_empty() {
                self.circle(path, entries, &later);
                ordered.extend(later);
                return ordered;
            }
            ordered.extend(now);
            limits = later;
        }
        ordered
    }

    /// Follows dependencies until a setting repeats.
    fn circle(&self, path: &Path, entries: &[Entry], limits: &[Limit]) {
        let mut passed: Vec<Slot> = limits.first().map(|limit| limit.slot).into_iter().collect();
        let next = |from: Slot| {
            let of = |slot: &Slot| limits.iter().any(|limit| limit.slot == *slot);
            let of_slot = limits.iter().filter(|limit| limit.slot == from);
            of_slot.flat_map(|limit| &limit.others).find(|other| of(other)).copied()
        };
        while let Some(slot) = passed.last().and_then(|slot| next(*slot)) {
            let again = passed.iter().position(|known| *known == slot);
            passed.push(slot);
            if let Some(start) = again {
                let names = passed.iter().skip(start).filter_map(|slot| self.setting(*slot));
                let names: Vec<&str> = names.map(|setting| &*setting.name).collect();
                let sentence = format!("limits in a circle: {}", names.join(" -> "));
                if let Some(entry) = slot.checked_sub(1).and_then(|place| entries.get(place)) {
                    entry.at(self.log, path, |at| self.error(at, ErrorKind::Cycle, sentence));
                }
                return;
            }
        }
    }
}

fn split(limits: Vec<Limit>, ready: &[bool]) -> (Vec<Limit>, Vec<Limit>) {
    let (mut now, mut later) = (Vec::new(), Vec::new());
    for (limit, ready) in limits.into_iter().zip(ready) {
        if *ready { now.push(limit) } else { later.push(limit) }
    }
    (now, later)
}

/// Removes duplicates.
fn distinct(slots: Vec<Slot>) -> Vec<Slot> {
    let mut distinct = Vec::new();
    for slot in slots {
        if !distinct.contains(&slot) {
            distinct.push(slot);
        }
    }
    distinct
}

/// Widens the bounds of settings to the furthest reach of their limits, in the order of the limits.
pub(super) fn widen(settings: &mut [Setting], limits: &[Limit]) {
    for limit in limits {
        let (limited, is_least, reach) = match &limit.rule {
            LimitRule::AtLeast(limited, bound) => (*limited, true, reach(settings, bound)),
            LimitRule::AtMost(limited, bound) => (*limited, false, reach(settings, bound)),
            LimitRule::Only(..) => continue,
        };
        let place = limit.slot.checked_sub(1);
        let setting = place.and_then(|place| settings.get_mut(place));
        if let Some(setting) = setting {
            setting.kind.widen(limited, is_least, &reach);
        }
    }
}

impl Kind {
    fn widen(&mut self, limited: Limited, is_least: bool, reach: &Reach) {
        let whole = |end: Option<Decimal>| u32::try_from(end?.to_integer()?).ok();
        match (self, limited) {
            (Kind::Number(grid) | Kind::List { item: grid, .. }, Limited::Value) => {
                // Steps are then counted from 0, so the minimum must be a step.
                let step = grid.step.filter(|_| is_least);
                let end = end(reach, is_least, step);
                *(if is_least { &mut grid.min } else { &mut grid.max }) = end;
            }
            (Kind::List { min_items, .. }, Limited::Items) if is_least => {
                *min_items = whole(end(reach, true, Some(Decimal::ONE))).unwrap_or(0);
            }
            (Kind::List { max_items, .. }, Limited::Items) => {
                *max_items = whole(end(reach, false, Some(Decimal::ONE)));
            }
            _ => {}
        }
    }
}

/// The furthest decimal, or the furthest step, within reach.
fn end(reach: &Reach, is_least: bool, step: Option<Decimal>) -> Option<Decimal> {
    const FINEST: Decimal = Decimal::from_units(1);
    let step = Fraction::from_decimal(step.unwrap_or(FINEST));
    let (mode, end) = if is_least { (Mode::Ceil, reach.least) } else { (Mode::Floor, reach.most) };
    end?.rounded(mode, step)
}

/// The range of a value; `None` at an unknown end.
#[derive(Clone, Copy, Default)]
struct Reach {
    least: Option<Fraction>,
    most: Option<Fraction>,
}

impl Reach {
    fn of(number: &Number) -> Self {
        Reach { least: Some(number.low()), most: Some(number.high()) }
    }

    fn between(least: Option<Decimal>, most: Option<Decimal>) -> Self {
        let end = |end: Option<Decimal>| end.map(Fraction::from_decimal);
        Reach { least: end(least), most: end(most) }
    }

    fn span(&self) -> Option<Number> {
        Some(Number::span(self.least?, self.most?))
    }

    fn both(arithmetic: Arithmetic, a: Reach, b: Reach) -> Self {
        if let (Some(a), Some(b)) = (a.span(), b.span()) {
            return arithmetic.apply(&a, &b).map_or(Reach::default(), |span| Reach::of(&span));
        }
        let known = |a: Option<Fraction>, b: Option<Fraction>, act: Pick| match (a, b) {
            (Some(a), Some(b)) => act(&a, &b).ok(),
            _ => None,
        };
        let either = |a: Option<Fraction>, b: Option<Fraction>, act: Pick| match (a, b) {
            (Some(_), Some(_)) => known(a, b, act),
            (one, other) => one.or(other),
        };
        match arithmetic {
            Arithmetic::Add => Reach {
                least: known(a.least, b.least, Fraction::add),
                most: known(a.most, b.most, Fraction::add),
            },
            Arithmetic::Min => Reach {
                least: known(a.least, b.least, Fraction::min),
                most: either(a.most, b.most, Fraction::min),
            },
            Arithmetic::Max => Reach {
                least: either(a.least, b.least, Fraction::max),
                most: known(a.most, b.most, Fraction::max),
            },
            _ => Reach::default(),
        }
    }
}

type Pick = fn(&Fraction, &Fraction) -> Result<Fraction, Fault>;

/// The range of an expression.
fn reach(settings: &[Setting], expression: &Expression) -> Reach {
    match expression {
        Expression::Constant(number) => Reach::of(number),
        Expression::Both(arithmetic, operands) => {
            let [a, b] = &**operands;
            Reach::both(*arithmetic, reach(settings, a), reach(settings, b))
        }
        Expression::Rounded(mode, inner) => {
            let rounding = Rounding { mode: *mode, step: Fraction::ONE };
            let end = |end: Option<Fraction>| rounding.apply(&end?).ok();
            let Reach { least, most } = reach(settings, inner);
            Reach { least: end(least), most: end(most) }
        }
        Expression::Slot(RUNS) => Reach { least: Some(Fraction::ONE), most: None },
        Expression::Slot(slot) | Expression::Count(slot) | Expression::Attribute(slot, _) => {
            let setting = slot.checked_sub(1).and_then(|place| settings.get(place));
            setting.map_or(Reach::default(), |setting| of_setting(setting, expression))
        }
        _ => Reach::default(),
    }
}

fn of_setting(setting: &Setting, expression: &Expression) -> Reach {
    let reach = match (expression, &setting.kind) {
        (Expression::Attribute(_, numbers), _) => hull(numbers.iter().cloned()),
        (Expression::Slot(_), Kind::Number(NumberRange { min, max, .. })) => {
            Reach::between(*min, *max)
        }
        (Expression::Slot(_), Kind::Numbers(numbers)) => {
            hull(numbers.iter().map(|n| Number::from_decimal(*n)))
        }
        (Expression::Count(_), Kind::List { min_items, max_items, .. }) => {
            Reach::between(Some((*min_items).into()), max_items.map(Decimal::from))
        }
        _ => Reach::default(),
    };
    if !setting.optional {
        return reach;
    }
    // An absent value counts as 0.
    let zero = |end: Option<Fraction>, act: Pick| act(&end?, &Fraction::ZERO).ok();
    Reach { least: zero(reach.least, Fraction::min), most: zero(reach.most, Fraction::max) }
}

fn hull(mut numbers: impl Iterator<Item = Number>) -> Reach {
    let Some(first) = numbers.next() else { return Reach::default() };
    let all = numbers.try_fold(first, |hull, number| hull.hull(&number));
    all.map_or(Reach::default(), |span| Reach::of(&span))
}
