//! Cells of spreadsheets: no text in one becomes a formula.

use crate::amount::Decimal;
use std::borrow::Cow;

/// A text as a cell of CSV for spreadsheets: with a `'` before a text that they would take for a
/// formula, and before such a text that already has one, because readers remove one. Numbers stay
/// numbers, even negative ones.
///
/// ```
/// assert_eq!(drawdown::cell("=1+1"), "'=1+1");
/// assert_eq!(drawdown::cell("-12.5"), "-12.5");
/// ```
pub fn cell(text: &str) -> Cow<'_, str> {
    const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let is_formula = text.trim_start_matches('\'').starts_with(STARTS);
    if is_formula && text.parse::<Decimal>().is_err() {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    /// A cell as a reader would see it.
    fn read(cell: &str) -> &str {
        let is_marked = |rest: &&str| super::cell(rest) != *rest;
        cell.strip_prefix('\'').filter(is_marked).unwrap_or(cell)
    }

    #[test]
    fn no_text_is_a_formula_and_each_is_read_back() {
        for (cell, written) in [
            ("", ""),
            ("-12.5", "-12.5"),
            ("5", "5"),
            ("Basic", "Basic"),
            ("'tis", "'tis"),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("'=1", "''=1"),
            ("''-x", "'''-x"),
            ("＝1", "'＝1"),
        ] {
            assert_eq!(super::cell(cell), written, "{cell:?}");
            assert_eq!(read(written), cell, "{cell:?}");
        }
    }
}
