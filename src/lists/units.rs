//! Units: what a price is for, and which unit is a part of which.

use crate::error::Error;
use crate::lists::operation::{Absent, Setting, SettingKind};
use crate::lists::place::Place;
use std::collections::{BTreeMap, BTreeSet};

/// A quantity that has a price.
pub(super) struct Unit {
    /// The name in usage.
    pub(super) usage: String,
    /// The name in prices.
    pub(super) price: String,
    /// How many of it a price is for.
    pub(super) per: u64,
    /// What it counts: a unit with further dimensions counts a part of it.
    dimensions: BTreeMap<String, String>,
}

impl Unit {
    /// Requests are counted, not said.
    pub(super) fn is_requests(&self) -> bool {
        self.dimension("family") == "requests"
    }

    pub(super) fn contains(&self, part: &Unit) -> bool {
        let mut own = self.dimensions.iter();
        self.usage != part.usage
            && own.all(|(name, value)| part.dimensions.get(name) == Some(value))
    }

    fn dimension(&self, name: &str) -> &str {
        self.dimensions.get(name).map_or("", String::as_str)
    }

    /// The label of its line.
    pub(super) fn label(&self) -> String {
        self.usage.replace('_', " ")
    }

    /// The setting that says how much of it there is. A part may be left out, and so may tools;
    /// anything else must be said.
    pub(super) fn setting(&self, is_part: bool) -> Setting {
        let absent = match (is_part, self.dimension("family"), self.dimension("direction")) {
            (true, _, _) | (_, "tool_calls", _) => Absent::Zero,
            (_, _, "output") => Absent::After,
            _ => Absent::Needed,
        };
        let whole = self.dimension("family") != "durations";
        Setting { name: self.usage.clone(), kind: SettingKind::Amount { absent, whole } }
    }
}

/// All units, in their order.
pub(super) struct Units(Vec<Unit>);

impl Units {
    /// Units from rows: usage, price, how many a price is for, dimensions.
    pub(super) fn of(rows: &[(&str, &str, u64, &str)]) -> Units {
        let unit = |&(usage, price, per, dimensions): &(&str, &str, u64, &str)| Unit {
            usage: usage.to_owned(),
            price: price.to_owned(),
            per,
            dimensions: dimensions
                .split(' ')
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        };
        Units(rows.iter().map(unit).collect())
    }

    /// Those that a list defines.
    pub(super) fn read(place: &Place<'_>) -> Result<Units, Error> {
        let unit = |(usage, place): (&str, Place<'_>)| {
            let per = place.need("per")?;
            let count = per.count()?;
            if count == 0 {
                return Err(per.expected("a number of units above 0"));
            }
            let price = place.get("price_key").map(|key| key.text()).transpose()?;
            let dimensions = place.need("dimensions")?.members()?.into_iter();
            let dimensions =
                dimensions.map(|(name, value)| Ok((name.to_owned(), value.text()?.to_owned())));
            Ok(Unit {
                usage: usage.to_owned(),
                price: price.unwrap_or(usage).to_owned(),
                per: count,
                dimensions: dimensions.collect::<Result<_, Error>>()?,
            })
        };
        place.members()?.into_iter().map(unit).collect::<Result<_, _>>().map(Units)
    }

    /// The place of the unit that a price is for.
    pub(super) fn priced_by(&self, key: &str) -> Option<usize> {
        self.0.iter().position(|unit| unit.price == key)
    }

    pub(super) fn named(&self, usage: &str) -> Option<usize> {
        self.0.iter().position(|unit| unit.usage == usage)
    }

    pub(super) fn get(&self, place: usize) -> Option<&Unit> {
        self.0.get(place)
    }

    pub(super) fn contains(&self, whole: usize, part: usize) -> bool {
        match (self.get(whole), self.get(part)) {
            (Some(whole), Some(part)) => whole.contains(part),
            _ => false,
        }
    }

    /// What a unit has that no priced part of it has, as an expression over the settings.
    pub(super) fn rest(&self, unit: usize, priced: &BTreeSet<usize>) -> String {
        let mut factors: BTreeMap<usize, i32> = BTreeMap::new();
        self.add_rest(unit, 1, priced, &mut factors);
        let mut out = String::new();
        for (place, factor) in factors.into_iter().filter(|(_, factor)| *factor != 0) {
            let Some(unit) = self.get(place) else { continue };
            match (out.is_empty(), factor > 0) {
                (true, _) => {}
                (false, true) => out.push_str(" + "),
                (false, false) => out.push_str(" - "),
            }
            if factor.abs() != 1 {
                out.push_str(&format!("{} * ", factor.abs()));
            }
            out.push_str(&unit.usage);
        }
        out
    }

    fn add_rest(
        &self,
        unit: usize,
        factor: i32,
        priced: &BTreeSet<usize>,
        factors: &mut BTreeMap<usize, i32>,
    ) {
        *factors.entry(unit).or_insert(0) += factor;
        for part in priced.iter().filter(|part| self.contains(unit, **part)) {
            self.add_rest(*part, -factor, priced, factors);
        }
    }
}

#[cfg(test)]
mod tests {
    fn rest(unit: &str, priced: &[&str]) -> String {
        let units = crate::lists::genai_prices::usual_units().unwrap();
        let place = |name: &&str| units.named(name).unwrap();
        units.rest(place(&unit), &priced.iter().map(place).collect())
    }

    #[test]
    fn parts_that_are_priced_are_not_counted_twice() {
        let priced =
            ["input_tokens", "cache_read_tokens", "input_audio_tokens", "cache_audio_read_tokens"];
        assert_eq!(rest("input_tokens", &["input_tokens"]), "input_tokens");
        assert_eq!(
            rest("input_tokens", &priced),
            "input_tokens - cache_read_tokens - input_audio_tokens + cache_audio_read_tokens"
        );
        assert_eq!(
            rest("cache_read_tokens", &priced),
            "cache_read_tokens - cache_audio_read_tokens"
        );
        let writes = ["input_tokens", "cache_write_tokens", "cache_write_1h_tokens"];
        assert_eq!(rest("input_tokens", &writes), "input_tokens - cache_write_tokens");
    }
}
