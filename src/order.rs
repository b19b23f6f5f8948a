//! Sorting: one instance for all types, because each instance adds kilobytes to the module.

use std::cmp::Ordering;

/// The items from smallest to largest; equal ones keep their order.
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

/// Sorts a list in place; equal items keep their order.
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

/// A list of texts with binary search.
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

    /// The index of a text; the first one if it is repeated.
    pub(crate) fn find(&self, text: &str) -> Option<usize> {
        let known = |place: &usize| self.texts.get(*place).copied().unwrap_or("");
        let first = self.sorted.partition_point(|place| known(place) < text);
        self.sorted.get(first).copied().filter(|place| known(place) == text)
    }

    /// Texts that occur earlier, in the order of the list.
    pub(crate) fn repeated(&self) -> impl Iterator<Item = (usize, &'t str)> {
        let texts = self.texts.iter().copied().enumerate();
        texts.filter(|(place, text)| self.find(text) != Some(*place))
    }
}

/// A text that occurs twice in a list.
pub(crate) fn twice<'t>(texts: &[&'t str]) -> Option<&'t str> {
    let mut before = None;
    sorted(texts, |a, b| a.cmp(b)).copied().find(|text| before.replace(*text) == Some(*text))
}

/// A merge sort of the existing runs: ids mostly come in a few. The standard library's sorts are
/// four times the size.
#[inline(never)]
fn sorted_places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut ends: Vec<usize> =
        (1..count).filter(|place| compare(place - 1, *place).is_gt()).chain([count]).collect();
    while ends.len() > 1 {
        let (mut merged, mut kept) = (Vec::with_capacity(count), Vec::new());
        let (mut start, mut runs) = (0, ends.iter().copied());
        while let Some(middle) = runs.next() {
            let end = runs.next().unwrap_or(middle);
            let run = |from: usize, to: usize| order.get(from..to).unwrap_or(&[]);
            merge(run(start, middle), run(middle, end), compare, &mut merged);
            kept.push(end);
            start = end;
        }
        (order, ends) = (merged, kept);
    }
    order
}

/// Of equal indices, those of the first run come first.
fn merge(
    mut first: &[usize],
    mut second: &[usize],
    compare: &dyn Fn(usize, usize) -> Ordering,
    out: &mut Vec<usize>,
) {
    while let ([a, rest_of_first @ ..], [b, rest_of_second @ ..]) = (first, second) {
        if compare(*a, *b).is_le() {
            out.push(*a);
            first = rest_of_first;
        } else {
            out.push(*b);
            second = rest_of_second;
        }
    }
    out.extend_from_slice(first);
    out.extend_from_slice(second);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_stay_in_their_order() {
        let mut state = 7_u32;
        for count in 0..200_u32 {
            let mut next = |below: u32| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) % below
            };
            let items: Vec<(u32, u32)> = (0..count).map(|i| (next(count / 3 + 1), i)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            let by_key = |a: &(u32, u32), b: &(u32, u32)| a.0.cmp(&b.0);
            assert_eq!(sorted(&items, by_key).copied().collect::<Vec<_>>(), expected);
            let mut in_place = items;
            sort(&mut in_place, by_key);
            assert_eq!(in_place, expected);
        }
    }
}
