//! The reader of logs: bytes in, events out, row by row and in bounded memory.

mod cells;
mod columns;
mod form;
mod json_rows;
mod options;
#[cfg(feature = "parquet")]
mod parquet;
mod pieces;
mod recognise;

pub use form::LogFormat;
pub use options::ReadOptions;
pub use recognise::{Recognised, RecognisedColumn, recognise};

use super::event::UsageEvent;
use super::problem::{Problem, ReadSummary};
use super::seen::Seen;
use super::text::Row;
use crate::error::{Error, ErrorKind};
use cells::Cells;
use columns::Columns;
use form::{MOST_ROW, no_text};
use json_rows::Keys;
use pieces::Piece;

/// What receives events.
pub type Take<'t> = dyn FnMut(&UsageEvent<'_>) -> Result<(), Error> + 't;

/// Reads logs in pieces of any size.
///
/// ```
/// use drawdown::{ReadOptions, UsageReader};
/// let mut reader = UsageReader::new(ReadOptions::default());
/// let mut runs = 0;
/// let mut count = |event: &drawdown::UsageEvent| { runs += event.runs; Ok(()) };
/// reader.feed(b"Created At,Model,Count\n2026-11-03 09:00,image,", &mut count)?;
/// reader.feed(b"4\n2026-11-03 09:05,image,none\n", &mut count)?;
/// let summary = reader.end(&mut count)?;
/// assert_eq!((runs, summary.events, summary.bad_rows), (4, 1, 1));
/// assert_eq!(summary.problems[0].to_string(),
///     "line 3: runs: expected a whole number of at least 1, found `none`");
/// # Ok::<(), drawdown::Error>(())
/// ```
#[derive(Debug)]
pub struct UsageReader {
    sieve: Sieve,
    file: File,
}

/// What is kept of the file that is being read.
#[derive(Debug, Default)]
struct File {
    format: Option<LogFormat>,
    /// Bytes that were not read yet.
    rest: Vec<u8>,
    /// The line of the first of them, from 1.
    line: u64,
    columns: Option<Columns>,
    cells: Cells,
    keys: Keys,
    /// The rest of a row that is too long is skipped.
    skips: bool,
    /// The list has begun; what follows it is not read.
    list: pieces::List,
}

impl File {
    fn new() -> Self {
        File { line: 1, ..File::default() }
    }
}

/// Decides which events count.
#[derive(Debug)]
struct Sieve {
    options: ReadOptions,
    name: Option<String>,
    seen: Seen,
    summary: ReadSummary,
}

impl UsageReader {
    /// A reader of one log, or of several, one after the other.
    pub fn new(options: ReadOptions) -> Self {
        let sieve =
            Sieve { options, name: None, seen: Seen::default(), summary: ReadSummary::default() };
        UsageReader { sieve, file: File::new() }
    }

    /// Begins a file with a name, which problems then state. Ids are compared across files.
    ///
    /// # Errors
    /// As for [`UsageReader::feed`], for the end of the file before.
    pub fn begin(&mut self, name: &str, take: &mut Take) -> Result<(), Error> {
        self.finish_file(take)?;
        self.sieve.name = Some(name.to_owned());
        Ok(())
    }

    /// Reads more of the file.
    ///
    /// # Errors
    /// `syntax` for something that is no log; `missing` for a log without a column for instants or
    /// operations; with `strict`, the first bad row; whatever `take` returns.
    pub fn feed(&mut self, bytes: &[u8], take: &mut Take) -> Result<(), Error> {
        self.file.rest.extend_from_slice(bytes);
        self.read(false, take)
    }

    /// Reads the rest, and returns what was read in all.
    ///
    /// # Errors
    /// As for [`UsageReader::feed`].
    pub fn end(mut self, take: &mut Take) -> Result<ReadSummary, Error> {
        self.finish_file(take)?;
        Ok(self.sieve.summary)
    }

    /// What was read so far.
    pub fn summary(&self) -> &ReadSummary {
        &self.sieve.summary
    }

    /// Reads the rest of the file.
    ///
    /// # Errors
    /// As for [`UsageReader::feed`].
    pub(super) fn finish_file(&mut self, take: &mut Take) -> Result<(), Error> {
        self.read(true, take)?;
        self.file = File::new();
        Ok(())
    }

    fn read(&mut self, is_end: bool, take: &mut Take) -> Result<(), Error> {
        let Some(format) = self.format(is_end)? else { return Ok(()) };
        // Moved out, because rows borrow from it.
        let rest = std::mem::take(&mut self.file.rest);
        let read = match format {
            LogFormat::Csv => self.csv(&rest, is_end, take),
            LogFormat::Lines => self.lines(&rest, is_end, take),
            LogFormat::Json => self.list(&rest, is_end, take),
        };
        self.file.rest = rest;
        self.file.rest.drain(..read?);
        Ok(())
    }

    /// The form of the file, if it can be told yet.
    fn format(&mut self, is_end: bool) -> Result<Option<LogFormat>, Error> {
        if self.file.format.is_none() {
            if self.file.rest.len() < 4 && !is_end {
                return Ok(None);
            }
            if self.file.rest.starts_with(b"\xef\xbb\xbf") {
                self.file.rest.drain(..3);
            }
            if let Some(what) = no_text(&self.file.rest) {
                return Err(Error::new(ErrorKind::Syntax, "", self.sieve.of_file(what)));
            }
            let told = self.sieve.options.format;
            self.file.format = told.or_else(|| pieces::recognised(&self.file.rest, is_end));
        }
        Ok(self.file.format)
    }

    /// Reads rows of CSV. Returns how many bytes were read.
    fn csv(&mut self, rest: &[u8], is_end: bool, take: &mut Take) -> Result<usize, Error> {
        let File { columns, cells, line, skips, .. } = &mut self.file;
        let mut at = 0;
        loop {
            if *skips {
                let left = rest.get(at..).unwrap_or(&[]);
                let Some(end) = memchr::memchr(b'\n', left) else { return Ok(rest.len()) };
                (at, *skips) = (at + end, false);
            }
            at += pieces::line_ends(rest, at, line);
            let left = rest.get(at..).unwrap_or(&[]);
            let delimiter = match columns {
                Some(columns) => columns.delimiter(),
                None => match columns::delimiter(left, is_end, &self.sieve.options.mapping) {
                    Some(delimiter) => delimiter,
                    None => return Ok(at),
                },
            };
            let (length, fault) = match cells.next(left, delimiter, is_end) {
                Piece::Whole(length) => (length, None),
                Piece::TooLong => (left.len(), Some(too_long())),
                Piece::Wait => return Ok(at),
                Piece::None => return Ok(rest.len()),
            };
            let row = left.get(..length).unwrap_or(left);
            let Some(columns) = columns else {
                let found = Columns::of(cells, delimiter, &self.sieve.options.mapping);
                let found = found.map_err(|sentence| self.sieve.refusal(&sentence))?;
                found.ignored().for_each(|name| self.sieve.summary.ignore(name));
                *columns = Some(found);
                at += length;
                *line += pieces::lines_in(row);
                continue;
            };
            let has_break = pieces::has_break(row);
            let fault = match fault {
                Some(fault) => Some(fault),
                None if has_break && pieces::is_badly_quoted(row, delimiter) => {
                    Some("text after the end of a quote".to_owned())
                }
                None => match columns.row(cells) {
                    Ok(row) => self.sieve.row(row, *line, take)?,
                    Err(fault) => Some(fault),
                },
            };
            let Some(fault) = fault else {
                at += length;
                *line += pieces::lines_in(row);
                continue;
            };
            // A quote that is not closed may have swallowed good rows: go on with the next line.
            let fault = if has_break { format!("{fault}; a quote is not closed?") } else { fault };
            self.sieve.problem(*line, fault)?;
            match memchr::memchr(b'\n', row) {
                Some(end) => at += end,
                None => (at, *skips) = (at + length, length == left.len() && !is_end),
            }
        }
    }

    /// Reads lines of JSON. Returns how many bytes were read.
    fn lines(&mut self, rest: &[u8], is_end: bool, take: &mut Take) -> Result<usize, Error> {
        let mut at = 0;
        loop {
            let left = rest.get(at..).unwrap_or(&[]);
            let (length, is_whole) = match memchr::memchr(b'\n', left) {
                Some(end) => (end + 1, true),
                None if is_end && !left.is_empty() => (left.len(), true),
                None if left.len() > MOST_ROW => (left.len(), false),
                None => return Ok(at),
            };
            let row = left.get(..length).unwrap_or(left);
            let skipped = std::mem::replace(&mut self.file.skips, !is_whole);
            if !skipped && (length > MOST_ROW) {
                self.sieve.problem(self.file.line, too_long())?;
            } else if !skipped {
                self.object(row, self.file.line, take)?;
            }
            at += length;
            self.file.line += u64::from(is_whole);
        }
    }

    /// Reads the items of a JSON list. Returns how many bytes were read.
    fn list(&mut self, rest: &[u8], is_end: bool, take: &mut Take) -> Result<usize, Error> {
        let mut at = 0;
        loop {
            let left = rest.get(at..).unwrap_or(&[]);
            at += self.file.list.skip_between(left, &mut self.file.line);
            let left = rest.get(at..).unwrap_or(&[]);
            let length = match self.file.list.next(left, is_end) {
                Piece::Whole(length) => length,
                Piece::Wait => return Ok(at),
                Piece::None => return Ok(rest.len()),
                Piece::TooLong => {
                    self.file.list.give_up();
                    let what = "no end of this item was found within 1 MiB; the rest was not read";
                    self.sieve.problem(self.file.line, what.to_owned())?;
                    return Ok(rest.len());
                }
            };
            let item = left.get(..length).unwrap_or(left);
            self.object(item, self.file.line, take)?;
            self.file.line += pieces::lines_in(item);
            at += length;
        }
    }

    fn object(&mut self, bytes: &[u8], line: u64, take: &mut Take) -> Result<(), Error> {
        let bytes = bytes.trim_ascii();
        if bytes.is_empty() {
            return Ok(());
        }
        let File { keys, .. } = &mut self.file;
        let read = json_rows::value(bytes);
        let read = match &read {
            Ok(value) => keys.row(value, &self.sieve.options.mapping, &mut self.sieve.summary),
            Err(fault) => Err(fault.clone()),
        };
        let fault = match read {
            Ok(row) => self.sieve.row(row, line, take)?,
            Err(fault) => Some(fault),
        };
        fault.map_or(Ok(()), |fault| self.sieve.problem(line, fault))
    }
}

impl Sieve {
    /// Passes a row on; returns what is wrong with it.
    fn row(&mut self, row: Row, line: u64, take: &mut Take) -> Result<Option<String>, Error> {
        match row.event(&self.options.mapping, &self.options.zone) {
            Ok(event) => self.take(&event, line, take).map(|()| None),
            Err(fault) => Ok(Some(fault)),
        }
    }

    fn take(&mut self, event: &UsageEvent, line: u64, take: &mut Take) -> Result<(), Error> {
        if self.options.latest.is_some_and(|latest| event.at > latest) {
            return self.problem(line, format!("{} is in the future", event.at));
        }
        if let Some(id) = event.id.as_deref().filter(|_| !self.options.keep_duplicates) {
            match self.seen.is_new(id) {
                Some(true) => {}
                Some(false) => {
                    self.summary.duplicates += 1;
                    return Ok(());
                }
                None => {
                    let sentence = "more than 50 million ids, which cannot be compared in memory; \
                                    if none occurs twice, keep duplicates";
                    return Err(Error::new(ErrorKind::Limit, "", self.of_file(sentence)));
                }
            }
        }
        self.summary.count(event.at);
        take(event)
    }

    fn problem(&mut self, line: u64, reason: String) -> Result<(), Error> {
        let problem = Problem { file: self.name.clone(), line, reason };
        if self.options.strict {
            return Err(Error::new(ErrorKind::Syntax, "", problem.to_string()));
        }
        self.summary.note(problem);
        Ok(())
    }

    #[cold]
    fn refusal(&self, sentence: &str) -> Error {
        Error::new(ErrorKind::Missing, "", self.of_file(sentence))
    }

    fn of_file(&self, sentence: &str) -> String {
        match &self.name {
            Some(name) => format!("{name}: {sentence}"),
            None => sentence.to_owned(),
        }
    }
}

fn too_long() -> String {
    "a row longer than 1 MiB".to_owned()
}
