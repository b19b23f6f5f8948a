//! A second live wallet, written plainly from the documentation: hundredths of credits, seconds since
//! 1970 in UTC, lists that are sorted when they are used. It shares no code with the library's wallet
//! and covers one family of catalogs: one plan by the month, credits of each day, a gift, a pack.
//!
//! `wallet` carries out commands, `time` does what is due, `write` makes the texts that the library
//! reads, `generate` draws rules and commands.

mod generate;
mod random;
mod time;
mod wallet;
mod write;

pub use generate::{Player, rules};
pub use random::Random;
pub use wallet::{Hold, Lot, Receipt, Wallet};

/// Hundredths of a credit.
pub type Amount = i128;

/// Seconds since 1970.
pub type Time = i64;

pub const NEVER: Time = i64::MAX;
pub const MINUTE: Time = 60;
pub const HOUR: Time = 3_600;
pub const DAY: Time = 86_400;

/// The id of every wallet.
pub const WALLET: &str = "acct/7";
/// Places of the classes.
pub const CLASSES: [&str; 3] = ["free", "sub", "pack"];
pub const FREE: usize = 0;
pub const SUB: usize = 1;
pub const PACK: usize = 2;
/// The operation for which credits of every class may pay.
pub const IMAGE: &str = "image";
/// The one for which free credits may not pay, if the rules say so.
pub const FILM: &str = "film";

/// The rules of a platform and of an account.
#[derive(Clone, Debug)]
pub struct Rules {
    pub start: Time,
    /// Free credits pay for images alone.
    pub images_alone: bool,
    /// Credits of each day until the next issue: how many, and at which hour.
    pub daily: Option<(Amount, u32)>,
    /// Credits that are issued once, and how many days they last.
    pub gift: Option<(Amount, Option<u32>)>,
    /// Credits of the plan.
    pub monthly: Amount,
    pub life: Life,
    /// Credits of a pack, and how many days they last.
    pub pack: (Amount, Option<u32>),
    pub lapse: [Lapse; 3],
    pub burn: Vec<Key>,
    /// The most that may be owed, if anything may.
    pub owe: Option<Option<Amount>>,
    pub debt: Debt,
    /// A refund of credits that have ended is issued again.
    pub reissue: bool,
    /// Ids and caps.
    pub members: Vec<(&'static str, Option<Amount>)>,
    pub limits: Limits,
    /// The account begins with the plan.
    pub subscribed: bool,
}

/// How long the plan's credits last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Life {
    Cycle,
    Never,
    Days(u32),
    /// Until the cycle ends. Then up to `cap` of them is carried, for `cycles` more cycles at most.
    Carried {
        cap: Option<Amount>,
        cycles: Option<u32>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lapse {
    Keep,
    Restrict,
    Freeze,
    Forfeit,
}

#[derive(Clone, Debug)]
pub enum Key {
    Expires,
    Issued,
    /// The same as `Issued` for these lots, but lots that differ in it are not merged.
    Effective,
    Classes(Vec<usize>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Debt {
    Carry,
    RepayFirst,
    ForgiveAtReset,
}

/// In whole minutes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub late: u32,
    pub leap: u32,
    pub remember: u32,
    pub hold: u32,
    pub receipts: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    pub id: String,
    pub at: Time,
    pub confirm: bool,
    pub action: Action,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Advance,
    Charge { of: Usage },
    Hold { of: Usage, until: Option<Time> },
    Settle { hold: String, amount: Amount },
    Release { hold: String },
    Refund { receipt: String, amount: Option<Amount> },
    Grant { class: String, amount: Amount, expires: Option<Time> },
    Revoke { lot: String },
    Buy { count: u32 },
    Subscribe,
    Cancel { now: bool },
    Resume,
}

/// What a run costs, and who makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    pub operation: String,
    pub amount: Amount,
    pub member: Option<String>,
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Number of the receipt.
    pub receipt: Option<u64>,
    /// Number of the hold.
    pub hold: Option<u64>,
    /// What could have paid, and what was missing.
    pub refused: Option<(Amount, Amount)>,
    pub repeated: bool,
}

/// The pointer and the code of an error.
pub type Fault = (&'static str, &'static str);
