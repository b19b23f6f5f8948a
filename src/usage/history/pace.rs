//! The pace of daily sums: level, weekdays, trend, bursts, and how far months stray from it.
#![allow(clippy::float_arithmetic, reason = "statistics of demand; no amount is touched")]

use super::bursts::Calm;
use super::middle::mean;
use super::weekly::{Course, Strayed};

pub(super) const WEEK: usize = 7;
/// Older days say nothing about the next month.
pub(super) const MOST_DAYS: usize = 26 * WEEK;
/// The most weeks that weekdays are computed from.
const WEEKS_OF_WEEKDAYS: usize = 8;
/// As if one more week had had equal days.
const EQUAL_WEEKS: f64 = 1.0;
/// The most weeks that count as independent for the level: newer ones count more.
const MOST_INDEPENDENT: f64 = 5.0;
/// Deviations on both sides that hold 80 % of months in the backtest.
const DEVIATIONS: f64 = 1.28;
/// The share of a trend that is as often wrong as not.
const TREND_DOUBT: f64 = 0.3;
/// What a short history cannot show: a standard deviation of this share of the expected. Each
/// month that the history can try takes its part away.
const UNSEEN: f64 = 0.2;
/// No demand is more regular.
const LEAST_NOISE: f64 = 0.03;

/// The pace at the end of some days.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    course: Course,
    /// The factor of each day of the week, from Monday on; their mean is 1.
    pub(super) weekdays: [f64; WEEK],
    /// How far earlier months strayed from what was expected of them.
    strayed: Strayed,
    pub(super) bursts: Bursts,
}

/// Days far above the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Bursts {
    /// The place of each.
    pub(super) days: Vec<usize>,
    /// What they had above an ordinary day, on average.
    pub(super) size: f64,
    /// What they add to an average day; a single one is not expected again.
    pub(super) per_day: f64,
    /// The variance that they add to each day.
    variance: f64,
}

/// The least and the most that 80 % of months have, and the expected.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outlook {
    pub(super) low: f64,
    pub(super) expected: f64,
    pub(super) high: f64,
}

impl Pace {
    /// Fits a pace to the sums of consecutive days. `first` is the weekday of the first one.
    pub(super) fn of(days: &[f64], first: usize) -> Self {
        let skipped = days.len().saturating_sub(MOST_DAYS);
        let days = days.get(skipped..).unwrap_or(days);
        let Calm { days: calm, bursts } = Calm::of(days);
        let mut weeks: Vec<f64> = calm.rchunks_exact(WEEK).map(|week| week.iter().sum()).collect();
        weeks.reverse();
        Pace {
            course: Course::of(&weeks),
            weekdays: weekdays(&calm, (first + skipped) % WEEK),
            strayed: Strayed::of(&weeks),
            bursts: Bursts::of(&bursts, days.len(), skipped),
        }
    }

    /// The change from one week to the next, as a share of the level.
    pub(super) fn weekly_change(&self) -> f64 {
        let Course { level, slope, .. } = self.course;
        if level > 0.0 { slope / level } else { 0.0 }
    }

    /// What an ordinary day has, some days after the last one: 0 is the next day.
    pub(super) fn ordinary(&self, day: usize) -> f64 {
        self.course.week(day / WEEK + 1) / WEEK as f64
    }

    /// What a day is expected to have, with its part of the bursts.
    pub(super) fn day(&self, day: usize, weekday: usize) -> f64 {
        let factor = self.weekdays.get(weekday % WEEK).copied().unwrap_or(1.0);
        self.ordinary(day) * factor + self.bursts.per_day
    }

    /// What the next days have together. `first` is the weekday of the first one.
    pub(super) fn outlook(&self, days: usize, first: usize) -> Outlook {
        let expected: f64 = (0..days).map(|day| self.day(day, first + day)).sum();
        let range = DEVIATIONS * self.deviation(days, expected);
        Outlook { low: (expected - range).max(0.0), expected, high: expected + range }
    }

    /// The standard deviation of the sum of the next days: what the fit leaves open, or what
    /// earlier months strayed, whichever is more.
    fn deviation(&self, days: usize, expected: f64) -> f64 {
        let weeks = days as f64 / WEEK as f64;
        let Course { level, slope, weeks: known, noise } = self.course;
        let noise = noise.max(LEAST_NOISE * level);
        let independent = (known as f64).clamp(1.0, MOST_INDEPENDENT);
        let ordinary = noise * noise * (weeks + weeks * weeks / independent);
        let doubt = TREND_DOUBT * slope.abs() * weeks * weeks / 2.0;
        let strayed = self.strayed.share * expected;
        let unseen = UNSEEN * expected / (1.0 + self.strayed.months as f64);
        let bursts = self.bursts.variance * days as f64;
        ((ordinary + doubt * doubt).max(strayed * strayed) + unseen * unseen + bursts).sqrt()
    }
}

impl Bursts {
    fn of(bursts: &[(usize, f64)], days: usize, skipped: usize) -> Self {
        let all = days.max(1) as f64;
        let sum: f64 = bursts.iter().map(|(_, size)| size).sum();
        let squares: f64 = bursts.iter().map(|(_, size)| size * size).sum();
        Bursts {
            days: bursts.iter().map(|(place, _)| skipped + place).collect(),
            size: mean(bursts.iter().map(|(_, size)| *size)),
            per_day: if bursts.len() > 1 { sum / all } else { 0.0 },
            variance: squares / all,
        }
    }
}

/// The factor of each weekday over the last whole weeks; all 1 if the weekdays differ no more than
/// days of equal weekdays do.
fn weekdays(days: &[f64], first: usize) -> [f64; WEEK] {
    let weeks = (days.len() / WEEK).min(WEEKS_OF_WEEKDAYS);
    let skipped = days.len() - weeks * WEEK;
    let mut sums = [(0.0, 0.0); WEEK];
    for (place, day) in days.iter().enumerate().skip(skipped) {
        if let Some((sum, squares)) = sums.get_mut((first + place) % WEEK) {
            *sum += day;
            *squares += day * day;
        }
    }
    let weeks = weeks as f64;
    let equal = sums.iter().map(|(sum, _)| sum).sum::<f64>() / WEEK as f64;
    if equal <= 0.0 || !differ(&sums, equal, weeks) {
        return [1.0; WEEK];
    }
    sums.map(|(sum, _)| (sum / equal * weeks + EQUAL_WEEKS) / (weeks + EQUAL_WEEKS))
}

/// Fisher's test at about 1 %, of the sums and squares of each weekday.
fn differ(sums: &[(f64, f64); WEEK], equal: f64, weeks: f64) -> bool {
    let between: f64 = sums.iter().map(|(sum, _)| (sum - equal) * (sum - equal) / weeks).sum();
    let within: f64 = sums.iter().map(|(sum, squares)| squares - sum * sum / weeks).sum();
    let (groups, free) = (WEEK as f64 - 1.0, WEEK as f64 * (weeks - 1.0));
    free > 0.0 && between / groups > (3.0 + 30.0 / free) * within / free
}
