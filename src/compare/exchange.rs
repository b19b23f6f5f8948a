//! The money that platforms are compared in.

use crate::amount::{Decimal, Fraction, Mode, Money};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind};
use crate::json::escape;
use serde::Serialize;

/// Money between two ends, both included, to six places: one generation may cost less than a cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MoneyRange {
    /// The least.
    pub low: Decimal,
    /// The most.
    pub high: Decimal,
}

impl MoneyRange {
    pub(super) fn new(low: Decimal, high: Decimal) -> Self {
        MoneyRange { low, high }
    }

    /// Both ends divided.
    pub(super) fn part(self, of: Decimal) -> Option<Self> {
        let part =
            |end| six_places(&Fraction::from_decimal(end).div(&Fraction::from_decimal(of)).ok()?);
        Some(MoneyRange::new(part(self.low)?, part(self.high)?))
    }
}

/// Money of one generation, halves up.
pub(super) fn six_places(money: &Fraction) -> Option<Decimal> {
    money.rounded(Mode::HalfUp, Fraction::from_parts(1, 1_000_000)?)
}

/// A currency, and what one unit of others is worth in it.
pub(super) struct Exchange<'a> {
    currency: Option<&'a str>,
    rates: &'a [(String, Decimal)],
}

impl<'a> Exchange<'a> {
    /// Without a currency, that of the catalogs, if they agree.
    pub(super) fn of(
        currency: Option<&'a str>,
        rates: &'a [(String, Decimal)],
        catalogs: &'a [Catalog],
    ) -> Result<Self, Error> {
        let currency = match currency {
            Some(currency) => Some(currency),
            None => common(catalogs)?,
        };
        match currency.filter(|own| rates.iter().any(|(code, _)| code == own)) {
            Some(own) => {
                let sentence = format!("expected rates of other currencies: all is told in {own}");
                Err(Error::new(ErrorKind::Overlap, format!("/rates/{}", escape(own)), sentence))
            }
            None => Ok(Exchange { currency, rates }),
        }
    }

    pub(super) fn currency(&self) -> Option<&'a str> {
        self.currency
    }

    /// What one unit of a platform's money is worth; `None` without a rate.
    pub(super) fn rate(&self, own: Option<&str>) -> Option<Decimal> {
        let own = own?;
        if self.currency == Some(own) {
            return Some(Decimal::ONE);
        }
        self.rates.iter().find(|(code, _)| code == own).map(|(_, rate)| *rate)
    }

    /// A platform's money in this one, to the cent if it has to be converted.
    pub(super) fn cents(&self, money: Money, own: Option<&str>) -> Result<Option<Money>, Error> {
        let Some(rate) = self.rate(own) else { return Ok(None) };
        if rate == Decimal::ONE {
            return Ok(Some(money));
        }
        let product = Fraction::from_decimal(money.decimal()).mul(&Fraction::from_decimal(rate));
        let cents = product.ok().and_then(|exact| exact.in_cents());
        cents.map(Some).ok_or_else(|| {
            Error::new(ErrorKind::Inexact, "/rates", "the cost no longer fits exact arithmetic")
        })
    }
}

fn common(catalogs: &[Catalog]) -> Result<Option<&str>, Error> {
    let mut all: Vec<&str> = catalogs.iter().filter_map(Catalog::currency).collect();
    all.sort_unstable();
    all.dedup();
    match all.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => {
            let found = several.join(" and ");
            let sentence = format!("expected `currency` and `rates`: the catalogs are in {found}");
            Err(Error::new(ErrorKind::Missing, "/currency", sentence))
        }
    }
}
