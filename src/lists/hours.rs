//! From prices at an instant to prices with validity and hours.
//!
//! A list says which of its prices holds at an instant. Between its dates, and between its times of
//! day, that cannot change: so it is asked once for each such part of a week, and equal parts are one.

use super::operation::{Hours, Period, Price, WEEK};
use crate::calendar::TimeOfDay;

const DAY: u32 = 24 * 60;

/// A moment at which a list is asked for its price.
pub(super) struct Moment<'a> {
    /// The date from which on prices are asked; `None` before the first date of the list.
    pub(super) from: Option<&'a str>,
    /// From Monday, which is 0.
    pub(super) day: u8,
    /// Minute of the day.
    pub(super) minute: u32,
}

/// From a minute until before another one, also across midnight; if they are equal, all day.
pub(super) struct Window {
    pub(super) from: u32,
    pub(super) until: u32,
    /// The days on which it holds; `None` is every day.
    pub(super) days: Option<Vec<u8>>,
}

impl Window {
    pub(super) fn holds(&self, at: &Moment<'_>) -> bool {
        is_within(self.from, self.until, at.minute)
            && self.days.as_ref().is_none_or(|days| days.contains(&at.day))
    }
}

fn is_within(from: u32, until: u32, minute: u32) -> bool {
    if from < until { (from..until).contains(&minute) } else { minute >= from || minute < until }
}

/// When the prices of a list can change.
#[derive(Default)]
pub(super) struct Changes {
    /// Dates, as texts that sort.
    pub(super) dates: Vec<String>,
    /// Minutes of the day.
    pub(super) minutes: Vec<u32>,
    /// Whether days of the week differ.
    pub(super) weekly: bool,
}

impl Changes {
    /// Where windows begin and end.
    pub(super) fn of<'w>(windows: impl Iterator<Item = &'w Window>) -> Self {
        let mut changes = Changes::default();
        for window in windows {
            changes.minutes.extend([window.from, window.until]);
            changes.weekly |= window.days.is_some();
        }
        changes
    }
}

/// All prices of a model, by asking for each part between two changes.
pub(super) fn periods(
    mut changes: Changes,
    mut ask: impl FnMut(&Moment<'_>) -> Price,
) -> Vec<Period> {
    changes.dates.sort_unstable();
    changes.dates.dedup();
    changes.minutes.push(0);
    changes.minutes.sort_unstable();
    changes.minutes.dedup();
    let mut spans: Vec<Span> = Vec::new();
    for from in std::iter::once(None).chain(changes.dates.iter().map(Some)) {
        let week = week(&changes, |day, minute| {
            ask(&Moment { from: from.map(String::as_str), day, minute })
        });
        match spans.last() {
            Some(last) if last.week == week => {}
            _ => spans.push(Span { from: from.cloned(), week }),
        }
    }
    let ends = spans.iter().skip(1).map(|span| span.from.clone()).chain([None]);
    let dated = spans.iter().zip(ends);
    dated.flat_map(|(span, until)| dated_periods(span, until.as_deref())).collect()
}

/// The prices of a week between two dates.
struct Span {
    from: Option<String>,
    week: Vec<(Option<Hours>, Price)>,
}

fn dated_periods(span: &Span, until: Option<&str>) -> Vec<Period> {
    let period = |(hours, price): &(Option<Hours>, Price)| Period {
        from: span.from.clone(),
        until: until.map(str::to_owned),
        hours: hours.clone(),
        price: price.clone(),
    };
    span.week.iter().map(period).collect()
}

/// A part of the days of a week with one price.
struct Slice {
    from: u32,
    until: u32,
    days: Vec<u8>,
    price: Price,
}

/// The price that holds longest, without hours; then the others with theirs.
fn week(changes: &Changes, mut ask: impl FnMut(u8, u32) -> Price) -> Vec<(Option<Hours>, Price)> {
    let mut slices = Vec::new();
    let ends = changes.minutes.iter().skip(1).copied().chain([DAY]);
    for (from, until) in changes.minutes.iter().copied().zip(ends) {
        let days: &[u8] = if changes.weekly { &WEEK } else { &[0] };
        for day in days {
            add(&mut slices, from, until, *day, ask(*day, from));
        }
    }
    if !changes.weekly {
        slices.iter_mut().for_each(|slice| slice.days = WEEK.to_vec());
    }
    let slices = joined(slices);
    let usual = usual(&slices);
    let special = slices.iter().filter(|slice| Some(&slice.price) != usual.as_ref());
    let special = special.map(|slice| (Some(slice.hours()), slice.price.clone()));
    usual.clone().map(|price| (None, price)).into_iter().chain(special).collect()
}

impl Slice {
    fn hours(&self) -> Hours {
        Hours { from: self.from, until: self.until % DAY, days: self.days.clone() }
    }
}

fn add(slices: &mut Vec<Slice>, from: u32, until: u32, day: u8, price: Price) {
    match slices.iter_mut().find(|slice| slice.from == from && slice.price == price) {
        Some(slice) => slice.days.push(day),
        None => slices.push(Slice { from, until, days: vec![day], price }),
    }
}

/// Slices that follow each other on the same days are one; daily ones also across midnight.
fn joined(slices: Vec<Slice>) -> Vec<Slice> {
    let mut out: Vec<Slice> = Vec::new();
    for slice in slices {
        let follows = |last: &&mut Slice| {
            last.until == slice.from && last.days == slice.days && last.price == slice.price
        };
        match out.iter_mut().find(follows) {
            Some(last) => last.until = slice.until,
            None => out.push(slice),
        }
    }
    let late = out.iter().position(|slice| slice.until == DAY && slice.from > 0);
    let early = late.and_then(|late| {
        let late = out.get(late)?;
        let is_next = |slice: &Slice| slice.from == 0 && slice.until < DAY;
        let is_same = |slice: &Slice| slice.days == WEEK && late.days == WEEK;
        out.iter().position(|slice| is_next(slice) && is_same(slice) && slice.price == late.price)
    });
    if let (Some(late), Some(early)) = (late, early) {
        let until = out.get(early).map_or(0, |slice| slice.until);
        if let Some(slice) = out.get_mut(late) {
            slice.until = until + DAY;
        }
        out.remove(early);
    }
    out
}

/// The price that holds longest; of several, the one that begins first.
fn usual(slices: &[Slice]) -> Option<Price> {
    let mut totals: Vec<(&Price, usize)> = Vec::new();
    for slice in slices {
        let minutes = usize::try_from(slice.until - slice.from).unwrap_or(0) * slice.days.len();
        match totals.iter_mut().find(|(price, _)| *price == &slice.price) {
            Some((_, total)) => *total += minutes,
            None => totals.push((&slice.price, minutes)),
        }
    }
    let longest = totals.into_iter().rev().max_by_key(|(_, total)| *total);
    longest.map(|(price, _)| price.clone())
}

/// The minute of a time of day such as `16:30`, `16:30:00` or `16:30:00Z`; `None` if it is none, or
/// within a minute.
pub(super) fn minute(text: &str) -> Option<u32> {
    let time = text.strip_suffix('Z').or_else(|| text.strip_suffix("+00:00")).unwrap_or(text);
    let seconds = u32::try_from(time.parse::<TimeOfDay>().ok()?.seconds()).ok()?;
    seconds.is_multiple_of(60).then_some(seconds / 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::number::Exact;
    use crate::lists::operation::Line;
    use crate::lists::rate::Rate;

    fn price(amount: &str) -> Price {
        Price::Lines(vec![Line {
            label: "input".to_owned(),
            quantity: "input_tokens".to_owned(),
            rate: Rate::Is(Exact::read(amount).unwrap()),
            per: 1,
            factor: None,
            above_zero: None,
        }])
    }

    fn shown(periods: &[Period]) -> Vec<String> {
        let line = |period: &Period| {
            let Price::Lines(lines) = &period.price else { return "free".to_owned() };
            let Rate::Is(amount) = &lines[0].rate else { return "table".to_owned() };
            let hours =
                period.hours.as_ref().map(|h| format!(" {}-{} {:?}", h.from, h.until, h.days));
            let dates = format!(
                "{}..{}",
                period.from.as_deref().unwrap_or(""),
                period.until.as_deref().unwrap_or("")
            );
            format!("{dates} {amount}{}", hours.unwrap_or_default())
        };
        periods.iter().map(line).collect()
    }

    #[test]
    fn the_longest_price_has_no_hours_and_the_other_crosses_midnight() {
        let changes = Changes { minutes: vec![30, 990], ..Changes::default() };
        let found =
            periods(changes, |at| price(if (30..990).contains(&at.minute) { "2" } else { "1" }));
        assert_eq!(shown(&found), [".. 2", ".. 1 990-30 [0, 1, 2, 3, 4, 5, 6]"]);
    }

    #[test]
    fn dates_without_a_change_are_left_out() {
        let dates = ["2026-03-01", "2026-01-01", "2026-02-01"].map(str::to_owned).to_vec();
        let found = periods(Changes { dates, ..Changes::default() }, |at| {
            price(if at.from >= Some("2026-02-01") { "2" } else { "1" })
        });
        assert_eq!(shown(&found), ["..2026-02-01 1", "2026-02-01.. 2"]);
    }

    #[test]
    fn weekends_are_days_of_a_window() {
        let changes = Changes { minutes: vec![60], weekly: true, ..Changes::default() };
        let found =
            periods(changes, |at| price(if at.day >= 5 || at.minute < 60 { "1" } else { "2" }));
        assert_eq!(shown(&found), [".. 2", ".. 1 0-60 [0, 1, 2, 3, 4, 5, 6]", ".. 1 60-0 [5, 6]"]);
    }

    #[test]
    fn times_of_day_are_whole_minutes_in_utc() {
        for (text, found) in [
            ("16:30", Some(990)),
            ("16:30:00Z", Some(990)),
            ("00:00:00+00:00", Some(0)),
            ("24:00", None),
            ("1:30", None),
            ("16:30:30", None),
            ("16:30:00+08:00", None),
        ] {
            assert_eq!(minute(text), found, "{text}");
        }
    }
}
