//! From texts to the fields of an event.

use super::event::{EventOutcome, UsageEvent};
use super::field::{FIELDS, Field};
use super::mapping::{Mapping, SpentSign, TimeFormat};
use crate::amount::{Credits, Decimal};
use crate::calendar::{Instant, Wall, Zone};
use crate::visible::visible;
use std::borrow::Cow;

/// The fields of a row, as texts, by the place of the field.
#[derive(Clone, Debug, Default)]
pub(super) struct Row<'a> {
    pub(super) fields: [Option<Cow<'a, str>>; FIELDS.len()],
    pub(super) settings: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The instant, where the log holds it as one.
    pub(super) at: Option<Instant>,
    /// The number of runs and the charge, where the log holds them as numbers.
    pub(super) runs: Option<Decimal>,
    pub(super) charged: Option<Decimal>,
}

impl<'a> Row<'a> {
    fn text(&self, field: Field) -> Option<&str> {
        let text = trimmed(self.fields.get(field.place())?.as_deref()?);
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn put(&mut self, field: Field, text: Cow<'a, str>) {
        if let Some(place) = self.fields.get_mut(field.place()) {
            *place = Some(text);
        }
    }

    /// The text of a field, moved out; `None` if it is empty.
    fn take(&mut self, field: Field) -> Option<Cow<'a, str>> {
        let text = self.fields.get_mut(field.place())?.take()?;
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(trimmed(text)),
            owned => owned,
        };
        (!trimmed(&text).is_empty()).then_some(text)
    }

    /// No text may contain a NUL, which no name of a platform does.
    fn check(&self) -> Result<(), String> {
        let settings = self.settings.iter().flat_map(|(name, value)| [name, value]);
        let has_nul = self
            .fields
            .iter()
            .flatten()
            .chain(settings)
            .any(|text| memchr::memchr(0, text.as_bytes()).is_some());
        if has_nul { Err("contains a NUL".to_owned()) } else { Ok(()) }
    }

    /// The event that a row describes, or what is wrong with it.
    pub(super) fn event(
        mut self,
        mapping: &Mapping,
        zone: &Zone,
    ) -> Result<UsageEvent<'a>, String> {
        self.check()?;
        let at = match (self.at, self.text(Field::At)) {
            (Some(at), _) => at,
            (None, Some(text)) => instant(text, mapping.time, zone)?,
            (None, None) => return Err(absent(Field::At)),
        };
        let runs = match (self.runs, self.text(Field::Runs)) {
            (Some(number), _) => whole_runs(number).ok_or_else(|| no_runs(&number.to_string()))?,
            (None, Some(text)) => runs(text)?,
            (None, None) => 1,
        };
        let charged = match (self.charged, self.text(Field::Charged)) {
            (Some(number), _) => Some(mapping.credits_of(number)?),
            (None, Some(text)) => Some(mapping.credits(text)?),
            (None, None) => None,
        };
        let outcome = match self.text(Field::Outcome) {
            Some(word) => mapping.outcome_of(word, charged)?,
            None => EventOutcome::Done,
        };
        let operation = self.take(Field::Operation).ok_or_else(|| absent(Field::Operation))?;
        self.settings.retain(|(_, value)| !trimmed(value).is_empty());
        self.settings.sort_by(|a, b| a.0.cmp(&b.0));
        let mut pairs = self.settings.iter().zip(self.settings.iter().skip(1));
        if let Some(((name, _), _)) = pairs.find(|((name, _), (next, _))| name == next) {
            return Err(format!("the setting `{}` occurs twice", visible(name)));
        }
        Ok(UsageEvent {
            id: self.take(Field::Id),
            at,
            account: self.take(Field::Account),
            member: self.take(Field::Member),
            project: self.take(Field::Project),
            operation: mapping.operation_of(operation),
            settings: self.settings,
            runs,
            outcome,
            charged,
        })
    }
}

fn absent(field: Field) -> String {
    format!("no `{}`", field.name())
}

/// Without white space around it, which most texts do not have.
fn trimmed(text: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) { text } else { text.trim() }
}

fn runs(text: &str) -> Result<u32, String> {
    text.parse().ok().and_then(whole_runs).ok_or_else(|| no_runs(text))
}

fn whole_runs(number: Decimal) -> Option<u32> {
    u32::try_from(number.to_integer()?).ok().filter(|runs| *runs > 0)
}

fn no_runs(found: &str) -> String {
    expected("runs", "a whole number of at least 1", found)
}

fn expected(what: &str, expected: &str, found: &str) -> String {
    let found: String = found.chars().take(60).collect();
    format!("{what}: expected {expected}, found `{}`", visible(&found))
}

impl Mapping {
    fn operation_of<'a>(&self, name: Cow<'a, str>) -> Cow<'a, str> {
        match self.operations.iter().find(|(known, _)| *known == *name) {
            Some((_, id)) => Cow::Owned(id.clone()),
            None => name,
        }
    }

    /// A refund is a row of its own; whether a refunded charge still counts, only a mapping can say.
    fn outcome_of(&self, word: &str, charged: Option<Credits>) -> Result<EventOutcome, String> {
        if let Some((_, outcome)) = self.outcomes.iter().find(|(known, _)| known == word) {
            return Ok(*outcome);
        }
        let outcome = match word.to_ascii_lowercase().as_str() {
            "done" | "success" | "succeeded" | "successful" | "completed" | "complete" | "ok"
            | "finished" | "charged" => EventOutcome::Done,
            "refunded" if charged.is_some_and(|charged| charged <= Credits::ZERO) => {
                EventOutcome::Done
            }
            "failed" | "failure" | "error" | "errored" | "timeout" | "timed_out" => {
                EventOutcome::Failed
            }
            "cancelled" | "canceled" | "aborted" | "stopped" => EventOutcome::Cancelled,
            "filtered" | "moderated" | "blocked" | "rejected" | "nsfw" => EventOutcome::Filtered,
            _ => {
                let words =
                    "done, failed, cancelled or filtered, or a word of the mapping's `outcomes`";
                return Err(expected("outcome", words, word));
            }
        };
        Ok(outcome)
    }

    /// Credits, positive if they were spent.
    fn credits(&self, text: &str) -> Result<Credits, String> {
        let plain = match self.decimal.as_deref() {
            Some(",") if text.contains('.') => None,
            Some(",") => Some(Cow::Owned(text.replace(',', "."))),
            _ => Some(Cow::Borrowed(text)),
        };
        let read = plain.and_then(|plain| plain.parse::<Decimal>().ok());
        let credits = read.ok_or_else(|| {
            let sign = if text.contains(',') {
                "a number (see the mapping's `decimal`)"
            } else {
                "a number"
            };
            expected("charged", sign, text)
        })?;
        self.credits_of(credits)
    }

    /// The same of a number.
    fn credits_of(&self, number: Decimal) -> Result<Credits, String> {
        match self.spent {
            Some(SpentSign::Negative) => Credits::ZERO
                .checked_sub(Credits(number))
                .ok_or_else(|| expected("charged", "an amount below 10^24", &number.to_string())),
            _ => Ok(Credits(number)),
        }
    }
}

/// An instant in one of the known forms.
fn instant(text: &str, format: Option<TimeFormat>, zone: &Zone) -> Result<Instant, String> {
    let found = match format {
        Some(TimeFormat::Iso) => iso(text, zone),
        Some(TimeFormat::Unix) => unix(text, 1),
        Some(TimeFormat::UnixMs) => unix(text, 1_000),
        Some(TimeFormat::DayFirst) => slashed(text, zone, false),
        Some(TimeFormat::MonthFirst) => slashed(text, zone, true),
        None => iso(text, zone).or_else(|| digits_only(text)),
    };
    found.ok_or_else(|| match format {
        None if text.contains('/') => {
            let form =
                "an unambiguous instant; set the mapping's `time` to day_first or month_first";
            expected("at", form, text)
        }
        None => expected("at", "an instant such as 2026-11-01T09:00:00Z", text),
        Some(format) => {
            expected("at", &format!("an instant in the form `{}`", format.word()), text)
        }
    })
}

/// Seconds have ten digits until the year 2286, milliseconds thirteen.
fn digits_only(text: &str) -> Option<Instant> {
    match text.len() {
        10 => unix(text, 1),
        13 => unix(text, 1_000),
        _ => None,
    }
}

/// A fraction is dropped.
fn unix(text: &str, parts: i64) -> Option<Instant> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    Instant::from_unix(whole.parse::<i64>().ok()?.div_euclid(parts))
}

/// With an offset, or on a wall clock.
fn iso(text: &str, zone: &Zone) -> Option<Instant> {
    if let Ok(at) = text.parse::<Instant>() {
        // A date alone is a midnight of the wall clock.
        return if text.len() == "2026-11-01".len() { on_clock(at, zone) } else { Some(at) };
    }
    let (date, time) = text.split_at_checked("2026-11-01".len())?;
    let date = date.replace('/', "-");
    let time = time.get(1..).unwrap_or("").replace(" UTC", "Z").replace(' ', "");
    let with_offset = format!("{date}T{time}");
    with_offset.parse::<Instant>().ok().or_else(|| {
        let at = if time.is_empty() { date } else { format!("{with_offset}Z") };
        on_clock(at.parse().ok()?, zone)
    })
}

/// `1/12/2026 9:05`; the order of day and month is given.
fn slashed(text: &str, zone: &Zone, month_first: bool) -> Option<Instant> {
    let (date, time) = text.split_once([' ', 'T', ',']).unwrap_or((text, ""));
    let mut parts = date.split(['/', '.', '-']).map(|part| part.parse::<u32>().ok());
    let (first, second, year) = (parts.next()??, parts.next()??, parts.next()??);
    let (month, day) = if month_first { (first, second) } else { (second, first) };
    let time = time.trim();
    let time = if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() };
    let time = if time.is_empty() { "00:00".to_owned() } else { time };
    let at = format!("{year:04}-{month:02}-{day:02}T{time}Z").parse().ok()?;
    on_clock(at, zone)
}

/// The instant at which the wall clock shows what UTC shows at another.
fn on_clock(at: Instant, zone: &Zone) -> Option<Instant> {
    zone.instant(Wall(at.to_unix()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Offset;

    fn read(text: &str, format: Option<TimeFormat>) -> Result<String, String> {
        instant(text, format, &Zone::utc()).map(|at| at.to_string())
    }

    #[test]
    fn instants_are_read_in_usual_forms() {
        let nine = Ok("2026-11-03T09:00:00Z".to_owned());
        for text in [
            "2026-11-03T09:00:00Z",
            "2026-11-03T10:00:00.250+01:00",
            "2026-11-03 09:00:00",
            "2026-11-03 09:00",
            "2026-11-03 09:00:00 UTC",
            "2026/11/03 09:00",
            "1793696400",
            "1793696400123",
        ] {
            assert_eq!(read(text, None), nine, "{text}");
        }
        assert_eq!(read("03/11/2026 9:00", Some(TimeFormat::DayFirst)), nine);
        assert_eq!(read("11/3/2026, 09:00", Some(TimeFormat::MonthFirst)), nine);
    }

    #[test]
    fn an_ambiguous_date_is_refused() {
        let refused = read("03/11/2026", None).unwrap_err();
        assert!(refused.contains("day_first or month_first"), "{refused}");
        assert!(read("17936964", None).is_err());
    }

    #[test]
    fn a_time_without_offset_is_on_the_wall_clock() {
        let zone = Zone::new("+2", &[Offset::new(Instant::EPOCH, 7200)]).unwrap();
        let at = |text| instant(text, None, &zone).unwrap().to_string();
        assert_eq!(at("2026-11-03 09:00"), "2026-11-03T07:00:00Z");
        assert_eq!(at("2026-11-03"), "2026-11-02T22:00:00Z");
        assert_eq!(at("2026-11-03T09:00Z"), "2026-11-03T09:00:00Z");
    }

    #[test]
    fn a_comma_is_a_decimal_sign_only_where_it_is_said() {
        let comma = Mapping { decimal: Some(",".to_owned()), ..Mapping::default() };
        assert_eq!(comma.credits("1,5").unwrap().to_string(), "1.5");
        assert!(comma.credits("1.000,5").is_err());
        assert!(Mapping::default().credits("1,5").unwrap_err().contains("`decimal`"));
        let spent = Mapping { spent: Some(SpentSign::Negative), ..Mapping::default() };
        assert_eq!(spent.credits("-24").unwrap().to_string(), "24");
    }
}
