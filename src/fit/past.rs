//! A need whose lines come from past runs.

use super::history::History;
use super::need::{Need, NeedLine, does_not_fit};
use crate::amount::{Decimal, Fraction};
use crate::calendar::DAY;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{Log, Path, Read};

impl Need {
    /// Calls `ask` with a need whose past runs have become lines. An error in such a line points at
    /// the first run of its request.
    pub(super) fn with_history<T>(
        &self,
        ask: impl FnOnce(&Need) -> Result<T, Errors>,
    ) -> Result<T, Errors> {
        let Some(history) = &self.history else { return ask(self) };
        let (whole, places) = self.whole(history)?;
        ask(&whole).map_err(|errors| errors.moved(|pointer| self.past(pointer, &places)))
    }

    /// The need with its past runs as lines, and the index of the first run of each.
    ///
    /// A month counts as a twelfth of 365 days; counts are rounded to the twelfth place.
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

    /// The JSON pointer of a line in the history.
    fn past(&self, pointer: &str, places: &[usize]) -> Option<String> {
        let rest = pointer.strip_prefix("/lines/")?;
        let (line, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let line = line.parse::<usize>().ok()?.checked_sub(self.lines.len())?;
        let run = format!("/history/runs/{}", places.get(line)?);
        // A line has rates, which a past run does not have.
        Some(if rest.starts_with("request") { format!("{run}/{rest}") } else { run })
    }
}

/// Scales runs over some seconds to an average month, to the twelfth place.
fn a_month(count: Decimal, seconds: i64) -> Option<Decimal> {
    let months = Fraction::from_parts(i128::from(DAY) * 365, i128::from(seconds) * 12)?;
    Fraction::from_decimal(count).mul(&months).ok()?.nearest_decimal().ok()
}
