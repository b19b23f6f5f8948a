//! Imported catalogs beside the price calculators of the lists.
//!
//! `cargo xtask test lists` installs each list's own Python package and runs these tests with it.

#![cfg(test)]
#![cfg(feature = "lists")]
#![cfg(not(target_arch = "wasm32"))]

mod answers;
