//! An estimate for people: the lines, what it adds up to, and what else is to be known.

use crate::table::{Left, Right, amount, between, counted, grouped, table};
use drawdown::{BalanceAfter, Between, Catalog, Estimate, Line, LineState, Reason, State};
use std::fmt::Write;

pub(super) fn estimate(catalog: &Catalog, estimate: &Estimate) -> String {
    let mut out = title(catalog, estimate);
    out.push_str(&lines(estimate));
    out.push('\n');
    for remark in remarks(estimate) {
        let _infallible = writeln!(out, "{remark}");
    }
    out
}

/// `Clip 2, 3 runs (seconds 12, audio no)`, and what its prices are from.
fn title(catalog: &Catalog, estimate: &Estimate) -> String {
    let info = catalog.info();
    let operation = info.operations.iter().find(|known| *known.id == *estimate.operation);
    let name = operation.map_or(&*estimate.operation, |known| &known.name);
    let runs = counted(estimate.runs.into(), "run");
    let settings: Vec<String> =
        estimate.settings.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let settings =
        if settings.is_empty() { String::new() } else { format!(" ({})", settings.join(", ")) };
    let plan = estimate.plan.as_ref().map(|plan| format!(", plan {plan}")).unwrap_or_default();
    let (catalog, version, at) = (&estimate.catalog, &estimate.version, estimate.at);
    format!("{name}, {runs}{settings}\n{catalog} {version}, prices of {at}{plan}\n\n")
}

fn lines(estimate: &Estimate) -> String {
    let mut rows: Vec<[String; 3]> =
        estimate.lines.iter().map(|line| row(line, estimate)).collect();
    rows.extend(totals(estimate));
    table([("line", Left), ("how", Left), (&estimate.unit, Right)], &rows)
}

fn row(line: &Line, estimate: &Estimate) -> [String; 3] {
    let cost = match line.state {
        LineState::Free => "free".to_owned(),
        LineState::Unpriced => "not published".to_owned(),
        LineState::After => "after the run".to_owned(),
        LineState::Priced => match (line.amount, line.low, line.high) {
            (Some(exact), ..) => amount(exact, estimate.approximate),
            (_, Some(low), Some(high)) => between(Between { low, high }, estimate.approximate),
            _ => "no amount".to_owned(),
        },
    };
    [line.label.to_string(), line.text.clone(), cost]
}

fn totals(estimate: &Estimate) -> Vec<[String; 3]> {
    let row = |label: &str, how: &str, cost: String| [label.to_owned(), how.to_owned(), cost];
    let about = estimate.approximate;
    match (estimate.state, estimate.total, estimate.low, estimate.high) {
        (State::Exact, ..) if estimate.free => vec![row("total", "", "free".to_owned())],
        (State::Exact, Some(total), ..) => vec![row("total", "", amount(total, about))],
        (State::Range, _, Some(low), Some(high)) => {
            let how = format!("depends on {}", estimate.open.join(", "));
            vec![row("total", &how, between(Between { low, high }, about))]
        }
        (state, ..) => {
            let word = if state == State::Rate { "after the run" } else { "unknown" };
            let has_amounts = estimate.lines.iter().any(|line| line.amount.is_some());
            let known = estimate.known.filter(|_| has_amounts);
            let known = known.map(|known| row("known so far", "", amount(known, about)));
            known.into_iter().chain([row("total", "", word.to_owned())]).collect()
        }
    }
}

/// Everything beside the lines, one a line.
fn remarks(estimate: &Estimate) -> Vec<String> {
    let mut remarks = Vec::new();
    if estimate.approximate {
        remarks.push("About: ≈ is the vendor's own word for these amounts".to_owned());
    }
    remarks.extend(estimate.reasons.iter().map(|reason| reason_words(reason, estimate)));
    remarks.extend(estimate.gates.iter().map(|gate| format!("Gate: {}", gate.reason)));
    remarks.extend(estimate.balance.iter().map(|balance| balance_words(balance, &estimate.unit)));
    remarks.extend(estimate.notes.iter().map(|note| format!("Note: {note}")));
    let sources = estimate.sources.iter();
    remarks.extend(sources.map(|source| format!("Source: {}, as of {}", source.at, source.as_of)));
    if estimate.sources.is_empty() {
        remarks.push(format!("As of {}", estimate.as_of));
    }
    remarks
}

/// Why a line has no amount, with its label.
fn reason_words(reason: &Reason, estimate: &Estimate) -> String {
    let why = if estimate.state == State::Rate { "Known afterwards" } else { "Unknown" };
    let line = estimate.lines.iter().find(|line| line.rule == reason.rule);
    let label = line.map(|line| format!("{}: ", line.label)).unwrap_or_default();
    format!("{why}: {label}{}", reason.text)
}

fn balance_words(balance: &BalanceAfter, unit: &str) -> String {
    let after = match (balance.after, balance.low, balance.high) {
        (Some(after), ..) => grouped(after),
        (_, Some(low), Some(high)) => between(Between { low, high }, false),
        _ => "unknown".to_owned(),
    };
    let as_of = balance.as_of.map(|at| format!(" (as of {at})")).unwrap_or_default();
    let missing =
        balance.shortfall.map(|short| format!("; {} missing", grouped(short))).unwrap_or_default();
    format!("Balance: {}{as_of} before, {after} {unit} after{missing}", grouped(balance.before))
}
