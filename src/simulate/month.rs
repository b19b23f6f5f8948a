//! A projection by calendar month, and its dates in words.

use super::projection::Projection;
use super::series::Column;
use crate::amount::{Credits, Money};
use crate::calendar::{Instant, civil};
use serde::Serialize;

/// A calendar month on the account's wall clock, all classes together.
///
/// closing = opened + issued + refunded - spent - held - lost - revoked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MonthRow {
    /// First covered instant.
    pub start: Instant,
    /// First instant after the covered part.
    pub until: Instant,
    /// Credits at its beginning.
    pub opened: Credits,
    /// Credits issued.
    pub issued: Credits,
    /// Credits spent.
    pub spent: Credits,
    /// Credits refunded.
    pub refunded: Credits,
    /// Credits held, less those released.
    pub held: Credits,
    /// Credits expired or forfeited.
    pub lost: Credits,
    /// Credits revoked by the vendor.
    pub revoked: Credits,
    /// Credits at its end.
    pub closing: Credits,
    /// Money invoiced, for known prices.
    pub billed: Money,
    /// Invoices whose price is not published.
    pub unpriced: u32,
}

impl Projection {
    /// By month on the account's wall clock; the first and the last month may be partial.
    pub fn months(&self) -> Vec<MonthRow> {
        let mut rows: Vec<MonthRow> = Vec::new();
        let mut last = None;
        let columns: Vec<(Column, Vec<Credits>)> = self.days.classes().fold(
            Column::ALL.map(|column| (column, Vec::new())).to_vec(),
            |mut sums, class| {
                for (column, sum) in &mut sums {
                    add(sum, self.days.column(class, *column).unwrap_or_default());
                }
                sums
            },
        );
        for (place, start) in self.days.starts().iter().enumerate() {
            let month = self.month(*start);
            if last != Some(month) {
                if let Some(row) = rows.last_mut() {
                    row.until = *start;
                }
                rows.push(self.begun(*start));
                last = Some(month);
            }
            let Some(row) = rows.last_mut() else { continue };
            for (column, amounts) in &columns {
                row.put(*column, amounts.get(place).copied().unwrap_or_default(), *start);
            }
        }
        for invoice in &self.invoices {
            let after = rows.partition_point(|row| row.start <= invoice.at);
            let Some(row) = rows.get_mut(after.saturating_sub(1)) else { continue };
            match invoice.money {
                Some(money) => row.billed = row.billed.checked_add(money).unwrap_or(row.billed),
                None => row.unpriced += 1,
            }
        }
        rows
    }

    /// Spendable credits of all classes together at the end of each day.
    pub fn balances(&self) -> Vec<Credits> {
        let mut sum = Vec::new();
        for class in self.days.classes() {
            let column = |column| self.days.column(class, column).unwrap_or_default();
            let left = column(Column::Closing).into_iter().zip(column(Column::Withheld));
            let left = left.map(|(left, withheld)| left.checked_sub(withheld).unwrap_or(left));
            add(&mut sum, left.collect());
        }
        sum
    }

    /// A date on the account's wall clock: `1 Mar 2026`.
    pub fn date(&self, at: Instant) -> String {
        self.zone().date(at)
    }

    /// A time of day on the account's wall clock: `09:30`.
    pub fn time(&self, at: Instant) -> String {
        self.zone().time(at)
    }

    fn month(&self, at: Instant) -> (i32, u32) {
        let (year, month, ..) = civil(self.zone().wall(at));
        (year, month)
    }

    fn begun(&self, start: Instant) -> MonthRow {
        MonthRow {
            start,
            until: self.until,
            opened: Credits::ZERO,
            issued: Credits::ZERO,
            spent: Credits::ZERO,
            refunded: Credits::ZERO,
            held: Credits::ZERO,
            lost: Credits::ZERO,
            revoked: Credits::ZERO,
            closing: Credits::ZERO,
            billed: Money::ZERO,
            unpriced: 0,
        }
    }
}

impl MonthRow {
    /// Adds a day. The sums fit, because the projection's own sums do.
    fn put(&mut self, column: Column, amount: Credits, day: Instant) {
        let sum = match column {
            Column::Opened if day != self.start => return,
            Column::Opened => &mut self.opened,
            Column::Issued => &mut self.issued,
            Column::Spent => &mut self.spent,
            Column::Refunded => &mut self.refunded,
            Column::Held => &mut self.held,
            Column::Expired | Column::Forfeited => &mut self.lost,
            Column::Revoked => &mut self.revoked,
            Column::Closing => {
                self.closing = amount;
                return;
            }
            // Rollovers between classes cancel out.
            Column::RolledIn | Column::RolledOut | Column::Withheld => return,
        };
        *sum = sum.checked_add(amount).unwrap_or(*sum);
    }
}

fn add(sum: &mut Vec<Credits>, amounts: Vec<Credits>) {
    sum.resize(sum.len().max(amounts.len()), Credits::ZERO);
    for (sum, amount) in sum.iter_mut().zip(amounts) {
        *sum = sum.checked_add(amount).unwrap_or(*sum);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Credits, Detail, Projection, Scenario};

    const CATALOG: &str = r#"{
        "catalog": "example", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "plural": "credits", "step": "1" }, "currency": "USD",
        "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
        "classes": { "plan": {}, "rolled": {}, "free": { "paid": false } },
        "plans": [ { "id": "pro", "price": { "month": "24.00" }, "grants": [ "monthly" ] } ],
        "grants": [
            { "id": "monthly", "class": "plan", "amount": "1000", "every": "cycle",
              "expires": "cycle_end", "rollover": { "carry": 1, "class": "rolled" } },
            { "id": "daily", "class": "free", "amount": "10", "every": "day", "expires": "reset" }
        ] }"#;

    fn projection(zone: &str) -> Projection {
        let catalog = Catalog::from_json(CATALOG).unwrap();
        let scenario = format!(
            r#"{{ "start": "2026-11-15T09:00Z", "for": "3 months",
                  "account": {{ "plan": "pro", "zone": {zone} }},
                  "demand": [ {{ "request": {{ "operation": "image" }}, "per_day": 1, "fails": 10 }} ] }}"#
        );
        let scenario = Scenario::from_json(&scenario).unwrap();
        catalog.simulate(&scenario, Detail::Columns).unwrap()
    }

    fn kiritimati() -> Projection {
        projection(r#"{ "name": "x", "offsets": [ { "from": "2026-01-01", "seconds": 50400 } ] }"#)
    }

    #[test]
    fn months_are_those_of_the_wall_clock() {
        let starts = |projection: Projection| {
            let rows = projection.months();
            for (row, next) in rows.iter().zip(rows.iter().skip(1)) {
                assert_eq!((row.until, row.closing), (next.start, next.opened));
            }
            assert_eq!(rows.last().unwrap().until, projection.until);
            rows.iter().map(|row| row.start.to_string()).collect::<Vec<_>>()
        };
        let utc = ["2026-11-15T09:00:00Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"];
        assert_eq!(starts(projection("\"UTC\""))[..3], utc);
        let east = ["2026-11-15T09:00:00Z", "2026-11-30T10:00:00Z", "2026-12-31T10:00:00Z"];
        assert_eq!(starts(kiritimati())[..3], east);
    }

    #[test]
    fn months_sum_to_the_totals() {
        for projection in [projection("\"UTC\""), kiritimati()] {
            let months = projection.months();
            let sum = |pick: fn(&crate::MonthRow) -> Credits| {
                months.iter().fold(Credits::ZERO, |sum, m| sum.checked_add(pick(m)).unwrap())
            };
            let totals = &projection.totals;
            assert_eq!(sum(|m| m.spent), totals.spent);
            assert_eq!(sum(|m| m.refunded), totals.refunded);
            assert_eq!(sum(|m| m.lost), totals.wasted);
            assert_eq!(months.last().unwrap().closing, totals.closing);
            assert_eq!(projection.balances().last(), Some(&totals.closing));
            for month in &months {
                let came = [month.opened, month.issued, month.refunded];
                let went = [month.spent, month.held, month.lost, month.revoked, month.closing];
                let sum = |all: &[Credits]| {
                    all.iter().fold(Credits::ZERO, |sum, c| sum.checked_add(*c).unwrap())
                };
                assert_eq!(sum(&came), sum(&went), "{month:?}");
            }
        }
    }

    #[test]
    fn dates_are_those_of_the_wall_clock() {
        let east = kiritimati();
        assert_eq!(east.date(east.start), "15 Nov 2026");
        assert_eq!(
            (east.date(east.until), east.time(east.until)),
            ("15 Feb 2027".into(), "23:00".into())
        );
    }
}
