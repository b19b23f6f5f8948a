//! The price worked out: in exact fractions, or in spans of them; traced line by line, or not.

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
