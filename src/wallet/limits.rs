//! Limits of use in a time, beside the balance: what has been charged in each one's window.
//!
//! A charge must fit into every limit of the plan. Use counts in all limits of the catalog, so that
//! a plan change does not forget it.

use super::charge::{Cause, Shortage};
use super::limit_use::{LimitHit, LimitUse};
use super::schedule::FIRST_MONDAY;
use super::want::ChargeRequest;
use super::{Fits, Result, Wallet};
use crate::amount::Credits;
use crate::calendar::{DAY, Instant, Recurrence, Step, Wall};
use crate::catalog::id::LimitId;
use crate::catalog::supply::{Limit, LimitPace, is_for};

impl Wallet {
    /// The limits of the plan that is held.
    fn limits_here(&self) -> impl Iterator<Item = (LimitId, &Limit)> {
        let held = self.held();
        self.supply().placed_limits().filter(move |(_, limit)| is_for(&limit.to, held))
    }

    /// What may still be charged now by all limits together; `None` without a limit.
    pub(super) fn limit_room(&self) -> Option<Credits> {
        self.limits_here().map(|(place, limit)| self.room_of(place, limit)).min()
    }

    fn room_of(&self, place: LimitId, limit: &Limit) -> Credits {
        let mut counts = self.limit_uses.at(place).iter().filter(|of| of.until > self.now);
        let left = counts.try_fold(limit.most, |left, of| left.checked_sub(of.used));
        left.unwrap_or_default().max(Credits::ZERO)
    }

    /// The limit that refuses a charge or, of several charges, the first, longest.
    pub(super) fn over_limit(&self, want: &ChargeRequest) -> Option<Shortage> {
        let mut over: Option<Shortage> = None;
        for (place, limit) in self.limits_here() {
            let available = self.room_of(place, limit);
            let missing = want.amount.checked_sub(available).unwrap_or_default();
            if missing <= Credits::ZERO {
                continue;
            }
            let until = self.fits_again(place, limit, want.each());
            let hit = LimitHit { limit: place, until };
            let end = |hit: LimitHit| hit.until.unwrap_or(Instant::MAX);
            let before = over.and_then(|over| over.limit);
            if before.is_none_or(|before| end(before) < end(hit)) {
                over = Some(Shortage { cause: Cause::Limit, available, missing, limit: Some(hit) });
            }
        }
        over
    }

    /// When enough has stopped counting for an amount: now, if it fits.
    fn fits_again(&self, place: LimitId, limit: &Limit, amount: Credits) -> Option<Instant> {
        let counts = self.limit_uses.at(place).iter().filter(|of| of.until > self.now);
        let mut over = counts.clone().try_fold(amount, |sum, of| sum.checked_add(of.used))?;
        if over <= limit.most {
            return Some(self.now);
        }
        for of in counts {
            over = over.checked_sub(of.used)?;
            if over <= limit.most {
                return Some(of.until);
            }
        }
        None
    }

    /// Counts a charge.
    pub(super) fn use_limits(&mut self, amount: Credits) -> Result<()> {
        if amount <= Credits::ZERO {
            return Ok(());
        }
        let now = self.now;
        for place in self.supply().limit_ids() {
            let Some(pace) = self.supply().limit(place).map(|limit| limit.pace) else { continue };
            let until = self.window_end(pace, now);
            let Some(uses) = self.limit_uses.at_mut(place) else { continue };
            uses.retain(|of| of.until > now);
            let last = uses.last_mut().filter(|of| !pace.rolls() || of.at == now);
            match last {
                Some(of) => of.used = of.used.checked_add(amount).fits("a limit's use")?,
                None => uses.push(LimitUse { at: now, used: amount, until }),
            }
        }
        Ok(())
    }

    /// Takes use back that was counted at an instant.
    pub(super) fn give_back_to_limits(&mut self, amount: Credits, at: Instant) {
        for place in self.supply().limit_ids() {
            let rolls = self.supply().limit(place).is_some_and(|limit| limit.pace.rolls());
            let Some(uses) = self.limit_uses.at_mut(place) else { continue };
            let is_it = |of: &&mut LimitUse| {
                if rolls { of.at == at } else { of.at <= at && at < of.until }
            };
            if let Some(of) = uses.iter_mut().find(is_it) {
                of.used = of.used.checked_sub(amount).unwrap_or_default().max(Credits::ZERO);
            }
        }
    }

    /// When use of a limit next stops counting.
    pub(crate) fn next_limit_end(&self) -> Option<Instant> {
        let ends = self.limit_uses.iter().flatten().map(|of| of.until);
        ends.filter(|until| *until > self.now).min()
    }

    /// When use that was counted at an instant, or the first in a window, stops counting.
    pub(super) fn window_end(&self, pace: LimitPace, at: Instant) -> Instant {
        let calendar = |step| {
            let recurrence = Recurrence::at_wall(Wall(FIRST_MONDAY * DAY), step);
            recurrence.nth(recurrence.first_after(at, &self.clock), &self.clock)
        };
        let end = match pace {
            LimitPace::Day => calendar(Step::Days(1)),
            LimitPace::Week => calendar(Step::Days(7)),
            LimitPace::Month => calendar(Step::Months(1)),
            LimitPace::Rolling(span) | LimitPace::FirstUse(span) => self.after(at, span).ok(),
        };
        end.unwrap_or(Instant::MAX)
    }
}
