//! Shared by the tests: the corpus of every host, hostile inputs, generators of random catalogs and
//! scenarios, and second implementations that compute prices and balances from the documentation.

#[cfg(not(target_arch = "wasm32"))]
pub mod cases;
pub mod corpus;
#[cfg(not(target_arch = "wasm32"))]
pub mod live_model;
pub mod mutation;
#[cfg(not(target_arch = "wasm32"))]
pub mod pricing;
#[cfg(not(target_arch = "wasm32"))]
pub mod reference;
#[cfg(not(target_arch = "wasm32"))]
pub mod rewriting;
pub mod usage_days;
