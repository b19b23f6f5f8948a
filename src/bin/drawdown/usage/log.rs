//! The logs that a command reads.

use super::source::{self, Source};
use crate::failure::Failure;
use crate::{input, progress, zone};
use drawdown::{Error, Instant, Mapping, ReadOptions, ReadSummary, Take, UsageReader, Zone};
use std::fs::{self, File};
use std::io::Read;
use std::sync::atomic::Ordering;
use std::time::{SystemTime, UNIX_EPOCH};

/// Clocks may be ahead by a day.
const DAY: u64 = 86_400;

/// The logs and how to read them
#[derive(clap::Args)]
pub(crate) struct LogArgs {
    /// Usage logs: CSV, JSON Lines or CloudEvents, also as .gz or .zst, or Parquet; `-` reads stdin
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<String>,

    /// Which column holds what, as a JSON file [default: recognised by usual names]
    #[arg(long, short, value_name = "FILE")]
    mapping: Option<String>,

    /// Wall clock of the log and of days, weeks and months, such as Europe/Berlin [default: UTC]
    #[arg(long, short, value_name = "NAME")]
    zone: Option<String>,

    /// Stop at the first row that cannot be read
    #[arg(long)]
    strict: bool,

    /// Count an id that occurs again once more; takes less memory
    #[arg(long)]
    keep_duplicates: bool,
}

impl LogArgs {
    /// The wall clock, for all times.
    pub(super) fn zone(&self) -> anyhow::Result<Zone> {
        match &self.zone {
            Some(name) => zone::of_logs(name, "", &self.zone),
            None => Ok(Zone::utc()),
        }
    }

    /// Reads all logs.
    pub(super) fn read(&self, take: &mut Take) -> anyhow::Result<ReadSummary> {
        progress::listen();
        let mut bar = progress::Bytes::new(self.size());
        let mut reader = UsageReader::new(self.options()?);
        for path in &self.logs {
            reader.begin(input::name(path), take).map_err(refused)?;
            match source::parquet(path).map_err(|error| unread(path, &error))? {
                Some(file) => read_parquet(&mut reader, file, &mut bar, take)?,
                None => read_text(&mut reader, path, &mut bar, take)?,
            }
        }
        Ok(reader.end(take).map_err(refused)?)
    }

    fn options(&self) -> anyhow::Result<ReadOptions> {
        let mut options = ReadOptions::default();
        if let Some(path) = &self.mapping {
            let mapping = Mapping::from_json(&input::text(path)?);
            let hint = "`drawdown catalog schema usage-mapping` prints the format of a mapping";
            options.mapping =
                mapping.map_err(|errors| Failure::in_input(input::name(path), &errors, hint))?;
        }
        options.zone = self.zone()?;
        options.strict = self.strict;
        options.keep_duplicates = self.keep_duplicates;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() + DAY;
        options.latest = i64::try_from(now).ok().and_then(Instant::from_unix);
        Ok(options)
    }

    /// The size of all files, if it is known.
    fn size(&self) -> Option<u64> {
        let sizes = self.logs.iter().map(|path| Some(fs::metadata(path).ok()?.len()));
        sizes.sum()
    }
}

fn read_text(
    reader: &mut UsageReader,
    path: &str,
    bar: &mut progress::Bytes,
    take: &mut Take,
) -> anyhow::Result<()> {
    let mut source = Source::open(path).map_err(|error| unread(path, &error))?;
    let mut buffer = vec![0; 1 << 18];
    let mut before = 0;
    loop {
        let count = source.bytes.read(&mut buffer).map_err(|error| unread(path, &error))?;
        let now = source.read.load(Ordering::Relaxed);
        bar.add(now - std::mem::replace(&mut before, now));
        progress::check()?;
        if count == 0 {
            return Ok(());
        }
        reader.feed(buffer.get(..count).unwrap_or(&[]), take).map_err(refused)?;
    }
}

fn read_parquet(
    reader: &mut UsageReader,
    file: File,
    bar: &mut progress::Bytes,
    take: &mut Take,
) -> anyhow::Result<()> {
    let size = file.metadata()?.len();
    let mut before = 0;
    // A damaged file is reported as an error, not as a panic of the library that reads it.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let read = reader.parquet(file, take, &mut |done| {
        let now = size * u64::from(done) / 1_000;
        bar.add(now - std::mem::replace(&mut before, now));
        progress::check().is_ok()
    });
    std::panic::set_hook(hook);
    progress::check()?;
    Ok(read.map_err(refused)?)
}

fn unread(path: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("{}: {error}", input::name(path)), HINT)
}

const HINT: &str = "give the paths of usage logs, or - for stdin";

/// An error of the log, or of an option that the log contradicts.
fn refused(error: Error) -> Failure {
    if error.pointer().is_empty() {
        let hint = "a mapping says which column holds what: --mapping FILE";
        return Failure::new(error.sentence(), hint);
    }
    Failure::new(option(&error), "--help explains the options")
}

/// An error of a specification, as one of an option.
pub(super) fn option(error: &Error) -> String {
    let pointer = error.pointer().trim_start_matches("/report").trim_start_matches('/');
    // An item of a list is one word of its option.
    let name = pointer.split('/').next().unwrap_or("").replace('_', "-");
    if name.is_empty() { error.to_string() } else { format!("--{name}: {}", error.sentence()) }
}

/// What was read, for people; empty if nothing is to be said.
pub(super) fn words(read: &ReadSummary) -> String {
    let mut words = String::new();
    let mut line = |text: String| {
        words.push_str(&text);
        words.push('\n');
    };
    if read.duplicates > 0 {
        line(format!(
            "Not counted again: {} with an id that had occurred before.",
            rows(read.duplicates)
        ));
    }
    if read.bad_rows > 0 {
        line(format!("{} could not be read:", rows(read.bad_rows)));
        read.problems.iter().take(10).for_each(|problem| line(format!("  {problem}")));
        let more = read.bad_rows.saturating_sub(10);
        if more > 0 {
            line(format!("  and {} more", drawdown::grouped(more)));
        }
    }
    words
}

fn rows(count: u64) -> String {
    crate::table::counted(count, "row")
}
