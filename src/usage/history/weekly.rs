//! The course of weekly sums: a level, and a trend if there is one.
#![allow(clippy::float_arithmetic, reason = "statistics of demand; no amount is touched")]

use super::middle::{mean, median, recent_mean, spread};

/// Fewer weeks show no trend.
const LEAST_FOR_TREND: usize = 6;
/// A trend counts above this many standard deviations of Kendall's sum without one: once in 46
/// histories without a trend.
const SURE: f64 = 2.3;
/// From week to week, this share of a trend goes on.
const GOES_ON: f64 = 0.8;
/// Weight of the newest week in the level: without and with a trend.
const NEWEST: [f64; 2] = [0.15, 0.3];
/// The most that a week may stray from the median of the last four, in median deviations.
const STRAY: f64 = 2.5 * 1.4826;
/// Each side of a step has this many weeks at least.
const LEAST_BESIDE_STEP: usize = 3;
/// A step explains the weeks better than a line if its squares are below this share of the line's.
const STEP_SHARE: f64 = 0.5;
/// And its height is above this many deviations.
const STEP_DEVIATIONS: f64 = 3.0;
/// The weeks of a test month.
const MONTH: usize = 4;

/// The level of a week after the last one, and how it changes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Course {
    /// The sum of the last week, as the course has it.
    pub(super) level: f64,
    /// The change of a week; 0 without a clear trend.
    pub(super) slope: f64,
    /// The weeks that the level rests on: those after a step.
    pub(super) weeks: usize,
    /// The standard deviation of a week.
    pub(super) noise: f64,
}

impl Course {
    /// Fits a course to weekly sums, the newest last.
    pub(super) fn of(weeks: &[f64]) -> Self {
        let weeks = weeks.get(step(weeks)..).unwrap_or(weeks);
        let slope = slope(weeks);
        let level_of = |slope: f64| -> Vec<f64> {
            let back = (0..weeks.len()).rev();
            weeks.iter().zip(back).map(|(week, back)| week + slope * back as f64).collect()
        };
        let flat = level_of(slope);
        let [newest, with_trend] = NEWEST;
        let share = if slope == 0.0 { newest } else { with_trend };
        let level = match weeks.len() < LEAST_FOR_TREND {
            true => mean(flat.iter().copied()),
            false => recent_mean(&tame(&flat), share),
        };
        let centre = mean(flat.iter().copied());
        let squares: f64 = flat.iter().map(|week| (week - centre) * (week - centre)).sum();
        let free = weeks.len().saturating_sub(if slope == 0.0 { 1 } else { 2 }).max(1);
        Course {
            level: level.max(0.0),
            slope,
            weeks: weeks.len(),
            noise: (squares / free as f64).sqrt(),
        }
    }

    /// What a later week has: 1 is the next one.
    pub(super) fn week(&self, number: usize) -> f64 {
        let mut part = 1.0;
        let mut parts = 0.0;
        // After a hundred weeks, nothing is left of a trend.
        for _ in 0..number.min(100) {
            part *= GOES_ON;
            parts += part;
        }
        (self.level + self.slope * parts).max(0.0)
    }
}

/// Weeks that stray far from the last ones, drawn closer: a holiday or a rush is no new level.
fn tame(weeks: &[f64]) -> Vec<f64> {
    let far = STRAY * spread(weeks, median(weeks));
    let usual = median(weeks.get(weeks.len().saturating_sub(MONTH)..).unwrap_or(weeks));
    weeks.iter().map(|week| week.clamp(usual - far, usual + far)).collect()
}

/// The median of the slopes between any two weeks (Theil 1950, Sen 1968), if Kendall's test finds
/// a trend; else 0.
fn slope(weeks: &[f64]) -> f64 {
    if weeks.len() < LEAST_FOR_TREND {
        return 0.0;
    }
    let (mut sum, mut slopes) = (0_i32, Vec::new());
    for (place, late) in weeks.iter().enumerate() {
        for (before, early) in weeks.iter().take(place).enumerate() {
            sum += i32::from(late > early) - i32::from(late < early);
            slopes.push((late - early) / (place - before) as f64);
        }
    }
    let count = weeks.len() as f64;
    let deviation = (count * (count - 1.0) * (2.0 * count + 5.0) / 18.0).sqrt();
    let is_sure = f64::from(sum.abs() - 1) > SURE * deviation;
    if is_sure { median(&slopes) } else { 0.0 }
}

/// The number of weeks before the last step from one level to another; 0 without a clear step.
fn step(weeks: &[f64]) -> usize {
    let places = LEAST_BESIDE_STEP..(weeks.len() + 1).saturating_sub(LEAST_BESIDE_STEP);
    let split = |place: usize| weeks.split_at_checked(place).unwrap_or((weeks, &[]));
    let cost = |place: usize| squares(split(place).0, 0.0) + squares(split(place).1, 0.0);
    let best = places
        .map(|place| (place, cost(place)))
        .reduce(|best, next| if next.1 < best.1 { next } else { best });
    let Some((place, cost)) = best else { return 0 };
    let (before, after) = split(place);
    let height = (mean(after.iter().copied()) - mean(before.iter().copied())).abs();
    let noise = (cost / weeks.len() as f64).sqrt();
    let line = squares(weeks, line(weeks));
    if cost < STEP_SHARE * line && height > STEP_DEVIATIONS * noise { place } else { 0 }
}

/// The slope of the line with the least squares.
fn line(weeks: &[f64]) -> f64 {
    let middle = (weeks.len() as f64 - 1.0) / 2.0;
    let level = mean(weeks.iter().copied());
    let (mut above, mut below) = (0.0, 0.0);
    for (place, week) in weeks.iter().enumerate() {
        let far = place as f64 - middle;
        above += far * (week - level);
        below += far * far;
    }
    if below > 0.0 { above / below } else { 0.0 }
}

/// The squares of what is left of weeks without a line through their middle.
fn squares(weeks: &[f64], slope: f64) -> f64 {
    let middle = (weeks.len() as f64 - 1.0) / 2.0;
    let level = mean(weeks.iter().copied());
    let left = |(place, week): (usize, &f64)| week - level - slope * (place as f64 - middle);
    weeks.iter().enumerate().map(left).map(|left| left * left).sum()
}

/// How far four weeks strayed from what was expected of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Strayed {
    /// The root of the mean square, as a share of the expected.
    pub(super) share: f64,
    /// How many months of four weeks were tried; they overlap.
    pub(super) months: usize,
}

impl Strayed {
    /// Expects each of the last months from the weeks before it.
    pub(super) fn of(weeks: &[f64]) -> Self {
        let origins = MONTH..(weeks.len() + 1).saturating_sub(MONTH);
        let months = origins.len();
        let squares = origins.filter_map(|origin| {
            let (before, after) = weeks.split_at_checked(origin)?;
            let course = Course::of(before);
            let expected: f64 = (1..=MONTH).map(|number| course.week(number)).sum();
            let found: f64 = after.iter().take(MONTH).sum();
            (expected > 0.0).then(|| (found - expected) / expected).map(|share| share * share)
        });
        Strayed { share: mean(squares).sqrt(), months }
    }
}
