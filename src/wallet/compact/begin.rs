//! Whether a wallet can be compacted, until when, and which lots pay.

use super::super::lot::{Ends, Lot, Slot, State};
use super::super::schedule::{IssuePace, Schedule};
use super::super::source::CreditOrigin;
use super::super::subscription::Subscription;
use super::{
    CompactFlows, CompactWallet, MOST_UNITS, Payer, ResetGrant, ResetSchedule, Unit, Wallet,
};
use crate::amount::Credits;
use crate::calendar::{DAY, Instant};
use crate::catalog::id::OperationId;
use crate::catalog::supply::{Expires, Renewal};

/// It never lasts longer, so that no number grows too large.
const LONGEST: i64 = 100 * DAY;
/// With more lots than this, single steps are faster.
const MOST_LOTS: usize = 256;

impl Wallet {
    /// Computes how long the fast-forward may run, at most until `by`, and collects the lots it
    /// covers. Returns whether that is past `from`.
    pub(crate) fn try_prepare(
        &self,
        compact: &mut CompactWallet,
        (from, by): (Instant, Instant),
    ) -> bool {
        let is_plain = self.debt() == Credits::ZERO
            && self.auto.is_none()
            && (self.alerts.is_empty() || self.journal.keeps_sums())
            && (self.journal.keeps_sums() || !self.journal.withholds())
            && self.lots.payer_count() <= MOST_LOTS;
        is_plain && self.is_long_enough(compact, (from, by))
    }

    fn is_long_enough(&self, compact: &mut CompactWallet, (from, by): (Instant, Instant)) -> bool {
        compact.reorder_at = None;
        compact.lent = 0;
        compact.mark.clear();
        compact.until = by.min(self.now.plus(LONGEST).unwrap_or(Instant::MAX));
        if let Some(subscription) = self.subscription() {
            compact.until = compact.until.min(subscription.cycle.end);
            if !self.renews_without_issue(subscription) {
                compact.until = compact.until.min(subscription.paid.end);
            }
        }
        compact.until = compact.until.min(self.lots.next_start().unwrap_or(Instant::MAX));
        compact.until = compact.until.min(self.holds.next_end().unwrap_or(Instant::MAX));
        let edges = self.supply().grants.iter().filter_map(|grant| grant.valid.next_edge(self.now));
        compact.until = edges.fold(compact.until, Instant::min);
        let is_given = |lot: &Lot| !matches!(lot.source, CreditOrigin::Grant(_));
        self.end_with(compact, |slot| self.lots.get(slot).is_some_and(is_given));
        if compact.until <= from {
            return false;
        }
        compact.resets = self.first_resets().filter(|resets| resets.next < compact.until);
        let resets = compact.resets;
        let has_part = |schedule: &Schedule| {
            resets.is_some_and(|resets| {
                schedule.next() == resets.next
                    && schedule.recurrence().is_some_and(|(r, _)| r == resets.recurrence)
                    && self.is_plain_reset(schedule)
            })
        };
        compact.payers.clear();
        for (place, schedule) in self.grants.iter().enumerate() {
            let rounds = compact.payers.len();
            let is_round = has_part(schedule);
            match is_round.then(|| self.round((rounds, place), schedule)).flatten() {
                Some(payer) => compact.payers.push(payer),
                None => compact.until = compact.until.min(schedule.next()),
            }
        }
        let rounds = std::mem::take(&mut compact.payers);
        self.end_with(compact, |slot| rounds.iter().all(|payer| payer.slot != slot));
        compact.payers = rounds;
        from < compact.until
    }

    /// Whether the next term only brings a bill.
    fn renews_without_issue(&self, subscription: &Subscription) -> bool {
        let comes =
            |schedule: &Schedule| schedule.is_active() && *schedule.pace() == IssuePace::WithTerm;
        subscription.next.is_none_or(|next| !next.at_term_end)
            && !self.grants.iter().any(comes)
            && !self.closes_with_term()
    }

    /// Ends it when the first of these lots expires.
    fn end_with(&self, compact: &mut CompactWallet, of: impl Fn(Slot) -> bool) {
        if let Some((at, _)) =
            self.lots.endings(compact.until).find(|(at, slot)| *at < compact.until && of(*slot))
        {
            compact.until = at;
        }
    }

    /// The schedule with the earliest reset.
    fn first_resets(&self) -> Option<ResetSchedule> {
        let anew = self.grants.iter().filter(|schedule| self.is_plain_reset(schedule));
        let first = anew.min_by_key(|schedule| schedule.next())?;
        let (recurrence, n) = first.recurrence()?;
        Some(ResetSchedule { recurrence, n, next: first.next(), last: None, count: 0, most: 0 })
    }

    /// Whether a grant is issued again when its last lot expires, and no entry is needed for it.
    fn is_plain_reset(&self, schedule: &Schedule) -> bool {
        let supply = self.supply();
        let Some(grant) = supply.grant(schedule.grant()) else { return false };
        let is_paid = supply.classes.get(grant.class.place()).is_none_or(|class| class.paid);
        schedule.is_active()
            && schedule.member().is_none()
            && schedule.recurrence().is_some()
            && grant.expires == Expires::Reset
            && grant.valid.holds(self.now)
            && grant.if_empty.is_none()
            && matches!(grant.renewal, Renewal::Add | Renewal::Reset)
            && (self.journal.keeps_sums() || self.journal.keeps_all() || !is_paid)
    }

    /// The lot of a grant that resets: it expires at the next issue.
    fn round(&self, (place, of): (usize, usize), schedule: &Schedule) -> Option<Payer> {
        let amount = self.amounts.amount(schedule.grant())?;
        let grant = self.supply().grant(schedule.grant())?;
        let is_of_it = |lot: &Lot| lot.source == CreditOrigin::Grant(schedule.grant());
        let ends_then = |at: Instant, slot: Slot| {
            at == schedule.next() && self.lots.get(slot).is_some_and(is_of_it)
        };
        let (_, slot) =
            self.lots.endings(schedule.next()).find(|(at, slot)| ends_then(*at, *slot))?;
        let lot = self.lots.get(slot)?;
        let is_plain = lot.state == State::Active
            && lot.held == Credits::ZERO
            && lot.member.is_none()
            && !(lot.frozen || lot.restricted || lot.carried);
        let is_only = grant.renewal == Renewal::Add
            || self.lots.iter().filter(|(_, lot)| is_of_it(lot)).count() == 1;
        if !(is_plain && is_only && amount > Credits::ZERO) {
            return None;
        }
        let round = ResetGrant {
            place,
            schedule: of,
            grant: schedule.grant(),
            issue: amount,
            amount: 0,
            unit_cost: self.grant_unit_cost(schedule.grant(), grant),
            first_unused: 0,
            unused: 0,
        };
        Some(payer(slot, lot, Some(round)))
    }

    /// Moves the lots into plain numbers. `None` if an amount might not fit, or if the burn order
    /// changes at a reset.
    pub(crate) fn compact(
        &mut self,
        compact: &mut CompactWallet,
        lines: impl Iterator<Item = (OperationId, Option<Credits>)> + Clone,
    ) -> Option<()> {
        self.find_payers(compact)?;
        self.count_in_units(compact, lines)?;
        self.find_uses(compact)?;
        fits(compact)?;
        if self.journal.keeps_all() {
            for payer in &mut compact.payers {
                payer.label = self.journal.name_lot(&mut self.lots, payer.slot);
            }
        }
        self.merge(compact);
        Some(())
    }

    /// All lots that pay or reset, in burn order.
    fn find_payers(&self, compact: &mut CompactWallet) -> Option<()> {
        let rounds = compact.payers.len();
        let number = |payer: &Payer| self.lots.get(payer.slot).map(|lot| lot.number);
        // The first reset expires them in order of issue.
        if !compact.payers.is_sorted_by_key(number) {
            return None;
        }
        for (slot, lot) in self.lots.payers() {
            if compact.payers.iter().take(rounds).all(|payer| payer.slot != slot) {
                compact.payers.push(payer(slot, lot, None));
            }
        }
        if rounds == 0 {
            return Some(());
        }
        // The last reset lots may outlive lots that end with the cycle, and then pay after them.
        compact.reorder_at = self.last_reset(compact);
        self.sort(compact, compact.reorder_at.map(|last| (last, last)))?;
        self.is_in_order(compact).then_some(())
    }

    /// Uses the last unit or, if that does not fit, one that measures every amount.
    fn count_in_units(
        &self,
        compact: &mut CompactWallet,
        lines: impl Iterator<Item = (OperationId, Option<Credits>)> + Clone,
    ) -> Option<()> {
        if self.count_by(compact, lines.clone()).is_some() {
            return Some(());
        }
        let left = compact.payers.iter().map(|payer| self.left(payer));
        let issued = compact.payers.iter().filter_map(|payer| Some(payer.round.as_ref()?.issue));
        let all = left.chain(issued).chain(lines.clone().filter_map(|(_, price)| price));
        let all = all.chain(self.journal.flows().iter().map(|flows| flows.remaining));
        compact.unit = all.fold(Unit::default(), Unit::that_measures);
        self.count_by(compact, lines)
    }

    fn count_by(
        &self,
        compact: &mut CompactWallet,
        lines: impl Iterator<Item = (OperationId, Option<Credits>)>,
    ) -> Option<()> {
        let unit = compact.unit;
        for payer in &mut compact.payers {
            payer.left = unit.count(self.left(payer))?;
            if let Some(round) = &mut payer.round {
                round.amount = unit.count(round.issue)?;
            }
        }
        compact.flows.clear();
        for class in self.journal.flows() {
            let remaining = unit.count(class.remaining)?;
            compact.flows.push(CompactFlows { remaining, ..CompactFlows::default() });
        }
        compact.lines.clear();
        for (operation, price) in lines {
            let each = price.map(|price| unit.count(price).ok_or(())).transpose().ok()?;
            compact.lines.push((operation, each));
        }
        Some(())
    }

    fn left(&self, payer: &Payer) -> Credits {
        self.lots.get(payer.slot).map_or(Credits::ZERO, |lot| lot.remaining)
    }

    /// What each lot may pay for.
    fn find_uses(&self, compact: &mut CompactWallet) -> Option<()> {
        let supply = self.supply();
        for payer in &mut compact.payers {
            let lot = self.lots.get(payer.slot)?;
            for (line, (operation, _)) in compact.lines.iter().enumerate() {
                payer.pays_for |= u64::from(lot.may_pay(*operation, None, supply)) << line;
            }
            // Its first use sets the time of the next issue.
            let waits =
                matches!(lot.ends, Ends::AfterUse(_)) || self.rolling_of(payer.slot).is_some();
            if payer.pays_for != 0 && waits {
                return None;
            }
        }
        Some(())
    }

    /// The last reset before the end; `None` if there is none.
    fn last_reset(&self, compact: &CompactWallet) -> Option<Instant> {
        let resets = compact.resets.filter(|resets| resets.next < compact.until)?;
        let n = resets.recurrence.first_after(compact.until.plus(-1)?, &self.clock);
        resets.recurrence.nth(n.checked_sub(1)?, &self.clock)
    }
}

fn payer(slot: Slot, lot: &Lot, round: Option<ResetGrant>) -> Payer {
    Payer { slot, class: lot.class, pays_for: 0, left: 0, paid: 0, label: None, round }
}

/// Computes how many resets there may be; `None` if a sum might not fit.
fn fits(compact: &mut CompactWallet) -> Option<()> {
    let mut count = 0;
    if let Some(resets) = &mut compact.resets {
        let seconds = (compact.until.to_unix() - resets.next.to_unix()).max(0);
        let most = seconds / resets.recurrence.shortest().max(1) + 1;
        resets.most = u32::try_from(most).unwrap_or(u32::MAX);
        count = i64::from(resets.most);
    }
    let mut sum: i64 = 0;
    for payer in &compact.payers {
        let amount = payer.round.as_ref().map_or(0, |round| round.amount);
        sum = sum.checked_add(payer.left)?.checked_add(amount.checked_mul(count)?)?;
    }
    (sum <= MOST_UNITS).then_some(())
}
