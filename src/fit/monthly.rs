//! The need of a month.

use super::buffer::Buffer;
use super::metered::Counts;
use super::need::{Between, Exact, Need, NeedEstimate, NeedItem, NeedLine, does_not_fit};
use crate::amount::Decimal;
use crate::calendar::{DAY, Instant, MOST_DAYS, Recurrence, Step, Zone};
use crate::catalog::{Catalog, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::estimate::{Estimate, State};
use crate::json::{Log, Path, Read};
use crate::simulate::covered;
use crate::wallet::check_account;
use std::ops::Range;

impl Catalog {
    /// The cost of a need in a month: each request times its number, the sum, and the sum with its
    /// margin. A line with open settings makes the sum a range.
    ///
    /// # Errors
    /// `unknown_name` for a need for another catalog. As for [`Catalog::estimate`], for all lines
    /// at once; `no_answer` with the reason for a line whose cost is not published or known only
    /// after the run; `out_of_range` for days that no month has, and for a margin that is negative
    /// or whose low end exceeds the high one.
    pub fn need(&self, need: &Need) -> Result<NeedEstimate, Errors> {
        need.with_history(|need| self.need_with(need, None))
    }

    /// Like [`Catalog::need`], with a plan (or none) instead of those that the requests name.
    pub(super) fn need_with(
        &self,
        need: &Need,
        plan: Option<Option<&str>>,
    ) -> Result<NeedEstimate, Errors> {
        let buffer = need.buffer.clone().unwrap_or_default();
        self.is_meant(need)?;
        let mut errors = need.faults(&buffer);
        if plan.is_none() {
            need.check_with(self, &mut errors);
        }
        let mut lines = Vec::with_capacity(need.lines.len());
        let mut counts = Counts::default();
        let mut exact = Some(Exact::default());
        for (i, line) in need.lines.iter().enumerate() {
            let request = need.request(line, plan);
            match self.item(line, &request, &mut counts) {
                Ok((item, amount)) => {
                    lines.push(item);
                    exact = exact.and_then(|sum| sum.add(&amount));
                }
                Err(found) => errors.extend(found.under(&format!("/lines/{i}"))),
            }
        }
        Errors::check(errors)?;
        let sum = exact.and_then(|exact| self.sum(lines, exact, buffer));
        Ok(sum.ok_or_else(does_not_fit)?)
    }

    /// If the need is for another catalog, nothing else is checked.
    fn is_meant(&self, need: &Need) -> Result<(), Error> {
        match &need.catalog {
            Some(id) if id != self.id() => {
                let sentence = format!("expected the catalog `{}`, found `{id}`", self.id());
                Err(Error::new(ErrorKind::UnknownName, "/catalog", sentence))
            }
            _ => Ok(()),
        }
    }

    fn item(
        &self,
        line: &NeedLine,
        request: &Request,
        counts: &mut Counts,
    ) -> Result<(NeedItem, Exact), Errors> {
        line.check()?;
        let estimate = self.estimate(request).map_err(|errors| errors.under("/request"))?;
        let once = once(&estimate)?;
        let count = line.count()?;
        let exact = match self.counted(line, request, counts)? {
            Some(exact) => exact,
            None => line.times(once).ok_or_else(does_not_fit)?,
        };
        let amount = exact.shown().ok_or_else(does_not_fit)?;
        Ok((NeedItem { count, estimate, amount }, exact))
    }

    fn sum(&self, lines: Vec<NeedItem>, exact: Exact, buffer: Buffer) -> Option<NeedEstimate> {
        let is_range = lines.iter().any(|line| line.estimate.state == State::Range);
        Some(NeedEstimate {
            catalog: self.id_text(),
            version: self.version_text(),
            unit: self.checked().unit.clone(),
            state: if is_range { State::Range } else { State::Exact },
            approximate: lines.iter().any(|line| line.estimate.approximate),
            with_buffer: Between {
                low: buffer.on(&exact.low, buffer.low)?,
                high: buffer.on(&exact.high, buffer.high)?,
            },
            lines,
            need: exact.shown()?,
            buffer,
            exact,
        })
    }
}

impl Need {
    /// The request of a line, at the start if it has no instant.
    pub(super) fn request(&self, line: &NeedLine, plan: Option<Option<&str>>) -> Request {
        let mut request = line.request.clone();
        if let Some(plan) = plan {
            request.run.plan = plan.map(str::to_owned);
        }
        request.run.at = request.run.at.or(self.start);
        request
    }

    /// First instant.
    pub(super) fn first_instant(&self, catalog: &Catalog) -> Instant {
        self.start.unwrap_or(catalog.as_of().midnight())
    }

    /// What a table of the account's zone has to cover, as for a
    /// [scenario](crate::Scenario::covered).
    pub fn covered(&self, catalog: &Catalog) -> Range<Instant> {
        let start = self.first_instant(catalog);
        let utc = Zone::utc();
        let end = Recurrence::from(start, Step::Months(self.month_count()), &utc).nth(1, &utc);
        // What is longer is refused when it is used.
        let longest = start.plus(MOST_DAYS * DAY).unwrap_or(Instant::MAX);
        covered(self.account.as_ref(), start, end.map_or(longest, |end| end.min(longest)))
    }

    /// Number of months.
    pub(super) fn month_count(&self) -> u32 {
        self.months.unwrap_or(12)
    }

    /// Errors of the need in this catalog, except in its lines.
    fn check_with(&self, catalog: &Catalog, errors: &mut Vec<Error>) {
        errors.extend(self.check_names(catalog).err().into_iter().flatten());
        let Some(account) = &self.account else { return };
        let log = Log::default();
        check_account(&log, catalog, account, self.first_instant(catalog));
        for error in log.into_lists().0 {
            // Numbers out of range were already reported.
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
    }

    /// Errors for plans and top-ups that do not exist.
    pub(super) fn check_names(&self, catalog: &Catalog) -> Result<(), Errors> {
        let checked = catalog.checked();
        let mut plans: Vec<&str> = checked.plans.iter().map(|plan| &*plan.id).collect();
        plans.push("none");
        let top_ups: Vec<&str> =
            checked.supply().top_ups.iter().map(|top_up| &*top_up.id).collect();
        let lists =
            [("plans", "plan", &self.plans, plans), ("top_ups", "top-up", &self.top_ups, top_ups)];
        let mut errors = Vec::new();
        for (key, what, asked, known) in &lists {
            for (place, id) in asked.iter().flatten().enumerate() {
                if !known.contains(&id.as_str()) {
                    let pointer = format!("/{key}/{place}");
                    errors.push(Error::unknown_name(pointer, what, id, known));
                }
            }
        }
        Errors::check(errors)
    }

    /// Errors of the need, except in its lines.
    fn faults(&self, buffer: &Buffer) -> Vec<Error> {
        let log = Log::default();
        self.check_fields(&Path::Root, &log);
        let mut faults = log.into_lists().0;
        if self.lines.is_empty() {
            let sentence = "expected at least one line, found none";
            faults.push(Error::new(ErrorKind::Missing, "/lines", sentence));
        }
        faults.extend(buffer.fault());
        faults.extend(season_fault(&self.season));
        faults
    }
}

impl Buffer {
    pub(crate) fn fault(&self) -> Option<Error> {
        let is_wrong = self.low.is_negative() || self.high < self.low;
        is_wrong.then(|| {
            let (low, high) = (self.low, self.high);
            let sentence =
                format!("expected a smaller and a larger margin, found {low} and {high}");
            Error::new(ErrorKind::OutOfRange, "/buffer", sentence)
        })
    }
}

pub(crate) fn season_fault(season: &[Decimal]) -> Option<Error> {
    (!matches!(season.len(), 0 | 12)).then(|| {
        let sentence = format!("expected twelve factors, found {}", season.len());
        Error::new(ErrorKind::OutOfRange, "/season", sentence)
    })
}

/// Both ends of the cost of one request; an error without a known cost.
fn once(estimate: &Estimate) -> Result<Between, Error> {
    match (estimate.total, estimate.low, estimate.high) {
        (Some(total), ..) => Ok(Between { low: total, high: total }),
        (None, Some(low), Some(high)) => Ok(Between { low, high }),
        _ => {
            let mut reasons: Vec<&str> =
                estimate.reasons.iter().map(|reason| reason.text.as_str()).collect();
            reasons.dedup();
            let sentence = format!(
                "the cost of `{}` is not known: {}",
                estimate.operation,
                reasons.join("; ")
            );
            Err(Error::new(ErrorKind::NoAnswer, "/request", sentence))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATALOG: &str = r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "0.01" },
        "operations": [
            { "id": "image", "price": [ { "line": "image", "rate": "0.1" } ] },
            { "id": "upscale", "settings": { "to": { "choice": ["2x", "4x"] } },
              "price": [ { "line": "upscale", "rate": { "by": "to", "2x": "10", "4x": "20" } } ] },
            { "id": "train", "price": "unpriced" } ] }"#;

    fn need(text: &str) -> Result<NeedEstimate, Errors> {
        Catalog::from_json(CATALOG).unwrap().need(&Need::from_json(text)?)
    }

    #[test]
    fn a_week_is_52_twelfths_of_a_month() {
        let month =
            need(r#"{ "lines": [ { "request": { "operation": "image" }, "per_week": 2500 } ] }"#);
        assert_eq!(month.unwrap().lines[0].count.to_string(), "10833.333333333333");
        let month =
            need(r#"{ "lines": [ { "request": { "operation": "image" }, "per_week": 250.5 } ] }"#);
        assert_eq!(month.unwrap().need.high.to_string(), "108.55");
    }

    #[test]
    fn an_open_setting_makes_it_a_range() {
        let month = need(
            r#"{ "lines": [ { "request": { "operation": "image" }, "per_day": 3, "days": 10 },
                            { "request": { "operation": "upscale" }, "per_day": 1, "days": 10 } ],
                 "buffer": { "low": "0", "high": "12.5" } }"#,
        );
        let month = month.unwrap();
        assert_eq!(month.state, State::Range);
        assert_eq!(
            (month.need.low.to_string(), month.need.high.to_string()),
            ("103".into(), "203".into())
        );
        assert_eq!(month.with_buffer.low.to_string(), "103");
        assert_eq!(month.with_buffer.high.to_string(), "228.375");
    }

    #[test]
    fn what_has_no_answer_is_refused_all_at_once() {
        let errors = need(
            r#"{ "catalog": "c", "lines": [
                { "request": { "operation": "train" }, "per_day": 1, "days": 10 },
                { "request": { "operation": "imge" }, "per_day": 1, "days": 10 },
                { "request": { "operation": "image" }, "per_week": 1, "days": 20 } ],
              "buffer": { "low": "30", "high": "20" } }"#,
        );
        let errors = errors.unwrap_err();
        let pointers: Vec<&str> = errors.iter().map(Error::pointer).collect();
        assert_eq!(
            pointers,
            ["/buffer", "/lines/0/request", "/lines/1/request/operation", "/lines/2/days"]
        );
        assert!(errors.to_string().contains("does not publish"), "{errors}");
    }

    #[test]
    fn a_need_for_another_catalog_is_refused() {
        let errors = need(r#"{ "catalog": "d", "lines": [] }"#).unwrap_err();
        assert_eq!(errors.to_string(), "/catalog: expected the catalog `c`, found `d`");
    }

    #[test]
    fn an_empty_need_is_an_error() {
        assert_eq!(need(r#"{ "lines": [] }"#).unwrap_err().first().unwrap().pointer(), "/lines");
    }
}
