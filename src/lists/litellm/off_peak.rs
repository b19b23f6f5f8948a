//! Prices that hold at some hours, in UTC.

use super::keys::{UNITS, unit};
use crate::error::Error;
use crate::json::Value;
use crate::lists::hours::{Changes, Moment, Window, minute};
use crate::lists::left_out::Omissions;
use crate::lists::number::Exact;
use crate::lists::place::Place;
use std::collections::BTreeMap;

/// Keys that may have a price of their own.
const PRICED: [&str; 5] = [
    "input_cost_per_token",
    "output_cost_per_token",
    "cache_read_input_token_cost",
    "cache_creation_input_token_cost",
    "output_cost_per_reasoning_token",
];

/// Prices and their windows.
pub(super) struct OffPeak {
    pub(super) prices: BTreeMap<usize, Exact>,
    windows: Vec<Window>,
}

impl OffPeak {
    /// `None` if its days are those of another clock: the list does not say how that clock goes.
    pub(super) fn read(
        place: &Place<'_>,
        left_out: &mut Omissions,
    ) -> Result<Option<OffPeak>, Error> {
        if let Some(zone) = place.get("weekday_timezone").filter(|zone| zone.text() != Ok("UTC")) {
            left_out.add("off-peak prices on days of another clock than UTC", &zone.pointer);
            return Ok(None);
        }
        let mut off_peak = OffPeak { prices: BTreeMap::new(), windows: Vec::new() };
        for (key, place) in place.members()? {
            match (key, unit(key)) {
                (_, Some(unit)) if PRICED.contains(&key) => {
                    let power = if UNITS.get(unit).is_some_and(|row| row.2 > 1) { 6 } else { 0 };
                    off_peak.prices.insert(unit, place.price()?.shifted(power));
                }
                ("hours_utc", _) => off_peak.windows.extend(windows(&place, None)?),
                ("windows", _) => {
                    for rule in place.items()? {
                        rule.only(&["hours_utc", "weekdays"])?;
                        let days = rule.get("weekdays").map(|days| days_of(&days)).transpose()?;
                        off_peak.windows.extend(windows(&rule.need("hours_utc")?, days.as_ref())?);
                    }
                }
                _ => left_out.add(format!("`{key}` of off-peak prices"), &place.pointer),
            }
        }
        Ok(Some(off_peak))
    }

    pub(super) fn holds(&self, at: &Moment<'_>) -> bool {
        self.windows.iter().any(|window| window.holds(at))
    }

    pub(super) fn changes(&self) -> Changes {
        Changes::of(self.windows.iter())
    }
}

/// One `16:30-00:30`, or a list of them.
fn windows(place: &Place<'_>, days: Option<&Vec<u8>>) -> Result<Vec<Window>, Error> {
    let texts = match place.value {
        Value::Array(_) => place.items()?,
        _ => vec![place.clone()],
    };
    let window = |place: &Place<'_>| {
        let times = place.text()?.split_once('-');
        let times =
            times.and_then(|(from, until)| Some((minute(from.trim())?, minute(until.trim())?)));
        let (from, until) =
            times.ok_or_else(|| place.expected("a window such as \"16:30-00:30\""))?;
        Ok(Window { from, until, days: days.cloned() })
    };
    texts.iter().map(window).collect()
}

/// From numbers 1 to 7, and names.
fn days_of(place: &Place<'_>) -> Result<Vec<u8>, Error> {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = |place: &Place<'_>| {
        let number = match place.value {
            Value::String(name) => {
                let name = name.trim().to_ascii_lowercase();
                names.iter().position(|start| name.starts_with(start))
            }
            _ => place.count().ok().and_then(|day| usize::try_from(day).ok()?.checked_sub(1)),
        };
        let number = number.filter(|number| *number < names.len());
        number
            .and_then(|day| u8::try_from(day).ok())
            .ok_or_else(|| place.expected("a day of the week"))
    };
    place.items()?.iter().map(day).collect()
}
