//! The same need on several platforms, in one money.
//!
//! A need and a run name models. On each platform, `offer` finds the operations behind them. For a
//! need, a fit finds the plan, term and purchases; for a `run`, `sold` finds what credits cost.
//! `exchange` makes one money of all. What cannot be compared is listed with its reason, and never
//! ranked.

mod checks;
mod exchange;
mod models;
mod need;
mod offer;
mod platform;
mod run;
mod sold;

pub use exchange::MoneyRange;
pub use models::Models;
pub use need::{ModelLine, ModelNeed, ModelRequest, ModelRun};
pub use offer::OfferedLine;
pub use platform::{Platform, PlatformState};
pub use run::{PlatformRun, PlatformRunState, RunComparison, compare_run};
pub use sold::CreditPrice;

use crate::calendar::Instant;
use crate::catalog::program::Text;
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::fit::{Buffer, season_fault};
use crate::json::escape;
use crate::order::sort;
use checks::{out_of_range, some};
use exchange::Exchange;
use platform::{NeedOn, cheapest_first};
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
    compare_watched(catalogs, need, models, |_| true)
}

/// Like [`compare`]. After each platform, `tell` receives the progress in thousandths; it returns
/// whether to continue.
///
/// # Errors
/// As for [`compare`]; `stopped` if `tell` returned `false`.
pub fn compare_watched(
    catalogs: &[Catalog],
    need: &ModelNeed,
    models: &Models,
    tell: impl Fn(u32) -> bool,
) -> Result<Comparison, Errors> {
    need.check(catalogs)?;
    let exchange = Exchange::of(need.currency.as_deref(), &need.rates, catalogs)?;
    let latest = || catalogs.iter().map(|catalog| catalog.as_of().midnight()).max();
    let start = need.start.or_else(latest);
    let mut platforms = Vec::with_capacity(catalogs.len());
    for catalog in catalogs {
        platforms.push(NeedOn { catalog, need, start, exchange: &exchange }.platform(models)?);
        if !tell(thousandths(platforms.len(), catalogs.len())) {
            return Err(Error::new(ErrorKind::Stopped, "", "stopped before the answer").into());
        }
    }
    sort(&mut platforms, cheapest_first);
    let currency = exchange.currency().map(Into::into);
    Ok(Comparison { currency, start, months: need.months.unwrap_or(12), platforms })
}

fn thousandths(done: usize, of: usize) -> u32 {
    let share = done.saturating_mul(1_000).checked_div(of);
    share.and_then(|share| u32::try_from(share).ok()).unwrap_or(1_000)
}

impl ModelNeed {
    /// What no platform could answer.
    fn check(&self, catalogs: &[Catalog]) -> Result<(), Errors> {
        some(catalogs)?;
        let mut errors = out_of_range(self);
        if self.lines.is_empty() {
            let sentence = "expected at least one line, found none";
            errors.push(Error::new(ErrorKind::Missing, "/lines", sentence));
        }
        for (place, line) in self.lines.iter().enumerate() {
            let checked = line.with(Request::new("")).check_how_often().map_err(Errors::from);
            let under = |errors: Errors| errors.under(&format!("/lines/{place}"));
            errors.extend(checked.map_err(under).err().into_iter().flatten());
        }
        errors.extend(self.buffer.as_ref().and_then(Buffer::fault));
        errors.extend(season_fault(&self.season));
        let ids: Vec<&str> = catalogs.iter().map(Catalog::id).collect();
        for (id, _) in self.accounts.iter().filter(|(id, _)| !ids.contains(&id.as_str())) {
            let pointer = format!("/accounts/{}", escape(id));
            errors.push(Error::unknown_name(pointer, "catalog", id, &ids));
        }
        Errors::check(errors)
    }
}
