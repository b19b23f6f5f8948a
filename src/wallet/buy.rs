//! Purchases.

use super::journal::Subject;
use super::kind::Reason;
use super::lot::{Ends, NewLot};
use super::source::CreditOrigin;
use super::terms::unknown_size;
use super::{Fits, Result, Wallet};
use crate::amount::{Credits, Decimal, Fraction, Money, gcd};
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, OperationId, TopUpId};
use crate::catalog::supply::{Expires, OrLast, TopUp, allows, is_for};
use crate::error::{Error, ErrorKind, place_of};

/// What has been bought in this cycle.
#[derive(Clone, Debug)]
pub(crate) struct Purchases {
    /// By the place of the top-up.
    counts: Vec<u32>,
    credits: Credits,
    /// When this began to be counted; `None` if it was never counted anew.
    since: Option<Instant>,
}

impl Purchases {
    pub(super) fn none(top_ups: usize) -> Self {
        Purchases::of(vec![0; top_ups], Credits::ZERO, None)
    }

    /// How many of each top-up, and credits of all together, since an instant.
    pub(super) fn of(counts: Vec<u32>, credits: Credits, since: Option<Instant>) -> Self {
        Purchases { counts, credits, since }
    }

    /// When this cycle's purchases began to be counted.
    pub(super) fn since(&self) -> Option<Instant> {
        self.since
    }

    /// How many of each top-up, by its place.
    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Credits of all purchases together.
    pub(super) fn credits(&self) -> Credits {
        self.credits
    }

    fn add(&mut self, top_up: TopUpId, count: u32, credits: Credits) -> Result<()> {
        if let Some(bought) = self.counts.get_mut(top_up.place()) {
            *bought = bought.saturating_add(count);
        }
        let all = self.credits.checked_add(credits);
        self.credits = all.fits("a purchase")?;
        Ok(())
    }

    /// A purchase of this cycle counts no more.
    pub(super) fn take_back(&mut self, top_up: TopUpId, count: u32, credits: Credits) {
        if let Some(bought) = self.counts.get_mut(top_up.place()) {
            *bought = bought.saturating_sub(count);
        }
        self.credits = self.credits.checked_sub(credits).unwrap_or_default().max(Credits::ZERO);
    }

    pub(super) fn new_cycle(&mut self, now: Instant) {
        self.since = Some(now);
        self.counts.fill(0);
        self.credits = Credits::ZERO;
    }
}

impl Wallet {
    pub(crate) fn top_up_place(&self, pointer: &str, id: &str) -> Result<TopUpId> {
        let top_ups = &self.supply().top_ups;
        place_of(pointer, "top-up", id, top_ups.iter().map(|top_up| &*top_up.id)).map(TopUpId::at)
    }

    /// Size and price of `count` bundles; `None` if the size is unknown.
    pub(crate) fn bundle(&self, id: TopUpId, count: u32) -> Option<(Credits, Option<Money>)> {
        let bundle = self.amounts.bundle(id)?;
        let count = u64::from(count);
        let price = bundle.price.and_then(|price| price.checked_times(count));
        Some((bundle.credits?.checked_times(count)?, price))
    }

    /// Why `count` bundles may not be bought now.
    pub(crate) fn may_not_buy(&self, id: TopUpId, count: u32) -> Option<String> {
        let top_up = self.supply().top_up(id)?;
        if !is_for(&top_up.to, self.held()) {
            return Some(format!("`{}` is not sold with this plan", top_up.id));
        }
        let bought = self.purchases.counts().get(id.place()).copied().unwrap_or(0);
        if let Some(most) = top_up.limit.filter(|most| bought.saturating_add(count) > *most) {
            let times = if most == 1 { "once".to_owned() } else { format!("{most} times") };
            return Some(format!("`{}` may be bought at most {times} in a cycle", top_up.id));
        }
        let credits = self.bundle(id, count)?.0;
        let multiple = top_up.multiple.map(Decimal::from);
        if let Some(multiple) = multiple.filter(|multiple| !multiple.is_zero())
            && !credits.decimal().is_multiple_of(multiple)
        {
            return Some(format!("`{}` is sold in multiples of {multiple}", top_up.id));
        }
        let most = self.supply().plan(self.held()).and_then(|plan| plan.top_ups_per_cycle)?;
        let credits = credits.checked_add(self.purchases.credits());
        if credits.is_none_or(|credits| credits > most) {
            return Some(format!("at most {} may be bought in a cycle", self.credits(most)));
        }
        None
    }

    /// The top-ups that the current plan may buy and that may pay for an operation.
    pub(crate) fn top_ups_for(&self, operation: OperationId) -> impl Iterator<Item = TopUpId> {
        let supply = self.supply();
        let pays = move |top_up: &TopUp| {
            let class = supply.classes.get(top_up.class.place());
            allows(&top_up.pays_for, operation)
                && class.is_none_or(|class| allows(&class.pays_for, operation))
        };
        let held = self.held();
        let all = supply.placed_top_ups();
        all.filter(move |(_, top_up)| is_for(&top_up.to, held) && pays(top_up)).map(|(id, _)| id)
    }

    /// When a top-up bought at `at` expires, if it is bought before `cycle_end`.
    pub(crate) fn bought_end(&self, id: TopUpId, at: Instant, cycle_end: Instant) -> Instant {
        match self.ends_of_top_up(id, at) {
            Ok(Ends::At(end)) => end,
            Ok(Ends::Cycle) => cycle_end,
            _ => Instant::MAX,
        }
    }

    /// What a top-up ends by that begins at an instant.
    pub(super) fn ends_of_top_up(&self, id: TopUpId, starts: Instant) -> Result<Ends> {
        Ok(match self.supply().top_up(id).map(|top_up| top_up.expires) {
            Some(Expires::After(span)) => Ends::At(self.after(starts, span)?),
            Some(Expires::CycleEnd) if self.subscription().is_some() => Ends::Cycle,
            _ => Ends::Never,
        })
    }

    /// The smallest number of bundles that is sold: as many as make the required multiple.
    pub(crate) fn least_count(&self, id: TopUpId) -> Option<u32> {
        let (size, _) = self.bundle(id, 1)?;
        let Some(multiple) = self.supply().top_up(id)?.multiple else { return Some(1) };
        let multiple = Decimal::from(multiple).scaled().unsigned_abs();
        let shared = gcd(multiple, size.decimal().scaled().unsigned_abs());
        u32::try_from(multiple.checked_div(shared)?).ok().filter(|count| *count > 0)
    }

    /// The number of bundles to buy for at least these credits; some are sold in multiples only.
    pub(crate) fn count_for(&self, id: TopUpId, credits: Credits) -> Result<u32> {
        let Some((size, _)) = self.bundle(id, 1) else {
            let name = self.supply().top_up(id).map_or("", |top_up| &*top_up.id);
            return Err(unknown_size(name));
        };
        let least = self.least_count(id).unwrap_or(1).max(1);
        Ok(whole_times(credits, size).div_ceil(least).saturating_mul(least))
    }

    /// Most credits that may be bought in a cycle.
    pub(crate) fn most_bought(&self) -> Option<Credits> {
        self.supply().plan(self.held())?.top_ups_per_cycle
    }

    /// Lends credits, as if a top-up of exactly this size had been bought. Returns whether a top-up
    /// could pay for the operation.
    pub(crate) fn lend(&mut self, operation: OperationId, amount: Credits) -> Result<bool> {
        let Some(class) = self.lends_as(operation) else { return Ok(false) };
        let lot = NewLot {
            given: None,
            class,
            source: CreditOrigin::Given,
            effective: self.now,
            ends: Ends::Never,
            priority: OrLast::LAST,
            interval: OrLast::LAST,
            unit_cost: None,
            amount,
            member: None,
        };
        self.issue(lot, Reason::Manual, Subject::Class(class), None)?;
        Ok(true)
    }

    /// The class of the credits that are lent for an operation.
    pub(crate) fn lends_as(&self, operation: OperationId) -> Option<ClassId> {
        let id = self.top_ups_for(operation).next()?;
        self.supply().top_up(id).map(|top_up| top_up.class)
    }

    /// Buys `count` bundles of a top-up.
    pub(crate) fn run_buy(&mut self, id: TopUpId, count: u32, reason: Reason) -> Result<()> {
        let refused = |sentence| Error::new(ErrorKind::NoAnswer, "/top_up", sentence);
        if count == 0 {
            let sentence = "expected at least 1, found 0";
            return Err(Error::new(ErrorKind::OutOfRange, "/count", sentence));
        }
        if let Some(sentence) = self.may_not_buy(id, count) {
            return Err(refused(sentence));
        }
        let catalog = self.catalog.clone();
        let Some(top_up) = catalog.checked().supply().top_up(id) else { return Ok(()) };
        let Some((credits, price)) = self.bundle(id, count) else {
            return Err(unknown_size(&top_up.id));
        };
        self.purchases.add(id, count, credits)?;
        let lot = self.bought_lot(id, top_up, credits, price)?;
        self.issue(lot, reason, Subject::TopUp(id), price)?;
        self.invoices.count_bought(price)?;
        self.bill(price, reason, Subject::TopUp(id))
    }

    fn bought_lot(
        &self,
        id: TopUpId,
        top_up: &TopUp,
        amount: Credits,
        price: Option<Money>,
    ) -> Result<NewLot> {
        let unit_cost = price.and_then(|price| {
            let price = Fraction::from_decimal(price.decimal());
            price.div(&Fraction::from_decimal(amount.decimal())).ok()
        });
        Ok(NewLot {
            given: None,
            class: top_up.class,
            source: CreditOrigin::TopUp(id),
            effective: self.now,
            ends: self.ends_of_top_up(id, self.now)?,
            priority: top_up.priority,
            interval: OrLast::LAST,
            unit_cost,
            amount,
            member: None,
        })
    }

    /// Remaining credits of top-ups and the money paid for them; `None` if a price is unknown.
    pub(crate) fn bought_and_left(&self) -> Result<(Credits, Option<Fraction>)> {
        let (mut left, mut paid) = (Credits::ZERO, Some(Fraction::ZERO));
        for lot in self.lots.open().into_iter().filter_map(|slot| self.lots.get(slot)) {
            if matches!(lot.source, CreditOrigin::TopUp(_)) {
                left = left.checked_add(lot.remaining).fits("a balance")?;
                let cost = lot
                    .unit_cost
                    .map(|cost| cost.mul(&Fraction::from_decimal(lot.remaining.decimal())));
                paid = paid.zip(cost).and_then(|(sum, cost)| sum.add(&cost.ok()?).ok());
            }
        }
        Ok((left, paid))
    }
}

/// How many bundles of `size` cover an amount.
pub(crate) fn whole_times(amount: Credits, size: Credits) -> u32 {
    let (amount, size) = (amount.decimal().scaled(), size.decimal().scaled());
    if amount <= 0 || size <= 0 {
        return 0;
    }
    u32::try_from((amount + size - 1) / size).unwrap_or(u32::MAX)
}
