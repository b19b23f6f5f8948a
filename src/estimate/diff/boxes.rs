//! Few descriptions for many cases: a set of points as boxes, each with some values on every axis.

use super::cells::{Axes, Point};
use super::subject::{Area, other_than_default};
use crate::catalog::SettingValue;
use crate::catalog::program::Operation;

/// Boxes that hold exactly these points; a setting that has all of its values is left out.
pub(super) fn boxes(operation: &Operation, axes: &Axes, points: &[&Point]) -> Vec<Area> {
    if !axes.is_whole {
        return points.iter().map(|point| other_than_default(operation, point)).collect();
    }
    let points: Vec<&[(String, SettingValue)]> =
        points.iter().map(|point| point.as_slice()).collect();
    split(&axes.all, &points)
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
        let axes =
            vec![("a".to_owned(), values(&["1", "2", "3"])), ("b".to_owned(), values(&["x", "y"]))];
        let point = |a: &str, b: &str| {
            let named = |name: &str, value| (name.to_owned(), SettingValue::Text(value));
            vec![named("a", a.to_owned()), named("b", b.to_owned())]
        };
        let told = |points: &[Point]| {
            let points: Vec<&[(String, SettingValue)]> = points.iter().map(Vec::as_slice).collect();
            let areas = split(&axes, &points);
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
        assert_eq!(told(&[point("1", "x"), point("2", "x")]), ["a=1|2,b=x"]);
        assert_eq!(told(&[point("1", "x"), point("2", "x"), point("3", "x")]), ["b=x"]);
        let edge = [point("1", "x"), point("1", "y"), point("2", "x")];
        assert_eq!(told(&edge), ["a=1", "a=2,b=x"]);
    }
}
