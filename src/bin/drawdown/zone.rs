//! The wall clock of an account: zone names, and dates for people.

use crate::failure::Failure;
use crate::input;
use drawdown::{Error, Instant, Value, Zone};

const HINT: &str = "give a name of the tz database, such as Europe/Berlin, or UTC";

/// Takes the zone name out of an account. The library accepts zones only as tables, so the name is
/// replaced by UTC until its table exists.
pub(crate) fn take(file: &mut Value) -> Option<String> {
    let zone = member(member(file, "account")?, "zone")?;
    match zone {
        Value::String(name) => Some(std::mem::replace(name, "UTC".to_owned())),
        _ => None,
    }
}

fn member<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    let Value::Object(members) = value else { return None };
    members.iter_mut().find(|(known, _)| known == key).map(|(_, value)| value)
}

/// The zone table for a period.
pub(crate) fn named(name: &str, (from, until): (Instant, Instant)) -> Result<Zone, Error> {
    let zone = Zone::named(name, from, until);
    zone.map_err(|error| Error::new(error.kind(), "/account/zone", error.sentence()))
}

/// An unknown zone, in a file or in `--zone`.
pub(crate) fn refused(error: Error, path: &str, flag: &Option<String>) -> Failure {
    match flag {
        Some(_) => Failure::new(format!("--zone: {}", error.sentence()), HINT),
        None => Failure::in_input(input::name(path), &error.into(), HINT),
    }
}

/// `1 Mar 2026`, with the time of day if it is not midnight.
pub(crate) fn moment(zone: &Zone, at: Instant) -> String {
    let shown = shown(zone, at);
    let (date, time) = shown.split_once('T').unwrap_or((&shown, ""));
    let time = time.trim_end_matches('Z');
    match time.strip_suffix(":00").unwrap_or(time) {
        "00:00" => day(date),
        time => format!("{}, {time}", day(date)),
    }
}

/// `2026-03-01`, by the wall clock.
pub(crate) fn date(zone: &Zone, at: Instant) -> String {
    shown(zone, at).chars().take(10).collect()
}

/// The wall-clock time, written as an instant.
fn shown(zone: &Zone, at: Instant) -> String {
    let after = zone.offsets().partition_point(|offset| offset.from <= at);
    let offset = zone.offsets().get(after.saturating_sub(1)).map_or(0, |offset| offset.seconds);
    Instant::from_unix(at.to_unix() + i64::from(offset)).unwrap_or(at).to_string()
}

/// `1 Mar 2026` for `2026-03-01`.
fn day(date: &str) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let number = month.and_then(|month| month.parse::<usize>().ok()).unwrap_or(0);
    match (year, MONTHS.get(number.wrapping_sub(1)), day) {
        (Some(year), Some(month), Some(day)) => {
            format!("{} {month} {year}", day.trim_start_matches('0'))
        }
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_wall_clock() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let berlin = named("Europe/Berlin", (at("2026-01-01"), at("2027-01-01"))).unwrap();
        assert_eq!(moment(&Zone::utc(), at("2026-03-01")), "1 Mar 2026");
        assert_eq!(moment(&Zone::utc(), at("2026-03-01T12:00Z")), "1 Mar 2026, 12:00");
        assert_eq!(moment(&berlin, at("2026-06-30T22:00Z")), "1 Jul 2026");
        assert_eq!(moment(&berlin, at("2026-06-30T09:59:59Z")), "30 Jun 2026, 11:59:59");
    }
}
