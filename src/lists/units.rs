//! Units: what a price is for, and which unit is a part of which.

use crate::error::{Error, ErrorKind};
use crate::lists::operation::{Absent, Setting, SettingKind};
use crate::lists::place::Place;
use std::collections::{BTreeMap, BTreeSet};

/// The most units of a list, so that the coefficients of [`Units::rest`] fit: each is at most the sum of those
/// before it, so that of the hundredth is at most 2^98.
const UNITS: usize = 100;

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
    fn read(usage: &str, place: &Place<'_>) -> Result<Unit, Error> {
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
    }

    /// Requests are counted, not said.
    pub(super) fn is_requests(&self) -> bool {
        self.dimension("family") == "requests"
    }

    /// Whether the other one counts a part of it, and never also the reverse: a part has more dimensions.
    pub(super) fn contains(&self, part: &Unit) -> bool {
        let mut own = self.dimensions.iter();
        self.dimensions.len() < part.dimensions.len()
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
    pub(super) fn setting(&self, is_part: bool, of_input: bool) -> Setting {
        let absent = match (is_part, self.dimension("family"), self.dimension("direction")) {
            (true, _, _) | (_, "tool_calls", _) => Absent::Zero,
            (_, _, "output") => Absent::After,
            _ => Absent::Needed,
        };
        let whole = self.dimension("family") != "durations";
        Setting { name: self.usage.clone(), kind: SettingKind::Amount { absent, whole, of_input } }
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
        let members = place.members()?;
        if members.len() > UNITS {
            let sentence = format!("{} units, expected at most {UNITS}", members.len());
            return Err(Error::new(ErrorKind::Limit, &*place.pointer, sentence));
        }
        let mut units: Vec<Unit> = Vec::new();
        for (usage, place) in members {
            let unit = Unit::read(usage, &place)?;
            if let Some(other) = units.iter().find(|other| other.dimensions == unit.dimensions) {
                let sentence = format!(
                    "expected dimensions that no other unit has, found those of `{}`",
                    other.usage
                );
                let pointer = format!("{}/dimensions", place.pointer);
                return Err(Error::new(ErrorKind::Duplicate, &*pointer, sentence));
            }
            units.push(unit);
        }
        Ok(Units(units))
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
        let mut out = String::new();
        for (place, factor) in self.coefficients(unit, priced) {
            let Some(unit) = self.get(place).filter(|_| factor != 0) else { continue };
            match (out.is_empty(), factor > 0) {
                (true, _) => {}
                (false, true) => out.push_str(" + "),
                (false, false) => out.push_str(" - "),
            }
            if factor.unsigned_abs() != 1 {
                out.push_str(&format!("{} * ", factor.unsigned_abs()));
            }
            out.push_str(&unit.usage);
        }
        out
    }

    /// How often the unit and each priced part of it count, so that everything in a part counts only there:
    /// a part takes away what those that contain it have counted. These have fewer dimensions, so they come
    /// first.
    fn coefficients(&self, unit: usize, priced: &BTreeSet<usize>) -> BTreeMap<usize, i128> {
        let mut parts: Vec<usize> =
            priced.iter().copied().filter(|part| self.contains(unit, *part)).collect();
        parts.sort_by_key(|part| self.get(*part).map_or(0, |part| part.dimensions.len()));
        let mut found = BTreeMap::from([(unit, 1)]);
        for part in parts {
            let counted: i128 = found
                .iter()
                .filter(|(whole, _)| self.contains(**whole, part))
                .map(|(_, factor)| factor)
                .sum();
            found.insert(part, -counted);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

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

    fn read(units: &str) -> Result<Units, Error> {
        Units::read(&Place::root(&parse(units).unwrap()))
    }

    /// A unit with as many dimensions as its number, which has all dimensions of those before it.
    fn nested(count: usize) -> String {
        let dimensions = |number| {
            let each = (0..=number).map(|dimension| format!("\"d{dimension}\":\"x\""));
            each.collect::<Vec<_>>().join(",")
        };
        let unit = |number| {
            format!("\"u{number}\":{{\"per\":1,\"dimensions\":{{{}}}}}", dimensions(number))
        };
        format!("{{{}}}", (0..count).map(unit).collect::<Vec<_>>().join(","))
    }

    #[test]
    fn many_units_within_each_other_end_at_once() {
        let units = read(&nested(UNITS)).unwrap();
        let all = (0..UNITS).collect();
        assert_eq!(units.rest(0, &all), "u0 - u1");
        assert_eq!(units.rest(UNITS - 1, &all), "u99");
        let error = read(&nested(UNITS + 1)).err().unwrap();
        assert_eq!(error.to_string(), "(document): 101 units, expected at most 100");
    }

    /// In layers where everything contains all that follow, coefficients grow as fast as they can.
    #[test]
    fn the_largest_coefficients_fit() {
        let dimensions =
            |place: usize| (0..=place / 4).map(|n| format!("d{n}=x")).collect::<Vec<_>>();
        let rows: Vec<(String, String)> =
            (0..UNITS).map(|place| (format!("u{place}"), dimensions(place).join(" "))).collect();
        let rows: Vec<(&str, &str, u64, &str)> =
            rows.iter().map(|(name, dimensions)| (&**name, &**name, 1, &**dimensions)).collect();
        let units = Units::of(&rows);
        let found = units.coefficients(0, &(4..UNITS).collect());
        assert_eq!(found[&99], 3_i128.pow(23));
    }

    #[test]
    fn two_units_with_the_same_dimensions_are_refused() {
        let unit = r#"{"per":1,"dimensions":{"family":"tokens"}}"#;
        let error = read(&format!("{{\"a\":{unit},\"b\":{unit}}}")).err().unwrap();
        assert_eq!(
            error.to_string(),
            "/b/dimensions: expected dimensions that no other unit has, found those of `a`"
        );
    }

    /// The sum over all chains of parts, which takes exponentially many steps.
    fn by_chains(
        units: &Units,
        unit: usize,
        factor: i128,
        priced: &BTreeSet<usize>,
        out: &mut BTreeMap<usize, i128>,
    ) {
        *out.entry(unit).or_insert(0) += factor;
        for part in priced.iter().filter(|part| units.contains(unit, **part)) {
            by_chains(units, *part, -factor, priced, out);
        }
    }

    #[test]
    fn coefficients_are_those_of_all_chains() {
        let units = crate::lists::genai_prices::usual_units().unwrap();
        let count = units.0.len();
        for step in 1..=3 {
            let priced: BTreeSet<usize> = (0..count).step_by(step).collect();
            for unit in 0..count {
                let mut chains = BTreeMap::new();
                by_chains(&units, unit, 1, &priced, &mut chains);
                assert_eq!(units.coefficients(unit, &priced), chains, "{unit} of every {step}");
            }
        }
    }
}
