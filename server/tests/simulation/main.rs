//! The account logic over a simulated store, clock and network, with seeded faults: answers that are lost,
//! clients that ask again, processes that stop between any two steps, writers in each other's way, clocks
//! that jump. A model checks every commit. The same seed plays the same run again:
//! `DRAWDOWN_SEED=7 cargo test -p drawdown-server --test simulation`.

mod model;
mod random;
mod run;
mod store;

use run::Run;

/// Operations of each run: short runs find more orders of events than one long one.
const OPERATIONS: u64 = 400;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn nothing_is_lost_and_nothing_happens_twice() {
    let (first, runs) = match number("DRAWDOWN_SEED") {
        Some(seed) => (seed, 1),
        None => (1, number("DRAWDOWN_OPERATIONS").unwrap_or(40_000).div_ceil(OPERATIONS)),
    };
    let mut total = run::Counts::default();
    for seed in first..first + runs {
        total.add(&Run::new(seed, OPERATIONS).play());
    }
    println!("{total:?}");
    if runs > 1 {
        total.assert_varied();
    }
}
