//! Demand: how many runs of a request each day has.

use super::sample::Draws;
use super::scenario::{Demand, Scenario};
use crate::amount::{Credits, Decimal, Fraction, Mode, ONE};
use crate::calendar::{DAY, Instant, TimeOfDay, Wall, Zone, civil};
use crate::catalog::Request;
use crate::catalog::id::OperationId;
use crate::error::{Error, ErrorKind, Errors, there};
use crate::json::{self, Log};
use crate::order::sort;
use crate::wallet::{MemberId, Wallet};
use std::sync::Arc;

/// More runs than this on one day are refused.
const MOST_RUNS: i128 = super::scenario::MOST_RUNS as i128;
/// All days of the week.
const EVERY_DAY: u8 = 0b111_1111;

/// A demand line and its progress.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Index in the scenario.
    pub(super) place: usize,
    pub(super) id: Option<Arc<str>>,
    pub(super) request: Arc<Request>,
    pub(super) operation: OperationId,
    pub(super) member: Option<MemberId>,
    pub(super) project: Option<Arc<str>>,
    pace: DemandRate,
    days: u8,
    active_days: Option<u32>,
    at: TimeOfDay,
    from: Instant,
    until: Instant,
    growth: Option<Fraction>,
    growth_given: Option<Decimal>,
    fails: Decimal,
    month: Month,
    /// The last day planned.
    day: i64,
    /// The runs of a day, if they are a whole number: then no division is needed.
    whole: u32,
    /// The fraction of a run carried to later days, in 10^-12.
    rest: i128,
    /// The fraction of a failure carried to later runs, in 10^-12.
    failing: i128,
    pub(super) sum: LineTotals,
    /// Draws the runs of a day at random around its mean; `None` without chance.
    pub(super) draws: Option<Draws>,
}

/// The totals of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LineTotals {
    pub(super) wanted: u64,
    pub(super) made: u64,
    pub(super) refused: u64,
    pub(super) failed: u64,
    pub(super) free: u64,
    pub(super) spent: Credits,
    pub(super) refunded: Credits,
}

#[derive(Clone, Debug)]
enum DemandRate {
    PerDay(i128),
    PerWeek(i128),
    PerMonth(i128),
    /// Sorted instants, the runs at each, and the index of the next one.
    On(Vec<Instant>, u32, usize),
}

/// The current calendar month.
#[derive(Clone, Copy, Debug)]
struct Month {
    /// Its first day.
    start: i64,
    days: i64,
    /// The factor of the rate, in 10^-12.
    factor: i128,
}

impl Line {
    /// Errors of a line that do not depend on the catalog.
    pub(super) fn check(log: &Log, pointer: &str, demand: &Demand) {
        let error = |kind, key: &str, sentence: String| {
            log.error(Error::new(kind, format!("{pointer}{key}"), sentence));
        };
        let rates = [&demand.per_day, &demand.per_week, &demand.per_month];
        let count = rates.iter().filter(|rate| rate.is_some()).count();
        if count + usize::from(!demand.on.is_empty()) != 1 {
            let sentence =
                "expected exactly one of `per_day`, `per_week`, `per_month` and `on`".to_owned();
            error(ErrorKind::Missing, "", sentence);
        }
        if demand.active_days.is_some() && demand.days.is_some() {
            let sentence = "expected `days` or `active_days`, found both".to_owned();
            error(ErrorKind::Overlap, "/active_days", sentence);
        }
    }

    /// The lines of a scenario, in an order that does not depend on the input order.
    pub(super) fn all(scenario: &Scenario, wallet: &Wallet) -> Result<Vec<Line>, Errors> {
        let mut lines = Vec::with_capacity(scenario.demand.len());
        for (place, demand) in scenario.demand.iter().enumerate() {
            let pointer = format!("/demand/{place}");
            let line = Line::new(place, demand, scenario, wallet);
            lines.push(line.map_err(|error| Errors::from(error).under(&pointer))?);
        }
        let mut keyed: Vec<_> = lines.into_iter().map(|line| (line.order(), line)).collect();
        sort(&mut keyed, |a, b| a.0.cmp(&b.0));
        let lines = keyed.into_iter().map(|(_, line)| line).collect();
        Ok(lines)
    }

    /// All fields that distinguish two lines.
    fn order(&self) -> impl Ord + use<> {
        let request = there(json::to_text(&*self.request).ok()).unwrap_or_default();
        let pace = match &self.pace {
            DemandRate::PerDay(rate) => (0, *rate, Vec::new()),
            DemandRate::PerWeek(rate) => (1, *rate, Vec::new()),
            DemandRate::PerMonth(rate) => (2, *rate, Vec::new()),
            DemandRate::On(dates, count, _) => (3, i128::from(*count), dates.clone()),
        };
        let growth = self.growth_given.map(Decimal::scaled);
        let times = (self.at, self.days, self.active_days, self.from, self.until);
        let whose = (self.member, self.project.clone());
        let changes = (growth, self.fails.scaled());
        (self.operation, self.id.clone(), request, pace, times, whose, changes)
    }

    /// The key of a line: its id or, without one, all its fields.
    pub(super) fn key(&self, scenario: &Scenario) -> String {
        let Some(of) = scenario.demand.get(self.place) else { return String::new() };
        let mut on = of.on.clone();
        sort(&mut on, Ord::cmp);
        match &of.id {
            Some(id) => json::to_text(&[id]),
            None => json::to_text(&(
                &of.request,
                [of.per_day, of.per_week, of.per_month, of.growth, of.fails],
                (&on, of.count.unwrap_or(1)),
                (self.days, of.active_days, self.at.seconds()),
                (of.from, of.until),
                (&of.member, &of.project),
            )),
        }
        .unwrap_or_default()
    }

    fn new(
        place: usize,
        demand: &Demand,
        scenario: &Scenario,
        wallet: &Wallet,
    ) -> Result<Line, Error> {
        let operation =
            wallet.operation_place(&demand.request.operation).map_err(|mut error| {
                error.put_under("/request");
                error
            })?;
        let member = demand.member.as_deref().map(|id| wallet.member_place(id)).transpose()?;
        let zone = wallet.zone();
        let from = demand.from.unwrap_or(scenario.start).max(scenario.start);
        let mut dates = demand.on.clone();
        sort(&mut dates, Ord::cmp);
        let scaled = |rate: Option<Decimal>| rate.map(Decimal::scaled);
        let pace = scaled(demand.per_day)
            .map(DemandRate::PerDay)
            .or(scaled(demand.per_week).map(DemandRate::PerWeek))
            .or(scaled(demand.per_month).map(DemandRate::PerMonth))
            .unwrap_or(DemandRate::On(dates, demand.count.unwrap_or(1), 0));
        let whole =
            demand.per_day.and_then(Decimal::to_integer).and_then(|n| u32::try_from(n).ok());
        let first = zone.wall(from).day();
        let growth = demand.growth.map(growth_factor).transpose()?;
        Ok(Line {
            place,
            id: demand.id.as_deref().map(Arc::from),
            request: demand.request.clone().into(),
            operation,
            member,
            project: demand.project.as_deref().map(Arc::from),
            pace,
            days: demand.days.map_or(EVERY_DAY, |days| days.0),
            active_days: demand.active_days,
            at: demand.at.unwrap_or(TimeOfDay::NOON),
            from,
            until: demand.until.unwrap_or(Instant::MAX),
            growth,
            growth_given: demand.growth,
            fails: demand.fails.unwrap_or(Decimal::ZERO),
            month: Month::holding(zone.wall(scenario.start).day(), ONE),
            day: first - 1,
            whole: whole.unwrap_or(0),
            rest: 0,
            failing: 0,
            sum: LineTotals::default(),
            draws: None,
        })
    }

    /// Multiplies the runs by a factor in 10^-12; dated runs stay the same.
    pub(super) fn scale(&mut self, factor: i128) -> Result<(), Error> {
        let rate = match &mut self.pace {
            DemandRate::PerDay(rate) | DemandRate::PerWeek(rate) | DemandRate::PerMonth(rate) => {
                rate
            }
            DemandRate::On(..) => return Ok(()),
        };
        let scaled = rate.checked_mul(factor).map(|rate| rate / ONE);
        *rate = scaled.filter(|rate| *rate <= MOST_RUNS * ONE).ok_or_else(too_many)?;
        let whole = if *rate % ONE == 0 { u32::try_from(*rate / ONE).ok() } else { None };
        self.whole = whole.unwrap_or(0);
        Ok(())
    }

    /// For how many days, from the last planned day on, the line requests the same at the same time
    /// of day.
    pub(super) fn identical_days(&self) -> i64 {
        let is_plain = matches!(self.pace, DemandRate::PerDay(_))
            && self.whole > 0
            && self.rest == 0
            && self.growth.is_none()
            && self.draws.is_none();
        match (is_plain, self.active_days) {
            (false, _) => 0,
            (true, None) if self.days == EVERY_DAY => i64::MAX,
            _ => {
                let month = self.day..self.month.start + self.month.days;
                month.take_while(|day| self.is_active(*day)).count() as i64
            }
        }
    }

    /// Skips some identical days.
    pub(super) fn skip_days(&mut self, days: u32, runs: u32, spent: Credits) -> Option<()> {
        let more = u64::from(days) * u64::from(runs);
        self.sum.wanted += more;
        self.sum.made += more;
        self.sum.spent = self.sum.spent.checked_add(spent)?;
        // The last planned day is one of them.
        self.day += i64::from(days) - 1;
        Some(())
    }

    /// When the line's demand ends.
    pub(super) fn until(&self) -> Instant {
        self.until
    }

    /// The next instant with runs, and their number; `None` at or after the end.
    pub(super) fn next(
        &mut self,
        zone: &Zone,
        end: Instant,
    ) -> Result<Option<(Instant, u32)>, Error> {
        let end = end.min(self.until);
        if let DemandRate::On(dates, count, place) = &mut self.pace {
            while let Some(at) = dates.get(*place).copied() {
                *place += 1;
                if at < self.from || at >= end {
                    continue;
                }
                let runs = match &mut self.draws {
                    None => *count,
                    Some(draws) => draws.runs(i128::from(*count) * ONE, 1).ok_or_else(too_many)?,
                };
                if runs > 0 {
                    return Ok(Some((at, runs)));
                }
            }
            return Ok(None);
        }
        loop {
            self.day += 1;
            self.turn_month()?;
            let at = zone.instant(Wall(self.day * DAY + self.at.seconds()));
            let Some(at) = at.filter(|at| *at < end) else { return Ok(None) };
            let runs = self.runs_today()?;
            if runs > 0 && at >= self.from {
                return Ok(Some((at, runs)));
            }
        }
    }

    pub(super) fn may_fail(&self) -> bool {
        !self.fails.is_zero()
    }

    /// How many of some runs fail, so that the sum over time keeps the exact percentage.
    pub(super) fn failures(&mut self, runs: u32) -> u32 {
        if self.fails.is_zero() {
            return 0;
        }
        self.failing += self.fails.scaled() / 100 * i128::from(runs);
        let failed = self.failing / ONE;
        self.failing %= ONE;
        u32::try_from(failed).unwrap_or(0).min(runs)
    }

    fn turn_month(&mut self) -> Result<(), Error> {
        while self.day >= self.month.start + self.month.days {
            let factor = match &self.growth {
                None => self.month.factor,
                Some(growth) => grown(self.month.factor, growth)?,
            };
            self.month = Month::holding(self.month.start + self.month.days, factor);
        }
        Ok(())
    }

    /// The runs of the day: the cumulative total, less the runs before.
    fn runs_today(&mut self) -> Result<u32, Error> {
        let (rate, part, parts) = match self.pace {
            DemandRate::PerDay(rate) => (rate, i64::from(self.is_active(self.day)), 1),
            DemandRate::PerWeek(rate) => {
                let weekday = (self.day + 3).rem_euclid(7) as u32;
                let until_now = self.days & ((1 << (weekday + 1)) - 1) as u8;
                let active = self.days >> weekday & 1 == 1;
                let part = if active { i64::from(until_now.count_ones()) } else { 0 };
                (rate, part, i64::from(self.days.count_ones()))
            }
            DemandRate::PerMonth(rate) => {
                let active = self.is_active(self.day);
                let part = if active { self.active_until(self.day) } else { 0 };
                (rate, part, self.active_until(self.month.start + self.month.days - 1))
            }
            DemandRate::On(..) => return Ok(0),
        };
        if part == 0 {
            return Ok(0);
        }
        let is_whole = parts == 1 && self.rest == 0 && self.growth.is_none() && self.whole > 0;
        if is_whole && self.draws.is_none() {
            return Ok(self.whole);
        }
        let all = match self.month.factor {
            ONE => Some(rate),
            factor => rate.checked_mul(factor).map(|product| product / ONE),
        };
        let all = all.filter(|all| *all <= MOST_RUNS * ONE).ok_or_else(too_many)?;
        if let Some(draws) = &mut self.draws {
            return draws.runs(all, parts).ok_or_else(too_many);
        }
        if parts == 1 {
            let (runs, rest) = whole_runs(self.rest + all);
            self.rest = rest;
            return u32::try_from(runs).map_err(|_| too_many());
        }
        let share = |part: i64| all * i128::from(part) / i128::from(parts.max(1));
        let runs = (self.rest + share(part)) / ONE - (self.rest + share(part - 1)) / ONE;
        if part == parts {
            self.rest = (self.rest + all) % ONE;
        }
        u32::try_from(runs).map_err(|_| too_many())
    }

    fn is_active(&self, day: i64) -> bool {
        match self.active_days {
            // A day is active if it raises the count of active days.
            Some(active) => {
                let active = i64::from(active).min(self.month.days);
                (day - self.month.start + 1) * active % self.month.days < active
            }
            None => self.days >> (day + 3).rem_euclid(7) & 1 == 1,
        }
    }

    /// Active days of the month up to and including this day.
    fn active_until(&self, day: i64) -> i64 {
        let days = day - self.month.start + 1;
        match self.active_days {
            Some(active) => days * i64::from(active).min(self.month.days) / self.month.days,
            None => (self.month.start..=day)
                .filter(|day| self.days >> (day + 3).rem_euclid(7) & 1 == 1)
                .count() as i64,
        }
    }
}

impl Month {
    fn holding(day: i64, factor: i128) -> Self {
        let (_, _, of_month, days) = civil(Wall(day * DAY));
        Month { start: day - i64::from(of_month) + 1, days: i64::from(days), factor }
    }
}

/// Whole runs and the remaining fraction in 10^-12; divides 64-bit numbers where they suffice.
fn whole_runs(sum: i128) -> (i128, i128) {
    const SHORT: u64 = ONE as u64;
    match u64::try_from(sum) {
        Ok(sum) => ((sum / SHORT).into(), (sum % SHORT).into()),
        Err(_) => (sum / ONE, sum % ONE),
    }
}

/// The monthly factor of the demand, from its growth in per cent.
fn growth_factor(growth: Decimal) -> Result<Fraction, Error> {
    let whole = Fraction::from_decimal(growth).add(&Fraction::integer(100));
    let factor = whole.and_then(|whole| whole.div(&Fraction::integer(100)));
    factor.map_err(|_| Error::new(ErrorKind::Inexact, "/growth", "the growth does not fit"))
}

/// The factor one month later, to twelve places.
fn grown(factor: i128, growth: &Fraction) -> Result<i128, Error> {
    let grown = Fraction::integer(factor).mul(growth).ok();
    let grown = grown.and_then(|grown| grown.rounded(Mode::HalfUp, Fraction::ONE));
    let grown = grown.map(|grown| grown.scaled() / ONE);
    grown.filter(|grown| *grown <= MOST_RUNS * ONE).ok_or_else(too_many)
}

#[cold]
fn too_many() -> Error {
    let sentence = format!("more than {MOST_RUNS} runs on one day");
    Error::new(ErrorKind::Limit, "/demand", sentence)
}
