//! A log that is read once and reported on many times.

use super::event::UsageEvent;
use super::focus::{FocusFile, FocusSpec, UsageFocus};
use super::problem::ReadSummary;
use super::read::{ReadOptions, UsageReader};
use super::report::{ReportSpec, UsageReport, UsageReports};
use super::rerate::{RerateSpec, Rerated, UsageRerate};
use super::stored::StoredEvents;
use crate::calendar::Zone;
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
    zone: Zone,
    keeps_ids: bool,
    events: StoredEvents,
}

impl UsageLog {
    /// A log of nothing yet.
    pub fn new(options: ReadOptions) -> Self {
        let (zone, keeps_ids) = (options.zone.clone(), options.keep_ids);
        let reader = UsageReader::new(options);
        UsageLog { reader, zone, keeps_ids, events: StoredEvents::default() }
    }

    /// Begins a file with a name, which problems then state. Ids are compared across files.
    ///
    /// # Errors
    /// As for [`UsageReader::begin`].
    pub fn begin(&mut self, name: &str) -> Result<(), Error> {
        let UsageLog { reader, events, keeps_ids, .. } = self;
        reader.begin(name, &mut |event| events.keep(event, *keeps_ids))
    }

    /// Reads more of the file.
    ///
    /// # Errors
    /// As for [`UsageReader::feed`].
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let UsageLog { reader, events, keeps_ids, .. } = self;
        reader.feed(bytes, &mut |event| events.keep(event, *keeps_ids))
    }

    /// Reads the rest of the file. Another one may begin.
    ///
    /// # Errors
    /// As for [`UsageReader::feed`].
    pub fn end(&mut self) -> Result<(), Error> {
        let UsageLog { reader, events, keeps_ids, .. } = self;
        reader.finish_file(&mut |event| events.keep(event, *keeps_ids))
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

    /// A FOCUS cost and usage file of what was read so far.
    ///
    /// # Errors
    /// As for [`UsageFocus::new`], [`UsageFocus::add`] and [`UsageFocus::finish`].
    pub fn focus(&self, spec: &FocusSpec, catalog: Option<&Catalog>) -> Result<FocusFile, Errors> {
        let mut focus = UsageFocus::new(spec, catalog)?;
        self.visit(|event| focus.add(event))?;
        Ok(focus.finish(self.summary().clone())?)
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

    /// The wall clock of instants without an offset.
    pub(super) fn zone(&self) -> &Zone {
        &self.zone
    }

    pub(super) fn events(&self) -> &StoredEvents {
        &self.events
    }

    /// Puts the events in order of time.
    pub(super) fn sort(&mut self) {
        self.events.sort();
    }

    pub(super) fn visit(
        &self,
        take: impl FnMut(&UsageEvent) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.events.visit(take)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "id,at,user,model,settings.seconds,status,credits
1,2026-11-02 09:00,ada,clip,8,done,
2,2026-11-02 10:00,ben,clip,4,done,96
2,2026-11-02 10:00,ben,clip,4,done,96
3,2026-11-03 09:00,ada,clip,8,failed,-96
4,2026-12-01 09:00,,nothing,,done,
";

    fn catalog() -> Catalog {
        Catalog::from_json(
            r#"{ "catalog": "x", "version": "1", "as_of": "2026-11-01",
                "credit": { "name": "credit", "step": "1" },
                "operations": [ { "id": "clip", "settings": { "seconds": { "number": {} } },
                    "price": [ { "line": "clip", "quantity": "seconds", "rate": "12" } ] } ] }"#,
        )
        .unwrap()
    }

    fn log() -> UsageLog {
        let mut log = UsageLog::new(ReadOptions::default());
        LOG.as_bytes().chunks(7).for_each(|piece| log.feed(piece).unwrap());
        log.end().unwrap();
        log
    }

    #[test]
    fn reports_are_those_of_the_events_themselves() {
        let log = log();
        for spec in [
            r#"{ "by": ["member", "day"] }"#,
            r#"{ "by": ["operation"], "rate_all": true, "top": 1 }"#,
            r#"{ "from": "2026-11-03", "until": "2026-11-04", "compare": true }"#,
        ] {
            let spec = ReportSpec::from_json(spec).unwrap();
            let mut reports = UsageReports::new(&spec, Some(&catalog())).unwrap();
            let mut reader = UsageReader::new(ReadOptions::default());
            let mut take = |event: &UsageEvent| reports.add(event);
            reader.feed(LOG.as_bytes(), &mut take).unwrap();
            let read = reader.end(&mut take).unwrap();
            let expected = reports.finish(read).unwrap();
            assert_eq!(log.report(&spec, Some(&catalog())).unwrap(), expected);
        }
    }

    #[test]
    fn a_focus_file_is_that_of_the_events_themselves() {
        let spec =
            r#"{ "credit_price": "0.01", "billing_account": "a", "billing_currency": "EUR" }"#;
        let spec = FocusSpec::from_json(spec).unwrap();
        let mut focus = UsageFocus::new(&spec, Some(&catalog())).unwrap();
        let mut reader = UsageReader::new(ReadOptions::default());
        let mut take = |event: &UsageEvent| focus.add(event);
        reader.feed(LOG.as_bytes(), &mut take).unwrap();
        let read = reader.end(&mut take).unwrap();
        let expected = focus.finish(read).unwrap();
        assert_eq!(log().focus(&spec, Some(&catalog())).unwrap(), expected);
    }

    #[test]
    fn another_file_may_follow_and_an_id_counts_once() {
        let mut log = log();
        log.begin("again.csv").unwrap();
        log.feed(LOG.as_bytes()).unwrap();
        log.feed(b"5,never,,clip,,done,\n").unwrap();
        log.end().unwrap();
        let read = log.summary();
        assert_eq!((read.events, read.duplicates, read.bad_rows), (4, 6, 1));
        assert_eq!(read.problems[0].to_string().split(": ").next(), Some("again.csv:7"));
        assert!(log.bytes() >= 4 * 40);
    }
}
