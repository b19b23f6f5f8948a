//! Automatic top-ups.

use super::account::AutoTopUp;
use super::kind::Reason;
use super::{Result, Wallet, whole_times};
use crate::amount::Credits;
use crate::calendar::{Instant, Recurrence, Zone};
use crate::catalog::id::TopUpId;
use crate::catalog::supply::Debt;

/// Purchases at one instant.
const MOST_AT_ONCE: u32 = 1_000;

/// An automatic top-up, and how often it was made.
#[derive(Clone, Debug)]
pub(crate) struct Auto {
    top_up: TopUpId,
    rule: AutoTopUp,
    /// Purchases in this cycle.
    count: u32,
    last: Option<Instant>,
}

impl Auto {
    /// None of these purchases has been made yet.
    pub(super) fn new(top_up: TopUpId, rule: AutoTopUp) -> Self {
        Auto::of(top_up, rule, 0, None)
    }

    /// `count` purchases have been made in this cycle, the last of them at `last`.
    pub(super) fn of(top_up: TopUpId, rule: AutoTopUp, count: u32, last: Option<Instant>) -> Self {
        Auto { top_up, rule, count, last }
    }

    pub(super) fn rule(&self) -> &AutoTopUp {
        &self.rule
    }

    /// Purchases in this cycle.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// When the last purchase was.
    pub(super) fn last(&self) -> Option<Instant> {
        self.last
    }

    pub(super) fn new_cycle(&mut self) {
        self.count = 0;
    }

    /// Whether the balance calls for a purchase and the cycle's limit allows it.
    fn is_wanted(&self, balance: Credits) -> bool {
        balance < self.rule.below && self.rule.limit.is_none_or(|most| self.count < most)
    }

    /// When the minimum time since the last purchase is over.
    fn rested(&self, now: Instant, clock: &Zone) -> Option<Instant> {
        match (self.last, self.rule.cooldown) {
            (Some(last), Some(cooldown)) => {
                Recurrence::from(last, cooldown.step(), clock).nth(1, clock)
            }
            _ => Some(now),
        }
    }

    fn note_purchase(&mut self, now: Instant) {
        self.count += 1;
        self.last = Some(now);
    }
}

impl Wallet {
    /// Buys automatically while the balance is below the threshold. Debt may use up a purchase, so
    /// it repeats within the same instant.
    pub(crate) fn top_up_automatically(&mut self) -> Result<()> {
        for _ in 0..MOST_AT_ONCE {
            if !self.top_up_once()? {
                break;
            }
        }
        Ok(())
    }

    /// Returns whether it bought something.
    fn top_up_once(&mut self) -> Result<bool> {
        let Some(auto) = &self.auto else { return Ok(false) };
        let may = || {
            let rested = auto.rested(self.now, &self.clock);
            rested.is_some_and(|rested| rested <= self.now)
        };
        if !auto.is_wanted(self.balance()) || !may() || self.invoices.awaits_auto() {
            return Ok(false);
        }
        let (top_up, count) = (auto.top_up, self.auto_count(auto));
        if count == 0 || self.may_not_buy(top_up, count).is_some() {
            return Ok(false);
        }
        let before = (self.balance(), self.debt());
        self.run_buy(top_up, count, Reason::AutoTopUp)?;
        if let Some(auto) = &mut self.auto {
            auto.note_purchase(self.now);
        }
        self.settle_debt()?;
        // If neither changed, the credits cannot pay for anything: buying would never stop.
        Ok(before != (self.balance(), self.debt()))
    }

    /// When the next automatic top-up happens, if one is needed now but the last is too recent.
    pub(super) fn auto_rested(&self) -> Option<Instant> {
        let auto = self.auto.as_ref()?;
        let rested = auto.rested(self.now, &self.clock);
        let awaits = self.invoices.awaits_auto();
        rested.filter(|rested| *rested > self.now && auto.is_wanted(self.balance()) && !awaits)
    }

    /// The configured count, or as many bundles as reach the target after they have repaid debt.
    fn auto_count(&self, auto: &Auto) -> u32 {
        let Some(target) = auto.rule.target else { return auto.rule.count.unwrap_or(1) };
        let Some((size, _)) = self.bundle(auto.top_up, 1) else { return 0 };
        let owed = match self.supply().policies.debt {
            Debt::RepayFirst => self.debt(),
            _ => Credits::ZERO,
        };
        let missing = target.checked_sub(self.balance()).and_then(|more| more.checked_add(owed));
        whole_times(missing.unwrap_or_default(), size)
    }
}
