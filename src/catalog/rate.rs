//! Rates and tables, as written in a catalog.

use super::expression::Formula;
use crate::amount::Decimal;
use crate::error::ErrorKind;
use crate::json::{Node, Read, Value, record};

/// The price of one unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rate {
    Formula(Formula),
    /// Free, as published.
    Free,
    /// Billed, but the price is not published.
    Unpriced,
    /// Not sold.
    NotSold,
    /// A published range of prices.
    Span(Box<SpanDocument>),
    Table(Table),
    /// A named table of the catalog.
    Named(String),
}

record! {
    /// A published range of prices, from `from` to `to`.
    pub(crate) struct SpanDocument {
        /// The lowest price.
        from: Formula,
        /// The highest price.
        to: Formula,
    }
}

impl Read for Rate {
    const HAS_WORDS_FOR_NULL: bool = true;
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Null => {
                node.expected("a rate, \"unpriced\" (billed, but not published) or \"free\"");
                Rate::Unpriced
            }
            Value::String(text) if text == "free" => Rate::Free,
            Value::String(text) if text == "unpriced" => Rate::Unpriced,
            Value::String(text) if text == "not_sold" => Rate::NotSold,
            Value::Object(_) if is_span(node.value) => Rate::Span(Box::read(node)),
            Value::Object(_) => match node.member("table") {
                Some(name) if node.value.get("by").is_none() => {
                    node.check_keys(node.members("an object"), &["table"]);
                    Rate::Named(String::read(&name))
                }
                _ => Rate::Table(Table::read(node)),
            },
            _ => Rate::Formula(Formula::read(node)),
        }
    }
    fn placeholder() -> Self {
        Rate::Unpriced
    }
}

/// Whether an object is a table, by its `by`, or a span, by its ends.
fn is_span(value: &Value) -> bool {
    value.get("by").is_none() && (value.get("from").is_some() || value.get("to").is_some())
}

/// A rate by one or more columns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    pub(crate) by: Vec<Formula>,
    pub(crate) cells: Cells,
}

/// One level of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cells {
    Rate(Box<Rate>),
    Keys(Vec<(String, Cells)>),
    Ranges(Vec<Range>),
}

/// One row of a table by ranges of a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Range {
    pub(crate) bound: Option<Bound>,
    pub(crate) cells: Cells,
}

/// The upper end of a range or tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) at: Decimal,
    /// Whether the bound is included.
    pub(crate) included: bool,
}

impl Read for Table {
    fn read(node: &Node) -> Self {
        let Some(by) = node.value.get("by") else {
            node.error(
                ErrorKind::Missing,
                "expected a rate, a table with a key `by` that names its columns, or a span with `from` and `to`",
            );
            return Table::placeholder();
        };
        let by = &Node { value: by, path: node.path.key("by"), log: node.log };
        let by = match by.value {
            Value::Array(_) => by.items(Formula::read_column),
            _ => vec![Formula::read_column(by)],
        };
        if by.is_empty() {
            node.error(ErrorKind::Missing, "expected at least one column in `by`, found none");
        }
        let cells = read_level(node, by.len());
        Table { by, cells }
    }
    fn placeholder() -> Self {
        Table { by: Vec::new(), cells: Cells::Rate(Box::new(Rate::Unpriced)) }
    }
}

/// The first level is in the table's own object, beside `by`.
fn read_level(node: &Node, columns: usize) -> Cells {
    let Some(rows) = node.value.get("ranges") else {
        return Cells::Keys(read_keys(node, columns));
    };
    let rows = &Node { value: rows, path: node.path.key("ranges"), log: node.log };
    for (key, _) in node.members("a table") {
        if key != "by" && key != "ranges" {
            let path = node.path.key(key).to_string();
            let sentence = format!("unknown key `{key}` in a table by ranges");
            node.log.error(crate::error::Error::new(ErrorKind::UnknownKey, path, sentence));
        }
    }
    Cells::Ranges(read_ranges(rows, columns))
}

fn read_keys(node: &Node, columns: usize) -> Vec<(String, Cells)> {
    node.entries(|key, cell| {
        (key != "by").then(|| (key.to_owned(), read_cells(cell, columns.saturating_sub(1))))
    })
}

/// A bare amount holds for all values of the further columns.
fn read_cells(node: &Node, columns: usize) -> Cells {
    match node.value {
        Value::String(text) if columns > 0 && !is_rate(text) => {
            node.error(ErrorKind::Expression, further_columns(text));
            Cells::Keys(Vec::new())
        }
        Value::Array(_) if columns == 0 => {
            node.expected("a rate: for ranges here, name a further column in `by`");
            Cells::Rate(Box::new(Rate::Unpriced))
        }
        Value::String(_) | Value::Number(_) | Value::Null => {
            Cells::Rate(Box::new(Rate::read(node)))
        }
        value if columns == 0 || is_whole_cell(value) => Cells::Rate(Box::new(Rate::read(node))),
        Value::Array(_) => Cells::Ranges(read_ranges(node, columns)),
        Value::Object(_) => Cells::Keys(read_keys(node, columns)),
        _ => {
            node.expected(
                "a row of the table: an object by value, a list of ranges, or one rate for all",
            );
            Cells::Keys(Vec::new())
        }
    }
}

/// Whether a cell's object is a complete rate (a span, a named table or a table), and not the rows of
/// a further column.
fn is_whole_cell(value: &Value) -> bool {
    let Value::Object(members) = value else { return false };
    let is_text = |cell: &Value| !matches!(cell, Value::Object(_) | Value::Array(_));
    let are = |words: &[&str]| {
        members.iter().all(|(key, cell)| words.contains(&key.as_str()) && is_text(cell))
    };
    !members.is_empty() && (are(&["from", "to"]) || are(&["table"])) || value.get("by").is_some()
}

fn is_rate(text: &str) -> bool {
    Formula::parse(text).is_ok()
}

/// The error for a rate in a cell that needs further columns.
pub(crate) fn further_columns(found: &str) -> String {
    format!(
        "`{found}` is not a rate: expected a row for the further columns of `by`, or one rate for all of them"
    )
}

/// The values of a key that stands for several: `360p|540p`. If a value is written exactly like the
/// key, the key means that value.
pub(crate) fn key_words(key: &str, is_value: bool) -> impl Iterator<Item = &str> {
    let parts = if is_value { 1 } else { usize::MAX };
    key.splitn(parts, '|').map(move |word| if is_value { word } else { word.trim() })
}

fn read_ranges(node: &Node, columns: usize) -> Vec<Range> {
    node.items(|row| {
        row.check_keys(row.members("an object"), &["up_to", "below", "is"]);
        let bound = |key| row.member(key).and_then(|bound| Read::read(&bound));
        let bound = read_bound(row, bound("up_to"), bound("below"));
        let cells = match row.member("is") {
            Some(cell) => read_cells(&cell, columns.saturating_sub(1)),
            None => {
                row.error(ErrorKind::Missing, "expected a key `is` with the rate of this range");
                Cells::Keys(Vec::new())
            }
        };
        Range { bound, cells }
    })
}

/// `up_to` includes its bound, `below` excludes it; at most one of them.
pub(crate) fn read_bound(
    node: &Node,
    up_to: Option<Decimal>,
    below: Option<Decimal>,
) -> Option<Bound> {
    match (up_to, below) {
        (Some(at), None) => Some(Bound { at, included: true }),
        (None, Some(at)) => Some(Bound { at, included: false }),
        (None, None) => None,
        (Some(_), Some(_)) => {
            node.error(ErrorKind::Overlap, "expected `up_to` or `below`, found both");
            None
        }
    }
}
