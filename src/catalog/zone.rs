//! Zone tables and lists of holidays, as written in files.

use super::Date;
use crate::calendar::{
    Clock, DAY, Holidays, Instant, MOST_AHEAD, MOST_HOLIDAYS, MOST_OFFSETS, Offset, Zone,
};
use crate::error::ErrorKind;
use crate::json::{Node, Read, Value, record};
use crate::order::sort;
use std::sync::Arc;

record! {
    /// A zone by its table.
    pub(crate) struct ZoneFields {
        /// Its name.
        name: String,
        /// Offsets from UTC, and their starts.
        offsets: Vec<OffsetFields>,
        /// First instant after the table, where that is known.
        until: Option<Instant>,
    }
}

record! {
    /// A zone table of the catalog.
    pub(crate) struct ClockFields {
        /// Its name.
        name: String,
        /// Offsets from UTC, and their starts.
        offsets: Vec<OffsetFields>,
        /// First instant after the table; a single offset does not need it.
        until: Option<Instant>,
    }
}

record! {
    /// An offset from UTC, from an instant on.
    pub(crate) struct OffsetFields {
        /// First instant.
        from: Instant,
        /// Seconds ahead of UTC; negative to the west.
        seconds: SignedSeconds,
    }
}

/// Whole seconds, which may be negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SignedSeconds(i32);

impl Read for SignedSeconds {
    fn read(node: &Node) -> Self {
        let seconds = node.whole_number().and_then(|seconds| i32::try_from(seconds).ok());
        let within = -MOST_AHEAD..=MOST_AHEAD;
        SignedSeconds(seconds.filter(|seconds| within.contains(seconds)).unwrap_or_else(|| {
            node.expected(&format!("whole seconds, -{MOST_AHEAD} to {MOST_AHEAD}"));
            0
        }))
    }
    fn placeholder() -> Self {
        SignedSeconds(0)
    }
}

impl Read for Zone {
    fn read(node: &Node) -> Self {
        if let Value::String(name) = node.value {
            if name != "UTC" {
                let sentence = format!(
                    "zone names are not looked up here: give `{name}` as a table of offsets, which the \
                     command line and the npm package make from the name"
                );
                node.error(ErrorKind::UnknownName, sentence);
            }
            return Zone::utc();
        }
        let fields = ZoneFields::read(node);
        zone(node, &fields.name, &fields.offsets).known_until(fields.until)
    }
    fn placeholder() -> Self {
        Zone::utc()
    }
}

fn zone(node: &Node, name: &str, offsets: &[OffsetFields]) -> Zone {
    let table: Vec<Offset> = offsets.iter().map(|o| Offset::new(o.from, o.seconds.0)).collect();
    Zone::new(name, &table).unwrap_or_else(|| {
        // A zone without a table would be UTC, whatever its name says.
        if let Value::Object(_) = node.value {
            node.expected(&format!("1 to {MOST_OFFSETS} offsets in order of time"));
        }
        Zone::utc()
    })
}

/// A zone of a catalog, with the end of its table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClockTable(pub(crate) Arc<Clock>);

impl Read for ClockTable {
    fn read(node: &Node) -> Self {
        let fields = ClockFields::read(node);
        let zone = zone(node, &fields.name, &fields.offsets);
        match (zone.offsets(), fields.until) {
            ([_, _, ..], None) => {
                let sentence = "expected a key `until` with the first instant after the table: \
                                only a single offset holds at all times";
                node.error(ErrorKind::Missing, sentence);
            }
            ([.., last], Some(until)) if until <= last.from => {
                let sentence = "`until` is not after the last offset";
                node.error(ErrorKind::Unreachable, sentence);
            }
            _ => {}
        }
        ClockTable(Clock::new(zone, fields.until).into())
    }
    fn placeholder() -> Self {
        ClockTable(Clock::new(Zone::utc(), None).into())
    }
}

/// Dates of a vendor's calendar.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HolidayList(pub(crate) Option<Arc<Holidays>>);

impl Read for HolidayList {
    fn read(node: &Node) -> Self {
        let dates: Vec<Date> = Vec::read(node);
        if dates.is_empty() || dates.len() > MOST_HOLIDAYS {
            node.expected(&format!("1 to {MOST_HOLIDAYS} dates"));
            return HolidayList(None);
        }
        let day = |date: &Date| date.midnight().to_unix().div_euclid(DAY);
        let mut days: Vec<i64> = dates.iter().map(day).collect();
        sort(&mut days, Ord::cmp);
        days.dedup();
        HolidayList(Holidays::new(days).map(Into::into))
    }
    fn placeholder() -> Self {
        HolidayList(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Log, parse};

    fn read<T: Read>(text: &str) -> Vec<String> {
        let (value, log) = (parse(text).unwrap(), Log::default());
        T::read(&Node::root(&value, &log));
        log.into_lists().0.iter().map(|error| error.to_string()).collect()
    }

    #[test]
    fn a_table_says_when_it_ends() {
        let table = |until: &str, more: &str| {
            let first = r#"{ "from": "2026-03-29T01:00Z", "seconds": 7200 }"#;
            read::<ClockTable>(&format!(r#"{{ "name": "x"{until}, "offsets": [{first}{more}] }}"#))
        };
        let second = r#", { "from": "2026-10-25T01:00Z", "seconds": 3600 }"#;
        let (late, early) = (r#", "until": "2027-03-28""#, r#", "until": "2026-10-25T01:00Z""#);
        assert!(table("", "").is_empty() && table(late, second).is_empty());
        assert!(table("", second)[0].contains("expected a key `until`"));
        assert!(table(early, second)[0].contains("`until` is not after the last offset"));
    }

    #[test]
    fn a_list_holds_dates() {
        assert!(read::<HolidayList>(r#"["2026-10-02", "2026-10-01", "2026-10-01"]"#).is_empty());
        assert!(read::<HolidayList>("[]")[0].contains("expected 1 to 1000 dates"));
        assert!(read::<HolidayList>(r#"["2026-02-30"]"#)[0].contains("expected a date"));
    }
}
