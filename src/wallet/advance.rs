//! Time: events that are due happen in a fixed order.
//!
//! At one instant: holds that end, invoices whose time to pay is over, expiries, cycle close, the
//! month's invoice, scheduled plan changes, grants, lots that begin, debt. Then, by calls: purchases, immediate plan changes, usage;
//! last, debt, automatic top-ups, alerts.

use super::flows::LedgerMove;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::Slot;
use super::lots::EndedLot;
use super::{Result, Wallet};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind};

impl Wallet {
    /// Advances to an instant: everything due before it or at it happens.
    pub(crate) fn run_to(&mut self, at: Instant) -> Result<()> {
        if at < self.now {
            let sentence = format!("expected an instant from {} on, found {at}", self.now);
            return Err(Error::new(ErrorKind::OutOfRange, "/at", sentence));
        }
        while let Some(due) = self.next_due_by(at)? {
            self.now = due.max(self.now);
            self.apply_due_events()?;
        }
        self.now = at;
        Ok(())
    }

    /// The next event up to `by`. If it is later than now, the current instant is settled first.
    fn next_due_by(&mut self, by: Instant) -> Result<Option<Instant>> {
        let due = self.next_event().filter(|due| *due <= by);
        if due.unwrap_or(by) <= self.now {
            return Ok(due);
        }
        self.settle_instant()?;
        // Settling may have bought credits that expire earlier.
        Ok(self.next_event().filter(|due| *due <= by))
    }

    /// The last steps of every instant: debt, automatic top-ups, alerts.
    pub(crate) fn settle_instant(&mut self) -> Result<()> {
        self.settle_debt()?;
        self.top_up_automatically()?;
        self.check_alerts();
        self.note_withheld();
        self.debug_check();
        Ok(())
    }

    /// The next instant at which an event is due.
    pub(crate) fn next_event(&self) -> Option<Instant> {
        let mut next = self.grants.next_issue().min(self.next_bill());
        if let Some(subscription) = self.subscription() {
            next = next.min(subscription.cycle.end);
        }
        if let Some(lot) = self.lots.next_event() {
            next = next.min(lot);
        }
        if let Some(hold) = self.holds.next_end() {
            next = next.min(hold);
        }
        if let Some(overdue) = self.invoices.next_overdue() {
            next = next.min(overdue);
        }
        if let Some(rested) = self.auto_rested() {
            next = next.min(rested);
        }
        (next < Instant::MAX).then_some(next)
    }

    /// Applies all events that are due now, in order.
    fn apply_due_events(&mut self) -> Result<()> {
        // First, so that what a hold gives back to a lot that ends now expires with it.
        if let Some(release) = self.holds.due_by(self.now) {
            release(self)?;
        }
        // Before the next term begins: a subscription that was not paid for does not renew.
        self.check_overdue()?;
        self.expire_due()?;
        let turn = self.turn();
        self.close(turn)?;
        // Before the next term is billed: that belongs on the next month's invoice.
        self.send_invoice()?;
        let turn = self.change_plans(turn)?;
        self.issue_due(turn)?;
        self.start_due();
        self.settle_debt()
    }

    /// Lots that end now expire.
    pub(super) fn expire_due(&mut self) -> Result<()> {
        while let Some(slot) = self.lots.next_ended(self.now) {
            self.end_lot(slot, EntryKind::Expire, Reason::Unused)?;
        }
        Ok(())
    }

    /// Lots that begin now can be spent.
    fn start_due(&mut self) {
        while let Some(slot) = self.lots.next_started(self.now) {
            let Some(lot) = self.lots.get(slot) else { continue };
            let expires = self.expiry(lot.ends, lot.effective);
            self.lots.start(self.catalog.checked().supply(), slot, expires);
        }
    }

    /// Expires what remains of a lot. Held credits stay until they are settled or released.
    pub(super) fn end_lot(&mut self, slot: Slot, kind: EntryKind, reason: Reason) -> Result<()> {
        let Some(ended) = self.lots.end(slot) else { return Ok(()) };
        let EndedLot { class, left, held, unit_cost, source } = ended;
        if left > Credits::ZERO {
            let flow = match kind {
                EntryKind::Forfeit => LedgerMove::Forfeit,
                EntryKind::Revoke => LedgerMove::Revoke,
                _ => LedgerMove::Expire,
            };
            self.flow(class, flow, left)?;
            if flow != LedgerMove::Revoke {
                self.journal.waste(left, unit_cost.as_ref(), source);
            }
            self.note_lot(kind, reason, Subject::Class(class), slot, left);
        }
        if held == Credits::ZERO {
            self.lots.close(slot);
        }
        Ok(())
    }
}
