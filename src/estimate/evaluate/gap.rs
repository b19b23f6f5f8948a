//! Why something has no amount, or nobody can ask for it.

use crate::amount::{Fault, Fraction};
use crate::catalog::program::{Component, Slot, Table};

/// Why something has no amount.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MissingPrice<'c> {
    /// Nobody publishes it.
    Unpriced,
    /// A table has no cell for what was asked.
    Missing(&'c Table),
    /// It depends on what is known only after the run.
    After(Slot),
    /// It looks back at a component that has no amount.
    NoAmount,
}

/// Why nobody can ask for something.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refusal<'c> {
    /// The vendor does not sell it, by the table that says so.
    NotSold(Option<&'c Table>),
    /// The vendor does not sell what this component is for.
    Part(&'c Component),
    /// A component would bill this quantity, which is below zero.
    Quantity(&'c Component, Fraction),
    /// The whole would cost this, which is below zero.
    Total(Fraction),
}

/// Why an evaluation stopped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Interrupt<'c> {
    Fault(Fault),
    MissingPrice(MissingPrice<'c>),
    Refused(Refusal<'c>),
}

/// Why a sum has no outcome at all.
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
