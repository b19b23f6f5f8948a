//! The order of platforms.

use super::{Platform, PlatformState};
use crate::order::sort;
use std::cmp::Ordering;

/// What covers the need comes first, then by cost; equal ones keep the order of the catalogs.
pub(super) fn rank(platforms: &mut Vec<Platform>) {
    sort(platforms, |a, b| {
        let costs = match a.state {
            PlatformState::Covers | PlatformState::NeedOnly => a.cost.cmp(&b.cost),
            _ => Ordering::Equal,
        };
        a.state.cmp(&b.state).then(costs)
    });
}
