//! The clock of the machine is set back, and leaps ahead.

use crate::by_hand::{World, block_on};
use crate::harness::{number, places};
use drawdown::Instant;
use serde_json::Value;

#[test]
fn a_clock_that_jumps_neither_undoes_nor_repeats_anything() {
    for place in places("clock") {
        block_on(jumps(place.database()));
    }
}

async fn jumps(database: &str) {
    let world = World::open(database, "2026-03-10T12:00:00Z").await;
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
