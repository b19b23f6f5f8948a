//! A forecast, for people.

use super::super::log::words;
use crate::fit::options_report;
use crate::simulate::plan_name;
use crate::table::{Left, Right, brief, counted, line_width, rounded, table_within, wrapped};
use drawdown::{
    Catalog, Credits, Decimal, FitOption, FitState, Instant, LogForecast, PaceBursts, PaceLine,
    PaceOutcome, PaceRunOut, UsagePace, Zone, grouped,
};

/// More requests are summed up in a row; JSON lists them all.
const MOST_LINES: usize = 12;
/// More days of bursts are counted.
const MOST_DAYS: usize = 5;

pub(super) struct Report<'r> {
    pub(super) catalog: &'r Catalog,
    pub(super) found: &'r LogForecast,
    pub(super) zone: Zone,
}

impl Report<'_> {
    pub(super) fn text(&self, plan: Option<&str>) -> String {
        let LogForecast { forecast, outcome, read, .. } = self.found;
        let outcome = outcome.as_ref();
        let mut sections = Vec::new();
        match (&forecast.pace, &forecast.not_enough) {
            (Some(pace), _) => {
                sections.extend(outcome.map(|outcome| self.headline(outcome, plan)));
                sections.extend([self.pace(pace), self.lines(pace)]);
            }
            (None, Some(why)) => {
                sections.push(self.paragraph(&format!("Not enough history: {why}.")))
            }
            (None, None) => {}
        }
        sections.push(self.unrated());
        sections.extend(outcome.map(|o| options_report(self.catalog, &o.need, &o.fit)));
        sections.push(words(read));
        sections.retain(|section| !section.is_empty());
        sections.join("\n")
    }

    /// When credits run out, and what to do about it.
    fn headline(&self, outcome: &PaceOutcome, plan: Option<&str>) -> String {
        let plan = match plan {
            Some(id) => format!("With {}", plan_name(self.catalog, id)),
            None => "Without a plan".to_owned(),
        };
        let mut out = self.paragraph(&format!("{plan}, {}", self.run_out(&outcome.run_out)));
        for assumed in &outcome.run_out.assumptions {
            out.push_str(&self.paragraph(&format!("Assumed: {assumed}")));
        }
        let best = outcome.fit.options.first();
        let covers = |state| matches!(state, FitState::Covers | FitState::NeedOnly);
        if let Some(best) = best.filter(|best| covers(best.state)) {
            out.push_str(&self.paragraph(&format!(
                "{} covers the pace{}.",
                best.name,
                spare(best)
            )));
        }
        out
    }

    fn run_out(&self, run_out: &PaceRunOut) -> String {
        let date = |at: Instant| self.zone.date(at);
        let until = date(run_out.until);
        let early = |at| format!("; in a month of heavy use, already on {}", date(at));
        match (run_out.expected, run_out.early, run_out.late) {
            (Some(at), early, late) => {
                let from = early.filter(|early| date(*early) != date(at)).map(date);
                let to = match late {
                    Some(late) if date(late) == date(at) => None,
                    Some(late) => Some(date(late)),
                    None => Some(format!("after {until}")),
                };
                let range = match (from, to) {
                    (None, None) => String::new(),
                    (Some(from), None) => format!(", at the earliest {from}"),
                    (None, Some(to)) => format!(", with light use {to}"),
                    (Some(from), Some(to)) => format!(", between {from} and {to}"),
                };
                format!("you run out of credits on {}{range}.", date(at))
            }
            (None, Some(at), _) => format!("credits last until {until}{}.", early(at)),
            (None, None, _) => format!("credits last until {until}, also with heavy use."),
        }
    }

    fn pace(&self, pace: &UsagePace) -> String {
        let unit = if pace.in_runs { "runs" } else { &*self.found.forecast.unit };
        let (month, history) = (&pace.month, &self.found.forecast.history);
        let days = |from: Instant, until: Instant| {
            let last = Instant::from_unix(until.to_unix() - 1).unwrap_or(until);
            format!("{} – {}", self.zone.date(from), self.zone.date(last))
        };
        let mut out = self.paragraph(&format!(
            "Pace: {} {unit} a day. The next 30 days use {} {unit}; {} of 100 such months lie between {} and {}.",
            whole(pace.per_day), whole(month.expected), month.within, whole(month.low), whole(month.high),
        ));
        let failed = match history.failed {
            0 => String::new(),
            failed => format!(", and {} failed", grouped(failed)),
        };
        let read = format!(
            "Log: {}, {} with use; {} gave a result{failed}.",
            days(history.from, history.until),
            counted(history.active_days.into(), "day"),
            counted(history.done, "run"),
        );
        for line in [read, weekdays(pace), trend(pace), self.bursts(pace.bursts.as_ref(), unit)] {
            out.push_str(&self.paragraph(&line));
        }
        out
    }

    fn bursts(&self, bursts: Option<&PaceBursts>, unit: &str) -> String {
        let Some(bursts) = bursts else { return "Bursts: none".to_owned() };
        let days: Vec<String> = bursts.days.iter().map(|day| self.zone.date(*day)).collect();
        let shown = days.iter().rev().take(MOST_DAYS).rev().cloned().collect::<Vec<_>>().join(", ");
        let more = if days.len() > MOST_DAYS { ", the last ones" } else { "" };
        let effect = match bursts.per_month.decimal().is_zero() {
            true => "a single one only widens the range".to_owned(),
            false => format!("they add {} to an average month", whole(bursts.per_month)),
        };
        format!(
            "Bursts: {} far above the others ({shown}{more}), {} {unit} more on average; {effect}",
            counted(days.len() as u64, "day"),
            whole(bursts.size),
        )
    }

    fn lines(&self, pace: &UsagePace) -> String {
        let by_member = pace.lines.iter().any(|line| line.member.is_some());
        let mut rows: Vec<[String; 6]> =
            pace.lines.iter().take(MOST_LINES).map(|line| self.row(line)).collect();
        let others = pace.lines.get(MOST_LINES..).unwrap_or(&[]);
        if !others.is_empty() {
            let mut row: [String; 6] = Default::default();
            row[0] = format!("{} more", grouped(others.len()));
            let sum =
                others.iter().try_fold(Credits::ZERO, |sum, line| sum.checked_add(line.per_month));
            row[4] = sum.map_or(String::new(), whole);
            rows.push(row);
        }
        let unit = format!("{} in 30 days", self.found.forecast.unit);
        let columns = [
            ("what", Left),
            (if by_member { "member" } else { "" }, Left),
            ("runs a day", Right),
            ("each", Right),
            (&*unit, Right),
            ("failed %", Right),
        ];
        table_within(line_width(), columns, &rows)
    }

    fn row(&self, line: &PaceLine) -> [String; 6] {
        let settings = line.request.run.settings.iter();
        let settings: Vec<String> =
            settings.map(|(name, value)| format!("{name} {value}")).collect();
        let name = crate::need::operation_name(self.catalog, &line.request.operation);
        let name =
            if settings.is_empty() { name } else { format!("{name} ({})", settings.join(", ")) };
        let all = line.done + line.failed;
        let failed = match line.failed {
            0 => String::new(),
            failed => ((failed * 100 + all / 2) / all.max(1)).to_string(),
        };
        [
            name,
            line.member.clone().unwrap_or_default(),
            rounded(&line.per_day.to_string(), 2),
            brief(line.each),
            whole(line.per_month),
            failed,
        ]
    }

    fn unrated(&self) -> String {
        let lines = self.found.forecast.unrated.iter().take(10).map(|unrated| {
            let runs = counted(unrated.events, "run");
            self.paragraph(&format!("Not in the pace: {runs} of {}", unrated.reason))
        });
        lines.collect()
    }

    fn paragraph(&self, text: &str) -> String {
        if text.is_empty() { String::new() } else { wrapped(text, line_width(), 2) }
    }
}

/// ` with 12 % to spare`
fn spare(option: &FitOption) -> String {
    let top_ups = if option.top_ups.is_empty() { "" } else { ", with top-ups" };
    match option.headroom {
        _ if option.unlimited => format!("{top_ups}, without limit"),
        Some(100..) => format!("{top_ups} with 100 % or more to spare"),
        Some(headroom) => format!("{top_ups} with {headroom} % to spare"),
        None => top_ups.to_owned(),
    }
}

fn weekdays(pace: &UsagePace) -> String {
    if pace.weekdays.is_empty() {
        return "Weekdays: no clear difference".to_owned();
    }
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let days = names
        .iter()
        .zip(&pace.weekdays)
        .map(|(name, percent)| format!("{name} {} %", rounded(&percent.to_string(), 0)));
    format!("Weekdays: {} of an average day", days.collect::<Vec<_>>().join(", "))
}

fn trend(pace: &UsagePace) -> String {
    let Some(trend) = pace.trend else { return "Trend: none that is clear".to_owned() };
    let (size, word) = match trend.is_negative() {
        true => (Decimal::ZERO.checked_sub(trend).unwrap_or(trend), "less"),
        false => (trend, "more"),
    };
    format!("Trend: {size} % {word} from week to week, slowing down")
}

/// Credits without places, but for small ones.
fn whole(credits: Credits) -> String {
    let text = credits.to_string();
    rounded(&text, if credits.decimal() < Decimal::from(100) { 2 } else { 0 })
}
