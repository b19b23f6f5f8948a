//! The compiled form of a price: settings are slots, names are resolved.

mod setting;
mod uses;

mod visit;

use super::by_plan::ByPlan;
use super::rate::Bound;
use super::source::Source;
use crate::amount::{Arithmetic, Fraction, Mode, Number, Rounding};
use crate::calendar::{Instant, Moment, Window};
pub(crate) use setting::{Held, Kind, Limit, LimitRule, Limited, NumberRange, Picks, Setting};
use std::sync::Arc;
pub(crate) use uses::Use;

/// A text that every estimate carries along: cheap to clone.
pub(crate) type Text = Arc<str>;

/// Index of a setting in an operation's list; slot 0 is the number of runs.
pub(crate) type Slot = usize;

/// The slot of `runs`.
pub(crate) const RUNS: Slot = 0;

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: Text,
    /// Name for people.
    pub(crate) name: String,
    /// The setting of slot `i + 1` is at index `i`.
    pub(crate) settings: Vec<Setting>,
    /// Limits between settings, each after the limits it depends on.
    pub(crate) limits: Vec<Limit>,
    pub(crate) prices: Vec<Price>,
    pub(crate) gates: Vec<Gate>,
    /// Classes of credits that cannot pay for it.
    pub(crate) class_gates: Vec<ClassGate>,
    pub(crate) notes: Vec<Note>,
    /// Windows of time that a price or condition depends on.
    pub(crate) windows: Vec<Window>,
    /// Every combination in which they can hold at once.
    pub(crate) moments: Vec<Moment>,
    /// Meters of its components, by index in the catalog.
    pub(crate) meters: Vec<usize>,
    /// Several requests cost the same as one for all their runs, even with meters.
    pub(crate) runs_add_up: bool,
    pub(crate) pointer: String,
}

#[derive(Debug)]
pub(crate) struct Price {
    pub(crate) from: Option<Instant>,
    pub(crate) until: Option<Instant>,
    /// The index of its window.
    pub(crate) hours: Option<usize>,
    /// Indices of the windows that its conditions depend on, as bits.
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
    /// Some expression uses the amount of an earlier component.
    pub(crate) keeps_amounts: bool,
}

#[derive(Debug)]
pub(crate) struct Component {
    pub(crate) label: Text,
    /// Index for `amount(id)`.
    pub(crate) keep_as: Option<usize>,
    pub(crate) unit: Option<Text>,
    pub(crate) when: Option<Condition>,
    pub(crate) charge: Charge,
    /// Its meter, by index in the operation's list.
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
    /// Somewhere in this published span.
    Span(Number),
    Table(Box<Table>),
}

#[derive(Debug)]
pub(crate) struct Table {
    /// The columns up to here, outermost table first; the levels of one table share them.
    pub(crate) columns: Arc<[Column]>,
    /// The index of this level's own column.
    pub(crate) level: usize,
    pub(crate) cells: Cells,
    pub(crate) otherwise: Option<Rate>,
    pub(crate) pointer: Text,
}

/// The subject of a table column, for naming its cells.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) text: Text,
    /// The setting, if the subject is not an expression.
    pub(crate) slot: Option<Slot>,
}

#[derive(Debug)]
pub(crate) enum Cells {
    /// By index of the choice.
    Choice(Slot, Vec<Option<Rate>>),
    /// No, yes.
    Flag(Slot, [Option<Rate>; 2]),
    /// False, true.
    When(Condition, [Option<Rate>; 2]),
    Plan(ByPlan<Option<Rate>>),
    Exact(Expression, Vec<(Number, Rate)>),
    Ranges(Expression, Vec<(Option<Edge>, Rate)>),
}

#[derive(Debug)]
pub(crate) enum Expression {
    Constant(Number),
    Slot(Slot),
    /// A number of the chosen value.
    Attribute(Slot, Vec<Number>),
    /// The amount of an earlier component.
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
    Plan(ByPlan<bool>),
    Equals(Expression, Vec<Number>),
    Bounds(Expression, Limits),
    /// By index of the window.
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
    /// Whether all of the quantity has one rate, which may be free.
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

impl Metered {
    /// What a line shows of it; `None` if the rate is for one unit.
    pub(crate) fn shown_per(&self) -> Option<&Number> {
        Some(&self.per).filter(|per| !per.is_one())
    }
}

impl From<Bound> for Edge {
    fn from(bound: Bound) -> Self {
        Edge { at: Number::from_decimal(bound.at), included: bound.included }
    }
}
