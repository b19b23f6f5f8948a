//! Dates and times of day for people, on a wall clock.

use super::{DAY, Instant, Zone, civil};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const LONG_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Zone {
    /// The date with the whole name of the month: `1 March 2026`.
    pub(crate) fn long_date(&self, at: Instant) -> String {
        let (year, month, day, _) = civil(self.wall(at));
        let month = LONG_MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or("");
        format!("{day} {month} {year}")
    }

    /// The date that the wall clock shows: `1 Mar 2026`.
    pub fn date(&self, at: Instant) -> String {
        let (year, month, day, _) = civil(self.wall(at));
        let month = MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or("");
        format!("{day} {month} {year}")
    }

    /// The time of day that the wall clock shows, to the minute: `09:30`.
    pub fn time(&self, at: Instant) -> String {
        let seconds = self.wall(at).0.rem_euclid(DAY);
        format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60)
    }

    /// Both: `1 Mar 2026, 09:30`; a midnight is its date.
    pub fn moment(&self, at: Instant) -> String {
        let (date, time) = (self.date(at), self.time(at));
        if time == "00:00" { date } else { format!("{date}, {time}") }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Offset;
    use super::*;

    #[test]
    fn moments_are_those_of_the_wall_clock() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let summer = Zone::new("summer", &[Offset::new(Instant::EPOCH, 7200)]).unwrap();
        assert_eq!(Zone::utc().moment(at("2026-03-01")), "1 Mar 2026");
        assert_eq!(Zone::utc().long_date(at("2026-03-01")), "1 March 2026");
        assert_eq!(Zone::utc().moment(at("2026-03-01T12:00Z")), "1 Mar 2026, 12:00");
        assert_eq!(summer.moment(at("2026-06-30T22:00Z")), "1 Jul 2026");
        assert_eq!(summer.moment(at("2026-06-30T09:59:59Z")), "30 Jun 2026, 11:59");
    }
}
