//! A balance as a line of blocks.

use drawdown::Credits;

const MARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// An empty balance is visible as such.
const NONE: char = '·';

/// Maximum number of marks, so that a line fits on a screen.
const MOST: usize = 73;

/// One mark for some days: their lowest balance, on a scale from 0 to the highest of all.
pub(super) struct Sparkline {
    pub(super) marks: String,
    /// Days for each mark.
    pub(super) days: usize,
    /// The balance of the highest mark.
    pub(super) top: Credits,
}

pub(super) fn sparkline(balances: &[Credits]) -> Sparkline {
    let days = balances.len().div_ceil(MOST).max(1);
    let lowest = |some: &[Credits]| some.iter().copied().min().unwrap_or_default();
    let shown: Vec<Credits> = balances.chunks(days).map(lowest).collect();
    let top = shown.iter().copied().max().unwrap_or_default();
    let marks = shown.iter().map(|balance| mark(*balance, top)).collect();
    Sparkline { marks, days, top }
}

fn mark(balance: Credits, top: Credits) -> char {
    if balance <= Credits::ZERO {
        return NONE;
    }
    let steps = MARKS.len() as u64;
    let times = |credits: Credits, count| credits.checked_times(count).unwrap_or(credits);
    let is_enough = |(step, _): &(u64, &char)| times(balance, steps) <= times(top, *step);
    let found = (1..=steps).zip(&MARKS).find(is_enough);
    found.map_or('█', |(_, mark)| *mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(balances: &[&str]) -> Sparkline {
        let balances: Vec<Credits> = balances.iter().map(|text| text.parse().unwrap()).collect();
        sparkline(&balances)
    }

    #[test]
    fn marks_rise_with_the_balance() {
        assert_eq!(line(&["0", "1", "1.01", "4", "7", "8"]).marks, "·▁▂▄▇█");
        assert_eq!(line(&["0", "0"]).marks, "··");
        assert_eq!(line(&[]).marks, "");
    }

    #[test]
    fn many_days_share_a_mark_that_shows_the_lowest() {
        let balances: Vec<String> = (0..730).map(|day| (730 - day).to_string()).collect();
        let balances: Vec<&str> = balances.iter().map(String::as_str).collect();
        let line = line(&balances);
        assert_eq!((line.days, line.marks.chars().count()), (10, 73));
        assert_eq!(line.top.to_string(), "721");
    }
}
