//! The version of the rules for prices and balances.

/// Version of the rules. It changes whenever any number could change.
pub const SEMANTICS: u32 = 6;
