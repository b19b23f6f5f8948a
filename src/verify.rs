//! A quote: an estimate with the digests of its inputs. It is verified by computing it again.

mod accept;
mod compare;
mod quote;
mod verdict;

pub use accept::{AcceptedQuote, QuoteChecks, QuoteDecision, QuoteFault, QuoteRefusal};
pub use quote::{CatalogRef, Quote, QuoteKind};
pub use verdict::Verdict;

/// Version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
