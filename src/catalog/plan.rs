//! Classes, plans and plan changes, as written in a catalog.

use super::source::SourceRef;
use super::term::Term;
use crate::amount::{Credits, Decimal, Money};
use crate::calendar::{MOST_DAYS, TimeOfDay};
use crate::json::{Log, Node, Path, Read, Value, Within, read_word, record, saved, words};
use serde::{Serialize, Serializer};

record! {
    /// A class of credits.
    pub(crate) struct ClassDocument {
        /// Name for people.
        name: Option<String>,
        /// Whether these credits were paid for.
        paid: Option<bool>,
        /// What happens to them when the subscription ends.
        lapse: Option<Lapse>,
    }
}

words! {
    /// What happens to credits when the subscription ends.
    pub(crate) enum Lapse {
        /// They stay as they are.
        Keep = "keep",
        /// They buy only what the free tier may use.
        Restrict = "restrict",
        /// They are frozen until a subscription is active again.
        Freeze = "freeze",
        /// They are forfeited.
        Forfeit = "forfeit",
    }
}

record! {
    /// A subscription that the platform offers.
    pub(crate) struct PlanDocument {
        /// Unique in the catalog.
        id: String,
        /// Name for people.
        name: Option<String>,
        /// Its audience.
        audience: Option<String>,
        /// Price of the whole term, by term.
        price: Option<TermPrices>,
        /// Sold by contract only.
        contact: bool,
        /// Ids of its grants.
        grants: Vec<String>,
        /// Multiplies the sum of the components of every price.
        #[within(Within::NOT_NEGATIVE)]
        cost_factor: Option<Decimal>,
        /// The period after which credits are issued again.
        cycle: Option<Cycle>,
        /// Time of day of the renewal.
        renews_at: Option<TimeOfDay>,
        /// Most credits that may be bought in a cycle.
        #[within(Within::NOT_NEGATIVE)]
        top_ups_per_cycle: Option<Credits>,
        /// What happens when the plan changes.
        change: Option<ChangesDocument>,
        /// Remarks for people.
        notes: Vec<String>,
        /// Where the plan is published.
        source: Option<SourceRef>,
    }
}

impl PlanDocument {
    /// The factor of estimates; `None` if it is 1.
    pub(crate) fn factor(&self) -> Option<Decimal> {
        self.cost_factor.filter(|factor| *factor != Decimal::from(1))
    }
}

saved! {
    /// Prices of a plan; null for a term whose price is not published.
    pub struct TermPrices {
        /// For a month.
        #[within(Within::NOT_NEGATIVE)]
        month: TermPrice,
        /// For three months.
        #[within(Within::NOT_NEGATIVE)]
        quarter: TermPrice,
        /// For twelve months.
        #[within(Within::NOT_NEGATIVE)]
        year: TermPrice,
    }
}

impl TermPrices {
    /// The price of a term.
    pub fn of(&self, term: Term) -> TermPrice {
        match term {
            Term::Month => self.month,
            Term::Quarter => self.quarter,
            Term::Year => self.year,
        }
    }
}

/// The price of one term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermPrice {
    /// The plan is not sold for this term.
    NotSold,
    /// The price is not published.
    Unpublished,
    /// Price of the whole term.
    Price(Money),
}

impl Read for TermPrice {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Null => TermPrice::Unpublished,
            _ => TermPrice::Price(Money::read(node)),
        }
    }
    fn placeholder() -> Self {
        TermPrice::NotSold
    }
    fn is_absent(&self) -> bool {
        *self == TermPrice::NotSold
    }
    fn check_within(&self, within: &Within, path: &Path, log: &Log) {
        if let TermPrice::Price(price) = self {
            price.check_within(within, path, log);
        }
    }
}

impl Serialize for TermPrice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            TermPrice::Price(price) => price.serialize(serializer),
            TermPrice::Unpublished | TermPrice::NotSold => serializer.serialize_none(),
        }
    }
}

/// The period after which a plan's credits are issued again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cycle {
    Anniversary,
    CalendarMonth,
    Term,
    Days(u32),
}

record! {
    /// So many days.
    pub(crate) struct DaysFields {
        /// Whole days.
        #[within(Within::between(1, MOST_DAYS))]
        days: u32,
    }
}

impl Read for Cycle {
    fn read(node: &Node) -> Self {
        if let Value::Object(_) = node.value {
            return Cycle::Days(DaysFields::read(node).days);
        }
        read_word(node, Cycle::WORDS).unwrap_or(Cycle::Anniversary)
    }
    fn placeholder() -> Self {
        Cycle::Anniversary
    }
}

impl Cycle {
    pub(crate) const WORDS: &'static [(&'static str, Cycle)] = &[
        ("anniversary", Cycle::Anniversary),
        ("calendar_month", Cycle::CalendarMonth),
        ("term", Cycle::Term),
    ];
}

record! {
    /// What happens when the plan changes.
    pub(crate) struct ChangesDocument {
        /// To a larger plan.
        upgrade: Option<ChangeDocument>,
        /// To a smaller plan.
        downgrade: Option<ChangeDocument>,
    }
}

record! {
    /// One kind of plan change.
    pub(crate) struct ChangeDocument {
        /// When it takes place.
        when: Option<ChangeWhen>,
        /// What is issued.
        allowance: Option<Allowance>,
        /// Whether the cycle restarts.
        cycle: Option<CycleChange>,
        /// What happens to the credits of the old plan.
        old_lots: Option<OldLots>,
        /// What is charged for the change.
        charge: Option<ChangeCharge>,
    }
}

words! {
    /// What is charged for a plan change.
    pub(crate) enum ChangeCharge {
        /// The price of the new term.
        Full = "full",
        /// The difference in price.
        Difference = "difference",
        /// The difference in price, in proportion to the rest of the term.
        Prorated = "prorated",
        /// Nothing until the next term.
        None = "none",
    }
}

words! {
    /// When a plan change takes place.
    pub(crate) enum ChangeWhen {
        /// At once.
        Now = "now",
        /// At the end of the cycle.
        CycleEnd = "cycle_end",
    }
}

words! {
    /// What a plan change issues.
    pub(crate) enum Allowance {
        /// The new allowance on top.
        Full = "full",
        /// The difference between the new and the old allowance.
        Difference = "difference",
        /// The new allowance, in proportion to the rest of the cycle.
        Prorated = "prorated",
        /// Nothing until the next cycle.
        None = "none",
    }
}

words! {
    /// What a plan change does to the cycle.
    pub(crate) enum CycleChange {
        /// It restarts.
        Reset = "reset",
        /// It continues.
        Keep = "keep",
    }
}

words! {
    /// What happens to the credits of the old plan.
    pub(crate) enum OldLots {
        /// They stay.
        Keep = "keep",
        /// They stay until the cycle ends.
        KeepToCycleEnd = "keep_to_cycle_end",
        /// They are cut to the new plan's cap.
        CapToNew = "cap_to_new",
        /// They are forfeited.
        Forfeit = "forfeit",
    }
}
