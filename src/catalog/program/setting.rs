//! Settings: allowed values, and the contents of a slot.

use super::super::SettingValue;
use super::super::program::{Condition, Expression, Slot, Text};
use crate::amount::{Decimal, Number};
use std::borrow::Cow;

#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) name: Text,
    pub(crate) label: String,
    pub(crate) unit: Option<Text>,
    pub(crate) note: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) default: Option<Held>,
    pub(crate) optional: bool,
    pub(crate) after: bool,
    pub(crate) results: bool,
    /// Values that are not listed are allowed too, at an unknown cost.
    pub(crate) others: bool,
    pub(crate) tradable: bool,
    /// The constants that prices compare it with, if they only compare it.
    pub(crate) picks: Option<Picks>,
}

/// The comparisons of a number that only selects a cell or decides a condition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picks {
    /// Constants compared with this setting alone.
    pub(crate) at: Vec<Number>,
    /// It is also compared as a part of an expression.
    pub(crate) within: bool,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Number(NumberRange),
    /// A choice of numbers.
    Numbers(Vec<Decimal>),
    Choice(Vec<String>),
    Flag,
    List {
        item: NumberRange,
        min_items: u32,
        max_items: Option<u32>,
    },
}

/// The range of a number.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NumberRange {
    pub(crate) min: Option<Decimal>,
    pub(crate) max: Option<Decimal>,
    pub(crate) step: Option<Decimal>,
}

/// A limit of one setting by others.
#[derive(Debug)]
pub(crate) struct Limit {
    pub(crate) slot: Slot,
    pub(crate) rule: LimitRule,
    /// The settings it depends on.
    pub(crate) others: Vec<Slot>,
    /// The limit in words: `at most input_tokens`.
    pub(crate) words: String,
}

#[derive(Debug)]
pub(crate) enum LimitRule {
    AtLeast(Limited, Expression),
    AtMost(Limited, Expression),
    /// If the first condition holds, the second must hold.
    Only(Box<[Condition; 2]>),
}

/// The limited property of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limited {
    /// The number itself, or each item of a list.
    Value,
    /// The number of items of a list.
    Items,
}

/// The contents of a slot, once the value is known to be allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    Number(Decimal),
    /// By index in the list.
    Choice(usize),
    Flag(bool),
    List(Vec<Decimal>),
    /// A choice that is not listed.
    Other(SettingValue),
}

impl Limit {
    /// Whether it limits a setting or depends on it.
    pub(crate) fn concerns(&self, slot: Slot) -> bool {
        self.slot == slot || self.others.contains(&slot)
    }
}

impl NumberRange {
    /// Whether it has both ends.
    pub(crate) fn is_bounded(&self) -> bool {
        self.min.is_some() && self.max.is_some()
    }

    /// Whether a value is allowed; otherwise a text of what is.
    pub(crate) fn check(&self, value: Decimal) -> Result<(), String> {
        if self.min.is_some_and(|min| value < min) || self.max.is_some_and(|max| value > max) {
            return Err(self.words());
        }
        let base = self.min.unwrap_or(Decimal::ZERO);
        let on_step = self
            .step
            .is_none_or(|step| value.checked_sub(base).is_some_and(|d| d.is_multiple_of(step)));
        if on_step { Ok(()) } else { Err(self.words()) }
    }

    pub(crate) fn words(&self) -> String {
        let range = match (self.min, self.max) {
            (Some(min), Some(max)) => format!("a number from {min} to {max}"),
            (Some(min), None) => format!("a number of at least {min}"),
            (None, Some(max)) => format!("a number of at most {max}"),
            (None, None) => "a number".to_owned(),
        };
        match self.step {
            Some(step) => format!("{range} in steps of {step}"),
            None => range,
        }
    }

    /// The number of values from `min` to `max`, if there is a step.
    pub(crate) fn len(&self) -> Option<u64> {
        let span = self.max?.checked_sub(self.min?)?.scaled();
        u64::try_from(span / self.step?.scaled()).ok()?.checked_add(1)
    }

    /// The value `n` steps above `min`; `None` if it does not fit.
    pub(crate) fn nth(&self, n: u64) -> Option<Decimal> {
        self.min?.checked_add(self.step?.checked_times(n)?)
    }
}

impl Setting {
    /// The value as a user wrote it.
    pub(crate) fn value(&self, held: &Held) -> SettingValue {
        match (held, &self.kind) {
            (Held::Choice(i), Kind::Choice(names)) => {
                SettingValue::Text(names.get(*i).cloned().unwrap_or_default())
            }
            (Held::Choice(i), _) => SettingValue::Number(Decimal::from(*i as u32)),
            (Held::Number(n), _) => SettingValue::Number(*n),
            (Held::Flag(b), _) => SettingValue::Flag(*b),
            (Held::List(items), _) => SettingValue::List(items.clone()),
            (Held::Other(value), _) => value.clone(),
        }
    }

    /// Reads a value for this setting; otherwise a text of what was expected.
    pub(crate) fn hold(&self, value: &SettingValue) -> Result<Held, String> {
        let listed = self.listed(value);
        let other = match (&self.kind, value) {
            (Kind::Choice(_), SettingValue::Text(_) | SettingValue::Number(_)) => {
                Some(value.clone())
            }
            (Kind::Numbers(_), value) => value.number().map(SettingValue::Number),
            _ => None,
        };
        match other.filter(|_| self.others && listed.is_err()) {
            Some(other) => Ok(Held::Other(other)),
            None => listed,
        }
    }

    /// Like [`Setting::hold`], for listed values only.
    pub(crate) fn listed(&self, value: &SettingValue) -> Result<Held, String> {
        match &self.kind {
            Kind::Number(grid) => {
                let n = value.number().ok_or_else(|| grid.words())?;
                grid.check(n).map(|()| Held::Number(n))
            }
            Kind::Numbers(choices) => value
                .number()
                .filter(|n| choices.contains(n))
                .map(Held::Number)
                .ok_or_else(|| format!("one of {}", join(choices))),
            Kind::Choice(names) => {
                let text = match value {
                    SettingValue::Text(text) => Cow::Borrowed(text.as_str()),
                    other => Cow::Owned(other.to_string()),
                };
                let place = names.iter().position(|name| **name == *text);
                place.map(Held::Choice).ok_or_else(|| {
                    let names_as_str: Vec<&str> = names.iter().map(String::as_str).collect();
                    let near = crate::error::nearest(&text, &names_as_str);
                    let hint = near.map_or(String::new(), |n| format!(" (did you mean `{n}`?)"));
                    format!("one of {}{hint}", join(names))
                })
            }
            Kind::Flag => match value {
                SettingValue::Flag(flag) => Ok(Held::Flag(*flag)),
                _ => Err("true or false".to_owned()),
            },
            Kind::List { item, min_items, max_items } => {
                hold_list(value, item, *min_items, *max_items)
            }
        }
    }
}

fn hold_list(
    value: &SettingValue,
    item: &NumberRange,
    min_items: u32,
    max_items: Option<u32>,
) -> Result<Held, String> {
    let SettingValue::List(items) = value else {
        return Err("a list of numbers".to_owned());
    };
    let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
    if count < min_items || max_items.is_some_and(|max| count > max) {
        let most = max_items.map_or(String::new(), |max| format!(" and at most {max}"));
        return Err(format!("at least {min_items}{most} items"));
    }
    for value in items {
        item.check(*value).map_err(|words| format!("each item {words}"))?;
    }
    Ok(Held::List(items.clone()))
}

fn join(items: &[impl ToString]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
