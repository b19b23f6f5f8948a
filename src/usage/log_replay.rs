//! A replay of a log in steps, so that a page can stop it.

use super::log::UsageLog;
use super::replay::{Replay, ReplaySpec, ReplayedAccount, Replaying};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};

/// A replay of a [`UsageLog`] under way. The log must not change meanwhile.
#[derive(Debug)]
pub struct LogReplay {
    replaying: Replaying,
    /// Events of the log.
    events: usize,
}

impl UsageLog {
    /// The log run through an account.
    ///
    /// # Errors
    /// As for [`UsageReplay::new`](crate::UsageReplay::new) and
    /// [`UsageReplay::finish`](crate::UsageReplay::finish).
    pub fn replay(
        &mut self,
        catalog: &Catalog,
        spec: &ReplaySpec,
        others: &[Catalog],
    ) -> Result<Replay, Errors> {
        self.begin_replay(catalog, spec, others)?.finish(self)
    }

    /// The same in steps. The log is put in order of time. An account without a zone has that of
    /// the log.
    ///
    /// # Errors
    /// As for [`UsageReplay::new`](crate::UsageReplay::new).
    pub fn begin_replay(
        &mut self,
        catalog: &Catalog,
        spec: &ReplaySpec,
        others: &[Catalog],
    ) -> Result<LogReplay, Errors> {
        let mut spec = spec.clone();
        let account = spec.account.get_or_insert_default();
        account.zone.get_or_insert_with(|| self.zone().clone());
        let account = ReplayedAccount::new(catalog, &spec, others)?;
        self.sort();
        let events = self.events().len();
        Ok(LogReplay { replaying: account.begin(self.events())?, events })
    }
}

impl LogReplay {
    /// Runs some more events. Returns whether some are left.
    ///
    /// # Errors
    /// As for [`UsageReplay::finish`](crate::UsageReplay::finish); `limit` if the log has changed.
    pub fn run(&mut self, log: &UsageLog, count: usize) -> Result<bool, Errors> {
        self.check(log)?;
        self.replaying.run(log.events(), count)
    }

    /// How much of the log has run, in thousandths.
    pub fn done(&self, log: &UsageLog) -> u32 {
        self.replaying.done(log.events())
    }

    /// Runs what is left, and says what came of it.
    ///
    /// # Errors
    /// As for [`LogReplay::run`].
    pub fn finish(mut self, log: &UsageLog) -> Result<Replay, Errors> {
        self.run(log, usize::MAX)?;
        self.replaying.finish(log.summary().clone())
    }

    fn check(&self, log: &UsageLog) -> Result<(), Error> {
        if self.events == log.events().len() {
            return Ok(());
        }
        let sentence = "more of the log was read during a replay: begin the replay again";
        Err(Error::new(ErrorKind::Limit, "", sentence))
    }
}
