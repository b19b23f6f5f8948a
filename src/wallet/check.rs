//! Checks of an account that need no simulation, and the amounts that it assumes.

use super::account::{Account, Assumptions, OpeningLot};
use super::terms::{Bundle, EffectiveTerms, unknown_size};
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::catalog::id::{GrantId, PlanId, TopUpId};
use crate::catalog::supply::{Term, TermPrice};
use crate::error::{Error, ErrorKind};
use crate::json::{Log, Path, Read};
use crate::order::twice;
use std::fmt::Display;

/// More opening lots are refused.
const MOST_LOTS: usize = 100_000;
/// More members are refused.
const MOST_MEMBERS: usize = 10_000;

/// Errors in an account as written, and the amounts and prices that apply to it.
pub(crate) fn check_account(
    log: &Log,
    catalog: &Catalog,
    account: &Account,
    at: Instant,
) -> EffectiveTerms {
    check(log, catalog, account, at);
    let amounts = amounts(log, catalog, account.assume.as_ref());
    check_names(log, catalog, account, &amounts);
    amounts
}

fn check(log: &Log, catalog: &Catalog, account: &Account, at: Instant) {
    let supply = catalog.checked().supply();
    let error = |kind, pointer: String, sentence: String| {
        log.error(Error::new(kind, pointer, sentence));
    };
    if account.since.is_some_and(|since| since > at) {
        let sentence = format!("expected an instant up to the start, {at}");
        error(ErrorKind::OutOfRange, "/account/since".to_owned(), sentence);
    }
    if account.members.len() > MOST_MEMBERS {
        let sentence = format!("expected at most {MOST_MEMBERS} members");
        error(ErrorKind::Limit, "/account/members".to_owned(), sentence);
        return;
    }
    let ids: Vec<&str> = account.members.iter().map(|member| member.id.as_str()).collect();
    if let Some(twice) = twice(&ids) {
        let sentence = format!("the member `{twice}` is listed twice");
        error(ErrorKind::Duplicate, "/account/members".to_owned(), sentence);
    }
    let path = Path::Root.key("account");
    account.check_fields(&path, log);
    for (i, alert) in account.alerts.iter().enumerate() {
        alert.check(log, &path.key("alerts").index(i));
    }
    let has_cap = account.members.iter().any(|member| member.cap.is_some());
    if has_cap && !supply.policies.member_caps {
        let sentence = "this platform has no member caps".to_owned();
        error(ErrorKind::NoAnswer, "/account/members".to_owned(), sentence);
    }
    let lots = account.lots.as_deref().unwrap_or(&[]);
    if lots.len() > MOST_LOTS {
        let sentence = format!("expected at most {MOST_LOTS} lots");
        error(ErrorKind::Limit, "/account/lots".to_owned(), sentence);
        return;
    }
    for (i, lot) in lots.iter().enumerate() {
        check_lot(log, catalog, &path.key("lots").index(i), lot, &ids);
    }
    check_lot_ids(log, lots);
    if account.lots.is_some() && !account.balance.is_empty() {
        let sentence = "expected `lots` or `balance`, found both".to_owned();
        error(ErrorKind::Overlap, "/account/balance".to_owned(), sentence);
    }
    let classes: Vec<&str> = supply.classes.iter().map(|class| &*class.id).collect();
    for (class, _) in &account.balance {
        known(log, path.key("balance").key(class), "class", class, &classes);
    }
}

/// Checks the plan, the automatic top-up and the meters.
fn check_names(log: &Log, catalog: &Catalog, account: &Account, amounts: &EffectiveTerms) {
    let checked = catalog.checked();
    let supply = checked.supply();
    let path = Path::Root.key("account");
    if let Some(id) = &account.plan {
        let ids: Vec<&str> = checked.plans.iter().map(|plan| &*plan.id).collect();
        let place = known(log, path.key("plan"), "plan", id, &ids).map(PlanId::at);
        if let (Some(plan), Some(term)) = (place, account.term)
            && amounts.price(plan, term) == Some(TermPrice::NotSold)
        {
            let sentence = format!("`{id}` is not sold for a {}", term.word());
            log.error(Error::new(ErrorKind::OutOfRange, path.key("term").to_string(), sentence));
        }
    }
    if let Some(auto) = &account.auto_top_up {
        let ids: Vec<&str> = supply.top_ups.iter().map(|top_up| &*top_up.id).collect();
        let path_of_it = path.key("auto_top_up");
        let place =
            known(log, path_of_it.key("top_up"), "top-up", &auto.top_up, &ids).map(TopUpId::at);
        if let Some(Bundle { credits: None, .. }) = place.and_then(|at| amounts.bundle(at)) {
            log.error(unknown_size(&auto.top_up));
        }
    }
    let meters: Vec<&str> = checked.document.meters.iter().map(|(id, _)| id.as_str()).collect();
    for (meter, _) in &account.used {
        known(log, path.key("used").key(meter), "meter", meter, &meters);
    }
}

/// The index of a name; logs an unknown name.
pub(crate) fn known(
    log: &Log,
    path: impl Display,
    what: &str,
    name: &str,
    names: &[&str],
) -> Option<usize> {
    let place = names.iter().position(|known| *known == name);
    if place.is_none() {
        log.unknown_name(path, what, name, names);
    }
    place
}

fn check_lot(log: &Log, catalog: &Catalog, path: &Path, lot: &OpeningLot, members: &[&str]) {
    let supply = catalog.checked().supply();
    let classes: Vec<&str> = supply.classes.iter().map(|class| &*class.id).collect();
    known(log, path.key("class"), "class", &lot.class, &classes);
    if let Some(from) = &lot.from {
        let mut sources: Vec<&str> = supply.grants.iter().map(|grant| &*grant.id).collect();
        sources.extend(supply.top_ups.iter().map(|top_up| &*top_up.id));
        known(log, path.key("from"), "grant or top-up", from, &sources);
    }
    if let Some(member) = &lot.member {
        known(log, path.key("member"), "member", member, members);
    }
}

fn check_lot_ids(log: &Log, lots: &[OpeningLot]) {
    let ids: Vec<&str> = lots.iter().map(|lot| lot.id.as_deref().unwrap_or(&lot.class)).collect();
    if let Some(twice) = twice(&ids) {
        let sentence = format!("two lots are called `{twice}`: give each its own `id`");
        log.error(Error::new(ErrorKind::Duplicate, "/account/lots", sentence));
    }
}

pub(super) fn amounts(
    log: &Log,
    catalog: &Catalog,
    assume: Option<&Assumptions>,
) -> EffectiveTerms {
    let checked = catalog.checked();
    let supply = checked.supply();
    let mut amounts = EffectiveTerms::published(supply);
    let Some(assume) = assume else { return amounts };
    let path = Path::Root.key("account");
    let place = |list: &str, what: &str, id: &str, ids: Vec<&str>| {
        known(log, path.key("assume").key(list).key(id), what, id, &ids)
    };
    for (id, credits) in &assume.grants {
        let ids = supply.grants.iter().map(|grant| &*grant.id).collect();
        if let Some(grant) = place("grants", "grant", id, ids).map(GrantId::at) {
            amounts.assume_amount(grant, *credits);
        }
    }
    for (id, prices) in &assume.plans {
        let ids = checked.plans.iter().map(|plan| &*plan.id).collect();
        let Some(plan) = place("plans", "plan", id, ids).map(PlanId::at) else { continue };
        let given = Term::ALL.into_iter().zip([prices.month, prices.quarter, prices.year]);
        for (term, price) in given.filter(|(_, price)| *price != TermPrice::NotSold) {
            amounts.assume_price(plan, term, price);
        }
    }
    for (id, given) in &assume.top_ups {
        let ids = supply.top_ups.iter().map(|top_up| &*top_up.id).collect();
        let at = place("top_ups", "top-up", id, ids).map(TopUpId::at);
        if let Some((top_up, known)) = at.and_then(|at| Some((at, amounts.bundle(at)?))) {
            let (credits, price) = (given.credits.or(known.credits), given.price.or(known.price));
            amounts.assume_bundle(top_up, Bundle { credits, price });
        }
    }
    amounts
}
