//! The last runs of a line, kept while an action may still report that they failed.

use super::scenario::{ActionKind, Scenario};
use crate::amount::{Credits, Number};
use crate::calendar::Instant;
use crate::wallet::PaidCharge;
use std::collections::VecDeque;

/// The last runs of a line, and the meters of its operation before them.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) runs: u32,
    pub(super) used: Vec<Number>,
    pub(super) periods: Vec<Option<Instant>>,
}

/// Runs that were paid together, without those that have failed.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub(super) runs: u32,
    /// The cost of one run; `None` if it depends on meters.
    pub(super) each: Option<Credits>,
    pub(super) counted: Option<Counted>,
    pub(super) receipt: PaidCharge,
}

/// The last batches of a line, oldest first.
#[derive(Clone, Debug)]
pub(super) struct Recent {
    batches: VecDeque<Batch>,
    /// How many runs all actions together may refund.
    most: u64,
    /// Number of runs in the batches.
    runs: u64,
}

impl Recent {
    /// One for each line; empty if no action reports failed runs.
    pub(super) fn of(scenario: &Scenario, ids: &[Option<&str>]) -> Vec<Self> {
        let fails = || scenario.actions.iter().filter(|action| action.kind == ActionKind::Fail);
        if fails().next().is_none() {
            return Vec::new();
        }
        let most = |id: &Option<&str>| {
            let of_line = fails().filter(|action| action.demand.as_deref() == *id);
            of_line.map(|action| u64::from(action.count.unwrap_or(1))).sum()
        };
        let new = |most| Recent { batches: VecDeque::new(), most, runs: 0 };
        ids.iter().map(most).map(new).collect()
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.most > 0
    }

    /// Adds a batch, and drops batches that no action can reach any more.
    pub(super) fn push(&mut self, batch: Batch) {
        self.runs += u64::from(batch.runs);
        self.batches.push_back(batch);
        while let Some(first) = self.batches.front()
            && self.runs - u64::from(first.runs) >= self.most
        {
            self.runs -= u64::from(first.runs);
            self.batches.pop_front();
        }
    }

    /// The last batch, and how many of its runs are among the failed ones.
    pub(super) fn take(&mut self, failed: u32) -> Option<(Batch, u32)> {
        let batch = self.batches.pop_back()?;
        self.runs -= u64::from(batch.runs);
        let of_it = batch.runs.min(failed);
        Some((batch, of_it))
    }
}
