//! Past runs, as lines of a need.

use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::{Request, RunRequest, SettingValue, by_name};
use crate::error::{Error, ErrorKind};
use crate::json::{Read, Within, record};
use crate::order::sort;

record! {
    /// The runs of a past period.
    ///
    /// ```
    /// use drawdown::{History, PastRun, Request};
    /// let run = PastRun::new("2026-10-03T09:00Z".parse()?, Request::new("image")).count(12);
    /// let october = History::new("2026-10-01".parse()?, "2026-11-01".parse()?).runs([run]);
    /// assert_eq!(october.runs[0].count, Some(12));
    /// # Ok::<(), drawdown::ParseCalendarError>(())
    /// ```
    #[input]
    pub struct History {
        /// First instant.
        from: Instant,
        /// First instant after it.
        until: Instant,
        /// The runs.
        runs: Vec<PastRun>,
    }
}

record! {
    /// A past run.
    ///
    /// ```
    /// use drawdown::{PastRun, Request};
    /// let run = PastRun::new("2026-10-03T09:00Z".parse()?, Request::new("image"));
    /// assert_eq!((run.count, run.clone().count(12).count), (None, Some(12)));
    /// # Ok::<(), drawdown::ParseCalendarError>(())
    /// ```
    #[input]
    pub struct PastRun {
        /// When it was made.
        at: Instant,
        /// The request.
        request: Request,
        /// How many times; once when absent.
        #[within(Within::ONE_OR_MORE)]
        count: Option<u32>,
    }
}

/// A request without its instant; settings sorted by name.
type HistoryNeed<'a> = (
    (&'a str, Vec<(&'a str, &'a SettingValue)>),
    (Option<u32>, Option<&'a str>),
    Option<(Credits, Option<Instant>)>,
);

impl PastRun {
    /// A request that was made once at an instant.
    pub fn new(at: Instant, request: Request) -> Self {
        PastRun { at, request, ..PastRun::placeholder() }
    }
}

impl History {
    /// A past period, without runs.
    pub fn new(from: Instant, until: Instant) -> Self {
        History { from, until, runs: Vec::new() }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let is_out = |run: &PastRun| run.at < self.from || run.at >= self.until;
        let Some(place) = self.runs.iter().position(is_out) else { return Ok(()) };
        let sentence = format!("expected an instant from {} to {}", self.from, self.until);
        let pointer = format!("/history/runs/{place}/at");
        Err(Error::new(ErrorKind::OutOfRange, pointer, sentence))
    }

    /// The first run of each request, in order, and the number of its runs.
    pub(super) fn sums(&self) -> Vec<(usize, u64)> {
        let mut runs: Vec<(usize, HistoryNeed, u64)> = Vec::with_capacity(self.runs.len());
        for (place, run) in self.runs.iter().enumerate() {
            runs.push((place, asked(&run.request), u64::from(run.count.unwrap_or(1))));
        }
        sort(&mut runs, |a, b| a.1.cmp(&b.1));
        let mut sums: Vec<(usize, u64)> = Vec::new();
        let mut before: Option<&HistoryNeed> = None;
        for (place, asked, count) in &runs {
            match sums.last_mut().filter(|_| before == Some(asked)) {
                Some((_, sum)) => *sum = sum.saturating_add(*count),
                None => sums.push((*place, *count)),
            }
            before = Some(asked);
        }
        sort(&mut sums, |a, b| a.0.cmp(&b.0));
        sums
    }
}

fn asked(request: &Request) -> HistoryNeed<'_> {
    // Named one by one, so that a new field cannot be forgotten here.
    // The account states earlier use.
    let RunRequest { settings, runs, plan, at: _, balance, used: _ } = &request.run;
    let settings = by_name(settings).map(|(name, value)| (name.as_str(), value)).collect();
    let balance = balance.as_ref().map(|balance| (balance.amount, balance.as_of));
    ((&request.operation, settings), (*runs, plan.as_deref()), balance)
}
