//! Aligned tables and numbers for people.

use drawdown::{Between, Credits};
use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Style};

/// Which way a column is aligned.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Side {
    Left,
    Right,
}

pub(crate) use Side::{Left, Right};

/// A table under these headings. A column without any content is left out.
pub(crate) fn table<const N: usize>(columns: [(&str, Side); N], rows: &[[String; N]]) -> String {
    let has_content =
        |i: usize| rows.iter().any(|row| row.get(i).is_some_and(|cell| !cell.is_empty()));
    let shown: Vec<(usize, &str, Side)> = columns
        .into_iter()
        .enumerate()
        .map(|(i, (heading, side))| (i, heading, side))
        .filter(|(i, ..)| has_content(*i))
        .collect();
    let mut builder = Builder::default();
    builder.push_record(shown.iter().map(|(_, heading, _)| *heading));
    for row in rows {
        builder.push_record(shown.iter().filter_map(|(i, ..)| row.get(*i)).map(String::as_str));
    }
    let mut table = builder.build();
    table.with(Style::psql());
    for (place, (.., side)) in shown.iter().enumerate() {
        if *side == Right {
            table.modify(Columns::one(place), Alignment::right());
        }
    }
    trimmed(&table.to_string())
}

/// Without spaces at the ends of lines, and with a line break at the end.
fn trimmed(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// A decimal with thousands separators: `62,040`, `-1,234.5`.
pub(crate) fn grouped(decimal: impl ToString) -> String {
    let text = decimal.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.extend(fraction.map(|fraction| format!(".{fraction}")));
    out
}

/// An amount, with ≈ when the vendor says "about".
pub(crate) fn amount(credits: Credits, approximate: bool) -> String {
    format!("{}{}", if approximate { "≈ " } else { "" }, grouped(credits))
}

/// One amount, or "from – to".
pub(crate) fn between(range: Between, approximate: bool) -> String {
    if range.low == range.high {
        return amount(range.low, approximate);
    }
    format!("{} – {}", amount(range.low, approximate), grouped(range.high))
}

/// `1 run`, `3 runs`.
pub(crate) fn counted(count: u64, one: &str) -> String {
    format!("{} {one}{}", grouped(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_before_the_point_only() {
        for (text, shown) in [
            ("0", "0"),
            ("999", "999"),
            ("62040", "62,040"),
            ("-1234567.1234", "-1,234,567.1234"),
            ("-100", "-100"),
        ] {
            assert_eq!(grouped(text), shown);
        }
    }
}
