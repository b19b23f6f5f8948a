//! Windows of time: hours, on some days, by some clock.

use super::recurrence::civil;
use super::{DAY, Instant, TimeOfDay, Wall, Zone};
use std::sync::Arc;

/// The bit of holidays among the days of a [`Window`]; bit 0 is Monday.
pub(crate) const HOLIDAYS: u8 = 1 << 7;
/// Every day of the week and every holiday.
pub(crate) const ALL_DAYS: u8 = u8::MAX;
/// The maximum number of different windows of an operation: the bits of a [`Moment`].
pub(crate) const MOST_WINDOWS: usize = 64;

/// The hours `[from, until)` of some days. A window across midnight belongs to the day on which it
/// begins; if `from` equals `until`, it is the whole day.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Window {
    pub(crate) from: TimeOfDay,
    pub(crate) until: TimeOfDay,
    /// Bit set: Monday is bit 0, [`HOLIDAYS`] the last bit.
    pub(crate) days: u8,
    /// `None` for UTC.
    pub(crate) clock: Option<(Arc<str>, Arc<Clock>)>,
    /// The days that are holidays, whatever day of the week.
    pub(crate) holidays: Option<(Arc<str>, Arc<Holidays>)>,
}

/// A zone, and the end of its table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clock {
    zone: Zone,
    /// `None` if the table's only offset holds at all times.
    until: Option<Instant>,
}

/// Listed days. The list is complete for the years it covers, and says nothing about others.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Holidays {
    /// Sorted.
    days: Vec<i64>,
    /// From the first day of the first year to the last day of the last.
    years: std::ops::Range<i64>,
}

/// Which windows of an operation hold at an instant, as bits; unknown beyond the calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    holds: u64,
    unknown: u64,
}

impl Clock {
    /// A table with several offsets covers no instant before its first and none from its end on.
    pub(crate) fn new(zone: Zone, until: Option<Instant>) -> Self {
        Clock { zone, until }
    }

    /// `Europe/Berlin, known until 2031-01-01T00:00:00Z`.
    pub(crate) fn words(&self) -> String {
        let until = self.until.map(|until| format!(", known until {until}")).unwrap_or_default();
        format!("{}{until}", self.zone.name())
    }

    fn covers(&self, at: Instant) -> bool {
        let first = self.zone.offsets().first();
        self.until.is_none_or(|until| at < until && first.is_none_or(|first| first.from <= at))
    }
}

impl Holidays {
    /// `None` for an empty or unsorted list.
    pub(crate) fn new(days: Vec<i64>) -> Option<Self> {
        let (first, last) = (*days.first()?, *days.last()?);
        let years = first_of_year(first, 0)..first_of_year(last, 1);
        days.is_sorted_by(|a, b| a < b).then_some(Holidays { days, years })
    }

    /// The dates, `2026-10-01, 2026-10-02`.
    pub(crate) fn words(&self) -> String {
        let date = |day: &i64| {
            let midnight = Instant::from_unix(day * DAY).map(|at| at.to_string());
            midnight.and_then(|at| Some(at.split_once('T')?.0.to_owned()))
        };
        self.days.iter().filter_map(date).collect::<Vec<_>>().join(", ")
    }

    fn contains(&self, day: i64) -> bool {
        self.days.binary_search(&day).is_ok()
    }
}

/// The first day of the year of a day, or of a later year.
fn first_of_year(day: i64, later: i32) -> i64 {
    let (year, ..) = civil(Wall(day * DAY));
    chrono::NaiveDate::from_ymd_opt(year + later, 1, 1)
        .map_or(day, |first| first.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() / DAY)
}

impl Window {
    /// Whether it holds; `None` beyond its zone's table or its list of holidays.
    pub(crate) fn holds(&self, at: Instant) -> Option<bool> {
        self.clock_covers(at).then(|| self.shows(self.wall(at), true))?
    }

    /// The next instant at which it may begin or end.
    pub(crate) fn next_change(&self, at: Instant) -> Instant {
        let mut next = Instant::MAX;
        if let Some((_, clock)) = &self.clock {
            next = clock.zone.next_change(at);
            next = clock.until.filter(|until| *until > at).map_or(next, |until| next.min(until));
        }
        let wall = self.wall(at);
        at.plus(self.next_edge(wall) - wall.0).map_or(next, |edge| next.min(edge))
    }

    /// Why it is unknown whether it holds.
    pub(crate) fn reason(&self, at: Instant) -> String {
        let name = |(name, _): &(Arc<str>, _)| name.clone();
        match (&self.clock, &self.holidays) {
            (_, Some((list, _))) if self.clock_covers(at) => {
                format!("the list of holidays `{list}` does not reach {at}")
            }
            (clock, _) => {
                let zone = clock.as_ref().map(name);
                let zone = zone.as_deref().unwrap_or("UTC");
                format!("the table of the zone `{zone}` does not reach {at}")
            }
        }
    }

    fn clock_covers(&self, at: Instant) -> bool {
        self.clock.as_ref().is_none_or(|(_, clock)| clock.covers(at))
    }

    fn wall(&self, at: Instant) -> Wall {
        match &self.clock {
            None => Wall(at.to_unix()),
            Some((_, clock)) => clock.zone.wall(at),
        }
    }

    /// Whether it holds at this time on the clock.
    fn shows(&self, wall: Wall, with_holidays: bool) -> Option<bool> {
        let (day, time) = (wall.day(), wall.0.rem_euclid(DAY));
        let (from, until) = (self.from.seconds(), self.until.seconds());
        match from < until {
            true if from <= time && time < until => self.counts(day, with_holidays),
            false if time >= from => self.counts(day, with_holidays),
            false if time < until => self.counts(day - 1, with_holidays),
            _ => Some(false),
        }
    }

    /// Whether a day is among its days.
    fn counts(&self, day: i64, with_holidays: bool) -> Option<bool> {
        let as_weekday = self.days >> (day + 3).rem_euclid(7) & 1 == 1;
        let as_holiday = self.days & HOLIDAYS != 0;
        match &self.holidays {
            Some((_, list)) if with_holidays && as_weekday != as_holiday => {
                let listed = list.contains(day);
                let known = listed || list.years.contains(&day);
                known.then_some(if listed { as_holiday } else { as_weekday })
            }
            _ => Some(as_weekday),
        }
    }

    /// The next wall-clock time at which a window begins or ends.
    fn next_edge(&self, wall: Wall) -> i64 {
        let time = wall.0.rem_euclid(DAY);
        let ahead = |edge: TimeOfDay| match edge.seconds() - time {
            passed if passed <= 0 => passed + DAY,
            ahead => ahead,
        };
        wall.0 + ahead(self.from).min(ahead(self.until))
    }
}

impl Moment {
    /// Any instant.
    pub(crate) const ANY: Moment = Moment { holds: 0, unknown: u64::MAX };

    /// Which of these windows hold at an instant.
    pub(crate) fn at(windows: &[Window], at: Instant) -> Moment {
        let mut moment = Moment::default();
        for (place, window) in windows.iter().enumerate().take(MOST_WINDOWS) {
            match window.holds(at) {
                Some(true) => moment.holds |= 1 << place,
                Some(false) => {}
                None => moment.unknown |= 1 << place,
            }
        }
        moment
    }

    /// Whether a window, given by index, holds; `None` if unknown.
    pub(crate) fn holds(self, place: usize) -> Option<bool> {
        let bit = |mask: u64| mask.checked_shr(place as u32).unwrap_or(0) & 1 == 1;
        (!bit(self.unknown)).then(|| bit(self.holds))
    }

    /// The first of some windows (as bits) whose state is unknown.
    pub(crate) fn first_unknown(self, of: u64) -> Option<usize> {
        let unknown = self.unknown & of;
        (unknown != 0).then(|| unknown.trailing_zeros() as usize)
    }

    /// Every possible moment: each kind of day, each time, each difference between the clocks.
    /// `None` if there are implausibly many.
    pub(crate) fn all(windows: &[Window]) -> Option<Vec<Moment>> {
        let mut moments = Vec::new();
        let offsets = differences(windows)?;
        for ahead in &offsets {
            // A week without holidays, from a Monday.
            walk(windows, ahead, 4..11, false, &mut moments);
        }
        for day in listed_days(windows)? {
            let ahead = offsets_at(windows, Instant::from_unix(day * DAY)?);
            walk(windows, &ahead, day - 2..day + 3, true, &mut moments);
        }
        Some(moments)
    }
}

/// Maximum number of different differences between clocks.
const MOST_DIFFERENCES: usize = 64;
/// Maximum number of holidays in all windows of an operation, and in a list.
pub(crate) const MOST_HOLIDAYS: usize = 1000;

/// The offset of each window's clock.
fn offsets_at(windows: &[Window], at: Instant) -> Vec<i64> {
    windows.iter().map(|window| window.wall(at).0 - at.to_unix()).collect()
}

/// All combinations of these offsets. For a single clock, its offset does not matter.
fn differences(windows: &[Window]) -> Option<Vec<Vec<i64>>> {
    let same = |window: &Window| Some(&window.clock) == windows.first().map(|first| &first.clock);
    if windows.iter().all(same) {
        return Some(vec![vec![0; windows.len()]]);
    }
    let mut differences: Vec<Vec<i64>> = Vec::new();
    let mut known: Vec<&Arc<Clock>> = Vec::new();
    for (_, clock) in windows.iter().filter_map(|window| window.clock.as_ref()) {
        if known.contains(&clock) {
            continue;
        }
        known.push(clock);
        for offset in clock.zone.offsets() {
            let ahead = offsets_at(windows, offset.from);
            if !differences.contains(&ahead) {
                differences.push(ahead);
            }
            if differences.len() > MOST_DIFFERENCES {
                return None;
            }
        }
    }
    Some(differences)
}

/// Every holiday of the windows, without duplicates.
fn listed_days(windows: &[Window]) -> Option<Vec<i64>> {
    let mut days: Vec<i64> = Vec::new();
    let mut known: Vec<&Arc<Holidays>> = Vec::new();
    for (_, list) in windows.iter().filter_map(|window| window.holidays.as_ref()) {
        if known.contains(&list) {
            continue;
        }
        known.push(list);
        for day in &list.days {
            if let Err(place) = days.binary_search(day) {
                days.insert(place, *day);
            }
            if days.len() > MOST_HOLIDAYS {
                return None;
            }
        }
    }
    Some(days)
}

/// Walks through days from change to change, and collects each moment once.
fn walk(
    windows: &[Window],
    ahead: &[i64],
    days: std::ops::Range<i64>,
    with_holidays: bool,
    moments: &mut Vec<Moment>,
) {
    let mut time = days.start * DAY;
    while time < days.end * DAY {
        let (mut moment, mut next) = (Moment::default(), i64::MAX);
        for (place, (window, ahead)) in windows.iter().zip(ahead).enumerate().take(MOST_WINDOWS) {
            let wall = Wall(time + ahead);
            // Outside of the years of its list, every day counts as an ordinary one.
            let holds = window.shows(wall, with_holidays).or_else(|| window.shows(wall, false));
            moment.holds |= u64::from(holds == Some(true)) << place;
            next = next.min(window.next_edge(wall) - ahead);
        }
        if !moments.contains(&moment) {
            moments.push(moment);
        }
        time = next.max(time + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn window(from: &str, until: &str, days: u8) -> Window {
        let time = |text: &str| text.parse().unwrap();
        Window { from: time(from), until: time(until), days, clock: None, holidays: None }
    }

    fn berlin(window: Window) -> Window {
        let entry = |text, seconds| super::super::Offset::new(at(text), seconds);
        let table = [entry("2026-03-29T01:00Z", 7200), entry("2026-10-25T01:00Z", 3600)];
        let zone = Zone::new("Europe/Berlin", &table).unwrap();
        let clock = Clock::new(zone, Some(at("2027-03-28T01:00Z")));
        Window { clock: Some(("berlin".into(), clock.into())), ..window }
    }

    fn listed(window: Window, dates: &[&str]) -> Window {
        let days = dates.iter().map(|date| at(date).to_unix() / DAY).collect();
        let list = Holidays::new(days).unwrap();
        Window { holidays: Some(("list".into(), list.into())), ..window }
    }

    /// `+` if it holds, `-` if it does not, `?` if unknown.
    fn shown(window: &Window, instants: &[&str]) -> String {
        let sign = |text: &&str| match window.holds(at(text)) {
            Some(true) => '+',
            Some(false) => '-',
            None => '?',
        };
        instants.iter().map(sign).collect()
    }

    #[test]
    fn a_window_may_cross_midnight() {
        let night = window("22:00", "06:00", ALL_DAYS);
        let times =
            ["2026-11-02T22:00Z", "2026-11-03T05:59Z", "2026-11-03T06:00Z", "2026-11-03T21:59Z"];
        assert_eq!(shown(&night, &times), "++--");
    }

    #[test]
    fn it_belongs_to_the_day_on_which_it_begins() {
        // 6 November 2026 is a Friday.
        let friday = window("22:00", "06:00", 1 << 4);
        let times =
            ["2026-11-06T05:00Z", "2026-11-06T22:00Z", "2026-11-07T05:59Z", "2026-11-07T22:00Z"];
        assert_eq!(shown(&friday, &times), "-++-");
        let holiday = listed(window("22:00", "06:00", HOLIDAYS), &["2026-11-06"]);
        assert_eq!(shown(&holiday, &times), "-++-");
    }

    #[test]
    fn a_holiday_is_no_weekday() {
        let weekdays = listed(window("00:00", "00:00", 0b001_1111), &["2026-11-06", "2026-11-08"]);
        let times = [
            "2026-11-05",
            "2026-11-06",
            "2026-11-06T23:59:59Z",
            "2026-11-07",
            "2026-11-08",
            "2026-11-09",
        ];
        assert_eq!(shown(&weekdays, &times), "+----+");
    }

    #[test]
    fn a_list_says_nothing_about_other_years() {
        let weekdays = listed(window("22:00", "06:00", 0b001_1111), &["2026-11-06"]);
        // 31 December 2026 is a Thursday; its window lasts until the morning. Weekends do not
        // depend on the list.
        let times = [
            "2026-12-31T22:00Z",
            "2027-01-01T05:59Z",
            "2027-01-01T12:00Z",
            "2027-01-01T22:00Z",
            "2027-01-02T22:00Z",
        ];
        assert_eq!(shown(&weekdays, &times), "++-?-");
        assert_eq!(shown(&weekdays, &["2025-12-31T23:00Z"]), "?");
    }

    #[test]
    fn a_clock_is_put_on_and_back() {
        let early = berlin(window("02:00", "03:00", ALL_DAYS));
        // The hour occurs twice in October, and is skipped in March.
        let twice = [
            "2026-10-24T23:59Z",
            "2026-10-25T00:00Z",
            "2026-10-25T01:00Z",
            "2026-10-25T01:59Z",
            "2026-10-25T02:00Z",
        ];
        assert_eq!(shown(&early, &twice), "-+++-");
        let ends =
            ["2026-03-29T00:59Z", "2026-03-29T01:00Z", "2027-03-28T00:59Z", "2027-03-28T01:00Z"];
        assert_eq!(shown(&early, &ends), "?--?");
        assert!(
            early.reason(at("2027-04-01")).contains("the zone `berlin` does not reach 2027-04-01")
        );
    }

    #[test]
    fn between_two_changes_nothing_changes() {
        let some = [
            berlin(window("01:30", "02:30", ALL_DAYS)),
            berlin(window("22:00", "06:00", 1 << 5)),
            listed(window("09:00", "18:00", 0b001_1111), &["2026-10-26"]),
        ];
        for window in &some {
            let mut change = window.next_change(at("2026-10-20"));
            let mut before = window.holds(at("2026-10-20"));
            for minute in 0..14 * 1440 {
                let now = at("2026-10-20").plus(minute * 60).unwrap();
                if now >= change {
                    (before, change) = (window.holds(now), window.next_change(now));
                }
                assert_eq!(window.holds(now), before, "{window:?} at {now}");
            }
        }
    }

    /// Over half a year, minute by minute, exactly these moments occur.
    #[test]
    fn all_moments_are_found() {
        let dates = ["2026-10-08", "2026-10-09", "2026-10-31", "2026-11-04"];
        let some = [
            berlin(window("20:00", "04:00", 0b001_1111)),
            listed(berlin(window("09:00", "18:00", 0b001_0000 | HOLIDAYS)), &dates),
            listed(berlin(window("23:00", "10:00", 0b110_0000)), &dates),
        ];
        let mut found: Vec<Moment> = Vec::new();
        for minute in 0..180 * 96 {
            let moment = Moment::at(&some, at("2026-07-01").plus(minute * 900).unwrap());
            if !found.contains(&moment) {
                found.push(moment);
            }
        }
        let mut all = Moment::all(&some).unwrap();
        all.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, all);
    }
}
