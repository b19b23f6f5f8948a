//! Calm: while nothing happens but that lots pay and that grants come anew when their last lot
//! ends, a few plain numbers stand for the lots.
//!
//! A [`Calm`] is taken out of a wallet and put back; what comes of it is what the wallet would have
//! done step by step. Whatever it has no rule for ends it.

use super::entry::{EntryKind, Reason};
use super::issue::{Pace, Schedule, Source};
use super::journal::{LotInfo, Subject};
use super::lot::{Ends, Lot, NOT_NAMED, Slot, State};
use super::order::{compare, rank};
use super::{Result, Wallet};
use crate::amount::{Credits, Decimal, Fraction};
use crate::calendar::{DAY, Instant, Recurrence};
use crate::catalog::supply::{Expires, Renewal};

/// It has to last so many seconds to be worth its beginning.
const SHORTEST: i64 = DAY + DAY / 4;
/// It lasts no longer, so that no sum grows too large.
const LONGEST: i64 = 400 * DAY;
/// More lots are looked through one by one.
const MOST_LOTS: usize = 256;
/// All that may be issued and spent in a calm together.
const MOST_UNITS: i128 = (i64::MAX / 4) as i128;

/// What the lots of a wallet have left, for as long as nothing else happens.
#[derive(Clone, Debug)]
pub(crate) struct Calm {
    /// In burn order.
    payers: Vec<Payer>,
    /// By the place of the class.
    flows: Vec<CalmFlows>,
    /// By the place of the line.
    operations: Vec<usize>,
    turns: Option<Turns>,
    /// The turn from which on the lots pay in another order.
    reorder_at: Option<Instant>,
    /// The lots of all rounds, by their place, as they are in another turn.
    aged: Vec<Lot>,
    /// When it ends at the latest.
    until: Instant,
    lent: i64,
}

/// A lot; in turn one after the other, where its grant comes anew.
#[derive(Clone, Debug)]
struct Payer {
    slot: Slot,
    class: usize,
    /// One bit for each line of the demand that it may pay for.
    pays_for: u64,
    left: i64,
    /// What the lot that is there now has paid since the beginning.
    paid: i64,
    /// Place of that lot in the journal's list.
    info: u32,
    round: Option<Round>,
}

/// A grant that comes anew at every turn.
#[derive(Clone, Debug)]
struct Round {
    /// Its place among the rounds, the schedules and the grants.
    place: usize,
    schedule: usize,
    grant: usize,
    amount: i64,
    unit_cost: Option<Fraction>,
    /// What ended unused: of the lot that was there at the beginning, and of all later ones.
    first_unused: i64,
    unused: i64,
}

/// When grants come anew.
#[derive(Clone, Copy, Debug)]
struct Turns {
    recurrence: Recurrence,
    /// Number of the next occurrence.
    n: u32,
    next: Instant,
    last: Option<Instant>,
    /// How many there have been, and how many there may be.
    count: u32,
    most: u32,
}

/// What has flowed through a class since the beginning, and what is left in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct CalmFlows {
    pub(crate) issued: i64,
    pub(crate) spent: i64,
    pub(crate) expired: i64,
    pub(crate) remaining: i64,
}

impl Default for Calm {
    fn default() -> Self {
        Calm {
            payers: Vec::new(),
            flows: Vec::new(),
            operations: Vec::new(),
            turns: None,
            reorder_at: None,
            aged: Vec::new(),
            until: Instant::MAX,
            lent: 0,
        }
    }
}

impl Calm {
    /// When it ends at the latest; that instant is no part of it.
    pub(crate) fn until(&self) -> Instant {
        self.until
    }

    /// When grants come anew next.
    pub(crate) fn next_turn(&self) -> Instant {
        self.turns.map_or(Instant::MAX, |turns| turns.next)
    }

    /// By the place of the class.
    pub(crate) fn flows(&self) -> &[CalmFlows] {
        &self.flows
    }

    /// What is left of each round ends, and it is issued anew.
    pub(crate) fn turn(&mut self, wallet: &mut Wallet) -> Option<()> {
        let turns = self.turns.as_mut()?;
        let n = turns.n.checked_add(1)?;
        let next = turns.recurrence.nth(n, &wallet.clock).filter(|next| *next > turns.next)?;
        if turns.count == turns.most {
            return None;
        }
        let (is_first, count) = (turns.last.is_none(), turns.count);
        *turns = Turns { n, next, last: Some(turns.next), count: turns.count + 1, ..*turns };
        if wallet.journal.keep {
            self.note_turn(wallet, count);
        }
        for payer in &mut self.payers {
            let Some(round) = &mut payer.round else { continue };
            if let Some(flows) = self.flows.get_mut(payer.class) {
                flows.expired += payer.left;
                flows.issued += round.amount;
                flows.remaining += round.amount - payer.left;
            }
            match is_first {
                true => round.first_unused = payer.left,
                false => round.unused += payer.left,
            }
            payer.left = round.amount;
            payer.paid = 0;
        }
        if self.reorder_at.is_some_and(|at| at == wallet.now) {
            let span = (wallet.now, next);
            wallet.sort(self, Some(span))?;
        }
        Some(())
    }

    /// Expiries first, then issues, each in the order of the catalog.
    fn note_turn(&mut self, wallet: &mut Wallet, count: u32) {
        let rounds = self.payers.iter().filter(|payer| payer.round.is_some()).count();
        for place in 0..rounds {
            let Some(payer) = self.round_at(place).filter(|payer| payer.left > 0) else { continue };
            let left = credits(payer.left);
            let mut note =
                wallet.note(EntryKind::Expire, Reason::Unused, Subject::Class(payer.class));
            note.part(payer.info, left);
            note.amount(left).done();
        }
        let before = wallet.lots.next_number + u64::from(count) * rounds as u64;
        for (place, number) in (0..rounds).zip(before + 1..) {
            let Some(payer) = self.round_at(place) else { continue };
            let Some(round) = &payer.round else { continue };
            let (issued, source) = (credits(round.amount), Source::Grant(round.grant));
            let lot = LotInfo { given: None, source, number, class: payer.class, issued };
            payer.info = wallet.journal.name(lot);
            let subject = Subject::Grant(round.grant);
            let mut note = wallet.note(EntryKind::Issue, Reason::Granted, subject);
            note.part(payer.info, issued);
            note.amount(issued).done();
        }
    }

    fn round_at(&mut self, place: usize) -> Option<&mut Payer> {
        let is_it =
            |payer: &&mut Payer| payer.round.as_ref().is_some_and(|round| round.place == place);
        self.payers.iter_mut().find(is_it)
    }

    /// What may pay for a line, as far as it is needed.
    pub(crate) fn there(&self, line: u32, needed: i64) -> i64 {
        let mut there = 0;
        for payer in &self.payers {
            if payer.pays_for >> line & 1 == 1 {
                there += payer.left;
                if there >= needed {
                    return needed;
                }
            }
        }
        there
    }

    /// Pays for runs of a line what is there for it.
    pub(crate) fn pay(&mut self, wallet: &mut Wallet, line: u32, amount: i64, runs: u32) {
        let mut due = amount;
        let subject = Subject::Operation(self.operations.get(line as usize).copied().unwrap_or(0));
        let mut note = match wallet.journal.keep {
            true => Some(wallet.note(EntryKind::Spend, Reason::Usage, subject)),
            false => None,
        };
        for payer in &mut self.payers {
            if due == 0 {
                break;
            }
            if payer.left == 0 || payer.pays_for >> line & 1 == 0 {
                continue;
            }
            let part = due.min(payer.left);
            due -= part;
            payer.left -= part;
            payer.paid += part;
            if let Some(flows) = self.flows.get_mut(payer.class) {
                flows.spent += part;
                flows.remaining -= part;
            }
            if let Some(note) = &mut note {
                note.part(payer.info, credits(part));
            }
        }
        if let Some(note) = note {
            note.amount(credits(amount)).runs(runs).done();
        }
    }

    /// Lends credits of a class, which are spent at once; says whether that can be counted.
    pub(crate) fn lend(&mut self, class: usize, amount: i64) -> bool {
        let lent = self.lent.checked_add(amount).filter(|lent| i128::from(*lent) <= MOST_UNITS);
        let (Some(lent), Some(flows)) = (lent, self.flows.get_mut(class)) else { return false };
        self.lent = lent;
        flows.issued += amount;
        flows.spent += amount;
        true
    }
}

impl Wallet {
    /// Whether something of it may come anew soon.
    pub(crate) fn has_turns(&self, by: Instant) -> bool {
        self.schedules.iter().any(|schedule| schedule.next < by && self.comes_anew(schedule))
    }

    /// Finds out until when nothing happens but turns, at the latest by an instant, and which lots
    /// have a part in them; says whether that is worth the while.
    pub(crate) fn calm_lasts(&self, calm: &mut Calm, by: Instant) -> bool {
        let is_plain = self.debt == Credits::ZERO
            && self.purchases.auto.is_none()
            && self.alerts.levels.is_empty()
            && self.lots.order.len() <= MOST_LOTS;
        is_plain && self.calm_is_long(calm, by)
    }

    fn calm_is_long(&self, calm: &mut Calm, by: Instant) -> bool {
        calm.reorder_at = None;
        calm.lent = 0;
        calm.until = by.min(self.now.plus(LONGEST).unwrap_or(Instant::MAX));
        if let Some(subscription) = &self.subscription {
            calm.until = calm.until.min(subscription.cycle.end).min(subscription.paid.end);
        }
        for event in [self.purchases.next_invoice, self.lots.next_start()].into_iter().flatten() {
            calm.until = calm.until.min(event);
        }
        let is_given = |lot: &Lot| !matches!(lot.source, Source::Grant(_));
        self.end_with(calm, |slot| self.lots.get(slot).is_some_and(is_given));
        if !self.is_long(calm.until) {
            return false;
        }
        calm.turns = self.first_turns().filter(|turns| turns.next < calm.until);
        let turns = calm.turns;
        let has_part = |schedule: &Schedule| {
            turns.is_some_and(|turns| {
                schedule.next == turns.next
                    && recurrence_of(schedule).is_some_and(|(r, _)| r == turns.recurrence)
                    && self.comes_anew(schedule)
            })
        };
        calm.payers.clear();
        for (place, schedule) in self.schedules.iter().enumerate() {
            let rounds = calm.payers.len();
            let is_round = has_part(schedule);
            match is_round.then(|| self.round((rounds, place), schedule)).flatten() {
                Some(payer) => calm.payers.push(payer),
                None => calm.until = calm.until.min(schedule.next),
            }
        }
        let rounds = std::mem::take(&mut calm.payers);
        self.end_with(calm, |slot| rounds.iter().all(|payer| payer.slot != slot));
        calm.payers = rounds;
        self.is_long(calm.until)
    }

    /// Ends it when the first of some lots ends.
    fn end_with(&self, calm: &mut Calm, of: impl Fn(Slot) -> bool) {
        if let Some((at, _)) =
            self.lots.endings(calm.until).find(|(at, slot)| *at < calm.until && of(*slot))
        {
            calm.until = at;
        }
    }

    fn is_long(&self, until: Instant) -> bool {
        until.to_unix() - self.now.to_unix() >= SHORTEST
    }

    /// The soonest turns.
    fn first_turns(&self) -> Option<Turns> {
        let anew = self.schedules.iter().filter(|schedule| self.comes_anew(schedule));
        let first = anew.min_by_key(|schedule| schedule.next)?;
        let (recurrence, n) = recurrence_of(first)?;
        Some(Turns { recurrence, n, next: first.next, last: None, count: 0, most: 0 })
    }

    /// Whether a grant comes anew when its last lot ends, and nobody has to hear of it.
    fn comes_anew(&self, schedule: &Schedule) -> bool {
        let supply = self.supply();
        let Some(grant) = supply.grants.get(schedule.grant) else { return false };
        let is_paid = supply.classes.get(grant.class).is_none_or(|class| class.paid);
        schedule.active
            && schedule.member.is_none()
            && recurrence_of(schedule).is_some()
            && grant.expires == Expires::Reset
            && matches!(grant.renewal, Renewal::Add | Renewal::Reset)
            && (self.journal.mute || self.journal.keep || !is_paid)
    }

    /// The lot of a grant that comes anew, which ends when the next one comes.
    fn round(&self, (place, of): (usize, usize), schedule: &Schedule) -> Option<Payer> {
        let amount = self.amounts.grants.get(schedule.grant).copied().flatten()?;
        let grant = self.supply().grants.get(schedule.grant)?;
        let is_of_it = |lot: &Lot| lot.source == Source::Grant(schedule.grant);
        let ends_then = |at: Instant, slot: Slot| {
            at == schedule.next && self.lots.get(slot).is_some_and(is_of_it)
        };
        let (_, slot) =
            self.lots.endings(schedule.next).find(|(at, slot)| ends_then(*at, *slot))?;
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
        let round = Round {
            place,
            schedule: of,
            grant: schedule.grant,
            amount: units(amount)?,
            unit_cost: self.grant_unit_cost(schedule.grant, grant),
            first_unused: 0,
            unused: 0,
        };
        let left = units(lot.remaining)?;
        Some(Payer {
            slot,
            class: lot.class,
            pays_for: 0,
            left,
            paid: 0,
            info: NOT_NAMED,
            round: Some(round),
        })
    }

    /// Takes the lots out, for lines of demand with operations: when plain numbers hold all that
    /// may come of them, and when their order stays as it is through all turns.
    pub(crate) fn begin_calm(
        &mut self,
        calm: &mut Calm,
        operations: impl Iterator<Item = usize>,
    ) -> Option<()> {
        calm.operations.clear();
        calm.operations.extend(operations);
        self.find_payers(calm)?;
        if self.journal.keep {
            for payer in &mut calm.payers {
                payer.info = self.name_lot(payer.slot);
            }
        }
        Some(())
    }

    fn find_payers(&self, calm: &mut Calm) -> Option<()> {
        let rounds = calm.payers.len();
        let number = |payer: &Payer| self.lots.get(payer.slot).map(|lot| lot.number);
        // The first turn ends them in the order in which they were issued.
        if !calm.payers.is_sorted_by_key(number) {
            return None;
        }
        for slot in self.lots.order.iter().copied() {
            if calm.payers.iter().take(rounds).any(|payer| payer.slot == slot) {
                continue;
            }
            let lot = self.lots.get(slot)?;
            let left = units(lot.remaining)?;
            calm.payers.push(Payer {
                slot,
                class: lot.class,
                pays_for: 0,
                left,
                paid: 0,
                info: NOT_NAMED,
                round: None,
            });
        }
        // The last lots of the grants may outlive what ends with the cycle, and pay after it.
        let last = self.last_turn(calm);
        self.sort(calm, last.map(|last| (last, last)))?;
        if !self.is_in_order(calm) {
            return None;
        }
        calm.reorder_at = last;
        let supply = self.supply();
        for payer in &mut calm.payers {
            let lot = self.lots.get(payer.slot)?;
            for (line, operation) in calm.operations.iter().enumerate() {
                payer.pays_for |= u64::from(lot.may_pay(*operation, None, supply)) << line;
            }
            if payer.pays_for != 0 && matches!(lot.ends, Ends::AfterUse(_)) {
                return None;
            }
        }
        calm.flows.clear();
        for flows in self.journal.flows() {
            let remaining = units(flows.remaining)?;
            calm.flows.push(CalmFlows { remaining, ..CalmFlows::default() });
        }
        fits(calm).then_some(())
    }

    /// Sorts the payers, with rounds that were issued at an instant and end at another, or as they
    /// are.
    fn sort(&self, calm: &mut Calm, span: Option<(Instant, Instant)>) -> Option<()> {
        calm.aged.clear();
        if let Some(span) = span {
            self.age_rounds(calm, span)?;
        }
        let (supply, aged) = (self.supply(), &calm.aged);
        let lot = |payer: &Payer| match &payer.round {
            Some(round) if !aged.is_empty() => aged.get(round.place),
            _ => self.lots.get(payer.slot),
        };
        let is_before = |a: &Payer, b: &Payer| match (lot(a), lot(b)) {
            (Some(a), Some(b)) => compare(supply, a, b).is_lt(),
            _ => false,
        };
        sort_in_place(&mut calm.payers, is_before);
        Some(())
    }

    /// Whether the payers are in the order in which they pay now. Time moves a round only ever
    /// behind a lot that stays, so an order that holds now and at the end holds in between.
    fn is_in_order(&self, calm: &Calm) -> bool {
        let supply = self.supply();
        let now = |payer: &Payer| self.lots.get(payer.slot);
        calm.payers.is_sorted_by(|a, b| match (now(a), now(b)) {
            (Some(a), Some(b)) => compare(supply, a, b).is_lt(),
            _ => false,
        })
    }

    /// The last turn that comes, when there is one.
    fn last_turn(&self, calm: &Calm) -> Option<Instant> {
        let turns = calm.turns.filter(|turns| turns.next < calm.until)?;
        let n = turns.recurrence.first_after(calm.until.plus(-1)?, &self.clock);
        turns.recurrence.nth(n.checked_sub(1)?, &self.clock)
    }

    /// Makes the lots of all rounds as they are with another span.
    fn age_rounds(&self, calm: &mut Calm, span: (Instant, Instant)) -> Option<()> {
        let Calm { payers, aged, .. } = calm;
        let rounds = payers.iter().filter_map(|payer| Some((payer.slot, payer.round.as_ref()?)));
        for place in 0..rounds.clone().count() {
            let (slot, round) = rounds.clone().find(|(_, round)| round.place == place)?;
            let mut lot = self.lots.get(slot)?.clone();
            let number = self.lots.next_number.checked_add(u64::try_from(place).ok()?)?;
            renew(&mut lot, number.checked_add(1)?, span, round);
            lot.rank = rank(self.supply(), &lot);
            aged.push(lot);
        }
        Some(())
    }

    /// Puts a calm back.
    pub(crate) fn end_calm(&mut self, calm: &mut Calm) -> Result<()> {
        for (class, flows) in calm.flows.iter().enumerate() {
            self.journal.add(class, flows)?;
        }
        let turns = calm.turns.filter(|turns| turns.count > 0);
        if let Some(turns) = turns {
            self.put_rounds_back(calm, turns)?;
        }
        for payer in &calm.payers {
            let Some(lot) = self.lots.get_mut(payer.slot) else { continue };
            lot.remaining = credits(payer.left);
            let spent = lot.spent.checked_add(credits(payer.paid));
            lot.spent = spent.ok_or_else(|| super::limit("a lot"))?;
        }
        let left = calm.payers.iter().filter(|payer| payer.left > 0);
        self.lots.order.clear();
        self.lots.order.extend(left.map(|payer| payer.slot));
        Ok(())
    }

    /// The lots of the last turn, as if each had been issued then.
    fn put_rounds_back(&mut self, calm: &Calm, turns: Turns) -> Result<()> {
        let rounds = calm.payers.iter().filter_map(|payer| Some((payer, payer.round.as_ref()?)));
        let each = rounds.clone().count() as u64;
        let before = self.lots.next_number.saturating_add(u64::from(turns.count - 1) * each);
        self.lots.next_number = before.saturating_add(each);
        self.lots.forget_ends(self.now);
        for (Payer { slot, info, .. }, round) in rounds {
            let Some(lot) = self.lots.get_mut(*slot) else { continue };
            let (first_cost, source) = (lot.unit_cost, lot.source);
            let number = before + round.place as u64 + 1;
            renew(lot, number, (turns.last.unwrap_or(self.now), turns.next), round);
            lot.rank = rank(self.catalog.checked().supply(), lot);
            lot.info = *info;
            self.lots.note_end(*slot, turns.next);
            self.journal.waste(credits(round.first_unused), first_cost.as_ref(), source);
            self.journal.waste(credits(round.unused), round.unit_cost.as_ref(), source);
            self.go_to_turn(round.schedule, turns);
        }
        self.find_next_issue();
        Ok(())
    }

    fn go_to_turn(&mut self, schedule: usize, turns: Turns) {
        let Some(schedule) = self.schedules.get_mut(schedule) else { return };
        schedule.next = turns.next;
        match &mut schedule.pace {
            Pace::Calendar { n, last, .. } => {
                *last = turns.n.checked_sub(1);
                *n = turns.n;
            }
            Pace::Activation { n, .. } => *n = turns.n,
            _ => {}
        }
    }
}

/// By insertion: there are few of them, and most are in order.
fn sort_in_place(payers: &mut [Payer], is_before: impl Fn(&Payer, &Payer) -> bool) {
    for end in 1..payers.len() {
        let Some((last, sorted)) = payers.get(..=end).and_then(<[Payer]>::split_last) else {
            return;
        };
        if sorted.last().is_some_and(|before| is_before(before, last)) {
            continue;
        }
        let place = sorted.partition_point(|payer| is_before(payer, last));
        if let Some(moved) = payers.get_mut(place..=end) {
            moved.rotate_right(1);
        }
    }
}

/// When a grant comes again, and the number of the next occurrence.
fn recurrence_of(schedule: &Schedule) -> Option<(Recurrence, u32)> {
    match schedule.pace {
        Pace::Calendar { recurrence, n, .. } => Some((recurrence, n)),
        Pace::Activation { recurrence, n, .. } => Some((recurrence?, n)),
        _ => None,
    }
}

/// Makes the next lot of a grant out of its last one.
fn renew(lot: &mut Lot, number: u64, (issued, expires): (Instant, Instant), round: &Round) {
    lot.number = number;
    lot.issued_at = issued;
    lot.effective = issued;
    lot.ends = Ends::At(expires);
    lot.expires = expires;
    lot.unit_cost = round.unit_cost;
    lot.issued = credits(round.amount);
    lot.spent = Credits::ZERO;
}

/// Says how many turns there may be, and whether no sum can grow too large by then.
fn fits(calm: &mut Calm) -> bool {
    let mut count = 0;
    if let Some(turns) = &mut calm.turns {
        let seconds = (calm.until.to_unix() - turns.next.to_unix()).max(0);
        let most = seconds / turns.recurrence.shortest().max(1) + 1;
        turns.most = u32::try_from(most).unwrap_or(u32::MAX);
        count = i128::from(turns.most);
    }
    let most = |payer: &Payer| {
        let issued = payer.round.as_ref().map_or(0, |round| i128::from(round.amount) * count);
        i128::from(payer.left) + issued
    };
    calm.payers.iter().map(most).sum::<i128>() <= MOST_UNITS
}

fn units(amount: Credits) -> Option<i64> {
    i64::try_from(amount.decimal().scaled()).ok()
}

pub(crate) fn credits(units: i64) -> Credits {
    Credits::from(Decimal::from_units(units))
}
