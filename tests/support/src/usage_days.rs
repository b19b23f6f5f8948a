//! Generated histories: the runs of each day, by patterns that usage shows.
//!
//! Only sums, products, quotients and square roots, so that every machine makes the same numbers.

use crate::mutation::Dice;
use drawdown::{UsageEvent, UsageHistory, Zone};

/// A Monday: 2026-01-05, as seconds since 1970.
pub const FIRST: i64 = 1_767_571_200;
const DAY: i64 = 86_400;

/// How usage goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    Steady,
    Weekdays,
    Growing,
    Shrinking,
    Bursty,
    Sparse,
    Few,
    Holidays,
    Step,
    Mixed,
    Wandering,
}

impl Pattern {
    pub const ALL: [(Pattern, &'static str); 11] = [
        (Pattern::Steady, "steady: 40 runs a day"),
        (Pattern::Weekdays, "weekdays: a fifth of the runs at weekends"),
        (Pattern::Growing, "growing: from 20 runs a day to 90 in 300 days"),
        (Pattern::Shrinking, "shrinking: 17 % less each month"),
        (Pattern::Bursty, "bursty: one day in 30 has 6 to 14 times the runs"),
        (Pattern::Sparse, "sparse: runs on one day in seven"),
        (Pattern::Few, "few: 0 to 2 runs a day"),
        (Pattern::Holidays, "holidays: 10 quiet days in 91"),
        (Pattern::Step, "step: twice the runs from some day on"),
        (Pattern::Mixed, "mixed: weekdays, growth and bursts"),
        (Pattern::Wandering, "wandering: the level drifts at random"),
    ];

    /// The runs of each day, from a Monday on.
    pub fn days(self, seed: u64, count: usize) -> Vec<u32> {
        let mut random = Random(Dice::new(seed * 1_000 + self as u64));
        let step = 60 + random.0.below(200);
        let holiday = random.0.below(91);
        let mut level = 1.0;
        let mut left = 1.0;
        let days = 0..count;
        days.map(|day| {
            level = (level * (1.0 + 0.02 * random.normal())).clamp(0.2, 5.0);
            left *= 0.994;
            let far = day as f64;
            let week = if day % 7 >= 5 { 0.25 } else { 1.3 };
            let mean = match self {
                Pattern::Steady => 40.0,
                Pattern::Weekdays => 40.0 * week,
                Pattern::Growing => 20.0 * (1.0 + 0.012 * far),
                Pattern::Shrinking => 120.0 * left,
                Pattern::Bursty if random.0.below(30) == 0 => 30.0 * (6.0 + 8.0 * random.unit()),
                Pattern::Bursty => 30.0,
                Pattern::Sparse if random.0.below(7) > 0 => return 0,
                Pattern::Sparse => 20.0,
                Pattern::Few => return random.0.below(3) as u32,
                Pattern::Holidays if (day + holiday) % 91 < 10 => 6.0 * week,
                Pattern::Holidays => 40.0 * week,
                Pattern::Step => 30.0 * week * if day > step { 2.0 } else { 1.0 },
                Pattern::Mixed if random.0.below(45) == 0 => 160.0 * week * (1.0 + 0.006 * far),
                Pattern::Mixed => 20.0 * week * (1.0 + 0.006 * far),
                Pattern::Wandering => 40.0 * week * level,
            };
            random.near(mean)
        })
        .collect()
    }
}

/// Random numbers of a kind.
struct Random(Dice);

impl Random {
    /// From 0 to 1.
    fn unit(&mut self) -> f64 {
        self.0.below(1 << 30) as f64 / f64::from(1 << 30)
    }

    /// Nearly normal, mean 0 and variance 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// A number of runs around a mean: more spread than if each run came by itself.
    fn near(&mut self, mean: f64) -> u32 {
        let runs = mean * (1.0 + 0.35 * self.normal()) + mean.sqrt() * self.normal();
        runs.round().max(0.0) as u32
    }
}

/// An event of some runs, at 9 o'clock on a day after [`FIRST`].
pub fn event(operation: &str, day: usize, runs: u32) -> UsageEvent<'static> {
    let at = drawdown::Instant::from_unix(FIRST + day as i64 * DAY + 9 * 3_600);
    let mut event = UsageEvent::new(operation, at.expect("a day near the present"));
    event.runs = runs;
    event
}

/// The beginning of a day after [`FIRST`].
pub fn midnight(day: usize) -> drawdown::Instant {
    drawdown::Instant::from_unix(FIRST + day as i64 * DAY).expect("a day near the present")
}

/// A history of some days of one operation, the first of which is so many days after [`FIRST`].
pub fn history(operation: &str, first: usize, days: &[u32]) -> UsageHistory {
    let mut history = UsageHistory::new(&Zone::utc(), false);
    for (place, runs) in days.iter().enumerate().filter(|(_, runs)| **runs > 0) {
        history.add(&event(operation, first + place, *runs)).expect("few sums");
    }
    history
}
