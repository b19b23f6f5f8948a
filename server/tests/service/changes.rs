//! Changes as the store writes them: short, long, and in each other's way.

use crate::by_hand::{World, block_on};
use crate::harness::places;
use drawdown_server::store::{Change, Saved, Store};

/// A change of the account `a` as it stands, in which nothing happens.
async fn nothing(world: &World) -> Change {
    let store = world.accounts.store();
    let stored = store.account("a").await.unwrap().unwrap();
    let now = world.accounts.now();
    Change {
        account: "a".into(),
        read: Some(stored.version),
        catalog: stored.catalog,
        state: stored.state,
        entries_before: stored.entries,
        entries: Vec::new(),
        receipts: Vec::new(),
        next_due: None,
        now,
        answer: None,
        quote: None,
        moved: None,
        verdict: None,
    }
}

/// What is due may change the state alone.
#[test]
fn a_change_of_nothing_but_the_account_is_stored_once() {
    for place in places("changes") {
        block_on(async {
            let world = World::open(place.database(), "2026-03-10T12:00:00Z").await;
            let (change, store) = (nothing(&world).await, world.accounts.store());
            assert_eq!(store.save(change.clone()).await.unwrap(), Saved::Stored);
            assert_eq!(store.save(change).await.unwrap(), Saved::Conflict);
            store.close().await;
        });
    }
}
