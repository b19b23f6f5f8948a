//! The context of an evaluation.

use super::super::asked::SlotValue;
use super::line::TraceLine;
use crate::amount::{Fraction, Number};
use crate::calendar::Moment;
use crate::catalog::id::PlanId;
use crate::catalog::program::Slot;

/// The context of an evaluation.
pub(crate) struct Env<'e, 'c> {
    pub(crate) slots: &'e [SlotValue],
    /// 0 for no plan.
    pub(crate) plan: Option<PlanId>,
    pub(crate) cost_factor: Option<Fraction>,
    /// Which windows of time hold.
    pub(crate) moment: Moment,
    /// Amounts of earlier components, if some expression uses them.
    pub(crate) amounts: Vec<Option<Number>>,
    /// Values of a span without a price are skipped, if others have one.
    pub(crate) skips_gaps: bool,
    /// Use of each meter of the operation.
    pub(crate) used: Vec<Number>,
    /// The quantity of the period up to which the current component is computed.
    pub(crate) reach: Option<Number>,
    /// Some values of a span cannot be requested and are skipped.
    pub(crate) refuses_some: bool,
    /// For the last rate: some open values make it free.
    pub(crate) some_free: bool,
    /// Index into the lists that a reduction runs over.
    pub(crate) item: usize,
    /// An unknown value that only selects a cell represents all its values.
    pub(crate) anything: bool,
    /// The last rate is a published range.
    pub(crate) published_span: bool,
    /// The trace so far; `None` if lines are not needed.
    pub(crate) lines: Option<Vec<TraceLine<'c>>>,
}

impl<'e> Env<'e, '_> {
    /// For conditions and limits, which are evaluated before any amount.
    pub(crate) fn of_settings(
        slots: &'e [SlotValue],
        plan: Option<PlanId>,
        moment: Moment,
    ) -> Self {
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
