//! A log that is read once and reported on many times.

use super::event::UsageEvent;
use super::problem::ReadSummary;
use super::read::{ReadOptions, UsageReader};
use super::report::{ReportSpec, UsageReport, UsageReports};
use super::rerate::{RerateSpec, Rerated, UsageRerate};
use super::stored::StoredEvents;
use crate::catalog::Catalog;
use crate::error::{Error, Errors};

/// A log whose events are kept, in forty bytes each and with each name once. An id takes another
/// sixteen bytes, to find duplicates.
///
/// ```
/// use drawdown::{ReadOptions, ReportSpec, UsageLog};
/// let mut log = UsageLog::new(ReadOptions::default());
/// log.begin("november.csv")?;
/// log.feed(b"Created At,Model,User,Credits\n2026-11-03 09:00,image,ada,24\n")?;
/// log.feed(b"2026-11-04 09:00,clip,ben,96\n")?;
/// log.end()?;
/// for (by, rows) in [("member", 2), ("operation", 2), ("month", 1)] {
///     let spec = ReportSpec::from_json(&format!(r#"{{ "by": ["{by}"] }}"#))?;
///     assert_eq!(log.report(&spec, None)?.rows.len(), rows);
/// }
/// # Ok::<(), drawdown::Errors>(())
/// ```
#[derive(Debug)]
pub struct UsageLog {
    reader: UsageReader,
    events: StoredEvents,
}

impl UsageLog {
    /// A log of nothing yet.
    pub fn new(options: ReadOptions) -> Self {
        UsageLog { reader: UsageReader::new(options), events: StoredEvents::default() }
    }

    /// Begins a file with a name, which problems then state. Ids are compared across files.
    ///
    /// # Errors
    /// As for [`UsageReader::begin`].
    pub fn begin(&mut self, name: &str) -> Result<(), Error> {
        let UsageLog { reader, events } = self;
        reader.begin(name, &mut |event| events.add(event))
    }

    /// Reads more of the file.
    ///
    /// # Errors
    /// As for [`UsageReader::feed`].
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let UsageLog { reader, events } = self;
        reader.feed(bytes, &mut |event| events.add(event))
    }

    /// Reads the rest of the file. Another one may begin.
    ///
    /// # Errors
    /// As for [`UsageReader::feed`].
    pub fn end(&mut self) -> Result<(), Error> {
        let UsageLog { reader, events } = self;
        reader.finish_file(&mut |event| events.add(event))
    }

    /// What was read so far.
    pub fn summary(&self) -> &ReadSummary {
        self.reader.summary()
    }

    /// The memory of events and names, in bytes, without that of ids.
    pub fn bytes(&self) -> usize {
        self.events.bytes()
    }

    /// A report of what was read so far. Without a catalog, only charges in the log count.
    ///
    /// # Errors
    /// As for [`UsageReports::new`], [`UsageReports::add`] and [`UsageReports::finish`].
    pub fn report(
        &self,
        spec: &ReportSpec,
        catalog: Option<&Catalog>,
    ) -> Result<UsageReport, Errors> {
        let mut reports = UsageReports::new(spec, catalog)?;
        self.visit(|event| reports.add(event))?;
        Ok(reports.finish(self.summary().clone())?)
    }

    /// What was read so far, rated by other prices.
    ///
    /// # Errors
    /// As for [`UsageRerate::new`], [`UsageRerate::add`] and [`UsageRerate::finish`].
    pub fn rerate(
        &self,
        spec: &RerateSpec,
        to: &Catalog,
        from: Option<&Catalog>,
    ) -> Result<Rerated, Errors> {
        let mut rerate = UsageRerate::new(to, from, spec)?;
        self.visit(|event| rerate.add(event))?;
        Ok(rerate.finish(self.summary().clone())?)
    }

    fn visit(&self, take: impl FnMut(&UsageEvent) -> Result<(), Error>) -> Result<(), Error> {
        self.events.visit(take)
    }
}
