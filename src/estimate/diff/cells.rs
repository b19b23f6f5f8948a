//! The cases of an operation that cost something else in the new version.

use super::price::{NOT_OFFERED, NOT_PUBLISHED, price};
use crate::amount::Decimal;
use crate::calendar::Instant;
use crate::catalog::program::{Kind, NumberRange, Operation, Setting};
use crate::catalog::{Catalog, Request, SettingValue};

/// Maximum number of combinations of settings to compare for one operation; beyond it, one setting
/// at a time is varied.
const POINTS: usize = 512;
/// Maximum number of later instants to compare: most operations have no dated price.
const LATER: usize = 12;

/// Some values of settings, by name.
pub(super) type Point = Vec<(String, SettingValue)>;

/// The settings that are varied, each with its values, the default first.
pub(super) struct Axes {
    pub(super) all: Vec<(String, Vec<SettingValue>)>,
    /// All combinations are compared; otherwise one setting at a time is varied.
    pub(super) is_whole: bool,
}

/// A case with another price.
pub(super) struct Cell {
    pub(super) plan: Option<String>,
    pub(super) point: Point,
    /// Since when; `None` if already on the date of the catalog.
    pub(super) from: Option<Instant>,
    pub(super) before: String,
    pub(super) after: String,
}

/// Compares an operation of two catalogs: for no plan and each plan of both, for the choices of its
/// settings, on the date of each catalog and whenever a dated price begins or ends after it.
pub(super) fn cells(
    (before, old): (&Catalog, &Operation),
    (after, new): (&Catalog, &Operation),
) -> (Axes, Vec<Cell>) {
    let axes = Axes::of(old, new);
    let later = later(after, [old, new]);
    let mut cells = Vec::new();
    for plan in plans(before, after) {
        for point in axes.points() {
            let mut request = Request::new(&*new.id);
            request.run.plan.clone_from(&plan);
            request.run.settings.clone_from(&point);
            let mut known: Option<(String, String)> = None;
            for from in std::iter::once(None).chain(later.iter().copied().map(Some)) {
                request.run.at = from;
                let found = (price(before, &request), price(after, &request));
                // If the old version changes nothing then, what holds until then is the new price.
                let was = known.filter(|known| known.0 == found.0).map_or(found.0.clone(), |k| k.1);
                if was != found.1 {
                    let (plan, point) = (plan.clone(), point.clone());
                    cells.push(Cell { plan, point, from, before: was, after: found.1.clone() });
                }
                known = Some(found);
            }
        }
    }
    (axes, cells)
}

/// The instants after the date of a catalog at which a price begins or ends.
pub(super) fn later(catalog: &Catalog, operations: [&Operation; 2]) -> Vec<Instant> {
    let prices = operations.into_iter().flat_map(|operation| &operation.prices);
    let ends = prices.flat_map(|price| [price.from, price.until]).flatten();
    let mut ends: Vec<Instant> = ends.filter(|at| *at > catalog.as_of().midnight()).collect();
    ends.sort();
    ends.dedup();
    ends.truncate(LATER);
    ends
}

/// Since when the price of an operation on the date of the new catalog holds.
pub(super) fn effective(before: &Catalog, after: &Catalog, new: &Operation) -> Instant {
    let now = after.as_of().midnight();
    let holds = |from: &Instant| *from <= now && *from > before.as_of().midnight();
    let began = new.prices.iter().filter(|price| price.until.is_none_or(|until| until > now));
    began.filter_map(|price| price.from).filter(holds).max().unwrap_or(now)
}

/// The first price of an operation that only the new version has, and since when it holds.
pub(super) fn introduced(before: &Catalog, after: &Catalog, new: &Operation) -> (String, Instant) {
    let at = |at: Option<Instant>| {
        let mut request = Request::new(&*new.id);
        request.run.at = at;
        price(after, &request)
    };
    let now = at(None);
    if [NOT_PUBLISHED, NOT_OFFERED].contains(&now.as_str()) {
        let later = later(after, [new, new]).into_iter().map(|from| (at(Some(from)), from));
        let priced = later.into_iter().find(|(price, _)| *price != now);
        if let Some(priced) = priced {
            return priced;
        }
    }
    (now, effective(before, after, new))
}

/// No plan, and every plan in both versions.
fn plans(before: &Catalog, after: &Catalog) -> Vec<Option<String>> {
    let known = |id: &str| before.checked().plan(id).is_some();
    let both = after.checked().plans.iter().filter(|plan| known(&plan.id));
    std::iter::once(None).chain(both.map(|plan| Some(plan.id.to_string()))).collect()
}

impl Axes {
    fn of(old: &Operation, new: &Operation) -> Self {
        let all: Vec<(String, Vec<SettingValue>)> = new
            .settings
            .iter()
            .map(|setting| (setting.name.to_string(), options(setting, old)))
            .filter(|(_, options)| !options.is_empty())
            .collect();
        let count = all.iter().try_fold(1_usize, |n, (_, options)| n.checked_mul(options.len()));
        Axes { all, is_whole: count.is_some_and(|n| n <= POINTS) }
    }

    /// The settings to compare: all combinations if they are few, otherwise one at a time.
    fn points(&self) -> Vec<Point> {
        if !self.is_whole {
            return one_at_a_time(&self.all);
        }
        self.all.iter().fold(vec![Point::new()], |points, (name, options)| {
            let with = |point: &Point| {
                let extended = |option: &SettingValue| {
                    let mut point = point.clone();
                    point.push((name.clone(), option.clone()));
                    point
                };
                options.iter().map(extended).collect::<Vec<_>>()
            };
            points.iter().flat_map(with).collect()
        })
    }
}

fn one_at_a_time(axes: &[(String, Vec<SettingValue>)]) -> Vec<Point> {
    let first: Point = axes
        .iter()
        .filter_map(|(name, options)| Some((name.clone(), options.first()?.clone())))
        .collect();
    let varied = axes.iter().enumerate().flat_map(|(i, (_, options))| {
        let first = &first;
        options.iter().skip(1).map(move |option| {
            let mut point = first.clone();
            if let Some((_, value)) = point.get_mut(i) {
                *value = option.clone();
            }
            point
        })
    });
    std::iter::once(first.clone()).chain(varied).collect()
}

/// The values of a setting to compare, its default first.
fn options(setting: &Setting, old: &Operation) -> Vec<SettingValue> {
    let mut options: Vec<SettingValue> = match &setting.kind {
        Kind::Choice(names) => names.iter().map(|name| SettingValue::Text(name.clone())).collect(),
        Kind::Numbers(numbers) => numbers.iter().map(|n| SettingValue::Number(*n)).collect(),
        Kind::Flag => vec![SettingValue::Flag(false), SettingValue::Flag(true)],
        Kind::Number(grid) if setting.default.is_none() && !setting.optional && !setting.after => {
            vec![SettingValue::Number(smallest(grid))]
        }
        Kind::Number(_) | Kind::List { .. } => Vec::new(),
    };
    if let Some(default) = setting.default.as_ref().map(|held| setting.value(held)) {
        options.sort_by_key(|option| *option != default);
    }
    let known = old.settings.iter().find(|other| other.name == setting.name);
    options.retain(|option| known.is_none_or(|known| known.hold(option).is_ok()));
    options
}

/// The smallest value with a cost: at 0, a changed rate would not show.
fn smallest(grid: &NumberRange) -> Decimal {
    match grid.min.filter(|min| !min.is_zero()) {
        Some(min) => min,
        None => grid.step.or(grid.max).map_or(Decimal::ONE, |value| value.min(Decimal::ONE)),
    }
}
