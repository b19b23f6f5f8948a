//! Charges: eligible lots pay in burn order, all or nothing.

use super::flows::LedgerMove;
use super::journal::Subject;
use super::kind::{EntryKind, Reason};
use super::limit_use::LimitHit;
use super::lot::{Ends, Slot, State};
use super::member::MemberId;
use super::refund::PaidCharge;
use super::want::{ChargeRequest, LotPayment};
use super::{Fits, Result, Wallet};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::{GrantId, OperationId};
use crate::catalog::program::Text;
use crate::catalog::supply::{FailedRuns, Overage};
use crate::error::there;
use crate::json::{saved, words};

saved! {
    /// A charge to make.
    #[non_exhaustive]
    pub struct Charge {
        /// Id of the operation: determines which lots may pay.
        operation: String,
        /// Credits.
        amount: Credits,
        /// Id of the member who runs the operation.
        member: Option<String>,
    }
}

impl Charge {
    /// A charge of `amount` credits for an operation.
    pub fn new(operation: impl Into<String>, amount: Credits) -> Self {
        Charge { operation: operation.into(), amount, member: None }
    }

    /// Sets the member who runs the operation.
    #[must_use]
    pub fn by(mut self, member: impl Into<String>) -> Self {
        self.member = Some(member.into());
        self
    }
}

saved! {
    /// Why a charge was refused, and what is missing.
    #[non_exhaustive]
    pub struct Refusal {
        /// Why.
        cause: Cause,
        /// Credits that could have paid.
        available: Credits,
        /// Credits that were missing.
        shortfall: Credits,
        /// The catalog's words for the gate that is closed.
        gate: Option<String>,
        /// Id of the limit that is reached.
        limit: Option<String>,
        /// When the limit allows it, if nothing else is charged until then.
        until: Option<Instant>,
    }
}

words! {
    /// Causes of a [`Refusal`].
    #[non_exhaustive]
    pub enum Cause {
        /// Eligible credits do not cover it, within the limit for debt.
        OutOfCredits = "out_of_credits",
        /// There are enough credits, but too few of them may pay for this.
        NotEligible = "not_eligible",
        /// The subscription has ended.
        SubscriptionEnded = "subscription_ended",
        /// Other members have used the credits in this cycle.
        UsedByMembers = "used_by_members",
        /// The member's cap is reached.
        MemberCap = "member_cap",
        /// A limit of use in a time is reached.
        Limit = "limit",
        /// Not allowed with this plan or these settings.
        Gate = "gate",
        /// Its price is not published.
        NoPrice = "no_price",
    }
}

impl Cause {
    pub(crate) fn reason(self) -> Reason {
        match self {
            Cause::OutOfCredits => Reason::OutOfCredits,
            Cause::NotEligible => Reason::NotEligible,
            Cause::SubscriptionEnded => Reason::SubscriptionEnded,
            Cause::UsedByMembers => Reason::UsedByMembers,
            Cause::MemberCap => Reason::MemberCap,
            Cause::Limit => Reason::Limit,
            Cause::Gate => Reason::Gate,
            Cause::NoPrice => Reason::NoPrice,
        }
    }
}

/// A charge that eligible lots do not cover.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shortage {
    pub(crate) cause: Cause,
    pub(crate) available: Credits,
    pub(crate) missing: Credits,
    /// The limit that is reached.
    pub(crate) limit: Option<LimitHit>,
}

impl Shortage {
    pub(crate) fn of(cause: Cause, available: Credits, missing: Credits) -> Self {
        Shortage { cause, available, missing, limit: None }
    }
}

impl Wallet {
    /// Charges for an operation now: eligible lots pay in burn order, or it is refused.
    pub(crate) fn run_charge(
        &mut self,
        charge: &Charge,
    ) -> Result<std::result::Result<PaidCharge, Refusal>> {
        let want = self.want(charge)?;
        self.run_want(&want)
    }

    /// Charges now, or returns why not.
    pub(super) fn run_want(
        &mut self,
        want: &ChargeRequest,
    ) -> Result<std::result::Result<PaidCharge, Refusal>> {
        let mut paid = Vec::new();
        match self.pay(want, Reason::Usage, &mut paid)? {
            Ok(debt) => {
                let paid = self.paid_charge(want, &paid, debt);
                self.settle_instant()?;
                Ok(Ok(paid))
            }
            Err(short) => {
                self.note_refusal(want, &short);
                Ok(Err(self.refusal(short)))
            }
        }
    }

    /// The most that a member can be charged for an operation now without debt: eligible credits,
    /// up to the member's cap and the limits of the plan.
    ///
    /// # Errors
    /// `unknown_name` for an operation or a member that does not exist.
    pub fn available(&self, operation: &str, member: Option<&str>) -> Result<Credits> {
        let operation = self.operation_place(operation)?;
        let member = member.map(|id| self.members.place(id)).transpose()?;
        let sum = self.eligible_sum(operation, member)?;
        let rooms = [self.members.room(member), self.limit_room()];
        Ok(rooms.into_iter().flatten().fold(sum, Credits::min))
    }

    pub(super) fn want(&self, charge: &Charge) -> Result<ChargeRequest> {
        let operation = self.operation_place(&charge.operation)?;
        let member = charge.member.as_deref().map(|id| self.members.place(id)).transpose()?;
        if charge.amount < Credits::ZERO {
            let sentence = format!("expected an amount of at least 0, found {}", charge.amount);
            let kind = crate::error::ErrorKind::OutOfRange;
            return Err(crate::error::Error::new(kind, "/amount", sentence));
        }
        Ok(ChargeRequest { operation, amount: charge.amount, member, runs: 1, charges: 1 })
    }

    pub(crate) fn operation_place(&self, id: &str) -> Result<OperationId> {
        let checked = self.catalog.checked();
        let place = checked.asked_for(id).map(OperationId::at);
        place.ok_or_else(|| checked.unknown_operation(id))
    }

    /// Whether a failed run of an operation is refunded.
    pub(crate) fn refunds_failed_runs(&self, operation: OperationId) -> bool {
        let own =
            self.catalog.checked().heads().get(operation.place()).and_then(|head| head.failed_runs);
        own.unwrap_or(self.supply().policies.failed_runs) == FailedRuns::Refund
    }

    pub(crate) fn operation_id(&self, operation: OperationId) -> Text {
        if operation == OperationId::NONE {
            return "".into();
        }
        let operation = there(self.catalog.checked().heads().get(operation.place()));
        operation.map_or_else(|| "".into(), |operation| operation.id.clone())
    }

    /// Pays and returns how much became debt, or returns the shortage and changes nothing.
    pub(crate) fn pay(
        &mut self,
        want: &ChargeRequest,
        reason: Reason,
        paid: &mut Vec<LotPayment>,
    ) -> Result<std::result::Result<Credits, Shortage>> {
        paid.clear();
        if let Some(short) = self.over_cap(want) {
            return Ok(Err(short));
        }
        let missing = self.cover(want, paid)?;
        if missing > Credits::ZERO && !self.may_owe(want, missing) {
            return Ok(Err(self.short(want, missing)?));
        }
        self.spend(want, reason, paid, missing)?;
        Ok(Ok(missing))
    }

    /// Whether it could be paid now.
    pub(crate) fn could_pay(&self, want: &ChargeRequest) -> Result<bool> {
        let missing = self.cover(want, &mut Vec::new())?;
        let covered = missing <= Credits::ZERO || self.may_owe(want, missing);
        Ok(covered && self.over_cap(want).is_none())
    }

    /// How much each lot pays, in burn order, and the uncovered remainder.
    pub(super) fn cover(
        &self,
        want: &ChargeRequest,
        paid: &mut Vec<LotPayment>,
    ) -> Result<Credits> {
        let supply = self.supply();
        let mut left = want.amount;
        for (slot, lot) in self.lots.payers() {
            if left <= Credits::ZERO {
                break;
            }
            if !lot.may_pay(want.operation, want.member, supply) {
                continue;
            }
            let amount = left.min(lot.remaining);
            left = left.checked_sub(amount).fits("a charge")?;
            paid.push(LotPayment { slot, number: lot.number, amount });
        }
        Ok(left)
    }

    /// How many whole runs eligible lots and the member's cap can pay for, at most `runs`.
    pub(crate) fn affordable_runs(&self, want: &ChargeRequest, each: Credits) -> Result<u32> {
        if each <= Credits::ZERO {
            return Ok(want.runs);
        }
        let mut funds = Some(self.eligible_sum(want.operation, want.member)?);
        if let Some(room) = self.debt_room() {
            funds = Some(funds.unwrap_or_default().checked_add(room).fits("a balance")?);
        }
        let funds = funds.filter(|_| !self.may_owe_without_limit());
        let rooms = [funds, self.members.room(want.member), self.limit_room()];
        let Some(available) = rooms.into_iter().flatten().min() else { return Ok(want.runs) };
        let runs = available.decimal().scaled() / each.decimal().scaled();
        Ok(u32::try_from(runs.max(0)).unwrap_or(u32::MAX).min(want.runs))
    }

    fn eligible_sum(&self, operation: OperationId, member: Option<MemberId>) -> Result<Credits> {
        let supply = self.supply();
        let mut sum = Credits::ZERO;
        for (_, lot) in self.lots.payers() {
            if lot.may_pay(operation, member, supply) {
                sum = sum.checked_add(lot.remaining).fits("a balance")?;
            }
        }
        Ok(sum)
    }

    /// Credits that could pay then, if nothing is used meanwhile: in lots that have begun by then
    /// and have not expired, or that roll over.
    pub(crate) fn left_by(
        &self,
        operation: OperationId,
        member: Option<MemberId>,
        at: Instant,
    ) -> Result<Credits> {
        let supply = self.supply();
        let rules = self.rollover_rules();
        let rolls = |class| {
            let of = |(grant, _): &(GrantId, _)| self.supply().grant(*grant);
            rules.iter().any(|rule| of(rule).is_some_and(|grant| grant.class == class))
        };
        let mut sum = Credits::ZERO;
        for (_, lot) in self.lots.iter() {
            let stays = lot.expires > at || (lot.ends.is_bound() && rolls(lot.class));
            let began = lot.state == State::Active || lot.effective <= at;
            if stays && began && lot.may_pay(operation, member, supply) {
                sum = sum.checked_add(lot.remaining).fits("a balance")?;
            }
        }
        Ok(sum)
    }

    /// The member's cap or the limit that a charge exceeds.
    pub(super) fn over_cap(&self, want: &ChargeRequest) -> Option<Shortage> {
        let over = self.members.room(want.member).and_then(|room| {
            let missing = want.amount.checked_sub(room)?;
            let over = Shortage::of(Cause::MemberCap, room, missing);
            (missing > Credits::ZERO).then_some(over)
        });
        over.or_else(|| self.over_limit(want))
    }

    fn may_owe(&self, want: &ChargeRequest, missing: Credits) -> bool {
        let policies = &self.supply().policies;
        let debt = self.debt().checked_add(missing);
        let may_begin = match policies.overage {
            Overage::None => false,
            Overage::Debt => true,
            // Several runs are several charges: only the last one may exceed the balance.
            Overage::LastCharge => self.debt() == Credits::ZERO && want.charges == 1,
        };
        may_begin && debt.is_some_and(|debt| policies.overage_limit.is_none_or(|most| debt <= most))
    }

    /// Whether one more run may exceed the balance, after those that it covers.
    pub(crate) fn one_more_may_owe(&self) -> bool {
        self.supply().policies.overage == Overage::LastCharge && self.debt() == Credits::ZERO
    }

    /// Whether uncovered credits become debt without a limit.
    pub(crate) fn may_owe_without_limit(&self) -> bool {
        let policies = &self.supply().policies;
        policies.overage == Overage::Debt && policies.overage_limit.is_none()
    }

    /// How much more debt is allowed; `None` if there is no limit.
    fn debt_room(&self) -> Option<Credits> {
        let policies = &self.supply().policies;
        let most = policies.overage_limit.filter(|_| policies.overage == Overage::Debt)?;
        most.checked_sub(self.debt()).map(|room| room.max(Credits::ZERO))
    }

    /// Why a request cannot be paid now, and how many credits are missing.
    pub(crate) fn why_short(&self, want: &ChargeRequest) -> Result<Shortage> {
        // A limit that the first of several charges still fits into is not what refuses it.
        let refuses = |short: &Shortage| short.limit.is_none_or(|hit| hit.until != Some(self.now));
        if let Some(short) = self.over_cap(want).filter(refuses) {
            return Ok(short);
        }
        let available = self.eligible_sum(want.operation, want.member)?.min(want.amount);
        let missing = want.amount.checked_sub(available).fits("a charge")?;
        self.short(want, missing)
    }

    pub(super) fn short(&self, want: &ChargeRequest, missing: Credits) -> Result<Shortage> {
        let available = want.amount.checked_sub(missing).fits("a charge")?;
        let cause = if self.withheld_from(want.operation, want.member)? >= missing {
            Cause::SubscriptionEnded
        } else if self.balance() >= want.amount {
            Cause::NotEligible
        } else if self.standing.has_lapsed() {
            Cause::SubscriptionEnded
        } else if self.members.used_by_others(want.member) >= missing {
            Cause::UsedByMembers
        } else {
            Cause::OutOfCredits
        };
        Ok(Shortage::of(cause, available, missing))
    }

    /// Credits that could pay if the subscription had not ended.
    pub(crate) fn withheld_from(
        &self,
        operation: OperationId,
        member: Option<MemberId>,
    ) -> Result<Credits> {
        let supply = self.supply();
        let mut sum = Credits::ZERO;
        for (_, lot) in self.lots.payers().filter(|_| self.standing.has_lapsed()) {
            if lot.is_withheld(operation, member, supply) {
                sum = sum.checked_add(lot.remaining).fits("a balance")?;
            }
        }
        Ok(sum)
    }

    fn spend(
        &mut self,
        want: &ChargeRequest,
        reason: Reason,
        paid: &[LotPayment],
        debt: Credits,
    ) -> Result<()> {
        for part in paid {
            self.start_rolling(part.slot)?;
            let Some(class) = self.lots.spend(part.slot, part.amount)? else { continue };
            self.flow(class, LedgerMove::Spend, part.amount)?;
        }
        self.drop_empty(paid);
        if debt > Credits::ZERO {
            self.owed.add(debt)?;
        }
        self.members.use_up(want.member, want.amount)?;
        self.use_limits(want.amount)?;
        if self.journal.keeps_all() {
            let mut note = self
                .note(EntryKind::Spend, reason, Subject::of_operation(want.operation))
                .amount(want.amount)
                .missing(debt)
                .member(want.member)
                .runs(want.runs);
            for part in paid {
                note = note.lot(part.slot, part.amount);
            }
            note.done();
        }
        Ok(())
    }

    /// Takes lots out of the burn order that have paid and are empty.
    pub(super) fn drop_empty(&mut self, paid: &[LotPayment]) {
        for part in paid {
            self.lots.drop_if_empty(part.slot);
        }
    }

    /// On the first use of a lot, starts its own validity and the wait for the grant's next issue.
    pub(super) fn start_rolling(&mut self, slot: Slot) -> Result<()> {
        if let Some(schedule) = self.rolling_of(slot) {
            self.grants.first_use(schedule, self.now)?;
        }
        let ends = self.lots.get(slot).map(|lot| lot.ends);
        let Some(Ends::AfterUse(seconds)) = ends else { return Ok(()) };
        let end = self.now.plus(i64::from(seconds)).ok_or_else(super::out_of_time)?;
        self.lots.end_at(slot, end);
        self.reorder();
        Ok(())
    }

    /// The schedule whose next issue waits for the first use of this lot.
    pub(super) fn rolling_of(&self, slot: Slot) -> Option<usize> {
        let lot = self.lots.get(slot)?;
        self.grants.rolling_of(lot.source, lot.member, lot.number)
    }

    pub(crate) fn refusal(&self, short: Shortage) -> Refusal {
        let hit = short.limit;
        let limit = hit.and_then(|hit| self.supply().limit(hit.limit));
        Refusal {
            cause: short.cause,
            available: short.available,
            shortfall: short.missing,
            gate: None,
            limit: limit.map(|limit| limit.id.to_string()),
            until: hit.and_then(|hit| hit.until),
        }
    }

    pub(crate) fn note_refusal(&mut self, want: &ChargeRequest, short: &Shortage) {
        let subject = match short.limit {
            Some(hit) => self.journal.limited(want.operation, hit),
            None => Subject::of_operation(want.operation),
        };
        self.note(EntryKind::Refuse, short.cause.reason(), subject)
            .amount(want.amount)
            .missing(short.missing)
            .member(want.member)
            .runs(want.runs)
            .done();
    }

    /// Records an action that is not possible now.
    pub(crate) fn note_impossible(&mut self, top_up: Option<&str>, plan: Option<&str>) {
        let top_up = top_up.and_then(|id| self.top_up_place("", id).ok());
        let plan = plan.and_then(|id| self.plan_place("", id).ok());
        let subject = match (top_up, plan) {
            (Some(top_up), _) => Subject::TopUp(top_up),
            (_, Some(plan)) => Subject::Plan(plan),
            _ => Subject::None,
        };
        self.note(EntryKind::Refuse, Reason::NotPossible, subject).done();
    }

    /// Records a run that costs nothing.
    pub(crate) fn note_free_run(&mut self, want: &ChargeRequest) {
        self.note(EntryKind::Spend, Reason::FreeRun, Subject::of_operation(want.operation))
            .member(want.member)
            .runs(want.runs)
            .done();
    }
}
