//! Which classes of credits paid.

use super::super::share::too_large;
use crate::amount::Credits;
use crate::error::Error;
use crate::wallet::PaidCharge;

/// Credits of each class, in the order in which they paid; without a class what nothing paid.
#[derive(Debug, Default)]
pub(super) struct Parts(Vec<(Option<String>, Credits)>);

impl Parts {
    /// What a charge took.
    pub(super) fn of(receipt: &PaidCharge) -> Result<Self, Error> {
        let mut parts = Parts::default();
        let debt = ("debt", receipt.debt);
        let lots = receipt.lots.iter().map(|lot| (lot.class.as_str(), lot.amount));
        for (class, amount) in lots.chain([debt]) {
            parts.add(Some(class), amount)?;
        }
        // A run that cost nothing was paid by nobody.
        if parts.0.is_empty() {
            parts.0.push((None, Credits::ZERO));
        }
        Ok(parts)
    }

    /// An amount that no credits paid, or that no payment was found for.
    pub(super) fn unpaid(amount: Credits) -> Self {
        Parts(vec![(None, amount)])
    }

    pub(super) fn add(&mut self, class: Option<&str>, amount: Credits) -> Result<(), Error> {
        if amount == Credits::ZERO {
            return Ok(());
        }
        match self.0.iter_mut().find(|(known, _)| known.as_deref() == class) {
            Some((_, sum)) => *sum = sum.checked_add(amount).ok_or_else(too_large)?,
            None => self.0.push((class.map(str::to_owned), amount)),
        }
        Ok(())
    }

    /// Subtracts what a refund gave back: what a receipt held before it, less what it holds now.
    pub(super) fn give_back(
        &mut self,
        before: &PaidCharge,
        after: &PaidCharge,
    ) -> Result<(), Error> {
        let left = Parts::of(after)?;
        for (class, amount) in &Parts::of(before)?.0 {
            let kept = left.0.iter().find(|(known, _)| known == class);
            let kept = kept.map_or(Credits::ZERO, |(_, kept)| *kept);
            self.add(class.as_deref(), kept.checked_sub(*amount).ok_or_else(too_large)?)?;
        }
        Ok(())
    }

    pub(super) fn list(&self) -> Vec<(Option<&str>, Credits)> {
        self.0.iter().map(|(class, amount)| (class.as_deref(), *amount)).collect()
    }
}
