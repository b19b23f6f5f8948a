//! The flags of `drawdown fit`.

use drawdown::{Credits, Money, Term};
use std::str::FromStr;

/// Size and price of a top-up: `pack=10000@12.50`, `pack=10000` or `pack=@12.50`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TopUpFlag {
    pub(super) id: String,
    pub(super) credits: Option<Credits>,
    pub(super) price: Option<Money>,
}

impl FromStr for TopUpFlag {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const FORM: &str = "expected ID=CREDITS@PRICE, such as pack=10000@12.50";
        let (id, rest) = text.split_once('=').ok_or(FORM)?;
        let (credits, price) = rest.split_once('@').unwrap_or((rest, ""));
        if credits.is_empty() && price.is_empty() {
            return Err(FORM.to_owned());
        }
        Ok(TopUpFlag {
            id: id.to_owned(),
            credits: part(credits, FORM)?,
            price: part(price, FORM)?,
        })
    }
}

/// An optional number.
fn part<T: FromStr>(text: &str, form: &str) -> Result<Option<T>, String> {
    match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| form.to_owned()),
    }
}

pub(super) fn term(text: &str) -> Result<Term, String> {
    let known = Term::ALL.into_iter().find(|term| term.word() == text);
    known.ok_or_else(|| "expected month, quarter or year".to_owned())
}

/// `basic=10/month`
pub(super) fn plan_price(text: &str) -> Result<(String, Term, Money), String> {
    const FORM: &str = "expected ID=PRICE/TERM, such as basic=10/month";
    let (id, rest) = text.split_once('=').ok_or(FORM)?;
    let (price, by) = rest.split_once('/').ok_or(FORM)?;
    let price = price.parse::<Money>().map_err(|error| format!("the price `{price}`: {error}"))?;
    Ok((id.to_owned(), term(by)?, price))
}

/// `basic-monthly=4000`
pub(super) fn grant(text: &str) -> Result<(String, Credits), String> {
    let (id, credits) =
        text.split_once('=').ok_or("expected ID=CREDITS, such as basic-monthly=4000")?;
    let amount = credits.parse::<Credits>();
    Ok((id.to_owned(), amount.map_err(|error| format!("the credits `{credits}`: {error}"))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_and_price_may_stand_alone() {
        let top_up = |text: &str| text.parse::<TopUpFlag>().map(|t| (t.credits, t.price));
        assert!(matches!(top_up("pack=100@1.5"), Ok((Some(_), Some(_)))));
        assert!(matches!(top_up("pack=100"), Ok((Some(_), None))));
        assert!(matches!(top_up("pack=@1.5"), Ok((None, Some(_)))));
        assert!(top_up("pack=").is_err() && top_up("pack").is_err() && top_up("pack=x").is_err());
    }
}
