//! What a wallet says about itself.

use super::super::balance::LotView;
use super::super::hold::HoldAllocation;
use super::super::lot::Lot;
use super::super::source::CreditOrigin;
use super::super::subscription::{Scheduled, Subscription};
use super::super::{Result, Wallet};
use super::ids::{IdOf, WalletId};
use super::limits::WalletLimits;
use super::receipts::Receipt;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::id::ClassId;
use crate::catalog::supply::Term;
use crate::error::{Error, ErrorKind};
use crate::json::saved;
use serde::Serialize;

saved! {
    /// An open hold.
    #[non_exhaustive]
    pub struct HoldView {
        /// Unique; it begins with the id of the wallet.
        id: String,
        /// When it was opened.
        at: Instant,
        /// When it is released, unless it is settled before.
        until: Instant,
        /// Id of the operation.
        operation: String,
        /// Credits.
        amount: Credits,
        /// Id of the member.
        member: Option<String>,
    }
}

/// The subscription of a wallet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SubscriptionView {
    /// Id of the plan.
    pub plan: String,
    /// The billing term.
    pub term: Term,
    /// When it began.
    pub since: Instant,
    /// When the current cycle began.
    pub cycle_from: Instant,
    /// When it ends.
    pub cycle_until: Instant,
    /// When the current paid period began.
    pub paid_from: Instant,
    /// When it ends: the next term is due then.
    pub paid_until: Instant,
    /// What is planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<PlannedChange>,
}

saved! {
    /// A change of plan, or a cancellation, that is planned.
    #[non_exhaustive]
    pub struct PlannedChange {
        /// When.
        at: Instant,
        /// Id of the next plan; none after a cancellation.
        plan: Option<String>,
        /// Its term.
        term: Option<Term>,
    }
}

/// A lot with all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LotDetails {
    /// The lot.
    #[serde(flatten)]
    pub lot: LotView,
    /// Its number: lots are numbered in order of issue, and no number is used again.
    pub number: u64,
    /// Id of the grant that issued it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
    /// Id of the top-up that it was bought as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_up: Option<String>,
    /// Id of the only member who may use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// It was carried over from an earlier cycle.
    pub carried: bool,
}

/// The credits of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ClassBalance {
    /// Id of the class.
    pub class: String,
    /// Credits in lots, without held ones.
    pub left: Credits,
    /// Credits of these that can be spent now, on something.
    pub spendable: Credits,
    /// Credits of these that are frozen until there is a subscription.
    pub frozen: Credits,
    /// Credits that holds have reserved.
    pub held: Credits,
}

impl Wallet {
    /// Its id.
    pub fn id(&self) -> &str {
        self.live.id.as_str()
    }

    /// Its limits.
    pub fn limits(&self) -> &WalletLimits {
        &self.live.limits
    }

    /// The open holds, the oldest first.
    pub fn holds(&self) -> Vec<HoldView> {
        self.holds.iter().filter_map(|(number, held)| self.hold_view(number, held).ok()).collect()
    }

    /// An open hold.
    ///
    /// # Errors
    /// `unknown_name` for a hold that is not open, or is of another wallet.
    pub fn hold_of(&self, id: &str) -> Result<HoldView> {
        let (number, held) = self.find_hold(&self.live.id, id)?;
        self.hold_view(number, held)
    }

    /// An open hold, and its number.
    pub(super) fn find_hold(&self, wallet: &WalletId, id: &str) -> Result<(u64, &HoldAllocation)> {
        let number = wallet.number(IdOf::Hold, id)?;
        let held = self.holds.get(number).map(|held| (number, held));
        held.ok_or_else(|| not_open(id, (1..=self.holds.last()).contains(&number)))
    }

    pub(super) fn hold_view(&self, number: u64, held: &HoldAllocation) -> Result<HoldView> {
        Ok(HoldView {
            id: self.live.id.issue(IdOf::Hold, number),
            at: held.at,
            until: held.until,
            operation: self.operation_id(held.operation).to_string(),
            amount: held.amount()?,
            member: held.member.and_then(|id| self.members.id(id)).map(|id| id.to_string()),
        })
    }

    /// The receipts that are kept, the oldest first.
    pub fn receipts(&self) -> impl Iterator<Item = &Receipt> {
        self.live.receipts.iter()
    }

    /// A receipt that is kept.
    ///
    /// # Errors
    /// `unknown_name` for a receipt that is not kept, or is of another wallet.
    pub fn receipt_of(&self, id: &str) -> Result<&Receipt> {
        let number = self.live.id.number(IdOf::Receipt, id)?;
        self.live.receipts.get(number).ok_or_else(|| {
            let sentence =
                format!("`{id}` is not kept: receipts are for {}", self.live.limits.receipts);
            Error::new(ErrorKind::UnknownName, "/receipt", sentence)
        })
    }

    /// The lots of [`Wallet::lots`], each with where it came from and whose it is.
    pub fn lot_details(&self) -> Vec<LotDetails> {
        let details = |(lot, view): (&Lot, LotView)| {
            let (grant, top_up) = match lot.source {
                CreditOrigin::Grant(at) | CreditOrigin::Again(at) => {
                    (self.supply().grant(at).map(|of| of.id.to_string()), None)
                }
                CreditOrigin::TopUp(at) => {
                    (None, self.supply().top_up(at).map(|of| of.id.to_string()))
                }
                CreditOrigin::Given => (None, None),
            };
            let member = lot.member.and_then(|id| self.members.id(id)).map(|id| id.to_string());
            LotDetails {
                lot: view,
                number: lot.number,
                grant,
                top_up,
                member,
                carried: lot.carried,
            }
        };
        self.shown_lots().map(|lot| (lot, self.view(lot))).map(details).collect()
    }

    /// When something is due next: until then, time changes nothing.
    pub fn next_due(&self) -> Option<Instant> {
        self.next_event()
    }

    /// When the table of its wall clock ends, where the table says so. From then on the last offset
    /// holds, right or not: extend it by [`Wallet::set_zone`] before.
    pub fn zone_until(&self) -> Option<Instant> {
        self.zone().until()
    }

    /// The current subscription.
    pub fn subscribed(&self) -> Option<SubscriptionView> {
        let held = self.subscription()?;
        Some(SubscriptionView {
            plan: self.plan().unwrap_or_default().to_owned(),
            term: held.term,
            since: held.since,
            cycle_from: held.cycle.start,
            cycle_until: held.cycle.end,
            paid_from: held.paid.start,
            paid_until: held.paid.end,
            planned: held.next.as_ref().map(|next| self.planned(held, next)),
        })
    }

    fn planned(&self, held: &Subscription, next: &Scheduled) -> PlannedChange {
        let plan = next.to.and_then(|to| self.catalog.checked().plan_at(to.plan));
        PlannedChange {
            at: if next.at_term_end { held.paid.end } else { held.cycle.end },
            plan: plan.map(|plan| plan.id.to_string()),
            term: next.to.map(|to| to.term),
        }
    }

    /// The credits of each class.
    pub fn balances(&self) -> Vec<ClassBalance> {
        let classes = self.supply().classes.iter().enumerate();
        let of = |(place, class): (usize, &crate::catalog::supply::Class)| {
            let flows = self.journal.flows().get(place).copied().unwrap_or_default();
            let is_of = |lot: &Lot| lot.class == ClassId::at(place);
            let withheld = self.withheld_of(is_of);
            ClassBalance {
                class: class.id.to_string(),
                left: flows.remaining,
                spendable: flows.remaining.checked_sub(withheld).unwrap_or_default(),
                frozen: self.withheld_of(|lot| is_of(lot) && lot.frozen),
                held: flows.held,
            }
        };
        classes.map(of).collect()
    }
}

/// A hold that is not open any more, or never was.
fn not_open(id: &str, was_once: bool) -> Error {
    let sentence = if was_once {
        format!(
            "the hold `{id}` is not open any more: it was settled or released, or its time is over"
        )
    } else {
        format!("there was never a hold `{id}`")
    };
    Error::new(ErrorKind::UnknownName, "/hold", sentence)
}
