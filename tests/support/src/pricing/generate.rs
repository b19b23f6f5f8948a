//! Strategies for models, for their requests, and for the values of open settings.

use super::{
    Amount, Asked, Binary, Charge, Clock, Column, Component, Condition, Expression, Given, Hours,
    Kind, Limit, MINUTES, Metered, Mode, Model, Rate, Scope, Setting, Sign, Step, Tariff, Tier,
    Unary,
};
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;

/// The features that a model may have.
#[derive(Clone, Copy)]
pub struct Taste {
    /// Unpublished rates, and missing cells.
    pub gaps: bool,
    /// Prices that depend on the time of day.
    pub hours: bool,
    /// Published ranges, and operations that are not sold.
    pub vendor: bool,
    /// Negative amounts, quantities and rates, and divisions by values that may be zero.
    pub wild: bool,
    /// Settings that limit each other, unlisted choices, comparisons as columns.
    pub limits: bool,
}

pub const ALL: Taste = Taste { gaps: true, hours: true, vendor: false, wild: true, limits: false };
/// All features, with the settings and tables that were added later.
pub const FORMS: Taste = Taste { limits: true, ..ALL };
/// With published ranges and operations that are not sold.
pub const VENDOR: Taste = Taste { vendor: true, ..FORMS };
pub const TAME: Taste =
    Taste { gaps: false, hours: false, vendor: false, wild: false, limits: false };
/// Nothing negative, and nothing unknown.
pub const SOLD: Taste = Taste { vendor: true, ..TAME };

fn amount(digits: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = Amount> + Clone {
    (digits, 0..=2_u32).prop_map(|(digits, places)| Amount { digits, places })
}

/// An amount of one decimal place, for values that must rise.
fn width() -> impl Strategy<Value = Amount> + Clone {
    (1..=80_i64).prop_map(|digits| Amount { digits, places: 1 })
}

pub fn mode() -> impl Strategy<Value = Mode> + Clone {
    prop_oneof![Just(Mode::Ceil), Just(Mode::Floor), Just(Mode::HalfUp), Just(Mode::HalfEven)]
}

fn step_size() -> impl Strategy<Value = Amount> + Clone {
    proptest::sample::select(vec![
        Amount::whole(1),
        Amount::whole(5),
        Amount { digits: 5, places: 1 },
        Amount { digits: 1, places: 2 },
        Amount { digits: 25, places: 2 },
        Amount { digits: 3, places: 1 },
    ])
}

fn kind(taste: Taste) -> impl Strategy<Value = Kind> + Clone {
    let least = if taste.wild { -20 } else { 0 };
    prop_oneof![
        3 => (amount(least..=40), 1..=15_i64, 0..=9_u32).prop_map(|(min, step, last)| {
            Kind::Number { min, step: Amount { digits: step, places: min.places }, last }
        }),
        1 => (amount(least..=40), 0..=60_i64).prop_map(|(min, span)| {
            Kind::Smooth { min, max: Amount { digits: min.digits + span, places: min.places } }
        }),
        1 => proptest::collection::btree_set(least..=60_i64, 1..=4).prop_map(|digits| {
            Kind::Numbers(digits.into_iter().map(|digits| Amount { digits, places: 1 }).collect())
        }),
        2 => vec(amount(least..=30), 1..=4).prop_map(Kind::Choice),
        2 => Just(Kind::Flag),
        1 => (amount(least..=30), 0..=40_i64, 0..=2_u32, 0..=2_u32).prop_map(|(min, span, few, more)| {
            let max = Amount { digits: min.digits + span, places: min.places };
            Kind::List { min, max, min_items: few, max_items: few + more }
        }),
    ]
}

fn between(min: Amount, max: Amount, seed: u64) -> Amount {
    let span = (max.digits - min.digits + 1) as u64;
    Amount { digits: min.digits + (seed % span) as i64, places: min.places }
}

/// An allowed value, selected by any number.
pub fn value(kind: &Kind, seed: u64) -> Given {
    let place = |count: usize| (seed % count as u64) as usize;
    match kind {
        Kind::Number { min, step, last } => {
            let steps = (seed % u64::from(last + 1)) as i64;
            Given::Number(Amount { digits: min.digits + step.digits * steps, places: min.places })
        }
        Kind::Smooth { min, max } => Given::Number(between(*min, *max, seed)),
        Kind::Numbers(numbers) => Given::Number(numbers[place(numbers.len())]),
        Kind::Choice(widths) => Given::Choice(place(widths.len())),
        Kind::Flag => Given::Flag(seed % 2 == 1),
        Kind::List { min, max, min_items, max_items } => {
            let count = u64::from(*min_items) + seed % u64::from(max_items - min_items + 1);
            let item = |i: u64| {
                between(*min, *max, (seed >> 8).wrapping_mul(2 * i + 1).wrapping_add(seed >> 40))
            };
            Given::List((0..count).map(item).collect())
        }
    }
}

/// Every value, if there are few.
pub fn every_value(kind: &Kind) -> Option<Vec<Given>> {
    let count = match kind {
        Kind::Number { last, .. } => u64::from(last + 1),
        Kind::Numbers(numbers) => numbers.len() as u64,
        Kind::Choice(widths) => widths.len() as u64,
        Kind::Flag => 2,
        Kind::Smooth { .. } | Kind::List { .. } => return None,
    };
    Some((0..count).map(|seed| value(kind, seed)).collect())
}

/// Whether there is a default and whether absence is allowed, with a weight for each.
fn setting(taste: Taste) -> impl Strategy<Value = Setting> + Clone {
    let others = match taste.limits {
        true => proptest::bool::weighted(0.3).boxed(),
        false => Just(false).boxed(),
    };
    (kind(taste), weighted(0.3, any::<u64>()), proptest::bool::weighted(0.2), others).prop_map(
        |(kind, seed, optional, others)| {
            let default = seed.map(|seed| value(&kind, seed));
            let others = others && matches!(kind, Kind::Choice(_) | Kind::Numbers(_));
            Setting { kind, default, optional, others, after: false }
        },
    )
}

fn expression(taste: Taste) -> impl Strategy<Value = Expression> + Clone {
    let least = if taste.wild { -30 } else { 0 };
    let leaf = prop_oneof![
        2 => amount(least..=60).prop_map(Expression::Constant),
        5 => (0..100_usize).prop_map(Expression::Atom),
        1 => (0..100_usize).prop_map(Expression::Earlier),
    ];
    leaf.prop_recursive(3, 12, 2, move |inner| {
        let binary = prop_oneof![
            Just(Binary::Add),
            Just(Binary::Multiply),
            Just(Binary::Min),
            Just(Binary::Max),
            Just(if taste.wild { Binary::Subtract } else { Binary::Add }),
        ];
        let unary = prop_oneof![
            Just(Unary::Ceil),
            Just(Unary::Floor),
            Just(Unary::Round),
            Just(if taste.wild { Unary::Negate } else { Unary::Ceil }),
        ];
        prop_oneof![
            4 => (binary, inner.clone(), inner.clone()).prop_map(|(b, x, y)| Expression::Binary(b, x.into(), y.into())),
            1 => (inner.clone(), amount(1..=60)).prop_map(|(x, by)| Expression::Share(x.into(), by)),
            1 => (inner.clone(), 0..100_usize).prop_map(move |(x, by)| {
                if taste.wild { Expression::Divide(x.into(), by) } else { Expression::Share(x.into(), Amount::whole(by as i64 + 1)) }
            }),
            1 => (unary, inner).prop_map(|(u, x)| Expression::Unary(u, x.into())),
        ]
    })
}

fn plain_rate(taste: Taste) -> impl Strategy<Value = Rate> + Clone {
    let least = if taste.wild { -50 } else { 0 };
    let span = (amount(0..=200), 1..=100_i64).prop_map(|(from, more)| {
        Rate::Span(from, Amount { digits: from.digits + more, places: from.places })
    });
    let vendor = prop_oneof![1 => Just(Rate::NotSold), 2 => span];
    let vendor = if taste.vendor { vendor.boxed() } else { Just(Rate::Free).boxed() };
    prop_oneof![
        1 => vendor,
        8 => amount(least..=400).prop_map(Rate::Number),
        1 => (1..=99_999_i64, 13..=18_u32).prop_map(|(digits, places)| Rate::Number(Amount { digits, places })),
        2 => expression(taste).prop_map(Rate::Expression),
        1 => Just(Rate::Free),
        1 => Just(if taste.gaps { Rate::Unpriced } else { Rate::Free }),
    ]
}

fn column() -> impl Strategy<Value = Column> + Clone {
    let pick = 0..100_usize;
    prop_oneof![
        pick.clone().prop_map(Column::Choice),
        pick.clone().prop_map(Column::Flag),
        pick.prop_map(Column::Present),
        Just(Column::Plan),
    ]
}

fn rate(taste: Taste) -> impl Strategy<Value = Rate> + Clone {
    plain_rate(taste).prop_recursive(2, 8, 4, move |inner| {
        let cell = if taste.gaps { weighted(0.8, inner.clone()).boxed() } else { inner.clone().prop_map(Some).boxed() };
        let boxed = inner.clone().prop_map(Box::new);
        let otherwise = if taste.gaps { of(boxed).boxed() } else { boxed.prop_map(Some).boxed() };
        let sign = prop_oneof![
            Just(Sign::Above),
            Just(Sign::AtLeast),
            Just(Sign::Below),
            Just(Sign::AtMost)
        ];
        let compared = (expression(taste), sign, expression(taste), [cell.clone(), cell.clone()], otherwise.clone())
            .prop_map(|(left, sign, right, cells, otherwise)| {
                let cells = cells.map(|cell| cell.map(Box::new));
                Rate::Compared { left, sign, right, cells, otherwise }
            });
        let keys = proptest::collection::btree_set(-10..=40_i64, 1..=3);
        let last = if taste.gaps { of(width()).boxed() } else { Just(None).boxed() };
        prop_oneof![
            3 => inner.clone(),
            2 => (column(), vec(cell, 4), otherwise.clone())
                .prop_map(|(column, cells, otherwise)| Rate::Keyed { column, cells, otherwise }),
            u32::from(taste.limits) => compared,
            1 => (expression(taste), keys, vec(inner.clone(), 3), otherwise).prop_map(
                |(column, keys, rates, otherwise)| {
                    let keys = keys.into_iter().map(Amount::whole);
                    Rate::Exact { column, cells: keys.zip(rates).collect(), otherwise }
                }
            ),
            1 => (expression(taste), vec((width(), any::<bool>(), inner.clone()), 0..=2), last, inner).prop_map(
                |(column, rows, width, last)| {
                    let rows = rows.into_iter().map(|(width, included, rate)| (Some(width), included, rate));
                    Rate::Ranges { column, rows: rows.chain([(width, true, last)]).collect() }
                }
            ),
        ]
    })
}

fn tiers(taste: Taste) -> impl Strategy<Value = Vec<Tier>> + Clone {
    let flat = weighted(0.2, amount(0..=50));
    let tier = (width(), any::<bool>(), plain_rate(taste), flat.clone());
    let last = if taste.gaps { weighted(0.2, width()).boxed() } else { Just(None).boxed() };
    (vec(tier, 0..=3), last, plain_rate(taste), flat).prop_map(|(tiers, width, rate, flat)| {
        let tier =
            |(width, included, rate, flat)| Tier { width: Some(width), included, rate, flat };
        let last = Tier { width, included: true, rate, flat };
        tiers.into_iter().map(tier).chain([last]).collect()
    })
}

fn hours() -> impl Strategy<Value = Condition> + Clone {
    let between = weighted(0.8, (0..1440_u32, 1..1440_u32));
    let clock = proptest::sample::select(vec![Clock::Utc, Clock::Beijing, Clock::Berlin]);
    let days = weighted(0.7, any::<[bool; 8]>());
    (between, days, clock, any::<bool>()).prop_map(|(between, days, clock, holidays)| {
        let between = between.map(|(from, long)| (from, (from + long) % 1440));
        // Some day; a list of holidays changes its kind.
        let mut days = days.unwrap_or([true; 8]);
        days[0] |= days[1..7].iter().all(|day| !day);
        days[7] &= days[..7].iter().any(|day| !day);
        Condition::Hours(Hours { between, days, clock, holidays })
    })
}

fn condition(taste: Taste) -> impl Strategy<Value = Condition> + Clone {
    let bounds = (amount(-10..=30), 0..4_usize, weighted(0.3, amount(0..=60)));
    let clock = if taste.hours { hours().boxed() } else { Just(Condition::Subscribed).boxed() };
    let leaf = prop_oneof![
        3 => (expression(taste), bounds).prop_map(|(subject, (bound, which, second))| {
            let only = |place: usize| (place == which).then_some(bound);
            let max = only(1).or(second);
            Condition::Within { subject, min: only(0), max, above: only(2), below: only(3) }
        }),
        1 => (expression(taste), vec(amount(-10..=30), 1..=3)).prop_map(|(x, values)| Condition::Equals(x, values)),
        2 => (0..100_usize, vec(any::<bool>(), 4)).prop_map(|(pick, mask)| Condition::Choice(pick, mask)),
        2 => (0..100_usize, any::<bool>()).prop_map(|(pick, flag)| Condition::Flag(pick, flag)),
        1 => (0..100_usize, any::<bool>()).prop_map(|(pick, present)| Condition::Present(pick, present)),
        1 => vec(any::<bool>(), 4).prop_map(Condition::Plan),
        1 => Just(Condition::Subscribed),
        2 => clock,
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            3 => inner.clone(),
            1 => vec(inner.clone(), 1..=3).prop_map(Condition::Any),
            1 => vec(inner.clone(), 1..=3).prop_map(Condition::All),
            1 => inner.prop_map(|condition| Condition::Not(condition.into())),
        ]
    })
}

fn step(taste: Taste) -> impl Strategy<Value = Step> + Clone {
    let when = weighted(0.25, condition(taste));
    prop_oneof![
        2 => (plain_rate(taste), when.clone()).prop_map(|(rate, when)| Step::Times(rate, when)),
        2 => (plain_rate(taste), when.clone()).prop_map(|(rate, when)| Step::Minimum(rate, when)),
        2 => (plain_rate(taste), when.clone()).prop_map(|(rate, when)| Step::Maximum(rate, when)),
        4 => (step_size(), mode(), when.clone()).prop_map(|(to, mode, when)| Step::Round(to, mode, when)),
        1 => (amount(1..=300), when.clone()).prop_map(|(rate, when)| Step::Convert(rate, when)),
        1 => when.prop_map(Step::Billed),
    ]
}

fn metered(taste: Taste) -> impl Strategy<Value = Metered> + Clone {
    let tariff = prop_oneof![
        5 => rate(taste).prop_map(Tariff::Rate),
        1 => tiers(taste).prop_map(Tariff::Graduated),
        1 => tiers(taste).prop_map(Tariff::Volume),
    ];
    let per = prop_oneof![3 => Just(Amount::whole(1)), 1 => amount(1..=60)];
    let included = weighted(0.2, expression(taste));
    let block = weighted(0.2, (step_size(), mode()));
    (expression(taste), included, block, per, tariff).prop_map(
        |(quantity, included, block, per, tariff)| Metered {
            quantity,
            included,
            block,
            per,
            tariff,
        },
    )
}

fn component(taste: Taste) -> impl Strategy<Value = Component> + Clone {
    let meter = weighted(0.4, prop_oneof![Just(Scope::Run), Just(Scope::Request)]);
    let single = (metered(taste), weighted(0.3, condition(taste)), vec(step(taste), 0..=1), meter)
        .prop_map(|(metered, when, steps, meter)| Component {
            when,
            charge: Charge::Metered(metered),
            scope: Scope::Run,
            steps,
            meter,
        });
    let dearest =
        (vec(single.clone(), 1..=3), weighted(0.3, condition(taste)), vec(step(taste), 0..=1))
            .prop_map(|(parts, when, steps)| Component {
                when,
                charge: Charge::Dearest(parts),
                scope: Scope::Run,
                steps,
                meter: None,
            });
    prop_oneof![6 => single, 1 => dearest]
}

fn limit() -> impl Strategy<Value = Limit> + Clone {
    prop_oneof![
        (0..100_usize, expression(TAME)).prop_map(|(pick, bound)| Limit::AtMost(pick, bound)),
        (0..100_usize, 0..100_usize, condition(TAME))
            .prop_map(|(pick, choice, when)| Limit::Only(pick, choice, when)),
    ]
}

pub fn model(taste: Taste) -> impl Strategy<Value = Model> + Clone {
    let in_scopes = |count: usize, split: usize| {
        (0..count).map(move |i| if i < split { Scope::Run } else { Scope::Request })
    };
    let plan = weighted(0.5, amount(0..=200));
    (
        step_size(),
        vec(setting(taste), 0..=3),
        vec(plan, 0..=2),
        vec(component(taste), 1..=3),
        vec(step(taste), 0..=3),
        (0..=4_usize, 0..=4_usize),
        if taste.limits { vec(limit(), 0..=2).boxed() } else { Just(Vec::new()).boxed() },
    )
        .prop_map(
            move |(credit, settings, plans, mut components, steps, (split, step_split), limits)| {
                for (component, scope) in components.iter_mut().zip(in_scopes(3, split)) {
                    component.scope = scope;
                }
                let steps = steps.into_iter().zip(in_scopes(3, step_split)).collect();
                let mut model = Model { step: credit, settings, plans, limits, components, steps };
                for place in 0..model.settings.len() {
                    // A default that is never allowed is an error.
                    if model.at_most(place).is_some() {
                        model.settings[place].default = None;
                    }
                }
                model
            },
        )
}

/// Values for all settings, except for some that are optional or have a default.
pub fn asked_in_full(model: &Model, seeds: &[u64], runs: u32, minute: Option<u32>) -> Asked {
    let given = model.settings.iter().zip(seeds).map(|(setting, seed)| {
        let may_be_left_out = setting.optional || setting.default.is_some();
        let unlisted = setting.others && seed % 17 == 0;
        let value = || match &setting.kind {
            Kind::Choice(_) if unlisted => Given::Other("other"),
            Kind::Numbers(_) if unlisted => Given::Other("999"),
            kind => value(kind, seed / 3),
        };
        (!may_be_left_out || seed % 3 != 0).then(value)
    });
    let plan = (seeds[3] % (model.plans.len() as u64 + 1)) as usize;
    let digits = (seeds[2] % 4000) as i64;
    let used = (!seeds[2].is_multiple_of(3)).then_some(Amount { digits, places: 1 });
    Asked { given: given.collect(), runs, plan, minute, used }
}

/// A model and a request without open settings.
pub fn model_and_asked(taste: Taste) -> impl Strategy<Value = (Model, Asked)> + Clone {
    (model(taste), vec(any::<u64>(), 4), 1..=7_u32, MINUTES).prop_map(
        |(model, seeds, runs, minute)| {
            let asked = asked_in_full(&model, &seeds, runs, Some(minute));
            (model, asked)
        },
    )
}
