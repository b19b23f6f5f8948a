//! Imported catalogs beside the price calculators of the lists.
//!
//! `cargo xtask test lists` runs these tests with each list's own Python package; without one, which
//! `DRAWDOWN_LISTS` names a folder for, there is nothing to compare with, and only the rest runs.

#![cfg(test)]
#![cfg(feature = "lists")]
#![cfg(not(target_arch = "wasm32"))]

mod answers;
