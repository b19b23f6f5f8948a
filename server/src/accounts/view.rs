//! What an account says about itself.

use crate::problem::Problem;
use drawdown::{CatalogRef, Wallet, to_text};
use serde::Serialize;
use std::collections::BTreeMap;

/// An account as it is shown.
#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    catalog: CatalogRef,
    now: drawdown::Instant,
    balance: drawdown::Credits,
    debt: drawdown::Credits,
    classes: Vec<drawdown::ClassBalance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription: Option<drawdown::SubscriptionView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_due: Option<drawdown::Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_next: Option<Expiry>,
    /// What a quote has to say of the use of meters.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    used: BTreeMap<String, drawdown::Decimal>,
    lots: Vec<drawdown::LotDetails>,
    holds: Vec<Hold>,
}

/// The credits that expire next.
#[derive(Serialize)]
struct Expiry {
    at: drawdown::Instant,
    credits: drawdown::Credits,
}

/// A hold, and how long it has been open.
#[derive(Serialize)]
struct Hold {
    #[serde(flatten)]
    hold: drawdown::HoldView,
    age_seconds: i64,
}

/// The account as JSON.
///
/// # Errors
/// If it cannot be written.
pub fn account_view(wallet: &Wallet) -> Result<String, Problem> {
    let now = wallet.now();
    let age = |at: drawdown::Instant| now.to_unix() - at.to_unix();
    let holds = wallet.holds().into_iter();
    Ok(to_text(&View {
        id: wallet.id(),
        catalog: CatalogRef::of(wallet.catalog()),
        now,
        balance: wallet.balance(),
        debt: wallet.debt(),
        classes: wallet.balances(),
        subscription: wallet.subscribed(),
        next_due: wallet.next_due(),
        expires_next: expiry(wallet),
        used: wallet.used().into_iter().collect(),
        lots: wallet.lot_details(),
        holds: holds.map(|hold| Hold { age_seconds: age(hold.at), hold }).collect(),
    })?)
}

fn expiry(wallet: &Wallet) -> Option<Expiry> {
    let lots = wallet.lot_details();
    let at = lots.iter().filter_map(|details| details.lot.expires).min()?;
    let ending = lots.iter().filter(|details| details.lot.expires == Some(at));
    let credits = ending.map(|details| details.lot.remaining);
    Some(Expiry { at, credits: drawdown::Credits::checked_sum(credits)? })
}

/// The invoices that the account keeps, as JSON.
///
/// # Errors
/// If they cannot be written.
pub fn invoices_view(wallet: &Wallet) -> Result<String, Problem> {
    Ok(to_text(&wallet.invoices())?)
}
