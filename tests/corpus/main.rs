//! One corpus of catalogs, scenarios and needs, whose answers every host gives byte for byte; here natively.

#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod answers;
mod comparisons;
mod fits;
mod quotes;
mod scenarios;
mod wallets;
mod zones;
