//! The prices of one model, and which of them holds at a moment.

use crate::error::Error;
use crate::lists::found::date;
use crate::lists::hours::{Moment, minute};
use crate::lists::left_out::Omissions;
use crate::lists::number::Exact;
use crate::lists::place::Place;
use crate::lists::priced::{Context, Contexts, INPUT, Rates};
use crate::lists::rate::Rate;
use crate::lists::units::Units;
use std::collections::{BTreeMap, BTreeSet};

/// More combinations of what requests say are left out.
const COMBINATIONS: usize = 64;

/// A price, and others for longer inputs.
#[derive(Clone)]
pub(super) struct UnitRate {
    base: Exact,
    /// By the number of input tokens above which they hold, ascending.
    tiers: Vec<(u64, Exact)>,
}

impl UnitRate {
    fn read(place: &Place<'_>) -> Result<UnitRate, Error> {
        if !matches!(place.value, crate::json::Value::Object(_)) {
            return Ok(UnitRate { base: place.price()?, tiers: Vec::new() });
        }
        place.only(&["base", "tiers"])?;
        let tier = |tier: &Place<'_>| {
            tier.only(&["start", "price"])?;
            Ok((tier.need("start")?.count()?, tier.need("price")?.price()?))
        };
        let mut tiers: Vec<(u64, Exact)> =
            place.need("tiers")?.items()?.iter().map(tier).collect::<Result<_, Error>>()?;
        tiers.sort_by_key(|(start, _)| *start);
        // Of two tiers with one start, the library takes the last one.
        tiers.reverse();
        tiers.dedup_by_key(|(start, _)| *start);
        tiers.reverse();
        Ok(UnitRate { base: place.need("base")?.price()?, tiers })
    }

    fn rate(&self) -> Rate {
        let mut rows = Vec::new();
        let mut last = &self.base;
        for (start, price) in &self.tiers {
            rows.push((*start, Rate::Is(last.clone())));
            last = price;
        }
        Rate::ranges(INPUT, rows, Rate::Is(last.clone()), true)
    }
}

/// When a price holds.
enum Constraint {
    Always,
    From(String),
    /// Every day, in minutes; it may cross midnight.
    Daily(u32, u32),
}

impl Constraint {
    fn read(place: &Place<'_>) -> Result<Constraint, Error> {
        let Some(place) = place.get("constraint") else { return Ok(Constraint::Always) };
        if let Some(start) = place.get("start_date") {
            place.only(&["type", "start_date"])?;
            let from = date(start.text()?).ok_or_else(|| start.expected("a date"))?;
            return Ok(Constraint::From(from));
        }
        place.only(&["type", "start_time", "end_time"])?;
        let time = |key| {
            let time = place.need(key)?;
            minute(time.text()?)
                .ok_or_else(|| time.expected("a time of day in UTC, in whole minutes"))
        };
        Ok(Constraint::Daily(time("start_time")?, time("end_time")?))
    }

    fn holds(&self, at: &Moment<'_>) -> bool {
        match self {
            Constraint::Always => true,
            Constraint::From(date) => at.from >= Some(date.as_str()),
            Constraint::Daily(from, until) if until < from => {
                at.minute >= *from || at.minute < *until
            }
            Constraint::Daily(from, until) => (*from..*until).contains(&at.minute),
        }
    }
}

type UnitRates = BTreeMap<usize, UnitRate>;

/// `None` if there are prices, but none that can be read.
type Readable = Option<UnitRates>;

pub(super) struct ModelPrices {
    /// The last one that holds applies; if none does, the first.
    conditional: Vec<(Constraint, Readable)>,
    /// Of several that hold, the first one of each unit applies.
    variants: Vec<(Context, Constraint, Readable)>,
}

impl ModelPrices {
    pub(super) fn read(
        model: &Place<'_>,
        units: &Units,
        left_out: &mut Omissions,
    ) -> Result<ModelPrices, Error> {
        let prices = model.need("prices")?;
        let conditional = match prices.value {
            crate::json::Value::Array(_) => prices
                .items()?
                .iter()
                .map(|each| {
                    each.only(&["constraint", "prices"])?;
                    let rates = unit_rates(&each.need("prices")?, units, left_out)?;
                    Ok((Constraint::read(each)?, rates))
                })
                .collect::<Result<_, Error>>()?,
            _ => vec![(Constraint::Always, unit_rates(&prices, units, left_out)?)],
        };
        let variants = model.get("price_variants").map(|list| list.items()).transpose()?;
        let variant = |each: &Place<'_>| {
            each.only(&["when", "constraint", "prices"])?;
            let when = each.need("when")?.members()?.into_iter();
            let when = when.map(|(key, value)| Ok((key.to_owned(), value.text()?.to_owned())));
            let rates = unit_rates(&each.need("prices")?, units, left_out)?;
            Ok((when.collect::<Result<_, Error>>()?, Constraint::read(each)?, rates))
        };
        let variants =
            variants.unwrap_or_default().iter().map(variant).collect::<Result<_, Error>>()?;
        Ok(ModelPrices { conditional, variants })
    }

    /// The rates at a moment, for a request that says this; `None` if no price is known then.
    pub(super) fn at(&self, at: &Moment<'_>, context: &Context) -> Option<Rates> {
        let (variants, standard) = self.holding(at, context);
        let mut rates = Rates::new();
        let mut add = |prices: &UnitRates| {
            for (unit, price) in prices {
                rates.entry(*unit).or_insert_with(|| price.rate());
            }
        };
        for variant in &variants {
            // One that cannot be read may replace any of the others.
            add(variant.as_ref()?);
        }
        match standard {
            Some(prices) => add(prices),
            None if variants.is_empty() => return None,
            None => {}
        }
        Some(rates)
    }

    /// The variants that hold, and the standard prices; of all these, the first price of each unit applies.
    fn holding(&self, at: &Moment<'_>, context: &Context) -> (Vec<&Readable>, Option<&UnitRates>) {
        let variants = self.variants.iter().filter(|(when, constraint, _)| {
            let is_said = when.iter().all(|(key, value)| context.get(key) == Some(value));
            !context.is_empty() && is_said && constraint.holds(at)
        });
        let standard = self.conditional.iter().rev().find(|(constraint, _)| constraint.holds(at));
        let standard = standard.or(self.conditional.first());
        let variants = variants.map(|(_, _, prices)| prices).collect();
        (variants, standard.and_then(|(_, prices)| prices.as_ref()))
    }

    /// One quantity for recordings: what a request says goes in for both.
    pub(super) fn merge_seconds(&mut self, units: &Units) {
        let (Some(all), Some(input)) =
            (units.named("audio_seconds"), units.named("input_audio_seconds"))
        else {
            return;
        };
        let conditional = self.conditional.iter_mut().map(|(_, rates)| rates);
        let every = conditional.chain(self.variants.iter_mut().map(|(_, _, rates)| rates));
        for rates in every.flatten() {
            if let Some(rate) = rates.remove(&input) {
                rates.insert(all, rate);
            }
        }
    }

    /// Every unit that has a price at some time.
    pub(super) fn units(&self) -> BTreeSet<usize> {
        self.all().flat_map(BTreeMap::keys).copied().collect()
    }

    pub(super) fn has_tiers(&self) -> bool {
        self.all().flat_map(BTreeMap::values).any(|rate| !rate.tiers.is_empty())
    }

    fn all(&self) -> impl Iterator<Item = &UnitRates> {
        let conditional = self.conditional.iter().map(|(_, rates)| rates);
        conditional.chain(self.variants.iter().map(|(_, _, rates)| rates)).flatten()
    }

    fn constraints(&self) -> impl Iterator<Item = &Constraint> {
        let conditional = self.conditional.iter().map(|(constraint, _)| constraint);
        conditional.chain(self.variants.iter().map(|(_, constraint, _)| constraint))
    }

    pub(super) fn dates(&self) -> Vec<String> {
        let dates = self.constraints().filter_map(|constraint| match constraint {
            Constraint::From(date) => Some(date.clone()),
            _ => None,
        });
        dates.collect()
    }

    pub(super) fn minutes(&self) -> Vec<u32> {
        let minutes = self.constraints().filter_map(|constraint| match constraint {
            Constraint::Daily(from, until) => Some([*from, *until]),
            _ => None,
        });
        minutes.flatten().collect()
    }

    /// The contexts that have prices of their own. Without variants there is one, which says nothing.
    pub(super) fn contexts(
        &self,
        model: &Place<'_>,
        left_out: &mut Omissions,
    ) -> Result<Contexts, Error> {
        let mut keys: Vec<(String, Vec<String>)> = Vec::new();
        for (key, value) in self.variants.iter().flat_map(|(when, _, _)| when) {
            match keys.iter_mut().find(|(known, _)| known == key) {
                Some((_, values)) if values.contains(value) => {}
                Some((_, values)) => values.push(value.clone()),
                None => keys.push((key.clone(), vec![value.clone()])),
            }
        }
        let combinations = keys.iter().fold(1_usize, |product, (_, values)| {
            product.saturating_mul(values.len().saturating_add(1))
        });
        if combinations > COMBINATIONS {
            left_out
                .add("price variants of a model with more than 64 combinations", &model.pointer);
            keys.clear();
        }
        Ok(Contexts { keys, ..Contexts::default() })
    }
}

fn unit_rates(
    prices: &Place<'_>,
    units: &Units,
    left_out: &mut Omissions,
) -> Result<Readable, Error> {
    let mut rates = UnitRates::new();
    let members = prices.members()?;
    let is_empty = members.is_empty();
    for (key, place) in members {
        let rate = UnitRate::read(&place)?;
        match units.priced_by(key) {
            Some(unit) => {
                rates.insert(unit, rate);
            }
            None => left_out
                .add(format!("prices of a unit that is not defined (`{key}`)"), &place.pointer),
        }
    }
    Ok((is_empty || !rates.is_empty()).then_some(rates))
}
