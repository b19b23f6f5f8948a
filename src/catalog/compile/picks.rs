//! Numbers that prices only compare, to select a cell or decide a condition. However large such a
//! number is, it has only a few cases.

use super::super::program::{Body, Limit, Picks, Price, Use};

/// The comparisons of each setting; `None` for a setting that enters an amount.
pub(super) fn picks(prices: &[Price], limits: &[Limit], settings: usize) -> Vec<Option<Picks>> {
    let mut all = vec![Some(Picks::default()); settings];
    for price in prices {
        let Body::Sum(sum) = &price.body else { continue };
        sum.uses(&mut |slot, used| {
            let Some(place) = slot.checked_sub(1).and_then(|place| all.get_mut(place)) else {
                return;
            };
            match (used, place.as_mut()) {
                (Use::Measured, _) => *place = None,
                (Use::Compared(at), Some(picks)) => picks.at.push(at.clone()),
                (Use::Within, Some(picks)) => picks.within = true,
                _ => {}
            }
        });
    }
    // Other limits may exclude every value that would represent a case.
    for slot in limits.iter().flat_map(|limit| limit.others.iter().chain([&limit.slot])) {
        if let Some(Some(picks)) = slot.checked_sub(1).and_then(|place| all.get_mut(place)) {
            picks.within |= !picks.at.is_empty();
        }
    }
    all
}
