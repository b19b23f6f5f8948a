//! Events that are kept, so that they can be summed in several ways, or put in order of time.

use super::event::{EventOutcome, UsageEvent};
use super::names::Names;
use crate::amount::{Credits, Decimal};
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind};
use std::borrow::Cow;
use std::num::NonZeroU32;
use std::ops::Range;

/// Events as numbers of names: forty bytes each, and each name once.
#[derive(Debug, Default)]
pub(super) struct StoredEvents {
    accounts: Names,
    members: Names,
    projects: Names,
    /// Operation and settings, separated by NUL.
    shapes: Names,
    /// Charges that do not fit beside an event.
    large: Vec<Credits>,
    ids: Ids,
    events: Vec<StoredEvent>,
    /// The shape that is being put together.
    shape: String,
}

#[derive(Debug)]
struct StoredEvent {
    at: Instant,
    charged: Charge,
    account: Number,
    member: Number,
    project: Number,
    shape: ShapeAndOutcome,
    runs: u32,
    id: Number,
}

/// The number of a name, from 1; `None` if there is none.
type Number = Option<NonZeroU32>;

impl StoredEvents {
    /// Keeps an event, and its id if `with_id`.
    ///
    /// # Errors
    /// `limit` if there are too many different names.
    pub(super) fn keep(&mut self, event: &UsageEvent, with_id: bool) -> Result<(), Error> {
        let id = event.id.as_deref().filter(|_| with_id);
        let id = id.map(|id| self.ids.add(id)).transpose()?;
        let stored = StoredEvent {
            at: event.at,
            charged: Charge::of(event.charged, &mut self.large),
            account: number(&mut self.accounts, event.account.as_deref())?,
            member: number(&mut self.members, event.member.as_deref())?,
            project: number(&mut self.projects, event.project.as_deref())?,
            shape: ShapeAndOutcome::of(self.shape(event)?, event.outcome),
            runs: event.runs,
            id,
        };
        self.events.push(stored);
        Ok(())
    }

    fn shape(&mut self, event: &UsageEvent) -> Result<u32, Error> {
        self.shape.clear();
        event.push_shape(&mut self.shape);
        self.shapes.number(&self.shape)
    }

    /// Puts the events in order of time; those of one instant stay in the order of the log.
    pub(super) fn sort(&mut self) {
        self.events.sort_by_key(|event| event.at);
    }

    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    pub(super) fn first(&self) -> Option<Instant> {
        self.events.iter().map(|event| event.at).min()
    }

    pub(super) fn last(&self) -> Option<Instant> {
        self.events.iter().map(|event| event.at).max()
    }

    /// The memory of events and names, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let names = [&self.accounts, &self.members, &self.projects, &self.shapes];
        self.events.capacity() * size_of::<StoredEvent>()
            + names.map(Names::bytes).iter().sum::<usize>()
            + self.large.capacity() * size_of::<Credits>()
            + self.ids.bytes()
    }

    /// Shows each event, in their order. One event is refilled, so that nothing is allocated.
    ///
    /// # Errors
    /// Whatever `take` returns.
    pub(super) fn visit<E>(&self, take: impl FnMut(&UsageEvent) -> Result<(), E>) -> Result<(), E> {
        self.visit_some(0..self.len(), take)
    }

    /// Shows the events of these places.
    ///
    /// # Errors
    /// Whatever `take` returns.
    pub(super) fn visit_some<E>(
        &self,
        places: Range<usize>,
        mut take: impl FnMut(&UsageEvent) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut shown = UsageEvent::new("", Instant::EPOCH);
        let mut shape = None;
        for event in self.events.get(places).unwrap_or(&[]) {
            let (number, outcome) = event.shape.parts();
            if shape != Some(number) {
                self.take_shape(number, &mut shown);
                shape = Some(number);
            }
            shown.id = event.id.and_then(|id| self.ids.get(id)).map(Cow::Borrowed);
            shown.at = event.at;
            shown.account = name(&self.accounts, event.account);
            shown.member = name(&self.members, event.member);
            shown.project = name(&self.projects, event.project);
            shown.runs = event.runs;
            shown.outcome = outcome;
            shown.charged = event.charged.credits(&self.large);
            take(&shown)?;
        }
        Ok(())
    }

    fn take_shape<'k>(&'k self, number: u32, shown: &mut UsageEvent<'k>) {
        let mut parts = self.shapes.name(number).unwrap_or("").split('\0');
        shown.operation = Cow::Borrowed(parts.next().unwrap_or(""));
        shown.settings.clear();
        while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
            shown.settings.push((Cow::Borrowed(name), Cow::Borrowed(value)));
        }
    }
}

fn number(names: &mut Names, name: Option<&str>) -> Result<Number, Error> {
    let number = name.map(|name| names.number(name)).transpose()?;
    Ok(number.and_then(|number| NonZeroU32::new(number.wrapping_add(1))))
}

fn name(names: &Names, number: Number) -> Option<Cow<'_, str>> {
    names.name(number?.get() - 1).map(Cow::Borrowed)
}

/// The number of a shape, which is below a million, and an outcome.
#[derive(Clone, Copy, Debug)]
struct ShapeAndOutcome(u32);

impl ShapeAndOutcome {
    fn of(shape: u32, outcome: EventOutcome) -> Self {
        let outcome = match outcome {
            EventOutcome::Done => 0,
            EventOutcome::Failed => 1,
            EventOutcome::Cancelled => 2,
            EventOutcome::Filtered => 3,
        };
        ShapeAndOutcome(shape << 2 | outcome)
    }

    fn parts(self) -> (u32, EventOutcome) {
        let outcome = match self.0 & 3 {
            0 => EventOutcome::Done,
            1 => EventOutcome::Failed,
            2 => EventOutcome::Cancelled,
            _ => EventOutcome::Filtered,
        };
        (self.0 >> 2, outcome)
    }
}

/// A charge in 10^-12 credits where that fits, above the places of `large`.
#[derive(Clone, Copy, Debug)]
struct Charge(i64);

/// Below this, a charge is a place in `large`.
const PLACES_END: i64 = i64::MIN + (1 << 40);

impl Charge {
    const UNKNOWN: Charge = Charge(i64::MIN);

    fn of(charged: Option<Credits>, large: &mut Vec<Credits>) -> Self {
        let Some(credits) = charged else { return Charge::UNKNOWN };
        match i64::try_from(credits.decimal().scaled()) {
            Ok(scaled) if scaled >= PLACES_END => Charge(scaled),
            _ => {
                large.push(credits);
                Charge(i64::MIN + large.len() as i64)
            }
        }
    }

    fn credits(self, large: &[Credits]) -> Option<Credits> {
        if self.0 >= PLACES_END {
            return Decimal::from_scaled(i128::from(self.0)).map(Credits);
        }
        let place = usize::try_from(self.0 - i64::MIN).ok()?.checked_sub(1)?;
        large.get(place).copied()
    }
}

/// Texts that follow each other.
#[derive(Debug, Default)]
struct Ids {
    text: String,
    ends: Vec<usize>,
}

impl Ids {
    fn add(&mut self, id: &str) -> Result<NonZeroU32, Error> {
        self.text.push_str(id);
        self.ends.push(self.text.len());
        let number = u32::try_from(self.ends.len()).ok().and_then(NonZeroU32::new);
        number.ok_or_else(|| Error::new(ErrorKind::Limit, "", "more than 4 billion ids"))
    }

    fn get(&self, number: NonZeroU32) -> Option<&str> {
        let place = number.get() as usize - 1;
        let from = place.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(from..*self.ends.get(place)?)
    }

    fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(at: &str) -> UsageEvent<'static> {
        UsageEvent::new("clip", at.parse().unwrap())
    }

    fn kept(stored: &StoredEvents) -> Vec<String> {
        let mut list = Vec::new();
        let Ok(()) = stored.visit(|event| {
            list.push(format!("{event:?}"));
            Ok::<(), std::convert::Infallible>(())
        });
        list
    }

    #[test]
    fn events_come_back_as_they_were() {
        let mut full = event("2026-11-03T09:00Z");
        full.id = Some("e1".into());
        full.account = Some("studio".into());
        full.member = Some("ada".into());
        full.project = Some("film".into());
        full.settings = vec![("audio".into(), "".into()), ("seconds".into(), "8".into())];
        (full.runs, full.outcome) = (u32::MAX, EventOutcome::Filtered);
        let mut events = vec![full, event("2026-11-03T09:01Z")];
        for charged in ["0", "-24.5", "9223372", "9223373", "-9223372.036854775807", "1e23"] {
            let mut event = event("2026-11-03T09:02Z");
            event.charged = Some(Credits(charged.parse().unwrap_or_default()));
            event.outcome = EventOutcome::Cancelled;
            events.push(event);
        }
        let mut stored = StoredEvents::default();
        for event in &events {
            stored.keep(event, true).unwrap();
        }
        let expected: Vec<String> = events.iter().map(|event| format!("{event:?}")).collect();
        assert_eq!(kept(&stored), expected);
    }

    #[test]
    fn an_id_is_kept_only_if_asked_for() {
        let mut first = event("2026-11-03T09:00Z");
        first.id = Some("e1".into());
        let mut stored = StoredEvents::default();
        stored.keep(&first, false).unwrap();
        first.id = None;
        assert_eq!(kept(&stored), [format!("{first:?}")]);
    }

    #[test]
    fn events_of_one_instant_stay_in_order() {
        let mut stored = StoredEvents::default();
        for (at, runs) in [("2026-11-04", 1), ("2026-11-03", 2), ("2026-11-04", 3)] {
            let mut event = event(at);
            event.runs = runs;
            stored.keep(&event, false).unwrap();
        }
        stored.sort();
        let mut order = Vec::new();
        let Ok(()) = stored.visit(|event| {
            order.push(event.runs);
            Ok::<(), std::convert::Infallible>(())
        });
        assert_eq!(order, [2, 1, 3]);
    }

    #[test]
    fn an_event_takes_forty_bytes() {
        assert_eq!(size_of::<StoredEvent>(), 40);
    }
}
