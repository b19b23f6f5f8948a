//! Rates of one line: by settings with few values, and by how much goes in.

use super::number::Exact;
use crate::json::Value;

/// Places after the point that a rate of a catalog may have.
const PLACES: i64 = 18;

/// A rate, or rates by something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rate {
    Is(Exact),
    /// The list has a price that cannot be read.
    Unpriced,
    /// By the value of a setting; all further values have the last rate.
    By {
        setting: String,
        rows: Vec<(String, Rate)>,
        others: Box<Rate>,
    },
    /// The whole request at the rate of the first range that its quantity is in.
    Ranges {
        by: &'static str,
        rows: Vec<(u64, Rate)>,
        beyond: Box<Rate>,
        includes: bool,
    },
}

impl Rate {
    /// Rows with the rate of all others are not written; equal rates are one.
    pub(super) fn by(setting: &str, rows: Vec<(String, Rate)>, others: Rate) -> Rate {
        let mut kept: Vec<(String, Rate)> = Vec::new();
        for (key, rate) in rows.into_iter().filter(|(_, rate)| *rate != others) {
            match kept.iter_mut().find(|(_, known)| *known == rate) {
                Some((keys, _)) => {
                    keys.push('|');
                    keys.push_str(&key);
                }
                None => kept.push((key, rate)),
            }
        }
        if kept.is_empty() {
            return others;
        }
        Rate::By { setting: setting.to_owned(), rows: kept, others: Box::new(others) }
    }

    /// Neighbouring ranges with one rate are one. `includes`: a bound belongs to the range below it.
    pub(super) fn ranges(
        by: &'static str,
        rows: Vec<(u64, Rate)>,
        beyond: Rate,
        includes: bool,
    ) -> Rate {
        let mut kept: Vec<(u64, Rate)> = Vec::new();
        for (bound, rate) in rows {
            match kept.last_mut() {
                Some((known, last)) if *last == rate => *known = bound,
                _ => kept.push((bound, rate)),
            }
        }
        while kept.last().is_some_and(|(_, last)| *last == beyond) {
            kept.pop();
        }
        if kept.is_empty() {
            return beyond;
        }
        Rate::Ranges { by, rows: kept, beyond: Box::new(beyond), includes }
    }

    /// How many times `other` it is, if all its decimals are the same multiple.
    pub(super) fn times(&self, other: &Rate) -> Option<Exact> {
        match (self, other) {
            (Rate::Is(own), Rate::Is(other)) => own.times(other),
            (
                Rate::Ranges { rows, beyond, .. },
                Rate::Ranges { rows: others, beyond: last, .. },
            ) if rows.len() == others.len() => {
                let factor = beyond.times(last)?;
                let mut pairs = rows.iter().zip(others);
                let same = |((bound, own), (bound_2, other)): (&(u64, Rate), &(u64, Rate))| {
                    bound == bound_2 && own.times(other).as_ref() == Some(&factor)
                };
                pairs.all(same).then_some(factor)
            }
            _ => None,
        }
    }

    /// How many places the finest of its decimals has.
    fn places(&self) -> i64 {
        match self {
            Rate::Is(price) => price.places(),
            Rate::Unpriced => 0,
            Rate::By { rows, others, .. } => {
                rows.iter().map(|(_, rate)| rate.places()).max().unwrap_or(0).max(others.places())
            }
            Rate::Ranges { rows, beyond, .. } => {
                rows.iter().map(|(_, rate)| rate.places()).max().unwrap_or(0).max(beyond.places())
            }
        }
    }

    /// By how many powers of ten it must grow, so that a catalog can hold it: a multiple of 3.
    pub(super) fn growth(&self) -> u32 {
        let excess = u32::try_from(self.places() - PLACES).unwrap_or(0);
        excess.next_multiple_of(3)
    }

    /// As the catalog has it, times 10^`power`.
    pub(super) fn written(&self, power: u32) -> Value {
        match self {
            Rate::Is(price) => {
                let power = i32::try_from(power).unwrap_or(0);
                Value::String(price.shifted(power).to_string())
            }
            Rate::Unpriced => Value::String("unpriced".to_owned()),
            Rate::By { setting, rows, others } => {
                let mut table = vec![("by".to_owned(), Value::String(setting.clone()))];
                table.extend(rows.iter().map(|(keys, rate)| (keys.clone(), rate.written(power))));
                table.push(("else".to_owned(), others.written(power)));
                Value::Object(table)
            }
            Rate::Ranges { by, rows, beyond, includes } => {
                let bound = if *includes { "up_to" } else { "below" };
                let row = |bounds: Vec<(String, Value)>, rate: &Rate| {
                    let is = ("is".to_owned(), rate.written(power));
                    Value::Object(bounds.into_iter().chain([is]).collect())
                };
                let bounded = rows.iter().map(|(to, rate)| {
                    row(vec![(bound.to_owned(), Value::Number(to.to_string()))], rate)
                });
                let ranges = bounded.chain([row(Vec::new(), beyond)]).collect();
                Value::Object(vec![
                    ("by".to_owned(), Value::String((*by).to_owned())),
                    ("ranges".to_owned(), Value::Array(ranges)),
                ])
            }
        }
    }
}
