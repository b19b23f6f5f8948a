//! What the tests share: the corpus of every host, hostile inputs, generators of random catalogs and
//! scenarios, and second implementations that work prices and balances out from the documentation.

#[cfg(not(target_arch = "wasm32"))]
pub mod cases;
pub mod corpus;
pub mod mutation;
#[cfg(not(target_arch = "wasm32"))]
pub mod pricing;
#[cfg(not(target_arch = "wasm32"))]
pub mod reference;
#[cfg(not(target_arch = "wasm32"))]
pub mod rewriting;
