//! Accounts: wallets that are loaded, changed and stored, each change exactly once.
//!
//! Nothing here knows of HTTP, of the machine's clock or of a database: tests put simulated ones in their
//! place.

mod command;
mod moves;
mod outcome;
mod quoted;
mod settings;
mod turns;
mod view;

pub use command::{Order, action};
pub use moves::Move;
pub use outcome::answer_of;
pub use quoted::{QuoteOrder, apply_quote};
pub use settings::{NewSettings, apply_settings, settings_view};
pub use view::{account_view, invoices_view};

use crate::clock::Clock;
use crate::problem::Problem;
use crate::store::{
    Answer, Change, KeptReceipt, KeyedAnswer, Saved, Store, StoredAccount, Verdicted,
};
use drawdown::{
    Account, Catalog, CommandAction, Entry, Error, ErrorKind, Errors, Instant, Receipt, Wallet,
};
use std::sync::Arc;
use turns::Turns;

/// How often a change is tried again after another process has changed the account.
const ATTEMPTS: u32 = 20;

/// Where catalogs come from.
pub trait Catalogs: Send + Sync + 'static {
    /// The catalog with a digest, old versions too.
    fn by_digest(&self, digest: &str) -> Option<Arc<Catalog>>;

    /// Keeps a version that another process has brought.
    ///
    /// # Errors
    /// What is wrong with it.
    fn keep(&self, text: &str) -> Result<Arc<Catalog>, Errors>;
}

/// All accounts.
pub struct Accounts<S, C> {
    store: S,
    clock: C,
    catalogs: Arc<dyn Catalogs>,
    turns: Turns,
}

/// What a change has done, before it is stored.
#[derive(Debug, Default)]
pub struct Done {
    /// What happened.
    pub entries: Vec<Entry>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// Its body, as JSON.
    pub body: String,
    /// Digest of the quote that was accepted.
    pub quote: Option<String>,
    /// What was decided about it.
    pub verdict: Option<Verdicted>,
}

/// A wallet and how it was stored.
struct Held {
    wallet: Wallet,
    stored: StoredAccount,
}

impl<S: Store, C: Clock> Accounts<S, C> {
    /// Accounts in a store.
    pub fn new(store: S, clock: C, catalogs: Arc<dyn Catalogs>) -> Self {
        Accounts { store, clock, catalogs, turns: Turns::default() }
    }

    /// Where they are kept.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The current instant.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Opens an account.
    ///
    /// # Errors
    /// If there is one of this id, or the catalog does not allow it.
    pub async fn open(
        &self,
        order: &Order,
        catalog: &Catalog,
        account: &Account,
        configure: impl Fn(&mut Wallet) -> Result<(), Errors> + Send,
    ) -> Result<Answer, Problem> {
        let _turn = self.turns.take(&order.account).await;
        if let Some(answer) = self.answered(order).await? {
            return Ok(answer);
        }
        let mut opened = Wallet::open(catalog, &order.account, account, self.clock.now())?;
        configure(&mut opened.wallet)?;
        let body = account_view(&opened.wallet)?;
        let done = Done { entries: opened.entries, status: 201, body, ..Done::default() };
        match self.save(order, None, &mut opened.wallet, done).await? {
            (Saved::Stored, answer) => Ok(answer),
            _ => {
                // Another request may have opened it under the same key.
                let exists = || {
                    let detail = format!("there is an account `{}`", order.account);
                    Problem::new(409, "account_exists", detail)
                };
                self.answered(order).await?.ok_or_else(exists)
            }
        }
    }

    /// Carries out an action on an account, once for each key.
    ///
    /// # Errors
    /// The errors of the library; a key that has been used for something else.
    pub async fn apply(&self, order: &Order, action: CommandAction) -> Result<Answer, Problem> {
        let needed = match &action {
            CommandAction::Refund(refund) => Needed::One(&refund.receipt),
            _ => Needed::None,
        };
        self.change_with(order, needed, |wallet, now| {
            // The store remembers the key and the answer: the wallet need not.
            let outcome = wallet.perform(now, &action).map_err(of_its_parts)?;
            answer_of(wallet, &action, outcome)
        })
        .await
    }

    /// Changes an account, once for each key: what is due by now happens before. If somebody else changes
    /// it at the same time, `work` is done again, on what they have left.
    ///
    /// # Errors
    /// Those of `work`, after which nothing is stored; a key that has been used for something else.
    pub async fn change(
        &self,
        order: &Order,
        work: impl Fn(&mut Wallet, Instant) -> Result<Done, Problem> + Send,
    ) -> Result<Answer, Problem> {
        self.change_with(order, Needed::None, work).await
    }

    /// As [`Accounts::change`], with receipts in the wallet.
    async fn change_with(
        &self,
        order: &Order,
        needed: Needed<'_>,
        work: impl Fn(&mut Wallet, Instant) -> Result<Done, Problem> + Send,
    ) -> Result<Answer, Problem> {
        let _turn = self.turns.take(&order.account).await;
        for _ in 0..ATTEMPTS {
            let begun = self.store.beginning(&order.account, &order.key, needed.id()).await?;
            if let Some(answer) = order.known(begun.answer)? {
                return Ok(answer);
            }
            let stored =
                begun.account.ok_or_else(|| Problem::not_found("account", &order.account))?;
            let mut held = self.load(stored).await?;
            match needed {
                Needed::All if !self.attach_all(&mut held).await? => continue,
                _ => attach(&mut held.wallet, begun.receipt.as_slice())?,
            }
            // The machine's clock may have been set back; a wallet's never is.
            let now = self.clock.now().max(held.wallet.now());
            let done = match work(&mut held.wallet, now) {
                Ok(done) => done,
                Err(problem) if self.is_as_read(order, &held.stored).await? => return Err(problem),
                Err(_) => continue,
            };
            match self.save(order, Some(&held.stored), &mut held.wallet, done).await? {
                (Saved::Stored, answer) => return Ok(answer),
                (Saved::Conflict, _) => {}
                (Saved::QuoteUsed, _) => {
                    let detail = "the quote was accepted before";
                    return Err(Problem::new(409, "quote_used", detail));
                }
            }
        }
        Err(busy(&order.account))
    }

    /// As [`Accounts::change`], with all receipts in the wallet: for work that changes how long they are kept.
    ///
    /// # Errors
    /// As for [`Accounts::change`].
    pub async fn change_all(
        &self,
        order: &Order,
        work: impl Fn(&mut Wallet, Instant) -> Result<Done, Problem> + Send,
    ) -> Result<Answer, Problem> {
        self.change_with(order, Needed::All, work).await
    }

    /// The account as it stands now: what is due is applied, and stored.
    ///
    /// # Errors
    /// If there is no such account.
    pub async fn look(&self, id: &str) -> Result<Wallet, Problem> {
        let mut wallet = self.read(id).await?.wallet;
        let now = self.clock.now();
        if wallet.next_due().is_some_and(|due| due <= now) {
            return self.advance(id).await;
        }
        // Forecasts begin now, and meters may count for another day, though nothing is due.
        if now > wallet.now() {
            let _nothing = wallet.advance_to(now)?;
        }
        Ok(wallet)
    }

    /// Applies what is due. Returns the wallet.
    ///
    /// # Errors
    /// If there is no such account.
    pub async fn advance(&self, id: &str) -> Result<Wallet, Problem> {
        let _turn = self.turns.take(id).await;
        for _ in 0..ATTEMPTS {
            let mut held = self.read(id).await?;
            let now = self.clock.now();
            if held.wallet.next_due().is_none_or(|due| due > now) {
                return Ok(held.wallet);
            }
            let entries = held.wallet.advance_to(now)?;
            let change = change_of(id, Some(&held.stored), &mut held.wallet, entries);
            if self.store.save(change).await? == Saved::Stored {
                return Ok(held.wallet);
            }
        }
        Err(busy(id))
    }

    /// Brings all receipts into the wallet. Returns false if the account has changed since it was read.
    async fn attach_all(&self, held: &mut Held) -> Result<bool, Problem> {
        let receipts = self.store.receipts(held.wallet.id()).await?;
        if receipts.version != held.stored.version {
            return Ok(false);
        }
        attach(&mut held.wallet, &receipts.all)?;
        Ok(true)
    }

    /// Whether the account is still as it was read. If not, the same order may have been carried out by
    /// another process, and must not be refused.
    async fn is_as_read(&self, order: &Order, read: &StoredAccount) -> Result<bool, Problem> {
        let now = self.store.beginning(&order.account, &order.key, None).await?;
        Ok(now.answer.is_none() && now.account.is_some_and(|now| now.version == read.version))
    }

    /// What was answered under this key before.
    async fn answered(&self, order: &Order) -> Result<Option<Answer>, Problem> {
        order.known(self.store.beginning(&order.account, &order.key, None).await?.answer)
    }

    async fn read(&self, id: &str) -> Result<Held, Problem> {
        let stored = self.stored(id).await?;
        self.load(stored).await
    }

    async fn stored(&self, id: &str) -> Result<StoredAccount, Problem> {
        self.store.account(id).await?.ok_or_else(|| Problem::not_found("account", id))
    }

    async fn load(&self, stored: StoredAccount) -> Result<Held, Problem> {
        let catalog = self.catalog(&stored.catalog).await?;
        let wallet = Wallet::load(&catalog, &stored.state)?;
        Ok(Held { wallet, stored })
    }

    /// A version of a catalog; perhaps one that only another process has read so far.
    async fn catalog(&self, digest: &str) -> Result<Arc<Catalog>, Problem> {
        if let Some(known) = self.catalogs.by_digest(digest) {
            return Ok(known);
        }
        match self.store.catalog(digest).await? {
            Some(text) => Ok(self.catalogs.keep(&text)?),
            None => {
                let detail = format!("the catalog {digest} of this account is missing");
                Err(Problem::new(503, "catalog_missing", detail))
            }
        }
    }

    async fn save(
        &self,
        order: &Order,
        stored: Option<&StoredAccount>,
        wallet: &mut Wallet,
        done: Done,
    ) -> Result<(Saved, Answer), Problem> {
        let fingerprint = order.fingerprint.clone();
        let answer = Answer { fingerprint, status: done.status, body: done.body };
        let keyed = KeyedAnswer { key: order.key.clone(), answer: answer.clone() };
        let change = change_of(&order.account, stored, wallet, done.entries);
        let change =
            Change { answer: Some(keyed), quote: done.quote, verdict: done.verdict, ..change };
        Ok((self.store.save(change).await?, answer))
    }
}

/// Which of the receipts that the store keeps a change has to see.
#[derive(Clone, Copy)]
enum Needed<'a> {
    None,
    One(&'a str),
    All,
}

impl<'a> Needed<'a> {
    fn id(self) -> Option<&'a str> {
        match self {
            Needed::One(id) => Some(id),
            Needed::None | Needed::All => None,
        }
    }
}

/// Brings receipts back into the wallet that issued them.
pub(crate) fn attach(wallet: &mut Wallet, receipts: &[String]) -> Result<(), Problem> {
    let account = wallet.id().to_owned();
    for text in receipts {
        let receipt = Receipt::from_json(text).map_err(|errors| broken(&account, &errors))?;
        wallet.attach_receipt(receipt).map_err(|error| broken(&account, &error))?;
    }
    Ok(())
}

fn broken(account: &str, why: &dyn std::fmt::Display) -> Problem {
    tracing::error!(account, %why, "a receipt is broken");
    Problem::new(500, "receipt", format!("a receipt of this account is broken: {why}"))
}

/// Receipts leave the wallet: it stays small.
fn change_of(
    id: &str,
    stored: Option<&StoredAccount>,
    wallet: &mut Wallet,
    entries: Vec<Entry>,
) -> Change {
    let receipts = wallet.detach_receipts().into_iter();
    let kept = |receipt: Receipt| KeptReceipt { until: wallet.receipt_until(&receipt), receipt };
    let receipts = receipts.map(kept).collect();
    Change {
        account: id.to_owned(),
        read: stored.map(|stored| stored.version),
        catalog: wallet.catalog().digest().to_owned(),
        state: wallet.save(),
        entries_before: stored.map_or(0, |stored| stored.entries),
        entries,
        receipts,
        next_due: wallet.next_due(),
        now: wallet.now(),
        answer: None,
        quote: None,
        moved: None,
        verdict: None,
    }
}

/// A hold, receipt or invoice that is not there, or no longer open.
fn of_its_parts(error: Error) -> Problem {
    let is_part = matches!(error.pointer(), "/hold" | "/receipt" | "/invoice");
    let status = match error.kind() {
        ErrorKind::UnknownName if is_part => Some((404, "not_found")),
        ErrorKind::OutOfRange | ErrorKind::NoAnswer if is_part => Some((409, "not_open")),
        _ => None,
    };
    match status {
        Some((status, code)) => Problem::new(status, code, error.sentence()),
        None => error.into(),
    }
}

fn busy(id: &str) -> Problem {
    let detail = format!("the account `{id}` is being changed by too many others: try again");
    Problem::new(503, "busy", detail).retry_after(1)
}
