//! Refunds: a failed run returns its credits to the lots that paid.

use super::flows::LedgerMove;
use super::journal::{LotLabel, Subject};
use super::kind::{EntryKind, Reason};
use super::lot::{Ends, NewLot, State};
use super::member::MemberId;
use super::source::CreditOrigin;
use super::want::{ChargeRequest, LotPayment};
use super::{Fits, Result, Wallet};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, OperationId};
use crate::catalog::supply::{OrLast, RefundExpired};
use crate::json::record;
use serde::ser::{Serialize, SerializeStruct, Serializer};

record! {
    /// A charge that was paid, and how much each lot paid.
    #[non_exhaustive]
    pub struct PaidCharge {
        /// Id of the operation.
        operation: String,
        /// Credits, including debt.
        amount: Credits,
        /// Credits that became debt.
        debt: Credits,
        /// Id of the member.
        member: Option<String>,
        /// The lots, in the order in which they paid.
        lots: Vec<ReceiptLot>,
    }
}

record! {
    /// What one lot paid.
    #[non_exhaustive]
    pub struct ReceiptLot {
        /// Id of the lot.
        lot: String,
        /// Its number.
        number: u32,
        /// Its class.
        class: String,
        /// Id of the grant that issued it.
        grant: Option<String>,
        /// Id of the top-up that it was bought as.
        top_up: Option<String>,
        /// Id of the only member who may use it.
        member: Option<String>,
        /// When it was issued.
        issued: Instant,
        /// When it expires.
        expires: Option<Instant>,
        /// Credits.
        amount: Credits,
    }
}

impl PaidCharge {
    /// Removes what was refunded, in reverse: first the debt, then the last lots.
    pub(crate) fn take_from_end(&mut self, back: Credits) -> Result<()> {
        let owed = back.min(self.debt);
        self.debt = self.debt.checked_sub(owed).fits("a refund")?;
        let mut back = back.checked_sub(owed).fits("a refund")?;
        for part in self.lots.iter_mut().rev() {
            let less = back.min(part.amount);
            part.amount = part.amount.checked_sub(less).fits("a refund")?;
            back = back.checked_sub(less).fits("a refund")?;
        }
        Ok(())
    }

    pub(super) fn extend(&mut self, more: PaidCharge) {
        self.amount = self.amount.checked_add(more.amount).unwrap_or(self.amount);
        self.debt = self.debt.checked_add(more.debt).unwrap_or(self.debt);
        self.lots.extend(more.lots);
    }
}

impl Serialize for PaidCharge {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("PaidCharge", 5)?;
        fields.serialize_field("operation", &self.operation)?;
        fields.serialize_field("amount", &self.amount)?;
        fields.serialize_field("debt", &self.debt)?;
        fields.serialize_field("member", &self.member)?;
        fields.serialize_field("lots", &self.lots)?;
        fields.end()
    }
}

impl Serialize for ReceiptLot {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("ReceiptLot", 6)?;
        fields.serialize_field("lot", &self.lot)?;
        fields.serialize_field("number", &self.number)?;
        fields.serialize_field("class", &self.class)?;
        for (key, id) in
            [("grant", &self.grant), ("top_up", &self.top_up), ("member", &self.member)]
        {
            if let Some(id) = id {
                fields.serialize_field(key, id)?;
            }
        }
        fields.serialize_field("issued", &self.issued)?;
        fields.serialize_field("expires", &self.expires)?;
        fields.serialize_field("amount", &self.amount)?;
        fields.end()
    }
}

impl ReceiptLot {
    /// How the journal names it when the lot no longer exists.
    fn info(&self, class: ClassId) -> LotLabel {
        let given = Some(self.lot.as_str().into());
        let number = u64::from(self.number);
        LotLabel { given, source: CreditOrigin::Given, number, class, issued: self.amount }
    }
}

impl Wallet {
    /// Refunds part of a receipt, in reverse order of payment; the entries stay in the journal. What
    /// was paid in this cycle, its member may use again; a member who has gone has no use to count.
    /// Returns what was refunded.
    pub(crate) fn run_refund(
        &mut self,
        receipt: &PaidCharge,
        amount: Credits,
        paid: Instant,
    ) -> Result<Credits> {
        let operation = self.operation_place(&receipt.operation)?;
        let member = receipt.member.as_deref().and_then(|id| self.members.place(id).ok());
        let back = self.give_back_later((operation, member), amount, (receipt, paid))?;
        self.settle_instant()?;
        Ok(back)
    }

    /// Refunds part of the payment just made: first the new debt, then the lots that paid last.
    /// Returns the amount refunded.
    pub(crate) fn give_back(
        &mut self,
        (operation, member): (OperationId, Option<MemberId>),
        amount: Credits,
        (paid, debt): (&[LotPayment], Credits),
    ) -> Result<Credits> {
        let (mut left, mut back) = self.take_off_debt(operation, amount, debt)?;
        for part in paid.iter().rev() {
            let share = left.min(part.amount);
            if share > Credits::ZERO && self.refund_lot(operation, (part.number, share))? {
                left = left.checked_sub(share).fits("a refund")?;
                back = back.checked_add(share).fits("a refund")?;
            }
        }
        self.give_back_room(member, amount, self.now);
        Ok(back)
    }

    /// Refunds part of a receipt, in reverse order of payment. If a lot has ended meanwhile, the
    /// catalog's policy decides.
    pub(crate) fn give_back_later(
        &mut self,
        (operation, member): (OperationId, Option<MemberId>),
        amount: Credits,
        (receipt, paid): (&PaidCharge, Instant),
    ) -> Result<Credits> {
        let (mut left, mut back) = self.take_off_debt(operation, amount, receipt.debt)?;
        for part in receipt.lots.iter().rev() {
            let share = left.min(part.amount);
            if share <= Credits::ZERO {
                continue;
            }
            if !self.refund_lot(operation, (u64::from(part.number), share))? {
                self.refund_ended(operation, &ReceiptLot { amount: share, ..part.clone() })?;
            }
            left = left.checked_sub(share).fits("a refund")?;
            back = back.checked_add(share).fits("a refund")?;
        }
        self.give_back_room(member, amount, paid);
        Ok(back)
    }

    /// Takes back what counted in the member's cap and in limits.
    pub(super) fn give_back_room(
        &mut self,
        member: Option<MemberId>,
        amount: Credits,
        at: Instant,
    ) {
        self.members.give_back(member, amount, at);
        self.give_back_to_limits(amount, at);
    }

    /// Refunds the part that was paid by debt, as far as debt remains. Returns what the lots
    /// refund, and what is forgiven.
    fn take_off_debt(
        &mut self,
        operation: OperationId,
        amount: Credits,
        made: Credits,
    ) -> Result<(Credits, Credits)> {
        let owed = amount.min(made);
        let left = amount.checked_sub(owed).fits("a refund")?;
        Ok((left, self.forgive(owed, Reason::Failed, Subject::Operation(operation))))
    }

    /// What was charged, and how much each lot paid.
    pub(crate) fn paid_charge(
        &self,
        want: &ChargeRequest,
        paid: &[LotPayment],
        debt: Credits,
    ) -> PaidCharge {
        PaidCharge {
            operation: self.operation_id(want.operation).to_string(),
            amount: want.amount,
            debt,
            member: self.member_name(want.member),
            lots: paid.iter().filter_map(|part| self.receipt_lot(part)).collect(),
        }
    }

    /// What one lot paid, while it is still there.
    pub(super) fn receipt_lot(&self, part: &LotPayment) -> Option<ReceiptLot> {
        let lot = self.lots.get(part.slot)?;
        let (grant, top_up) = match lot.source {
            CreditOrigin::Grant(place) | CreditOrigin::Again(place) => {
                (self.supply().grant(place).map(|grant| grant.id.to_string()), None)
            }
            CreditOrigin::TopUp(place) => {
                (None, self.supply().top_up(place).map(|top_up| top_up.id.to_string()))
            }
            CreditOrigin::Given => (None, None),
        };
        Some(ReceiptLot {
            lot: self.lot_name(&lot.given, lot.source, lot.number),
            number: u32::try_from(part.number).unwrap_or(u32::MAX),
            class: self.supply().classes.get(lot.class.place())?.id.to_string(),
            grant,
            top_up,
            member: self.member_name(lot.member),
            issued: lot.issued_at,
            expires: (lot.expires < Instant::MAX).then_some(lot.expires),
            amount: part.amount,
        })
    }

    /// Refunds to a lot that still exists.
    pub(crate) fn refund_lot(
        &mut self,
        operation: OperationId,
        (number, amount): (u64, Credits),
    ) -> Result<bool> {
        let Some(slot) = self.lots.slot_of(number) else { return Ok(false) };
        let Some(lot) = self.lots.get(slot).filter(|lot| lot.state == State::Active) else {
            return Ok(false);
        };
        let class = lot.class;
        self.lots.refund(self.catalog.checked().supply(), slot, amount)?;
        self.flow(class, LedgerMove::Refund, amount)?;
        let subject = Subject::Operation(operation);
        self.note_lot(EntryKind::Refund, Reason::Failed, subject, slot, amount);
        Ok(true)
    }

    /// The lot has ended: the refund expires too, or lives as long as the lot did.
    fn refund_ended(&mut self, operation: OperationId, part: &ReceiptLot) -> Result<()> {
        let Some(class) = self.class_place(&part.class) else { return Ok(()) };
        if part.amount == Credits::ZERO {
            return Ok(());
        }
        let is_over = self.supply().policies.refund_expired == RefundExpired::Expire;
        let reason = if is_over { Reason::Unused } else { Reason::Replaced };
        let (refunded, about) = (Subject::Operation(operation), Subject::Class(class));
        self.flow(class, LedgerMove::Refund, part.amount)?;
        let note = self.note(EntryKind::Refund, Reason::Failed, refunded).amount(part.amount);
        note.gone(part.info(class), part.amount).done();
        self.flow(class, LedgerMove::Expire, part.amount)?;
        let note = self.note(EntryKind::Expire, reason, about).amount(part.amount);
        note.gone(part.info(class), part.amount).done();
        if let Some(slot) = self.lots.slot_of(u64::from(part.number)) {
            self.lots.refund_elsewhere(slot, part.amount);
        }
        if is_over {
            return Ok(());
        }
        let life = part.expires.map(|end| end.to_unix() - part.issued.to_unix());
        let end = life.and_then(|seconds| self.now.plus(seconds));
        let lot = NewLot {
            given: Some(format!("{}-refund#{}", part.lot, self.lots.last_number() + 1).into()),
            class,
            source: self.origin_again(part),
            effective: self.now,
            ends: end.map_or(Ends::Never, Ends::At),
            priority: OrLast::LAST,
            interval: OrLast::LAST,
            unit_cost: None,
            amount: part.amount,
            member: part.member.as_deref().and_then(|id| self.members.place(id).ok()),
        };
        self.issue(lot, Reason::Failed, Subject::Operation(operation), None).map(drop)
    }

    /// Where credits come from that are issued again, if that is still known.
    fn origin_again(&self, part: &ReceiptLot) -> CreditOrigin {
        let supply = self.supply();
        let grant =
            supply.placed_grants().find(|(_, grant)| part.grant.as_deref() == Some(&*grant.id));
        let mut top_ups = supply.placed_top_ups();
        let top_up = top_ups.find(|(_, top_up)| part.top_up.as_deref() == Some(&*top_up.id));
        let grant = grant.map(|(place, _)| CreditOrigin::Again(place));
        grant.or(top_up.map(|(place, _)| CreditOrigin::TopUp(place))).unwrap_or(CreditOrigin::Given)
    }

    fn member_name(&self, member: Option<MemberId>) -> Option<String> {
        member.and_then(|member| self.members.id(member)).map(|id| id.to_string())
    }

    pub(super) fn class_place(&self, id: &str) -> Option<ClassId> {
        self.supply().classes.iter().position(|class| *class.id == *id).map(ClassId::at)
    }
}
