//! Purchases, invoices and their payment.

use super::wallet::{Lot, Reach, Source, Wallet};
use super::{Amount, DAY, Fault, HOUR, MINUTE, NEVER, PACK, Time, WALLET};

#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    pub number: u64,
    pub at: Time,
    pub status: Status,
    /// For what: a term, a change of plan, a purchase, or one that came by itself.
    pub reason: &'static str,
    /// Place of the plan; of none for packs.
    pub plan: Option<usize>,
    pub money: Amount,
    /// When it becomes void if it is still open.
    pub until: Option<Time>,
    pub failed: u32,
    pub returned: Amount,
    /// Numbers of the lots that came with it, and their credits.
    pub lots: Vec<(u64, Amount)>,
    /// How many packs were bought.
    pub packs: u32,
    /// When it was paid or became void.
    pub closed: Option<Time>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status {
    Open,
    Paid,
    Void,
    ChargedBack,
}

impl Invoice {
    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }
}

const NO: Fault = ("/invoice", "no_answer");

impl Wallet {
    // Purchases.

    pub(super) fn may_buy(&self, count: u32) -> bool {
        self.rules.limit.is_none_or(|most| self.bought + count <= most)
    }

    pub(super) fn buy(&mut self, count: u32, by_itself: bool) {
        let (size, _) = self.rules.pack;
        let expires = self.end_of_pack();
        let amount = size * Amount::from(count);
        let lot = self.issue(Source::Pack, PACK, amount, Reach::Until(expires));
        self.bought += count;
        let reason = if by_itself { "auto_top_up" } else { "bought" };
        let money = self.rules.pack_price * Amount::from(count);
        self.send_invoice(reason, None, money, count);
        self.put_on_invoice(None, lot);
    }

    /// When a pack ends that begins now.
    fn end_of_pack(&self) -> Time {
        self.rules.pack.1.map_or(NEVER, |days| self.now + Time::from(days) * DAY)
    }

    /// Packs are bought while too little can be spent, one at a time.
    pub(super) fn buy_by_itself(&mut self) {
        while self.wants_auto() && self.auto_rests().is_none() && self.may_buy(1) {
            self.buy(1, true);
            self.auto_bought += 1;
            self.last_auto = Some(self.now);
            self.repay();
        }
    }

    /// Too little can be spent, the limit is not reached, and no such purchase is unpaid.
    fn wants_auto(&self) -> bool {
        let Some(auto) = self.rules.auto else { return false };
        let is_unpaid = |of: &Invoice| of.is_open() && of.reason == "auto_top_up";
        self.spendable() < auto.below
            && auto.limit.is_none_or(|most| self.auto_bought < most)
            && !self.invoices.iter().any(is_unpaid)
    }

    /// Until when no pack is bought by itself because the last one was lately.
    fn auto_rests(&self) -> Option<Time> {
        let cooldown = Time::from(self.rules.auto?.cooldown?) * HOUR;
        Some(self.last_auto? + cooldown).filter(|end| *end > self.now)
    }

    /// When a pack is bought by itself that is wanted already.
    pub(super) fn auto_rested(&self) -> Option<Time> {
        self.auto_rests().filter(|_| self.wants_auto())
    }

    // Invoices.

    /// The invoice of a term that begins now.
    pub(super) fn bill_term(&mut self, place: usize, year: bool, is_change: bool) {
        let money = self.rules.prices[place][usize::from(year)];
        self.send_invoice(if is_change { "plan_change" } else { "term" }, Some(place), money, 0);
    }

    /// Without a policy, and if it costs nothing, it is paid.
    fn send_invoice(
        &mut self,
        reason: &'static str,
        plan: Option<usize>,
        money: Amount,
        packs: u32,
    ) {
        let policy = self.rules.policy.filter(|_| money > 0);
        let grace = policy.and_then(|policy| policy.grace);
        self.last_invoice += 1;
        self.invoices.push(Invoice {
            number: self.last_invoice,
            at: self.now,
            status: if policy.is_some() { Status::Open } else { Status::Paid },
            reason,
            plan,
            money,
            until: grace.map(|hours| self.now + Time::from(hours) * HOUR),
            failed: 0,
            returned: 0,
            lots: Vec::new(),
            packs,
            closed: policy.is_none().then_some(self.now),
        });
    }

    /// A new lot came with the last invoice for the subscription, or for packs. It waits for the
    /// payment if the policy says so.
    pub(super) fn put_on_invoice(&mut self, plan: Option<usize>, lot: Option<u64>) {
        let since = self.plan.filter(|_| plan.is_some()).map_or(0, |plan| plan.since);
        let is_good = |of: &Invoice| matches!(of.status, Status::Open | Status::Paid);
        let is_it = |of: &&mut Invoice| of.plan == plan && of.at >= since && is_good(of);
        let invoice = self.invoices.iter_mut().rev().find(is_it);
        let (Some(invoice), Some(number)) = (invoice, lot) else { return };
        let waits = invoice.is_open() && self.rules.policy.is_some_and(|policy| policy.waits);
        let Some(lot) = self.lots.iter_mut().find(|lot| lot.number == number) else { return };
        invoice.lots.push((number, lot.amount));
        if waits {
            (lot.waits, lot.effective) = (true, NEVER);
            if lot.source == Source::Pack {
                lot.expires = NEVER;
            }
            self.fresh.retain(|fresh| *fresh != number);
        }
    }

    /// The place of an invoice that is kept, by its id.
    pub(super) fn invoice(&self, id: &str) -> Result<usize, Fault> {
        let is_it = |invoice: &Invoice| format!("{WALLET}/i{}", invoice.number) == id;
        self.invoices.iter().position(is_it).ok_or(("/invoice", "unknown_name"))
    }

    fn must_be(&self, place: usize, status: Status) -> Result<(), Fault> {
        if self.invoices[place].status == status { Ok(()) } else { Err(NO) }
    }

    fn close_invoice(&mut self, place: usize, status: Status) {
        let invoice = &mut self.invoices[place];
        invoice.status = status;
        invoice.closed = invoice.closed.or(Some(self.now));
    }

    /// Credits that waited begin now; those of a pack live from now on.
    pub(super) fn pay_invoice(&mut self, place: usize) -> Result<(), Fault> {
        self.must_be(place, Status::Open)?;
        self.close_invoice(place, Status::Paid);
        self.income += self.invoices[place].money;
        let (now, end) = (self.now, self.end_of_pack());
        for (number, _) in self.invoices[place].lots.clone() {
            let Some(lot) = self.lot(number).filter(|lot| lot.waits && !lot.is_over) else {
                continue;
            };
            (lot.waits, lot.effective) = (false, now);
            if lot.source == Source::Pack {
                lot.expires = end;
            }
            self.fresh.push(number);
        }
        Ok(())
    }

    pub(super) fn fail_payment(&mut self, place: usize, is_last: bool) -> Result<(), Fault> {
        self.must_be(place, Status::Open)?;
        self.invoices[place].failed += 1;
        if is_last {
            self.void(place);
        }
        Ok(())
    }

    /// Invoices whose time is over by now, the first one first.
    pub(super) fn void_overdue(&mut self) {
        let now = self.now;
        let until = |of: &Invoice| of.until.filter(|until| of.is_open() && *until <= now);
        while let Some((_, number)) =
            self.invoices.iter().filter_map(|of| Some((until(of)?, of.number))).min()
        {
            let place = self.invoices.iter().position(|of| of.number == number);
            place.into_iter().for_each(|place| self.void(place));
        }
    }

    /// What came with it is revoked; packs of this cycle do not count any more.
    fn void(&mut self, place: usize) {
        self.close_invoice(place, Status::Void);
        self.take_back(place);
        let invoice = &self.invoices[place];
        if invoice.at >= self.counted {
            self.bought = self.bought.saturating_sub(invoice.packs);
        }
    }

    pub(super) fn charge_back(&mut self, place: usize) -> Result<(), Fault> {
        self.must_be(place, Status::Paid)?;
        self.close_invoice(place, Status::ChargedBack);
        self.income -= self.invoices[place].money - self.invoices[place].returned;
        self.take_back(place);
        Ok(())
    }

    /// Credits are revoked, and the subscription ends if the invoice was for it.
    fn take_back(&mut self, place: usize) {
        self.revoke_invoiced(place);
        let invoice = &self.invoices[place];
        let is_held =
            |plan: super::Plan| invoice.plan == Some(plan.place) && invoice.at >= plan.since;
        let goes_on = self.rules.policy.is_some_and(|policy| policy.goes_on);
        if self.plan.is_some_and(is_held) && !goes_on {
            self.lapse();
        }
    }

    fn revoke_invoiced(&mut self, place: usize) {
        for (number, _) in self.invoices[place].lots.clone() {
            self.lot(number).into_iter().for_each(Lot::end);
        }
        self.forget_lots();
    }

    pub(super) fn refund_money(
        &mut self,
        place: usize,
        money: Option<Amount>,
        revoke: bool,
    ) -> Result<(), Fault> {
        self.must_be(place, Status::Paid)?;
        let invoice = &mut self.invoices[place];
        let left = invoice.money - invoice.returned;
        let money = match money {
            Some(money) if money <= 0 || money > left => return Err(("/money", "out_of_range")),
            None if left == 0 => return Err(("/invoice", "out_of_range")),
            money => money.unwrap_or(left),
        };
        invoice.returned += money;
        self.income -= money;
        if revoke {
            self.revoke_invoiced(place);
        }
        Ok(())
    }

    /// Invoices are kept for some time after they are paid or void.
    pub(super) fn forget_invoices(&mut self) {
        let (now, span) = (self.now, Time::from(self.rules.limits.invoices) * MINUTE);
        self.invoices.retain(|invoice| invoice.closed.is_none_or(|closed| closed + span >= now));
    }
}
