//! Computes a price, in exact fractions or in spans of them, with or without a trace of lines.

mod charge;
mod condition;
mod env;
mod expression;
mod gap;
mod line;
mod meter;
mod quick;
mod step;
mod tiers;
mod total;
mod trace;

pub(crate) use condition::Truth;
pub(crate) use env::Env;
pub(crate) use gap::{Halt, Interrupt, MissingPrice, Refusal};
pub(crate) use line::{Mark, Origin, TraceLine};
pub(crate) use total::Outcome;
