//! One generation on every platform, as a table.

use super::{DEFAULTS, others, settings_text};
use crate::table::{Left, Right, amount, between, line_width, rounded, table_within, wrapped};
use drawdown::{
    Between, CreditPrice, MoneyRange, OfferedLine, PlatformRun, PlatformRunState, RunComparison,
};

pub(super) fn words(found: &RunComparison, model: &str) -> String {
    let (priced, rest): (Vec<&PlatformRun>, Vec<&PlatformRun>) =
        found.platforms.iter().partition(|platform| platform.money.is_some());
    let (without, unpriced): (Vec<&PlatformRun>, Vec<&PlatformRun>) =
        rest.into_iter().partition(|platform| platform.state == PlatformRunState::NotOffered);
    let mut out = heading(&priced, model);
    if !priced.is_empty() {
        let rows: Vec<[String; 6]> = priced.iter().map(|platform| row(platform)).collect();
        let currency = found.currency.as_deref().unwrap_or_default();
        let columns = [
            ("platform", Left),
            ("cost", Right),
            (currency, Right),
            ("credits bought with", Left),
            ("settings", Left),
            ("prices of", Left),
        ];
        out += &table_within(line_width(), columns, &rows);
        out += &format!("\n{}", wrapped(DEFAULTS, line_width(), 0));
    }
    let reasons =
        unpriced.iter().map(|one| (one.name.as_str(), one.reason.as_deref().unwrap_or_default()));
    let without: Vec<&str> = without.iter().map(|one| one.name.as_str()).collect();
    out + &others("Without a cost in money:", reasons, &without)
}

fn heading(priced: &[&PlatformRun], model: &str) -> String {
    match priced.first() {
        Some(best) => format!("{model} costs least at {}\n\n", best.name),
        None => format!("No platform is known to sell {model} at a published price\n"),
    }
}

fn row(platform: &PlatformRun) -> [String; 6] {
    let line = platform.line.as_ref();
    let credits = line.map(credits).unwrap_or_default();
    let money = platform.money.map(shown).unwrap_or_default();
    let each = platform.per_result.map(|each| format!(" ({} each)", shown(each)));
    [
        platform.name.clone(),
        credits,
        money + &each.unwrap_or_default(),
        ways(&platform.credits),
        line.map(|line| settings_text(&line.settings)).unwrap_or_default(),
        platform.as_of.to_string(),
    ]
}

fn credits(line: &OfferedLine) -> String {
    let cost = match (line.low, line.high) {
        (Some(low), Some(high)) => between(Between { low, high }, line.approximate),
        (_, Some(high)) => amount(high, line.approximate),
        _ => return String::new(),
    };
    format!("{cost} {}", line.unit)
}

/// Money to four places: a generation may cost less than a cent.
fn shown(range: MoneyRange) -> String {
    let [low, high] = [range.low, range.high].map(|end| rounded(&end.to_string(), 4));
    if low == high { low } else { format!("{low} – {high}") }
}

/// The cheapest and the dearest way to buy the credits.
fn ways(ways: &[CreditPrice]) -> String {
    let name = |way: &CreditPrice| match way.term {
        Some(term) => format!("{}, {}", way.name, term.adverb()),
        None => way.name.clone(),
    };
    match (ways.first(), ways.last()) {
        (Some(first), Some(last)) if first.money != last.money => {
            format!("{} – {}", name(first), name(last))
        }
        (Some(first), _) => name(first),
        _ => String::new(),
    }
}
