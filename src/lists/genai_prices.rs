//! genai-prices: providers with models, whose prices depend on dates, hours, the length of the input and
//! what else a request says ("price variants").

mod prices;
mod units;

use super::hours::{Changes, periods};
use super::left_out::Omissions;
use super::number::Exact;
use super::operation::{Line, Operation, Price, Setting, SettingKind};
use super::place::Place;
use super::rate::Rate;
use super::{Found, date};
use crate::error::{Error, Errors, Findings};
use crate::json::Value;
use prices::{Contexts, ModelPrices, UnitRate};
use std::collections::{BTreeMap, BTreeSet};
use units::Units;

/// The quantity that decides which tier a request is in.
const INPUT: &str = "input_tokens";

/// The library itself, not its data, counts short recordings of these models as ten seconds.
const SHORTEST: [(&str, &str); 2] =
    [("groq", "whisper-large-v3"), ("groq", "whisper-large-v3-turbo")];
const SHORTEST_SECONDS: &str = "10";

/// Members of a provider or model that say nothing about prices.
const UNUSED: [(&str, &str); 8] = [
    ("name", "names of models"),
    ("description", "descriptions of models"),
    ("context_window", "context windows"),
    ("price_comments", "comments on prices"),
    ("deprecated", "marks of deprecated models"),
    ("match", "rules by which a reference finds its model: name the model by its id"),
    ("prices_checked", "dates on which prices were checked"),
    ("collapse", "marks of how the list itself is kept"),
];

/// Members of a provider that say nothing about prices.
const UNUSED_OF_PROVIDERS: [(&str, &str); 4] = [
    ("extractors", "rules by which usage is taken from responses"),
    ("model_match", "rules by which a reference finds its provider"),
    ("provider_match", "rules by which a reference finds its provider"),
    ("fallback_model_providers", "models that a provider takes over from another one"),
];

/// Reads a list: providers, or an object of `units` and `providers`.
pub(super) fn read(value: &Value, left_out: &mut Omissions) -> Result<Found, Errors> {
    let root = Place::root(value);
    let (units, providers) = match value {
        Value::Object(_) => {
            let units = root.get("units").map(|units| Units::read(&units)).transpose()?;
            (units, root.need("providers")?)
        }
        _ => (None, root),
    };
    let units = units.unwrap_or_else(Units::known);
    let mut reader = Reader { units, left_out, operations: Vec::new(), latest: None };
    let mut errors = Findings::default();
    for provider in providers.items()? {
        if let Err(error) = reader.provider(&provider, &mut errors) {
            errors.push(error);
        }
    }
    Errors::check(errors.into_list("errors"))?;
    Ok(Found { operations: reader.operations, latest: reader.latest })
}

struct Reader<'o> {
    units: Units,
    left_out: &'o mut Omissions,
    operations: Vec<Operation>,
    latest: Option<String>,
}

impl Reader<'_> {
    fn provider(&mut self, provider: &Place<'_>, errors: &mut Findings) -> Result<(), Error> {
        let id = provider.need("id")?.text()?;
        self.note_unused(provider, &UNUSED_OF_PROVIDERS);
        for model in provider.need("models")?.items()? {
            match self.model(id, &model) {
                Ok(operation) => self.operations.push(operation),
                Err(error) => errors.push(error),
            }
        }
        Ok(())
    }

    fn note_unused(&mut self, place: &Place<'_>, unused: &[(&str, &str)]) {
        for (key, what) in unused {
            if let Some(found) = place.get(key) {
                self.left_out.add(*what, &found.pointer);
            }
        }
    }

    fn model(&mut self, provider: &str, model: &Place<'_>) -> Result<Operation, Error> {
        let id = model.need("id")?.text()?;
        self.note_unused(model, &UNUSED);
        if let Some(checked) = model.get("prices_checked") {
            self.saw(checked.text()?);
        }
        let mut prices = ModelPrices::read(model, &self.units, self.left_out)?;
        let is_shortest = SHORTEST.contains(&(provider, id));
        if is_shortest {
            prices.merge_seconds(&self.units);
        }
        prices.dates().iter().for_each(|date| self.saw(date));
        let contexts = prices.contexts(model, self.left_out)?;
        let changes = Changes { dates: prices.dates(), minutes: prices.minutes(), weekly: false };
        let said = contexts.all();
        let found = periods(changes, |at| {
            let resolved: Vec<_> = said.iter().map(|context| prices.at(at, context)).collect();
            price(&self.units, &contexts, &resolved, is_shortest)
        });
        let settings = settings(&self.units, &prices, &contexts);
        Ok(Operation {
            id: format!("{provider}/{id}"),
            provider: provider.len(),
            pointer: model.pointer.clone(),
            settings,
            periods: found,
        })
    }

    /// Remembers the latest date.
    fn saw(&mut self, text: &str) {
        if let Some(date) = date(text).filter(|date| self.latest.as_ref() < Some(date)) {
            self.latest = Some(date);
        }
    }
}

/// A setting for each unit that has a price at some time, and one for each further part of a context.
fn settings(units: &Units, prices: &ModelPrices, contexts: &Contexts) -> Vec<Setting> {
    let mut priced = prices.units();
    if prices.has_tiers() {
        priced.extend(units.named(INPUT));
    }
    let is_part = |unit: usize| priced.iter().any(|whole| units.contains(*whole, unit));
    let amounts = priced.iter().filter_map(|place| {
        let unit = units.get(*place).filter(|unit| !unit.is_requests())?;
        Some(unit.setting(is_part(*place)))
    });
    amounts.chain(contexts.settings()).collect()
}

/// The price at one moment, from the rates of each context.
fn price(
    units: &Units,
    contexts: &Contexts,
    resolved: &[BTreeMap<usize, UnitRate>],
    is_shortest: bool,
) -> Price {
    let priced: BTreeSet<usize> = resolved.iter().flat_map(BTreeMap::keys).copied().collect();
    if priced.is_empty() {
        return Price::Free;
    }
    let line = |place: &usize| {
        let unit = units.get(*place)?;
        let rates = resolved.iter().map(|rates| rate(units, *place, rates)).collect();
        let (rate, factor) = contexts.rate(rates);
        let mut line = Line {
            label: unit.label(),
            quantity: if unit.is_requests() { "1".to_owned() } else { units.rest(*place, &priced) },
            rate,
            per: unit.per,
            factor,
            above_zero: None,
        };
        if is_shortest {
            line.above_zero = Some(unit.usage.clone());
            line.quantity = format!("max({}, {SHORTEST_SECONDS})", unit.usage);
        }
        Some(line)
    };
    Price::Lines(priced.iter().filter_map(line).collect())
}

/// The rate of a unit in one context. A unit without a price of its own counts into the smallest one
/// that contains it; if there is none, it costs nothing.
fn rate(units: &Units, unit: usize, rates: &BTreeMap<usize, UnitRate>) -> Rate {
    let whole = rates.keys().filter(|whole| **whole == unit || units.contains(**whole, unit));
    let smallest =
        whole.reduce(|one, other| if units.contains(*one, *other) { other } else { one });
    smallest.and_then(|unit| rates.get(unit)).map_or(Rate::Is(Exact::ZERO), UnitRate::rate)
}

impl Contexts {
    /// A setting for each key of a context.
    fn settings(&self) -> Vec<Setting> {
        let setting = |(name, values): &(String, Vec<String>)| {
            let usual = self.usual(name);
            let values = std::iter::once(usual).chain(values.clone()).collect();
            Setting { name: name.clone(), kind: SettingKind::Choice(values) }
        };
        self.keys.iter().map(setting).collect()
    }

    /// One rate from the rates of all contexts, which are in the order of [`Contexts::all`]: that of
    /// requests that say nothing, with factors for the others if they are multiples of it.
    fn rate(&self, rates: Vec<Rate>) -> (Rate, Option<Rate>) {
        let usual = rates.first().cloned().unwrap_or(Rate::Is(Exact::ZERO));
        if rates.iter().all(|rate| *rate == usual) {
            return (usual, None);
        }
        let factors: Option<Vec<Rate>> =
            rates.iter().map(|rate| rate.times(&usual).map(Rate::Is)).collect();
        match factors {
            Some(factors) => (usual, Some(self.table(&self.keys, &mut factors.into_iter()))),
            None => (self.table(&self.keys, &mut rates.into_iter()), None),
        }
    }

    fn table(
        &self,
        keys: &[(String, Vec<String>)],
        rates: &mut impl Iterator<Item = Rate>,
    ) -> Rate {
        let Some(((name, values), rest)) = keys.split_first() else {
            return rates.next().unwrap_or(Rate::Is(Exact::ZERO));
        };
        let usual = self.table(rest, rates);
        let rows = values.iter().map(|value| (value.clone(), self.table(rest, rates))).collect();
        Rate::by(name, rows, usual)
    }
}
