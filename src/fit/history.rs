//! What was made so far, as lines of a need.

use super::need::{Need, NeedLine, does_not_fit};
use crate::amount::{Credits, Decimal, Fraction};
use crate::calendar::{DAY, Instant};
use crate::catalog::{Request, RunRequest, SettingValue, by_name};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{Log, Path, Read, Within, record};
use crate::order::sort;

record! {
    /// What was made in a time that is over.
    pub struct History {
        /// First instant.
        from: Instant,
        /// First instant after it.
        until: Instant,
        /// What was made.
        runs: Vec<PastRun>,
    }
}

record! {
    /// A request that was made.
    pub struct PastRun {
        /// When.
        at: Instant,
        /// What.
        request: Request,
        /// How many times; once when absent.
        #[within(Within::ONE_OR_MORE)]
        count: Option<u32>,
    }
}

impl Need {
    /// Asks something of the same need with its history as lines. Errors of such a line stand at
    /// the first run of it.
    pub(super) fn with_history<T>(
        &self,
        ask: impl FnOnce(&Need) -> Result<T, Errors>,
    ) -> Result<T, Errors> {
        let Some(history) = &self.history else { return ask(self) };
        let (whole, places) = self.whole(history)?;
        ask(&whole).map_err(|errors| errors.moved(|pointer| self.past(pointer, &places)))
    }

    /// The same, with its history as lines, and for each of these the first run of it.
    ///
    /// A month counts as a twelfth of 365 days; counts are rounded to a millionth.
    fn whole(&self, history: &History) -> Result<(Need, Vec<usize>), Errors> {
        let seconds = history.until.to_unix() - history.from.to_unix();
        if seconds <= 0 {
            let sentence = "expected an end after the beginning";
            return Err(Error::new(ErrorKind::OutOfRange, "/history/until", sentence).into());
        }
        history.check()?;
        let log = Log::default();
        history.check_fields(&Path::Root.key("history"), &log);
        Errors::check(log.into_lists().0)?;
        let mut need = Need { history: None, ..self.clone() };
        let mut places = Vec::new();
        for (place, count) in history.sums() {
            let Some(run) = history.runs.get(place) else { continue };
            let mut request = run.request.clone();
            request.run.at = None;
            let count = Decimal::from(1).checked_times(count).ok_or_else(does_not_fit)?;
            let per_month = Some(a_month(count, seconds).ok_or_else(does_not_fit)?);
            need.lines.push(NeedLine { request, per_month, ..NeedLine::placeholder() });
            places.push(place);
        }
        Ok((need, places))
    }

    /// Where a line stands in the history that comes from there.
    fn past(&self, pointer: &str, places: &[usize]) -> Option<String> {
        let rest = pointer.strip_prefix("/lines/")?;
        let (line, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let line = line.parse::<usize>().ok()?.checked_sub(self.lines.len())?;
        let run = format!("/history/runs/{}", places.get(line)?);
        // A line has rates, which a run does not have.
        Some(if rest.starts_with("request") { format!("{run}/{rest}") } else { run })
    }
}

/// All of a request but its instant; settings by name.
type Asked<'a> = (
    (&'a str, Vec<(&'a str, &'a SettingValue)>),
    (Option<u32>, Option<&'a str>),
    Option<(Credits, Option<Instant>)>,
);

/// What is made in so many seconds, as often as in an average month, to the twelfth place.
fn a_month(count: Decimal, seconds: i64) -> Option<Decimal> {
    let months = Fraction::from_parts(i128::from(DAY) * 365, i128::from(seconds) * 12)?;
    Fraction::from_decimal(count).mul(&months).ok()?.nearest_decimal().ok()
}

impl History {
    fn check(&self) -> Result<(), Error> {
        let is_out = |run: &PastRun| run.at < self.from || run.at >= self.until;
        let Some(place) = self.runs.iter().position(is_out) else { return Ok(()) };
        let sentence = format!("expected an instant from {} to {}", self.from, self.until);
        let pointer = format!("/history/runs/{place}/at");
        Err(Error::new(ErrorKind::OutOfRange, pointer, sentence))
    }

    /// The first run of each request, in their order, and how many there are of it.
    fn sums(&self) -> Vec<(usize, u64)> {
        let mut runs: Vec<(usize, Asked, u64)> = Vec::with_capacity(self.runs.len());
        for (place, run) in self.runs.iter().enumerate() {
            runs.push((place, asked(&run.request), u64::from(run.count.unwrap_or(1))));
        }
        sort(&mut runs, |a, b| a.1.cmp(&b.1));
        let mut sums: Vec<(usize, u64)> = Vec::new();
        let mut before: Option<&Asked> = None;
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

fn asked(request: &Request) -> Asked<'_> {
    // Named one by one, so that a field that is added cannot be forgotten here.
    // What was used before is the account's to say.
    let RunRequest { settings, runs, plan, at: _, balance, used: _ } = &request.run;
    let settings = by_name(settings).map(|(name, value)| (name.as_str(), value)).collect();
    let balance = balance.as_ref().map(|balance| (balance.amount, balance.as_of));
    ((&request.operation, settings), (*runs, plan.as_deref()), balance)
}
