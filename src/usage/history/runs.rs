//! Sums of runs by day and request.

use super::super::event::{EventOutcome, UsageEvent};
use super::super::names::{Index, Names};
use crate::amount::Credits;
use crate::calendar::{Instant, Zone};
use crate::error::{Error, ErrorKind};
use std::borrow::Cow;

/// More sums are an error: they would fill the memory.
const MOST_SUMS: usize = 2_000_000;

/// The history of an account: takes events, in any order.
///
/// It keeps two numbers for each day and request, whatever the number of events.
///
/// ```
/// use drawdown::{Catalog, UsageEvent, UsageHistory, Zone};
/// let catalog = Catalog::from_json(r#"{ "catalog": "x", "version": "1", "as_of": "2026-11-01",
///     "credit": { "name": "credit", "step": "1" },
///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ] }"#)?;
/// let mut history = UsageHistory::new(&Zone::utc(), false);
/// for day in 1..=28 {
///     let at = format!("2026-11-{day:02}T09:00Z").parse().unwrap();
///     let mut event = UsageEvent::new("image", at);
///     event.runs = 2;
///     history.add(&event)?;
/// }
/// let forecast = history.forecast(&catalog, &Default::default())?;
/// let pace = forecast.pace.unwrap();
/// assert_eq!(pace.month.expected.to_string(), "1440");
/// assert_eq!(pace.lines[0].per_day.to_string(), "2");
/// // Four weeks show little: 80 of 100 months lie within these ends.
/// assert_eq!(pace.month.low.to_string(), "1069.36");
/// assert_eq!(pace.month.high.to_string(), "1810.64");
/// # Ok::<(), drawdown::Errors>(())
/// ```
#[derive(Debug)]
pub struct UsageHistory {
    zone: Zone,
    by_member: bool,
    keys: Names,
    kinds: Vec<Kind>,
    places: Index<(i64, u32), usize>,
    sums: Vec<Sum>,
    last: usize,
    key: String,
    pub(super) counts: Counts,
}

/// The events of a history.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) events: u64,
    pub(super) refunds: u64,
}

/// An operation with settings and perhaps a member: an event without instant, of one run.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) event: UsageEvent<'static>,
    key: Box<str>,
}

/// The runs of a kind on a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    /// Counted from 1970-01-01 on the wall clock.
    pub(super) day: i64,
    /// The number of the kind.
    pub(super) kind: u32,
    pub(super) done: u64,
    /// Failed, cancelled or filtered.
    pub(super) failed: u64,
}

impl UsageHistory {
    /// A history of nothing yet. Its days begin by the zone. With `by_member`, the requests of each
    /// member are kept apart.
    pub fn new(zone: &Zone, by_member: bool) -> Self {
        UsageHistory {
            zone: zone.clone(),
            by_member,
            keys: Names::default(),
            kinds: Vec::new(),
            places: Index::default(),
            sums: Vec::new(),
            last: 0,
            key: String::new(),
            counts: Counts::default(),
        }
    }

    /// Adds an event. A refund is no run, so it is only counted.
    ///
    /// # Errors
    /// `limit` if there are too many different requests or days.
    pub fn add(&mut self, event: &UsageEvent) -> Result<(), Error> {
        self.counts.events += 1;
        if event.charged.is_some_and(|charged| charged < Credits::ZERO) {
            self.counts.refunds += 1;
            return Ok(());
        }
        let kind = self.kind(event)?;
        let day = self.zone.wall(event.at).day();
        let runs = u64::from(event.runs);
        let is_done = event.outcome == EventOutcome::Done;
        let (done, failed) = if is_done { (runs, 0) } else { (0, runs) };
        self.put(Sum { day, kind, done, failed })
    }

    /// Adds the events of another history, of the same zone: the sum is that of all events.
    ///
    /// # Errors
    /// As for [`UsageHistory::add`]; `out_of_range` if one keeps members apart or has another zone.
    pub fn merge(&mut self, other: &UsageHistory) -> Result<(), Error> {
        if self.zone != other.zone || self.by_member != other.by_member {
            let sentence = "expected two histories with the same zone, both by member or neither";
            return Err(Error::new(ErrorKind::OutOfRange, "", sentence));
        }
        self.counts.events += other.counts.events;
        self.counts.refunds += other.counts.refunds;
        for sum in &other.sums {
            let Some(kind) = other.kinds.get(sum.kind as usize) else { continue };
            let kind = self.number(&kind.key, || kind.event.clone())?;
            self.put(Sum { kind, ..*sum })?;
        }
        Ok(())
    }

    pub(super) fn zone(&self) -> &Zone {
        &self.zone
    }

    pub(super) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The sums, in no order that matters.
    pub(super) fn sums(&self) -> &[Sum] {
        &self.sums
    }

    /// The kind of an event.
    fn kind(&mut self, event: &UsageEvent) -> Result<u32, Error> {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        event.push_shape(&mut key);
        let member = event.member.as_deref().filter(|_| self.by_member);
        if let Some(member) = member {
            key.push_str("\0\0");
            key.push_str(member);
        }
        let number = self.number(&key, || shape(event, member));
        self.key = key;
        number
    }

    fn number(
        &mut self,
        key: &str,
        event: impl FnOnce() -> UsageEvent<'static>,
    ) -> Result<u32, Error> {
        let number = self.keys.number(key)?;
        if number as usize >= self.kinds.len() {
            self.kinds.push(Kind { event: event(), key: key.into() });
        }
        Ok(number)
    }

    fn put(&mut self, more: Sum) -> Result<(), Error> {
        let place = self.place(&more)?;
        self.last = place;
        if let Some(sum) = self.sums.get_mut(place) {
            sum.done = sum.done.saturating_add(more.done);
            sum.failed = sum.failed.saturating_add(more.failed);
        }
        Ok(())
    }

    fn place(&mut self, of: &Sum) -> Result<usize, Error> {
        let is_same = |sum: &Sum| sum.day == of.day && sum.kind == of.kind;
        if self.sums.get(self.last).is_some_and(is_same) {
            return Ok(self.last);
        }
        if let Some(place) = self.places.get(&(of.day, of.kind)) {
            return Ok(*place);
        }
        if self.sums.len() >= MOST_SUMS {
            let sentence = format!(
                "more than {MOST_SUMS} different requests and days: leave out settings that do \
                 not change the price"
            );
            return Err(Error::new(ErrorKind::Limit, "", sentence));
        }
        self.places.insert((of.day, of.kind), self.sums.len());
        self.sums.push(Sum { done: 0, failed: 0, ..*of });
        Ok(self.sums.len() - 1)
    }
}

/// What of an event makes its kind.
fn shape(event: &UsageEvent, member: Option<&str>) -> UsageEvent<'static> {
    let owned = |text: &Cow<str>| Cow::Owned(text.clone().into_owned());
    let settings = event.settings.iter().map(|(name, value)| (owned(name), owned(value)));
    UsageEvent {
        settings: settings.collect(),
        member: member.map(|member| Cow::Owned(member.to_owned())),
        ..UsageEvent::new(event.operation.clone().into_owned(), Instant::EPOCH)
    }
}
