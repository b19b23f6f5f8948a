//! Limits between settings.

use super::asked::{SlotValue, unlisted};
use super::evaluate::{Env, Interrupt, Truth};
use super::value::value;
use crate::amount::{Fault, Fraction, Number};
use crate::calendar::Moment;
use crate::catalog::id::PlanId;
use crate::catalog::program::{
    Condition, Expression, Kind, Limit, LimitRule, Limited, NumberRange, Operation, Setting, Slot,
};
use crate::error::{Error, ErrorKind};
use std::cmp::Ordering;

/// The limit that the values of a preview break.
pub(super) fn broken_by(
    operation: &Operation,
    plan: Option<PlanId>,
    moment: Moment,
    slots: &[SlotValue],
) -> Result<Option<Error>, Fault> {
    if operation.limits.is_empty() || unlisted(slots).is_some() {
        return Ok(None);
    }
    let limit = broken(&operation.limits, plan, moment, slots)?;
    Ok(limit.map(|limit| sentence(operation, slots, limit)))
}

/// The first limit that these values certainly break.
pub(super) fn broken<'l>(
    limits: &'l [Limit],
    plan: Option<PlanId>,
    moment: Moment,
    slots: &[SlotValue],
) -> Result<Option<&'l Limit>, Fault> {
    let mut env = Env::of_settings(slots, plan, moment);
    for limit in limits {
        if env.breaks(limit)? {
            return Ok(Some(limit));
        }
    }
    Ok(None)
}

/// Narrows spans to what limits allow. Returns the first limit that leaves no value.
pub(super) fn narrow<'l>(
    limits: &'l [Limit],
    plan: Option<PlanId>,
    moment: Moment,
    slots: &mut [SlotValue],
) -> Result<Option<&'l Limit>, Fault> {
    for limit in limits {
        let mut env = Env::of_settings(slots, plan, moment);
        if env.breaks(limit)? {
            return Ok(Some(limit));
        }
        let (limited, bound, side) = match &limit.rule {
            LimitRule::AtLeast(limited, bound) => (*limited, bound, Side::Least),
            LimitRule::AtMost(limited, bound) => (*limited, bound, Side::Most),
            LimitRule::Only(..) => continue,
        };
        let Some(bound) = env.bound(bound)? else { continue };
        let part = match (slots.get_mut(limit.slot), limited) {
            (Some(SlotValue::Number(number)), Limited::Value) => number,
            (Some(SlotValue::AnyList { item, .. }), Limited::Value) => item,
            (Some(SlotValue::AnyList { count, .. }), Limited::Items) => count,
            _ => continue,
        };
        if part.is_span() {
            *part = side.cut(part, &bound)?;
        }
    }
    Ok(None)
}

/// The end of a value that a limit restricts.
#[derive(Clone, Copy)]
enum Side {
    Least,
    Most,
}

impl Side {
    /// The remaining span, cut at the loosest value of the bound.
    fn cut(self, span: &Number, bound: &Number) -> Result<Number, Fault> {
        Ok(match self {
            Side::Least => Number::span(span.low().max(&bound.low())?, span.high()),
            Side::Most => Number::span(span.low(), span.high().min(&bound.high())?),
        })
    }
}

/// Any value of an open setting; without bounds the setting stays open.
pub(super) fn span(kind: &Kind) -> SlotValue {
    bounded(kind).unwrap_or(SlotValue::Open)
}

fn bounded(kind: &Kind) -> Option<SlotValue> {
    let between = |grid: &NumberRange| {
        let (min, max) = (Fraction::from_decimal(grid.min?), Fraction::from_decimal(grid.max?));
        Some(Number::span(min, max))
    };
    let items = |n: u32| Fraction::integer(i128::from(n));
    match kind {
        Kind::Number(grid) => between(grid).map(SlotValue::Number),
        Kind::List { item, min_items, max_items } => Some(SlotValue::AnyList {
            count: Number::span(items(*min_items), items((*max_items)?)),
            item: between(item)?,
        }),
        Kind::Numbers(_) | Kind::Choice(_) | Kind::Flag => None,
    }
}

impl Env<'_, '_> {
    /// Whether no open value keeps the limit.
    fn breaks(&mut self, limit: &Limit) -> Result<bool, Fault> {
        let (limited, bound, side) = match &limit.rule {
            LimitRule::AtLeast(limited, bound) => (*limited, bound, Side::Least),
            LimitRule::AtMost(limited, bound) => (*limited, bound, Side::Most),
            LimitRule::Only(conditions) => {
                let [chosen, condition] = &**conditions;
                return Ok(self.truth(chosen)? == Truth::Yes && self.truth(condition)? == Truth::No);
            }
        };
        let Some(end) = end(self.slot(limit.slot), limited, side)? else { return Ok(false) };
        let Some(bound) = self.bound(bound)? else { return Ok(false) };
        Ok(match side {
            Side::Least => end.compare(&bound.low())? == Ordering::Less,
            Side::Most => end.compare(&bound.high())? == Ordering::Greater,
        })
    }

    /// `None` if it is known only after the run.
    fn bound(&mut self, bound: &Expression) -> Result<Option<Number>, Fault> {
        match self.number(bound) {
            Ok(number) => Ok(Some(number)),
            Err(Interrupt::MissingPrice(_) | Interrupt::Refused(_)) => Ok(None),
            Err(Interrupt::Fault(fault)) => Err(fault),
        }
    }

    fn truth(&mut self, condition: &Condition) -> Result<Truth, Fault> {
        match self.holds(condition) {
            Ok(truth) => Ok(truth),
            Err(Interrupt::MissingPrice(_) | Interrupt::Refused(_)) => Ok(Truth::Maybe),
            Err(Interrupt::Fault(fault)) => Err(fault),
        }
    }
}

/// The end of a value that decides whether a limit is broken: for a given value the outer end, for
/// an open one the inner end.
fn end(filled: &SlotValue, limited: Limited, side: Side) -> Result<Option<Fraction>, Fault> {
    let inner = |number: &Number| match side {
        Side::Least => number.high(),
        Side::Most => number.low(),
    };
    Ok(match (filled, limited) {
        (SlotValue::Number(number), Limited::Value) => Some(inner(number)),
        (SlotValue::AnyList { item, .. }, Limited::Value) => Some(inner(item)),
        (SlotValue::AnyList { count, .. }, Limited::Items) => Some(inner(count)),
        (SlotValue::List(items), Limited::Items) => {
            i128::try_from(items.len()).ok().map(Fraction::integer)
        }
        (SlotValue::List(items), Limited::Value) => {
            let mut outer: Option<Fraction> = None;
            for item in items {
                outer = Some(match (outer, side) {
                    (None, _) => *item,
                    (Some(outer), Side::Least) => outer.min(item)?,
                    (Some(outer), Side::Most) => outer.max(item)?,
                });
            }
            outer
        }
        _ => None,
    })
}

/// The requested value, the allowed ones, and the settings that decide this.
pub(super) fn sentence(operation: &Operation, slots: &[SlotValue], limit: &Limit) -> Error {
    let name = |slot: Slot| setting(operation, slot).map_or("runs", |setting| &setting.name);
    let shown = |slot: Slot| shown(operation, slots, slot);
    let found = match &limit.rule {
        LimitRule::Only(..) => String::new(),
        _ => format!(", found {}", shown(limit.slot)),
    };
    let mut others = String::new();
    for slot in &limit.others {
        others.push_str(if others.is_empty() { ": " } else { ", " });
        others.push_str(&format!("`{}` is {}", name(*slot), shown(*slot)));
    }
    let name = name(limit.slot);
    let sentence = format!("`{name}` can be {}{found}{others}", limit.words);
    Error::new(ErrorKind::OutOfRange, format!("/settings/{name}"), sentence)
}

fn setting(operation: &Operation, slot: Slot) -> Option<&Setting> {
    operation.settings.get(slot.checked_sub(1)?)
}

/// The value of a setting, as far as it is known.
fn shown(operation: &Operation, slots: &[SlotValue], slot: Slot) -> String {
    let filled = slots.get(slot).unwrap_or(&SlotValue::Absent);
    let end = |end: Fraction| end.to_decimal().unwrap_or_default();
    match (filled, setting(operation, slot).map(|setting| &setting.kind)) {
        (SlotValue::Number(span), _) if span.is_span() => {
            format!("from {} to {}", end(span.low()), end(span.high()))
        }
        (SlotValue::Number(number), _) => number.to_decimal().unwrap_or_default().to_string(),
        (SlotValue::Absent, _) => "not given".to_owned(),
        (filled, kind) => {
            let value = kind.and_then(|kind| value(filled, kind));
            value.map_or_else(|| "open".to_owned(), |value| value.to_string())
        }
    }
}
