//! From rates by unit and context to the lines and settings of a model.

use super::left_out::Omissions;
use super::number::Exact;
use super::operation::{Line, Period, Price, Setting, SettingKind};
use super::place::Place;
use super::rate::Rate;
use super::units::Units;
use std::collections::{BTreeMap, BTreeSet};

/// What is left out if no price of a model can be read, always or at some time.
pub(super) const UNPRICED: &str = "all prices of a model at some time: it is unpriced then";

/// The quantity that decides which tier a request is in.
pub(super) const INPUT: &str = "input_tokens";

/// Rates of units, by their places.
pub(super) type Rates = BTreeMap<usize, Rate>;

/// What a request must say for other prices.
pub(super) type Context = BTreeMap<String, String>;

/// What requests can say: keys with their values, in the order of the list.
#[derive(Default)]
pub(super) struct Contexts {
    pub(super) keys: Vec<(String, Vec<String>)>,
    /// What stands for a request that does not say a key; without it, a word that no value has.
    pub(super) usual: BTreeMap<String, String>,
}

impl Contexts {
    /// Every combination: for each key first without a value, then with each of its values.
    pub(super) fn all(&self) -> Vec<Context> {
        self.keys.iter().fold(vec![Context::new()], |contexts, (key, values)| {
            let with = |context: &Context, value: &String| {
                let mut context = context.clone();
                context.insert(key.clone(), value.clone());
                context
            };
            let each = |context: Context| {
                let further: Vec<_> = values.iter().map(|value| with(&context, value)).collect();
                std::iter::once(context).chain(further)
            };
            contexts.into_iter().flat_map(each).collect()
        })
    }

    /// A setting for each key; its first choice stands for a request that does not say it.
    pub(super) fn settings(&self) -> Vec<Setting> {
        let setting = |(name, values): &(String, Vec<String>)| {
            let is_free = |name: &&str| values.iter().all(|value| value != name);
            let word = ["standard", "none", "not said"].into_iter().find(is_free).unwrap_or("-");
            let usual = self.usual.get(name).map_or(word, String::as_str);
            let values = std::iter::once(usual.to_owned()).chain(values.clone()).collect();
            Setting { name: name.clone(), kind: SettingKind::Choice(values) }
        };
        self.keys.iter().map(setting).collect()
    }

    /// One rate from the rates of all contexts, which are in the order of [`Contexts::all`]: that of
    /// requests that say nothing, with factors for the others if they are multiples of it.
    fn rate(&self, rates: Vec<Rate>) -> (Rate, Option<Rate>) {
        let usual = rates.first().cloned().unwrap_or_else(|| Rate::Is(Exact::zero()));
        if rates.iter().all(|rate| *rate == usual) {
            return (usual, None);
        }
        let factors: Option<Vec<Rate>> =
            rates.iter().map(|rate| rate.times(&usual).map(Rate::Is)).collect();
        match factors {
            Some(factors) => (usual, Some(table(&self.keys, &mut factors.into_iter()))),
            None => (table(&self.keys, &mut rates.into_iter()), None),
        }
    }
}

fn table(keys: &[(String, Vec<String>)], rates: &mut impl Iterator<Item = Rate>) -> Rate {
    let Some(((name, values), rest)) = keys.split_first() else {
        return rates.next().unwrap_or_else(|| Rate::Is(Exact::zero()));
    };
    let usual = table(rest, rates);
    let rows = values.iter().map(|value| (value.clone(), table(rest, rates))).collect();
    Rate::by(name, rows, usual)
}

/// A setting for each of the units, and one for each key of a context.
pub(super) fn settings(
    units: &Units,
    priced: &BTreeSet<usize>,
    contexts: &Contexts,
) -> Vec<Setting> {
    let is_part = |unit: usize| priced.iter().any(|whole| units.contains(*whole, unit));
    let input = units.named(INPUT).filter(|input| priced.contains(input));
    let amounts = priced.iter().filter_map(|place| {
        let unit = units.get(*place).filter(|unit| !unit.is_requests())?;
        let of_input = input.is_some_and(|input| units.contains(input, *place));
        Some(unit.setting(is_part(*place), of_input))
    });
    amounts.chain(contexts.settings()).collect()
}

/// The price at one moment, from the rates of each context; `None` if the list has prices there, but none that
/// can be read.
pub(super) fn price(units: &Units, contexts: &Contexts, resolved: &[Option<Rates>]) -> Price {
    let priced = resolved.iter().flatten().flat_map(BTreeMap::keys);
    let priced: BTreeSet<usize> = priced.copied().collect();
    if priced.is_empty() {
        let is_known = resolved.iter().all(Option::is_some);
        return if is_known { Price::Free } else { Price::Unpriced };
    }
    let line = |place: &usize| {
        let unit = units.get(*place)?;
        let rates = resolved.iter().map(|rates| match rates {
            Some(rates) => rate(units, *place, rates),
            None => Rate::Unpriced,
        });
        let (rate, factor) = contexts.rate(rates.collect());
        let quantity = match unit.is_requests() {
            true => "1".to_owned(),
            false => units.rest(*place, &priced),
        };
        Some(Line { label: unit.label(), quantity, rate, per: unit.per, factor, above_zero: None })
    };
    Price::Lines(priced.iter().filter_map(line).collect())
}

/// Says of a model with prices that it has none at some time, because none of those can be read.
pub(super) fn note_unpriced(periods: &[Period], model: &Place<'_>, left_out: &mut Omissions) {
    if periods.iter().any(|period| period.price == Price::Unpriced) {
        left_out.add(UNPRICED, &model.pointer);
    }
}

/// The rate of a unit in one context. A unit without a price of its own counts into the smallest one
/// that contains it; if there is none, it costs nothing.
fn rate(units: &Units, unit: usize, rates: &Rates) -> Rate {
    let whole = rates.keys().filter(|whole| **whole == unit || units.contains(**whole, unit));
    let smallest =
        whole.reduce(|one, other| if units.contains(*one, *other) { other } else { one });
    smallest.and_then(|unit| rates.get(unit)).cloned().unwrap_or_else(|| Rate::Is(Exact::zero()))
}
