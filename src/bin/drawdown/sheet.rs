//! CSV for spreadsheets: no text in it becomes a formula.

use anyhow::Context;
use csv::Writer;
use drawdown::Decimal;
use std::borrow::Cow;

/// Rows of text.
pub(crate) struct Sheet(Writer<Vec<u8>>);

impl Sheet {
    /// Only the headings.
    pub(crate) fn new<'h>(headings: impl IntoIterator<Item = &'h str>) -> anyhow::Result<Self> {
        let mut sheet = Sheet(Writer::from_writer(Vec::new()));
        sheet.row(headings)?;
        Ok(sheet)
    }

    /// One more row.
    pub(crate) fn row<'c>(
        &mut self,
        cells: impl IntoIterator<Item = &'c str>,
    ) -> anyhow::Result<()> {
        for cell in cells {
            self.0.write_field(neutral(cell).as_bytes())?;
        }
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// The whole text.
    pub(crate) fn text(self) -> anyhow::Result<String> {
        let bytes = self.0.into_inner().context("the CSV could not be written")?;
        Ok(String::from_utf8(bytes)?)
    }
}

/// Puts a `'` before a text that a spreadsheet would take for a formula, and before such a text
/// that already has one: readers remove one. Numbers stay numbers, even negative ones.
fn neutral(cell: &str) -> Cow<'_, str> {
    const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let is_formula = cell.trim_start_matches('\'').starts_with(STARTS);
    if is_formula && cell.parse::<Decimal>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cell as a reader would see it.
    fn read(cell: &str) -> &str {
        let is_neutral = |rest: &&str| neutral(rest) != *rest;
        cell.strip_prefix('\'').filter(is_neutral).unwrap_or(cell)
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
            assert_eq!(neutral(cell), written, "{cell:?}");
            assert_eq!(read(written), cell, "{cell:?}");
        }
    }
}
