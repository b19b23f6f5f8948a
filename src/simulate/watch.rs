//! The probe of a trial: what it records on the way.

use super::shortfall::Missing;
use super::sums::too_large;
use crate::amount::{Credits, ONE};
use crate::calendar::Instant;
use crate::catalog::id::{OperationId, TopUpId};
use crate::error::Error;
use crate::wallet::{Flows, Wallet};
use std::sync::Arc;

/// A purchase of `count` bundles at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Purchase {
    pub(crate) at: Instant,
    pub(crate) top_up: TopUpId,
    pub(crate) count: u32,
}

/// A deficit: credits lent so that the run could go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deficit {
    pub(crate) at: Instant,
    /// Index of the cycle.
    pub(crate) cycle: usize,
    pub(crate) operation: OperationId,
    pub(crate) amount: Credits,
}

/// A cycle, and its first refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cycle {
    pub(crate) start: Instant,
    pub(crate) refused: Option<Instant>,
    /// That was by a limit of use, which no credits lift.
    pub(crate) is_limited: bool,
}

impl Cycle {
    fn beginning(start: Instant) -> Self {
        Cycle { start, refused: None, is_limited: false }
    }
}

/// What a trial records on the way.
#[derive(Clone, Debug)]
pub(super) struct TrialProbe {
    lends: bool,
    /// Ids of the top-ups that may be bought; all if `None`.
    allowed: Option<Arc<[String]>>,
    found: Findings,
    /// Issued, spent and remaining credits at the last cycle close.
    mark: (i128, i128, i128),
}

/// What was found on the way.
#[derive(Clone, Debug)]
pub(super) struct Findings {
    pub(super) bought: Vec<Purchase>,
    pub(super) lent: Vec<Deficit>,
    pub(super) cycles: Vec<Cycle>,
    /// The cost of all refused runs.
    pub(super) missed: Credits,
    /// The smallest ratio of what was there in a cycle to what was spent in it, in 10^-12.
    pub(super) tightest: Option<i128>,
}

impl TrialProbe {
    pub(super) fn from(start: Instant, allowed: Option<Arc<[String]>>) -> Self {
        let found = Findings {
            bought: Vec::new(),
            lent: Vec::new(),
            cycles: vec![Cycle::beginning(start)],
            missed: Credits::ZERO,
            tightest: None,
        };
        TrialProbe { lends: false, allowed, found, mark: (0, 0, 0) }
    }

    /// Whether what is missing is lent.
    pub(super) fn lends(&self) -> bool {
        self.lends
    }

    /// Lends from now on what is missing.
    pub(super) fn lend_always(&mut self) {
        self.lends = true;
    }

    /// What was found, when these are the sums at the end.
    pub(super) fn finish(mut self, flows: &[Flows]) -> Findings {
        self.weigh(flows);
        self.found
    }

    pub(super) fn note_bought(&mut self, purchase: Purchase) {
        self.found.bought.push(purchase);
    }

    pub(super) fn turn(&mut self, start: Instant, flows: &[Flows]) {
        self.weigh(flows);
        self.found.cycles.push(Cycle::beginning(start));
    }

    /// Updates the smallest ratio of available to spent credits with the cycle that ends.
    fn weigh(&mut self, flows: &[Flows]) {
        let sum = |of: fn(&Flows) -> Credits| {
            flows.iter().fold(0_i128, |sum, flows| sum.saturating_add(of(flows).decimal().scaled()))
        };
        let now = (sum(|f| f.issued), sum(|f| f.spent), sum(|f| f.remaining));
        let there = now.0 - self.mark.0 + self.mark.2;
        let spent = now.1 - self.mark.1;
        self.mark = now;
        // Both scaled by 10^-3, so that the product fits.
        let ratio = there.checked_mul(ONE / 1000).and_then(|there| there.checked_div(spent / 1000));
        if let Some(ratio) = ratio {
            self.found.tightest = Some(self.found.tightest.map_or(ratio, |least| least.min(ratio)));
        }
    }

    pub(super) fn may_buy(&self, top_up: &str) -> bool {
        self.allowed.as_ref().is_none_or(|ids| ids.iter().any(|id| id == top_up))
    }

    /// Runs are refused, by a limit of use or for want of credits.
    pub(super) fn refused(
        &mut self,
        at: Instant,
        cost: Credits,
        is_limited: bool,
    ) -> Result<(), Error> {
        if let Some(cycle) = self.found.cycles.last_mut().filter(|of| of.refused.is_none()) {
            (cycle.refused, cycle.is_limited) = (Some(at), is_limited);
        }
        self.found.missed = self.found.missed.checked_add(cost).ok_or_else(too_large)?;
        Ok(())
    }

    /// Lends missing credits. Returns whether a top-up could provide them.
    pub(super) fn lend(&mut self, wallet: &mut Wallet, missing: &Missing) -> Result<bool, Error> {
        if !wallet.lend(missing.operation, missing.credits)? {
            return Ok(false);
        }
        self.note_lent(wallet.now(), missing.operation, missing.credits);
        Ok(true)
    }

    pub(super) fn note_lent(&mut self, at: Instant, operation: OperationId, amount: Credits) {
        self.found.lent.push(Deficit { at, cycle: self.found.cycles.len() - 1, operation, amount });
    }
}
