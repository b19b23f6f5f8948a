//! The command line: what it prints, and with which exit code.

#![cfg(test)]
#![cfg(feature = "cli")]
#![cfg(not(target_arch = "wasm32"))]

mod careless;
mod compare;
mod fit;
mod fresh;
mod lint;
mod lists;
mod live;
mod program;
mod quotes;
mod run;
mod show;
mod simulate;
mod terms;
mod types;
mod usage;
