//! Logs in Parquet: the columns of a file, put together to rows.

mod batch;
mod guard;
mod kind;
mod leaf;

use super::{Row, Take, UsageReader, columns, form};
use crate::error::{Error, ErrorKind};
use crate::usage::field::Field;
use crate::visible::visible;
use batch::{Batch, Cursor, Found};
use guard::guarded;
use leaf::{Leaf, Role};
use parquet::column::reader::ColumnReader;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use std::borrow::Cow;
use std::fs::File;

/// How many rows are in memory at a time.
const ROWS: usize = 4_096;
/// The most bytes of one column in one row group: a page of it may be as large, and is in memory.
const MOST_BYTES: i64 = 512 << 20;

impl UsageReader {
    /// Reads a whole Parquet file. Instants, whole numbers, decimals and texts are read by their
    /// type; members of a group are named as `group.member`, and a map of settings is one column.
    /// Lists are not read. In problems, a line is the number of a row.
    ///
    /// A callback hears of the progress, in thousandths, and returns whether to go on.
    ///
    /// # Errors
    /// `syntax` for a file that is damaged or encrypted; `limit` if a column takes more than 512 MiB
    /// in one row group; `missing` for a log without a column for
    /// instants or operations; `stopped` if the callback says no; with `strict`, the first bad row;
    /// whatever `take` returns.
    pub fn parquet(
        &mut self,
        file: File,
        take: &mut Take,
        goes_on: &mut dyn FnMut(u32) -> bool,
    ) -> Result<(), Error> {
        self.finish_file(take)?;
        let reader =
            guarded(|| SerializedFileReader::new(file)).map_err(|error| self.damaged(&error))?;
        let schema = reader.metadata().file_metadata().schema_descr();
        let (leaves, ignored) = leaf::leaves(schema, &self.sieve.options.mapping)
            .map_err(|sentence| self.sieve.refusal(&sentence))?;
        ignored.iter().for_each(|name| self.sieve.summary.ignore(name));
        let mut progress = Progress::of(&reader);
        for place in 0..reader.num_row_groups() {
            let group =
                guarded(|| reader.get_row_group(place)).map_err(|error| self.damaged(&error))?;
            self.group(&*group, &leaves, &mut progress, take, goes_on)?;
        }
        Ok(())
    }

    fn group(
        &mut self,
        group: &dyn RowGroupReader,
        leaves: &[Leaf],
        progress: &mut Progress,
        take: &mut Take,
        goes_on: &mut dyn FnMut(u32) -> bool,
    ) -> Result<(), Error> {
        let metadata = group.metadata();
        let size = |leaf: &Leaf| metadata.columns().get(leaf.place)?.uncompressed_size().into();
        if leaves.iter().filter_map(size).any(|bytes: i64| bytes > MOST_BYTES) {
            let sentence = "a column takes more than 512 MiB in one row group: write smaller ones";
            return Err(Error::new(ErrorKind::Limit, "", self.sieve.of_file(sentence)));
        }
        let readers = leaves.iter().map(|leaf| group.get_column_reader(leaf.place));
        let readers = guarded(|| readers.collect::<Result<_, _>>());
        let mut readers: Vec<ColumnReader> = readers.map_err(|error| self.damaged(&error))?;
        let mut batches: Vec<Batch> = leaves.iter().map(Batch::of).collect();
        let mut left = u64::try_from(metadata.num_rows()).unwrap_or(0);
        while left > 0 {
            let count = usize::try_from(left).unwrap_or(ROWS).min(ROWS);
            for (batch, reader) in batches.iter_mut().zip(&mut readers) {
                let zone = &self.sieve.options.zone;
                guarded(|| batch.read(reader, count, zone))
                    .map_err(|error| self.damaged(&error))?;
            }
            self.rows(leaves, &batches, count, progress, take)?;
            left -= count as u64;
            if !goes_on(progress.thousandths()) {
                return Err(Error::new(ErrorKind::Stopped, "", "stopped by the caller"));
            }
        }
        Ok(())
    }

    fn rows(
        &mut self,
        leaves: &[Leaf],
        batches: &[Batch],
        count: usize,
        progress: &mut Progress,
        take: &mut Take,
    ) -> Result<(), Error> {
        let mut cursors = vec![Cursor::default(); batches.len()];
        for _ in 0..count {
            progress.done += 1;
            let fault = match row(leaves, batches, &mut cursors) {
                Ok(row) => self.sieve.row(row, progress.done, take)?,
                Err(fault) => Some(fault),
            };
            if let Some(fault) = fault {
                self.sieve.problem(progress.done, fault)?;
            }
        }
        Ok(())
    }

    fn damaged(&self, error: &ParquetError) -> Error {
        let reason = error.to_string();
        let sentence = format!("this Parquet file cannot be read: {}", visible(&reason));
        Error::new(ErrorKind::Syntax, "", self.sieve.of_file(&sentence))
    }
}

/// Rows that were read, of how many.
struct Progress {
    done: u64,
    all: u64,
}

impl Progress {
    fn of(reader: &SerializedFileReader<File>) -> Self {
        let rows = reader.metadata().file_metadata().num_rows();
        Progress { done: 0, all: u64::try_from(rows).unwrap_or(0).max(1) }
    }

    fn thousandths(&self) -> u32 {
        let share = u128::from(self.done) * 1_000 / u128::from(self.all);
        u32::try_from(share).unwrap_or(1_000).min(1_000)
    }
}

/// The next row. Every cursor moves on, also if a column holds nothing readable.
fn row<'a>(
    leaves: &'a [Leaf],
    batches: &'a [Batch],
    cursors: &mut [Cursor],
) -> Result<Row<'a>, String> {
    let mut row = Row::default();
    let mut fault = None;
    let mut key: Vec<Found<'a>> = Vec::new();
    for ((leaf, batch), cursor) in leaves.iter().zip(batches).zip(cursors) {
        let result = match leaf.role {
            Role::Key => {
                key = batch.entries(cursor);
                Ok(())
            }
            Role::Value => entries(&mut row, std::mem::take(&mut key), batch.entries(cursor)),
            _ => put(&mut row, &leaf.role, batch.next(cursor)),
        };
        fault = fault.or(result.err());
    }
    fault.map_or(Ok(row), Err)
}

fn put<'a>(row: &mut Row<'a>, role: &'a Role, found: Found<'a>) -> Result<(), String> {
    let text = match found {
        Found::Nothing => return Ok(()),
        Found::At(at) => {
            row.at = Some(at);
            return Ok(());
        }
        Found::NoInstant => return Err("at: an instant outside the calendar".to_owned()),
        Found::Number(number) => {
            let is_charge = matches!(role, Role::Field(Field::Charged));
            *(if is_charge { &mut row.charged } else { &mut row.runs }) = Some(number);
            return Ok(());
        }
        Found::NoNumber => return Err("a number that is too large or too fine".to_owned()),
        Found::Bytes(bytes) => text(bytes)?,
        Found::Text(text) => text,
    };
    match role {
        Role::Field(field) => row.put(*field, Cow::Borrowed(text)),
        Role::Setting(name) => row.settings.push((Cow::Borrowed(name), Cow::Borrowed(text))),
        Role::Settings => super::json_rows::settings_in(text, row)?,
        Role::Key | Role::Value => {}
    }
    Ok(())
}

/// The entries of a map of settings.
fn entries<'a>(
    row: &mut Row<'a>,
    keys: Vec<Found<'a>>,
    values: Vec<Found<'a>>,
) -> Result<(), String> {
    for (key, value) in keys.into_iter().zip(values) {
        if let (Some(name), Some(value)) = (key.text()?, value.text()?) {
            row.settings.push((Cow::Borrowed(name), Cow::Borrowed(value)));
        }
    }
    Ok(())
}

impl<'a> Found<'a> {
    fn text(self) -> Result<Option<&'a str>, String> {
        match self {
            Found::Bytes(bytes) => text(bytes).map(Some),
            Found::Text(text) => Ok(Some(text)),
            _ => Ok(None),
        }
    }
}

fn text(bytes: &[u8]) -> Result<&str, String> {
    if bytes.len() > form::MOST_ROW {
        return Err(super::too_long());
    }
    columns::text(bytes)
}
