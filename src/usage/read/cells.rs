//! The cells of one row of CSV.

use super::form::MOST_ROW;
use super::pieces::Piece;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

const MOST_COLUMNS: usize = 4_096;

/// Buffers that rows reuse.
pub(super) struct Cells {
    reader: Option<(u8, Reader)>,
    text: Vec<u8>,
    ends: Vec<usize>,
    /// How many ends are of the current row.
    count: usize,
}

impl Default for Cells {
    fn default() -> Self {
        Cells { reader: None, text: vec![0; 4_096], ends: vec![0; 64], count: 0 }
    }
}

impl std::fmt::Debug for Cells {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cells({})", self.count)
    }
}

impl Cells {
    /// Reads the row that begins here.
    pub(super) fn next(&mut self, bytes: &[u8], delimiter: u8, is_end: bool) -> Piece {
        if self.reader.as_ref().is_none_or(|(known, _)| *known != delimiter) {
            self.reader = Some((delimiter, ReaderBuilder::new().delimiter(delimiter).build()));
        }
        let Some((_, reader)) = &mut self.reader else { return Piece::None };
        let bytes = bytes.get(..MOST_ROW + 1).unwrap_or(bytes);
        loop {
            reader.reset();
            let (mut result, read, written, mut ends) =
                reader.read_record(bytes, &mut self.text, &mut self.ends);
            if matches!(result, ReadRecordResult::InputEmpty) && bytes.len() > MOST_ROW {
                return Piece::TooLong;
            }
            if matches!(result, ReadRecordResult::InputEmpty) && is_end {
                let text = self.text.get_mut(written..).unwrap_or(&mut []);
                let more = self.ends.get_mut(ends..).unwrap_or(&mut []);
                let (last, _, _, more_ends) = reader.read_record(&[], text, more);
                (result, ends) = (last, ends + more_ends);
            }
            match result {
                ReadRecordResult::Record => {
                    self.count = ends;
                    return Piece::Whole(read);
                }
                ReadRecordResult::InputEmpty => return Piece::Wait,
                ReadRecordResult::End => return Piece::None,
                ReadRecordResult::OutputFull if self.text.len() <= MOST_ROW => {
                    self.text.resize(self.text.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() <= MOST_COLUMNS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                _ => return Piece::TooLong,
            }
        }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The cells of the row.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut from = 0;
        self.ends.iter().take(self.count).map(move |end| {
            let cell = self.text.get(from..*end).unwrap_or(&[]);
            from = *end;
            cell
        })
    }
}
