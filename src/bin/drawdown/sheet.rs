//! CSV for spreadsheets: no text in it becomes a formula.

use anyhow::Context;
use csv::Writer;

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
            self.0.write_field(drawdown::cell(cell).as_bytes())?;
        }
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// The whole text.
    pub(crate) fn text(self) -> anyhow::Result<String> {
        let bytes = self.0.into_inner().context("the CSV could not be written")?;
        Ok(String::from_utf8(bytes)?)
    }
}
