//! The balance by day, and the ledger, as CSV: exact decimals, instants in UTC.

use crate::sheet::Sheet;
use drawdown::{Column, Entry, Projection};

/// A row for each day and class.
pub(super) fn days(projection: &Projection) -> anyhow::Result<String> {
    let names = Column::ALL.map(Column::name);
    let mut sheet = Sheet::new(["start", "class"].into_iter().chain(names))?;
    let days = &projection.days;
    let starts: Vec<String> = days.starts().iter().map(ToString::to_string).collect();
    let classes: Vec<(&str, Vec<Vec<String>>)> =
        days.classes().map(|c| (c, columns(projection, c))).collect();
    for (place, start) in starts.iter().enumerate() {
        for (class, columns) in &classes {
            let amounts = columns.iter().filter_map(|column| column.get(place));
            sheet.row([start.as_str(), class].into_iter().chain(amounts.map(String::as_str)))?;
        }
    }
    sheet.text()
}

fn columns(projection: &Projection, class: &str) -> Vec<Vec<String>> {
    let texts = |column| {
        let amounts = projection.days.column(class, column).unwrap_or_default();
        amounts.iter().map(ToString::to_string).collect()
    };
    Column::ALL.map(texts).to_vec()
}

/// A row for each entry; lots are `id=amount`, separated by spaces.
pub(super) fn ledger(projection: &Projection) -> anyhow::Result<String> {
    let mut sheet = Sheet::new([
        "at", "kind", "reason", "about", "member", "runs", "amount", "missing", "money", "lots",
        "text",
    ])?;
    for entry in projection.entries() {
        sheet.row(row(&entry).iter().map(String::as_str))?;
    }
    sheet.text()
}

fn row(entry: &Entry) -> [String; 11] {
    let lots: Vec<String> =
        entry.lots.iter().map(|part| format!("{}={}", part.lot, part.amount)).collect();
    [
        entry.at.to_string(),
        super::ledger::word(&entry.kind),
        super::ledger::word(&entry.reason),
        shown(entry.about.as_ref()),
        shown(entry.member.as_ref()),
        shown(entry.runs.as_ref()),
        entry.amount.to_string(),
        shown(entry.missing.as_ref()),
        shown(entry.money.as_ref()),
        lots.join(" "),
        entry.text.clone(),
    ]
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
