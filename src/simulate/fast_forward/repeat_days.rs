//! Days with the same requests and payments as the day before: they are counted, not simulated.

use super::super::state::Simulation;
use super::super::sums::too_large;
use super::state::FastForward;
use crate::calendar::{DAY, Instant};
use crate::error::Errors;

impl Simulation {
    /// At the end of a day, skips the following days that repeat it.
    pub(super) fn repeat_day(&mut self, fast: &mut FastForward) -> Result<(), Errors> {
        let (by, most) = self.same_is_wanted(fast.of_today);
        let days = fast.compact.identical_days(&self.wallet, by, most);
        if days > 0 {
            self.recorder.repeat_compact(&fast.compact, days);
            // `identical_days` has just checked that this succeeds.
            let _counted = fast.compact.repeat(&mut self.wallet, days);
            self.bill_until_now()?;
            self.go_on_after(fast, days)?;
        }
        fast.compact.mark(&self.wallet);
        fast.of_today = 0;
        Ok(())
    }

    /// Until when, and for how many days, the same lines request the same as on the day that ends.
    fn same_is_wanted(&self, of_today: u64) -> (Instant, i64) {
        let (mut by, mut most, mut lines) = (Instant::MAX, i64::MAX, 0);
        let tomorrow = self.wallet.now().plus(DAY).unwrap_or(Instant::MAX);
        for (at, line, _) in self.wants.due() {
            let bit = 1 << line.place();
            match self.lines.get(line).filter(|_| of_today & bit != 0 && at <= tomorrow) {
                Some(of) => {
                    lines |= bit;
                    by = by.min(of.until());
                    most = most.min(of.identical_days());
                }
                None => by = by.min(at),
            }
        }
        if lines == of_today { (by, most) } else { (by, 0) }
    }

    /// Bills fell due inside the skipped days. Nothing else depends on them, so they are sent now,
    /// each at its own instant.
    fn bill_until_now(&mut self) -> Result<(), Errors> {
        let now = self.wallet.now();
        loop {
            let due = self.wallet.next_bill();
            if due > now {
                self.wallet.set_now(now);
                return Ok(());
            }
            self.wallet.set_now(due);
            self.wallet.bill_without_cycle_end()?;
        }
    }

    /// Advances the day's lines by the skipped days.
    fn go_on_after(&mut self, fast: &mut FastForward, days: u32) -> Result<(), Errors> {
        let of_today = fast.of_today;
        self.wants.take_due(&mut fast.wants, |(_, line, _)| of_today >> line.place() & 1 == 0);
        for (_, line, runs) in fast.wants.iter().copied() {
            let cost = fast.compact.cost(line.place(), runs).map_or(0, |(_, cost)| cost);
            let spent = fast.compact.unit().credits(cost);
            let spent = spent.checked_times(u64::from(days)).ok_or_else(too_large)?;
            if let Some(of) = self.lines.get_mut(line) {
                of.skip_days(days, runs, spent).ok_or_else(too_large)?;
            }
            self.plan_next(line)?;
        }
        Ok(())
    }
}
