//! What is wanted, and what fits it.

mod need;

pub use need::{Between, Buffer, Need, NeedEstimate, NeedItem, NeedLine};
