//! Wrong, careless and hostile input: a clear error, and nothing lost.

#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod careless;
mod malformed;
mod needs;
mod quotes;
mod scenarios;
mod stopwatch;
