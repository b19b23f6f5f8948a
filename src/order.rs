//! Sorting: one instance for all types, because each costs the module kilobytes.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The items from least to greatest; equal ones stay in their order.
pub(crate) fn sorted<T>(
    items: &[T],
    compare: impl Fn(&T, &T) -> Ordering,
) -> impl Iterator<Item = &T> {
    let order = sorted_places(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    order.into_iter().filter_map(|place| items.get(place))
}

/// Sorts a list in place; equal items stay in their order.
pub(crate) fn sort<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if items.len() < 2 {
        return;
    }
    let order = sorted_places(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut old: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.into_iter().filter_map(|place| old.get_mut(place)?.take()));
}

/// A list of texts in which places are found by halving.
pub(crate) struct Places<'t> {
    texts: &'t [&'t str],
    sorted: Vec<usize>,
}

impl<'t> Places<'t> {
    pub(crate) fn of(texts: &'t [&'t str]) -> Self {
        let text = |place| texts.get(place).copied().unwrap_or("");
        let sorted = sorted_places(texts.len(), &|a, b| text(a).cmp(text(b)));
        Places { texts, sorted }
    }

    /// The place of a text; the first, where it stands twice.
    pub(crate) fn find(&self, text: &str) -> Option<usize> {
        let known = |place: &usize| self.texts.get(*place).copied().unwrap_or("");
        let first = self.sorted.partition_point(|place| known(place) < text);
        self.sorted.get(first).copied().filter(|place| known(place) == text)
    }

    /// Texts that stand before, in the order of the list.
    pub(crate) fn repeated(&self) -> impl Iterator<Item = (usize, &'t str)> {
        let texts = self.texts.iter().copied().enumerate();
        texts.filter(|(place, text)| self.find(text) != Some(*place))
    }
}

/// What stands in a list of texts twice.
pub(crate) fn twice<'t>(texts: &[&'t str]) -> Option<&'t str> {
    let mut before = None;
    sorted(texts, |a, b| a.cmp(b)).copied().find(|text| before.replace(*text) == Some(*text))
}

/// A heap sort: the standard library's sorts are four times the size.
#[inline(never)]
fn sorted_places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    if (1..count).all(|place| compare(place - 1, place).is_le()) {
        return (0..count).collect();
    }
    let place = |place| Place { place, compare };
    let heap: BinaryHeap<Place> = (0..count).map(place).collect();
    heap.into_sorted_vec().into_iter().map(|place| place.place).collect()
}

/// A place in the list, ordered by what stands there, then by itself.
struct Place<'c> {
    place: usize,
    compare: &'c dyn Fn(usize, usize) -> Ordering,
}

impl Ord for Place<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.compare)(self.place, other.place).then(self.place.cmp(&other.place))
    }
}

impl PartialOrd for Place<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Place<'_> {}
