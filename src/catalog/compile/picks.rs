//! Numbers that a price does not measure by, but only compares with others to pick a cell or to
//! decide a condition: however large they are, there are only so many cases.

use super::super::program::{Body, Limit, Picks, Price, Use};

/// What each setting is compared with; nothing for one that some price measures by.
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
    // What else limits it may leave none of the values that stand for these cases.
    for slot in limits.iter().flat_map(|limit| limit.others.iter().chain([&limit.slot])) {
        if let Some(Some(picks)) = slot.checked_sub(1).and_then(|place| all.get_mut(place)) {
            picks.within |= !picks.at.is_empty();
        }
    }
    all
}
