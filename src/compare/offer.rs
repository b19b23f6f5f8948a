//! The operations behind models, on one platform.

use super::models::Models;
use super::need::{ModelNeed, ModelRequest};
use crate::amount::{Credits, Decimal, Fraction};
use crate::calendar::Instant;
use crate::catalog::head::Head;
use crate::catalog::program::Text;
use crate::catalog::{Catalog, Request, SettingValue};
use crate::estimate::{Estimate, State, settings_by_name};
use serde::Serialize;
use std::cmp::Ordering;

/// What a platform makes for a line of the need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OfferedLine {
    /// The request, with the operation of the platform.
    pub request: Request,
    /// Name of the operation.
    pub name: String,
    /// Every setting with a value, including the platform's defaults, by name.
    #[serde(serialize_with = "settings_by_name")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, SettingValue>")
    )]
    pub settings: Vec<(Text, SettingValue)>,
    /// How many results a run makes, if a setting says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<Decimal>,
    /// The cost of the request without a plan: the low end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Credits>,
    /// The high end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Credits>,
    /// Plural name of the unit.
    pub unit: Text,
    /// The vendor says "about".
    pub approximate: bool,
    /// Why the cost is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
}

/// Why a platform does not offer what is asked for.
pub(super) struct Missing {
    /// It offers the model, but not with these settings or tags.
    pub(super) has_model: bool,
    pub(super) reason: String,
}

/// A platform that is asked for models.
pub(super) struct Finder<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) models: &'a Models,
    /// The instant whose prices count.
    pub(super) at: Option<Instant>,
}

impl Finder<'_> {
    /// All lines of a need.
    pub(super) fn offer(&self, need: &ModelNeed) -> Result<Vec<OfferedLine>, Missing> {
        need.lines.iter().map(|line| self.best(&line.request)).collect()
    }

    /// The operation by this model that makes a result for least; otherwise why there is none.
    pub(super) fn best(&self, asked: &ModelRequest) -> Result<OfferedLine, Missing> {
        let name = self.models.common(&asked.model);
        let called = self.models.label(&name);
        let heads = self.catalog.checked().heads().iter().enumerate();
        let by_model: Vec<(usize, &Head)> = heads
            .filter(|(_, head)| {
                head.model.as_ref().is_some_and(|model| self.models.common(model) == name)
            })
            .collect();
        if by_model.is_empty() {
            let reason = format!("it does not offer {called}");
            return Err(Missing { has_model: false, reason });
        }
        let has_tags = |(_, head): &&(usize, &Head)| {
            asked.tags.iter().all(|tag| head.tags.iter().any(|known| known == tag))
        };
        let mut found: Option<OfferedLine> = None;
        let mut refused = None;
        for (place, head) in by_model.iter().filter(has_tags) {
            match self.line(*place, head, asked) {
                Ok(line) if found.as_ref().is_none_or(|known| line.is_cheaper(known)) => {
                    found = Some(line);
                }
                Ok(_) => {}
                Err(why) => refused = refused.or(Some(why)),
            }
        }
        found.ok_or_else(|| {
            let reason = match refused {
                Some(why) => format!("{called}: {why}"),
                None => format!("it does not offer {called} for {}", asked.tags.join(", ")),
            };
            Missing { has_model: true, reason }
        })
    }

    fn line(&self, place: usize, head: &Head, asked: &ModelRequest) -> Result<OfferedLine, String> {
        let mut request = Request::new(&*head.id);
        request.run.settings.clone_from(&asked.settings);
        request.run.runs = asked.runs;
        request.run.at = self.at;
        let estimate = self.catalog.estimate(&request).map_err(|errors| {
            errors.first().map_or_else(String::new, |error| error.sentence().to_owned())
        })?;
        let is_known = matches!(estimate.state, State::Exact | State::Range);
        let known = |end: Option<Credits>| estimate.total.or(end).filter(|_| is_known);
        Ok(OfferedLine {
            request,
            name: head.name().to_owned(),
            results: self.results(place, &estimate),
            low: known(estimate.low),
            high: known(estimate.high),
            unit: estimate.unit.clone(),
            approximate: estimate.approximate,
            unknown: unknown(&estimate, is_known),
            settings: estimate.settings,
        })
    }

    /// The value of the setting that says how many results a run makes.
    fn results(&self, place: usize, estimate: &Estimate) -> Option<Decimal> {
        let operation = self.catalog.checked().operation_at(place).ok()?;
        let counts = operation.settings.iter().find(|setting| setting.results)?;
        let (_, value) = estimate.settings.iter().find(|(name, _)| *name == counts.name)?;
        value.number().filter(|count| *count > Decimal::ZERO)
    }
}

impl OfferedLine {
    /// An unknown cost is not cheaper than a known one.
    fn is_cheaper(&self, other: &OfferedLine) -> bool {
        match (self.per_result(), other.per_result()) {
            (Some(one), Some(other)) => one.compare(&other) == Ok(Ordering::Less),
            (one, other) => one.is_some() && other.is_none(),
        }
    }

    fn per_result(&self) -> Option<Fraction> {
        let total = Fraction::from_decimal(self.high?.decimal());
        match self.results {
            Some(results) => total.div(&Fraction::from_decimal(results)).ok(),
            None => Some(total),
        }
    }
}

fn unknown(estimate: &Estimate, is_known: bool) -> Option<String> {
    let reason = estimate.reasons.first().map(|reason| reason.text.clone());
    let open = || format!("its cost depends on {}", estimate.open.join(", "));
    (!is_known).then(|| reason.unwrap_or_else(open))
}
