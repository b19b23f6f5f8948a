//! What the maker of a quote adds to the answer.

use crate::calendar::{Instant, Recurrence, Span, Zone};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{Log, Read, Value, record};
use crate::visible::has_hidden;

/// The longest id or audience, in characters.
const MOST_CHARACTERS: usize = 200;

record! {
    /// From when to when a quote may be used, by whom, and its id. All of it is optional.
    ///
    /// ```
    /// use drawdown::{Catalog, QuoteTerms, Request};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
    /// let terms = QuoteTerms::default()
    ///     .id("order-7")
    ///     .issued("2026-11-01T12:00Z".parse()?)
    ///     .expires("2026-11-01T12:15Z".parse()?)
    ///     .audience("shop.example");
    /// let quote = catalog.quote_with(&Request::new("image"), &terms)?;
    /// assert_eq!(quote.id(), "order-7");
    /// assert_eq!(quote.audience.as_deref(), Some("shop.example"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[input]
    pub struct QuoteTerms {
        /// The id of the quote, at most 200 characters; its digest when absent.
        id: Option<String>,
        /// The first instant at which it is valid.
        issued: Option<Instant>,
        /// The first instant at which it is no longer valid, after `issued`.
        expires: Option<Instant>,
        /// Who may accept it, in the maker's words, at most 200 characters.
        audience: Option<String>,
    }
}

impl Default for QuoteTerms {
    fn default() -> Self {
        Read::placeholder()
    }
}

impl QuoteTerms {
    /// Reads terms from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        let terms: Self = Log::default().read(value)?;
        terms.check()?;
        Ok(terms)
    }

    /// Sets `issued`, and `expires` to one span later by UTC.
    ///
    /// ```
    /// use drawdown::QuoteTerms;
    /// let terms = QuoteTerms::default().valid_for("2026-11-01T12:00Z".parse()?, "15 minutes".parse()?);
    /// assert_eq!(terms.expires, Some("2026-11-01T12:15Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn valid_for(self, issued: Instant, span: Span) -> Self {
        let utc = Zone::utc();
        let end = Recurrence::from(issued, span.step(), &utc).nth(1, &utc);
        // A span beyond the last instant is refused later, as one that is empty.
        self.issued(issued).expires(end.unwrap_or(issued))
    }

    /// The first fault.
    pub(super) fn check(&self) -> Result<(), Error> {
        check_text("/id", self.id.as_deref())?;
        check_text("/audience", self.audience.as_deref())?;
        match (self.issued, self.expires) {
            (Some(issued), Some(expires)) if expires <= issued => {
                let sentence = format!("expected an instant after {issued}, found {expires}");
                Err(Error::new(ErrorKind::OutOfRange, "/expires", sentence))
            }
            _ => Ok(()),
        }
    }
}

fn check_text(pointer: &str, text: Option<&str>) -> Result<(), Error> {
    let Some(text) = text else { return Ok(()) };
    let count = text.chars().count();
    let found = match count {
        0 => "none".to_owned(),
        1..=MOST_CHARACTERS if has_hidden(text) => "an invisible one".to_owned(),
        1..=MOST_CHARACTERS => return Ok(()),
        _ => count.to_string(),
    };
    let sentence = format!("expected 1 to {MOST_CHARACTERS} visible characters, found {found}");
    Err(Error::new(ErrorKind::OutOfRange, pointer, sentence))
}
