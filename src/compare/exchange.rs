//! The money that platforms are compared in.

use crate::amount::{Decimal, Fraction, Mode, Money};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind};

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
        Ok(Exchange { currency, rates })
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
        let cents = product.ok().and_then(|exact| exact.rounded(Mode::HalfUp, Fraction::cent()));
        cents.map(|cents| Some(Money::from(cents))).ok_or_else(|| {
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
