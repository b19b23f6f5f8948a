//! Aligned tables and numbers for people.

use drawdown::{Between, Credits, grouped};
use tabled::Table;
use tabled::builder::Builder;
use tabled::settings::formatting::AlignmentStrategy;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Style};

/// The alignment of a column.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Side {
    Left,
    Right,
}

pub(crate) use Side::{Left, Right};

/// A table with headings. An empty column is left out.
pub(crate) fn table<const N: usize>(columns: [(&str, Side); N], rows: &[[String; N]]) -> String {
    trimmed(&build(columns, rows).to_string())
}

/// The same within a width: the widest columns are wrapped at spaces.
pub(crate) fn table_within<const N: usize>(
    width: usize,
    columns: [(&str, Side); N],
    rows: &[[String; N]],
) -> String {
    let mut headings = columns.map(|(heading, _)| heading.to_owned());
    let mut rows = rows.to_vec();
    let widths = |headings: &[String; N], rows: &[[String; N]]| -> [usize; N] {
        let longest = |i: usize| {
            let cells = rows.iter().filter_map(|row| row.get(i)).filter(|cell| !cell.is_empty());
            let lines = cells.chain(headings.get(i)).flat_map(|cell| cell.lines());
            let longest = lines.map(|line| line.chars().count()).max().unwrap_or(0);
            let is_shown = rows.iter().any(|row| row.get(i).is_some_and(|cell| !cell.is_empty()));
            if is_shown { longest } else { 0 }
        };
        std::array::from_fn(longest)
    };
    // A column cannot be narrower than its longest word.
    let mut done = [false; N];
    loop {
        let now = widths(&headings, &rows);
        let all: usize = now.iter().filter(|width| **width > 0).map(|width| width + 3).sum();
        // Wrap words before numbers.
        let is_text = |i: usize| columns.get(i).is_some_and(|column| column.1 == Left);
        let left = now.iter().zip(done).enumerate().filter(|(_, (_, done))| !done);
        let widest = left.max_by_key(|(i, (width, _))| (is_text(*i), **width));
        let Some((place, (&widest, _))) = widest.filter(|_| all > width + 1) else { break };
        for row in std::iter::once(&mut headings).chain(&mut rows) {
            if let Some(cell) = row.get_mut(place) {
                *cell = wrapped(&cell.replace('\n', " "), widest.saturating_sub(1), 0);
                cell.truncate(cell.trim_end().len());
            }
        }
        if let Some((done, after)) = done.get_mut(place).zip(widths(&headings, &rows).get(place)) {
            *done = *after >= widest;
        }
    }
    let columns = std::array::from_fn(|i| {
        let side = columns.get(i).map_or(Left, |column| column.1);
        (headings.get(i).map_or("", String::as_str), side)
    });
    table(columns, &rows)
}

fn build<const N: usize>(columns: [(&str, Side); N], rows: &[[String; N]]) -> Table {
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
            table.modify(Columns::one(place), AlignmentStrategy::PerLine);
        }
    }
    table
}

/// The maximum width of a line: that of the terminal, or 100.
pub(crate) fn line_width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    told.or_else(terminal).unwrap_or(100).clamp(60, 140)
}

/// Wraps a paragraph at a width; all lines but the first are indented.
pub(crate) fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let words = text.trim_start_matches(' ');
    let mut column = text.len() - words.len();
    let mut out = " ".repeat(column);
    let mut rest = words.split(' ').peekable();
    let mut place = 0;
    while let Some(word) = rest.next() {
        // Keep `20 %`, `3 ×` and `1 *` together.
        let bound = rest.next_if(|next| next.starts_with(['%', '×', '*']));
        let word = bound.map_or_else(|| word.to_owned(), |next| format!("{word} {next}"));
        let length = word.chars().count();
        if place > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if place > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(&word);
        column += length;
        place += 1;
    }
    out.push('\n');
    out
}

/// Trims the ends of lines, and ends with a line break.
fn trimmed(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// An amount, with ≈ if the vendor says "about".
pub(crate) fn amount(credits: Credits, approximate: bool) -> String {
    format!("{}{}", if approximate { "≈ " } else { "" }, grouped(credits))
}

/// One amount, or "from – to" with the lower one first, because a rounding may be larger in the
/// cheapest case.
pub(crate) fn between(range: Between, approximate: bool) -> String {
    if range.low == range.high {
        return amount(range.low, approximate);
    }
    let (least, most) = (range.low.min(range.high), range.low.max(range.high));
    format!("{} – {}", amount(least, approximate), grouped(most))
}

/// With two places if there are more than six: `4.33` for 13/3.
pub(crate) fn brief(decimal: impl ToString) -> String {
    let text = decimal.to_string();
    match text.split_once('.') {
        Some((_, places)) if places.len() > 6 => rounded(&text, 2),
        _ => grouped(text),
    }
}

/// A number of at least 0 with a number of places, half up.
pub(crate) fn rounded(text: &str, places: usize) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = fraction.chars().chain(std::iter::repeat('0')).take(places + 1).collect();
    let Ok(number) = format!("{whole}{digits}").parse::<u128>() else { return grouped(text) };
    let digits = format!("{:0>1$}", (number + 5) / 10, places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    match fraction.trim_end_matches('0') {
        "" => grouped(whole),
        fraction => format!("{}.{fraction}", grouped(whole)),
    }
}

/// `1 run`, `3 runs`.
pub(crate) fn counted(count: u64, one: &str) -> String {
    format!("{} {one}{}", grouped(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_many_places_is_shown_to_two() {
        assert_eq!(brief("4.333333333333"), "4.33");
        assert_eq!(brief("1234.999999999999"), "1,235");
        assert_eq!((brief("0.000125"), brief("26")), ("0.000125".to_owned(), "26".to_owned()));
        assert_eq!(
            (rounded("48.4375", 1), rounded("200", 1)),
            ("48.4".to_owned(), "200".to_owned())
        );
    }

    #[test]
    fn a_wide_table_goes_on_below() {
        let rows = [["Ultimate, yearly".to_owned(), "1,234.50".to_owned()]];
        let columns = [("option", Left), ("USD in all", Right)];
        let shown = table_within(22, columns, &rows);
        let expected = [
            " option    |   USD in",
            "           |      all",
            "-----------+----------",
            " Ultimate, | 1,234.50",
            " yearly    |",
        ];
        assert_eq!(shown.lines().collect::<Vec<_>>(), expected);
        assert_eq!(table_within(80, columns, &rows), table(columns, &rows));
    }

    #[test]
    fn a_long_line_goes_on_below() {
        assert_eq!(wrapped("1. one two three", 11, 3), "1. one two\n   three\n");
        assert_eq!(wrapped("unbreakable word", 4, 2), "unbreakable\n  word\n");
    }

    #[test]
    fn a_span_is_printed_from_its_lower_end() {
        let span = |low: &str, high: &str| {
            between(Between { low: low.parse().unwrap(), high: high.parse().unwrap() }, false)
        };
        assert_eq!(span("4", "1200"), "4 – 1,200");
        assert_eq!(span("4", "0"), "0 – 4");
        assert_eq!(span("-1", "-10"), "-10 – -1");
        assert_eq!(span("3", "3"), "3");
    }
}
