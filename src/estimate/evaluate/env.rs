//! What an evaluation can see.

use super::super::asked::SlotValue;
use super::line::TraceLine;
use crate::amount::{Fraction, Number};
use crate::calendar::Moment;
use crate::catalog::program::Slot;

/// What an evaluation can see.
pub(crate) struct Env<'e, 'c> {
    pub(crate) slots: &'e [SlotValue],
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
    pub(crate) lines: Option<Vec<TraceLine<'c>>>,
}

impl<'e> Env<'e, '_> {
    /// For conditions and limits, which come before any amount.
    pub(crate) fn of_settings(slots: &'e [SlotValue], plan: usize, moment: Moment) -> Self {
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

    pub(crate) fn slot(&self, slot: Slot) -> &'e SlotValue {
        self.slots.get(slot).unwrap_or(&SlotValue::Absent)
    }
}
