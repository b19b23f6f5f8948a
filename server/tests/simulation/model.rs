//! What an account must hold, in plain integers.

use std::collections::BTreeMap;

/// What a client asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Asked {
    Open,
    Grant(i64),
    Charge(i64),
    /// An amount, and until when it is held.
    Hold(i64, i64),
    Settle(u64, i64),
    Release(u64),
    Refund(u64, i64),
}

/// An account in plain integers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    pub(crate) left: i64,
    /// Amount and end, by number.
    pub(crate) holds: BTreeMap<u64, (i64, i64)>,
    /// What can still be refunded, by number.
    receipts: BTreeMap<u64, i64>,
    last_hold: u64,
}

impl Model {
    pub(crate) fn held(&self) -> i64 {
        self.holds.values().map(|(amount, _)| amount).sum()
    }

    /// Releases the holds that have ended.
    pub(crate) fn advance(&mut self, now: i64) {
        let ended: Vec<u64> =
            self.holds.iter().filter(|(_, (_, end))| *end <= now).map(|(n, _)| *n).collect();
        for number in ended {
            self.left += self.holds.remove(&number).map_or(0, |(amount, _)| amount);
        }
    }

    /// Does what was asked. Returns the HTTP status: anything else than 200 and 402 changes nothing.
    pub(crate) fn apply(&mut self, asked: &Asked, now: i64) -> u16 {
        self.advance(now);
        match asked {
            Asked::Open => 201,
            Asked::Grant(amount) => self.pay(-amount),
            Asked::Charge(amount) => match self.pay(*amount) {
                200 => self.receipt(*amount),
                refused => refused,
            },
            Asked::Hold(amount, end) => match self.pay(*amount) {
                200 => {
                    self.last_hold += 1;
                    self.holds.insert(self.last_hold, (*amount, *end));
                    200
                }
                refused => refused,
            },
            Asked::Settle(hold, amount) => match self.holds.remove(hold) {
                None => 404,
                Some((held, _)) => {
                    self.left += held - held.min(*amount);
                    // A part that cannot be paid is refused, and the rest is charged.
                    let above = (amount - held).max(0);
                    let more = if self.pay(above) == 200 { above } else { 0 };
                    self.receipt(held.min(*amount) + more)
                }
            },
            Asked::Release(hold) => match self.holds.remove(hold) {
                None => 404,
                Some((held, _)) => self.pay(-held),
            },
            Asked::Refund(receipt, amount) => match self.receipts.get_mut(receipt) {
                None => 404,
                Some(left) if *amount > *left || *left == 0 => 409,
                Some(left) => {
                    *left -= amount;
                    self.pay(-amount)
                }
            },
        }
    }

    fn pay(&mut self, amount: i64) -> u16 {
        if amount > self.left {
            return 402;
        }
        self.left -= amount;
        200
    }

    fn receipt(&mut self, amount: i64) -> u16 {
        self.receipts.insert(self.receipts.len() as u64 + 1, amount);
        200
    }
}
