//! Which rules of rating and of balances this is.

/// Version of the rules. It changes whenever any number could.
pub const SEMANTICS: u32 = 4;
