//! A quote: an answer with its input and the digests of both. It is verified by computing it again.

mod accept;
mod batch;
mod checks;
mod compare;
mod head;
#[cfg(feature = "sign")]
mod key;
mod plans;
mod quote;
mod recompute;
#[cfg(feature = "schema")]
mod schema;
mod seal;
#[cfg(feature = "sign")]
mod secret;
#[cfg(feature = "sign")]
mod sign;
mod signed;
mod terms;
mod verdict;

pub use accept::{AcceptedQuote, QuoteDecision, QuoteFault, QuoteRefusal};
pub use checks::QuoteChecks;
pub use head::{CatalogRef, QuoteHead, QuoteKind};
#[cfg(feature = "sign")]
pub use key::{QuoteKey, QuoteKeys};
pub use plans::{FitChoice, FitQuote, ProjectionQuote, QuotedOption, QuotedProjection};
pub use quote::Quote;
#[cfg(feature = "sign")]
pub use sign::QuoteSigner;
pub use signed::{QuoteAlgorithm, QuoteSignature, SignedQuote};
pub use terms::QuoteTerms;
pub use verdict::Verdict;

/// Version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
