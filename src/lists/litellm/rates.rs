//! The rates of one model, by LiteLLM's own rules: which key counts for a service tier and a length of the
//! input, and what holds if it is missing.

use super::keys::{BATCH, SEARCHES, SERVICE_TIER, UNITS, unit};
use super::off_peak::OffPeak;
use crate::error::Error;
use crate::json::Value;
use crate::lists::left_out::Omissions;
use crate::lists::number::Exact;
use crate::lists::place::Place;
use crate::lists::priced::{Context, INPUT, Rates};
use crate::lists::rate::Rate;
use crate::lists::rules::Rule;
use crate::lists::units::Units;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// Places of units in [`UNITS`] that rules name.
const IN: usize = 0;
const OUT: usize = 1;
const READ: usize = 2;
const WRITE: usize = 3;
const WRITES: [usize; 2] = [4, 5];
const IN_AUDIO: usize = 6;
const READ_AUDIO: usize = 7;
const IN_IMAGE: usize = 8;
const READ_IMAGE: usize = 9;
const REASONING: usize = 11;
const OUT_IMAGE: usize = 13;
/// Units whose prices above a number of input tokens make it a threshold for all of them.
pub(crate) const WITH_THRESHOLDS: [usize; 6] = [IN, OUT, READ, WRITE, 4, 5];
/// Units whose price for requests without a service tier stands in for that of a tier.
pub(crate) const INHERITED: [usize; 4] = [IN, OUT, READ, WRITE];
/// The first unit that is no token of the input or output.
const OTHERS: usize = 15;

/// Units that a tier of `tiered_pricing` may price.
const IN_TIERS: [usize; 7] = [IN, OUT, READ, WRITE, 4, 5, REASONING];

/// How much a search adds to the input, and what holds if a request does not say it.
pub(super) const SEARCH_SIZE: &str = "search_context_size";
pub(super) const USUAL_SIZE: &str = "medium";
pub(super) const OTHER_SIZES: [&str; 2] = ["low", "high"];
const SIZES: [&str; 3] = [USUAL_SIZE, "low", "high"];

type Price = (usize, Option<u64>, Option<&'static str>);

/// Rates that a tier of `tiered_pricing` has, from a number of input tokens to another one.
struct Tier {
    until: u64,
    prices: BTreeMap<usize, Exact>,
}

/// A price as the list has it.
struct Listed {
    price: Exact,
    key: String,
    pointer: String,
    /// Whether a request can have this price.
    counts: Cell<bool>,
}

pub(super) struct ModelRates {
    prices: BTreeMap<Price, Listed>,
    tiers: Vec<Tier>,
    /// By size.
    searches: BTreeMap<&'static str, Exact>,
    rules: Vec<Rule>,
    without_batches: bool,
}

impl ModelRates {
    pub(super) fn new(rules: Vec<Rule>) -> Self {
        ModelRates {
            prices: BTreeMap::new(),
            tiers: Vec::new(),
            searches: BTreeMap::new(),
            rules,
            without_batches: false,
        }
    }

    pub(super) fn add(&mut self, which: Price, key: &str, place: &Place<'_>) -> Result<(), Error> {
        let price = shifted(which.0, place.price()?);
        // Of what is not a token, a price of 0 says only that there is none.
        if which.0 < OTHERS || !price.is_zero() {
            let (key, pointer) = (key.to_owned(), place.pointer.clone());
            self.prices.insert(which, Listed { price, key, pointer, counts: Cell::new(false) });
        }
        Ok(())
    }

    /// Tiers by the length of the input, ascending.
    pub(super) fn add_tiers(
        &mut self,
        place: &Place<'_>,
        left_out: &mut Omissions,
    ) -> Result<(), Error> {
        let mut tiers = Vec::new();
        for tier in place.items()? {
            let mut prices = BTreeMap::new();
            for (key, place) in tier.members()? {
                match (key, unit(key)) {
                    ("range", _) => {}
                    (_, Some(unit)) if IN_TIERS.contains(&unit) => {
                        prices.insert(unit, shifted(unit, place.price()?));
                    }
                    _ => left_out.add(format!("`{key}` of tiers"), &place.pointer),
                }
            }
            if !prices.contains_key(&IN) {
                left_out.add("tiers without a price of input tokens", &tier.pointer);
            }
            let Some(range) = tier.get("range") else {
                left_out.add("tiers without a range of tokens", &tier.pointer);
                continue;
            };
            let bounds = range.items()?;
            let [from, until] = bounds.as_slice() else {
                return Err(range.expected("two numbers"));
            };
            let (from, until) = (from.count()?, until.count()?);
            if from >= until {
                return Err(range.expected("two numbers, the second one above the first"));
            }
            tiers.push((from, Tier { until, prices }));
        }
        tiers.sort_by_key(|(from, _)| *from);
        self.tiers = tiers.into_iter().map(|(_, tier)| tier).collect();
        Ok(())
    }

    /// Prices of searches by the size of what they add.
    pub(super) fn add_searches(
        &mut self,
        place: &Place<'_>,
        left_out: &mut Omissions,
    ) -> Result<(), Error> {
        if !matches!(place.value, Value::Object(_)) {
            let price = place.price()?;
            self.searches = SIZES.map(|size| (size, price.clone())).into();
            return Ok(());
        }
        for (key, place) in place.members()? {
            let size = SIZES
                .into_iter()
                .find(|size| key.strip_prefix("search_context_size_") == Some(size));
            match size {
                Some(size) => {
                    self.searches.insert(size, place.price()?);
                }
                None => left_out.add(format!("`{key}` of searches"), &place.pointer),
            }
        }
        Ok(())
    }

    /// A price of batches counts only if all tokens of the model have one.
    pub(super) fn leave_out_partial_batches(
        &mut self,
        units: &Units,
        pointer: &str,
        left_out: &mut Omissions,
    ) {
        let has_batches = self.prices.keys().any(|(_, _, tier)| *tier == Some(BATCH));
        let mut tokens = self.units(units).into_iter().filter(|unit| *unit < OTHERS);
        let all = tokens.all(|unit| self.prices.contains_key(&(unit, None, Some(BATCH))));
        self.without_batches = !all || !self.tiers.is_empty();
        if has_batches && self.without_batches {
            left_out
                .add("batch prices of models that do not give one for all their tokens", pointer);
            let batches = self.prices.iter().filter(|((_, _, tier), _)| *tier == Some(BATCH));
            batches.for_each(|(_, listed)| listed.counts.set(true));
        }
    }

    /// Prices that no request has: others come first, or the catalog has no place for them.
    pub(super) fn leave_out_unread(&self, left_out: &mut Omissions) {
        for listed in self.prices.values().filter(|listed| !listed.counts.get()) {
            left_out.add(format!("`{}`", listed.key), &listed.pointer);
        }
    }

    fn has(&self, rule: &Rule) -> bool {
        self.rules.contains(rule)
    }

    /// Whether a threshold belongs to the price below it.
    fn includes(&self) -> bool {
        !self.has(&Rule::BoundsAbove)
    }

    /// What share of the price of input reads from the cache cost that have no price.
    fn share_of_reads(&self) -> Option<&Exact> {
        self.rules.iter().find_map(|rule| match rule {
            Rule::CacheReads(share) => Some(share),
            _ => None,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.prices.is_empty() && self.tiers.is_empty() && self.searches.is_empty()
    }

    /// Whether it has no price that a request can have, once rates were asked for all of them.
    pub(super) fn is_unread(&self) -> bool {
        let has_tier = self.tiers.iter().any(|tier| tier.prices.contains_key(&IN));
        let mut prices = self.prices.iter();
        let counts = prices.any(|((_, _, tier), listed)| {
            listed.counts.get() && !(self.without_batches && *tier == Some(BATCH))
        });
        !has_tier && !counts && self.searches.is_empty()
    }

    pub(super) fn has_tokens(&self) -> bool {
        self.prices.keys().any(|(unit, _, _)| *unit < OTHERS) || !self.tiers.is_empty()
    }

    /// The service tiers with prices of their own.
    pub(super) fn service_tiers(&self) -> Vec<String> {
        let tiers = self.prices.keys().filter_map(|(_, _, tier)| *tier);
        let tiers: BTreeSet<&str> =
            tiers.filter(|tier| !(self.without_batches && *tier == BATCH)).collect();
        tiers.into_iter().map(str::to_owned).collect()
    }

    /// Whether searches of different sizes have different prices.
    pub(super) fn has_search_sizes(&self) -> bool {
        let mut prices = self.searches.values();
        let first = prices.next();
        prices.any(|price| Some(price) != first)
    }

    /// Every unit that has a price, and those that others are a part of.
    pub(super) fn units(&self, units: &Units) -> BTreeSet<usize> {
        let tiered = self.tiers.iter().flat_map(|tier| tier.prices.keys().copied());
        let mut all: BTreeSet<usize> =
            self.prices.keys().map(|(unit, _, _)| *unit).chain(tiered).collect();
        if self.has_tokens() && self.share_of_reads().is_some() && all.contains(&IN) {
            all.insert(READ);
        }
        // Of cached sound and pictures, the price is that of the cache, not that of sound and pictures.
        for (unit, cached) in [(IN_AUDIO, READ_AUDIO), (IN_IMAGE, READ_IMAGE)] {
            if all.contains(&unit) {
                all.extend([READ, cached]);
            }
        }
        if self.has(&Rule::ReasoningAsOutput) {
            all.remove(&REASONING);
        }
        if self.searches.values().any(|price| !price.is_zero()) {
            all.extend(units.named(SEARCHES));
        }
        let tokens: Vec<usize> = all.iter().copied().filter(|unit| *unit < OTHERS).collect();
        for unit in tokens {
            all.extend((0..OTHERS).filter(|whole| units.contains(*whole, unit)));
        }
        all
    }

    /// The rates for a request that says this.
    pub(super) fn at(&self, units: &Units, context: &Context, off_peak: Option<&OffPeak>) -> Rates {
        let tier = context.get(SERVICE_TIER).map(String::as_str);
        let mut bounds: Vec<u64> = self.prices.keys().filter_map(|(_, above, _)| *above).collect();
        bounds.extend(self.tiers.iter().map(|tier| tier.until));
        bounds.sort_unstable();
        bounds.dedup();
        let beyond = bounds.last().map_or(1, |last| last.saturating_add(1));
        let includes = self.includes();
        let inside = |bound: &u64| if includes { *bound } else { bound.saturating_sub(1) };
        let rows: Vec<(u64, Part<'_>)> = bounds
            .iter()
            .map(|bound| (*bound, Part { rates: self, tier, off_peak, input: inside(bound) }))
            .collect();
        let last = Part { rates: self, tier, off_peak, input: beyond };
        let rate = |unit: usize| {
            let rows = rows.iter().map(|(bound, part)| (*bound, part.rate(unit)));
            Rate::ranges(INPUT, rows.collect(), last.rate(unit), includes)
        };
        let mut rates: Rates =
            self.units(units).into_iter().map(|unit| (unit, rate(unit))).collect();
        if let Some(searches) = units.named(SEARCHES).filter(|unit| rates.contains_key(unit)) {
            let size = context.get(SEARCH_SIZE).map_or(USUAL_SIZE, String::as_str);
            let price = self.searches.get(size).or_else(|| self.searches.values().next());
            rates.insert(searches, Rate::Is(price.cloned().unwrap_or_else(Exact::zero)));
        }
        rates
    }
}

/// Prices of tokens are said for a million of them.
fn shifted(unit: usize, price: Exact) -> Exact {
    match UNITS.get(unit) {
        Some((_, _, per, _)) if *per > 1 => price.shifted(6),
        _ => price,
    }
}

/// Requests of one service tier, with about the same length of the input.
struct Part<'a> {
    rates: &'a ModelRates,
    tier: Option<&'a str>,
    off_peak: Option<&'a OffPeak>,
    input: u64,
}

impl Part<'_> {
    /// The price of a key; that of requests without a tier stands in.
    fn price(&self, unit: usize, above: Option<u64>) -> Option<Exact> {
        self.own(unit, above).or_else(|| self.listed(unit, above, None))
    }

    /// The price of this tier alone.
    fn own(&self, unit: usize, above: Option<u64>) -> Option<Exact> {
        self.listed(unit, above, self.tier)
    }

    fn listed(&self, unit: usize, above: Option<u64>, tier: Option<&str>) -> Option<Exact> {
        let listed = self.rates.prices.iter().find(|(key, _)| **key == (unit, above, tier));
        listed.map(|(_, listed)| {
            listed.counts.set(true);
            listed.price.clone()
        })
    }

    /// The numbers of input tokens that this length exceeds, ascending. Those of another service tier do
    /// not count.
    fn exceeded(&self, units: &[usize]) -> Vec<u64> {
        let keys = self.rates.prices.keys().filter(|(unit, _, tier)| {
            units.contains(unit) && (tier.is_none() || *tier == self.tier)
        });
        let is_exceeded =
            |bound: &u64| self.input > *bound || (!self.rates.includes() && self.input == *bound);
        let bounds: BTreeSet<u64> =
            keys.filter_map(|(_, above, _)| *above).filter(is_exceeded).collect();
        bounds.into_iter().collect()
    }

    /// The price above the highest threshold that has one, or the price below.
    fn by_length(&self, unit: usize) -> Option<Exact> {
        if self.tier == Some(BATCH) {
            return self.of_batches(unit);
        }
        let above = self.exceeded(&WITH_THRESHOLDS);
        let price = above.iter().rev().find_map(|above| self.price(unit, Some(*above)));
        price.or_else(|| self.price(unit, None))
    }

    /// Batches have thresholds of their own, for each unit.
    fn of_batches(&self, unit: usize) -> Option<Exact> {
        let above = self.exceeded(&[unit]);
        let price = above.iter().rev().find_map(|above| self.own(unit, Some(*above)));
        price.or_else(|| self.own(unit, None))
    }

    /// The tier of `tiered_pricing`: the first that does not end before, else the last. One without a price of
    /// input tokens does not count.
    fn tiered(&self) -> Option<&BTreeMap<usize, Exact>> {
        self.tier_of_length().filter(|prices| prices.contains_key(&IN))
    }

    fn tier_of_length(&self) -> Option<&BTreeMap<usize, Exact>> {
        let tiers = &self.rates.tiers;
        let tier = tiers.iter().find(|tier| self.input <= tier.until).or(tiers.last());
        tier.map(|tier| &tier.prices)
    }

    /// The rate of what has no price: unknown if a tier that does not count would have it.
    fn without_price(&self, unit: usize) -> Rate {
        let is_in_tier = self.tiered().is_none() && self.tier_of_length().is_some();
        match is_in_tier && unit < OTHERS {
            true => Rate::Unpriced,
            false => Rate::Is(Exact::zero()),
        }
    }

    fn off_peak(&self, unit: usize) -> Option<Exact> {
        self.off_peak.and_then(|off_peak| off_peak.prices.get(&unit)).cloned()
    }

    /// The rate of a unit, for a million if it is a token.
    fn rate(&self, unit: usize) -> Rate {
        let base = match unit {
            IN => self.input(),
            OUT => self.output(),
            READ => self.cached(READ),
            WRITE => self.cached(WRITE),
            REASONING => self.reasoning(),
            _ if WRITES.contains(&unit) => self.longer_write(unit),
            IN_AUDIO => self.modality(unit),
            READ_AUDIO | READ_IMAGE => self.price(unit, None).or_else(|| self.cached(READ)),
            _ if unit < OTHERS && unit > IN_AUDIO && unit < REASONING => {
                self.price(unit, None).or_else(|| self.input())
            }
            OUT_IMAGE => self.price(unit, None).or_else(|| self.output()),
            _ if unit < OTHERS => self.standard(unit).or_else(|| self.output()),
            _ => self.price(unit, None),
        };
        base.map_or_else(|| self.without_price(unit), Rate::Is)
    }

    /// The price without a service tier.
    fn standard(&self, unit: usize) -> Option<Exact> {
        self.listed(unit, None, None)
    }

    fn input(&self) -> Option<Exact> {
        let usual = match self.tiered() {
            Some(tier) => tier.get(&IN).cloned(),
            None => self.by_length(IN),
        };
        self.off_peak(IN).or(usual)
    }

    fn output(&self) -> Option<Exact> {
        let usual = match self.tiered() {
            Some(tier) => tier.get(&OUT).cloned().or_else(|| self.standard(OUT)),
            // A model that makes images has no price of texts.
            None => self
                .by_length(OUT)
                .filter(|price| !price.is_zero())
                .or_else(|| self.standard(OUT_IMAGE)),
        };
        self.off_peak(OUT).or(usual)
    }

    /// Reads and writes of the cache; without a price they are input like any other.
    fn cached(&self, unit: usize) -> Option<Exact> {
        let usual = match self.tiered() {
            Some(tier) => tier.get(&unit).or(tier.get(&IN)).cloned(),
            None => self.by_length(unit).or_else(|| self.share(unit)).or_else(|| self.input()),
        };
        self.off_peak(unit).or(usual)
    }

    fn share(&self, unit: usize) -> Option<Exact> {
        let share = self.rates.share_of_reads().filter(|_| unit == READ)?;
        Some(self.standard(IN)?.multiplied(share))
    }

    /// Writes that last longer; without a price they cost what others do.
    fn longer_write(&self, unit: usize) -> Option<Exact> {
        let own = match self.tiered() {
            Some(tier) => tier.get(&unit).cloned(),
            None if self.tier == Some(BATCH) => self.of_batches(unit),
            None => {
                let above = self.exceeded(&WITH_THRESHOLDS);
                let above = above.iter().rev().find_map(|above| self.own(unit, Some(*above)));
                above.or_else(|| self.price(unit, None))
            }
        };
        own.or_else(|| self.cached(WRITE))
    }

    fn reasoning(&self) -> Option<Exact> {
        let tiered =
            self.tiered().and_then(|tier| tier.get(&REASONING).or(tier.get(&OUT)).cloned());
        let own = tiered.or_else(|| self.own(REASONING, None));
        let found = self.off_peak(REASONING).or(own).or_else(|| {
            let is_of_tier = self.tier.is_some() && self.own(OUT, None).is_some();
            if is_of_tier { None } else { self.standard(REASONING) }
        });
        found.or_else(|| self.output())
    }

    /// Sound in the input, which has thresholds of its own.
    fn modality(&self, unit: usize) -> Option<Exact> {
        let above = self.exceeded(&[unit]);
        let price = above.last().and_then(|above| self.price(unit, Some(*above)));
        price.or_else(|| self.price(unit, None)).or_else(|| self.input())
    }
}
