//! Why something has no amount or cannot be requested.

use crate::amount::{Fault, Fraction};
use crate::catalog::program::{Component, Slot, Table};

/// Why something has no amount.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MissingPrice<'c> {
    /// The price is not published.
    Unpriced,
    /// A table has no cell for the request.
    Missing(&'c Table),
    /// It depends on a value known only after the run.
    After(Slot),
    /// It uses the amount of a component that has none.
    NoAmount,
}

/// Why something cannot be requested.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refusal<'c> {
    /// Not sold, according to this table.
    NotSold(Option<&'c Table>),
    /// The vendor does not sell this component.
    Part(&'c Component),
    /// The component would bill this negative quantity.
    Quantity(&'c Component, Fraction),
    /// The total would be this negative amount.
    Total(Fraction),
}

/// Why an evaluation stopped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Interrupt<'c> {
    Fault(Fault),
    MissingPrice(MissingPrice<'c>),
    Refused(Refusal<'c>),
}

/// Why a sum has no result.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Halt<'c> {
    Fault(Fault),
    Refused(Refusal<'c>),
}

impl<'c> From<Halt<'c>> for Interrupt<'c> {
    fn from(halt: Halt<'c>) -> Self {
        match halt {
            Halt::Fault(fault) => Interrupt::Fault(fault),
            Halt::Refused(refusal) => Interrupt::Refused(refusal),
        }
    }
}

impl From<Fault> for Halt<'_> {
    fn from(fault: Fault) -> Self {
        Halt::Fault(fault)
    }
}

impl From<Fault> for Interrupt<'_> {
    fn from(fault: Fault) -> Self {
        Interrupt::Fault(fault)
    }
}

pub(super) fn after<'c>(slot: Slot) -> Interrupt<'c> {
    Interrupt::MissingPrice(MissingPrice::After(slot))
}
