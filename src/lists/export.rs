//! A catalog as a list of LiteLLM: the models whose prices are prices of its keys.

use super::left_out::{LeftOut, Omissions, Unused};
use super::litellm::{INHERITED_UNITS, THRESHOLD_UNITS, UNITS};
use super::number::Exact;
use super::place::Place;
use super::priced::INPUT;
use super::units::{Unit, Units};
use super::written::DOLLAR;
use crate::calendar::Instant;
use crate::catalog::{Catalog, Date, SettingInfo};
use crate::error::{Error, Errors};
use crate::json::{Value, parse, to_text};
use std::collections::{BTreeMap, BTreeSet};

/// The setting whose choices are endings of keys.
const SERVICE_TIER: &str = "service_tier";
const TIERS: [(&str, &str); 5] = [
    ("flex", "flex"),
    ("balanced", "balanced"),
    ("priority", "priority"),
    ("ultrafast", "ultrafast"),
    ("batch", BATCHES),
];
const BATCHES: &str = "batches";
/// The key of searches, which has a price for each size.
const SEARCHES: &str = "search_context_cost_per_query";
const SEARCH_SIZE: &str = "search_context_size";
const SIZES: [&str; 3] = ["low", USUAL_SIZE, "high"];
/// The size of searches of requests that say none.
const USUAL_SIZE: &str = "medium";

/// Members of the catalog that are no prices of operations.
const OF_CATALOGS: Unused = Unused {
    whose: "the catalog",
    read: &[
        "catalog",
        "version",
        "as_of",
        "credit",
        "currency",
        "tables",
        "setting_groups",
        "operations",
    ],
    known: &[],
};
const OF_OPERATIONS: Unused = Unused {
    whose: "operations",
    read: &["id", "use", "settings", "quantities", "price", "prices", "adjust", "valid", "hours"],
    known: &[],
};

/// A list made from a catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exported {
    /// The text of the list.
    pub list: String,
    /// How many models it has.
    pub models: usize,
    /// What the list does not say, though the catalog does.
    pub left_out: Vec<LeftOut>,
}

/// Makes a list of LiteLLM from a catalog, with the prices that hold on a date.
///
/// An operation becomes a model if each line of its price is a rate of something that LiteLLM has a key
/// for, as in imported catalogs; the rate may depend on the number of input tokens and on the service
/// tier. Anything else is left out, and listed.
///
/// ```
/// let catalog = r#"{ "catalog": "x", "version": "1", "as_of": "2026-11-01",
///     "credit": { "name": "dollar", "step": "0.000001" }, "currency": "USD",
///     "operations": [ { "id": "acme/small", "settings": { "input_tokens": { "number": { "min": 0 } } },
///         "price": [ { "line": "input", "quantity": "input_tokens", "per": 1000000, "rate": "1.5" } ] } ] }"#;
/// let exported = drawdown::export_litellm(catalog, None)?;
/// assert!(exported.list.contains("\"input_cost_per_token\": 1.5e-06"));
/// # Ok::<(), drawdown::Errors>(())
/// ```
///
/// # Errors
/// What is wrong with the catalog.
pub fn export_litellm(catalog: &str, at: Option<Date>) -> Result<Exported, Errors> {
    let checked = Catalog::from_json(catalog)?;
    let date = at.unwrap_or(checked.as_of()).to_string();
    let date = date.parse().map_err(|_| Error::internal("a date that is no instant"))?;
    let value = parse(catalog)?;
    let root = Place::root(&value);
    check_dollars(&root)?;
    let export = Export { tables: root.get("tables"), date, units: Units::of(&UNITS) };
    let mut left_out = Omissions::default();
    OF_CATALOGS.note(&root, &mut left_out)?;
    let mut models = Vec::new();
    let operations = root.get("operations").map(|list| list.items()).transpose()?;
    let operations = operations.unwrap_or_default().into_iter();
    for (operation, info) in operations.zip(checked.info().operations) {
        OF_OPERATIONS.note(&operation, &mut left_out)?;
        match export.model(&operation, &info.settings, &mut left_out) {
            Ok(model) => models.push((operation.need("id")?.text()?, model)),
            Err(Unsaid(why)) => left_out.add(why, &operation.pointer),
        }
    }
    let list = written(&models)?;
    Ok(Exported { list, models: models.len(), left_out: left_out.into_list(&[]) })
}

/// The list has US dollars, so the credit has to be one.
fn check_dollars(root: &Place<'_>) -> Result<(), Error> {
    let credit = root.need("credit")?.need("name")?;
    if credit.text()? != DOLLAR {
        return Err(credit.expected("a catalog whose credit is the dollar"));
    }
    let currency = root.need("currency")?;
    if currency.text()? == "USD" { Ok(()) } else { Err(currency.expected("a catalog in USD")) }
}

/// Why an operation cannot be said.
struct Unsaid(&'static str);

/// Values that are not as the checked catalog has them cannot be said either.
impl From<Error> for Unsaid {
    fn from(_: Error) -> Self {
        OTHER_FORM
    }
}

const OTHER_FORM: Unsaid = Unsaid("operations with prices of another form");
const OTHER_CHOICES: Unsaid = Unsaid("operations with choices that LiteLLM has no key for");

type Model = BTreeMap<String, Exact>;

struct Export<'a> {
    tables: Option<Place<'a>>,
    date: Instant,
    units: Units,
}

impl<'a> Export<'a> {
    fn model(
        &self,
        operation: &Place<'a>,
        settings: &[SettingInfo],
        left_out: &mut Omissions,
    ) -> Result<Model, Unsaid> {
        check_names(operation, settings)?;
        let price = self.price_at(operation, left_out)?;
        let list = price.get("price").ok_or(Unsaid("operations without a price"))?;
        if let Value::String(state) = list.value {
            return Err(Unsaid(match state.as_str() {
                "free" => "free operations",
                "not_sold" => "operations that are not sold",
                _ => "operations without a price",
            }));
        }
        let lines: Vec<Place<'_>> = list.items()?;
        let units: Vec<usize> =
            lines.iter().map(|line| self.unit(line)).collect::<Result<_, _>>()?;
        let priced: BTreeSet<usize> = units.iter().copied().collect();
        if priced.len() < units.len() {
            return Err(Unsaid("operations with several prices for one key"));
        }
        let common = price.get("adjust");
        let mut model = Model::new();
        let mut rates = BTreeMap::new();
        for (line, unit) in lines.iter().zip(&units) {
            self.check_quantity(line, *unit, &priced)?;
            match UNITS.get(*unit) {
                Some((_, key, _, _)) if *key == SEARCHES => {
                    self.add_searches(&mut model, line, common.as_ref())?;
                }
                _ => {
                    rates.insert(*unit, self.rates(line, common.as_ref())?);
                }
            }
        }
        add_rates(&mut model, &rates)?;
        Ok(model)
    }

    /// The price that holds on the date: the operation itself, or one of its `prices`.
    fn price_at(
        &self,
        operation: &Place<'a>,
        left_out: &mut Omissions,
    ) -> Result<Place<'a>, Unsaid> {
        let prices = match operation.get("prices") {
            Some(prices) => prices.items()?,
            None => vec![operation.clone()],
        };
        if prices.iter().any(|price| price.get("hours").is_some()) {
            left_out.add("prices that hold at some hours", &operation.pointer);
        }
        if prices.iter().any(|price| price.get("valid").is_some()) {
            left_out.add("prices of other dates", &operation.pointer);
        }
        let holds = |price: &&Place<'a>| {
            let bound = |key: &str| price.get("valid")?.get(key)?.text().ok()?.parse().ok();
            price.get("hours").is_none()
                && bound("from").is_none_or(|from: Instant| from <= self.date)
                && bound("until").is_none_or(|until: Instant| until > self.date)
        };
        prices.iter().find(holds).cloned().ok_or(Unsaid("operations without a price on the date"))
    }

    /// What a line bills: the first setting of its quantity.
    fn unit(&self, line: &Place<'_>) -> Result<usize, Unsaid> {
        let quantity = line.get("quantity").map(|quantity| quantity.text()).transpose()?;
        let name = match quantity {
            None => "requests",
            Some(quantity) => quantity.split_whitespace().next().unwrap_or_default(),
        };
        let unit = self.units.named(name);
        let is_counted = |unit: &usize| self.units.get(*unit).is_some_and(Unit::is_requests);
        let unit = unit.filter(|unit| quantity.is_none() || !is_counted(unit));
        unit.ok_or(Unsaid("operations that bill what LiteLLM has no key for"))
    }

    /// LiteLLM counts parts of the input and output as imported catalogs do. What else a line says, such as a
    /// condition, could change its price.
    fn check_quantity(
        &self,
        line: &Place<'_>,
        unit: usize,
        priced: &BTreeSet<usize>,
    ) -> Result<(), Unsaid> {
        line.only(&["line", "quantity", "unit", "per", "rate", "adjust", "note", "source"])?;
        match line.get("quantity") {
            Some(quantity) if quantity.text()? != self.units.rest(unit, priced) => Err(OTHER_FORM),
            _ => Ok(()),
        }
    }

    /// The prices of one unit of a line, with its factors.
    fn rates(&self, line: &Place<'a>, common: Option<&Place<'a>>) -> Result<ByTier, Unsaid> {
        let power = power_of(line)?;
        let rates = self.by_tier(&line.need("rate")?)?;
        let own = line.get("adjust");
        let factors = self.factors(own.as_ref().or(common))?;
        if own.is_some() && common.is_some() {
            return Err(Unsaid("operations with several steps"));
        }
        let tiers: BTreeSet<Tier> =
            rates.keys().chain(factors.keys()).copied().chain([None]).collect();
        let rate = |tier: Tier| {
            let rate = rates.get(&tier).or_else(|| rates.get(&None));
            let factor = factors.get(&tier).or_else(|| factors.get(&None));
            let one = Exact::one();
            let factor = factor.unwrap_or(&one);
            let price = |price: &Exact| price.multiplied(factor).shifted(-power);
            let ranges = rate.into_iter().flatten();
            (tier, ranges.map(|(above, is)| (*above, price(is))).collect())
        };
        Ok(tiers.into_iter().map(rate).collect())
    }

    /// A price for each size of what a search adds; for one of all sizes three times the same.
    fn add_searches(
        &self,
        model: &mut Model,
        line: &Place<'a>,
        common: Option<&Place<'a>>,
    ) -> Result<(), Unsaid> {
        if common.is_some() {
            return Err(Unsaid("operations with several steps"));
        }
        let factor = match line.get("adjust").map(|steps| steps.items()).transpose()?.as_deref() {
            None => None,
            Some([step]) => Some(times(step)?),
            Some(_) => return Err(Unsaid("operations with several steps")),
        };
        let (power, rate) = (power_of(line)?, line.need("rate")?);
        for size in SIZES {
            let price = self.of_size(&rate, size)?;
            let factor =
                factor.as_ref().map_or(Ok(Exact::one()), |factor| self.of_size(factor, size))?;
            let price = price.multiplied(&factor).shifted(-power);
            model.insert(format!("{SEARCHES}/{SEARCH_SIZE}_{size}"), price);
        }
        Ok(())
    }

    /// The decimal for a size.
    fn of_size(&self, rate: &Place<'a>, size: &str) -> Result<Exact, Unsaid> {
        let rate = self.table(rate);
        if rate.get("by").map(|by| by.text()).transpose()? != Some(SEARCH_SIZE) {
            return Ok(rate.price()?);
        }
        let mut price = None;
        for (keys, row) in rate.members()?.into_iter().filter(|(key, _)| *key != "by") {
            for key in keys.split('|') {
                if key != "else" && !SIZES.contains(&key) {
                    return Err(OTHER_CHOICES);
                }
                if key == size || (key == "else" && price.is_none()) {
                    price = Some(row.price()?);
                }
            }
        }
        price.ok_or(OTHER_FORM)
    }

    /// A rate by service tier: `None` for requests that say nothing.
    fn by_tier(&self, rate: &Place<'a>) -> Result<ByTier, Unsaid> {
        let rate = self.table(rate);
        if rate.get("by").map(|by| by.text()).transpose()? != Some(SERVICE_TIER) {
            return Ok([(None, ranges(&rate)?)].into());
        }
        let mut rates = BTreeMap::new();
        for (keys, row) in rate.members()?.into_iter().filter(|(key, _)| *key != "by") {
            let ranges = ranges(&self.table(&row))?;
            for key in keys.split('|') {
                let tier =
                    TIERS.into_iter().find(|(tier, _)| *tier == key).map(|(_, ending)| ending);
                if tier.is_none() && key != "else" {
                    return Err(OTHER_CHOICES);
                }
                rates.insert(tier, ranges.clone());
            }
        }
        if rates.contains_key(&None) { Ok(rates) } else { Err(OTHER_FORM) }
    }

    /// The factors of one step, by service tier.
    fn factors(&self, steps: Option<&Place<'a>>) -> Result<BTreeMap<Tier, Exact>, Unsaid> {
        let Some(steps) = steps else { return Ok(BTreeMap::new()) };
        let steps = steps.items()?;
        let [step] = steps.as_slice() else { return Err(Unsaid("operations with several steps")) };
        let factors = self.by_tier(&times(step)?)?;
        let flat = factors.into_iter().map(|(tier, ranges)| match ranges.as_slice() {
            [(None, factor)] => Ok((tier, factor.clone())),
            _ => Err(OTHER_FORM),
        });
        flat.collect()
    }

    /// The table that a rate names.
    fn table(&self, rate: &Place<'a>) -> Place<'a> {
        let name = rate.get("table").and_then(|name| name.text().ok());
        let table = name.and_then(|name| self.tables.as_ref()?.get(name));
        table.unwrap_or_else(|| rate.clone())
    }
}

/// A quantity of the operation can have the name of a setting that LiteLLM has a key for, and be another number.
/// A key without a service tier, or of a medium search, is the price of requests that do not say it.
fn check_names(operation: &Place<'_>, settings: &[SettingInfo]) -> Result<(), Unsaid> {
    if operation.get("quantities").is_some() {
        return Err(Unsaid("operations with quantities of their own"));
    }
    let is_usual = |name: &str, value: &str| {
        let mut named = settings.iter().filter(|setting| setting.name == name);
        named
            .any(|setting| setting.default.as_ref().is_some_and(|usual| usual.to_string() == value))
    };
    if TIERS.iter().any(|(tier, _)| is_usual(SERVICE_TIER, tier)) {
        return Err(Unsaid("operations whose usual service tier is not the standard one"));
    }
    if SIZES.iter().any(|size| *size != USUAL_SIZE && is_usual(SEARCH_SIZE, size)) {
        return Err(Unsaid("operations whose usual searches are not of medium size"));
    }
    Ok(())
}

/// How many powers of ten of units a rate is for.
fn power_of(line: &Place<'_>) -> Result<i32, Unsaid> {
    let per = line.get("per").map_or(Ok(1), |per| per.count())?;
    let digits = per.checked_ilog10().filter(|digits| 10_u64.checked_pow(*digits) == Some(per));
    digits
        .and_then(|digits| i32::try_from(digits).ok())
        .ok_or(Unsaid("operations with prices for another number than a power of ten"))
}

/// The rate of a step that does nothing but multiply.
fn times<'a>(step: &Place<'a>) -> Result<Place<'a>, Unsaid> {
    step.only(&["times", "line"])?;
    Ok(step.need("times")?)
}

/// Prices by the number of input tokens above which they hold.
type Ranges = Vec<(Option<u64>, Exact)>;
/// The ending of keys for a service tier; `None` for requests that say nothing.
type Tier = Option<&'static str>;
type ByTier = BTreeMap<Tier, Ranges>;

/// The keys of all units, for every tier that one of them has.
fn add_rates(model: &mut Model, rates: &BTreeMap<usize, ByTier>) -> Result<(), Unsaid> {
    let tiers: BTreeSet<Tier> = rates.values().flat_map(BTreeMap::keys).copied().collect();
    for (unit, by_tier) in rates {
        let Some((_, key, _, _)) = UNITS.get(*unit) else { continue };
        let usual = by_tier.get(&None).map_or(&[][..], Vec::as_slice);
        for tier in &tiers {
            let own = by_tier.get(tier).map_or(usual, Vec::as_slice);
            let inherits =
                tier.is_some() && *tier != Some(BATCHES) && INHERITED_UNITS.contains(unit);
            for (above, price) in prices_of_tier(usual, own, inherits) {
                if above.is_some() && !THRESHOLD_UNITS.contains(unit) {
                    return Err(Unsaid("operations with tiers that LiteLLM has no key for"));
                }
                model.insert(named(key, above, *tier), price.clone());
            }
        }
    }
    Ok(())
}

/// The prices of a tier at all thresholds of the usual prices and its own, because at a threshold without
/// a key LiteLLM takes the usual one. If the tier inherits, those that are the usual ones need no key.
fn prices_of_tier<'r>(
    usual: &'r [(Option<u64>, Exact)],
    own: &'r [(Option<u64>, Exact)],
    inherits: bool,
) -> impl Iterator<Item = (Option<u64>, &'r Exact)> {
    let bounds: BTreeSet<Option<u64>> = usual.iter().chain(own).map(|(above, _)| *above).collect();
    let prices = bounds.into_iter().filter_map(|above| Some((above, price_above(own, above)?)));
    prices.filter(move |(above, price)| {
        !(inherits && usual.iter().any(|(known, usual)| known == above && usual == *price))
    })
}

/// The price of inputs above a number of tokens.
fn price_above(ranges: &[(Option<u64>, Exact)], above: Option<u64>) -> Option<&Exact> {
    ranges.iter().rev().find(|(bound, _)| *bound <= above).map(|(_, price)| price)
}

fn ranges(rate: &Place<'_>) -> Result<Ranges, Unsaid> {
    let Some(ranges) = rate.get("ranges") else { return Ok(vec![(None, rate.price()?)]) };
    if rate.need("by")?.text()? != INPUT {
        return Err(OTHER_CHOICES);
    }
    let mut prices = Vec::new();
    let mut above = None;
    for range in ranges.items()? {
        prices.push((above, range.need("is")?.price()?));
        if range.get("below").is_some() {
            return Err(Unsaid("operations with tiers that begin at their bound"));
        }
        above = range.get("up_to").map(|bound| bound.count()).transpose()?;
    }
    // Longer inputs than the last bound have no price, and LiteLLM has no key to say that.
    if above.is_none() { Ok(prices) } else { Err(OTHER_FORM) }
}

/// `input_cost_per_token_above_200k_tokens_flex`
fn named(key: &str, above: Option<u64>, tier: Option<&str>) -> String {
    let above = above.map_or(String::new(), |above| match (above / 1000, above % 1000) {
        (thousands, 0) => format!("_above_{thousands}k_tokens"),
        _ => format!("_above_{above}_tokens"),
    });
    let tier = tier.map_or(String::new(), |tier| format!("_{tier}"));
    format!("{key}{above}{tier}")
}

/// The list; keys with a `/` are those of an object within the model.
fn written(models: &[(&str, Model)]) -> Result<String, Error> {
    let mut parts = Vec::new();
    for (id, model) in models {
        let mut lines = Vec::new();
        let is_nested = |key: &&String| key.contains('/');
        for (key, price) in model.iter().filter(|(key, _)| !is_nested(key)) {
            lines.push(format!("    {}: {}", quoted(key)?, price.scientific()));
        }
        let nested: Vec<String> = model
            .iter()
            .filter_map(|(key, price)| Some((key.split_once('/')?.1, price)))
            .map(|(key, price)| Ok(format!("      {}: {}", quoted(key)?, price.scientific())))
            .collect::<Result<_, Error>>()?;
        if !nested.is_empty() {
            lines.push(format!("    \"{SEARCHES}\": {{\n{}\n    }}", nested.join(",\n")));
        }
        parts.push(format!("  {}: {{\n{}\n  }}", quoted(id)?, lines.join(",\n")));
    }
    Ok(format!("{{\n{}\n}}\n", parts.join(",\n")))
}

fn quoted(text: &str) -> Result<String, Error> {
    to_text(text).map_err(|_| Error::internal("a list that cannot be written"))
}
