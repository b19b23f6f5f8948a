//! A request with resolved names.

use crate::amount::{Decimal, Fault, Fraction, Number};
use crate::calendar::{Instant, Moment, Window};
use crate::catalog::id::PlanId;
use crate::catalog::program::{Operation, Plan, Price, Setting, Slot};
use crate::catalog::{Checked, SettingValue};
use crate::error::{Error, ErrorKind};

/// The content of a slot.
#[derive(Clone, Debug)]
pub(crate) enum SlotValue {
    Number(Number),
    Choice(usize),
    Flag(bool),
    List(Vec<Fraction>),
    /// Any list of `count` items, each within `item`.
    AnyList {
        count: Number,
        item: Number,
    },
    /// Left out, and that is allowed.
    Absent,
    /// Known only after the run, or without bounds.
    After,
    /// One of several choices.
    Open,
    /// A choice that the catalog does not list.
    Other(SettingValue),
}

impl SlotValue {
    /// One number.
    pub(crate) fn exactly(decimal: Decimal) -> SlotValue {
        SlotValue::Number(Number::from_decimal(decimal))
    }
}

/// The first choice that the catalog does not list.
pub(crate) fn unlisted(slots: &[SlotValue]) -> Option<Slot> {
    slots.iter().position(|filled| matches!(filled, SlotValue::Other(_)))
}

/// A request with resolved names.
pub(crate) struct ResolvedRequest<'c> {
    pub(crate) catalog: &'c Checked,
    pub(crate) operation: &'c Operation,
    pub(crate) runs: u32,
    pub(crate) plan: Option<PlanId>,
    pub(crate) at: Instant,
    /// Which windows of time hold at that instant.
    pub(crate) moment: Moment,
    /// The request names no instant, so any window may hold.
    pub(crate) any_time: bool,
    /// Earlier use of each meter of the operation.
    pub(crate) used: Vec<Number>,
    /// Meters whose use the request states, by index in the catalog.
    pub(crate) metered: Vec<usize>,
    /// Slot 0 holds the number of runs.
    pub(crate) slots: Vec<SlotValue>,
    pub(crate) open: Vec<Slot>,
}

impl<'c> ResolvedRequest<'c> {
    pub(crate) fn setting(&self, slot: Slot) -> Option<&'c Setting> {
        self.operation.settings.get(slot.checked_sub(1)?)
    }

    pub(crate) fn held_plan(&self) -> Option<&'c Plan> {
        self.catalog.plan_at(self.plan?)
    }

    /// The price while these windows hold; a price with hours precedes one without. `None` if the
    /// calendar of a window that it depends on has ended.
    pub(crate) fn price(&self, moment: Moment) -> Option<&'c Price> {
        let (price, depends_on) = self.pick(moment);
        price.filter(|_| moment.first_unknown(depends_on).is_none())
    }

    /// The window whose calendar has ended, if that is why there is no price.
    pub(crate) fn ended(&self) -> Option<&'c Window> {
        let (_, depends_on) = self.pick(self.moment);
        self.operation.windows.get(self.moment.first_unknown(depends_on)?)
    }

    /// A price, and the windows that the choice depends on, as bits.
    fn pick(&self, moment: Moment) -> (Option<&'c Price>, u64) {
        let at = self.at;
        let (mut plain, mut windows) = (None, 0);
        for price in &self.operation.prices {
            if price.from.is_some_and(|from| at < from) || price.until.is_some_and(|u| u <= at) {
                continue;
            }
            match price.hours {
                None => plain = plain.or(Some(price)),
                Some(place) if moment.holds(place) == Some(true) => {
                    return (Some(price), price.follows);
                }
                Some(place) => windows |= 1 << place,
            }
        }
        (plain, windows | plain.map_or(0, |price| price.follows))
    }

    /// The same request with these values, and with nothing else open.
    pub(crate) fn with(&self, slots: Vec<SlotValue>, open: Vec<Slot>) -> ResolvedRequest<'c> {
        let (used, metered) = (self.used.clone(), self.metered.clone());
        ResolvedRequest { slots, open, used, metered, ..*self }
    }

    /// An arithmetic fault, as an error at the operation.
    pub(crate) fn fault(&self, fault: Fault) -> Error {
        let (kind, what) = match fault {
            Fault::Inexact => (ErrorKind::Inexact, "an amount no longer fits exact arithmetic"),
            Fault::DivisionByZero => (ErrorKind::DivisionByZero, "a division by zero"),
        };
        let sentence = format!("{what}, in the price at {}", self.operation.pointer);
        Error::new(kind, "/operation", sentence)
    }
}
