//! The tables of forty zones, kept in `tests/corpus/zones.json`, for every host to compare with
//! its own.
//!
//! `BLESS=1 cargo test --test corpus zones` writes the tables anew; read the difference before you keep
//! it: a zone changes when its country does, and a host with an older database differs.

#![cfg(feature = "tz")]

use drawdown::Zone;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const FROM: &str = "2024-01-01T00:00:00Z";
const UNTIL: &str = "2031-01-01T00:00:00Z";

/// Every kind of rule there is: none, of an hour, of half an hour, on both hemispheres, by the
/// moon, given up, taken up, east and west of the date line, and offsets of odd minutes.
const NAMES: [&str; 40] = [
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Stockholm",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Atlantic/Azores",
    "Atlantic/Reykjavik",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/St_Johns",
    "America/Nuuk",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Asuncion",
    "America/Havana",
    "Asia/Jerusalem",
    "Asia/Tehran",
    "Asia/Almaty",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Pacific/Auckland",
    "Pacific/Chatham",
];

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/zones.json")
}

/// One zone a line.
fn tables() -> String {
    let (from, until) = (FROM.parse().unwrap(), UNTIL.parse().unwrap());
    let rows: Vec<String> = NAMES.iter().map(|name| row(name, from, until)).collect();
    let mut out = format!("{{\n  \"from\": \"{FROM}\",\n  \"until\": \"{UNTIL}\",\n");
    write!(out, "  \"zones\": [\n{}\n  ]\n}}\n", rows.join(",\n")).unwrap();
    out
}

fn row(name: &str, from: drawdown::Instant, until: drawdown::Instant) -> String {
    let zone = Zone::named(name, from, until).unwrap();
    format!("    {}", drawdown::to_text(&zone).unwrap())
}

#[test]
fn the_tables_are_those_of_the_corpus() {
    let found = tables();
    if std::env::var_os("BLESS").is_some() {
        fs::write(corpus(), &found).unwrap();
    }
    let kept = fs::read_to_string(corpus()).unwrap();
    for (kept, found) in kept.lines().zip(found.lines()) {
        assert_eq!(kept, found);
    }
    assert_eq!(kept, found);
}
