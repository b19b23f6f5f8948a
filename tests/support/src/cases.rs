//! How many cases a property is tried on, and which.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The same cases each time; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` ask for others and for more.
pub fn cases(count: u32) -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = count;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(2026);
    }
    config
}
