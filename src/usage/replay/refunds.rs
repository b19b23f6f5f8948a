//! The last receipts of each operation and member: a refund names neither.

use super::super::event::UsageEvent;
use super::super::names::Index;
use crate::wallet::PaidCharge;
use std::collections::VecDeque;

/// How many receipts are kept of one operation and member.
const MOST: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Refunds(Index<(String, Option<String>), VecDeque<PaidCharge>>);

impl Refunds {
    pub(super) fn keep(&mut self, event: &UsageEvent, receipt: PaidCharge) {
        let receipts = self.0.entry(key(event)).or_default();
        receipts.push_back(receipt);
        if receipts.len() > MOST {
            receipts.pop_front();
        }
    }

    /// The last receipt.
    pub(super) fn take(&mut self, event: &UsageEvent) -> Option<PaidCharge> {
        self.0.get_mut(&key(event))?.pop_back()
    }
}

fn key(event: &UsageEvent) -> (String, Option<String>) {
    (event.operation.to_string(), event.member.as_deref().map(str::to_owned))
}
