//! How invoices are paid.

use super::super::Result;
use crate::calendar::Span;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, saved, words};

words! {
    /// When credits that are invoiced can be spent.
    pub enum IssueAt {
        /// From the invoice on.
        Invoice = "invoice",
        /// From its payment on.
        Payment = "payment",
    }
}

words! {
    /// What becomes of a subscription whose invoice is void.
    pub enum WhenUnpaid {
        /// It ends.
        Lapse = "lapse",
        /// It goes on without the credits of that invoice.
        Continue = "continue",
    }
}

saved! {
    /// How invoices are paid. A wallet without such a policy takes every invoice as paid when it is
    /// sent.
    ///
    /// ```
    /// use drawdown::{IssueAt, PaymentPolicy};
    /// let policy = PaymentPolicy::default().issue(IssueAt::Payment).grace("7 days".parse()?);
    /// assert_eq!(PaymentPolicy::from_json(r#"{ "issue": "payment", "grace": "7 days" }"#)?, policy);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[input]
    pub struct PaymentPolicy {
        /// When credits can be spent: from the invoice on, when absent.
        issue: Option<IssueAt>,
        /// How long an invoice stays open before it is void. When absent, it stays open until it is
        /// paid, or its last payment has failed.
        grace: Option<Span>,
        /// What becomes of the subscription then: it ends, when absent.
        unpaid: Option<WhenUnpaid>,
    }
}

impl Default for PaymentPolicy {
    /// Credits can be spent at once, and an invoice stays open.
    fn default() -> Self {
        PaymentPolicy { issue: None, grace: None, unpaid: None }
    }
}

impl PaymentPolicy {
    /// Reads a policy from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> std::result::Result<Self, Errors> {
        Log::default().read(&json::parse(text)?)
    }

    /// Whether credits wait for the payment.
    pub(super) fn waits(&self) -> bool {
        self.issue == Some(IssueAt::Payment)
    }

    pub(in super::super) fn check(&self) -> Result<()> {
        match self.grace {
            Some(span) if span.count == 0 => {
                let sentence = format!("expected a span such as \"7 days\", found \"{span}\"");
                Err(Error::new(ErrorKind::OutOfRange, "/grace", sentence))
            }
            _ => Ok(()),
        }
    }
}
