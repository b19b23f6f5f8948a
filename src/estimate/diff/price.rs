//! The price of a case as a text to compare.

use crate::amount::Decimal;
use crate::catalog::{Catalog, Request};
use crate::estimate::answer::{Estimate, State};

/// The price of what is not sold, or not in this way.
pub(super) const NOT_OFFERED: &str = "not offered";
/// The price of what is sold at a price that is not public.
pub(super) const NOT_PUBLISHED: &str = "not published";
pub(super) const FREE: &str = "free";
/// What marks an approximate amount.
pub(super) const ABOUT: &str = "≈ ";

/// The price of a case in words, with all that may change.
pub(super) fn price(catalog: &Catalog, request: &Request) -> String {
    match catalog.estimate(request) {
        Err(_) => NOT_OFFERED.to_owned(),
        Ok(estimate) => price_words(&estimate),
    }
}

fn price_words(estimate: &Estimate) -> String {
    let about = if estimate.approximate { ABOUT } else { "" };
    match (estimate.state, estimate.total, estimate.low, estimate.high) {
        (State::Exact, ..) if estimate.free => FREE.to_owned(),
        (State::Exact, Some(total), ..) => format!("{about}{total}"),
        (State::Range, _, Some(low), Some(high)) => format!("{about}{low} to {high}"),
        (State::Rate, ..) => {
            let rates: Vec<&str> = estimate.lines.iter().map(|line| line.text.as_str()).collect();
            format!("{about}{}", rates.join("; "))
        }
        _ => NOT_PUBLISHED.to_owned(),
    }
}

/// The lowest and the highest amount of a price; `None` if it is none.
pub(super) fn ends(text: &str) -> Option<(Decimal, Decimal)> {
    let text = text.strip_prefix(ABOUT).unwrap_or(text);
    let (low, high) = match text {
        FREE => ("0", "0"),
        _ => text.split_once(" to ").unwrap_or((text, text)),
    };
    Some((low.parse().ok()?, high.parse().ok()?))
}
