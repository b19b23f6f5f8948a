//! Sorting: one instance for all types, because each costs the module kilobytes.

use std::cmp::Ordering;

/// The items from least to greatest; equal ones stay in their order.
pub(crate) fn sorted<'t, T>(
    items: &'t [T],
    compare: impl Fn(&T, &T) -> Ordering,
) -> impl Iterator<Item = &'t T> {
    let order = sorted_places(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    order.into_iter().filter_map(|place| items.get(place))
}

#[inline(never)]
fn sorted_places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_unstable_by(|a, b| compare(*a, *b).then(a.cmp(b)));
    places
}
