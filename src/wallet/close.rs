//! Cycle close: what rolls over, what is cut to a cap, what expires.

use super::balance::sum;
use super::flows::LedgerMove;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::lot::{Ends, Lot, Slot, State};
use super::member::MemberId;
use super::subscription::Turn;
use super::{Fits, Result, Wallet, out_of_time};
use crate::amount::{Credits, Decimal, Fraction, Mode};
use crate::calendar::Instant;
use crate::catalog::id::GrantId;
use crate::catalog::supply::{CapDocument, CapOn, Carry, Every, Grant, Rollover};
use crate::order::sort;

/// What happens to one lot at the close.
#[derive(Clone, Copy)]
pub(super) struct Carried {
    pub(super) slot: Slot,
    pub(super) number: u64,
    member: Option<MemberId>,
    /// When it expires if it is carried over.
    pub(super) until: Instant,
    remaining: Credits,
    pub(super) kept: Credits,
    /// It was carried over before, and keeps its expiry.
    before: bool,
}

impl Wallet {
    /// Closes the cycle or term that ends now: the lots that end with it expire or roll over by the
    /// rule of their class.
    pub(super) fn close(&mut self, turn: Turn) -> Result<()> {
        if turn.cycle || (turn.paid && self.closes_with_term()) {
            self.close_lots(turn)?;
        }
        if turn.cycle {
            self.count_anew();
            self.forgive_at_reset();
            self.journal.mark_cycle(self.now);
        }
        Ok(())
    }

    /// Whether the end of a term expires lots or cuts them to a cap.
    pub(super) fn closes_with_term(&self) -> bool {
        let rolls = |(grant, _): &(GrantId, Rollover)| self.is_of_term(*grant);
        self.some_end_with_term() || self.rollover_rules().iter().any(rolls)
    }

    pub(super) fn some_end_with_term(&self) -> bool {
        self.lots.iter().any(|(_, lot)| lot.ends == Ends::Term)
    }

    fn close_lots(&mut self, turn: Turn) -> Result<()> {
        let rules = self.rollover_rules();
        let mut bound = self.lots_ending_with_cycle(turn);
        for (grant, rule) in &rules {
            let closes = if self.is_of_term(*grant) { turn.paid } else { turn.cycle };
            let group = self.group(*grant, rule, &bound)?;
            let ends = |carried: &Carried| !carried.before && carried.remaining > Credits::ZERO;
            if !closes && !group.iter().any(ends) {
                continue;
            }
            bound.retain(|slot| !group.iter().any(|carried| carried.slot == *slot));
            for pot in pots(group) {
                self.carry(*grant, rule, pot)?;
            }
        }
        for slot in bound {
            self.end_lot(slot, EntryKind::Expire, Reason::Unused)?;
        }
        Ok(())
    }

    /// Whether a grant is issued with the term, if the cycle is shorter.
    fn is_of_term(&self, grant: GrantId) -> bool {
        let every = self.supply().grant(grant).map(|grant| grant.every);
        every.is_some_and(|every| self.end_of_period(every) == Ends::Term)
    }

    /// The rollover rules of the current plan, one for each class.
    pub(super) fn rollover_rules(&self) -> Vec<(GrantId, Rollover)> {
        let mut rules: Vec<(GrantId, Rollover)> = Vec::new();
        for (place, grant) in self.supply().grants_for(self.held()) {
            let Some(rollover) = &grant.rollover else { continue };
            let class = |other: GrantId| self.supply().grant(other).map(|grant| grant.class);
            if rules.iter().all(|(other, _)| class(*other) != Some(grant.class)) {
                rules.push((place, rollover.clone()));
            }
        }
        rules
    }

    /// Lots that end with this cycle or term, in burn order; lots that have not begun do not end.
    pub(super) fn lots_ending_with_cycle(&self, turn: Turn) -> Vec<Slot> {
        let ends = |lot: &Lot| {
            lot.state != State::Waiting
                && match lot.ends {
                    Ends::Cycle => turn.cycle,
                    Ends::Term => turn.paid,
                    _ => false,
                }
        };
        let payers = self.lots.payers().filter(|(_, lot)| ends(lot));
        let mut bound: Vec<Slot> = payers.map(|(slot, _)| slot).collect();
        let others = self.lots.open_if(|slot, lot| ends(lot) && !bound.contains(&slot));
        if bound.is_empty() {
            return others;
        }
        bound.extend(others);
        bound
    }

    /// The lots that a rule covers: those of its class that end now or were carried over before. If
    /// the rule carries into another class, all lots of that class count, whatever their source.
    fn group(&self, grant: GrantId, rule: &Rollover, bound: &[Slot]) -> Result<Vec<Carried>> {
        let class = self.supply().grant(grant).map_or(rule.class, |grant| grant.class);
        let until = self.carried_until(grant, rule)?;
        let mut group = Vec::new();
        for slot in self.lots.open() {
            let Some(lot) = self.lots.get(slot).filter(|lot| lot.state != State::Waiting) else {
                continue;
            };
            let is_target = lot.class == rule.class;
            if lot.class != class && !is_target {
                continue;
            }
            let before = !bound.contains(&slot);
            if before && !lot.carried && (!is_target || rule.class == class) {
                continue;
            }
            let kept = if before { lot.remaining } else { self.share(rule, lot.remaining)? };
            let until = match rule.latest {
                _ if before => lot.expires,
                Some(span) => until.min(self.after(lot.issued_at, span)?),
                None => until,
            };
            if until <= self.now {
                continue;
            }
            let (number, member, remaining) = (lot.number, lot.member, lot.remaining);
            group.push(Carried { slot, number, member, until, remaining, kept, before });
        }
        Ok(group)
    }

    /// When a lot expires that is carried over now.
    fn carried_until(&self, grant: GrantId, rule: &Rollover) -> Result<Instant> {
        let (Some(carry), Some(subscription)) = (rule.carry, self.subscription()) else {
            return Ok(Instant::MAX);
        };
        let period = if self.is_of_term(grant) { &subscription.paid } else { &subscription.cycle };
        match carry {
            Carry::Cycles(times) => period.end_after(times, &self.clock).ok_or_else(out_of_time),
            Carry::Span(span) => match period.after_end(span, &self.clock) {
                Some(until) => Ok(until),
                None => self.after(period.end, span),
            },
        }
    }

    /// The share of a lot that is carried over, rounded down to the credit's step.
    fn share(&self, rule: &Rollover, remaining: Credits) -> Result<Credits> {
        match rule.percent {
            None => Ok(remaining),
            Some(percent) => {
                let share = times(remaining, percent)
                    .and_then(|hundred| hundred.div(&Fraction::integer(100)).ok());
                share.and_then(|share| self.step_down(&share)).fits("a share")
            }
        }
    }

    /// An amount rounded down to the credit's step.
    pub(super) fn step_down(&self, amount: &Fraction) -> Option<Credits> {
        amount.rounded(Mode::Floor, self.catalog.checked().step).map(Credits::from)
    }

    fn carry(&mut self, grant: GrantId, rule: &Rollover, mut group: Vec<Carried>) -> Result<()> {
        let limits = self.carry_limits(grant, rule, &group)?;
        fit(&mut group, limits)?;
        let mut rolled = Vec::new();
        for carried in group {
            let lost = carried.remaining.checked_sub(carried.kept).unwrap_or_default();
            if carried.kept == Credits::ZERO && carried.remaining > Credits::ZERO {
                self.end_lot(carried.slot, EntryKind::Forfeit, Reason::OverCap)?;
                continue;
            }
            if lost > Credits::ZERO {
                self.forfeit_part(carried.slot, lost)?;
            }
            let holds = self.lots.get(carried.slot).is_some_and(|lot| lot.held != Credits::ZERO);
            match carried.before {
                true => {}
                false if carried.kept > Credits::ZERO || holds => rolled.push(carried),
                false => self.end_lot(carried.slot, EntryKind::Expire, Reason::Unused)?,
            }
        }
        self.roll(&rolled, rule)
    }

    /// The minimum and maximum that a group keeps.
    fn carry_limits(
        &self,
        grant: GrantId,
        rule: &Rollover,
        group: &[Carried],
    ) -> Result<(Credits, Option<Credits>)> {
        let left = sum(group.iter().map(|carried| carried.remaining))?;
        let floor = rule.floor.unwrap_or_default().min(left);
        let Some(cap) = &rule.cap else { return Ok((floor, None)) };
        let member = group.first().and_then(|carried| carried.member);
        let most = self.most_carried((grant, member), (cap, rule.cap_on == CapOn::Total))?;
        Ok((floor, Some(most.max(floor))))
    }

    /// The most that a rollover's cap keeps: the cap or, for a cap on the total, what the renewal
    /// leaves of it.
    fn most_carried(
        &self,
        of: (GrantId, Option<MemberId>),
        (cap, less): (&CapDocument, bool),
    ) -> Result<Credits> {
        let allowance = self.renewal_of_class(of)?;
        let most = self.cap_amount(cap, allowance)?;
        if !less {
            return Ok(most);
        }
        Ok(most.checked_sub(allowance).unwrap_or_default().max(Credits::ZERO))
    }

    /// The sum that the grants of a class issue together, at the interval of one of them, to a
    /// member or to all.
    fn renewal_of_class(&self, (grant, member): (GrantId, Option<MemberId>)) -> Result<Credits> {
        let Some(of) = self.supply().grant(grant) else { return Ok(Credits::ZERO) };
        let is_as_often = |every: Every| {
            let both = every.is_of_plan() && of.every.is_of_plan();
            every == of.every || (both && self.end_of_period(every) == self.end_of_period(of.every))
        };
        let is_for_all = |other: &Grant| other.shared || self.members.count() == 0;
        let is_alike = |(_, other): &(GrantId, &Grant)| {
            other.class == of.class
                && other.valid.holds(self.now)
                && is_for_all(other) == member.is_none()
                && is_as_often(other.every)
        };
        let alike = self.supply().grants_for(self.held()).filter(is_alike);
        let mut sum = Credits::ZERO;
        for (place, _) in alike {
            let amount = self.grant_amount(place)?;
            sum = sum.checked_add(amount).fits("an allowance")?;
        }
        Ok(sum)
    }

    pub(super) fn forfeit_part(&mut self, slot: Slot, amount: Credits) -> Result<()> {
        let lot = self.lots.get(slot).map(|lot| (lot.class, lot.unit_cost, lot.source));
        let Some((class, unit_cost, source)) = lot else { return Ok(()) };
        self.journal.waste(amount, unit_cost.as_ref(), source);
        self.lots.take(slot, amount)?;
        self.flow(class, LedgerMove::Forfeit, amount)?;
        self.note_lot(EntryKind::Forfeit, Reason::OverCap, Subject::Class(class), slot, amount);
        Ok(())
    }

    /// Lots that end with the cycle or the term now end with the one that has just begun.
    pub(super) fn renew_ends(&mut self) {
        for slot in self.lots.open_if(|_, lot| lot.ends.is_bound()) {
            let Some(lot) = self.lots.get(slot) else { continue };
            self.lots.move_end(slot, self.expiry(lot.ends, lot.effective));
        }
        self.reorder();
    }

    /// Sorts all lots again, after their expiries have changed.
    pub(super) fn reorder(&mut self) {
        self.lots.reorder(self.catalog.checked().supply());
    }

    /// Cuts the lots of old cycles to what the current plan may carry. If its grants come next, a
    /// cap on the total leaves room for them.
    pub(super) fn cap_to_plan(&mut self, renews: bool) -> Result<()> {
        let rules = self.rollover_rules();
        if rules.is_empty() {
            let allowance = self.allowance(self.held())?;
            let lots = self.plan_lots();
            let mut pots = pots(self.as_they_stand(&lots)).into_iter();
            return pots.try_for_each(|pot| self.cap_to(pot, allowance));
        }
        let bound = self.lots_ending_with_cycle(Turn::BOTH);
        for (grant, rule) in rules {
            let Some(cap) = &rule.cap else { continue };
            let less = renews && rule.cap_on == CapOn::Total;
            let group = self.group(grant, &rule, &bound)?;
            let lots: Vec<Slot> = group.iter().map(|carried| carried.slot).collect();
            for pot in pots(self.as_they_stand(&lots)) {
                let member = pot.first().and_then(|carried| carried.member);
                let most = self.most_carried((grant, member), (cap, less))?;
                self.cap_to(pot, most)?;
            }
        }
        Ok(())
    }

    /// Lots that are kept in full, each until its own expiry.
    fn as_they_stand(&self, slots: &[Slot]) -> Vec<Carried> {
        let stands = |slot: &Slot| {
            let lot = self.lots.get(*slot)?;
            Some(Carried {
                slot: *slot,
                number: lot.number,
                member: lot.member,
                until: lot.expires,
                remaining: lot.remaining,
                kept: lot.remaining,
                before: true,
            })
        };
        slots.iter().filter_map(stands).collect()
    }

    fn cap_to(&mut self, mut group: Vec<Carried>, most: Credits) -> Result<()> {
        fit(&mut group, (Credits::ZERO, Some(most)))?;
        for carried in group {
            let lost = carried.remaining.checked_sub(carried.kept).unwrap_or_default();
            if lost == Credits::ZERO {
                continue;
            }
            if carried.kept == Credits::ZERO {
                self.end_lot(carried.slot, EntryKind::Forfeit, Reason::OverCap)?;
            } else {
                self.forfeit_part(carried.slot, lost)?;
            }
        }
        Ok(())
    }
}

/// One group for shared lots, then one for each member; each is kept and cut separately.
fn pots(group: Vec<Carried>) -> Vec<Vec<Carried>> {
    let mut pots: Vec<Vec<Carried>> = Vec::new();
    for carried in group {
        let is_same = |pot: &&mut Vec<Carried>| {
            pot.first().is_some_and(|first| first.member == carried.member)
        };
        match pots.iter_mut().find(is_same) {
            Some(pot) => pot.push(carried),
            None => pots.push(vec![carried]),
        }
    }
    sort(&mut pots, |a, b| a.first().map(|a| a.member).cmp(&b.first().map(|b| b.member)));
    pots
}

/// Keeps at least the floor and at most the cap. The lot that expires soonest is cut first and
/// restored last.
fn fit(group: &mut Vec<Carried>, (floor, cap): (Credits, Option<Credits>)) -> Result<()> {
    let rank = |carried: &Carried| (carried.until, !carried.before, carried.number);
    sort(group, |a, b| rank(a).cmp(&rank(b)));
    let mut kept = sum(group.iter().map(|carried| carried.kept))?;
    for carried in group.iter_mut() {
        let Some(over) = cap.and_then(|cap| kept.checked_sub(cap)) else { break };
        let cut = over.min(carried.kept).max(Credits::ZERO);
        carried.kept = carried.kept.checked_sub(cut).unwrap_or_default();
        kept = kept.checked_sub(cut).unwrap_or_default();
    }
    for carried in group.iter_mut().rev() {
        let room = carried.remaining.checked_sub(carried.kept).unwrap_or_default();
        let missing = floor.checked_sub(kept).unwrap_or_default();
        let back = missing.min(room).max(Credits::ZERO);
        carried.kept = carried.kept.checked_add(back).fits("a balance")?;
        kept = kept.checked_add(back).fits("a balance")?;
    }
    Ok(())
}

fn times(amount: Credits, factor: Decimal) -> Option<Fraction> {
    let amount = Fraction::from_decimal(amount.decimal());
    amount.mul(&Fraction::from_decimal(factor)).ok()
}
