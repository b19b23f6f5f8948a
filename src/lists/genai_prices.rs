//! genai-prices: providers with models, whose prices depend on dates, hours, the length of the input and
//! what else a request says ("price variants").

mod prices;

use super::found::{Found, date};
use super::hours::{Changes, periods};
use super::left_out::{Omissions, Unused};
use super::operation::{Operation, Price};
use super::place::Place;
use super::priced::{INPUT, note_unpriced, price, settings};
use super::rules::{Rule, Rules};
use super::units::Units;
use crate::error::{Error, Errors, Findings};
use crate::json::{Value, parse};
use prices::ModelPrices;

/// The units of the released packages, for lists that define none.
const UNITS: &str = include_str!("../../data/lists/genai-prices.units.json");

/// Members of providers that say nothing about prices.
const OF_PROVIDERS: Unused = Unused {
    whose: "providers",
    read: &["id", "models"],
    known: &[
        ("name", "names of providers"),
        ("description", "descriptions of providers"),
        ("price_comments", "comments on prices"),
        ("pricing_urls", "addresses of pages with prices"),
        ("extractors", "rules by which usage is taken from responses"),
        ("api_pattern", FINDS_PROVIDER),
        ("model_match", FINDS_PROVIDER),
        ("provider_match", FINDS_PROVIDER),
        ("fallback_model_providers", "models that a provider takes over from another one"),
    ],
};
const FINDS_PROVIDER: &str = "rules by which a reference finds its provider";

/// Members of models that say nothing about prices.
const OF_MODELS: Unused = Unused {
    whose: "models",
    read: &["id", "prices", "price_variants"],
    known: &[
        ("name", "names of models"),
        ("description", "descriptions of models"),
        ("context_window", "context windows"),
        ("price_comments", "comments on prices"),
        ("deprecated", "marks of deprecated models"),
        ("match", "rules by which a reference finds its model: name the model by its id"),
        ("prices_checked", "dates on which prices were checked"),
        ("collapse", "marks of how the list itself is kept"),
    ],
};

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
    let units = units.map_or_else(usual_units, Ok)?;
    let rules = Rules::of("genai-prices")?;
    let mut reader = Reader { units, rules, left_out, operations: Vec::new(), latest: None };
    let mut errors = Findings::default();
    for provider in providers.items()? {
        if let Err(error) = reader.provider(&provider, &mut errors) {
            errors.push(error);
        }
    }
    Errors::check(errors.into_list("errors"))?;
    Ok(Found { operations: reader.operations, latest: reader.latest })
}

pub(super) fn usual_units() -> Result<Units, Errors> {
    let value = parse(UNITS)?;
    Ok(Units::read(&Place::root(&value).need("units")?)?)
}

struct Reader<'o> {
    units: Units,
    rules: Rules,
    left_out: &'o mut Omissions,
    operations: Vec<Operation>,
    latest: Option<String>,
}

impl Reader<'_> {
    fn provider(&mut self, provider: &Place<'_>, errors: &mut Findings) -> Result<(), Error> {
        let id = provider.need("id")?.text()?;
        self.left_out.of(id);
        OF_PROVIDERS.note(provider, self.left_out)?;
        for model in provider.need("models")?.items()? {
            match self.model(id, &model) {
                Ok(operation) => self.operations.push(operation),
                Err(error) => errors.push(error),
            }
        }
        Ok(())
    }

    fn model(&mut self, provider: &str, model: &Place<'_>) -> Result<Operation, Error> {
        let id = model.need("id")?.text()?;
        OF_MODELS.note(model, self.left_out)?;
        if let Some(checked) = model.get("prices_checked") {
            self.saw(checked.text()?);
        }
        let mut prices = ModelPrices::read(model, &self.units, self.left_out)?;
        let least = self.rules.for_model(provider, id).into_iter().find_map(|rule| match rule {
            Rule::LeastSeconds(least) => Some(least),
            _ => None,
        });
        if least.is_some() {
            prices.merge_seconds(&self.units);
        }
        let contexts = prices.contexts(model, self.left_out)?;
        let changes = Changes { dates: prices.dates(), minutes: prices.minutes(), weekly: false };
        let said = contexts.all();
        let found = periods(changes, |at| {
            let resolved: Vec<_> = said.iter().map(|context| prices.at(at, context)).collect();
            let price = price(&self.units, &contexts, &resolved);
            match least {
                Some(least) => at_least(price, least),
                None => price,
            }
        });
        note_unpriced(&found, model, self.left_out);
        let mut priced = prices.units();
        if prices.has_tiers() {
            priced.extend(self.units.named(INPUT));
        }
        Ok(Operation {
            id: format!("{provider}/{id}"),
            provider: provider.to_owned(),
            pointer: model.pointer.clone(),
            settings: settings(&self.units, &priced, &contexts),
            periods: found,
        })
    }

    /// Remembers the latest date on which prices were checked. Dates on which prices begin may be still
    /// to come.
    fn saw(&mut self, text: &str) {
        if let Some(date) = date(text).filter(|date| self.latest.as_ref() < Some(date)) {
            self.latest = Some(date);
        }
    }
}

/// Bills each recording as at least this many seconds.
fn at_least(mut price: Price, seconds: u64) -> Price {
    if let Price::Lines(lines) = &mut price {
        for line in lines {
            line.above_zero = Some(line.quantity.clone());
            line.quantity = format!("max({}, {seconds})", line.quantity);
        }
    }
    price
}
