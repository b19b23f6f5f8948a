//! What the service keeps, and where.
//!
//! [`Store`] says what a store must do; [`sql`] does it in SQLite and PostgreSQL. A change of an account
//! is one transaction, and takes place only if nobody has changed the account since it was read.

pub mod sql;

use drawdown::{Entry, Instant, Receipt};
use std::fmt;
use std::future::Future;

/// An account as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAccount {
    /// How often it was changed.
    pub version: i64,
    /// Digest of its catalog.
    pub catalog: String,
    /// The state of its wallet.
    pub state: String,
    /// How many entries its ledger has.
    pub entries: i64,
}

/// What was answered to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Digest of the command's body: another body under the same key is another command.
    pub fingerprint: String,
    /// The HTTP status.
    pub status: u16,
    /// The body, as JSON.
    pub body: String,
}

/// An answer, and the key it was given under.
#[derive(Clone, Debug)]
pub struct KeyedAnswer {
    /// The idempotency key.
    pub key: String,
    /// The answer.
    pub answer: Answer,
}

/// A change of an account, to be stored as a whole or not at all.
#[derive(Clone, Debug)]
pub struct Change {
    /// Id of the account.
    pub account: String,
    /// The version that was read; `None` for a new account.
    pub read: Option<i64>,
    /// Digest of its catalog.
    pub catalog: String,
    /// The new state of its wallet.
    pub state: String,
    /// How many entries the ledger had.
    pub entries_before: i64,
    /// What happened.
    pub entries: Vec<Entry>,
    /// Receipts that are new, or of which something was refunded; in a move, all that are left.
    pub receipts: Vec<KeptReceipt>,
    /// When something happens next.
    pub next_due: Option<Instant>,
    /// The current instant.
    pub now: Instant,
    /// The answer to remember.
    pub answer: Option<KeyedAnswer>,
    /// Digest of the quote that was accepted.
    pub quote: Option<String>,
    /// That it moved here from another catalog.
    pub moved: Option<Moved>,
    /// What was decided about it.
    pub verdict: Option<Verdicted>,
}

/// A receipt, and how long it is kept.
#[derive(Clone, Debug)]
pub struct KeptReceipt {
    /// The receipt.
    pub receipt: Receipt,
    /// After this instant it can no longer be refunded.
    pub until: Option<Instant>,
}

/// What a change begins with.
#[derive(Clone, Debug, Default)]
pub struct Beginning {
    /// The account.
    pub account: Option<StoredAccount>,
    /// What was answered under the key.
    pub answer: Option<Answer>,
    /// The receipt, as JSON.
    pub receipt: Option<String>,
}

/// The receipts that are kept beside an account.
#[derive(Clone, Debug, Default)]
pub struct Receipts {
    /// The account's version at that moment; 0 if there is no such account.
    pub version: i64,
    /// Each as JSON, the oldest first.
    pub all: Vec<String>,
}

/// A move from another catalog.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Digest of the catalog before.
    pub from: String,
    /// What differs, as JSON.
    pub report: String,
}

/// A verdict on a quote, for the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdicted {
    /// Its id; later ones are greater.
    pub id: String,
    /// When, in seconds since 1970.
    pub decided: i64,
    /// Id of the API key that asked.
    pub api_key: String,
    /// Id of the account that was to take the quote.
    pub account: Option<String>,
    /// Digest of the quote, as it says.
    pub quote: Option<String>,
    /// Digest of its catalog, as it says.
    pub catalog: Option<String>,
    /// The code.
    pub verdict: String,
    /// The quote's total less the right one.
    pub difference: Option<String>,
    /// In words.
    pub text: Option<String>,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is stored.
    Stored,
    /// Somebody has changed the account since it was read, or answered under the same key: read again.
    Conflict,
    /// The quote was accepted before.
    QuoteUsed,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its number in the account, from 1.
    pub n: i64,
    /// The entry, as JSON.
    pub entry: String,
}

/// A fault of the store.
#[derive(Clone, Debug)]
pub enum StoreError {
    /// It cannot be reached, or is too busy: try again.
    Unavailable(String),
    /// It has no space left: try again when somebody has made some.
    Full(String),
    /// It has refused, or holds what cannot be.
    Broken(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Unavailable(text) => write!(f, "the store cannot be reached: {text}"),
            StoreError::Full(text) => write!(f, "the store is full: {text}"),
            StoreError::Broken(text) => write!(f, "the store is broken: {text}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// What a question to the store returns.
pub type Stored<T> = Result<T, StoreError>;

/// Where accounts are kept.
pub trait Store: Send + Sync + 'static {
    /// An account.
    fn account(&self, id: &str) -> impl Future<Output = Stored<Option<StoredAccount>>> + Send;

    /// What a change begins with, all as of one moment.
    fn beginning(
        &self,
        account: &str,
        key: &str,
        receipt: Option<&str>,
    ) -> impl Future<Output = Stored<Beginning>> + Send;

    /// All receipts of an account.
    fn receipts(&self, account: &str) -> impl Future<Output = Stored<Receipts>> + Send;

    /// The text of a version of a catalog.
    fn catalog(&self, digest: &str) -> impl Future<Output = Stored<Option<String>>> + Send;

    /// Stores a change in one transaction.
    fn save(&self, change: Change) -> impl Future<Output = Stored<Saved>> + Send;

    /// Rows of the ledger after a number, in order.
    fn ledger(
        &self,
        account: &str,
        after: i64,
        limit: i64,
    ) -> impl Future<Output = Stored<Vec<LedgerRow>>> + Send;

    /// Accounts with something due by an instant, the longest overdue first.
    fn due(&self, by: Instant, limit: i64) -> impl Future<Output = Stored<Vec<String>>> + Send;
}
