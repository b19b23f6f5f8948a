//! The account logic over the real stores, with a clock that the test sets.

use drawdown::{Account, Catalog, Errors, Instant};
use drawdown_server::accounts::{Accounts, Catalogs, Order, action};
use drawdown_server::clock::Clock;
use drawdown_server::problem::Problem;
use drawdown_server::store::sql::SqlStore;
use drawdown_server::store::{Answer, Store};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Carries out what has to wait.
pub(crate) fn block_on(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(work);
}

/// A clock that the test sets.
#[derive(Clone)]
pub(crate) struct Hand(Arc<AtomicI64>);

impl Hand {
    pub(crate) fn set(&self, text: &str) {
        self.0.store(text.parse::<Instant>().unwrap().to_unix(), Ordering::Relaxed);
    }
}

impl Clock for Hand {
    fn now(&self) -> Instant {
        Instant::from_unix(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

struct One(Arc<Catalog>);

impl Catalogs for One {
    fn by_digest(&self, digest: &str) -> Option<Arc<Catalog>> {
        (digest == self.0.digest()).then(|| Arc::clone(&self.0))
    }

    fn keep(&self, text: &str) -> Result<Arc<Catalog>, Errors> {
        Catalog::from_json(text).map(Arc::new)
    }
}

/// What [`World::charge`] asks.
pub(crate) const CHARGE: &str = r#"{ "operation": "image", "amount": "10" }"#;

/// One account `a`, with a plan.
pub(crate) struct World {
    database: String,
    pub(crate) accounts: Accounts<SqlStore, Hand>,
    pub(crate) clock: Hand,
    pub(crate) catalog: Arc<Catalog>,
}

impl World {
    pub(crate) async fn open(database: &str, now: &str) -> Self {
        let text = include_str!("../../../examples/wallet/studio.json");
        let catalog = Arc::new(Catalog::from_json(text).unwrap());
        let clock = Hand(Arc::new(AtomicI64::new(0)));
        clock.set(now);
        let world = World::of(database, clock, catalog).await;
        let account = Account::from_json(r#"{ "plan": "pro" }"#).unwrap();
        let order = Order::new("a", "open", "open", "{}");
        world.accounts.open(&order, &world.catalog, &account, |_| Ok(())).await.unwrap();
        world
    }

    async fn of(database: &str, clock: Hand, catalog: Arc<Catalog>) -> Self {
        let store = SqlStore::open(database, 2).await.unwrap();
        let one = Arc::new(One(Arc::clone(&catalog)));
        let accounts = Accounts::new(store, clock.clone(), one);
        World { database: database.to_owned(), accounts, clock, catalog }
    }

    /// Another process on the same database.
    pub(crate) async fn again(&self) -> Self {
        World::of(&self.database, self.clock.clone(), Arc::clone(&self.catalog)).await
    }

    pub(crate) async fn charge(&self, key: &str) -> Answer {
        self.order(key, "charge", CHARGE).await.unwrap()
    }

    pub(crate) async fn order(&self, key: &str, word: &str, body: &str) -> Result<Answer, Problem> {
        let action = action(word, body, &[]).unwrap();
        self.accounts.apply(&Order::new("a", key, word, body), action).await
    }

    pub(crate) async fn entries(&self) -> Vec<Value> {
        let rows = self.accounts.store().ledger("a", 0, 1000).await.unwrap();
        rows.iter().map(|row| serde_json::from_str(&row.entry).unwrap()).collect()
    }
}
