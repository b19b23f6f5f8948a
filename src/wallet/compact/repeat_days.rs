//! Days that repeat the day before.

use super::super::Wallet;
use super::{CompactFlows, CompactWallet, DayCheckpoint, Payer, ResetSchedule};
use crate::calendar::{DAY, Instant};

impl DayCheckpoint {
    /// Forgets the checkpoint.
    pub(super) fn clear(&mut self) {
        self.at = None;
    }
}

impl CompactWallet {
    /// Sets the checkpoint to the current state.
    pub(crate) fn mark(&mut self, wallet: &Wallet) {
        let mark = &mut self.mark;
        mark.at = Some(wallet.now);
        mark.count = self.resets.map_or(0, |resets| resets.count);
        mark.payers.clear();
        let unused = |payer: &Payer| payer.round.as_ref().map_or(0, |round| round.unused);
        mark.payers.extend(self.payers.iter().map(|payer| (payer.left, unused(payer))));
        mark.flows.clear();
        mark.flows.extend(&self.flows);
    }

    /// Number of further days, at most `most` and ending before `by`, that repeat the day since the
    /// checkpoint. Each ends at the checkpoint's time of day.
    pub(crate) fn identical_days(&self, wallet: &Wallet, by: Instant, most: i64) -> u32 {
        let (now, Some(began)) = (wallet.now, self.mark.at) else { return 0 };
        let reset_count = self.reset_count();
        // The first reset expires a lot that was issued before, so it is counted separately.
        let is_first = reset_count > 0 && self.mark.count == 0;
        if is_first || began.plus(DAY) != Some(now) {
            return 0;
        }
        let mut by = by.min(self.until).min(self.reorder_at.unwrap_or(Instant::MAX));
        // Days follow the account's clock, resets the catalog's.
        by = by.min(wallet.zone().next_change(began)).min(wallet.clock.next_change(began));
        if reset_count == 0 {
            by = by.min(self.next_reset());
        }
        let days = (by.to_unix() - now.to_unix() - 1) / DAY;
        let days = u32::try_from(days.min(most).min(self.lasts(reset_count > 0))).unwrap_or(0);
        if days > 0 && self.resets_after(wallet, days).is_some() { days } else { 0 }
    }

    /// Resets since the checkpoint.
    fn reset_count(&self) -> u32 {
        self.resets.map_or(0, |resets| resets.count - self.mark.count)
    }

    /// For how many such days the lots last. A lot that resets every day must be unchanged.
    fn lasts(&self, reset_count: bool) -> i64 {
        let mut most = i64::MAX;
        for (payer, (left, _)) in self.payers.iter().zip(&self.mark.payers) {
            let paid = left - payer.left;
            match reset_count && payer.round.is_some() {
                _ if paid == 0 => {}
                false if paid > 0 => most = most.min(payer.left / paid),
                _ => return 0,
            }
        }
        most
    }

    /// The resets after `days` more days, if each day has them at the same times.
    fn resets_after(&self, wallet: &Wallet, days: u32) -> Option<Option<ResetSchedule>> {
        let (per_day, Some(resets)) = (self.reset_count(), self.resets) else { return Some(None) };
        if per_day == 0 {
            return Some(Some(resets));
        }
        let nth = |n: u32| resets.recurrence.nth(n, &wallet.clock);
        let more = per_day.checked_mul(days)?;
        let n = resets.n.checked_add(more)?;
        let last_day = resets.next.plus(i64::from(days - 1) * DAY);
        let is_alike = nth(resets.n.checked_sub(per_day)?) == resets.next.plus(-DAY)
            && nth(n - per_day) == last_day;
        let count = resets.count.checked_add(more).filter(|count| *count <= resets.most)?;
        let (last, next) = (nth(n - 1), nth(n)?);
        is_alike.then_some(Some(ResetSchedule { n, next, last, count, ..resets }))
    }

    /// The flows of each class since the checkpoint.
    pub(crate) fn since_mark(&self) -> impl Iterator<Item = CompactFlows> + '_ {
        self.flows.iter().zip(&self.mark.flows).map(|(now, then)| now.less(then))
    }

    /// Applies `days` days that repeat the one since the checkpoint.
    pub(crate) fn repeat(&mut self, wallet: &mut Wallet, days: u32) -> Option<()> {
        let resets = self.resets_after(wallet, days)?;
        let (reset_count, times) = (self.reset_count() > 0, i64::from(days));
        for (payer, (left, unused)) in self.payers.iter_mut().zip(&self.mark.payers) {
            match &mut payer.round {
                Some(round) if reset_count => round.unused += times * (round.unused - unused),
                _ => {
                    let paid = times * (left - payer.left);
                    payer.left -= paid;
                    payer.paid += paid;
                }
            }
        }
        for (now, then) in self.flows.iter_mut().zip(&self.mark.flows) {
            now.add(&now.less(then), times);
        }
        self.resets = resets;
        wallet.set_now(wallet.now.plus(times * DAY)?);
        Some(())
    }
}

impl CompactFlows {
    fn less(&self, then: &CompactFlows) -> CompactFlows {
        CompactFlows {
            issued: self.issued - then.issued,
            spent: self.spent - then.spent,
            expired: self.expired - then.expired,
            remaining: self.remaining - then.remaining,
        }
    }

    /// The flows, multiplied.
    pub(crate) fn add(&mut self, flows: &CompactFlows, times: i64) {
        self.issued += times * flows.issued;
        self.spent += times * flows.spent;
        self.expired += times * flows.expired;
        self.remaining += times * flows.remaining;
    }
}
