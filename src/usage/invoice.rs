//! The billing history of a replayed account: an invoice for each cycle.

use super::replay::{Replay, UsedInCycle};
use super::share::too_large;
use crate::amount::{Credits, Money};
use crate::calendar::Instant;
use crate::error::Error;
use crate::simulate::{ClassTotals, CycleRow, InvoiceEvent};
use crate::verify::CatalogRef;
use serde::Serialize;

/// What was billed and used in one cycle.
///
/// opened + issued + refunded - spent - lost = closing.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UsageInvoice {
    /// Its place in the history, from 1.
    pub number: u32,
    /// The first instant of the cycle.
    pub from: Instant,
    /// The first instant after it.
    pub until: Instant,
    /// The cycle has not ended yet.
    pub open: bool,
    /// Id of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The catalog that the account follows.
    pub catalog: CatalogRef,
    /// ISO code of the money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What was billed in money.
    pub charges: Vec<InvoiceEvent>,
    /// The known amounts together.
    pub total: Money,
    /// Charges whose price is not published: they are not in the total.
    pub unpriced: u32,
    /// What was used, by operation.
    pub usage: Vec<UsedInCycle>,
    /// Credits at the beginning.
    pub opened: Credits,
    /// Credits issued.
    pub issued: Credits,
    /// Credits spent.
    pub spent: Credits,
    /// Credits refunded.
    pub refunded: Credits,
    /// Credits that expired, were forfeited or revoked.
    pub lost: Credits,
    /// Credits at the end.
    pub closing: Credits,
}

impl Replay {
    /// The billing history: an invoice for each cycle of the plan, the oldest first. Without a plan,
    /// the whole time is one.
    ///
    /// # Errors
    /// `inexact` if a sum no longer fits.
    pub fn invoices(&self) -> Result<Vec<UsageInvoice>, Error> {
        let rows = self.projection.cycles.iter().zip(1..);
        rows.map(|(row, number)| self.invoice(row, number)).collect()
    }

    fn invoice(&self, row: &CycleRow, number: u32) -> Result<UsageInvoice, Error> {
        let is_last = row.until >= self.projection.until;
        let within = |at: Instant| at >= row.start && (at < row.until || is_last);
        let charges = self.projection.invoices.iter().filter(|charge| within(charge.at));
        let charges: Vec<InvoiceEvent> = charges.cloned().collect();
        let mut total = Money::default();
        for money in charges.iter().filter_map(|charge| charge.money) {
            total = total.checked_add(money).ok_or_else(too_large)?;
        }
        let unpriced = charges.iter().filter(|charge| charge.money.is_none()).count();
        let usage = self.used.iter().filter(|used| used.cycle == row.start);
        let sum = |of: &dyn Fn(&ClassTotals) -> Credits| {
            let mut amounts = row.classes.iter().map(of);
            amounts
                .try_fold(Credits::ZERO, |sum, amount| sum.checked_add(amount))
                .ok_or_else(too_large)
        };
        let lost = [sum(&|c| c.expired)?, sum(&|c| c.forfeited)?, sum(&|c| c.revoked)?];
        let lost = lost.into_iter().try_fold(Credits::ZERO, |sum, amount| sum.checked_add(amount));
        Ok(UsageInvoice {
            number,
            from: row.start,
            until: row.until,
            open: row.open,
            plan: row.plan.as_ref().map(|plan| plan.to_string()),
            catalog: self.catalog.clone(),
            currency: self.projection.currency.as_ref().map(|currency| currency.to_string()),
            charges,
            total,
            unpriced: u32::try_from(unpriced).unwrap_or(u32::MAX),
            usage: usage.cloned().collect(),
            opened: sum(&|class| class.opened)?,
            issued: sum(&|class| class.issued)?,
            spent: sum(&|class| class.spent)?,
            refunded: sum(&|class| class.refunded)?,
            lost: lost.ok_or_else(too_large)?,
            closing: sum(&|class| class.closing)?,
        })
    }
}
