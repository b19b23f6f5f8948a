//! What goes into a FOCUS file, and what the log does not say.

use super::super::event::EventOutcome;
use super::super::report::ReportSpec;
use crate::amount::Decimal;
use crate::calendar::{Instant, Zone};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Value, Within, record, words};

words! {
    /// How long a charge period is.
    #[non_exhaustive]
    pub enum ChargePeriod {
        /// A day on the wall clock.
        Day = "day",
        /// An hour.
        Hour = "hour",
    }
}

words! {
    /// What a sub account is.
    #[non_exhaustive]
    pub enum SubAccount {
        /// Who ran it.
        Member = "member",
        /// The label.
        Project = "project",
    }
}

record! {
    /// What goes into a FOCUS cost and usage file, and what the log does not say.
    ///
    /// ```
    /// use drawdown::{ChargePeriod, FocusSpec};
    /// let spec = FocusSpec::new("0.01".parse()?)
    ///     .billing_currency("EUR")
    ///     .charge_period(ChargePeriod::Hour)
    ///     .projects(["launch"]);
    /// assert_eq!(spec.billing_currency.as_deref(), Some("EUR"));
    /// # Ok::<(), drawdown::ParseDecimalError>(())
    /// ```
    #[input]
    pub struct FocusSpec {
        /// The list price of one credit, in money.
        #[within(Within::NOT_NEGATIVE)]
        credit_price: Decimal,
        /// What one credit costs by contract; the list price when absent.
        #[within(Within::NOT_NEGATIVE)]
        contracted_price: Option<Decimal>,
        /// ISO 4217 code of the money; the currency of the catalog when absent.
        billing_currency: Option<String>,
        /// Id of the account that is billed, for events without an account.
        billing_account: Option<String>,
        /// The name of that account.
        billing_account_name: Option<String>,
        /// Who sells the service; the name of the catalog when absent.
        service_provider: Option<String>,
        /// Who sends the invoice; the service provider when absent.
        invoice_issuer: Option<String>,
        /// What a sub account is; a member when absent.
        sub_account: Option<SubAccount>,
        /// How long a charge period is; a day when absent.
        charge_period: Option<ChargePeriod>,
        /// The first instant that counts.
        from: Option<Instant>,
        /// The first instant that no longer counts.
        until: Option<Instant>,
        /// The wall clock of days and months; UTC when absent.
        zone: Option<Zone>,
        /// When the first billing period begins, each a month long; calendar months when absent.
        cycle_from: Option<Instant>,
        /// Only these accounts.
        accounts: Vec<String>,
        /// Only these members.
        members: Vec<String>,
        /// Only these projects.
        projects: Vec<String>,
        /// Only these operations.
        operations: Vec<String>,
        /// Only runs that ended so.
        outcomes: Vec<EventOutcome>,
        /// Rate events without a charge for an account with this plan; no plan when absent.
        plan: Option<String>,
        /// Rate all events, also those whose charge is known.
        rate_all: bool,
    }
}

impl FocusSpec {
    /// Everything in the log, at a price of one credit.
    pub fn new(credit_price: Decimal) -> Self {
        FocusSpec { credit_price, ..json::Read::placeholder() }
    }

    /// Reads a specification from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        FocusSpec::from_value(&json::parse(text)?)
    }

    /// Reads a specification from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_strict_values().read(value)
    }

    /// A report of the same events.
    pub(super) fn report(&self) -> ReportSpec {
        ReportSpec {
            accounts: self.accounts.clone(),
            members: self.members.clone(),
            projects: self.projects.clone(),
            operations: self.operations.clone(),
            outcomes: self.outcomes.clone(),
            ..ReportSpec::default()
        }
    }

    pub(super) fn check(&self) -> Result<(), Errors> {
        let log = Log::default();
        json::Read::check_fields(self, &json::Path::Root, &log);
        let texts = [
            ("/billing_account", &self.billing_account),
            ("/billing_account_name", &self.billing_account_name),
            ("/service_provider", &self.service_provider),
            ("/invoice_issuer", &self.invoice_issuer),
        ];
        if (self.from.zip(self.until)).is_some_and(|(from, until)| until <= from) {
            let sentence = "expected an end after the beginning";
            log.error(Error::new(ErrorKind::OutOfRange, "/until", sentence));
        }
        for (pointer, text) in texts {
            if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                log.error(Error::new(
                    ErrorKind::OutOfRange,
                    pointer,
                    "expected a text, found none",
                ));
            }
        }
        Errors::check(log.into_lists().0)
    }
}

/// What is the same in all rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Terms {
    pub(super) billing_currency: String,
    /// The name of a credit.
    pub(super) pricing_currency: String,
    pub(super) service: String,
    pub(super) service_provider: String,
    pub(super) invoice_issuer: String,
    pub(super) account: Option<String>,
    pub(super) account_name: Option<String>,
    pub(super) sub_account: SubAccount,
}

impl Terms {
    pub(super) fn of(spec: &FocusSpec, catalog: Option<&Catalog>) -> Result<Self, Errors> {
        let document = catalog.map(|catalog| &catalog.checked().document);
        let platform = document.map(|document| document.name.as_ref().unwrap_or(&document.catalog));
        let log = Log::default();
        let known = |pointer: &str, what: &str, given: &Option<String>, other: Option<&String>| {
            given.as_ref().or(other).cloned().unwrap_or_else(|| {
                let sentence = format!("expected {what}: no catalog says it");
                log.error(Error::new(ErrorKind::Missing, pointer, sentence));
                String::new()
            })
        };
        let provider =
            known("/service_provider", "the name of the seller", &spec.service_provider, platform);
        let currency = known(
            "/billing_currency",
            "an ISO 4217 code such as USD",
            &spec.billing_currency,
            document.and_then(|document| document.currency.as_ref()),
        );
        if !currency.is_empty() && !is_code(&currency) {
            let sentence =
                format!("expected three capital letters such as USD, found `{currency}`");
            log.error(Error::new(ErrorKind::OutOfRange, "/billing_currency", sentence));
        }
        Errors::check(log.into_lists().0)?;
        Ok(Terms {
            billing_currency: currency,
            pricing_currency: document.map_or("credit", |d| &*d.credit.name).to_owned(),
            service: platform.unwrap_or(&provider).clone(),
            invoice_issuer: spec.invoice_issuer.clone().unwrap_or_else(|| provider.clone()),
            service_provider: provider,
            account: spec.billing_account.clone(),
            account_name: spec.billing_account_name.clone(),
            sub_account: spec.sub_account.unwrap_or(SubAccount::Member),
        })
    }
}

/// The form of ISO 4217.
fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|letter| letter.is_ascii_uppercase())
}
