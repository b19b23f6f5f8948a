//! What the names of a state become in another catalog.

use crate::error::Errors;
use crate::json::{self, Log, saved};

saved! {
    /// What becomes of names that another catalog does not have: another name or, with `null`,
    /// nothing. Names that it has need no word, unless they mean something else there.
    ///
    /// ```
    /// use drawdown::WalletMapping;
    /// let mapping = WalletMapping::default()
    ///     .plans([("pro", Some("premium"))])
    ///     .top_ups([("pack", None::<String>)]);
    /// assert_eq!(mapping, WalletMapping::from_json(
    ///     r#"{ "plans": { "pro": "premium" }, "top_ups": { "pack": null } }"#)?);
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    #[input]
    pub struct WalletMapping {
        /// Classes of credits; each becomes a class, so that no credits are lost. Two may become
        /// one.
        classes: Vec<(String, String)>,
        /// Plans. A subscription to a plan that becomes nothing ends: its credits stay until the
        /// end of their cycle or term, and those of classes that freeze without a plan are frozen.
        plans: Vec<(String, Option<String>)>,
        /// Grants. The credits of one that becomes nothing stay, as if they had been given.
        grants: Vec<(String, Option<String>)>,
        /// Top-ups; likewise.
        top_ups: Vec<(String, Option<String>)>,
        /// Operations. Holds of one that becomes nothing are released, and its receipts cannot be
        /// refunded any more.
        operations: Vec<(String, Option<String>)>,
        /// Meters. The use of one that becomes nothing is forgotten.
        meters: Vec<(String, Option<String>)>,
    }
}

impl Default for WalletMapping {
    fn default() -> Self {
        json::Read::placeholder()
    }
}

impl WalletMapping {
    /// Reads a mapping from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        Log::default().read(&json::parse(text)?)
    }
}
