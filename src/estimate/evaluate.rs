//! The price worked out: in exact fractions, or in spans of them; traced line by line, or not.

mod charge;
mod condition;
mod expression;
mod meter;
mod quick;
mod total;
mod trace;

pub(crate) use condition::Truth;
pub(crate) use total::Outcome;
pub(crate) use trace::{Mark, Origin, Raw};

use super::resolve::Filled;
use crate::amount::{Fault, Fraction, Number};
use crate::calendar::Moment;
use crate::catalog::program::{Component, Slot, Table};

/// What an evaluation can see.
pub(crate) struct Env<'e, 'c> {
    pub(crate) slots: &'e [Filled],
    /// 0 for none.
    pub(crate) plan: usize,
    pub(crate) cost_factor: Option<Fraction>,
    /// Which windows of time hold.
    pub(crate) moment: Moment,
    /// Amounts of earlier components, where some expression looks back at them.
    pub(crate) amounts: Vec<Option<Number>>,
    /// Values of a span that have no price are left out, as long as others have one.
    pub(crate) skips_gaps: bool,
    /// What has been used of each meter of the operation.
    pub(crate) used: Vec<Number>,
    /// How much of the period's quantity the component being worked out is for.
    pub(crate) reach: Option<Number>,
    /// Nobody can ask for some of the values of a span: they are left out.
    pub(crate) refuses_some: bool,
    /// Of the rate looked up last, some of the values that are open make it free.
    pub(crate) some_free: bool,
    /// Place in the lists that a reduction runs over.
    pub(crate) item: usize,
    /// What is not known yet counts as anything it may be, where it only picks a cell.
    pub(crate) anything: bool,
    /// The rate looked up last is a span that the vendor publishes.
    pub(crate) published_span: bool,
    /// What happened so far, when somebody will read it.
    pub(crate) lines: Option<Vec<Raw<'c>>>,
}

/// Why something has no amount.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Gap<'c> {
    /// Nobody publishes it.
    Unpriced,
    /// A table has no cell for what was asked.
    Missing(&'c Table),
    /// It depends on what is known only after the run.
    After(Slot),
    /// It looks back at a component that has no amount.
    NoAmount,
}

/// Why nobody can ask for something.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refusal<'c> {
    /// The vendor does not sell it, by the table that says so.
    NotSold(Option<&'c Table>),
    /// The vendor does not sell what this component is for.
    Part(&'c Component),
    /// A component would bill this quantity, which is below zero.
    Quantity(&'c Component, Fraction),
    /// The whole would cost this, which is below zero.
    Total(Fraction),
}

/// Why an evaluation stopped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stop<'c> {
    Fault(Fault),
    Gap(Gap<'c>),
    Refused(Refusal<'c>),
}

/// Why a sum has no outcome at all.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Halt<'c> {
    Fault(Fault),
    Refused(Refusal<'c>),
}

impl<'c> From<Halt<'c>> for Stop<'c> {
    fn from(halt: Halt<'c>) -> Self {
        match halt {
            Halt::Fault(fault) => Stop::Fault(fault),
            Halt::Refused(refusal) => Stop::Refused(refusal),
        }
    }
}

impl From<Fault> for Halt<'_> {
    fn from(fault: Fault) -> Self {
        Halt::Fault(fault)
    }
}

impl From<Fault> for Stop<'_> {
    fn from(fault: Fault) -> Self {
        Stop::Fault(fault)
    }
}

fn after<'c>(slot: Slot) -> Stop<'c> {
    Stop::Gap(Gap::After(slot))
}

impl<'e> Env<'e, '_> {
    /// For conditions and limits, which come before any amount.
    pub(crate) fn of_settings(slots: &'e [Filled], plan: usize, moment: Moment) -> Self {
        Env {
            slots,
            plan,
            cost_factor: None,
            moment,
            amounts: Vec::new(),
            skips_gaps: false,
            used: Vec::new(),
            reach: None,
            refuses_some: false,
            some_free: false,
            item: 0,
            anything: false,
            published_span: false,
            lines: None,
        }
    }

    pub(crate) fn slot(&self, slot: Slot) -> &'e Filled {
        self.slots.get(slot).unwrap_or(&Filled::Absent)
    }
}
