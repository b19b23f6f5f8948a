//! One generation on every platform: in credits, and in money by plan and top-up.

use super::checks::{out_of_range, some};
use super::exchange::{Exchange, MoneyRange};
use super::models::Models;
use super::need::ModelRun;
use super::offer::{Finder, OfferedLine};
use super::sold::{Bill, CreditPrice};
use crate::amount::Decimal;
use crate::calendar::Instant;
use crate::catalog::id::OperationId;
use crate::catalog::program::Text;
use crate::catalog::{Catalog, Date, Request};
use crate::error::Errors;
use crate::order::sort;
use serde::Serialize;
use std::cmp::Ordering;

/// What one generation costs on each platform.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RunComparison {
    /// ISO code of the money that all are compared in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Text>,
    /// Every platform: first those whose cost in money is known, the cheapest first.
    pub platforms: Vec<PlatformRun>,
}

/// What one generation costs on a platform.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlatformRun {
    /// Id of the catalog.
    pub catalog: Text,
    /// Name of the platform.
    pub name: String,
    /// Version of the catalog.
    pub version: Text,
    /// Date of its prices.
    pub as_of: Date,
    /// ISO code of the platform's money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Text>,
    /// How much is known.
    pub state: PlatformRunState,
    /// Why there is no cost in money, as a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The operation that makes it, and its cost in credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<OfferedLine>,
    /// The cost in the money of the comparison, from the cheapest credits to the dearest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<MoneyRange>,
    /// The same for one of its results, if a run makes several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_result: Option<MoneyRange>,
    /// The ways to buy credits for it, the cheapest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<CreditPrice>,
}

/// How much is known of a generation on a platform, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PlatformRunState {
    /// Its cost in money.
    Priced,
    /// Its cost in money that has no rate.
    NoRate,
    /// Its cost in credits, but not what credits cost.
    CreditsOnly,
    /// The platform makes it, at a cost that is not published or not known before.
    Unknown,
    /// The platform offers the model, but not with these settings or tags.
    OtherSettings,
    /// The platform does not offer the model.
    NotOffered,
}

/// What one generation costs on each platform, in credits and in money.
///
/// A platform sells credits by plan, term and top-up, each at its own price: `money` goes from the
/// cheapest of them to the dearest.
///
/// ```
/// use drawdown::{Catalog, ModelRun, Models, compare_run};
/// let catalog = Catalog::from_json(r#"{
///     "catalog": "one", "version": "1", "as_of": "2026-11-01", "currency": "USD",
///     "credit": { "name": "credit", "step": "1" },
///     "operations": [ { "id": "image", "model": "seedream-4-5",
///         "price": [ { "line": "image", "rate": "10" } ] } ],
///     "classes": { "plan": {}, "pack": {} }, "burn_order": [ "issued" ],
///     "plans": [ { "id": "pro", "price": { "month": "10.00" }, "grants": [ "monthly" ] } ],
///     "grants": [ { "id": "monthly", "class": "plan", "amount": "500", "every": "cycle",
///                   "expires": "cycle_end" } ],
///     "top_ups": [ { "id": "pack", "class": "pack", "credits": "100", "price": "5.00" } ] }"#)?;
/// let run = ModelRun::from_json(r#"{ "request": { "model": "Seedream 4.5" } }"#)?;
/// let all = compare_run(&[catalog], &run, &Models::default())?;
/// let money = all.platforms[0].money.unwrap();
/// assert_eq!((money.low.to_string(), money.high.to_string()), ("0.2".into(), "0.5".into()));
/// # Ok::<(), drawdown::Errors>(())
/// ```
///
/// # Errors
/// What is wrong in the request, with its JSON pointer; `missing` without a catalog, and for a
/// currency that the catalogs do not agree in. A platform that cannot be compared is no error.
pub fn compare_run(
    catalogs: &[Catalog],
    run: &ModelRun,
    models: &Models,
) -> Result<RunComparison, Errors> {
    some(catalogs)?;
    Errors::check(out_of_range(run))?;
    let exchange = Exchange::of(run.currency.as_deref(), &run.rates, catalogs)?;
    let ask = |catalog| RunOn { catalog, at: run.at, exchange: &exchange }.platform(run, models);
    let mut platforms: Vec<PlatformRun> = catalogs.iter().map(ask).collect();
    sort(&mut platforms, cheapest_first);
    Ok(RunComparison { currency: exchange.currency().map(Into::into), platforms })
}

/// Platforms of which more is known come first, then by the money for one result, then by id.
fn cheapest_first(a: &PlatformRun, b: &PlatformRun) -> Ordering {
    let money = |one: &PlatformRun| one.per_result.or(one.money);
    let by_money = || money(a).cmp(&money(b));
    a.state.cmp(&b.state).then_with(by_money).then_with(|| a.catalog.cmp(&b.catalog))
}

const NO_PRICE: &str = "what its credits cost is not published";

struct RunOn<'a> {
    catalog: &'a Catalog,
    at: Option<Instant>,
    exchange: &'a Exchange<'a>,
}

impl RunOn<'_> {
    fn platform(&self, run: &ModelRun, models: &Models) -> PlatformRun {
        let catalog = self.catalog;
        let mut platform = PlatformRun {
            catalog: catalog.id_text(),
            name: catalog.name().to_owned(),
            version: catalog.version_text(),
            as_of: catalog.as_of(),
            currency: self.catalog.currency().map(Into::into),
            state: PlatformRunState::NotOffered,
            reason: None,
            line: None,
            money: None,
            per_result: None,
            credits: Vec::new(),
        };
        let finder = Finder { catalog: self.catalog, models, at: self.at };
        match finder.best(&run.request) {
            Ok(line) => self.price(&mut platform, line),
            Err(missing) => {
                if missing.has_model {
                    platform.state = PlatformRunState::OtherSettings;
                }
                platform.reason = Some(missing.reason);
            }
        }
        platform
    }

    fn price(&self, platform: &mut PlatformRun, line: OfferedLine) {
        platform.state = PlatformRunState::Unknown;
        platform.reason.clone_from(&line.unknown);
        if line.high.is_some() {
            platform.credits = self.ways(&line.request);
            self.range(platform, &line);
        }
        platform.line = Some(line);
    }

    fn ways(&self, request: &Request) -> Vec<CreditPrice> {
        let place = self.catalog.operation_ids().position(|id| id == request.operation);
        let rate = self.exchange.rate(self.catalog.currency());
        let bill = |operation| Bill { catalog: self.catalog, request, operation, rate };
        place.map(OperationId::at).map_or_else(Vec::new, |operation| bill(operation).ways())
    }

    fn range(&self, platform: &mut PlatformRun, line: &OfferedLine) {
        let low = platform.credits.iter().filter_map(|way| Some(way.money?.low)).min();
        let high = platform.credits.iter().filter_map(|way| Some(way.money?.high)).max();
        let Some((low, high)) = low.zip(high) else {
            (platform.state, platform.reason) = match platform.currency.as_deref() {
                Some(own) if !platform.credits.is_empty() => {
                    (PlatformRunState::NoRate, Some(format!("there is no rate for {own}")))
                }
                _ => (PlatformRunState::CreditsOnly, Some(NO_PRICE.to_owned())),
            };
            return;
        };
        let money = MoneyRange::new(low, high);
        platform.state = PlatformRunState::Priced;
        platform.money = Some(money);
        let results = line.results.filter(|results| *results > Decimal::ONE);
        platform.per_result = results.and_then(|results| money.part(results));
    }
}
