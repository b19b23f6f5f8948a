//! The columns of a CSV file: which of them hold what.

use super::cells::Cells;
use super::form::MOST_ROW;
use crate::usage::field::{FIELDS, Field};
use crate::usage::mapping::Mapping;
use crate::usage::target::Target;
use crate::usage::text::Row;
use crate::visible::visible;
use std::borrow::Cow;

/// What each column is.
#[derive(Debug)]
pub(super) struct Columns {
    delimiter: u8,
    targets: Vec<Target>,
    headings: Vec<String>,
}

const DELIMITERS: [u8; 4] = *b",;\t|";

/// The character between columns: as mapped, or the most frequent one in the headings. `None` if
/// the line of headings is not there yet.
pub(super) fn delimiter(bytes: &[u8], is_end: bool, mapping: &Mapping) -> Option<u8> {
    if let Some(delimiter) = mapping.delimiter.as_deref().and_then(|text| text.bytes().next()) {
        return Some(delimiter);
    }
    let end =
        memchr::memchr(b'\n', bytes).or((is_end || bytes.len() > MOST_ROW).then_some(bytes.len()));
    let line = bytes.get(..end?)?;
    let count = |sign: u8| memchr::memchr_iter(sign, line).count();
    // Of equally frequent ones, the first.
    DELIMITERS.into_iter().rev().max_by_key(|sign| count(*sign))
}

impl Columns {
    /// The columns by the headings that were just read.
    pub(super) fn of(cells: &Cells, delimiter: u8, mapping: &Mapping) -> Result<Self, String> {
        let headings = headings(cells)?;
        let targets = targets(&headings, mapping)?;
        Ok(Columns { delimiter, targets, headings })
    }

    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Headings of columns that are not used.
    pub(super) fn ignored(&self) -> impl Iterator<Item = &str> {
        let columns = self.headings.iter().zip(&self.targets);
        columns.filter(|(_, target)| **target == Target::Ignored).map(|(name, _)| name.as_str())
    }

    /// The row that was just read.
    pub(super) fn row<'a>(&'a self, cells: &'a Cells) -> Result<Row<'a>, String> {
        if cells.count() != self.targets.len() {
            let (found, expected) = (cells.count(), self.targets.len());
            return Err(format!("expected {expected} columns, found {found}"));
        }
        let mut row = Row::default();
        for (cell, target) in cells.iter().zip(&self.targets) {
            if matches!(target, Target::Ignored) || cell.is_empty() {
                continue;
            }
            let text = text(cell)?;
            match target {
                Target::Field(field, _) => row.put(*field, Cow::Borrowed(text)),
                Target::Setting(name) => {
                    row.settings.push((Cow::Borrowed(name), Cow::Borrowed(text)));
                }
                Target::Settings => super::json_rows::settings_in(text, &mut row)?,
                Target::Ignored => {}
            }
        }
        Ok(row)
    }
}

/// What each column holds, by its name.
pub(super) fn targets(headings: &[String], mapping: &Mapping) -> Result<Vec<Target>, String> {
    let mut targets: Vec<Target> = headings.iter().map(|heading| mapping.target(heading)).collect();
    for field in FIELDS {
        keep_best(&mut targets, field);
        let mapped = mapping.column(field);
        if let Some(heading) = mapped.filter(|heading| !headings.iter().any(|h| h == heading)) {
            return Err(format!("no column `{}`{}", visible(heading), found(headings)));
        }
    }
    for field in [Field::At, Field::Operation] {
        let is_there = targets
            .iter()
            .any(|target| matches!(target, Target::Field(known, _) if *known == field));
        if !is_there {
            let name = field.name();
            let hint = format!("map it, such as {{ \"{name}\": \"…\" }}");
            return Err(format!("no column for `{name}`{}; {hint}", found(headings)));
        }
    }
    Ok(targets)
}

/// The names of the columns.
pub(super) fn headings(cells: &Cells) -> Result<Vec<String>, String> {
    let mut headings = Vec::with_capacity(cells.count());
    for cell in cells.iter() {
        let text = str::from_utf8(cell).map_err(|_| "the headings are no UTF-8 text")?;
        if text.contains('\0') {
            return Err("the headings contain a NUL: this is no text".to_owned());
        }
        headings.push(text.trim().to_owned());
    }
    Ok(headings)
}

pub(super) fn text(cell: &[u8]) -> Result<&str, String> {
    str::from_utf8(cell).map_err(|_| "no UTF-8 text".to_owned())
}

/// Of several columns for one field, the best guess remains.
pub(super) fn keep_best(targets: &mut [Target], field: Field) {
    let rank = |target: &Target| match target {
        Target::Field(known, rank) if *known == field => Some(*rank),
        _ => None,
    };
    let best = targets.iter().filter_map(rank).min();
    let mut is_taken = false;
    for target in targets {
        if let Some(rank) = rank(target) {
            if is_taken || Some(rank) != best {
                *target = Target::Ignored;
            } else {
                is_taken = true;
            }
        }
    }
}

/// The headings, for a refusal.
fn found(headings: &[String]) -> String {
    let shown: Vec<String> =
        headings.iter().take(12).map(|heading| format!("`{}`", visible(heading))).collect();
    let more = if headings.len() > shown.len() { ", …" } else { "" };
    format!("; found {}{more}", shown.join(", "))
}
