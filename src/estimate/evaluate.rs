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
use crate::catalog::program::{Slot, Table};

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
    /// Place in the lists that a reduction runs over.
    pub(crate) item: usize,
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

/// Why an evaluation stopped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stop<'c> {
    Fault(Fault),
    Gap(Gap<'c>),
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
            item: 0,
            lines: None,
        }
    }

    pub(crate) fn slot(&self, slot: Slot) -> &'e Filled {
        self.slots.get(slot).unwrap_or(&Filled::Absent)
    }
}
