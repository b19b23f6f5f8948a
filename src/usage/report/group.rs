//! The group of an event.

use super::super::event::{EventOutcome, UsageEvent};
use super::super::names::Names;
use super::super::period::{self, Period};
use super::spec::{GroupBy, MOST_KEYS, ReportSpec};
use crate::calendar::{DAY, Instant, Recurrence, Step, Wall, Zone, civil};
use crate::error::Error;

/// For each thing to group by, a number: of a name, or of a period. 0 is none.
pub(super) type Group = [i64; MOST_KEYS];

/// Numbers the groups.
#[derive(Debug)]
pub(super) struct Grouping {
    by: Vec<GroupBy>,
    zone: Zone,
    cycles: Recurrence,
    names: [Names; MOST_KEYS],
    /// The last day, week, month and cycle: when they end, and their numbers.
    periods: [Option<Period>; MOST_KEYS],
}

const OUTCOMES: [EventOutcome; 4] =
    [EventOutcome::Done, EventOutcome::Failed, EventOutcome::Cancelled, EventOutcome::Filtered];

impl Grouping {
    pub(super) fn of(spec: &ReportSpec) -> Self {
        let zone = spec.zone.clone().unwrap_or_else(Zone::utc);
        let anchor = spec.cycle_from.unwrap_or(Instant::EPOCH);
        Grouping {
            by: spec.by.clone(),
            cycles: Recurrence::from(anchor, Step::Months(1), &zone),
            zone,
            names: Default::default(),
            periods: [None; MOST_KEYS],
        }
    }

    /// The group of an event, or of the part of it that a class of credits paid.
    pub(super) fn group(
        &mut self,
        event: &UsageEvent,
        class: Option<&str>,
    ) -> Result<Group, Error> {
        let mut group = Group::default();
        for place in 0..self.by.len().min(MOST_KEYS) {
            let number = self.number(place, event, class)?;
            if let Some(slot) = group.get_mut(place) {
                *slot = number;
            }
        }
        Ok(group)
    }

    fn number(
        &mut self,
        place: usize,
        event: &UsageEvent,
        class: Option<&str>,
    ) -> Result<i64, Error> {
        let Some(by) = self.by.get(place).copied() else { return Ok(0) };
        let name = match by {
            GroupBy::Account => event.account.as_deref(),
            GroupBy::Member => event.member.as_deref(),
            GroupBy::Project => event.project.as_deref(),
            GroupBy::Operation => Some(&*event.operation),
            GroupBy::Class => class,
            GroupBy::Outcome => return Ok(outcome_number(event.outcome)),
            _ => return Ok(self.period(place, by, event.at)),
        };
        match (name, self.names.get_mut(place)) {
            (Some(name), Some(names)) => Ok(i64::from(names.number(name)?) + 1),
            _ => Ok(0),
        }
    }

    /// The number of a period. Most events are in the same one as the event before.
    fn period(&mut self, place: usize, by: GroupBy, at: Instant) -> i64 {
        let known = self.periods.get(place).copied().flatten();
        if let Some(period) = known.filter(|period| period.holds(at)) {
            return period.number;
        }
        let period = self.find_period(by, at);
        if let Some(slot) = self.periods.get_mut(place) {
            *slot = Some(period);
        }
        period.number
    }

    fn find_period(&self, by: GroupBy, at: Instant) -> Period {
        match by {
            GroupBy::Week => period::week(&self.zone, at),
            GroupBy::Month => period::month(&self.zone, at),
            GroupBy::Cycle => period::cycle(&self.zone, &self.cycles, at),
            _ => period::day(&self.zone, at),
        }
    }

    /// The name of what a number stands for.
    pub(super) fn word(&self, place: usize, number: i64) -> Option<String> {
        let named = |number: i64| {
            let number = u32::try_from(number.checked_sub(1)?).ok()?;
            self.names.get(place)?.name(number).map(str::to_owned)
        };
        match self.by.get(place)? {
            GroupBy::Day | GroupBy::Cycle => date(number),
            GroupBy::Week => week(number),
            GroupBy::Month => date(number)?.get(..7).map(str::to_owned),
            GroupBy::Outcome => {
                let outcome = OUTCOMES.into_iter().find(|known| outcome_number(*known) == number);
                outcome.map(|outcome| outcome.word().to_owned())
            }
            _ => named(number),
        }
    }
}

fn outcome_number(outcome: EventOutcome) -> i64 {
    outcome as i64 + 1
}

fn date(day: i64) -> Option<String> {
    let (year, month, day, _) = civil(Wall(day.checked_mul(DAY)?));
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// By ISO 8601: the week belongs to the year of its Thursday.
fn week(monday: i64) -> Option<String> {
    let thursday = Wall(monday.checked_add(3)?.checked_mul(DAY)?);
    let (year, ..) = civil(thursday);
    let new_year = (1..=366).map(|back| thursday.day() - back + 1).find(|day| {
        let (_, month, date, _) = civil(Wall(day * DAY));
        (month, date) == (1, 1)
    })?;
    Some(format!("{year:04}-W{:02}", (thursday.day() - new_year) / 7 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_those_of_iso_8601() {
        let week_of = |text: &str| {
            let day = text.parse::<Instant>().unwrap().to_unix() / DAY;
            week(day - (day + 3).rem_euclid(7)).unwrap()
        };
        for (day, expected) in [
            ("2026-01-01", "2026-W01"),
            ("2027-01-01", "2026-W53"),
            ("2024-12-30", "2025-W01"),
            ("2026-11-29", "2026-W48"),
        ] {
            assert_eq!(week_of(day), expected, "{day}");
        }
    }
}
