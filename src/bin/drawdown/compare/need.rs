//! A need on every platform, as a table.

use super::{DEFAULTS, others, settings_text};
use crate::table::{Left, Right, counted, line_width, table_within, wrapped};
use drawdown::{Comparison, Money, OfferedLine, Platform, PlatformState};

pub(super) fn words(found: &Comparison) -> String {
    let (ranked, rest): (Vec<&Platform>, Vec<&Platform>) =
        found.platforms.iter().partition(|platform| platform.state.is_ranked());
    let (without, unknown): (Vec<&Platform>, Vec<&Platform>) =
        rest.into_iter().partition(|platform| platform.state == PlatformState::NotOffered);
    let mut out = heading(found, &ranked);
    if !ranked.is_empty() {
        let rows: Vec<[String; 6]> =
            ranked.iter().map(|platform| row(platform, found.currency.as_deref())).collect();
        let by_month = format!("{} a month", found.currency.as_deref().unwrap_or_default());
        let columns = [
            ("platform", Left),
            (by_month.as_str(), Right),
            ("with margin", Right),
            ("plan and top-ups", Left),
            ("makes", Left),
            ("prices of", Left),
        ];
        out += &table_within(line_width(), columns, &rows);
        out += &notes(&ranked);
        out += &format!("\n{}", wrapped(DEFAULTS, line_width(), 0));
    }
    let reasons = unknown.iter().map(|one| (one.name.as_str(), one.reason.as_str()));
    let without: Vec<&str> = without.iter().map(|one| one.name.as_str()).collect();
    out + &others("Not ranked:", reasons, &without)
}

fn heading(found: &Comparison, ranked: &[&Platform]) -> String {
    let Some((best, cost)) = ranked.first().and_then(|best| Some((best, best.cost?))) else {
        return "No platform is known to cover the need\n".to_owned();
    };
    let currency = found.currency.as_deref();
    let months = counted(found.months.into(), "month");
    format!("{} costs least: {} for {months}\n\n", best.name, cost.words(currency))
}

/// What makes a cost less certain than it looks.
fn notes(ranked: &[&Platform]) -> String {
    let mut out = String::new();
    for platform in ranked.iter().filter(|platform| !platform.not_counted.is_empty()) {
        let names = platform.not_counted.join(", ");
        let text =
            format!("* {}: without {names}, of which the amount is not published", platform.name);
        out += &wrapped(&text, line_width(), 2);
    }
    for platform in ranked.iter().filter(|platform| platform.state == PlatformState::NeedOnly) {
        let text = format!("! {}: the need without its margin", platform.name);
        out += &wrapped(&text, line_width(), 2);
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

fn row(platform: &Platform, currency: Option<&str>) -> [String; 6] {
    let star = if platform.not_counted.is_empty() { "" } else { " *" };
    let margin = if platform.state == PlatformState::NeedOnly { " !" } else { "" };
    let months = |cost: Option<Money>| cost.map(|cost| cost.coins(currency)).unwrap_or_default();
    [
        format!("{}{star}{margin}", platform.name),
        months(platform.per_month),
        months(platform.per_month_with_margin),
        bought(platform),
        platform.lines.iter().map(made).collect::<Vec<_>>().join("; "),
        platform.as_of.to_string(),
    ]
}

fn bought(platform: &Platform) -> String {
    let Some(option) = platform.option.as_deref() else { return String::new() };
    let term = option.term.map(|term| format!(", {}", term.adverb())).unwrap_or_default();
    let count: u64 = option.top_ups.iter().map(|bought| u64::from(bought.count)).sum();
    let top_ups =
        if count == 0 { String::new() } else { format!(" + {}", counted(count, "top-up")) };
    format!("{}{term}{top_ups}", option.name)
}

fn made(line: &OfferedLine) -> String {
    match settings_text(&line.settings) {
        settings if settings.is_empty() => line.name.clone(),
        settings => format!("{} ({settings})", line.name),
    }
}
