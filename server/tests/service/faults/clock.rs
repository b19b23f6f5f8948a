//! The clock of the machine is set back, and leaps ahead. The account logic has a clock of the test here,
//! over the real stores.

use crate::harness::{number, places};
use drawdown::{Account, Catalog, Errors, Instant};
use drawdown_server::accounts::{Accounts, Catalogs, Order, action};
use drawdown_server::clock::Clock;
use drawdown_server::store::sql::SqlStore;
use drawdown_server::store::{Answer, Store};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Hand {
    fn set(&self, text: &str) {
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

struct World {
    accounts: Accounts<SqlStore, Hand>,
    clock: Hand,
}

impl World {
    async fn charge(&self, key: &str) -> Answer {
        let body = r#"{ "operation": "image", "amount": "10" }"#;
        let action = action("charge", body, &[]).unwrap();
        self.accounts.apply(&Order::new("a", key, "charge", body), action).await.unwrap()
    }

    async fn entries(&self) -> Vec<Value> {
        let rows = self.accounts.store().ledger("a", 0, 1000).await.unwrap();
        rows.iter().map(|row| serde_json::from_str(&row.entry).unwrap()).collect()
    }
}

#[test]
fn a_clock_that_jumps_neither_undoes_nor_repeats_anything() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for place in places("clock") {
        runtime.block_on(jumps(place.database()));
    }
}

async fn jumps(database: &str) {
    let text = include_str!("../../../../examples/wallet/studio.json");
    let catalog = Arc::new(Catalog::from_json(text).unwrap());
    let clock = Hand(Arc::new(AtomicI64::new(0)));
    clock.set("2026-03-10T12:00:00Z");
    let store = SqlStore::open(database, 2).await.unwrap();
    let one = Arc::new(One(Arc::clone(&catalog)));
    let world = World { accounts: Accounts::new(store, clock.clone(), one), clock };
    let account = Account::from_json(r#"{ "plan": "pro" }"#).unwrap();
    let order = Order::new("a", "open", "open", "{}");
    world.accounts.open(&order, &catalog, &account, |_| Ok(())).await.unwrap();
    let first = world.charge("first").await;

    // Back by a week: the account goes on from where it was, and a repeated request has its old answer.
    world.clock.set("2026-03-03T12:00:00Z");
    assert_eq!(world.charge("first").await, first);
    world.charge("second").await;
    assert!(in_order(&world.entries().await));
    assert_eq!(world.accounts.look("a").await.unwrap().now(), at("2026-03-10T12:00:00Z"));
    let renewals = issues(&world.entries().await);

    // Ahead by a year: every renewal in between takes place, once and in its order.
    world.clock.set("2027-03-10T11:00:00Z");
    world.charge("third").await;
    let later = issues(&world.entries().await);
    assert!(later >= renewals + 11, "{renewals} issues before, {later} after a year");
    assert!(in_order(&world.entries().await));

    // And back to today: nothing is taken back or done again.
    world.clock.set("2026-03-11T12:00:00Z");
    assert_eq!(world.charge("first").await, first);
    world.charge("fourth").await;
    world.accounts.advance("a").await.unwrap();
    let entries = world.entries().await;
    assert_eq!(issues(&entries), later);
    assert!(in_order(&entries));
    let spent: i64 = entries
        .iter()
        .filter(|entry| entry["kind"] == "spend")
        .map(|entry| number(&entry["amount"]))
        .sum();
    assert_eq!(spent, 40);
    world.accounts.store().close().await;
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn issues(entries: &[Value]) -> usize {
    entries.iter().filter(|entry| entry["kind"] == "issue").count()
}

fn in_order(entries: &[Value]) -> bool {
    entries
        .windows(2)
        .all(|two| at(two[0]["at"].as_str().unwrap()) <= at(two[1]["at"].as_str().unwrap()))
}
