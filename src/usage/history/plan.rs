//! The pace as a need and as a scenario.
#![allow(clippy::float_arithmetic, reason = "statistics of demand; no amount is touched")]

use super::answer::{MONTH, PaceLine, UsageForecast, UsagePace};
use super::pace::WEEK;
use super::priced::decimal;
use crate::amount::Decimal;
use crate::calendar::{DAY, Instant, Span, SpanUnit, Wall};
use crate::fit::{Buffer, BufferUnit, Need, NeedLine};
use crate::json::Read;
use crate::simulate::{Days, Demand, MOST_RUNS, Scenario};
use crate::wallet::Account;

/// The dearest requests become lines; they stand for the others too.
const MOST_LINES: usize = 100;
/// Months after which a trend has ended.
const MOST_TREND_MONTHS: usize = 6;

/// Which end of a pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaceEnd {
    /// Of 100 months, 90 use more.
    Low,
    /// What is expected.
    Expected,
    /// Of 100 months, 90 use less.
    High,
}

impl UsageForecast {
    /// The pace as a need for [`Catalog::fit`](crate::Catalog::fit); `None` if there is no pace.
    ///
    /// Its lines are the expected month. Its buffer reaches to the high end of the range.
    pub fn need(&self, account: Option<&Account>, months: u32) -> Option<Need> {
        let pace = self.pace.as_ref()?;
        let lines: Vec<NeedLine> = pace
            .kept()
            .map(|(line, scale)| {
                let month = line.part * scale * pace.fitted.outlook.expected;
                let per_day = rate(month / MONTH as f64);
                NeedLine { request: line.request.clone(), per_day, ..NeedLine::placeholder() }
            })
            .collect();
        let margin = Some(pace.margin()?);
        Some(Need {
            catalog: Some(self.catalog.id.clone()),
            lines,
            buffer: margin,
            start: Some(pace.fitted.start),
            months: Some(months),
            account: account.cloned(),
            ..Need::placeholder()
        })
    }

    /// The pace as a scenario for [`Catalog::simulate`](crate::Catalog::simulate) that begins where
    /// the history ends; `None` if there is no pace.
    ///
    /// Weekdays have rates of their own if they differ. A trend becomes a rate for each month. Runs
    /// that fail are in it too, with their percentage.
    pub fn scenario(
        &self,
        account: Option<&Account>,
        months: u32,
        end: PaceEnd,
    ) -> Option<Scenario> {
        let pace = self.pace.as_ref()?;
        let demand = pace.kept().flat_map(|(line, scale)| {
            let scale = scale * pace.factor(end);
            let periods = pace.periods(months).into_iter();
            periods.flat_map(move |period| pace.demands(line, scale, period))
        });
        Some(Scenario {
            catalog: Some(self.catalog.id.clone()),
            start: pace.fitted.start,
            length: Some(Span { count: months, unit: SpanUnit::Months }),
            account: account.cloned(),
            demand: demand.collect(),
            ..Scenario::placeholder()
        })
    }
}

/// Days to come, counted from the end of the history: the first, and the first one after them.
type Period = (usize, Option<usize>);

impl UsagePace {
    /// The dearest lines, and what each is multiplied by to stand for all.
    fn kept(&self) -> impl Iterator<Item = (&PaceLine, f64)> {
        let each = |line: &PaceLine| {
            line.part * if self.in_runs { 1.0 } else { super::priced::float(line.each.decimal()) }
        };
        let lines = self.lines.iter().filter(|line| line.part > 0.0);
        let kept: f64 = lines.clone().take(MOST_LINES).map(each).sum();
        let scale = if kept > 0.0 { 1.0 / kept } else { 1.0 };
        lines.take(MOST_LINES).map(move |line| (line, scale))
    }

    /// What leads from the expected month to an end of the range.
    fn factor(&self, end: PaceEnd) -> f64 {
        let outlook = &self.fitted.outlook;
        let at = match end {
            PaceEnd::Low => outlook.low,
            PaceEnd::Expected => return 1.0,
            PaceEnd::High => outlook.high,
        };
        if outlook.expected > 0.0 { at / outlook.expected } else { 1.0 }
    }

    /// From the expected month to the high end, in whole per cent, rounded up.
    fn margin(&self) -> Option<Buffer> {
        let margin = ((self.factor(PaceEnd::High) - 1.0) * 100.0).ceil();
        let margin = decimal(margin, 0)?;
        Some(Buffer { low: margin, high: margin, unit: BufferUnit::Percent })
    }

    /// One period without a trend, else each month until the trend has ended.
    fn periods(&self, months: u32) -> Vec<Period> {
        let count = match self.trend {
            None => 1,
            Some(_) => (months as usize).clamp(1, MOST_TREND_MONTHS),
        };
        let end = |month: usize| (month + 1 < count).then_some((month + 1) * MONTH);
        (0..count).map(|month| (month * MONTH, end(month))).collect()
    }

    /// What a line requests in a period: one rate, or one for each rate of a weekday.
    fn demands(&self, line: &PaceLine, scale: f64, period: Period) -> Vec<Demand> {
        let fitted = &self.fitted;
        let ordinary: f64 = (period.0..period.0 + MONTH).map(|day| fitted.pace.ordinary(day)).sum();
        let ordinary = ordinary / MONTH as f64;
        let fails = fails(line);
        let runs = |factor: f64| {
            let used = ordinary * factor + fitted.pace.bursts.per_day;
            // Runs that fail and cost nothing come on top.
            let done = if line.charges_failed { 1.0 } else { 1.0 - fails };
            rate(used * line.part * scale / done)
        };
        let rates: Vec<Option<Decimal>> = fitted.pace.weekdays.iter().map(|w| runs(*w)).collect();
        let mut demands: Vec<Demand> = Vec::new();
        for (place, rate) in rates.iter().enumerate() {
            let day = 1 << place;
            match demands.iter_mut().find(|known| known.per_day == *rate) {
                Some(Demand { days: Some(days), .. }) => days.0 |= day,
                _ => demands.push(Demand {
                    request: line.request.clone(),
                    per_day: *rate,
                    days: Some(Days(day)),
                    from: self.instant(Some(period.0).filter(|day| *day > 0)),
                    until: self.instant(period.1),
                    fails: decimal(fails * 100.0, 2).filter(|fails| *fails > Decimal::ZERO),
                    member: line.member.clone(),
                    ..Demand::placeholder()
                }),
            }
        }
        let every = (1 << WEEK) - 1;
        for demand in &mut demands {
            demand.days = demand.days.filter(|days| days.0 != every);
        }
        demands
    }

    /// The midnight some days after the end of the history.
    fn instant(&self, days: Option<usize>) -> Option<Instant> {
        let zone = &self.fitted.zone;
        let day = zone.wall(self.fitted.start).day() + i64::try_from(days?).ok()?;
        zone.instant(Wall(day * DAY))
    }
}

/// The share of the runs that fail.
fn fails(line: &PaceLine) -> f64 {
    let (done, failed) = (line.done as f64, line.failed as f64);
    if done > 0.0 { failed / (done + failed) } else { 0.0 }
}

/// A rate of a line.
fn rate(runs: f64) -> Option<Decimal> {
    decimal(runs.clamp(0.0, MOST_RUNS as f64), 6)
}
