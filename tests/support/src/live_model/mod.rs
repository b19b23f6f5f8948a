//! A second live wallet, written plainly from the documentation: hundredths of credits, seconds since
//! 1970 in UTC, lists that are sorted when they are used. It shares no code with the library's wallet
//! and covers one family of catalogs: two plans by the month or the year, credits of each day, a gift,
//! a pack. A change of plan begins a new cycle and a new term, and old credits stay.
//!
//! `wallet` carries out commands, `time` does what is due, `plan` begins, changes and ends
//! subscriptions, `payment` sends invoices and follows their payment, `write` makes the texts that the
//! library reads, `generate` draws rules and commands.

mod generate;
mod payment;
mod plan;
mod random;
mod time;
mod wallet;
mod write;

pub use generate::{Player, rules};
pub use payment::{Invoice, Status};
pub use plan::{Next, Plan};
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
pub const FREE: usize = 0;
pub const SUB: usize = 1;
pub const PACK: usize = 2;
/// Place of the operation for which credits of every class may pay.
pub const IMAGE: usize = 0;
/// Of the one for which free credits may not pay, if the rules say so.
pub const FILM: usize = 1;
/// Places of the grants; those of the plans follow in their order.
pub const DAILY: usize = 0;
pub const GIFT: usize = 1;
pub const OF_PLANS: usize = 2;

/// What a version of the catalog calls things, by their places.
#[derive(Debug)]
pub struct Names {
    pub version: &'static str,
    pub classes: [&'static str; 3],
    pub operations: [&'static str; 2],
    pub plans: [&'static str; 2],
    pub grants: [&'static str; 4],
    pub top_up: &'static str,
}

/// Two versions: some names of the first mean something else in the second.
pub const NAMES: [Names; 2] = [
    Names {
        version: "1",
        classes: ["free", "sub", "pack"],
        operations: ["image", "film"],
        plans: ["pro", "max"],
        grants: ["daily", "gift", "monthly", "more"],
        top_up: "pack",
    },
    Names {
        version: "2",
        classes: ["pack", "free", "plan"],
        operations: ["film", "image"],
        plans: ["max", "solo"],
        grants: ["gift", "bonus", "more", "daily"],
        top_up: "sack",
    },
];

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
    /// Credits of each plan in a cycle.
    pub monthly: [Amount; 2],
    pub life: Life,
    /// Credits of a pack, and how many days they last.
    pub pack: (Amount, Option<u32>),
    /// Most packs in a cycle.
    pub limit: Option<u32>,
    /// Money for each plan, by the month and by the year, and for a pack.
    pub prices: [[Amount; 2]; 2],
    pub pack_price: Amount,
    pub auto: Option<Auto>,
    pub policy: Option<Policy>,
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

/// Packs that are bought by themselves.
#[derive(Clone, Copy, Debug)]
pub struct Auto {
    pub below: Amount,
    /// Most purchases in a cycle.
    pub limit: Option<u32>,
    /// Hours between two purchases.
    pub cooldown: Option<u32>,
}

/// How invoices are paid.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Credits wait for the payment.
    pub waits: bool,
    /// Hours until an open invoice is void.
    pub grace: Option<u32>,
    /// A subscription goes on when its invoice is void.
    pub goes_on: bool,
}

#[derive(Clone, Debug)]
pub enum Key {
    Expires,
    Issued,
    /// Lots that differ in it are not merged.
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
    pub invoices: u32,
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
    Buy { top_up: String, count: u32 },
    Subscribe { plan: String, year: Option<bool>, when: Option<When> },
    Cancel { when: Option<When> },
    Resume,
    Pay { invoice: String },
    Fail { invoice: String, last: bool },
    RefundMoney { invoice: String, money: Option<Amount>, revoke: bool },
    ChargeBack { invoice: String },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    Now,
    CycleEnd,
    TermEnd,
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
