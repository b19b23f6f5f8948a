//! Lines of a need that count in meters: a month of them is priced together, period by period.

use super::need::{DAYS_OF_A_MONTH, Exact, NeedLine, does_not_fit};
use crate::amount::{Decimal, Fraction, Number};
use crate::catalog::{Catalog, MeterPeriod, Request};
use crate::error::{Error, ErrorKind, Errors};
use crate::simulate::{Bill, RangeEnd};

/// The use of each meter by the lines so far, in each of its periods, by index in the catalog: in
/// the cheapest and in the most expensive case.
#[derive(Default)]
pub(super) struct Counts(Vec<(usize, [Number; 2])>);

impl Counts {
    fn used(&self, meter: usize, end: usize) -> Number {
        let found = self.0.iter().find(|(known, _)| *known == meter);
        found.and_then(|(_, used)| used.get(end).cloned()).unwrap_or(Number::ZERO)
    }

    fn reach(&mut self, meter: usize, end: usize, used: Number) {
        let place = self.0.iter().position(|(known, _)| *known == meter);
        let place = place.unwrap_or_else(|| {
            self.0.push((meter, [Number::ZERO, Number::ZERO]));
            self.0.len() - 1
        });
        if let Some(kept) = self.0.get_mut(place).and_then(|(_, ends)| ends.get_mut(end)) {
            *kept = used;
        }
    }
}

impl Catalog {
    /// The cost of a line in a month, after the lines before it; `None` if it counts in no meter.
    pub(super) fn counted(
        &self,
        line: &NeedLine,
        request: &Request,
        counts: &mut Counts,
    ) -> Result<Option<Exact>, Errors> {
        let operation = self.checked().operation(&request.operation)?;
        let Some(per) = self.period(&operation.meters)? else { return Ok(None) };
        if !request.run.used.is_empty() {
            let sentence = "a need begins with unused meters: leave `used` out";
            return Err(Error::new(ErrorKind::Overlap, "/request/used", sentence).into());
        }
        let periods = match (per, line.days) {
            (MeterPeriod::Day, Some(days)) => days.max(1),
            (MeterPeriod::Day, None) => DAYS_OF_A_MONTH,
            (MeterPeriod::Month | MeterPeriod::Cycle, _) => 1,
        };
        let count = line.exact_count().ok_or_else(does_not_fit)?;
        let count = count.div(&Fraction::integer(periods.into())).map_err(|_| does_not_fit())?;
        let mut month = |end: usize, ranges| {
            let used = operation.meters.iter().map(|meter| counts.used(*meter, end)).collect();
            let (amount, used) = self.some(request, ranges, &count, used)?;
            for (meter, used) in operation.meters.iter().zip(used) {
                counts.reach(*meter, end, used);
            }
            Ok::<_, Errors>(
                amount.mul(&Fraction::integer(periods.into())).map_err(|_| does_not_fit())?,
            )
        };
        Ok(Some(Exact { low: month(0, RangeEnd::Low)?, high: month(1, RangeEnd::High)? }))
    }

    /// The common period of an operation's meters.
    fn period(&self, meters: &[usize]) -> Result<Option<MeterPeriod>, Error> {
        let mut found = None;
        for meter in meters {
            let Some((_, document)) = self.checked().document.meters.get(*meter) else { continue };
            let is_day = document.per == MeterPeriod::Day;
            if found.is_some_and(|found: MeterPeriod| (found == MeterPeriod::Day) != is_day) {
                let sentence = "has daily and monthly meters: a need cannot say \
                                how much of each is used";
                return Err(Error::new(ErrorKind::NoAnswer, "/request/operation", sentence));
            }
            found = Some(document.per);
        }
        Ok(found)
    }

    /// The cost of a fractional number of requests; a fraction of a request costs that fraction.
    fn some(
        &self,
        request: &Request,
        ranges: RangeEnd,
        count: &Fraction,
        used: Vec<Number>,
    ) -> Result<(Fraction, Vec<Number>), Errors> {
        let fits = || Errors::from(does_not_fit());
        let whole = count.floor();
        let times = whole.to_decimal().and_then(Decimal::to_integer);
        let times = times.and_then(|times| u32::try_from(times).ok()).ok_or_else(fits)?;
        let bill = |times, used| {
            Bill::of_requests(self, request, (ranges, times), used)?.ok_or_else(|| {
                let sentence = format!("the cost of `{}` is not known", request.operation);
                Errors::from(Error::new(ErrorKind::NoAnswer, "/request", sentence))
            })
        };
        let before = bill(times, used)?;
        let part = count.sub(&whole).map_err(|_| fits())?;
        let amount = Fraction::from_decimal(before.amount.decimal());
        if part.is_zero() {
            return Ok((amount, before.used));
        }
        let one = bill(1, before.used.clone())?;
        let more = Fraction::from_decimal(one.amount.decimal()).mul(&part).map_err(|_| fits())?;
        let mut used = before.used;
        for (used, next) in used.iter_mut().zip(&one.used) {
            let step = next.sub(used).and_then(|step| step.mul(&Number::exact(part)));
            *used = step.and_then(|step| used.add(&step)).map_err(|_| fits())?;
        }
        Ok((amount.add(&more).map_err(|_| fits())?, used))
    }
}
