//! What a replay answers.

use super::super::audit::Audit;
use super::super::event::{EventOutcome, UsageEvent};
use super::super::problem::ReadSummary;
use super::super::rate::Unrated;
use super::super::report::UsageReport;
use super::super::share::too_large;
use super::spec::{KnownBalance, ReplaySpec};
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::error::Errors;
use crate::simulate::Projection;
use crate::verify::CatalogRef;
use crate::wallet::{Cause, PaidCharge, Refusal};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many refused events are listed; all are counted.
const MOST_REFUSED: usize = 1_000;

/// A log, replayed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Replay {
    /// The catalog that the account follows.
    pub catalog: CatalogRef,
    /// The account from the start to the end: balances, months, alerts and invoices.
    pub projection: Projection,
    /// What each class of credits paid, by operation and member.
    pub paid: Vec<PaidRow>,
    /// What each lot paid of each event, if that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<Payment>,
    /// What was used in each cycle, by operation.
    pub used: Vec<UsedInCycle>,
    /// Charges of the log that the account could not pay, the first ones.
    pub refused: Vec<RefusedEvent>,
    /// How many there are in all.
    pub refused_events: u64,
    /// Their credits.
    pub refused_credits: Credits,
    /// Refunds of the log for which no payment was found.
    pub unmatched_refunds: Credits,
    /// Events before the start or after the end.
    pub outside: u64,
    /// Events without known credits.
    pub unknown: u64,
    /// Balances that the vendor showed, compared.
    pub balances: Vec<BalanceCheck>,
    /// Charges of the log, compared with what the catalog says.
    pub audit: Audit,
    /// Why events have no known credits, the most frequent reason first.
    pub unrated: Vec<Unrated>,
    /// The report, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<UsageReport>,
    /// What was read of the log.
    pub read: ReadSummary,
}

/// What one class of credits paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PaidRow {
    /// The class; `debt` for what no lot paid.
    pub class: String,
    /// The operation.
    pub operation: String,
    /// Who ran it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Credits, without refunds.
    pub credits: Credits,
}

/// The use of an operation in a cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UsedInCycle {
    /// When the cycle began.
    pub cycle: Instant,
    /// The operation.
    pub operation: String,
    /// Runs that gave a result.
    pub runs: u64,
    /// Runs that failed, were cancelled, or were filtered.
    pub failed: u64,
    /// Credits, less refunds.
    pub credits: Credits,
}

/// An event, and what each lot paid of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Payment {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When.
    pub at: Instant,
    /// The receipt.
    pub receipt: PaidCharge,
}

/// A charge of the log that the account could not pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RefusedEvent {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When.
    pub at: Instant,
    /// The operation.
    pub operation: String,
    /// Credits.
    pub amount: Credits,
    /// Why; absent if the catalog has no such operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Credits that were missing.
    pub missing: Credits,
}

/// A balance that the vendor showed, and the one that was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BalanceCheck {
    /// When.
    pub at: Instant,
    /// The vendor's.
    pub expected: Credits,
    /// The computed one.
    pub found: Credits,
    /// The vendor's less the computed one.
    pub difference: Credits,
}

/// What is written down during a replay.
#[derive(Debug)]
pub(super) struct Books {
    keeps_payments: bool,
    paid: BTreeMap<(String, String, Option<String>), Credits>,
    used: BTreeMap<(Instant, String), UsedInCycle>,
    payments: Vec<Payment>,
    refused: Vec<RefusedEvent>,
    refused_events: u64,
    refused_credits: Credits,
    unmatched: Credits,
    pub(super) outside: u64,
    pub(super) unknown: u64,
    balances: Vec<BalanceCheck>,
}

impl Books {
    pub(super) fn new(spec: &ReplaySpec) -> Self {
        Books {
            keeps_payments: spec.payments,
            paid: BTreeMap::new(),
            used: BTreeMap::new(),
            payments: Vec::new(),
            refused: Vec::new(),
            refused_events: 0,
            refused_credits: Credits::ZERO,
            unmatched: Credits::ZERO,
            outside: 0,
            unknown: 0,
            balances: Vec::new(),
        }
    }

    pub(super) fn pay(&mut self, event: &UsageEvent, receipt: &PaidCharge) -> Result<(), Errors> {
        let debt = (receipt.debt > Credits::ZERO).then_some(("debt", receipt.debt));
        let lots = receipt.lots.iter().map(|lot| (lot.class.as_str(), lot.amount));
        for (class, amount) in lots.chain(debt) {
            let member = event.member.as_deref().map(str::to_owned);
            let key = (class.to_owned(), receipt.operation.clone(), member);
            let sum = self.paid.entry(key).or_default();
            *sum = sum.checked_add(amount).ok_or_else(too_large)?;
        }
        if self.keeps_payments {
            let id = event.id.as_deref().map(str::to_owned);
            self.payments.push(Payment { id, at: event.at, receipt: receipt.clone() });
        }
        Ok(())
    }

    /// Counts an event in its cycle; a negative amount is a refund.
    pub(super) fn used(
        &mut self,
        cycle: Instant,
        event: &UsageEvent,
        amount: Credits,
    ) -> Result<(), Errors> {
        let operation = event.operation.to_string();
        let used = self.used.entry((cycle, operation.clone())).or_insert_with(|| UsedInCycle {
            cycle,
            operation,
            runs: 0,
            failed: 0,
            credits: Credits::ZERO,
        });
        match event.outcome {
            _ if amount < Credits::ZERO => {}
            EventOutcome::Done => used.runs += u64::from(event.runs),
            _ => used.failed += u64::from(event.runs),
        }
        used.credits = used.credits.checked_add(amount).ok_or_else(too_large)?;
        Ok(())
    }

    pub(super) fn refuse(
        &mut self,
        event: &UsageEvent,
        amount: Credits,
        refusal: &Refusal,
    ) -> Result<(), Errors> {
        self.not_paid(event, amount, Some(refusal.cause), refusal.shortfall)
    }

    pub(super) fn not_in_catalog(
        &mut self,
        event: &UsageEvent,
        amount: Credits,
    ) -> Result<(), Errors> {
        self.not_paid(event, amount, None, amount)
    }

    fn not_paid(
        &mut self,
        event: &UsageEvent,
        amount: Credits,
        cause: Option<Cause>,
        missing: Credits,
    ) -> Result<(), Errors> {
        self.refused_events += 1;
        self.refused_credits = self.refused_credits.checked_add(amount).ok_or_else(too_large)?;
        if self.refused.len() < MOST_REFUSED {
            let id = event.id.as_deref().map(str::to_owned);
            let operation = event.operation.to_string();
            self.refused.push(RefusedEvent { id, at: event.at, operation, amount, cause, missing });
        }
        Ok(())
    }

    /// Notes the part of a refund that found no payment.
    pub(super) fn unmatched(&mut self, credits: Credits) -> Result<(), Errors> {
        self.unmatched = self.unmatched.checked_add(credits).ok_or_else(too_large)?;
        Ok(())
    }

    pub(super) fn check(
        &mut self,
        known: KnownBalance,
        found: Option<Credits>,
    ) -> Result<(), Errors> {
        let Some(found) = found else { return Ok(()) };
        let difference = known.balance.checked_sub(found).ok_or_else(too_large)?;
        let KnownBalance { at, balance } = known;
        self.balances.push(BalanceCheck { at, expected: balance, found, difference });
        Ok(())
    }

    pub(super) fn replay(
        self,
        catalog: &Catalog,
        projection: Projection,
        audit: Audit,
        unrated: Vec<Unrated>,
        read: ReadSummary,
    ) -> Replay {
        let paid = self.paid.into_iter();
        let paid = paid.map(|((class, operation, member), credits)| PaidRow {
            class,
            operation,
            member,
            credits,
        });
        Replay {
            catalog: CatalogRef::of(catalog),
            projection,
            used: self.used.into_values().collect(),
            paid: paid.collect(),
            payments: self.payments,
            refused: self.refused,
            refused_events: self.refused_events,
            refused_credits: self.refused_credits,
            unmatched_refunds: self.unmatched,
            outside: self.outside,
            unknown: self.unknown,
            balances: self.balances,
            audit,
            unrated,
            report: None,
            read,
        }
    }
}
