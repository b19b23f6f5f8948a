//! Entries: the lines of the ledger, each with a sentence.

use super::Wallet;
use super::journal::{LotLabel, Record, Subject};
use super::kind::{EntryKind, Reason};
use super::limit_use::LimitHit;
use crate::amount::{Credits, Money, grouped};
use crate::calendar::Instant;
use crate::catalog::id::{ClassId, OperationId};
use crate::catalog::program::Text;
use crate::catalog::supply::Level;
use crate::error::there;
use crate::json::saved;

saved! {
    /// A line of the ledger.
    #[non_exhaustive]
    pub struct Entry {
        /// When it happened.
        at: Instant,
        /// What happened.
        kind: EntryKind,
        /// Why it happened.
        reason: Reason,
        /// Credits; 0 for an entry that moves none.
        amount: Credits,
        /// The lots involved, each with its amount.
        lots: Vec<LotAmount>,
        /// Id of the grant, top-up, operation, plan or class involved.
        about: Option<Text>,
        /// Id of the member.
        member: Option<Text>,
        /// Number of runs.
        runs: Option<u32>,
        /// Credits that were missing or became debt.
        missing: Option<Credits>,
        /// Id of the limit that has refused it.
        limit: Option<Text>,
        /// When the limit allows it, if nothing else is charged until then.
        until: Option<Instant>,
        /// Money of a purchase or an invoice; absent where no price is published.
        money: Option<Money>,
        /// The entry as a sentence.
        text: String,
    }
}

saved! {
    /// An amount of one lot.
    #[non_exhaustive]
    pub struct LotAmount {
        /// Id of the lot.
        lot: String,
        /// Its class; for a rollover, the class that it leaves.
        class: Text,
        /// The class that it joins, if a rollover changes the class.
        to: Option<Text>,
        /// Credits.
        amount: Credits,
    }
}

impl Wallet {
    /// Converts a record, with names.
    pub(crate) fn entry(&self, record: &Record) -> Entry {
        let lots = self.journal.parts_of(record).iter().filter_map(|part| {
            let info = self.journal.label(part)?;
            let class = self.class_id(info.class);
            let to = match record.subject {
                Subject::Class(to) if record.kind == EntryKind::RollOver && to != info.class => {
                    Some(self.class_id(to))
                }
                _ => None,
            };
            Some(LotAmount { lot: self.info_name(info), class, to, amount: part.amount })
        });
        let hit = self.journal.limit_of(record.subject);
        Entry {
            at: record.at,
            kind: record.kind,
            reason: record.reason,
            amount: record.amount,
            lots: lots.collect(),
            about: self.about(record.subject),
            member: record.member.and_then(|member| self.members.id(member)),
            runs: (record.runs > 0).then_some(record.runs),
            missing: (record.missing > Credits::ZERO).then_some(record.missing),
            limit: hit.and_then(|hit| Some(self.supply().limit(hit.limit)?.id.clone())),
            until: hit.and_then(|hit| hit.until),
            money: record.money,
            text: self.sentence(record),
        }
    }

    pub(super) fn class_id(&self, class: ClassId) -> Text {
        there(self.supply().classes.get(class.place()))
            .map_or_else(|| "".into(), |class| class.id.clone())
    }

    pub(crate) fn about(&self, subject: Subject) -> Option<Text> {
        let supply = self.supply();
        Some(match subject {
            Subject::None | Subject::Level(_) => return None,
            Subject::Grant(place) => supply.grant(place)?.id.clone(),
            Subject::TopUp(place) => supply.top_up(place)?.id.clone(),
            Subject::Operation(at) | Subject::Limited(at, _) => {
                self.catalog.checked().heads().get(at.place())?.id.clone()
            }
            Subject::Plan(place) => self.catalog.checked().plan_at(place)?.id.clone(),
            Subject::Class(place) => self.class_id(place),
        })
    }

    /// The sentence of a record.
    pub(crate) fn sentence(&self, record: &Record) -> String {
        let amount = match record.kind {
            // For these, the amount alone does not say enough.
            EntryKind::Invoice
            | EntryKind::Payment
            | EntryKind::Plan
            | EntryKind::Alert
            | EntryKind::Refuse => String::new(),
            _ => self.credits(record.amount),
        };
        let name = self.subject_name(record.subject);
        match record.kind {
            EntryKind::Issue => match record.reason {
                Reason::Bought => format!("{amount} bought: {name}{}", self.for_money(record)),
                Reason::AutoTopUp => {
                    format!("{amount} bought automatically: {name}{}", self.for_money(record))
                }
                Reason::Opening => {
                    format!("{amount} at the start{}", self.lot_name_after_colon(record))
                }
                _ => format!("{amount} issued{}", colon(&name)),
            },
            EntryKind::Spend => self.spend_sentence(record, &amount, &name),
            EntryKind::Expire => format!("{} expired unused", self.part_of_lot(record)),
            EntryKind::RollOver => {
                format!("{} rolled over{}", self.part_of_lot(record), self.as_class(record, &name))
            }
            EntryKind::Forfeit => {
                let why = match record.reason {
                    Reason::Lapse => "with the subscription",
                    Reason::PlanChange => "with the plan change",
                    _ => "above the cap",
                };
                format!("{} forfeited {why}", self.part_of_lot(record))
            }
            EntryKind::Revoke => format!("{} revoked", self.part_of_lot(record)),
            EntryKind::Freeze => format!("{amount} frozen until a subscription is active"),
            EntryKind::Thaw => format!("{amount} usable again"),
            EntryKind::Refund => format!("{amount} refunded{}", colon(&name)),
            EntryKind::Hold => format!("{amount} held{}", colon(&name)),
            EntryKind::Settle => format!("{amount} of a hold spent{}", colon(&name)),
            EntryKind::Release if record.reason == Reason::HoldEnded => {
                format!("{amount} of a hold released, because its time is over")
            }
            EntryKind::Release => format!("{amount} of a hold released"),
            EntryKind::Refuse => self.refusal_sentence(record, &name),
            EntryKind::Alert => self.alert_sentence(record),
            EntryKind::Invoice => format!("{name} invoiced{}", self.for_money(record)),
            EntryKind::Payment => {
                let what = match record.reason {
                    Reason::Paid => "paid",
                    Reason::PaymentFailed => "not paid: the payment has failed",
                    Reason::MoneyRefunded => "money given back",
                    Reason::ChargedBack => "charged back",
                    _ => "not paid",
                };
                format!("{name}{}: {what}", self.for_money(record))
            }
            EntryKind::Forgive => format!("{amount} of debt forgiven{}", colon(&name)),
            EntryKind::Plan => match record.reason {
                Reason::Lapse => format!("{name} ended"),
                Reason::Subscribed => format!("{name} began"),
                _ => format!("changed to {name}"),
            },
        }
    }

    fn spend_sentence(&self, record: &Record, amount: &str, name: &str) -> String {
        let runs = if record.runs > 1 { format!("{} × ", record.runs) } else { String::new() };
        match record.reason {
            Reason::Debt => format!("{amount} paid off debt"),
            Reason::FreeRun => format!("{runs}{name} for free"),
            _ => {
                let what = match name {
                    "" => format!("{amount} spent"),
                    _ => format!("{amount} for {runs}{name}"),
                };
                match record.missing > Credits::ZERO {
                    true => format!("{what}, {} of it as debt", self.credits(record.missing)),
                    false => what,
                }
            }
        }
    }

    fn refusal_sentence(&self, record: &Record, name: &str) -> String {
        if record.reason == Reason::NotPossible {
            let what = if name.is_empty() { "an action" } else { name };
            return format!("{what} refused: not possible now");
        }
        let spent = self.credits(record.amount);
        let name = if name.is_empty() { &*spent } else { name };
        let runs = if record.runs > 1 { format!("{} × ", record.runs) } else { String::new() };
        if let Some(hit) = self.journal.limit_of(record.subject) {
            return format!("{runs}{name} refused: {}", self.limit_sentence(hit));
        }
        let why = match record.reason {
            Reason::MemberCap => "the member's cap is reached",
            Reason::UsedByMembers => "other members have used the credits",
            Reason::SubscriptionEnded => "the subscription has ended",
            Reason::NotEligible => "the credits that are left cannot pay for this",
            Reason::Gate => "not allowed with this plan or these settings",
            Reason::NoPrice => "no price is published for it",
            _ => "out of credits",
        };
        if record.missing > Credits::ZERO {
            format!("{runs}{name} refused: {why} ({} missing)", self.credits(record.missing))
        } else {
            format!("{runs}{name} refused: {why}")
        }
    }

    /// `the limit of 100 credits in 5 hours is reached, until 2026-02-02T05:00:00Z`.
    fn limit_sentence(&self, hit: LimitHit) -> String {
        let limit = self.supply().limit(hit.limit);
        let of = limit.map(|limit| self.catalog.checked().document.limit_text(limit));
        let of = of.unwrap_or_default();
        match hit.until {
            Some(until) => format!("the limit of {of} is reached, until {until}"),
            None => format!("it is over the limit of {of}"),
        }
    }

    fn alert_sentence(&self, record: &Record) -> String {
        let left = self.credits(record.amount);
        match record.subject {
            Subject::Level(place) => match self.alerts.level(place) {
                Some(Level::Used(percent)) => format!("{percent} % used: {left} left"),
                Some(Level::Left(level)) => {
                    format!("below {}: {left} left", self.credits(level))
                }
                None => format!("{left} left"),
            },
            _ => format!("{left} left"),
        }
    }

    fn subject_name(&self, subject: Subject) -> String {
        let supply = self.supply();
        let checked = self.catalog.checked();
        let name = match subject {
            Subject::None | Subject::Level(_) | Subject::Limited(OperationId::NONE, _) => {
                return String::new();
            }
            Subject::Grant(place) => supply.grant(place).map(|grant| &*grant.name),
            Subject::TopUp(place) => supply.top_up(place).map(|top_up| &*top_up.name),
            Subject::Operation(at) | Subject::Limited(at, _) => {
                checked.heads().get(at.place()).map(|head| head.name())
            }
            Subject::Plan(place) => checked.plan_at(place).map(|plan| &*plan.name),
            Subject::Class(place) => supply.classes.get(place.place()).map(|class| &*class.name),
        };
        there(name).unwrap_or_default().to_owned()
    }

    /// " as Bank", where the class changes.
    fn as_class(&self, record: &Record, name: &str) -> String {
        match (record.subject, self.first_lot(record)) {
            (Subject::Class(to), Some(lot)) if to != lot.class => format!(" as {name}"),
            _ => String::new(),
        }
    }

    /// "400 of 1,000 credits", for an entry about one lot.
    fn part_of_lot(&self, record: &Record) -> String {
        match self.first_lot(record) {
            Some(lot)
                if lot.issued != record.amount && self.journal.parts_of(record).len() == 1 =>
            {
                format!("{} of {}", grouped(record.amount), self.credits(lot.issued))
            }
            _ => self.credits(record.amount),
        }
    }

    fn lot_name_after_colon(&self, record: &Record) -> String {
        self.first_lot(record).map_or_else(String::new, |lot| format!(": {}", self.info_name(lot)))
    }

    fn info_name(&self, info: &LotLabel) -> String {
        self.lot_name(&info.given, info.source, info.number)
    }

    fn first_lot(&self, record: &Record) -> Option<&LotLabel> {
        let part = self.journal.parts_of(record).first()?;
        self.journal.label(part)
    }

    fn for_money(&self, record: &Record) -> String {
        match record.money {
            Some(money) => format!(" for {}", self.catalog.checked().document.money_text(money)),
            None => ", at a price that is not published".to_owned(),
        }
    }

    /// "1,000 credits".
    pub(crate) fn credits(&self, amount: Credits) -> String {
        self.catalog.checked().document.credits_text(amount)
    }
}

fn colon(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(": {name}") }
}
