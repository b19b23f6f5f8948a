//! The same need on several platforms, in one money.
//!
//! A `need` names `models`. On each platform, `offer` finds the operations behind them; a fit finds
//! the plan, term and purchases; `rank` puts the platforms in order. What cannot be compared is
//! listed with its reason, and never ranked.

mod models;
mod need;
mod offer;
mod rank;

pub use models::Models;
pub use need::{ModelLine, ModelNeed, ModelRequest};
pub use offer::OfferedLine;

use crate::amount::{Decimal, Fraction, Money};
use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::fit::{Fit, FitOption, FitState, Need};
use offer::Offer;
use serde::Serialize;

/// Where a need costs least.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Comparison {
    /// ISO code of the money that all are compared in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Text>,
    /// First instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Instant>,
    /// Number of months.
    pub months: u32,
    /// Every platform: first those that cover the need at a known price, the cheapest first.
    pub platforms: Vec<Platform>,
}

/// What a need costs on a platform.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Platform {
    /// Id of the catalog.
    pub catalog: Text,
    /// Name of the platform.
    pub name: String,
    /// Version of the catalog.
    pub version: Text,
    /// Date of its prices.
    pub as_of: Text,
    /// Whether it can be compared, and how well it covers the need.
    pub state: PlatformState,
    /// Why, as a sentence.
    pub reason: String,
    /// ISO code of the platform's money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Text>,
    /// The cost in the money of the comparison, to the twelfth place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Decimal>,
    /// The operations that make what is needed, line by line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<OfferedLine>,
    /// The best plan, term and purchases, in the platform's own money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<Box<FitOption>>,
}

/// Whether a platform can be compared, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PlatformState {
    /// It covers the need and the smaller margin.
    Covers,
    /// It covers the need, but not the smaller margin.
    NeedOnly,
    /// It covers the need, at a price in another money without a rate.
    NoRate,
    /// A price or an allowance that decides is not published.
    Unknown,
    /// No plan covers the need.
    Short,
    /// It does not offer a model, or not with these settings.
    NotOffered,
}

/// What a need costs on each platform: the best option of each, and the cheapest platform first.
///
/// ```
/// use drawdown::{Catalog, ModelNeed, Models, PlatformState, compare};
/// let platform = |id: &str, rate: &str, model: &str| Catalog::from_json(&format!(r#"{{
///     "catalog": "{id}", "version": "1", "as_of": "2026-11-01", "currency": "USD",
///     "credit": {{ "name": "credit", "step": "1" }},
///     "operations": [ {{ "id": "image", "model": "{model}",
///         "price": [ {{ "line": "image", "rate": "{rate}" }} ] }} ],
///     "classes": {{ "pack": {{}} }}, "burn_order": [ "issued" ],
///     "top_ups": [ {{ "id": "pack", "class": "pack", "credits": "100", "price": "5.00" }} ] }}"#));
/// let catalogs = [platform("one", "10", "seedream-4-5")?, platform("two", "4", "seedream-v4-5")?];
/// let models = Models::from_json(r#"{ "seedream-4-5": { "aliases": [ "seedream-v4-5" ] } }"#)?;
/// let need = ModelNeed::from_json(r#"{ "lines": [
///     { "request": { "model": "Seedream 4.5" }, "per_month": 20 } ], "months": 1, "buffer": 0 }"#)?;
/// let all = compare(&catalogs, &need, &models)?;
/// assert_eq!(all.platforms[0].catalog.as_ref(), "two");
/// assert_eq!(all.platforms[0].state, PlatformState::Covers);
/// assert_eq!(all.platforms[0].cost.unwrap().to_string(), "5");
/// assert_eq!(all.platforms[1].cost.unwrap().to_string(), "10");
/// # Ok::<(), drawdown::Errors>(())
/// ```
///
/// # Errors
/// What is wrong in the need, with its JSON pointer. A platform that cannot be compared is no error.
pub fn compare(
    catalogs: &[Catalog],
    need: &ModelNeed,
    models: &Models,
) -> Result<Comparison, Errors> {
    need.check(catalogs)?;
    let currency = need.money(catalogs)?;
    let latest = || catalogs.iter().map(|catalog| catalog.as_of().midnight()).max();
    let start = need.start.or_else(latest);
    let each = catalogs.iter().map(|catalog| {
        let offer = Offer::find(catalog, need, models);
        Ask { catalog, need, start, currency: currency.as_deref() }.platform(offer)
    });
    let mut platforms = each.collect::<Result<Vec<_>, Errors>>()?;
    rank::rank(&mut platforms);
    let months = need.months.unwrap_or(12);
    Ok(Comparison { currency: currency.map(Into::into), start, months, platforms })
}

/// A need that is asked of one platform.
struct Ask<'a> {
    catalog: &'a Catalog,
    need: &'a ModelNeed,
    start: Option<Instant>,
    currency: Option<&'a str>,
}

impl Ask<'_> {
    fn platform(&self, offer: Offer) -> Result<Platform, Errors> {
        let info = self.catalog.info();
        let mut platform = Platform {
            catalog: info.id.into(),
            name: info.name,
            version: info.version.into(),
            as_of: info.as_of.to_string().into(),
            state: PlatformState::NotOffered,
            reason: String::new(),
            currency: self.catalog.currency().map(Into::into),
            cost: None,
            lines: offer.lines,
            option: None,
        };
        if let Some(missing) = offer.missing {
            platform.reason = missing;
            return Ok(platform);
        }
        match self.catalog.fit(&self.need_of(&platform.lines)) {
            Ok(fit) => self.judge(&mut platform, fit)?,
            Err(errors) => self.unknown(&mut platform, errors)?,
        }
        Ok(platform)
    }

    fn need_of(&self, lines: &[OfferedLine]) -> Need {
        let lines = self.need.lines.iter().zip(lines);
        let mut need = Need::new(lines.map(|(line, offered)| line.with(offered.request.clone())));
        need.buffer.clone_from(&self.need.buffer);
        need.start = self.start;
        need.months = self.need.months;
        need.season.clone_from(&self.need.season);
        need.ranges = self.need.ranges;
        need.account = self.account().cloned();
        need
    }

    fn account(&self) -> Option<&crate::wallet::Account> {
        let mut accounts = self.need.accounts.iter();
        accounts.find(|(id, _)| id == self.catalog.id()).map(|(_, account)| account)
    }

    fn judge(&self, platform: &mut Platform, fit: Fit) -> Result<(), Errors> {
        let Some(best) = fit.options.into_iter().next() else { return Ok(()) };
        platform.reason = fit.verdict;
        platform.cost = best.cost.map(|cost| self.converted(cost)).transpose()?.flatten();
        platform.state = match (best.state, best.cost) {
            (FitState::Unknown, _) | (FitState::Covers | FitState::NeedOnly, None) => {
                PlatformState::Unknown
            }
            (FitState::Short | FitState::Blocked, _) => PlatformState::Short,
            (_, Some(_)) if platform.cost.is_none() => PlatformState::NoRate,
            (FitState::Covers, _) => PlatformState::Covers,
            (FitState::NeedOnly, _) => PlatformState::NeedOnly,
        };
        if platform.state == PlatformState::NoRate {
            let own = platform.currency.as_deref().unwrap_or("its money");
            platform.reason = format!("{} Give a rate for {own} to compare it.", platform.reason);
        }
        platform.option = Some(Box::new(best));
        Ok(())
    }

    /// A need may be right and still have no answer here: a cost that is not published. What is
    /// wrong with the account is an error of the need.
    fn unknown(&self, platform: &mut Platform, errors: Errors) -> Result<(), Errors> {
        let is_of_account = |error: &Error| error.pointer().starts_with("/account");
        if errors.iter().any(is_of_account) {
            let id = self.catalog.id();
            return Err(errors.moved(|pointer| {
                let rest = pointer.strip_prefix("/account")?;
                Some(format!("/accounts/{id}{rest}"))
            }));
        }
        platform.state = PlatformState::Unknown;
        platform.reason = errors.first().map_or_else(String::new, |e| e.sentence().to_owned());
        Ok(())
    }

    /// In the money of the comparison; `None` without a rate.
    fn converted(&self, cost: Money) -> Result<Option<Decimal>, Errors> {
        let own = self.catalog.currency();
        if own.is_some() && own == self.currency {
            return Ok(Some(cost.decimal()));
        }
        let rate = self.need.rates.iter().find(|(code, _)| Some(code.as_str()) == own);
        let Some((_, rate)) = rate else { return Ok(None) };
        let product = Fraction::from_decimal(cost.decimal()).mul(&Fraction::from_decimal(*rate));
        let product = product.ok().and_then(|product| product.nearest_decimal().ok());
        let sentence = "the cost no longer fits exact arithmetic";
        Ok(Some(product.ok_or_else(|| Error::new(ErrorKind::Inexact, "/rates", sentence))?))
    }
}

impl ModelNeed {
    /// What no platform could answer.
    fn check(&self, catalogs: &[Catalog]) -> Result<(), Errors> {
        let missing = |pointer: &str, sentence| {
            Errors::from(Error::new(ErrorKind::Missing, pointer, sentence))
        };
        if self.lines.is_empty() {
            return Err(missing("/lines", "expected at least one line"));
        }
        if catalogs.is_empty() {
            return Err(missing("", "expected at least one catalog"));
        }
        for (place, line) in self.lines.iter().enumerate() {
            let at = |errors: Error| {
                let pointer = format!("/lines/{place}{}", errors.pointer());
                Error::new(errors.kind(), pointer, errors.sentence())
            };
            line.with(Request::new("")).check_how_often().map_err(at)?;
        }
        for (id, _) in &self.accounts {
            if !catalogs.iter().any(|catalog| catalog.id() == id) {
                let sentence = format!("there is no catalog `{id}` among those compared");
                return Err(Error::new(
                    ErrorKind::UnknownName,
                    format!("/accounts/{id}"),
                    sentence,
                )
                .into());
            }
        }
        Ok(())
    }

    /// The money to compare in.
    fn money(&self, catalogs: &[Catalog]) -> Result<Option<String>, Errors> {
        if self.currency.is_some() {
            return Ok(self.currency.clone());
        }
        let mut all: Vec<&str> = catalogs.iter().filter_map(Catalog::currency).collect();
        all.sort_unstable();
        all.dedup();
        match all.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some((*one).to_owned())),
            several => {
                let sentence = format!(
                    "expected `currency` and `rates`: the catalogs are in {}",
                    several.join(" and ")
                );
                Err(Error::new(ErrorKind::Missing, "/currency", sentence).into())
            }
        }
    }
}
