//! What is wrong with an account whatever it does, and the amounts it assumes.

use super::account::{Account, Assumptions, OpeningLot};
use super::issue::Amounts;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::catalog::supply::TermPrice;
use crate::error::{Error, ErrorKind, nearest_hint};
use crate::json::Log;
use crate::order::twice;

/// More opening lots than this are refused.
const MOST_LOTS: usize = 100_000;
/// More members than this are refused.
const MOST_MEMBERS: usize = 10_000;

pub(super) fn check(log: &Log, catalog: &Catalog, account: &Account, at: Instant) {
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
        let sentence = format!("the member `{twice}` stands here twice");
        error(ErrorKind::Duplicate, "/account/members".to_owned(), sentence);
    }
    check_amounts(log, account);
    for (meter, used) in &account.used {
        if used.is_negative() {
            let pointer = format!("/account/used/{}", crate::json::escape(meter));
            error(ErrorKind::OutOfRange, pointer, format!("expected at least 0, found {used}"));
        }
    }
    let has_cap = account.members.iter().any(|member| member.cap.is_some());
    if has_cap && !supply.policies.member_caps {
        let sentence = "this platform knows no caps of members".to_owned();
        error(ErrorKind::NoAnswer, "/account/members".to_owned(), sentence);
    }
    let lots = account.lots.as_deref().unwrap_or(&[]);
    if lots.len() > MOST_LOTS {
        let sentence = format!("expected at most {MOST_LOTS} lots");
        error(ErrorKind::Limit, "/account/lots".to_owned(), sentence);
        return;
    }
    for (i, lot) in lots.iter().enumerate() {
        let pointer = format!("/account/lots/{i}");
        check_lot(log, catalog, &pointer, lot, &ids);
    }
    check_lot_ids(log, lots);
}

/// No amount is below 0.
fn check_amounts(log: &Log, account: &Account) {
    let least_zero = |pointer: &str, amount: Credits| {
        if amount < Credits::ZERO {
            let sentence = format!("expected at least 0, found {amount}");
            log.error(Error::new(ErrorKind::OutOfRange, format!("/account/{pointer}"), sentence));
        }
    };
    least_zero("debt", account.debt.unwrap_or_default());
    for (i, member) in account.members.iter().enumerate() {
        least_zero(&format!("members/{i}/cap"), member.cap.unwrap_or_default());
    }
    if let Some(auto) = &account.auto_top_up {
        least_zero("auto_top_up/below", auto.below);
        least_zero("auto_top_up/target", auto.target.unwrap_or_default());
    }
    let Some(assume) = &account.assume else { return };
    for (id, credits) in &assume.grants {
        least_zero(&format!("assume/grants/{id}"), *credits);
    }
    for (id, top_up) in &assume.top_ups {
        least_zero(&format!("assume/top_ups/{id}/credits"), top_up.credits.unwrap_or_default());
    }
}

fn check_lot(log: &Log, catalog: &Catalog, pointer: &str, lot: &OpeningLot, members: &[&str]) {
    let supply = catalog.checked().supply();
    let unknown = |key: &str, what: &str, name: &str, valid: &[&str]| {
        if !valid.contains(&name) {
            let sentence = format!("there is no {what} `{name}`{}", nearest_hint(name, valid));
            log.error(Error::new(ErrorKind::UnknownName, format!("{pointer}/{key}"), sentence));
        }
    };
    let classes: Vec<&str> = supply.classes.iter().map(|class| &*class.id).collect();
    unknown("class", "class", &lot.class, &classes);
    if let Some(from) = &lot.from {
        let mut sources: Vec<&str> = supply.grants.iter().map(|grant| &*grant.id).collect();
        sources.extend(supply.top_ups.iter().map(|top_up| &*top_up.id));
        unknown("from", "grant or top-up", from, &sources);
    }
    if let Some(member) = &lot.member {
        unknown("member", "member", member, members);
    }
    if lot.amount < Credits::ZERO {
        let sentence = format!("expected at least 0, found {}", lot.amount);
        log.error(Error::new(ErrorKind::OutOfRange, format!("{pointer}/amount"), sentence));
    }
}

fn check_lot_ids(log: &Log, lots: &[OpeningLot]) {
    let ids: Vec<&str> = lots.iter().map(|lot| lot.id.as_deref().unwrap_or(&lot.class)).collect();
    if let Some(twice) = twice(&ids) {
        let sentence = format!("two lots are called `{twice}`: give each an `id` of its own");
        log.error(Error::new(ErrorKind::Duplicate, "/account/lots", sentence));
    }
}

pub(super) fn amounts(log: &Log, catalog: &Catalog, assume: Option<&Assumptions>) -> Amounts {
    let checked = catalog.checked();
    let supply = checked.supply();
    let mut amounts = Amounts {
        grants: supply.grants.iter().map(|grant| grant.amount).collect(),
        prices: supply.plans.iter().map(|plan| plan.prices).collect(),
        top_ups: supply.top_ups.iter().map(|top_up| (top_up.credits, top_up.price)).collect(),
    };
    let Some(assume) = assume else { return amounts };
    let place = |list: &str, what: &str, id: &str, ids: Vec<&str>| {
        let place = ids.iter().position(|known| *known == id);
        if place.is_none() {
            let sentence = format!("there is no {what} `{id}`{}", nearest_hint(id, &ids));
            let pointer = format!("/account/assume/{list}/{id}");
            log.error(Error::new(ErrorKind::UnknownName, pointer, sentence));
        }
        place
    };
    for (id, credits) in &assume.grants {
        let ids = supply.grants.iter().map(|grant| &*grant.id).collect();
        let at = place("grants", "grant", id, ids);
        if let Some(amount) = at.and_then(|at| amounts.grants.get_mut(at)) {
            *amount = Some(*credits);
        }
    }
    for (id, prices) in &assume.plans {
        let ids = checked.plans.iter().map(|plan| &*plan.id).collect();
        let at = place("plans", "plan", id, ids);
        if let Some(known) = at.and_then(|at| amounts.prices.get_mut(at)) {
            for (known, given) in known.iter_mut().zip([prices.month, prices.quarter, prices.year])
            {
                *known = if given == TermPrice::NotSold { *known } else { given };
            }
        }
    }
    for (id, given) in &assume.top_ups {
        let ids = supply.top_ups.iter().map(|top_up| &*top_up.id).collect();
        let at = place("top_ups", "top-up", id, ids);
        if let Some((credits, price)) = at.and_then(|at| amounts.top_ups.get_mut(at)) {
            *credits = given.credits.or(*credits);
            *price = given.price.or(*price);
        }
    }
    amounts
}
