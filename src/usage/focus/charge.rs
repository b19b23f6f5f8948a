//! Events of one period, account, price and kind, added up.

use super::super::event::{EventOutcome, UsageEvent};
use super::super::share::too_large;
use super::spec::FocusSpec;
use crate::amount::{Credits, Decimal, Fraction};
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind};

/// What one price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Unit {
    /// One run.
    Run,
    /// All runs of an event, if what one of them cost is no decimal of twelve places, in credits or in
    /// money: 10 credits for 3 runs.
    Request,
}

/// What tells the rows apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// When the charge period begins.
    pub(super) from: Instant,
    pub(super) account: Option<u32>,
    pub(super) member: Option<u32>,
    pub(super) project: Option<u32>,
    pub(super) sku: u32,
    pub(super) outcome: EventOutcome,
    pub(super) is_refund: bool,
    pub(super) unit: Unit,
    /// Credits for a unit, never below zero.
    pub(super) price: Credits,
}

/// What a price and a number of units come to, in money.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cost {
    pub(super) unit: Decimal,
    pub(super) total: Decimal,
}

/// A row in the making.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Charge {
    pub(super) key: Key,
    pub(super) charge_until: Instant,
    pub(super) billing_from: Instant,
    pub(super) billing_until: Instant,
    /// Units; below zero for a refund.
    pub(super) quantity: Decimal,
    /// Runs that were made.
    pub(super) runs: u64,
    pub(super) credits: Credits,
    pub(super) list: Cost,
    pub(super) contracted: Cost,
}

/// Splits the credits of an event into a price and a number of units; a refund has a negative number.
pub(super) fn units(
    event: &UsageEvent,
    credits: Credits,
    spec: &FocusSpec,
) -> Option<(Unit, Credits, u64)> {
    let amount = match credits < Credits::ZERO {
        true => Credits::ZERO.checked_sub(credits)?,
        false => credits,
    };
    let runs = Fraction::integer(i128::from(event.runs));
    let of_a_run = Fraction::from_decimal(amount.decimal()).div(&runs).ok()?.to_decimal();
    let has_cost = |price: &Decimal| {
        let credit_prices = [Some(spec.credit_price), spec.contracted_price];
        credit_prices.iter().flatten().all(|of_credit| product(*price, *of_credit).is_some())
    };
    Some(match of_a_run.filter(has_cost) {
        Some(price) => (Unit::Run, Credits(price), u64::from(event.runs)),
        None => (Unit::Request, amount, 1),
    })
}

impl Charge {
    /// Adds units, the runs they stand for, and their credits.
    pub(super) fn add(&mut self, count: u64, runs: u64, credits: Credits) -> Result<(), Error> {
        let more = Decimal::ONE.checked_times(count).ok_or_else(too_large)?;
        let sum = match self.key.is_refund {
            true => self.quantity.checked_sub(more),
            false => self.quantity.checked_add(more),
        };
        self.quantity = sum.ok_or_else(too_large)?;
        self.runs += if self.key.is_refund { 0 } else { runs };
        self.credits = self.credits.checked_add(credits).ok_or_else(too_large)?;
        Ok(())
    }

    /// Sets what it costs in money.
    pub(super) fn price(&mut self, spec: &FocusSpec, operation: &str) -> Result<(), Error> {
        self.list = self.cost(spec.credit_price, "/credit_price", operation)?;
        self.contracted = match spec.contracted_price {
            Some(price) => self.cost(price, "/contracted_price", operation)?,
            None => self.list,
        };
        Ok(())
    }

    fn cost(&self, of_credit: Decimal, pointer: &str, operation: &str) -> Result<Cost, Error> {
        let unit = product(self.key.price.decimal(), of_credit);
        let total = unit.and_then(|unit| product(unit, self.quantity));
        let both = unit.zip(total).map(|(unit, total)| Cost { unit, total });
        both.ok_or_else(|| {
            let sentence = format!(
                "`{}` at {} credits, times this price, has more than twelve decimal places: \
                 expected a price with fewer",
                crate::visible::visible(operation),
                self.key.price
            );
            Error::new(ErrorKind::Inexact, pointer, sentence)
        })
    }
}

/// The product, if twelve places hold it.
fn product(a: Decimal, b: Decimal) -> Option<Decimal> {
    Fraction::from_decimal(a).mul(&Fraction::from_decimal(b)).ok()?.to_decimal()
}
