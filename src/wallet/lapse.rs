//! What happens to credits when a subscription ends, and when another begins.

use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::Slot;
use super::schedule::IssueNow;
use super::{Result, Wallet};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::ClassId;
use crate::catalog::supply::Lapse;

impl Wallet {
    /// Ends the subscription now; each class of credits follows its lapse rule.
    pub(super) fn lapse(&mut self) -> Result<()> {
        let rules = self.rollover_rules();
        let Some(ended) = self.standing.lapse() else { return Ok(()) };
        self.note(EntryKind::Plan, Reason::Lapse, Subject::Plan(ended.plan)).done();
        let goes_on = |class: ClassId| {
            rules.iter().any(|(_, rule)| rule.carry.is_none() && rule.class == class)
        };
        for slot in self.lots.open() {
            let lot = self.lots.get(slot);
            let is_free = lot.is_some_and(|lot| lot.carried && goes_on(lot.class));
            self.lapse_lot(slot, is_free)?;
        }
        self.reorder();
        self.journal.mark_cycle(self.now);
        self.refresh_schedules(IssueNow::Current)?;
        self.alerts.know(Credits::ZERO);
        Ok(())
    }

    /// Lots that ended with the cycle still end then, unless they are carried without a time limit.
    fn lapse_lot(&mut self, slot: Slot, is_free: bool) -> Result<()> {
        let Some(lot) = self.lots.get(slot) else { return Ok(()) };
        let (class, bound, left, end) =
            (lot.class, lot.ends.is_bound(), lot.remaining, lot.expires);
        let lapse =
            self.supply().classes.get(class.place()).map_or(Lapse::Keep, |class| class.lapse);
        if lapse == Lapse::Forfeit {
            return self.forfeit(slot, Reason::Lapse);
        }
        if bound {
            if is_free || end == Instant::MAX {
                self.lots.end_never(slot);
            } else if end <= self.now {
                return self.end_lot(slot, EntryKind::Expire, Reason::Unused);
            } else {
                self.lots.end_at(slot, end);
            }
        }
        self.withhold_lot(slot, lapse, left);
        Ok(())
    }

    /// What becomes of a lot while there is no subscription.
    fn withhold_lot(&mut self, slot: Slot, lapse: Lapse, left: Credits) {
        match lapse {
            Lapse::Restrict => self.lots.restrict(slot),
            Lapse::Freeze => {
                let class = self.lots.get(slot).map(|lot| lot.class);
                self.lots.freeze(slot);
                if let Some(class) = class.filter(|_| left > Credits::ZERO) {
                    let subject = Subject::Class(class);
                    self.note_lot(EntryKind::Freeze, Reason::Lapse, subject, slot, left);
                }
            }
            Lapse::Keep | Lapse::Forfeit => {}
        }
    }

    /// The subscription is gone with its plan: credits are frozen or restricted by the rule of their
    /// class, and none are forfeited.
    pub(super) fn withhold_all(&mut self) {
        for slot in self.lots.open() {
            let Some(lot) = self.lots.get(slot) else { continue };
            let (class, left) = (lot.class, lot.remaining);
            let lapse = self.supply().classes.get(class.place()).map(|class| class.lapse);
            self.withhold_lot(slot, lapse.unwrap_or(Lapse::Keep), left);
        }
        self.reorder();
    }

    /// Thaws credits when a subscription is active again.
    pub(super) fn thaw(&mut self) -> Result<()> {
        for slot in self.lots.open() {
            let Some(lot) = self.lots.get(slot) else { continue };
            let (class, left) = (lot.class, lot.remaining);
            let was_frozen = self.lots.thaw(slot);
            if was_frozen && left > Credits::ZERO {
                let subject = Subject::Class(class);
                self.note_lot(EntryKind::Thaw, Reason::Subscribed, subject, slot, left);
            }
        }
        Ok(())
    }
}
