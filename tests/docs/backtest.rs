//! The tables of `docs/usage.md` that show how near forecasts come. `SNAPSHOTS=overwrite cargo test
//! --test docs backtest` writes them anew.

#![allow(clippy::float_arithmetic, reason = "scores of forecasts are no amounts")]

use drawdown::{Catalog, PaceSpec, UsagePace};
use drawdown_tests::usage_days::{Pattern, history, midnight};
use std::fs;
use std::path::{Path, PathBuf};

/// Days of a month to forecast.
const MONTH: usize = 30;
/// Each generated history goes on for so many months after the longest history.
const MONTHS: usize = 3;
const LONGEST: usize = 182;
const HISTORIES: u64 = 20;

#[test]
fn the_published_errors_are_those_of_the_library() {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/usage.md");
    let before = fs::read_to_string(&path).unwrap();
    let scores = Pattern::ALL.map(|(pattern, _)| Scores::of(pattern, LONGEST, HISTORIES));
    assert_near(&scores);
    let after = with_table(&before, "patterns", &patterns(&scores));
    let after = with_table(&after, "lengths", &lengths());
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(path, after).unwrap();
        return;
    }
    for (i, (shown, found)) in before.lines().zip(after.lines()).enumerate() {
        assert_eq!(shown, found, "docs/usage.md, line {}", i + 1);
    }
    assert_eq!(before, after);
}

/// The forecast errs less than both baselines for most patterns, and its ranges hold what they say.
fn assert_near(scores: &[Scores]) {
    let near = scores.iter().filter(|s| s.month.iter().all(|error| s.month[0] <= *error)).count();
    assert!(near * 3 >= scores.len() * 2, "{near} of {}", scores.len());
    let held: f64 = scores.iter().map(Scores::held).sum::<f64>() / scores.len() as f64;
    assert!((75.0..=92.0).contains(&held), "{held}");
}

/// Replaces the table after a mark.
fn with_table(page: &str, mark: &str, table: &str) -> String {
    let begin = format!("<!-- {mark} -->\n");
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("no {begin}"));
    let (_, after) = rest.split_once("\n\n").unwrap_or_else(|| panic!("no end of {mark}"));
    format!("{before}{begin}{table}\n{after}")
}

fn patterns(scores: &[Scores]) -> String {
    let mut out = "| usage | forecast | last month | mean of 28 days | forecast | last month | mean of 28 days | in range |\n\
                   |---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for ((_, name), scores) in Pattern::ALL.iter().zip(scores) {
        let months = scores.month.map(|error| scores.percent(error));
        let days = scores.day.map(|error| scores.percent(error));
        let cells: Vec<String> = [best(months, 1), best(days, 0)].concat();
        out.push_str(&format!("| {name} | {} | {:.0} |\n", cells.join(" | "), scores.held()));
    }
    out
}

/// With the smallest in bold.
fn best(errors: [f64; 3], places: usize) -> Vec<String> {
    let shown = errors.map(|error| format!("{error:.places$}"));
    let value = |text: &String| text.parse::<f64>().unwrap();
    let least = shown.iter().map(value).fold(f64::INFINITY, f64::min);
    let bold = |text: &String| {
        if value(text) == least { format!("**{text}**") } else { text.clone() }
    };
    shown.iter().map(bold).collect()
}

fn lengths() -> String {
    let mut out = "| days of history | forecast | last month | mean of 28 days | in range |\n|---|---|---|---|---|\n".to_owned();
    for days in [28, 56, 91, LONGEST] {
        let scores = Pattern::ALL.map(|(pattern, _)| Scores::of(pattern, days, 8));
        let count = scores.len() as f64;
        let mean =
            |place: usize| scores.iter().map(|s| s.percent(s.month[place])).sum::<f64>() / count;
        let held = scores.iter().map(Scores::held).sum::<f64>() / count;
        let cells = best([mean(0), mean(1), mean(2)], 1).join(" | ");
        out.push_str(&format!("| {days} | {cells} | {held:.0} |\n"));
    }
    out
}

/// Sums of errors: of the forecast and of both baselines.
#[derive(Default)]
struct Scores {
    month: [f64; 3],
    day: [f64; 3],
    used: f64,
    months: u32,
    in_range: u32,
}

impl Scores {
    fn of(pattern: Pattern, length: usize, histories: u64) -> Self {
        let mut scores = Scores::default();
        for seed in 0..histories {
            let days = pattern.days(seed, LONGEST + MONTHS * MONTH);
            for month in 0..MONTHS {
                scores.month(&days, LONGEST + month * MONTH, length);
            }
        }
        scores
    }

    /// Forecasts a month from the days before it.
    fn month(&mut self, days: &[u32], start: usize, length: usize) {
        let first = start - length;
        let Some(pace) = pace(&days[first..start], first) else { return };
        let future: Vec<f64> =
            days[start..start + MONTH].iter().map(|day| f64::from(*day)).collect();
        let past: Vec<f64> = days[start - MONTH..start].iter().map(|day| f64::from(*day)).collect();
        let found: f64 = future.iter().sum();
        let mean = past[MONTH - 28..].iter().sum::<f64>() / 28.0;
        let float = |text: String| text.parse::<f64>().unwrap();
        let [low, expected, high] = [pace.month.low, pace.month.expected, pace.month.high]
            .map(|credits| float(credits.to_string()));
        let per_day = float(pace.per_day.to_string());
        let weekdays: Vec<f64> = pace.weekdays.iter().map(|day| float(day.to_string())).collect();
        let expectations = [expected, past.iter().sum(), mean * MONTH as f64];
        for (error, expected) in self.month.iter_mut().zip(expectations) {
            *error += (expected - found).abs();
        }
        for (place, found) in future.iter().enumerate() {
            let factor = weekdays.get((start + place) % 7).map_or(1.0, |percent| percent / 100.0);
            let expectations = [per_day * factor, past[place], mean];
            for (error, expected) in self.day.iter_mut().zip(expectations) {
                *error += (expected - found).abs();
            }
        }
        self.used += found;
        self.months += 1;
        self.in_range += u32::from(low <= found && found <= high);
    }

    fn percent(&self, error: f64) -> f64 {
        100.0 * error / self.used
    }

    fn held(&self) -> f64 {
        100.0 * f64::from(self.in_range) / f64::from(self.months)
    }
}

fn pace(days: &[u32], first: usize) -> Option<UsagePace> {
    let catalog = r#"{ "catalog": "unit", "version": "1", "as_of": "2026-01-01",
        "credit": { "name": "credit", "step": "1" },
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "1" } ] } ] }"#;
    thread_local! { static CATALOG: std::cell::OnceCell<Catalog> = const { std::cell::OnceCell::new() }; }
    let spec = PaceSpec::default().from(midnight(first)).until(midnight(first + days.len()));
    CATALOG.with(|cell| {
        let catalog = cell.get_or_init(|| Catalog::from_json(catalog).unwrap());
        history("image", first, days).forecast(catalog, &spec).unwrap().pace
    })
}
