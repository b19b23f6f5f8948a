//! One generation on every platform: in credits, and in money by plan and top-up.

use super::exchange::Exchange;
use super::models::Models;
use super::need::ModelRun;
use super::offer::{Finder, OfferedLine};
use super::sold::{CreditPrice, share, sold};
use crate::amount::{Decimal, Fraction, Mode};
use crate::calendar::Instant;
use crate::catalog::id::OperationId;
use crate::catalog::program::Text;
use crate::catalog::{Catalog, Date, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::State;
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

/// Money between two ends, both included, to six places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MoneyRange {
    /// The least.
    pub low: Decimal,
    /// The most.
    pub high: Decimal,
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
/// `missing` without a catalog, and for a currency that the catalogs do not agree in. A platform
/// that cannot be compared is no error.
pub fn compare_run(
    catalogs: &[Catalog],
    run: &ModelRun,
    models: &Models,
) -> Result<RunComparison, Errors> {
    if catalogs.is_empty() {
        return Err(Error::new(ErrorKind::Missing, "", "expected at least one catalog").into());
    }
    let exchange = Exchange::of(run.currency.as_deref(), &run.rates, catalogs)?;
    let ask = |catalog| RunOn { catalog, at: run.at, exchange: &exchange }.platform(run, models);
    let mut platforms: Vec<PlatformRun> = catalogs.iter().map(ask).collect();
    sort(&mut platforms, cheapest_first);
    Ok(RunComparison { currency: exchange.currency().map(Into::into), platforms })
}

/// Platforms of which more is known come first, then by the money for one result, then by id.
fn cheapest_first(a: &PlatformRun, b: &PlatformRun) -> Ordering {
    let money =
        |one: &PlatformRun| one.per_result.or(one.money).map(|range| (range.low, range.high));
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
        let info = self.catalog.info();
        let mut platform = PlatformRun {
            catalog: info.id.into(),
            name: info.name,
            version: info.version.into(),
            as_of: info.as_of,
            currency: self.catalog.currency().map(Into::into),
            state: PlatformRunState::NotOffered,
            reason: None,
            line: None,
            money: None,
            per_result: None,
            credits: Vec::new(),
        };
        let finder = Finder { catalog: self.catalog, models, at: self.at };
        match finder.best(&info.operations, &run.request) {
            Ok(line) => self.price(&mut platform, line),
            Err(missing) => {
                if missing.like_this {
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

    fn range(&self, platform: &mut PlatformRun, line: &OfferedLine) {
        let money = || platform.credits.iter().filter_map(|way| way.money);
        let ends = money().min().zip(money().max());
        let own = platform.currency.as_deref();
        let Some((low, high)) = ends else {
            let missing = own.filter(|own| self.exchange.rate(Some(own)).is_none());
            (platform.state, platform.reason) = match missing {
                Some(own) if !platform.credits.is_empty() => {
                    (PlatformRunState::NoRate, Some(format!("there is no rate for {own}")))
                }
                _ => (PlatformRunState::CreditsOnly, Some(NO_PRICE.to_owned())),
            };
            return;
        };
        platform.state = PlatformRunState::Priced;
        platform.money = Some(MoneyRange { low, high });
        let results = line.results.filter(|results| *results > Decimal::ONE);
        platform.per_result = results.and_then(|results| {
            Some(MoneyRange { low: part(low, results)?, high: part(high, results)? })
        });
    }

    /// The ways to pay for a request, the cheapest first.
    fn ways(&self, request: &Request) -> Vec<CreditPrice> {
        let place = self.catalog.operation_ids().position(|id| id == request.operation);
        let Some(place) = place.map(OperationId::at) else { return Vec::new() };
        let rate = self.exchange.rate(self.catalog.currency());
        let ways = sold(self.catalog, place).into_iter().filter_map(|sold| {
            let (plan, term) = sold.plan.clone().unzip();
            let mut request = request.clone();
            request.run.plan = plan.as_deref().map(str::to_owned);
            let estimate = self.catalog.estimate(&request).ok()?;
            let is_open = plan.is_none() || estimate.gates.is_empty();
            let is_known = matches!(estimate.state, State::Exact | State::Range);
            let total = estimate.total.or(estimate.high).filter(|_| is_open && is_known)?;
            Some(CreditPrice {
                plan,
                term,
                money: rate.and_then(|rate| share(&sold, total, rate)),
                top_up: sold.top_up,
                name: sold.name,
                credits: sold.credits,
                price: sold.price,
                total,
            })
        });
        let mut ways: Vec<CreditPrice> = ways.collect();
        sort(&mut ways, |a, b| a.money.cmp(&b.money));
        ways
    }
}

fn part(money: Decimal, of: Decimal) -> Option<Decimal> {
    let part = Fraction::from_decimal(money).div(&Fraction::from_decimal(of)).ok()?;
    part.rounded(Mode::HalfUp, Fraction::from_parts(1, 1_000_000)?)
}
