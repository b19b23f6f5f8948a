//! Assumptions about holdings that an account does not state.

use crate::amount::grouped;
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::error::Errors;
use crate::wallet::{Account, LotView, OpeningLot, Wallet};

/// As sentences; none for an account that states no holdings.
pub(crate) fn assumptions(
    catalog: &Catalog,
    account: &Account,
    at: Instant,
) -> Result<Vec<String>, Errors> {
    if !has_holdings(account) {
        return Ok(Vec::new());
    }
    Ok(assumed(&Wallet::start(catalog, account, at)?, account))
}

/// Whether the account states holdings.
pub(crate) fn has_holdings(account: &Account) -> bool {
    account.lots.is_some() || !account.balance.is_empty()
}

/// The assumptions, from a wallet just opened for the account.
pub(super) fn assumed(wallet: &Wallet, account: &Account) -> Vec<String> {
    if !has_holdings(account) {
        return Vec::new();
    }
    let mut out = Vec::new();
    if let (Some(plan), None) = (&account.plan, account.since) {
        let date = wallet.zone().date(wallet.now());
        out.push(format!("`{plan}` begins on {date} and is invoiced: set `since` to change this"));
    }
    for lot in wallet.lots() {
        let until = match lot.expires {
            Some(at) => format!("until {}", wallet.zone().date(at)),
            None => "without end".to_owned(),
        };
        let amount = grouped(lot.remaining);
        let LotView { class, id, .. } = &lot;
        if account.balance.iter().any(|(class, _)| class == id) || is_left_open(account, id) {
            out.push(format!("{amount} of `{class}` last {until}, by the catalog's rule"));
        } else if account.lots.is_none() {
            out.push(format!(
                "`{class}` is not stated: all {amount} of this period remain, {until}"
            ));
        }
    }
    out.extend(account.lots.iter().flat_map(|lots| spent_by_now(wallet, lots)));
    out
}

/// If the lots do not name a class, all its credits of this period are assumed spent.
fn spent_by_now(wallet: &Wallet, lots: &[OpeningLot]) -> Vec<String> {
    let mut out = Vec::new();
    for (class, at) in wallet.next_by_class() {
        if lots.iter().all(|lot| lot.class != *class) {
            let date = wallet.zone().date(at);
            out.push(format!("no lot has class `{class}`: none are left until {date}"));
        }
    }
    out
}

/// Whether the account names a lot without its expiry.
fn is_left_open(account: &Account, id: &str) -> bool {
    let mut lots = account.lots.iter().flatten();
    lots.any(|lot| lot.expires.is_none() && lot.id.as_deref().unwrap_or(&lot.class) == id)
}
