//! The limits of a live wallet.

use super::super::Result;
use crate::calendar::{Span, SpanUnit};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Value, saved};

saved! {
    /// How long a live wallet waits, remembers and keeps. Each wallet has its own; they are saved
    /// with it.
    ///
    /// ```
    /// use drawdown::WalletLimits;
    /// let limits = WalletLimits::default().hold("10 minutes".parse()?);
    /// assert_eq!(limits.remember.to_string(), "24 hours");
    /// # Ok::<(), drawdown::ParseCalendarError>(())
    /// ```
    #[non_exhaustive]
    pub struct WalletLimits {
        /// How far a command's `at` may lie before the wallet's clock: it is then carried out now.
        /// A command from longer ago is refused. 5 minutes by default.
        late: Span,
        /// How far a command may move the clock ahead without `confirm`. 1 year by default.
        leap: Span,
        /// How long a command is remembered: under its id, it is not carried out again. 24 hours by
        /// default.
        remember: Span,
        /// How long a hold lasts that names no end. 24 hours by default.
        hold: Span,
        /// How long receipts are kept for refunds. 90 days by default.
        receipts: Span,
        /// How long invoices are kept after they are paid or void. 180 days by default.
        invoices: Span,
    }
}

impl WalletLimits {
    /// Reads limits from JSON text; what is absent has its default.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> std::result::Result<Self, Errors> {
        let mut value = json::parse(text)?;
        if let Value::Object(members) = &mut value {
            for (key, span) in WalletLimits::default().spans() {
                if members.iter().all(|(known, _)| known != key) {
                    members.push((key.to_owned(), Value::String(span.to_string())));
                }
            }
        }
        Log::default().read(&value)
    }

    /// How far a command's `at` may lie before the wallet's clock.
    #[must_use]
    pub fn late(self, late: Span) -> Self {
        WalletLimits { late, ..self }
    }

    /// How far a command may move the clock ahead without `confirm`.
    #[must_use]
    pub fn leap(self, leap: Span) -> Self {
        WalletLimits { leap, ..self }
    }

    /// How long a command is remembered.
    #[must_use]
    pub fn remember(self, remember: Span) -> Self {
        WalletLimits { remember, ..self }
    }

    /// How long a hold lasts that names no end.
    #[must_use]
    pub fn hold(self, hold: Span) -> Self {
        WalletLimits { hold, ..self }
    }

    /// How long receipts are kept for refunds.
    #[must_use]
    pub fn receipts(self, receipts: Span) -> Self {
        WalletLimits { receipts, ..self }
    }

    /// How long invoices are kept after they are paid or void.
    #[must_use]
    pub fn invoices(self, invoices: Span) -> Self {
        WalletLimits { invoices, ..self }
    }

    /// Whether each has a length.
    pub(super) fn check(&self) -> Result<()> {
        match self.spans().into_iter().find(|(_, span)| span.count == 0) {
            None => Ok(()),
            Some((key, span)) => {
                let sentence = format!("expected a span such as \"5 minutes\", found \"{span}\"");
                Err(Error::new(ErrorKind::OutOfRange, format!("/{key}"), sentence))
            }
        }
    }

    /// Each with its key.
    fn spans(&self) -> [(&'static str, Span); 6] {
        let WalletLimits { late, leap, remember, hold, receipts, invoices } = *self;
        [
            ("late", late),
            ("leap", leap),
            ("remember", remember),
            ("hold", hold),
            ("receipts", receipts),
            ("invoices", invoices),
        ]
    }
}

impl Default for WalletLimits {
    fn default() -> Self {
        let span = |count, unit| Span { count, unit };
        WalletLimits {
            late: span(5, SpanUnit::Minutes),
            leap: span(1, SpanUnit::Years),
            remember: span(24, SpanUnit::Hours),
            hold: span(24, SpanUnit::Hours),
            receipts: span(90, SpanUnit::Days),
            invoices: span(180, SpanUnit::Days),
        }
    }
}
