//! The checked form of a price, compiled for evaluation: settings are slots, names are gone.

mod uses;
mod visit;

pub(crate) use uses::Use;

use super::rate::Bound;
use super::source::Source;
use crate::amount::{Arithmetic, Decimal, Fraction, Mode, Number, Rounding};
use crate::calendar::{Instant, Moment, Window};
use std::borrow::Cow;
use std::sync::Arc;

/// A text that every estimate carries along: cheap to clone.
pub(crate) type Text = Arc<str>;

/// Place of a setting in an operation's list; slot 0 is the number of runs.
pub(crate) type Slot = usize;

/// The slot of `runs`.
pub(crate) const RUNS: Slot = 0;

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: Text,
    /// Name for people.
    pub(crate) name: String,
    /// The setting of slot `i + 1` is at `i`.
    pub(crate) settings: Vec<Setting>,
    /// What settings may be beside others. One that depends on others comes after theirs.
    pub(crate) limits: Vec<Limit>,
    pub(crate) prices: Vec<Price>,
    pub(crate) gates: Vec<Gate>,
    /// Classes of credits that cannot pay for it.
    pub(crate) class_gates: Vec<ClassGate>,
    pub(crate) notes: Vec<Note>,
    /// Windows of time that some price or condition follows.
    pub(crate) windows: Vec<Window>,
    /// Every way in which they can hold at once.
    pub(crate) moments: Vec<Moment>,
    /// Meters that some component counts in, by their places in the catalog.
    pub(crate) meters: Vec<usize>,
    /// Several requests cost as much as one for all their runs, also where they count in a meter.
    pub(crate) runs_add_up: bool,
    pub(crate) pointer: String,
}

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
    /// What is not listed may be chosen too, at an unknown cost.
    pub(crate) others: bool,
    pub(crate) tradable: bool,
    /// What prices compare it with, when they do no more than that.
    pub(crate) picks: Option<Picks>,
}

/// What a number is compared with that only picks a cell or decides a condition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picks {
    /// Constants that it is compared with by itself.
    pub(crate) at: Vec<Number>,
    /// It is also compared as a part of something larger.
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

/// Values a number may take.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NumberRange {
    pub(crate) min: Option<Decimal>,
    pub(crate) max: Option<Decimal>,
    pub(crate) step: Option<Decimal>,
}

/// What one setting may be beside others.
#[derive(Debug)]
pub(crate) struct Limit {
    pub(crate) slot: Slot,
    pub(crate) rule: LimitRule,
    /// What it depends on.
    pub(crate) others: Vec<Slot>,
    /// What it allows, in words: `at most input_tokens`.
    pub(crate) words: String,
}

#[derive(Debug)]
pub(crate) enum LimitRule {
    AtLeast(Limited, Expression),
    AtMost(Limited, Expression),
    /// Where the first holds, the second has to.
    Only(Box<[Condition; 2]>),
}

/// What of a setting is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limited {
    /// The number itself, or each item of a list.
    Value,
    /// How many items a list has.
    Items,
}

/// What a slot holds, once its value is known to be allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    Number(Decimal),
    /// By its place in the list.
    Choice(usize),
    Flag(bool),
    List(Vec<Decimal>),
    /// A choice that is not listed.
    Other(super::SettingValue),
}

#[derive(Debug)]
pub(crate) struct Price {
    pub(crate) from: Option<Instant>,
    pub(crate) until: Option<Instant>,
    /// The place of its window.
    pub(crate) hours: Option<usize>,
    /// Places of the windows that its conditions follow, as bits.
    pub(crate) follows: u64,
    pub(crate) body: Body,
    pub(crate) approximate: bool,
    pub(crate) source: Option<Arc<Source>>,
    pub(crate) pointer: Text,
}

#[derive(Debug)]
pub(crate) enum Body {
    Free,
    Unpriced,
    NotSold,
    Sum(Sum),
}

#[derive(Debug)]
pub(crate) struct Sum {
    pub(crate) per_run: Vec<Component>,
    pub(crate) run_steps: Vec<Step>,
    pub(crate) per_request: Vec<Component>,
    pub(crate) request_steps: Vec<Step>,
    /// Some expression looks back at the amount of a component.
    pub(crate) keeps_amounts: bool,
}

#[derive(Debug)]
pub(crate) struct Component {
    pub(crate) label: Text,
    /// Place for `amount(id)`.
    pub(crate) keep_as: Option<usize>,
    pub(crate) unit: Option<Text>,
    pub(crate) when: Option<Condition>,
    pub(crate) charge: Charge,
    /// The meter it counts in, by its place among those of the operation.
    pub(crate) meter: Option<usize>,
    pub(crate) steps: Vec<Step>,
    pub(crate) source: Option<Arc<Source>>,
    pub(crate) pointer: Text,
    pub(crate) block_pointer: Text,
}

#[derive(Debug)]
pub(crate) enum Charge {
    Metered(Metered),
    MaxOf(Vec<Component>),
}

#[derive(Debug)]
pub(crate) struct Metered {
    pub(crate) quantity: Expression,
    pub(crate) included: Option<Expression>,
    pub(crate) block: Option<Rounding>,
    pub(crate) per: Number,
    pub(crate) tariff: Tariff,
}

#[derive(Debug)]
pub(crate) enum Tariff {
    Rate(Rate),
    Graduated(Vec<Tier>),
    Volume(Vec<Tier>),
}

#[derive(Debug)]
pub(crate) struct Tier {
    pub(crate) bound: Option<Edge>,
    pub(crate) rate: Rate,
    pub(crate) flat: Number,
}

/// A bound as a number to compare with.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) at: Number,
    pub(crate) included: bool,
}

#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) label: Text,
    pub(crate) when: Option<Condition>,
    pub(crate) act: StepKind,
    pub(crate) pointer: Text,
}

#[derive(Debug)]
pub(crate) enum StepKind {
    Times(Rate),
    Minimum(Rate),
    Maximum(Rate),
    Round(Rounding),
    Convert(Fraction),
}

#[derive(Debug)]
pub(crate) enum Rate {
    Number(Expression),
    Free,
    Unpriced,
    NotSold,
    /// Somewhere in this span, which the vendor publishes.
    Span(Number),
    Table(Box<Table>),
}

#[derive(Debug)]
pub(crate) struct Table {
    /// The columns that lead here, from the outermost table inwards; the levels of one table
    /// share them.
    pub(crate) columns: Arc<[Column]>,
    /// Which of them is this level's own.
    pub(crate) level: usize,
    pub(crate) cells: Cells,
    pub(crate) otherwise: Option<Rate>,
    pub(crate) pointer: Text,
}

/// What a table is keyed by, for naming its cells.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) text: Text,
    /// The setting, when it is one and no expression.
    pub(crate) slot: Option<Slot>,
}

#[derive(Debug)]
pub(crate) enum Cells {
    /// By the place of the choice.
    Choice(Slot, Vec<Option<Rate>>),
    /// No, yes.
    Flag(Slot, [Option<Rate>; 2]),
    /// Does not hold, holds.
    When(Condition, [Option<Rate>; 2]),
    /// No plan, then each plan.
    Plan(Vec<Option<Rate>>),
    Exact(Expression, Vec<(Number, Rate)>),
    Ranges(Expression, Vec<(Option<Edge>, Rate)>),
}

#[derive(Debug)]
pub(crate) enum Expression {
    Constant(Number),
    Slot(Slot),
    /// A number that belongs to the choice made.
    Attribute(Slot, Vec<Number>),
    /// What an earlier component came to.
    Amount(usize),
    /// The current item of a list.
    Item(Slot),
    Count(Slot),
    Reduce(Reduction, Vec<Slot>, Box<Expression>),
    Both(Arithmetic, Box<[Expression; 2]>),
    Rounded(Mode, Box<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reduction {
    Sum,
    Min,
    Max,
}

#[derive(Debug)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// Whether each choice satisfies it.
    Choice(Slot, Vec<bool>),
    Flag(Slot, bool),
    Present(Slot),
    /// No plan, then each plan.
    Plan(Vec<bool>),
    Equals(Expression, Vec<Number>),
    Bounds(Expression, Limits),
    /// By the place of the window.
    Hours(usize),
}

#[derive(Debug, Default)]
pub(crate) struct Limits {
    pub(crate) min: Option<Expression>,
    pub(crate) max: Option<Expression>,
    pub(crate) above: Option<Expression>,
    pub(crate) below: Option<Expression>,
}

#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) requires: Condition,
    pub(crate) reason: Text,
    pub(crate) pointer: Text,
}

#[derive(Debug)]
pub(crate) struct ClassGate {
    pub(crate) class: Text,
    pub(crate) reason: Text,
    pub(crate) pointer: Text,
}

#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) text: Text,
    pub(crate) when: Option<Condition>,
}

#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) id: Text,
    pub(crate) name: String,
    pub(crate) audience: Option<String>,
    pub(crate) contact: bool,
    pub(crate) cost_factor: Option<Fraction>,
    pub(crate) factor_label: Text,
    pub(crate) factor_pointer: Text,
}

impl Operation {
    /// The next instant at which one of its windows may begin or end.
    pub(crate) fn next_change(&self, at: Instant) -> Instant {
        let changes = self.windows.iter().map(|window| window.next_change(at));
        changes.min().unwrap_or(Instant::MAX)
    }

    /// The units of its quantities.
    pub(crate) fn units<'o>(&'o self, units: &mut Vec<&'o str>) {
        for price in &self.prices {
            if let Body::Sum(sum) = &price.body {
                sum.per_run.iter().chain(&sum.per_request).for_each(|c| c.units(units));
            }
        }
    }
}

impl Component {
    /// Whether all of its quantity has one rate, which may be free.
    pub(crate) fn has_one_rate(&self) -> bool {
        matches!(&self.charge, Charge::Metered(metered) if matches!(metered.tariff, Tariff::Rate(_)))
    }

    fn units<'c>(&'c self, units: &mut Vec<&'c str>) {
        units.extend(self.unit.as_deref());
        if let Charge::MaxOf(parts) = &self.charge {
            parts.iter().for_each(|part| part.units(units));
        }
    }
}

impl Limit {
    /// Whether a setting is limited by it, or limits another.
    pub(crate) fn concerns(&self, slot: Slot) -> bool {
        self.slot == slot || self.others.contains(&slot)
    }
}

impl Metered {
    /// What a line shows of it: nothing when a rate is for one unit.
    pub(crate) fn shown_per(&self) -> Option<&Number> {
        Some(&self.per).filter(|per| !per.is_one())
    }
}

impl From<Bound> for Edge {
    fn from(bound: Bound) -> Self {
        Edge { at: Number::from_decimal(bound.at), included: bound.included }
    }
}

impl NumberRange {
    /// Whether it has both ends.
    pub(crate) fn is_bounded(&self) -> bool {
        self.min.is_some() && self.max.is_some()
    }

    /// Whether a value is allowed, or what would be.
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

    /// How many values there are from `min` to `max`, when there is a step.
    pub(crate) fn len(&self) -> Option<u64> {
        let span = self.max?.checked_sub(self.min?)?.scaled();
        u64::try_from(span / self.step?.scaled()).ok()?.checked_add(1)
    }

    /// The value so many steps above `min`.
    pub(crate) fn nth(&self, n: u64) -> Option<Decimal> {
        self.min?.checked_add(self.step?.checked_times(n)?)
    }
}

impl Setting {
    /// The value as a person wrote it.
    pub(crate) fn value(&self, held: &Held) -> super::SettingValue {
        use super::SettingValue;
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

    /// Reads a value for this setting, or says what was expected.
    pub(crate) fn hold(&self, value: &super::SettingValue) -> Result<Held, String> {
        use super::SettingValue;
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

    /// As [`Setting::hold`], of what the catalog lists.
    pub(crate) fn listed(&self, value: &super::SettingValue) -> Result<Held, String> {
        use super::SettingValue;
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
    value: &super::SettingValue,
    item: &NumberRange,
    min_items: u32,
    max_items: Option<u32>,
) -> Result<Held, String> {
    let super::SettingValue::List(items) = value else {
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
