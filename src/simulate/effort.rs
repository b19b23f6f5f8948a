//! How much work a simulation is: counted, so that tests can say what no clock can.

/// What was gone through.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effort {
    /// Instants that were gone through step by step.
    pub steps: u64,
    /// Events that were gone through the fast way.
    pub fast: u64,
    /// Wants of the demand that were worked out.
    pub planned: u64,
}

impl Effort {
    pub(super) fn add(&mut self, other: Effort) {
        self.steps += other.steps;
        self.fast += other.fast;
        self.planned += other.planned;
    }
}
