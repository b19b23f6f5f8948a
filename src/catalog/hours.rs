//! Windows of time, as written in a catalog.

use crate::calendar::{ALL_DAYS, HOLIDAYS, TimeOfDay};
use crate::error::ErrorKind;
use crate::json::{Node, Read, Value, record};

record! {
    /// Hours of a day: `from` included, `until` excluded. A window across midnight belongs to the
    /// day on which it begins. For the whole day, leave both out.
    pub(crate) struct Hours {
        /// First minute.
        from: Option<TimeOfDay>,
        /// First minute after the window.
        until: Option<TimeOfDay>,
        /// The days; every day when absent.
        days: Option<HourDays>,
        /// The zone, from the catalog's `zones`, for days and hours; UTC when absent.
        zone: Option<String>,
        /// The holidays, from the catalog's `holidays`: these days count as neither weekdays nor
        /// weekends.
        holidays: Option<String>,
    }
}

impl Hours {
    /// The days as bits.
    pub(crate) fn mask(&self) -> u8 {
        self.days.map_or(ALL_DAYS, |days| days.0)
    }
}

/// Days of the week, and holidays, as bits of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HourDays(pub(crate) u8);

const WEEK: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const SHORT: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const WEEKDAYS: u8 = 0b001_1111;
const WEEKENDS: u8 = 0b110_0000;

impl Read for HourDays {
    fn read(node: &Node) -> Self {
        let days = match node.value {
            Value::Array(_) => node.items(read_days).iter().fold(0, |all, days| all | days),
            _ => read_days(node),
        };
        if matches!(node.value, Value::Array(items) if items.is_empty()) {
            node.error(ErrorKind::Missing, "expected at least one day, found none");
        }
        HourDays(days)
    }
    fn placeholder() -> Self {
        HourDays(ALL_DAYS)
    }
}

fn read_days(node: &Node) -> u8 {
    let days = match node.value {
        Value::String(word) => days(word),
        _ => None,
    };
    days.unwrap_or_else(|| {
        node.expected(
            "\"mon\" to \"sun\", \"mon-fri\", \"weekdays\", \"weekends\" or \"holidays\"",
        );
        ALL_DAYS
    })
}

fn days(word: &str) -> Option<u8> {
    match word {
        "weekdays" => return Some(WEEKDAYS),
        "weekends" => return Some(WEEKENDS),
        "holidays" => return Some(HOLIDAYS),
        _ => {}
    }
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let (first, last) = (weekday(first)?, weekday(last)?);
    let count = (last + 7 - first) % 7 + 1;
    Some((first..first + count).fold(0, |days, day| days | 1 << (day % 7)))
}

/// By full name or first three letters.
fn weekday(word: &str) -> Option<usize> {
    WEEK.iter().position(|day| *day == word || day.get(..3) == Some(word))
}

/// The days in words: `Mon–Fri`, `weekends and holidays`; empty for every day.
pub(crate) fn day_words(hours: &Hours) -> String {
    let mask = hours.mask();
    let week = match mask & !HOLIDAYS {
        _ if mask == ALL_DAYS => return String::new(),
        0 => String::new(),
        WEEKDAYS => "weekdays".to_owned(),
        WEEKENDS => "weekends".to_owned(),
        week => short_names(week),
    };
    match (&hours.holidays, mask & HOLIDAYS != 0, week.is_empty()) {
        (Some(list), true, true) => format!("holidays ({list})"),
        (Some(list), true, false) => format!("{week} and holidays ({list})"),
        (Some(list), false, _) => format!("{week} but holidays ({list})"),
        (None, ..) => week,
    }
}

/// `Mon`, `Mon–Wed`, `Mon, Thu–Sat`.
fn short_names(week: u8) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for day in (0..7).filter(|day| week >> day & 1 == 1) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let mut words = String::new();
    for (first, last) in runs {
        let ends = [first, last];
        let different = if first == last { 1 } else { 2 };
        for (day, joint) in ends.into_iter().zip([", ", "–"]).take(different) {
            words.push_str(if words.is_empty() { "" } else { joint });
            words.push_str(SHORT.get(day).copied().unwrap_or_default());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_words_names_and_ranges() {
        assert_eq!(days("mon"), Some(1));
        assert_eq!(days("sunday"), Some(1 << 6));
        assert_eq!(days("mon-fri"), Some(WEEKDAYS));
        assert_eq!(days("fri-mon"), Some(0b111_0001));
        assert_eq!(days("holidays"), Some(HOLIDAYS));
        assert_eq!(days("mon-mon"), Some(1));
        for word in ["", "m", "mo", "mon-", "-fri", "Mon", "mon–fri", "mon-fri-sun"] {
            assert_eq!(days(word), None, "{word}");
        }
    }

    #[test]
    fn days_are_told_in_words() {
        let told = |days: u8, list: Option<&str>| {
            let holidays = list.map(str::to_owned);
            let (from, until, zone) = (None, None, None);
            day_words(&Hours { from, until, days: Some(HourDays(days)), zone, holidays })
        };
        assert_eq!(told(WEEKDAYS, None), "weekdays");
        assert_eq!(told(WEEKDAYS, Some("cn")), "weekdays but holidays (cn)");
        assert_eq!(told(WEEKENDS | HOLIDAYS, Some("cn")), "weekends and holidays (cn)");
        assert_eq!(told(HOLIDAYS, Some("cn")), "holidays (cn)");
        assert_eq!(told(0b100_1011, None), "Mon–Tue, Thu, Sun");
        assert_eq!(told(ALL_DAYS, None), "");
    }
}
