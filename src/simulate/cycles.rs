//! The cycles that have closed.

use super::series::CycleMark;
use crate::calendar::Instant;
use crate::catalog::supply::Held;
use crate::wallet::Flows;

/// What the sums were when each cycle closed, and what was held last.
#[derive(Clone, Debug)]
pub(super) struct Cycles {
    marks: Vec<CycleMark>,
    last_held: Option<Held>,
}

impl Cycles {
    pub(super) fn new(held: Option<Held>) -> Self {
        Cycles { marks: Vec::new(), last_held: held }
    }

    /// The cycles that have closed, in order.
    pub(super) fn marks(&self) -> &[CycleMark] {
        &self.marks
    }

    /// The plan that is held, or was held last.
    pub(super) fn last_held(&self) -> Option<Held> {
        self.last_held
    }

    /// A cycle closes. Where two close at one instant, what comes last holds.
    pub(super) fn close(&mut self, end: Instant, flows: Vec<Flows>) {
        let plan = self.last_held.map(|held| held.plan);
        match self.marks.last_mut() {
            Some(last) if last.end == end => last.flows = flows,
            _ => self.marks.push(CycleMark { end, plan, flows }),
        }
    }

    pub(super) fn note_held(&mut self, held: Option<Held>) {
        if held.is_some() {
            self.last_held = held;
        }
    }
}
