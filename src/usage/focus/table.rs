//! The rows of a FOCUS file, with typed cells.

use super::cell::FocusCell;
use super::columns::{COLUMNS, FocusColumn};
use super::line::{Line, Lines};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// The rows of a FOCUS file: each column in the order of FOCUS, columns of our own last.
#[derive(Clone, Debug, PartialEq)]
pub struct FocusTable(pub(super) Lines);

impl FocusTable {
    /// The columns.
    pub fn columns() -> &'static [FocusColumn] {
        COLUMNS
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.0.charges.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.0.charges.is_empty()
    }

    /// The cells of each row, one for each column.
    pub fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = FocusCell<'_>>> {
        self.lines().map(|line| COLUMNS.iter().map(move |column| (column.cell)(line)))
    }

    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.0.charges.iter().map(|charge| Line { of: &self.0, charge })
    }
}

/// A list of objects, by column id.
impl Serialize for FocusTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.len()))?;
        for line in self.lines() {
            rows.serialize_element(&line)?;
        }
        rows.end()
    }
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(Some(COLUMNS.len()))?;
        for column in COLUMNS {
            members.serialize_entry(column.id, &(column.cell)(*self))?;
        }
        members.end()
    }
}
