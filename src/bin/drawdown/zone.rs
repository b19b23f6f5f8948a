//! The wall clock of an account: zone names become tables.

use crate::failure::Failure;
use crate::input;
use drawdown::{Error, Instant, Value, Zone};
use std::ops::Range;

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

/// Puts a table in the place of the zone.
pub(crate) fn put(file: &mut Value, table: Value) {
    if let Some(zone) = member(file, "account").and_then(|account| member(account, "zone")) {
        *zone = table;
    }
}

fn member<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    let Value::Object(members) = value else { return None };
    members.iter_mut().find(|(known, _)| known == key).map(|(_, value)| value)
}

/// The zone table for a period.
pub(crate) fn named(name: &str, covered: Range<Instant>) -> Result<Zone, Error> {
    let zone = Zone::named(name, covered.start, covered.end);
    zone.map_err(|error| Error::new(error.kind(), "/account/zone", error.sentence()))
}

/// The table of a zone for all times that a log may have. It is named in a file, or by `--zone`.
pub(crate) fn of_logs(name: &str, path: &str, flag: &Option<String>) -> anyhow::Result<Zone> {
    let at = |text: &str| text.parse::<Instant>();
    let zone = named(name, at("1990-01-01")?..at("2100-01-01")?);
    Ok(zone.map_err(|error| refused(error, path, flag))?)
}

/// An unknown zone, in a file or in `--zone`.
pub(crate) fn refused(error: Error, path: &str, flag: &Option<String>) -> Failure {
    match flag {
        Some(_) => Failure::new(format!("--zone: {}", error.sentence()), HINT),
        None => Failure::in_input(input::name(path), &error.into(), HINT),
    }
}
