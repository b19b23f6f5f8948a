//! The ledger as a table.

use crate::table::{Left, Right};
use drawdown::{Credits, Entry, Projection, grouped};
use serde::Serialize;

pub(super) fn table(projection: &Projection) -> String {
    let rows: Vec<[String; 6]> =
        projection.entries().iter().map(|entry| row(projection, entry)).collect();
    let columns = [
        ("when", Left),
        ("what", Left),
        (&*projection.unit, Right),
        ("lots", Left),
        ("who", Left),
        ("in words", Left),
    ];
    crate::table::table(columns, &rows)
}

fn row(projection: &Projection, entry: &Entry) -> [String; 6] {
    let amount = match entry.amount {
        Credits::ZERO => String::new(),
        amount => grouped(amount),
    };
    [
        format!("{} {}", projection.date(entry.at), projection.time(entry.at)),
        word(&entry.kind).replace('_', " "),
        amount,
        lots(entry),
        entry.member.as_deref().unwrap_or_default().to_owned(),
        entry.text.clone(),
    ]
}

/// `pro-monthly-3`; with several lots, each with its amount.
fn lots(entry: &Entry) -> String {
    if let [only] = &*entry.lots {
        return only.lot.clone();
    }
    let each = entry.lots.iter().map(|part| format!("{} {}", part.lot, grouped(part.amount)));
    each.collect::<Vec<_>>().join(", ")
}

/// The word in JSON.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    let text = drawdown::to_text(value).unwrap_or_default();
    text.trim_matches('"').to_owned()
}
