//! Quotes of simulations and of options: the question, the totals in clear, and the digest of the
//! whole answer.

use super::VERSION;
use super::head::{CatalogRef, QuoteKind};
use super::seal::{digest, digest_of_quote, written};
use super::terms::QuoteTerms;
use crate::amount::{Credits, Money};
use crate::calendar::Instant;
use crate::catalog::{Catalog, Term};
use crate::error::{Error, ErrorKind, Errors};
use crate::fit::{FitOption, FitState, Need, TopUpPurchase};
use crate::json::{Log, Read, Value, record};
use crate::semantics::SEMANTICS;
use crate::simulate::{Detail, Projection, Scenario, Totals};
use serde::Serialize;

/// A quote of a simulation. [`Catalog::quote_simulation`] makes one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ProjectionQuote {
    /// What is quoted: [`QuoteKind::Projection`].
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::projection"))]
    pub kind: QuoteKind,
    /// Version of the rules.
    pub semantics: u32,
    /// Version of the crate.
    pub drawdown: String,
    /// The catalog.
    pub catalog: CatalogRef,
    /// The id that its maker gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The first instant at which it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Instant>,
    /// The first instant at which it is no longer valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Instant>,
    /// Who may accept it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// `sha256:` over the canonical JSON of the scenario.
    pub scenario_digest: String,
    /// The scenario, as it was given.
    #[cfg_attr(feature = "schema", schemars(with = "Scenario"))]
    pub scenario: Value,
    /// The answer.
    pub projection: QuotedProjection,
    /// `sha256:` over all of the above.
    pub digest: String,
}

/// What a quote says of a projection.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct QuotedProjection {
    /// `sha256:` over the canonical JSON of the projection, without its ledger
    /// ([`Detail::Columns`]).
    pub digest: String,
    /// First instant.
    pub start: Instant,
    /// First instant after it.
    pub until: Instant,
    /// The first refusal of a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_out: Option<Instant>,
    /// Totals of the whole scenario.
    pub totals: Totals,
}

/// A quote of an option of a fit. [`Catalog::quote_fit`] makes one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FitQuote {
    /// What is quoted: [`QuoteKind::Fit`].
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::fit"))]
    pub kind: QuoteKind,
    /// Version of the rules.
    pub semantics: u32,
    /// Version of the crate.
    pub drawdown: String,
    /// The catalog.
    pub catalog: CatalogRef,
    /// The id that its maker gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The first instant at which it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Instant>,
    /// The first instant at which it is no longer valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Instant>,
    /// Who may accept it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// `sha256:` over the canonical JSON of the need.
    pub need_digest: String,
    /// The need, as it was given.
    #[cfg_attr(feature = "schema", schemars(with = "Need"))]
    pub need: Value,
    /// The answer.
    pub option: QuotedOption,
    /// `sha256:` over all of the above.
    pub digest: String,
}

/// What a quote says of an option.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct QuotedOption {
    /// `sha256:` over the canonical JSON of the [`FitOption`].
    pub digest: String,
    /// Id of the plan; absent for the option without a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The billing term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// How well it covers the need.
    pub state: FitState,
    /// Total money for the need as given; absent if a price is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// Money by month, to the cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_month: Option<Money>,
    /// Total money if the smaller margin is used too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_with_margin: Option<Money>,
    /// Credits issued for the need as given, including purchases.
    pub issued: Credits,
    /// Credits spent.
    pub spent: Credits,
    /// The purchases and their dates, for the need as given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub top_ups: Vec<TopUpPurchase>,
}

record! {
    /// Which option of a fit: a plan and a term. Without either it is the option without a plan.
    #[input]
    pub struct FitChoice {
        /// Id of the plan; no plan when absent.
        plan: Option<String>,
        /// The billing term.
        term: Option<Term>,
    }
}

impl FitChoice {
    /// Reads a choice from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::default().read(value)
    }
}

impl Default for FitChoice {
    fn default() -> Self {
        Read::placeholder()
    }
}

impl Catalog {
    /// A quote of a simulation: the scenario, the totals, and the digest of the whole projection.
    ///
    /// The scenario is given as JSON, because the quote holds it as it was written. The digest is
    /// that of [`Catalog::quote`].
    ///
    /// ```
    /// use drawdown::{Catalog, QuoteTerms, Verdict, parse, to_text};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    ///     "classes": { "free": { "paid": false } },
    ///     "grants": [ { "id": "daily", "class": "free", "amount": "100", "every": "day",
    ///                   "expires": "reset" } ],
    ///     "burn_order": [ "expires", "issued" ] }"#)?;
    /// let scenario = parse(r#"{ "start": "2026-11-02", "for": "1 week",
    ///     "demand": [ { "request": { "operation": "image" }, "per_day": 4 } ] }"#)?;
    /// let quote = catalog.quote_simulation(&scenario, &QuoteTerms::default())?;
    /// assert_eq!(quote.projection.totals.spent.to_string(), "672");
    /// assert_eq!(catalog.verify_json(&to_text(&quote)?)?, Verdict::Verified);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Catalog::simulate`] and [`Catalog::quote_with`].
    pub fn quote_simulation(
        &self,
        scenario: &Value,
        terms: &QuoteTerms,
    ) -> Result<ProjectionQuote, Errors> {
        let mut quote = self.unsealed_projection(scenario, terms)?;
        quote.digest = digest_of_quote(&quote)?;
        Ok(quote)
    }

    /// A quote of an option of a fit: the need, what the option costs, and the digest of all that
    /// [`Catalog::fit`] says of it. Without a choice it is the first option.
    ///
    /// # Errors
    /// As for [`Catalog::fit`] and [`Catalog::quote_with`], and if the fit has no such option.
    pub fn quote_fit(
        &self,
        need: &Value,
        choice: Option<&FitChoice>,
        terms: &QuoteTerms,
    ) -> Result<FitQuote, Errors> {
        let mut quote = self.unsealed_fit(need, choice, terms)?;
        quote.digest = digest_of_quote(&quote)?;
        Ok(quote)
    }

    /// A quote whose digest is still empty.
    pub(super) fn unsealed_projection(
        &self,
        scenario: &Value,
        terms: &QuoteTerms,
    ) -> Result<ProjectionQuote, Errors> {
        terms.check()?;
        let projection = self.simulate(&Scenario::from_value(scenario)?, Detail::Columns)?;
        let scenario = written(scenario)?;
        Ok(ProjectionQuote {
            kind: QuoteKind::Projection,
            semantics: SEMANTICS,
            drawdown: VERSION.to_owned(),
            catalog: CatalogRef::of(self),
            id: terms.id.clone(),
            issued: terms.issued,
            expires: terms.expires,
            audience: terms.audience.clone(),
            scenario_digest: digest(&scenario)?,
            scenario,
            projection: quoted_projection(projection)?,
            digest: String::new(),
        })
    }

    /// A quote whose digest is still empty.
    pub(super) fn unsealed_fit(
        &self,
        need: &Value,
        choice: Option<&FitChoice>,
        terms: &QuoteTerms,
    ) -> Result<FitQuote, Errors> {
        terms.check()?;
        let fit = self.fit(&Need::from_value(need)?)?;
        let need = written(need)?;
        Ok(FitQuote {
            kind: QuoteKind::Fit,
            semantics: SEMANTICS,
            drawdown: VERSION.to_owned(),
            catalog: CatalogRef::of(self),
            id: terms.id.clone(),
            issued: terms.issued,
            expires: terms.expires,
            audience: terms.audience.clone(),
            need_digest: digest(&need)?,
            need,
            option: quoted_option(chosen(&fit.options, choice)?)?,
            digest: String::new(),
        })
    }
}

fn quoted_projection(projection: Projection) -> Result<QuotedProjection, Error> {
    Ok(QuotedProjection {
        digest: digest(&projection)?,
        start: projection.start,
        until: projection.until,
        run_out: projection.run_out,
        totals: projection.totals,
    })
}

fn chosen<'o>(
    options: &'o [FitOption],
    choice: Option<&FitChoice>,
) -> Result<&'o FitOption, Error> {
    let is_it = |option: &&FitOption| {
        choice.is_none_or(|choice| {
            option.plan.as_deref() == choice.plan.as_deref() && option.term == choice.term
        })
    };
    options.iter().find(is_it).ok_or_else(|| {
        let sentence = "the fit has no option of this plan and term";
        Error::new(ErrorKind::UnknownName, "/option", sentence)
    })
}

fn quoted_option(option: &FitOption) -> Result<QuotedOption, Error> {
    Ok(QuotedOption {
        digest: digest(option)?,
        plan: option.plan.as_deref().map(str::to_owned),
        term: option.term,
        state: option.state,
        cost: option.cost,
        per_month: option.per_month,
        cost_with_margin: option.with_margin.as_ref().and_then(|more| more.cost),
        issued: option.issued,
        spent: option.spent,
        top_ups: option.top_ups.clone(),
    })
}

/// The plan and term of a quoted option.
pub(super) fn choice_in(option: &Value) -> Result<FitChoice, Errors> {
    let Value::Object(members) = option else { return Log::default().read(option) };
    let of_choice = members.iter().filter(|(key, _)| matches!(key.as_str(), "plan" | "term"));
    let choice = Log::default().read(&Value::Object(of_choice.cloned().collect()));
    choice.map_err(|errors: Errors| errors.under("/option"))
}
