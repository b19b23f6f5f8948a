//! What holds for random catalogs, requests, scenarios and needs.

#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod fast_forward;
mod fit;
mod formats;
mod inverse;
mod live_wallet;
mod prices;
mod quotes;
mod simulate;
mod wallet;
