//! A store in memory that does what a database may do: be slow, be away, lose its answers.

use crate::model::{Asked, Model};
use crate::random::Random;
use drawdown::{Catalog, Entry, Instant, LotAmount, Wallet, to_text};
use drawdown_server::store::{
    Answer, Beginning, Change, LedgerRow, Receipts, Saved, Store, StoreError, Stored, StoredAccount,
};
use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// Everything that outlives a process.
pub(crate) struct World {
    pub(crate) random: Random,
    pub(crate) accounts: BTreeMap<String, StoredAccount>,
    answers: HashMap<(String, String), Answer>,
    receipts: BTreeMap<(String, String), String>,
    /// How many entries each ledger has, and what remains and is held by them.
    ledger: BTreeMap<String, Ledger>,
    models: BTreeMap<String, Model>,
    /// What each key asks.
    pub(crate) asked: HashMap<String, Asked>,
    pub(crate) commits: u64,
    pub(crate) conflicts: u64,
    pub(crate) lost: u64,
    catalog: Catalog,
    seed: u64,
}

/// A store that all simulated processes share.
#[derive(Clone)]
pub(crate) struct SimStore(pub(crate) Arc<Mutex<World>>);

impl SimStore {
    pub(crate) fn new(seed: u64, catalog: Catalog) -> Self {
        SimStore(Arc::new(Mutex::new(World {
            random: Random::new(seed),
            accounts: BTreeMap::new(),
            answers: HashMap::new(),
            receipts: BTreeMap::new(),
            ledger: BTreeMap::new(),
            models: BTreeMap::new(),
            asked: HashMap::new(),
            commits: 0,
            conflicts: 0,
            lost: 0,
            catalog,
            seed,
        })))
    }

    /// Takes a while, or fails before anything has happened.
    async fn reach(&self) -> Stored<()> {
        let (steps, fails) = {
            let random = &mut self.0.lock().unwrap().random;
            (random.below(3), random.once_in(40))
        };
        for _ in 0..steps {
            Step(false).await;
        }
        if fails { Err(StoreError::Unavailable("away".into())) } else { Ok(()) }
    }

    /// The answer is on its way, and may be lost.
    async fn answer<T>(&self, answer: T) -> Stored<T> {
        let is_lost = {
            let world = &mut self.0.lock().unwrap();
            let is_lost = world.random.once_in(40);
            world.lost += u64::from(is_lost);
            is_lost
        };
        Step(false).await;
        if is_lost { Err(StoreError::Unavailable("lost".into())) } else { Ok(answer) }
    }
}

/// Lets the others go on, once.
struct Step(bool);

impl Future for Step {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        match std::mem::replace(&mut self.0, true) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }
}

impl Store for SimStore {
    async fn account(&self, id: &str) -> Stored<Option<StoredAccount>> {
        self.reach().await?;
        let found = self.0.lock().unwrap().accounts.get(id).cloned();
        self.answer(found).await
    }

    async fn beginning(
        &self,
        account: &str,
        key: &str,
        receipt: Option<&str>,
    ) -> Stored<Beginning> {
        self.reach().await?;
        let found = {
            let world = self.0.lock().unwrap();
            let receipt = receipt.map(|id| (account.to_owned(), id.to_owned()));
            Beginning {
                account: world.accounts.get(account).cloned(),
                answer: world.answer(account, key).cloned(),
                receipt: receipt.and_then(|place| world.receipts.get(&place).cloned()),
            }
        };
        self.answer(found).await
    }

    async fn save(&self, change: Change) -> Stored<Saved> {
        self.reach().await?;
        let saved = self.0.lock().unwrap().commit(change);
        self.answer(saved).await
    }

    async fn receipts(&self, account: &str) -> Stored<Receipts> {
        self.reach().await?;
        let found = {
            let world = self.0.lock().unwrap();
            let of = world.receipts.iter().filter(|((id, _), _)| id == account);
            Receipts {
                version: world.accounts.get(account).map_or(0, |stored| stored.version),
                all: of.map(|(_, text)| text.clone()).collect(),
            }
        };
        self.answer(found).await
    }

    async fn catalog(&self, _: &str) -> Stored<Option<String>> {
        Ok(None)
    }

    async fn ledger(&self, _: &str, _: i64, _: i64) -> Stored<Vec<LedgerRow>> {
        Ok(Vec::new())
    }

    async fn due(&self, by: Instant, limit: i64) -> Stored<Vec<String>> {
        self.reach().await?;
        let world = self.0.lock().unwrap();
        let is_due = |stored: &StoredAccount| {
            let wallet = Wallet::load(&world.catalog, &stored.state).unwrap();
            wallet.next_due().is_some_and(|due| due <= by)
        };
        let due = world.accounts.iter().filter(|(_, stored)| is_due(stored));
        Ok(due.map(|(id, _)| id.clone()).take(limit as usize).collect())
    }
}

impl World {
    fn answer(&self, account: &str, key: &str) -> Option<&Answer> {
        self.answers.get(&(account.to_owned(), key.to_owned()))
    }

    /// One transaction; afterwards everything must be as the model says.
    fn commit(&mut self, change: Change) -> Saved {
        let stored = self.accounts.get(&change.account);
        let key = change.answer.as_ref().map(|keyed| keyed.key.clone());
        let place = key.clone().map(|key| (change.account.clone(), key));
        let is_answered = place.as_ref().is_some_and(|place| self.answers.contains_key(place));
        if stored.map(|stored| stored.version) != change.read || is_answered {
            self.conflicts += 1;
            return Saved::Conflict;
        }
        self.commits += 1;
        let ledger = self.ledger.entry(change.account.clone()).or_default();
        assert_eq!(ledger.entries, change.entries_before, "seed {}", self.seed);
        change.entries.iter().for_each(|entry| ledger.add(entry));
        for kept in &change.receipts {
            let place = (change.account.clone(), kept.receipt.id.clone());
            self.receipts.insert(place, to_text(&kept.receipt).unwrap());
        }
        let account = StoredAccount {
            version: change.read.unwrap_or(0) + 1,
            catalog: change.catalog,
            state: change.state,
            entries: ledger.entries,
        };
        let status = change.answer.map(|keyed| {
            let status = keyed.answer.status;
            self.answers.extend(place.map(|place| (place, keyed.answer)));
            status
        });
        let wallet = Wallet::load(&self.catalog, &account.state).unwrap();
        self.accounts.insert(change.account.clone(), account);
        self.check(&change.account, &wallet, key.zip(status));
        Saved::Stored
    }

    /// Ledger, balance and model agree.
    fn check(&mut self, id: &str, wallet: &Wallet, done: Option<(String, u16)>) {
        let seed = self.seed;
        let now = wallet.now().to_unix();
        let model = self.models.entry(id.to_owned()).or_default();
        match &done {
            None => model.advance(now),
            Some((key, status)) => {
                let asked = &self.asked[key];
                assert_eq!(model.apply(asked, now), *status, "seed {seed}: {key} {asked:?}");
            }
        }
        assert_eq!(wallet.balance().to_string(), model.left.to_string(), "seed {seed}: {done:?}");
        let held: Vec<i64> =
            wallet.holds().iter().map(|hold| hold.amount.to_string().parse().unwrap()).collect();
        let expected: Vec<i64> = model.holds.values().map(|(amount, _)| *amount).collect();
        assert_eq!(held, expected, "seed {seed}: {done:?}");
        let ledger = &self.ledger[id];
        assert_eq!((ledger.left, ledger.held), (model.left, model.held()), "seed {seed}");
    }
}

/// What follows from a ledger alone.
#[derive(Default)]
struct Ledger {
    entries: i64,
    left: i64,
    held: i64,
}

impl Ledger {
    fn add(&mut self, entry: &Entry) {
        let lots = entry.lots.iter().map(|lot: &LotAmount| lot.amount.to_string());
        let sum: i64 = lots.map(|amount| amount.parse::<i64>().unwrap()).sum();
        let (left, held) = match entry.kind.word() {
            "issue" | "refund" => (sum, 0),
            "spend" | "expire" | "forfeit" | "revoke" => (-sum, 0),
            "hold" => (-sum, sum),
            "settle" => (0, -sum),
            "release" => (sum, -sum),
            _ => (0, 0),
        };
        (self.entries, self.left, self.held) =
            (self.entries + 1, self.left + left, self.held + held);
    }
}
