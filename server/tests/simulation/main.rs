//! The account logic over a simulated store, clock and network, with seeded faults: answers that are lost,
//! clients that ask again, processes that stop between any two steps, writers in each other's way, clocks
//! that jump. A model checks every commit. The same seed plays the same run again:
//! `DRAWDOWN_SEED=7 cargo test -p drawdown-server --test simulation`.

mod model;
mod random;
mod run;
mod store;

use run::Run;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Operations of each run: short runs find more orders of events than one long one.
const OPERATIONS: u64 = 100;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn nothing_is_lost_and_nothing_happens_twice() {
    let (first, runs) = match number("DRAWDOWN_SEED") {
        Some(seed) => (seed, 1),
        None => (1, number("DRAWDOWN_OPERATIONS").unwrap_or(40_000).div_ceil(OPERATIONS)),
    };
    let total = Mutex::new(run::Counts::default());
    let next = AtomicU64::new(first);
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + runs {
                return;
            }
            let counts = Run::new(seed, OPERATIONS).play();
            total.lock().unwrap().add(&counts);
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let total = total.into_inner().unwrap();
    println!("{total:?}");
    if runs > 1 {
        total.assert_varied();
    }
}
