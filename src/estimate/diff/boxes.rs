//! Few descriptions for many cases: a set of points as boxes, each with some values on every axis.

use super::cells::{Axes, Point};
use crate::catalog::SettingValue;

/// For each setting that matters, the values it has.
pub(super) type Area = Vec<(String, Vec<SettingValue>)>;

/// Boxes that hold exactly these points. A setting that has all of its values is left out, and one
/// that has only its default beside others that do not: people read `at 4K` as with the rest as usual.
pub(super) fn boxes(axes: &Axes, points: &[&Point]) -> Vec<Area> {
    if !axes.is_whole {
        return points.iter().map(|point| other_than_default(axes, point)).collect();
    }
    let points: Vec<&[(String, SettingValue)]> =
        points.iter().map(|point| point.as_slice()).collect();
    split(&axes.all, &points).into_iter().map(|area| without_defaults(axes, area)).collect()
}

fn without_defaults(axes: &Axes, area: Area) -> Area {
    let is_default = |(name, values): &&(String, Vec<SettingValue>)| {
        let axis = axes.all.iter().find(|(known, _)| known == name);
        axis.and_then(|(_, options)| options.first())
            .is_some_and(|first| values.iter().all(|value| value.is_written_like(first)))
    };
    match area.iter().all(|part| is_default(&part)) {
        true => area,
        false => area.iter().filter(|part| !is_default(part)).cloned().collect(),
    }
}

/// The values of a point that are not the first of their axis.
fn other_than_default(axes: &Axes, point: &Point) -> Area {
    let is_default = |name: &str, value: &SettingValue| {
        let axis = axes.all.iter().find(|(known, _)| known == name);
        axis.is_some_and(|(_, options)| options.first() == Some(value))
    };
    let others = point.iter().filter(|(name, value)| !is_default(name, value));
    others.map(|(name, value)| (name.clone(), vec![value.clone()])).collect()
}

/// The points that are left behind each value of the first axis.
type Slice<'p> = (Vec<SettingValue>, Vec<&'p [(String, SettingValue)]>);

fn split(axes: &[(String, Vec<SettingValue>)], points: &[&[(String, SettingValue)]]) -> Vec<Area> {
    let Some(((name, options), axes)) = axes.split_first() else { return vec![Area::new()] };
    let mut slices: Vec<Slice> = Vec::new();
    for option in options {
        let behind = points.iter().filter_map(|point| match point.split_first() {
            Some(((_, value), rest)) if value == option => Some(rest),
            _ => None,
        });
        let behind: Vec<_> = behind.collect();
        match slices.iter_mut().find(|(_, known)| *known == behind) {
            _ if behind.is_empty() => {}
            Some((values, _)) => values.push(option.clone()),
            None => slices.push((vec![option.clone()], behind)),
        }
    }
    let mut found = Vec::new();
    for (values, behind) in slices {
        let is_all = values.len() == options.len();
        for area in split(axes, &behind) {
            let own = (!is_all).then(|| (name.clone(), values.clone()));
            found.push(own.into_iter().chain(area).collect());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(texts: &[&str]) -> Vec<SettingValue> {
        texts.iter().map(|text| SettingValue::Text((*text).to_owned())).collect()
    }

    #[test]
    fn points_are_described_by_what_they_share() {
        let all =
            vec![("a".to_owned(), values(&["1", "2", "3"])), ("b".to_owned(), values(&["x", "y"]))];
        let axes = Axes { all, is_whole: true };
        let point = |a: &str, b: &str| {
            let named = |name: &str, value| (name.to_owned(), SettingValue::Text(value));
            vec![named("a", a.to_owned()), named("b", b.to_owned())]
        };
        let told = |points: &[Point]| {
            let areas = boxes(&axes, &points.iter().collect::<Vec<_>>());
            let told = areas.iter().map(|area| {
                let parts = area.iter().map(|(name, values)| {
                    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                    format!("{name}={}", values.join("|"))
                });
                parts.collect::<Vec<_>>().join(",")
            });
            told.collect::<Vec<_>>()
        };
        let every: Vec<Point> =
            ["1", "2", "3"].iter().flat_map(|a| ["x", "y"].map(|b| point(a, b))).collect();
        assert_eq!(told(&every), [""]);
        assert_eq!(told(&[point("1", "x"), point("1", "y")]), ["a=1"]);
        assert_eq!(told(&[point("2", "x")]), ["a=2"]);
        assert_eq!(told(&[point("1", "x")]), ["a=1,b=x"]);
        assert_eq!(told(&[point("1", "x"), point("2", "x")]), ["a=1|2"]);
        assert_eq!(told(&[point("1", "x"), point("2", "x"), point("3", "x")]), ["b=x"]);
        let edge = [point("1", "x"), point("1", "y"), point("2", "x")];
        assert_eq!(told(&edge), ["a=1", "a=2"]);
    }
}
