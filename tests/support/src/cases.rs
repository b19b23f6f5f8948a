//! The number of cases of a property, and their seed.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The same cases each time; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` select other ones and their
/// number.
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
