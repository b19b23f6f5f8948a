//! What a group of events sums to.

use super::super::event::{EventOutcome, UsageEvent};
use super::super::share::too_large;
use crate::amount::Credits;
use crate::error::Error;
use serde::Serialize;

/// Sums of events.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UsageSums {
    /// Events.
    pub events: u64,
    /// Runs that gave a result.
    pub runs: u64,
    /// Runs that failed, were cancelled, or were filtered.
    pub failed: u64,
    /// Credits, less refunds.
    pub credits: Credits,
    /// Credits that the log gives back.
    pub refunded: Credits,
    /// Events whose credits were computed, because the log does not say them.
    pub rated: u64,
    /// Events without known credits: they are not in the sum.
    pub unknown: u64,
}

/// The same, while it is added up.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) now: UsageSums,
    pub(super) before: Credits,
}

impl Sums {
    /// Adds an event, its credits, and whether they were computed.
    pub(super) fn add(
        &mut self,
        event: &UsageEvent,
        credits: Option<(Credits, bool)>,
    ) -> Result<(), Error> {
        let sums = &mut self.now;
        sums.events += 1;
        let is_refund = event.charged.is_some_and(|charged| charged < Credits::ZERO);
        match event.outcome {
            // A refund is no run.
            _ if is_refund => {}
            EventOutcome::Done => sums.runs += u64::from(event.runs),
            _ => sums.failed += u64::from(event.runs),
        }
        let Some((credits, is_rated)) = credits else {
            sums.unknown += 1;
            return Ok(());
        };
        sums.rated += u64::from(is_rated);
        self.add_credits(credits)
    }

    /// Adds credits alone, for an event that counts elsewhere.
    pub(super) fn add_credits(&mut self, credits: Credits) -> Result<(), Error> {
        let sums = &mut self.now;
        sums.credits = sums.credits.checked_add(credits).ok_or_else(too_large)?;
        if credits < Credits::ZERO {
            sums.refunded = sums.refunded.checked_sub(credits).ok_or_else(too_large)?;
        }
        Ok(())
    }

    /// Adds an event of the period before.
    pub(super) fn add_before(&mut self, credits: Option<(Credits, bool)>) -> Result<(), Error> {
        if let Some((credits, _)) = credits {
            self.before = self.before.checked_add(credits).ok_or_else(too_large)?;
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, other: &Sums) -> Result<(), Error> {
        let (sums, more) = (&mut self.now, &other.now);
        sums.events += more.events;
        sums.runs += more.runs;
        sums.failed += more.failed;
        sums.rated += more.rated;
        sums.unknown += more.unknown;
        sums.credits = sums.credits.checked_add(more.credits).ok_or_else(too_large)?;
        sums.refunded = sums.refunded.checked_add(more.refunded).ok_or_else(too_large)?;
        self.before = self.before.checked_add(other.before).ok_or_else(too_large)?;
        Ok(())
    }
}
