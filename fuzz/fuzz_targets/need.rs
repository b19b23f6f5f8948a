#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|bytes: &[u8]| {
    drawdown_fuzz::need(&String::from_utf8_lossy(bytes));
});

fuzz_mutator!(|bytes: &mut [u8], size: usize, most: usize, seed: u32| {
    drawdown_fuzz::mutate(bytes, size, most, seed)
});
