//! OpenRouter: models with prices for one token or one of something else, and overrides for long inputs and
//! hours.

use super::found::Found;
use super::hours::{Changes, Moment, Window, periods};
use super::left_out::Omissions;
use super::number::Exact;
use super::operation::{Absent, Operation, Period, Price, SettingKind};
use super::place::Place;
use super::priced::{Contexts, INPUT, Rates, UNPRICED, price, settings};
use super::rate::Rate;
use super::units::Units;
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind, Errors, Findings};
use crate::json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What models bill: setting, key of its price, how many the rate is for, dimensions as of genai-prices.
#[rustfmt::skip]
const UNITS: [(&str, &str, u64, &str); 13] = [
    (INPUT, "prompt", 1_000_000, "family=tokens direction=input"),
    ("output_tokens", "completion", 1_000_000, "family=tokens direction=output"),
    ("cache_read_tokens", "input_cache_read", 1_000_000, "family=tokens direction=input type=read"),
    ("cache_write_tokens", "input_cache_write", 1_000_000, "family=tokens direction=input type=write"),
    ("cache_write_1h_tokens", "input_cache_write_1h", 1_000_000, "family=tokens direction=input type=write ttl=1h"),
    ("input_audio_tokens", "audio", 1_000_000, "family=tokens direction=input modality=audio"),
    ("cache_audio_read_tokens", "input_audio_cache", 1_000_000, "family=tokens direction=input modality=audio type=read"),
    ("output_reasoning_tokens", "internal_reasoning", 1_000_000, "family=tokens direction=output type=reasoning"),
    ("output_audio_tokens", "audio_output", 1_000_000, "family=tokens direction=output modality=audio"),
    ("input_images", "image", 1, "family=input_images"),
    ("output_images", "image_output", 1, "family=output_images"),
    ("web_searches", "web_search", 1, "family=tool_calls"),
    ("requests", "request", 1, "family=requests"),
];
/// What requests say; anything else that a model bills is there only if they say it.
const SAID: [&str; 2] = [INPUT, "output_tokens"];
/// A price that a router takes from the model it chooses.
const CHOSEN: &str = "-1";
const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Members of an override that say when it holds.
const CONDITIONS: [&str; 4] = ["min_prompt_tokens", "utc_start", "utc_end", "utc_days"];

type Prices = BTreeMap<usize, Exact>;

/// Reads an answer: an object with `data`, or its list.
pub(super) fn read(value: &Value, left_out: &mut Omissions) -> Result<Found, Errors> {
    let root = Place::root(value);
    let models = if matches!(value, Value::Array(_)) { root } else { root.need("data")? };
    let units = Units::of(&UNITS);
    let mut found = Found { operations: Vec::new(), latest: None };
    let mut errors = Findings::default();
    for model in models.items()? {
        match operation(&model, &units, left_out) {
            Ok((operation, created)) => {
                found.operations.push(operation);
                found.latest = found.latest.max(created);
            }
            Err(error) => errors.push(error),
        }
    }
    Errors::check(errors.into_list("errors"))?;
    Ok(found)
}

/// A model, and the day on which it was added.
fn operation(
    model: &Place<'_>,
    units: &Units,
    left_out: &mut Omissions,
) -> Result<(Operation, Option<String>), Error> {
    let id = model.need("id")?.text()?;
    let provider = id.split_once('/').map_or(id, |(provider, _)| provider);
    left_out.of(provider);
    let created = model.get("created").map(|created| day(&created)).transpose()?;
    let others = model.members()?.into_iter();
    for (_, place) in others.filter(|(key, _)| !["id", "created", "pricing"].contains(key)) {
        left_out.add("what models are, can do and allow", &place.pointer);
    }
    let (settings, periods) = match Pricing::read(&model.need("pricing")?, left_out)? {
        Some(pricing) => pricing.priced(units),
        None => (Vec::new(), vec![Period::always(Price::Unpriced)]),
    };
    let operation = Operation {
        id: id.to_owned(),
        provider: provider.to_owned(),
        pointer: model.pointer.clone(),
        settings,
        periods,
    };
    Ok((operation, created))
}

/// The day of a Unix time.
fn day(place: &Place<'_>) -> Result<String, Error> {
    let seconds = i64::try_from(place.count()?).ok();
    let instant = seconds.and_then(Instant::from_unix);
    let text = instant.ok_or_else(|| place.expected("a time in seconds since 1970"))?.to_string();
    Ok(text.get(..10).unwrap_or(&text).to_owned())
}

struct Pricing {
    base: Prices,
    /// Of several that hold, the last one of each price applies.
    overrides: Vec<Override>,
}

/// Prices that hold when all its conditions do.
struct Override {
    prices: Prices,
    /// The least number of input tokens.
    least: Option<u64>,
    window: Window,
}

impl Pricing {
    /// `None` if the price is that of a model that a router chooses, or if there is none that can be read.
    fn read(place: &Place<'_>, left_out: &mut Omissions) -> Result<Option<Pricing>, Error> {
        let is_chosen = |key: &str| {
            let price = place.get(key);
            price.is_some_and(|price| {
                price.number().is_ok_and(|number| number.to_string() == CHOSEN)
            })
        };
        if is_chosen("prompt") || is_chosen("completion") {
            left_out.add(
                "prices of routers, which are those of the model that they choose",
                &place.pointer,
            );
            return Ok(None);
        }
        let mut base = prices(place, left_out)?;
        if base.is_empty() {
            left_out.add(UNPRICED, &place.pointer);
            return Ok(None);
        }
        // An image, a request, a search or reasoning at 0 has no price of its own.
        let tokens = ["prompt", "completion", "input_cache_read", "input_cache_write"];
        base.retain(|unit, price| {
            !price.is_zero() || UNITS.get(*unit).is_some_and(|row| tokens.contains(&row.1))
        });
        let overrides =
            place.get("overrides").map(|list| list.items()).transpose()?.unwrap_or_default();
        let overrides = overrides.iter().filter_map(|each| match unknown_condition(each) {
            Ok(None) => Some(Override::read(each, left_out)),
            Ok(Some(key)) => {
                left_out.add(format!("overrides with the condition `{key}`"), &each.pointer);
                None
            }
            Err(error) => Some(Err(error)),
        });
        Ok(Some(Pricing { base, overrides: overrides.collect::<Result<_, _>>()? }))
    }

    fn priced(&self, units: &Units) -> (Vec<super::operation::Setting>, Vec<Period>) {
        let contexts = Contexts::default();
        let changes = Changes::of(self.overrides.iter().map(|each| &each.window));
        let periods = periods(changes, |at| price(units, &contexts, &[Some(self.at(at))]));
        let mut settings = settings(units, &self.units(), &contexts);
        for setting in settings.iter_mut().filter(|setting| !SAID.contains(&&*setting.name)) {
            if let SettingKind::Amount { absent, .. } = &mut setting.kind {
                *absent = Absent::Zero;
            }
        }
        (settings, periods)
    }

    fn units(&self) -> BTreeSet<usize> {
        let overrides = self.overrides.iter().flat_map(|each| each.prices.keys());
        let mut units: BTreeSet<usize> = self.base.keys().chain(overrides).copied().collect();
        // Its length is that of the input.
        units.insert(0);
        units
    }

    fn at(&self, at: &Moment<'_>) -> Rates {
        let open: Vec<&Override> =
            self.overrides.iter().filter(|each| each.window.holds(at)).collect();
        let mut bounds: Vec<u64> =
            open.iter().filter_map(|each| each.least).filter(|b| *b > 0).collect();
        bounds.sort_unstable();
        bounds.dedup();
        let price = |unit: usize, input: u64| {
            let reached = open.iter().filter(|each| each.least.is_none_or(|least| input >= least));
            let own = reached.rev().find_map(|each| each.prices.get(&unit));
            Rate::Is(own.or_else(|| self.base.get(&unit)).cloned().unwrap_or_else(Exact::zero))
        };
        let rate = |unit: usize| {
            let below = bounds.iter().map(|bound| (*bound, price(unit, bound - 1)));
            let beyond = price(unit, bounds.last().copied().unwrap_or(0));
            Rate::ranges(INPUT, below.collect(), beyond, false)
        };
        self.units().into_iter().map(|unit| (unit, rate(unit))).collect()
    }
}

impl Override {
    fn read(place: &Place<'_>, left_out: &mut Omissions) -> Result<Override, Error> {
        let time = |key| place.get(key).map(|time| clock(&time)).transpose();
        let days = place.get("utc_days").map(|days| days_of(&days)).transpose()?;
        Ok(Override {
            prices: prices(place, left_out)?,
            least: place.get("min_prompt_tokens").map(|least| least.count()).transpose()?,
            window: Window {
                from: time("utc_start")?.unwrap_or(0),
                until: time("utc_end")?.unwrap_or(0),
                days,
            },
        })
    }
}

/// A member that says when an override holds, but not how it is known to say that: prices are decimals in texts.
fn unknown_condition<'a>(place: &Place<'a>) -> Result<Option<&'a str>, Error> {
    let is_unknown = |(key, place): &(&str, Place<'_>)| {
        let is_known = UNITS.iter().any(|row| row.1 == *key) || CONDITIONS.contains(key);
        let is_price = matches!(place.value, Value::String(_)) && place.number().is_ok();
        !is_known && !is_price && *key != "discount"
    };
    Ok(place.members()?.into_iter().find(is_unknown).map(|(key, _)| key))
}

/// A time of day as a number: `1630`.
fn clock(place: &Place<'_>) -> Result<u32, Error> {
    let number = place.count().ok().and_then(|number| u32::try_from(number).ok());
    let time = number.filter(|number| number / 100 < 24 && number % 100 < 60);
    let time = time.ok_or_else(|| place.expected("a time of day such as 1630"))?;
    Ok(time / 100 * 60 + time % 100)
}

fn days_of(place: &Place<'_>) -> Result<Vec<u8>, Error> {
    let day = |place: &Place<'_>| {
        let name = place.text()?;
        let day = DAYS.iter().position(|day| *day == name);
        day.and_then(|day| u8::try_from(day).ok())
            .ok_or_else(|| place.expected("a day of the week"))
    };
    place.items()?.iter().map(day).collect()
}

/// The prices that are said here; a token's for a million of them.
fn prices(place: &Place<'_>, left_out: &mut Omissions) -> Result<Prices, Error> {
    let mut prices = Prices::new();
    for (key, place) in place.members()? {
        match UNITS.iter().enumerate().find(|(_, row)| row.1 == key) {
            Some((unit, row)) => {
                let power = if row.2 > 1 { 6 } else { 0 };
                prices.insert(unit, place.price()?.shifted(power));
            }
            None if key == "overrides" || CONDITIONS.contains(&key) => {}
            None if key == "discount" => note_discount(&place, left_out)?,
            None => left_out.add(format!("`{key}`"), &place.pointer),
        }
    }
    Ok(prices)
}

/// A discount belongs to one endpoint of a model.
fn note_discount(place: &Place<'_>, left_out: &mut Omissions) -> Result<(), Error> {
    let discount = place.number()?;
    if discount.is_negative() {
        let sentence = format!("expected a discount of 0 or more, found {discount}");
        return Err(Error::new(ErrorKind::OutOfRange, &*place.pointer, sentence));
    }
    if !discount.is_zero() {
        left_out.add("discounts, which are those of one endpoint", &place.pointer);
    }
    Ok(())
}
