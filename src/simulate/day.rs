//! Dates in words.

use crate::calendar::{Instant, Zone, civil};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "1 Mar 2026", on the wall clock.
pub(crate) fn day(zone: &Zone, at: Instant) -> String {
    let (year, month, day, _) = civil(zone.wall(at));
    let month = MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or("");
    format!("{day} {month} {year}")
}
