//! The settings of an account: how they are shown, and how some of them change in one step.

use super::Done;
use crate::problem::Problem;
use drawdown::{
    AlertLevel, Assumptions, AutoTopUp, Entry, Error, Errors, Instant, InvoiceView, Member,
    PaymentPolicy, Wallet, WalletLimits, Zone, to_text,
};
use serde::Serialize;

/// New settings; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct NewSettings {
    /// Who shares the balance.
    pub members: Option<Vec<Member>>,
    /// Alert levels besides the catalog's.
    pub alerts: Option<Vec<AlertLevel>>,
    /// The rule for automatic top-ups, or none.
    pub auto_top_up: Option<Option<AutoTopUp>>,
    /// How invoices are paid; without a policy, all count as paid.
    pub payment: Option<Option<PaymentPolicy>>,
    /// How long the wallet waits, remembers and keeps.
    pub limits: Option<WalletLimits>,
    /// The wall clock.
    pub zone: Option<Zone>,
    /// Amounts and prices that the catalog does not publish.
    pub assume: Option<Assumptions>,
}

/// The settings as they are shown.
#[derive(Serialize)]
struct View<'a> {
    members: Vec<Member>,
    alerts: Vec<AlertLevel>,
    auto_top_up: Option<&'a AutoTopUp>,
    payment: Option<&'a PaymentPolicy>,
    limits: &'a WalletLimits,
    zone: &'a Zone,
    assume: Assumptions,
}

/// The settings after a change, and what it led to.
#[derive(Serialize)]
struct Changed<'a> {
    settings: View<'a>,
    entries: &'a [Entry],
    invoices: Vec<InvoiceView>,
}

fn view(wallet: &Wallet) -> View<'_> {
    View {
        members: wallet.members(),
        alerts: wallet.alerts(),
        auto_top_up: wallet.auto_top_up(),
        payment: wallet.payment_policy(),
        limits: wallet.limits(),
        zone: wallet.zone(),
        assume: wallet.assumptions(),
    }
}

/// The settings as JSON.
///
/// # Errors
/// If they cannot be written.
pub fn settings_view(wallet: &Wallet) -> Result<String, Problem> {
    Ok(to_text(&view(wallet))?)
}

/// Changes settings, after all that is due.
///
/// # Errors
/// What is wrong with them, with pointers into the document of the settings.
pub fn apply_settings(
    wallet: &mut Wallet,
    now: Instant,
    new: &NewSettings,
) -> Result<Done, Problem> {
    let invoices = wallet.invoices();
    let mut entries = wallet.advance_to(now)?;
    entries.extend(change(wallet, new)?);
    let is_new = |invoice: &InvoiceView| !invoices.contains(invoice);
    let invoices = wallet.invoices().into_iter().filter(is_new).collect();
    let body = to_text(&Changed { settings: view(wallet), entries: &entries, invoices })?;
    Ok(Done { entries, status: 200, body, ..Done::default() })
}

/// In this order: what the automatic top-up needs is there before it, and goes after it.
fn change(wallet: &mut Wallet, new: &NewSettings) -> Result<Vec<Entry>, Problem> {
    let mut entries = Vec::new();
    if let Some(zone) = &new.zone {
        entries.extend(wallet.set_zone(zone).map_err(|errors| at("/zone", errors))?);
    }
    if let Some(policy) = &new.payment {
        wallet.set_payment_policy(policy.clone()).map_err(|error| under("/payment", error))?;
    }
    if let Some(limits) = &new.limits {
        wallet.set_limits(limits.clone()).map_err(|error| under("/limits", error))?;
    }
    if new.auto_top_up == Some(None) {
        entries.extend(wallet.set_auto_top_up(None).map_err(of_account)?);
    }
    if let Some(assume) = &new.assume {
        entries.extend(wallet.set_assumptions(assume).map_err(of_account)?);
    }
    if let Some(members) = &new.members {
        entries.extend(wallet.set_members(members).map_err(of_account)?);
    }
    if let Some(alerts) = &new.alerts {
        entries.extend(wallet.set_alerts(alerts).map_err(of_account)?);
    }
    if let Some(Some(rule)) = &new.auto_top_up {
        entries.extend(wallet.set_auto_top_up(Some(rule)).map_err(of_account)?);
    }
    Ok(entries)
}

/// The library's pointers are into a scenario with this account.
fn of_account(errors: Errors) -> Problem {
    moved(errors, |pointer| pointer.strip_prefix("/account").unwrap_or(pointer).to_owned())
}

/// Errors that are all about one setting.
fn at(setting: &str, errors: Errors) -> Problem {
    moved(errors, |_| setting.to_owned())
}

/// An error inside of a setting.
fn under(setting: &str, error: Error) -> Problem {
    Error::new(error.kind(), format!("{setting}{}", error.pointer()), error.sentence()).into()
}

fn moved(errors: Errors, pointer: impl Fn(&str) -> String) -> Problem {
    let moved = |error: Error| Error::new(error.kind(), pointer(error.pointer()), error.sentence());
    Problem::of_all(errors.into_iter().map(moved))
}
