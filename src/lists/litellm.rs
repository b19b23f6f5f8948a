//! LiteLLM: one object of models. A key such as `input_cost_per_token_above_200k_tokens_priority` says what
//! is priced, above how many input tokens, and for which service tier.

mod keys;
mod off_peak;
mod rates;

use super::found::Found;
use super::hours::{Changes, periods};
use super::left_out::Omissions;
use super::operation::{Absent, Operation, Period, Price, SettingKind};
use super::place::Place;
use super::priced::{Contexts, note_unpriced, price, settings};
use super::rules::Rules;
use super::units::Units;
use crate::error::{Error, Errors, Findings};
use crate::json::Value;
pub(super) use keys::UNITS;
use keys::{Key, SERVICE_TIER};
use off_peak::OffPeak;
pub(super) use rates::{INHERITED as INHERITED_UNITS, WITH_THRESHOLDS as THRESHOLD_UNITS};
use rates::{ModelRates, OTHER_SIZES, SEARCH_SIZE, USUAL_SIZE};
use std::collections::{BTreeMap, BTreeSet};

/// Entries that are no models.
const NO_MODELS: [&str; 2] = ["sample_spec", "fallback_generalizations"];
/// The most aliases between a name and its model, so that a circle of aliases ends.
const ALIASES: usize = 8;
/// What a request to a model with prices of tokens says.
const TOKENS: [&str; 2] = ["input_tokens", "output_tokens"];

/// Reads a list.
pub(super) fn read(value: &Value, left_out: &mut Omissions) -> Result<Found, Errors> {
    let root = Place::root(value);
    let models = root.members()?;
    let reader = Reader {
        models: models.iter().cloned().collect(),
        units: Units::of(&UNITS),
        rules: Rules::of("litellm")?,
    };
    let mut operations = Vec::new();
    let mut errors = Findings::default();
    for (id, model) in models {
        if NO_MODELS.contains(&id) {
            left_out.of("");
            left_out.add("entries that are no models", &model.pointer);
            continue;
        }
        match reader.operation(id, &model, left_out) {
            Ok(operation) => operations.push(operation),
            Err(error) => errors.push(error),
        }
    }
    Errors::check(errors.into_list("errors"))?;
    Ok(Found { operations, latest: None })
}

struct Reader<'a> {
    models: BTreeMap<&'a str, Place<'a>>,
    units: Units,
    rules: Rules,
}

impl<'a> Reader<'a> {
    /// The members of a model that are not null; an alias has those of the model that it stands for, which can
    /// be an alias too.
    fn members(&self, model: &Place<'a>) -> Result<Vec<(&'a str, Place<'a>)>, Error> {
        let mut members = model.members()?;
        let mut next = model.get("alias_of");
        for _ in 0..=ALIASES {
            let Some(alias) = next else { return Ok(members) };
            let other = self.models.get(alias.text()?);
            let other = other.ok_or_else(|| alias.expected("the id of a model"))?;
            let own: BTreeSet<&str> = members.iter().map(|(key, _)| *key).collect();
            let further = other.members()?.into_iter();
            members.extend(further.filter(|(key, _)| !own.contains(key)));
            next = other.get("alias_of");
        }
        let alias = model.need("alias_of")?;
        Err(alias.expected(&format!("an alias of a model, over at most {ALIASES} others")))
    }

    fn operation(
        &self,
        id: &str,
        model: &Place<'a>,
        left_out: &mut Omissions,
    ) -> Result<Operation, Error> {
        let members = self.members(model)?;
        let text = |wanted: &str| {
            let found = members.iter().find(|(key, _)| *key == wanted);
            found.map(|(_, place)| place.text()).transpose()
        };
        let provider = text("litellm_provider")?.unwrap_or_default();
        left_out.of(provider);
        let mut rates = ModelRates::new(self.rules.for_model(provider, id));
        let mut off_peak = None;
        for (key, place) in &members {
            match Key::read(key) {
                Key::Price { unit, above, tier } => rates.add((unit, above, tier), key, place)?,
                Key::Tiers => rates.add_tiers(place, left_out)?,
                Key::OffPeak => off_peak = OffPeak::read(place, left_out)?,
                Key::Searches => rates.add_searches(place, left_out)?,
                Key::Alias => {}
                Key::LeftOut => left_out.add(format!("`{key}`"), &place.pointer),
                Key::NoPrice => left_out.add("what models are, can do and allow", &place.pointer),
            }
        }
        rates.leave_out_partial_batches(&self.units, &model.pointer, left_out);
        let (settings, periods) = priced(&self.units, &rates, off_peak.as_ref());
        rates.leave_out_unread(left_out);
        if !rates.is_empty() || off_peak.is_some() {
            note_unpriced(&periods, model, left_out);
        }
        Ok(Operation {
            id: id.to_owned(),
            provider: provider.to_owned(),
            pointer: model.pointer.clone(),
            settings,
            periods,
        })
    }
}

fn priced(
    units: &Units,
    rates: &ModelRates,
    off_peak: Option<&OffPeak>,
) -> (Vec<super::operation::Setting>, Vec<Period>) {
    if rates.is_empty() {
        return (Vec::new(), vec![Period::always(Price::Unpriced)]);
    }
    let tiers = rates.service_tiers();
    let mut contexts = Contexts::default();
    if !tiers.is_empty() {
        contexts.keys.push((SERVICE_TIER.to_owned(), tiers));
    }
    if rates.has_search_sizes() {
        let sizes = OTHER_SIZES.map(str::to_owned).to_vec();
        contexts.keys.push((SEARCH_SIZE.to_owned(), sizes));
        contexts.usual.insert(SEARCH_SIZE.to_owned(), USUAL_SIZE.to_owned());
    }
    let said = contexts.all();
    let changes = off_peak.map_or_else(Changes::default, OffPeak::changes);
    let periods = periods(changes, |at| {
        let open = off_peak.filter(|off_peak| off_peak.holds(at));
        let rates = said.iter().map(|context| Some(rates.at(units, context, open)));
        price(units, &contexts, &rates.collect::<Vec<_>>())
    });
    if rates.is_unread() {
        return (Vec::new(), vec![Period::always(Price::Unpriced)]);
    }
    let mut settings = settings(units, &rates.units(units), &contexts);
    if rates.has_tokens() {
        // What else a model bills is there only if a request says it.
        for setting in settings.iter_mut().filter(|setting| !TOKENS.contains(&&*setting.name)) {
            if let SettingKind::Amount { absent, .. } = &mut setting.kind {
                *absent = Absent::Zero;
            }
        }
    }
    (settings, periods)
}
