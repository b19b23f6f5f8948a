//! What an option covers, and the purchases it needs, for the need as given and with the smaller
//! margin. Purchases that are said to suffice were simulated exactly as listed.

use super::headroom::HeadroomSearch;
use super::need::NeedEstimate;
use super::purchase::{Purchases, purchases};
use super::search::{Search, blocked, covered, lacking};
use crate::amount::{Credits, Decimal, Money};
use crate::calendar::Instant;
use crate::error::Errors;
use crate::simulate::{Cycle, Outcome, Trial};

/// How far the need can grow, and the purchases.
#[derive(Debug)]
pub(super) struct Coverage {
    /// For the need as given.
    pub(super) as_said: Played,
    /// With the smaller margin, if that is covered.
    pub(super) with_margin: Option<Played>,
    /// The larger margin is covered too.
    pub(super) high: bool,
    pub(super) headroom: Option<i32>,
    /// Credits refused without purchases.
    pub(super) missing: Credits,
    pub(super) covered: Decimal,
    pub(super) run_out: Option<Instant>,
    pub(super) cycles: Vec<Cycle>,
}

/// The need times a factor, simulated with purchases.
#[derive(Clone, Debug)]
pub(super) struct Played {
    pub(super) factor: i128,
    pub(super) purchases: Purchases,
    pub(super) outcome: Outcome,
}

impl Played {
    fn serves(&self) -> bool {
        self.outcome.run_out.is_none()
    }
}

impl Search<'_> {
    pub(super) fn find_coverage(
        &self,
        trial: &Trial,
        estimate: &NeedEstimate,
    ) -> Result<Coverage, Errors> {
        let (low, high) = self.factors(estimate)?;
        let alone = trial.run(self.scale, &[])?;
        let is_open = blocked(estimate).is_empty();
        let (as_said, with_margin) = match is_open {
            true => self.supplied(trial, &alone, low)?,
            false => (self.played(&alone, Purchases::none()), None),
        };
        let best = with_margin.as_ref().unwrap_or(&as_said);
        let growth = HeadroomSearch { trial, scale: self.scale, purchases: &best.purchases.list };
        let headroom = match (is_open && self.whole, as_said.serves()) {
            (false, _) => None,
            (true, true) => {
                let guess = alone.tightest.filter(|_| best.purchases.list.is_empty());
                Some(growth.search(best.factor, guess)?)
            }
            (true, false) => Some(lacking(&alone)),
        };
        let may_be_high = self.whole && with_margin.is_some();
        let high =
            may_be_high && (high == best.factor || trial.covers(high, &best.purchases.list)?);
        Ok(Coverage {
            high,
            headroom,
            missing: alone.missed,
            covered: covered(&alone),
            run_out: alone.run_out,
            cycles: alone.cycles,
            as_said,
            with_margin,
        })
    }

    /// Purchases for the need as given and, if it can be covered, with the smaller margin: the same
    /// ones, if they suffice for both.
    fn supplied(
        &self,
        trial: &Trial,
        alone: &Outcome,
        low: i128,
    ) -> Result<(Played, Option<Played>), Errors> {
        let allowed = self.need.top_ups.as_deref();
        let as_said = match alone.run_out {
            None => self.played(alone, Purchases::none()),
            Some(_) => {
                let found = purchases(trial, &[self.scale], allowed)?;
                match found.list.as_slice() {
                    [] => self.played(alone, found),
                    list => self.played(&trial.run(self.scale, list)?, found),
                }
            }
        };
        if as_said.serves() {
            let list = &as_said.purchases.list;
            let outcome = match low == self.scale {
                true => Some(as_said.outcome.clone()),
                false if trial.covers(low, list)? => Some(trial.run(low, list)?),
                false => None,
            };
            if let Some(outcome) = outcome {
                let more = Played { factor: low, outcome, ..as_said.clone() };
                return Ok((as_said, Some(more)));
            }
        } else if as_said.purchases.proven {
            // If the need cannot be covered, a larger need cannot either.
            return Ok((as_said, None));
        }
        let found = purchases(trial, &[low, self.scale], allowed)?;
        if !found.enough {
            return Ok((as_said, None));
        }
        let more = Played { factor: low, outcome: trial.run(low, &found.list)?, purchases: found };
        let as_said = self.cheaper(trial, as_said, &more)?;
        Ok((as_said, Some(more)))
    }

    /// Purchases for the margin also cover the need, if nothing cheaper was found for it.
    fn cheaper(&self, trial: &Trial, as_said: Played, more: &Played) -> Result<Played, Errors> {
        let own = &as_said.purchases;
        if own.enough && (own.proven || own.cost <= more.purchases.cost) {
            return Ok(as_said);
        }
        // There is no bound for the need alone: other purchases could cost nothing.
        let gap = Decimal::from_scaled(more.purchases.cost).map(Money::from);
        let purchases = Purchases { proven: false, gap, ..more.purchases.clone() };
        Ok(self.played(&trial.run(self.scale, &purchases.list)?, purchases))
    }

    fn played(&self, outcome: &Outcome, purchases: Purchases) -> Played {
        Played { factor: self.scale, purchases, outcome: outcome.clone() }
    }
}
