//! The work of a simulation, counted: tests can check counts, unlike times.

/// Counts of handled events.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effort {
    /// Instants handled step by step.
    pub steps: u64,
    /// Events handled by the fast-forward.
    pub fast: u64,
    /// Requests planned from the demand.
    pub planned: u64,
}

impl Effort {
    pub(super) fn add(&mut self, other: Effort) {
        self.steps += other.steps;
        self.fast += other.fast;
        self.planned += other.planned;
    }
}
